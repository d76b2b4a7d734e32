"""One made-up paper in five formats reads the same: sections, items, measure rows, offsets and pages."""

from __future__ import annotations

import pytest
from tests.support import documents as papers

from etappe.documents import check, read_document
from etappe.documents.model import Document, ParagraphKind

PAPERS = {
    "papier.docx": papers.docx_paper,
    "papier.pdf": papers.pdf_paper,
    "papier.odt": papers.odt_paper,
    "papier.md": lambda: papers.markdown_paper().encode(),
    "papier.txt": lambda: papers.text_paper().encode(),
}
WITH_TABLES = ("papier.docx", "papier.odt", "papier.md")


@pytest.fixture(params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> Document:
    name: str = request.param
    return read_document(PAPERS[name](), name)


def test_headings_become_sections_with_number_title_level_and_path(paper: Document) -> None:
    found = [(section.number, section.title, section.level) for section in paper.sections]
    assert found == [("1", "Ausgangslage", 1), ("2", "Sprache und Bildung", 1), ("2.1", "Übergang in den Beruf", 2)]
    assert paper.sections[2].path == ("2 Sprache und Bildung", "2.1 Übergang in den Beruf")
    assert paper.sections[2].label == "2.1 Übergang in den Beruf"


def test_paragraphs_keep_every_word(paper: Document) -> None:
    for (_, expected), section in zip(papers.SECTIONS, paper.sections, strict=True):
        text = [paragraph.text for paragraph in section.paragraphs if paragraph.kind is ParagraphKind.TEXT]
        assert text == list(expected)


def test_list_items_are_known_as_items(paper: Document) -> None:
    items = [p.text for section in paper.sections for p in section.paragraphs if p.kind is ParagraphKind.ITEM]
    assert items == list(papers.ITEMS)


def test_offsets_point_into_the_full_text(paper: Document) -> None:
    for section in paper.sections:
        assert paper.text[section.offset :].startswith(section.label)
        for paragraph in section.paragraphs:
            assert paper.text[paragraph.offset : paragraph.offset + len(paragraph.text)] == paragraph.text


def test_the_format_is_known(paper: Document) -> None:
    assert paper.format in {"docx", "pdf", "odt", "md", "txt"}
    assert paper.pages == 1


@pytest.mark.parametrize("name", WITH_TABLES)
def test_a_row_of_a_measure_table_is_one_statement_with_its_headers(name: str) -> None:
    document = read_document(PAPERS[name](), name)
    rows = [p.text for section in document.sections for p in section.paragraphs if p.kind is ParagraphKind.ROW]
    assert rows == [
        "Maßnahme: Lotsendienst im Rathaus; Zuständig: Amt 50; Frist: 30.06.2027",
        "Maßnahme: Lesepaten an Grundschulen",
    ]


def test_all_formats_give_the_same_findings() -> None:
    def ids(name: str) -> list[str]:
        return [finding.id for finding in check(PAPERS[name](), name).findings]

    assert ids("papier.docx") == ids("papier.odt") == ids("papier.md")
    assert ids("papier.pdf") == ids("papier.txt") == ids("papier.docx")[:-2]  # no table there


def test_a_path_reads_like_bytes(tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "papier.md"
    file.write_text(papers.markdown_paper(), encoding="utf-8")
    assert read_document(file).text == read_document(file.read_bytes(), "papier.md").text
