"""Text files of any program: encodings, hard-wrapped lines, headings without marks."""

from __future__ import annotations

import pytest
from tests.support import documents as papers

from etappe.documents import check, read_document
from etappe.documents.extract.encoding import decode
from etappe.documents.model import ParagraphKind

GERMAN = "Die Bürgerinnen müssen früh beteiligt werden – auch die „Älteren“."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_survive_whatever_wrote_the_file(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_latin_1_reads_like_utf_8() -> None:
    text = papers.text_paper().replace("•", "-")
    assert read_document(text.encode("latin-1"), "a.txt").text == read_document(text.encode(), "a.txt").text


def test_old_line_ends_are_line_ends() -> None:
    assert decode(b"eins\r\nzwei\rdrei") == "eins\nzwei\ndrei"


def test_hard_wrapped_lines_are_joined_and_hyphens_taken_back() -> None:
    text = (
        "Der Ausbau der Beratung ist eine Aufgabe, die alle Ämter gemein-\n"
        "sam angehen. Das gilt für die Kinder- und Jugendhilfe genauso wie\n"
        "für das Sozialamt, das heute viele Familien an andere verweist und\n"
        "dafür keine Zeit hat.\n\n"
        "Ein zweiter Absatz steht für sich allein und ist ebenfalls so lang,\n"
        "dass er in eine zweite Zeile geht."
    )
    document = read_document(text.encode(), "umbruch.txt")
    first, second = document.sections[0].paragraphs
    assert first.text.startswith("Der Ausbau der Beratung ist eine Aufgabe, die alle Ämter gemeinsam angehen.")
    assert second.text.endswith("in eine zweite Zeile geht.")


def test_form_feeds_start_pages() -> None:
    result = check(b"Erste Seite.\fZweite Seite.", "a.txt")
    assert [finding.page for finding in result.findings] == [1, 2]


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "a)", "(b)"])
def test_bullets_make_items_and_are_not_part_of_them(bullet: str) -> None:
    document = read_document(f"Wir fordern:\n\n{bullet} mehr Plätze in Kursen\n".encode(), "a.txt")
    item = document.sections[0].paragraphs[-1]
    assert (item.kind, item.text) == (ParagraphKind.ITEM, "mehr Plätze in Kursen")


def test_front_matter_of_markdown_is_no_text() -> None:
    document = read_document(b"---\ntitle: x\n---\n\n# Ziele\n\nEin Satz.\n", "a.md")
    assert document.text == "Ziele\nEin Satz."


def test_progress_rises_and_reaches_its_end() -> None:
    steps: list[tuple[int, int]] = []
    check(papers.long_docx(4), "lang.docx", lambda done, total: steps.append((done, total)))
    done = [step for step, _ in steps]
    assert done == sorted(done)
    assert steps[-1] == (100, 100)
