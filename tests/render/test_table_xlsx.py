"""A list exactly as it is seen, as a workbook and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.render.errors import RenderError
from etappe.render.spreadsheet import Value
from etappe.render.table_xlsx import Column, render_csv, render_table
from etappe.render.text import clean

DAY = date(2026, 11, 22)
COLUMNS = (Column("Maßnahme", width=40), Column("Anzahl", "number"), Column("Mittel", "euro"), Column("Frist", "date"))
ROWS: list[tuple[Value, ...]] = [
    ("Elterncafés", 1234, Decimal("1234.505"), date(2027, 7, 31)),
    ("=1+1", None, None, None),
    ("unbekannt", ".", "/", "Ende März"),
]


def sheet_of(data: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data))["Liste"].iter_rows(values_only=True))


def csv_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_workbook_shows_title_day_note_and_the_rows_in_their_order() -> None:
    shown = sheet_of(render_table("Verspätete Maßnahmen", COLUMNS, ROWS, DAY, "Beispieldaten"))
    assert shown[0][0] == "Verspätete Maßnahmen"
    assert shown[1][0] == "Stand 22.11.2026 · Beispieldaten"
    assert shown[3] == ("Maßnahme", "Anzahl", "Mittel", "Frist")
    assert [row[0] for row in shown[4:]] == ["Elterncafés", "=1+1", "unbekannt"]


def test_numbers_sums_and_dates_are_values_and_a_sign_for_unknown_stays_a_sign() -> None:
    shown = sheet_of(render_table("Liste", COLUMNS, ROWS, DAY))
    assert shown[4][1:3] == (1234, 1234.51)
    assert str(shown[4][3]) == "2027-07-31 00:00:00"
    assert shown[5][1:] == (None, None, None)
    assert shown[6][1:] == (".", "/", "Ende März")


def test_equal_lists_are_equal_bytes() -> None:
    assert render_table("Liste", COLUMNS, ROWS, DAY) == render_table("Liste", COLUMNS, ROWS, DAY)


def test_a_list_without_rows_is_a_list_all_the_same() -> None:
    assert sheet_of(render_table("Liste", COLUMNS, [], DAY))[3][0] == "Maßnahme"
    assert csv_of(render_csv(COLUMNS, [])) == [["Maßnahme", "Anzahl", "Mittel", "Frist"]]


def test_csv_opens_in_a_german_spreadsheet() -> None:
    data = render_csv(COLUMNS, ROWS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert csv_of(data)[1] == ["Elterncafés", "1234", "1234,51", "31.07.2027"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUMME(A1)", "\t=1", "\r=1", " =1"])
def test_csv_never_holds_a_cell_that_runs(text: str) -> None:
    (_, (cell,)) = csv_of(render_csv((Column("Text"),), [(text,)]))
    assert cell == f"'{clean(text)}"


def test_the_sign_for_exactly_zero_stays_alone_in_csv() -> None:
    assert csv_of(render_csv((Column("Wert", "number"),), [("-",), (-5,)]))[1:] == [["-"], ["-5"]]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(), max_size=50), max_size=5))
def test_any_text_survives_in_csv(texts: list[str]) -> None:
    cells = [row[0] if row else "" for row in csv_of(render_csv((Column("T"),), [(text,) for text in texts]))[1:]]
    assert [cell.removeprefix("'") for cell in cells] == [clean(text).removeprefix("'") for text in texts]


@pytest.mark.parametrize("columns", [(), (Column("A"), Column("a")), (Column(""),)])
def test_columns_without_a_name_of_their_own_are_refused(columns: tuple[Column, ...]) -> None:
    with pytest.raises(RenderError, match="jede Spalte einen eigenen Namen"):
        render_table("Liste", columns, [], DAY)


def test_a_row_of_another_length_is_named() -> None:
    with pytest.raises(RenderError, match="Zeile 2 der Liste hat 1 Werte, erwartet waren 2"):
        render_csv((Column("A"), Column("B")), [("1", "2"), ("3",)])
