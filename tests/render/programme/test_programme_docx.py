"""The programme as a Word document in the shape of a council paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from tests.render.sample_programme import sample_report

from etappe.render.programme import render_programme

REPORT = sample_report(12)


@pytest.fixture(scope="module")
def paper() -> Document:
    return docx.Document(io.BytesIO(render_programme(REPORT, "docx")))


def headings(document: Document, level: int) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == f"Heading {level}"]


def under(document: Document, heading: str) -> list[str]:
    """The paragraphs between a heading and the next one."""
    paragraphs = list(document.paragraphs)
    start = next(i for i, p in enumerate(paragraphs) if p.text == heading and p.style.name.startswith("Heading"))
    rest = paragraphs[start + 1 :]
    end = next((i for i, p in enumerate(rest) if p.style.name.startswith("Heading")), len(rest))
    return [paragraph.text for paragraph in rest[:end]]


def test_it_has_the_parts_of_a_council_paper_in_their_order(paper: Document) -> None:
    assert headings(paper, 1) == [
        "Betreff",
        "Beratungsfolge",
        "Beschlussentwurf",
        "Sachdarstellung",
        "Finanzielle Auswirkungen",
        "Anlagen",
        "Anlage: Integrationsprogramm Musterstadt",
    ]


def test_each_part_holds_its_text(paper: Document) -> None:
    council = REPORT.council
    assert council is not None
    assert under(paper, "Betreff") == [council.subject]
    assert under(paper, "Beschlussentwurf") == list(council.draft_resolution)
    assert under(paper, "Sachdarstellung") == list(council.statement)
    assert under(paper, "Finanzielle Auswirkungen") == list(council.financial_effects)
    assert under(paper, "Anlagen") == list(council.attachments)


def test_the_consultation_path_names_committee_date_and_responsibility(paper: Document) -> None:
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert rows[0] == ["Gremium", "Sitzungstermin", "Zuständigkeit"]
    assert rows[-1] == ["Rat der Stadt", "15.12.2026", "Entscheidung"]


def test_a_part_without_text_says_so_instead_of_being_left_out() -> None:
    document = docx.Document(io.BytesIO(render_programme(replace(REPORT, council=None), "docx")))
    for part in ("Beratungsfolge", "Beschlussentwurf", "Sachdarstellung", "Finanzielle Auswirkungen"):
        assert under(document, part) == ["Noch nicht angegeben."]
    assert under(document, "Betreff") == [REPORT.title]


def test_fields_and_measures_are_headings_in_the_order_of_the_programme(paper: Document) -> None:
    assert [text for text in headings(paper, 2) if text.startswith("Handlungsfeld")] == [
        f"Handlungsfeld {section.number}: {section.title}" for section in REPORT.fields
    ]
    assert [text for text in headings(paper, 3) if text[0].isdigit()] == [
        f"{measure.number} {measure.title}" for measure in REPORT.measures
    ]


def test_every_table_has_a_repeated_header_row_a_description_and_rows_that_stay_whole(paper: Document) -> None:
    for table in paper.tables:
        first, *others = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in others)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in others)
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_a_measure_shows_owner_deadline_gaps_and_the_way_from_the_recommendation(paper: Document) -> None:
    measure = REPORT.measures[0]
    table = next(table for table in paper.tables if table.cell(0, 0).text == f"Maßnahme {measure.number}")
    shown = {row.cells[0].text: row.cells[1].text for row in table.rows}
    assert shown["Zuständig"] == measure.owner
    assert shown["Es fehlt noch"] == ", ".join(measure.missing)
    assert shown["Frist"].startswith("keine Angabe")
    assert shown["Herkunft"].startswith(f"{measure.trace[0].label}: {measure.trace[0].text} (Drucksache 25-0412")


def test_the_language_is_german(paper: Document) -> None:
    for language in paper.styles.element.iter(qn("w:lang")):
        assert language.get(qn("w:val")) == "de-DE"
    assert paper.core_properties.language == "de-DE"


def test_its_properties_name_title_municipality_and_the_day_of_the_report(paper: Document) -> None:
    properties = paper.core_properties
    assert (properties.title, properties.author) == (REPORT.title, REPORT.municipality)
    assert properties.created.date() == properties.modified.date() == date(2026, 11, 22)


def test_every_page_says_municipality_number_of_the_paper_status_and_page(paper: Document) -> None:
    section = paper.sections[0]
    assert section.header.paragraphs[0].text == "Stadt Musterstadt\tDrucksache 26-0815"
    footer = section.footer.paragraphs[0]
    assert footer.text.startswith("Stand 22.11.2026 · Entwurf · Beispieldaten\tSeite ")
    assert [field.text for field in footer._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_equal_reports_are_equal_bytes() -> None:
    assert render_programme(sample_report(7), "docx") == render_programme(sample_report(7), "docx")
