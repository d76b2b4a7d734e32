"""The programme as a workbook whose figures live."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from tests.render.sample_programme import sample_report

from etappe.render.programme import render_programme
from etappe.render.programme.model import ShownDate
from etappe.render.programme.summary import summarise

REPORT = sample_report(24)


def load(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


@pytest.fixture(scope="module")
def data() -> bytes:
    return render_programme(REPORT, "xlsx")


def rows(book: Workbook, sheet: str) -> list[dict[str, object]]:
    """The rows of a table by the names in its header, which stands in the fourth row."""
    head, *body = book[sheet].iter_rows(min_row=4, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def figures(book: Workbook) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row[1:] for row in book["Übersicht"].iter_rows(min_row=4, values_only=True) if row[0]}


def test_it_has_a_sheet_for_each_question(data: bytes) -> None:
    names = ["Übersicht", "Maßnahmen", "Meilensteine", "Herkunft", "Empfehlungen", "Hinweise"]
    assert load(data).sheetnames == names


def test_every_sheet_says_whose_data_of_which_day_and_that_they_are_examples(data: bytes) -> None:
    for sheet in load(data):
        assert sheet["A2"].value == "Stadt Musterstadt · Stand 22.11.2026 · Entwurf · Beispieldaten"


def test_each_measure_has_one_row_in_the_order_of_the_programme(data: bytes) -> None:
    shown = rows(load(data), "Maßnahmen")
    assert [row["Nr."] for row in shown] == [measure.number for measure in REPORT.measures]
    assert [row["Zuständig"] for row in shown] == [measure.owner for measure in REPORT.measures]
    assert [row["Zeile"] for row in shown] == list(range(1, 25))


def test_dates_are_dates_beside_the_words_and_sums_are_numbers_of_whole_cents(data: bytes) -> None:
    known = next(m for m in REPORT.measures if m.deadline.words == "Ende März 2028" and m.budget is not None)
    row = next(row for row in rows(load(data), "Maßnahmen") if row["Nr."] == known.number)
    assert (row["Frist"], row["Frist, Tag"]) == ("Ende März 2028", datetime(2028, 3, 31))  # noqa: DTZ001
    assert known.budget is not None
    assert row["Mittel"] == float(known.budget + Decimal("0.005"))


def test_an_unknown_budget_is_an_empty_cell_and_none_is_zero() -> None:
    first, second, *_ = REPORT.fields[0].measures
    pair = (replace(first, budget=None), replace(second, budget=Decimal(0)))
    report = replace(REPORT, fields=(replace(REPORT.fields[0], measures=pair),))
    assert [row["Mittel"] for row in rows(load(render_programme(report, "xlsx")), "Maßnahmen")] == [None, 0]


def test_tables_can_be_filtered_and_keep_their_header_in_sight(data: bytes) -> None:
    book = load(data)
    for name in ("Maßnahmen", "Meilensteine", "Herkunft", "Empfehlungen"):
        (table,) = book[name].tables.values()
        assert table.autoFilter is not None
        assert book[name].freeze_panes == "C5"
        assert book[name].print_title_rows == "$4:$4"


def test_the_figures_shown_are_the_counts_of_the_entries(data: bytes) -> None:
    shown, summary = figures(load(data, values=True)), summarise(REPORT)
    assert shown["Maßnahmen"][0] == len(REPORT.measures) == summary.measures
    assert shown["davon mit allen Angaben"][0] == summary.complete
    for field in summary.fields:
        assert shown[f"{field.number} {field.title}"] == (
            field.measures,
            field.complete,
            float(field.budget.known),
            field.budget.unknown,
        )
    for tally in (*summary.states, *summary.influences):
        assert shown[tally.label][0] == tally.number


def test_every_figure_is_a_formula_over_columns_that_exist(data: bytes) -> None:
    book = load(data)
    head = {cell.value for cell in book["Maßnahmen"][4]}
    formulas = [
        cell.value for row in book["Übersicht"].iter_rows(min_row=4, min_col=2) for cell in row if cell.data_type == "f"
    ]
    summary = summarise(REPORT)
    assert len(formulas) == 5 + 4 * len(summary.fields) + len(summary.states) + len(summary.influences)
    for formula in formulas:
        columns = re.findall(r"Massnahmen\[([^\]]+)\]", formula)
        assert columns
        assert set(columns) <= head


def test_the_figures_of_an_empty_programme_are_zero() -> None:
    book = load(render_programme(replace(REPORT, fields=(), recommendations=()), "xlsx"), values=True)
    assert figures(book)["Maßnahmen"][0] == 0


@pytest.mark.parametrize(
    "text", ["=1+1", "+49 203", "-5", "@SUMME(A1)", '=HYPERLINK("x")', "https://beispiel.de", "007"]
)
def test_text_stays_text_even_when_it_looks_like_a_formula_a_link_or_a_number(text: str) -> None:
    measure = replace(REPORT.measures[0], title=text, owner=text)
    report = replace(REPORT, fields=(replace(REPORT.fields[0], measures=(measure,)),))
    sheet = load(render_programme(report, "xlsx"))["Maßnahmen"]
    cell = sheet.cell(5, 3)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert bool(cell.quotePrefix) == (text[0] in "=+-@")


def test_a_date_before_the_calendar_of_spreadsheets_is_kept_as_text() -> None:
    old = ShownDate("1899", datetime(1899, 12, 31).date())  # noqa: DTZ001
    measure = replace(REPORT.measures[0], deadline=old)
    report = replace(REPORT, fields=(replace(REPORT.fields[0], measures=(measure,)),))
    assert rows(load(render_programme(report, "xlsx")), "Maßnahmen")[0]["Frist, Tag"] == "1899-12-31"


def test_milestones_trace_and_recommendations_have_their_rows(data: bytes) -> None:
    book = load(data)
    assert len(rows(book, "Meilensteine")) == sum(len(measure.milestones) for measure in REPORT.measures)
    trace = rows(book, "Herkunft")
    assert len(trace) == sum(len(measure.trace) for measure in REPORT.measures)
    assert trace[0]["Drucksache"] == "Drucksache 25-0412"
    assert [row["Nr."] for row in rows(book, "Empfehlungen")] == [entry.number for entry in REPORT.recommendations]


def test_equal_reports_are_equal_bytes() -> None:
    assert render_programme(sample_report(7), "xlsx") == render_programme(sample_report(7), "xlsx")
