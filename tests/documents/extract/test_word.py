"""Word documents as offices write them: tracked changes, content controls, merged cells, page breaks."""

from __future__ import annotations

import io

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from etappe.documents import read_document
from etappe.documents.model import Document, ParagraphKind


def _read(word: docx.document.Document) -> Document:
    buffer = io.BytesIO()
    word.save(buffer)
    return read_document(buffer.getvalue(), "vorlage.docx")


def _texts(document: Document) -> list[str]:
    return [paragraph.text for section in document.sections for paragraph in section.paragraphs]


def test_tracked_changes_read_as_accepted() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Das Amt ")._p
    for xml in (
        "<w:del {ns}><w:r><w:delText>sollte</w:delText></w:r></w:del>",
        "<w:ins {ns}><w:r><w:t>wird</w:t></w:r></w:ins>",
    ):
        paragraph.append(parse_xml(xml.format(ns=nsdecls("w"))))
    assert _texts(_read(word)) == ["Das Amt wird"]


def test_text_inside_content_controls_is_read() -> None:
    word = docx.Document()
    inner = word.add_paragraph("Der Text steht in einem Feld der Vorlage.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    inner.getparent().replace(inner, control)
    control.append(content)
    content.append(inner)
    assert _texts(_read(word)) == ["Der Text steht in einem Feld der Vorlage."]


def test_a_cell_merged_downwards_counts_for_every_row() -> None:
    word = docx.Document()
    table = word.add_table(rows=3, cols=2)
    for column, text in enumerate(("Zuständig", "Maßnahme")):
        table.cell(0, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Amt 40"
    table.cell(1, 1).text, table.cell(2, 1).text = "Elterncafés", "Lesepaten"
    assert _texts(_read(word)) == ["Zuständig: Amt 40; Maßnahme: Elterncafés", "Zuständig: Amt 40; Maßnahme: Lesepaten"]


def test_a_measure_sheet_becomes_one_field_a_line() -> None:
    word = docx.Document()
    table = word.add_table(rows=2, cols=2)
    for row, (label, value) in enumerate(
        (("Maßnahme", "Elterncafés an allen Grundschulen"), ("Bis wann?", "Ende 2027"))
    ):
        table.cell(row, 0).text, table.cell(row, 1).text = label, value
    document = _read(word)
    assert _texts(document) == ["Maßnahme: Elterncafés an allen Grundschulen", "Frist: Ende 2027"]
    assert document.sections[0].paragraphs[0].kind is ParagraphKind.FIELD


def test_page_breaks_are_counted() -> None:
    word = docx.Document()
    word.add_paragraph("Erste Seite.")
    word.add_page_break()
    word.add_paragraph("Zweite Seite.")
    document = _read(word)
    assert document.pages == 2
    assert [paragraph.page for paragraph in document.sections[0].paragraphs] == [1, 2]


def test_own_styles_based_on_headings_are_headings() -> None:
    word = docx.Document()
    style = word.styles.add_style("Kapitel der Stadt", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Heading 2"]
    word.add_paragraph("Teilhabe", style=style)
    word.add_paragraph("Ein Satz.")
    assert [(section.level, section.title) for section in _read(word).sections] == [(2, "Teilhabe")]


def test_the_title_of_the_document_is_its_title() -> None:
    word = docx.Document()
    word.core_properties.title = "Konzept der Beispielstadt"
    word.add_paragraph("Ein Satz.")
    assert _read(word).title == "Konzept der Beispielstadt"
