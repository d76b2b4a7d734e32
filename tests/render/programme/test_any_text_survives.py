"""Whatever people write arrives in all three files."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import docx
import openpyxl
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.render.pdf_structure import bare, pages
from tests.render.sample_programme import sample_report

from etappe.render.fonts import coverage, printable
from etappe.render.programme import render_programme
from etappe.render.programme.model import (
    Completeness,
    FieldSection,
    Influence,
    MeasureEntry,
    ProgrammeReport,
    TraceStep,
)
from etappe.render.spreadsheet import cell_text
from etappe.render.text import one_line

# Every code point, half of a surrogate pair included, as a damaged import may hold it.
any_text = st.text(st.characters(), max_size=200) | st.text(
    "=+-@#$\\\"'{}[]_*`<>&\u202e\u0651\u200d_x0041", max_size=40
)
latin_greek_cyrillic = st.text(
    st.sampled_from(
        sorted(
            character
            for character in map(chr, coverage()[0])
            if unicodedata.category(character) in {"Lu", "Ll", "Nd", "Po", "Sc"}
            and character.isprintable()
            and unicodedata.is_normalized("NFKC", character)
        )
    ),
    min_size=1,
    max_size=200,
)
patient = settings(deadline=None, max_examples=25)


def report_of(text: str) -> ProgrammeReport:
    """A report in which `text` stands wherever people write."""
    measure = MeasureEntry(
        number="1.1",
        title=text,
        influence=Influence.INFORMS,
        completeness=Completeness(1, 7),
        description=text,
        owner=text,
        partners=(text,),
        place=text,
        state=text,
        target=text,
        missing=(text,),
        trace=(TraceStep(text, text, text, text, text),),
    )
    fields = (FieldSection("1", text, measures=(measure,)),)
    return replace(sample_report(0), title=text, municipality=text, status=text, fields=fields)


@patient
@given(any_text)
@example("\ud800")
@example("\x00\x0b\ufffe")
@example("_x0041_")
@example("\u00a0")
@example("👩‍👧 🇩🇪 👍🏽")
@example("\n\u0651")
@example("x" * 10_000)
def test_any_text_makes_a_pdf_that_meets_its_standards(text: str) -> None:
    assert render_programme(report_of(text), "pdf").startswith(b"%PDF-1.7")


@patient
@given(latin_greek_cyrillic)
def test_any_text_in_the_letters_of_europe_is_printed_as_it_is(text: str) -> None:
    printed = bare("".join(pages(render_programme(replace(report_of("T"), introduction=(text,)), "pdf"))))
    assert bare(unicodedata.normalize("NFKC", text)) in unicodedata.normalize("NFKC", printed)


@patient
@given(any_text)
@example("_x0041_")
@example("\u00a0")
@example("a\tb\nc")
@example("z" * 10_000)
def test_any_text_stands_in_the_docx(text: str) -> None:
    document = docx.Document(io.BytesIO(render_programme(report_of(text), "docx")))
    title = one_line(text) or "keine Angabe"
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 3"]
    assert f"1.1 {title}" in headings
    cells = {"".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in document.element.iter(qn("w:tc"))}
    assert title in cells


@patient
@given(any_text)
@example("_x0041_")
@example("\u00a0")
@example("y" * 40_000)
def test_any_text_stands_in_the_workbook(text: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_programme(report_of(text), "xlsx")))["Maßnahmen"]
    assert (sheet.cell(5, 3).value or "") == cell_text(text)
    assert sheet.cell(5, 3).data_type != "f"


@given(any_text)
def test_making_text_printable_once_is_enough(text: str) -> None:
    assert printable(printable(text)) == printable(text)
