"""The head line counts as people count."""

from __future__ import annotations

import pytest

from etappe.documents import Kind, check, summarise


def _summary(text: str) -> str:
    return check(text.encode(), "a.txt").summary.headline


DEMAND = "Die Kurse müssen früher beginnen. "
OWNED = "Das Jugendamt muss bis 2027 zwölf Kurse anbieten. "


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Heute ist Markt.", "Keine Forderungen."),
        (DEMAND, "1 Forderung, 0 mit Zuständigkeit, 0 mit Frist, 0 mit Zielwert."),
        (OWNED, "1 Forderung, 1 mit Zuständigkeit, 1 mit Frist, 1 mit Zielwert."),
        (DEMAND * 2 + OWNED, "3 Forderungen, 1 mit Zuständigkeit, 1 mit Frist, 1 mit Zielwert."),
        (DEMAND * 1_200, "1.200 Forderungen, 0 mit Zuständigkeit, 0 mit Frist, 0 mit Zielwert."),
    ],
)
def test_the_head_line(text: str, line: str) -> None:
    assert _summary(text) == line


def test_intents_and_commitments_are_said_beside_the_demands() -> None:
    summary = check(b"Man sollte handeln. Die Stadt verpflichtet sich, zu handeln.", "a.txt").summary
    assert summary.details == (
        "1 Absichtserklärung, 0 mit Zuständigkeit, 0 mit Frist, 0 mit Zielwert.",
        "1 Zusage, 1 mit Zuständigkeit, 0 mit Frist, 0 mit Zielwert.",
    )


def test_kinds_add_up_to_all_sentences() -> None:
    result = check((DEMAND + OWNED + "Heute ist Markt.").encode(), "a.txt")
    summary = summarise(result.findings)
    assert sum(summary.kinds[kind].count for kind in Kind) == summary.sentences == len(result.findings)
