"""The steering report says the same in every format, and what it says follows from its entries."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from docx import Document as WordDocument
from tests.render.pdf_structure import elements, open_pdf, pages, tag_counts
from tests.render.sample_steering import sample_steering

from etappe.render.errors import RenderError
from etappe.render.steering import Format, figures, render_steering
from etappe.render.steering.contents import document_of
from etappe.render.steering.model import Standing, SteeringReport

REPORT = sample_steering(24)


def words_of_docx(content: bytes) -> str:
    document = WordDocument(io.BytesIO(content))
    return "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))


def changed(**fields: object) -> SteeringReport:
    return replace(REPORT, **fields)  # type: ignore[arg-type]


def test_what_the_committee_is_needed_for_comes_first_with_its_proposal() -> None:
    second = " ".join(pages(render_steering(REPORT, "pdf"))[1].split())
    assert "Was das Gremium braucht" in second
    assert "7 Sprachförderung in der Kita" in second.replace("- ", "")
    assert "Mittel umschichten: Honorar" in second


def test_the_states_of_all_measures_add_up_whichever_way_they_are_grouped() -> None:
    total = figures.overall(REPORT)
    assert total.total == len(REPORT.measures) == 24
    for groups in (figures.by_field(REPORT), figures.by_influence(REPORT)):
        assert tuple(map(sum, zip(*(group.counts for group in groups), strict=True))) == total.counts


def test_the_same_figures_stand_in_pdf_docx_and_xlsx() -> None:
    headline = document_of(REPORT).headline
    assert headline in words_of_docx(render_steering(REPORT, "docx"))
    printed = " ".join(pages(render_steering(REPORT, "pdf"))[0].split())
    assert " ".join(headline.replace("\u00a0", " ").split()) in printed.replace("\u00a0", " ")
    sheet = openpyxl.load_workbook(io.BytesIO(render_steering(REPORT, "xlsx")), data_only=True)["Übersicht"]
    assert sheet["A3"].value == headline
    total = [sum(row[column].value for row in sheet.iter_rows(min_row=6, max_row=8)) for column in range(2, 9)]
    assert tuple(total) == figures.overall(REPORT).counts


def test_counts_in_the_workbook_are_live_formulas_over_its_rows() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_steering(REPORT, "xlsx")))["Übersicht"]
    assert sheet["B6"].value == "=SUMPRODUCT(1*EXACT(Sachstand[Handlungsfeld],$A6))"
    assert "Sachstand[Stand]" in sheet["C6"].value


def test_the_word_file_has_the_shape_of_a_council_paper() -> None:
    document = WordDocument(io.BytesIO(render_steering(REPORT, "docx")))
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    parts = ["Betreff", "Beratungsfolge", "Beschlussentwurf", "Sachdarstellung", "Finanzielle Auswirkungen", "Anlagen"]
    assert headings == [*parts, "Anlage: Steuerungsbericht Integration"]


def test_the_pdf_is_tagged_archivable_and_its_pictures_say_in_words_what_they_show() -> None:
    pdf = open_pdf(render_steering(REPORT, "pdf"))
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "2", "A")
    assert tag_counts(pdf)["/TH"] >= 40
    alternatives = [str(element.Alt) for element in elements(pdf) if str(element.S) == "/Figure"]
    assert len(alternatives) == 2
    assert "1 Sprache und Bildung: " in alternatives[0]


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_equal_reports_are_equal_bytes_and_an_empty_one_is_printed_too(kind: Format) -> None:
    assert render_steering(REPORT, kind) == render_steering(sample_steering(24), kind)
    empty = changed(measures=(), deviations=(), decisions=(), silent=(), corrections=(), previous="", council=None)
    assert render_steering(empty, kind)


def test_changes_name_only_what_changed_and_say_what_got_worse() -> None:
    found = figures.changes(REPORT)
    assert all(change.before is not change.measure.standing for change in found)
    assert any(change.is_worse for change in found)
    silent = [change for change in found if change.measure.standing is Standing.SILENT]
    assert silent
    assert not any(change.is_worse for change in silent), "silence is no state that an office reported"


def test_silence_corrections_and_the_frozen_source_are_said() -> None:
    words = words_of_docx(render_steering(REPORT, "docx"))
    assert "1\u00a0Stelle hat nicht oder nicht vollständig geantwortet." in words
    assert "Es sind sieben Lotsen, nicht acht." in words
    assert f"SHA-256 {REPORT.digest}" in words
    running = words_of_docx(render_steering(changed(digest="", silent=()), "docx"))
    assert "Die Abfrage läuft noch" in running
    assert "Alle gefragten Stellen haben geantwortet." in running


def test_an_unknown_format_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(RenderError, match=r"„odt“ gibt es nicht\. Zur Wahl stehen: pdf, docx, xlsx"):
        render_steering(REPORT, "odt")  # type: ignore[arg-type]
