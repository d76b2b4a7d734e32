"""The concept check as a whole: findings, places, context and the head line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import documents as papers

from etappe.documents import Element, Kind, check


def _check(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.text) for finding in check(text.encode(), "papier.md").findings]


def test_every_sentence_has_a_finding_in_reading_order() -> None:
    result = check(papers.docx_paper(), "papier.docx")
    starts = [finding.start for finding in result.findings]
    assert starts == sorted(starts)
    for finding in result.findings:
        assert result.document.text[finding.start : finding.end] == finding.text
        assert result.document.sections[finding.section_index].label == finding.section


def test_cues_stand_in_the_sentence_and_rules_are_named() -> None:
    for finding in check(papers.docx_paper(), "papier.docx").findings:
        assert all(cue in finding.text for cue in finding.cues)
        assert finding.rules or finding.kind is Kind.BACKGROUND
        assert bool(finding.modality) is finding.kind.asks_for_action


def test_a_list_takes_its_force_from_the_sentence_that_leads_it() -> None:
    assert _check("Wir fordern:\n\n- mehr Plätze\n- kürzere Wege\n")[1:] == [
        ("demand", "mehr Plätze"),
        ("demand", "kürzere Wege"),
    ]
    assert _check("Bereits umgesetzt wurden:\n\n- Ausbau der Kurse\n- ein Wegweiser\n")[1:] == [
        ("background", "Ausbau der Kurse"),
        ("background", "ein Wegweiser"),
    ]


def test_a_measure_sheet_lends_its_fields_to_the_measure_above() -> None:
    text = (
        "## Maßnahmen\n\n- Aufbau eines Lotsendienstes\n\nZuständig: Amt 50\n\nFrist: Ende 2027\n\n"
        "Zielgruppe: Familien\n\nFinanzierung: 20.000 Euro\n\nIndikator: 12 Lotsen\n\nOrt: Nordstadt\n\n"
        "- Ausbau der Lesepaten\n"
    )
    findings = {finding.text: finding for finding in check(text.encode(), "papier.md").findings}
    assert findings["Aufbau eines Lotsendienstes"].missing == ()
    assert findings["Aufbau eines Lotsendienstes"].addressee == "Amt 50"
    assert findings["Ausbau der Lesepaten"].addressee is None
    assert findings["Zuständig: Amt 50"].kind is Kind.BACKGROUND


def test_the_same_sentence_twice_has_two_ids() -> None:
    first, second = check(b"Man sollte handeln. Man sollte handeln.", "a.txt").findings
    assert second.id == f"{first.id}-2"


def test_an_id_does_not_depend_on_place_case_or_typography() -> None:
    one = check("Man sollte „früh“ handeln.".encode(), "a.txt").findings[0]
    other = check('# Neu\n\nEin Satz davor. Man  sollte "früh" handeln!'.encode(), "a.md").findings[-1]
    assert one.id == other.id


def test_findings_and_background_miss_nothing() -> None:
    for finding in check(papers.docx_paper(), "papier.docx").findings:
        if not finding.kind.asks_for_action:
            assert finding.missing == ()
            assert finding.addressee is None


def test_missing_and_present_are_complements() -> None:
    for finding in check(papers.long_docx(2), "lang.docx").findings:
        if finding.kind.asks_for_action:
            assert set(finding.missing) == {element for element in Element if element.value not in finding.present}


@given(st.text(max_size=300))
def test_any_text_is_either_checked_or_refused_with_a_message(text: str) -> None:
    from etappe.documents import DocumentError

    try:
        result = check(text.encode(), "a.txt")
    except DocumentError as error:
        message = str(error)
    else:
        message = "a.txt"
        assert all(result.document.text[f.start : f.end] == f.text for f in result.findings)
    assert "a.txt" in message


@pytest.mark.parametrize("module", ["django", "HanTa", "docx", "pypdf", "numpy"])
def test_importing_the_floor_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, etappe.documents; sys.exit('{module}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
