"""What a pdf does to a text is undone: running heads, hyphens, line ends, page ends."""

from __future__ import annotations

from tests.support import documents as papers

from etappe.documents import check, read_document
from etappe.documents.extract.pdf_layout import layout
from etappe.documents.extract.pdf_lines import Line


def _lines(*texts: str, size: float = 11.0) -> list[Line]:
    return [Line(text, size) for text in texts]


FULL = "Dieser Absatz ist so lang, dass seine Zeilen bis an den rechten Rand der Seite reichen und"


def test_pages_are_counted_and_findings_know_theirs() -> None:
    result = check(papers.long_pdf(5), "lang.pdf")
    assert result.document.pages == 5
    assert [section.page for section in result.document.sections] == [1, 2, 3, 4, 5]
    assert {finding.page for finding in result.findings} == {1, 2, 3, 4, 5}


def test_running_heads_and_page_numbers_are_no_statements_but_chapter_headings_stay() -> None:
    document = read_document(papers.long_pdf(5), "lang.pdf")
    assert "Entwurf" not in document.text
    assert [section.label for section in document.sections] == [f"{n} Kapitel" for n in range(1, 6)]


def test_a_pdf_and_a_word_document_of_the_same_words_say_the_same() -> None:
    from_pdf = check(papers.long_pdf(3), "lang.pdf")
    from_word = check(papers.long_docx(3), "lang.docx")
    assert [f.id for f in from_pdf.findings] == [f.id for f in from_word.findings]
    assert [f.page for f in from_pdf.findings] == [f.page for f in from_word.findings]


def test_hyphens_at_line_ends_are_taken_back_and_others_kept() -> None:
    blocks = layout(
        [_lines(FULL + " Sprach-", "förderung in Nordrhein-", "Westfalen, auch in der Kinder-", "und Jugendhilfe.")]
    )
    assert [block.text for block in blocks] == [
        f"{FULL} Sprachförderung in Nordrhein-Westfalen, auch in der Kinder- und Jugendhilfe."
    ]


def test_a_paragraph_goes_on_over_a_page_end_and_knows_where() -> None:
    (block,) = layout([_lines(FULL, FULL + " auf der"), _lines("nächsten Seite weitergehen. " + FULL, "dort enden.")])
    assert block.page == 1
    ((start, page),) = block.page_starts
    assert page == 2
    assert block.text[start:].startswith("nächsten Seite")


def test_larger_type_is_a_heading_and_its_size_the_level() -> None:
    lines = [Line("Integrationskonzept", 20.0), Line("Sprache", 14.0), *_lines(FULL, "er endet hier.")]
    assert [(block.level, block.text) for block in layout([lines])][:2] == [(1, "Integrationskonzept"), (2, "Sprache")]


def test_dotted_lines_of_a_table_of_contents_are_left_out() -> None:
    blocks = layout([_lines("1 Sprache ........................ 4", FULL, "er endet hier.")])
    assert len(blocks) == 1


def test_a_pdf_protected_only_against_changes_is_read() -> None:
    assert check(papers.pdf_protected_against_changes(), "geschützt.pdf").findings
