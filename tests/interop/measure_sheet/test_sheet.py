"""The measure sheet goes out and comes back."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.interop.fuzzy_dates import FuzzyDate, parse_fuzzy_date
from etappe.interop.measure_sheet import (
    COLUMNS,
    Influence,
    MeasureRow,
    MilestoneRow,
    SheetLists,
    State,
    read_pasted,
    read_sheet,
    write_sheet,
)

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda text: not text.startswith("#")
)
ITEM = TEXT.filter(lambda text: not set(text) & set(";()[]☐☑☒"))
WORDS = st.sampled_from(
    ["31.07.2027", "Frühjahr 2026", "Ende 2027", "bis Ende 2027", "2026/2027", "3.4.2026", "Q3/2026"]
)
DATES = st.none() | WORDS.map(parse_fuzzy_date)
EUROS = st.decimals(0, 99_999_999, places=2)
MEASURES = st.builds(
    MeasureRow,
    title=TEXT,
    field=TEXT | st.just(""),
    goal=TEXT | st.just(""),
    description=TEXT | st.just(""),
    owner=TEXT | st.just(""),
    partners=st.lists(ITEM, max_size=3).map(tuple),
    influence=st.none() | st.sampled_from(Influence),
    target_groups=st.lists(ITEM, max_size=3).map(tuple),
    place=TEXT | st.just(""),
    start=DATES,
    budget=st.none() | EUROS,
    funding=TEXT | st.just(""),
    output=TEXT | st.just(""),
    outcome=TEXT | st.just(""),
    indicator=TEXT | st.just(""),
    target_value=TEXT | st.just(""),
    state=st.none() | st.sampled_from(State),
    milestones=st.lists(st.builds(MilestoneRow, ITEM, DATES, st.booleans()), max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(MEASURES, min_size=1, max_size=4))
def test_what_is_written_is_read_again(measures: list[MeasureRow]) -> None:
    result = read_sheet(write_sheet(measures, SheetLists(fields=("Bildung",), owners=("Jugendamt", "Schulamt"))))
    assert result.errors == ()
    assert list(result.rows) == measures
    assert (result.extra_columns, result.missing_columns) == ((), ())


def sheet(rows: list[list[Any]], *, formulas: bool = False, merge: str | None = None, name: str = "Tabelle1") -> bytes:
    """An XLSX file as somebody else's spreadsheet makes it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": formulas}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        page = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for index, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, index, datetime.combine(value, time.min), day)
                elif value is not None:
                    page.write(at, index, value)
        if merge:
            page.merge_range(merge, "verbunden")
    return target.getvalue()


@settings(deadline=None, max_examples=20)
@given(st.lists(MEASURES, min_size=1, max_size=3))
def test_another_program_may_save_the_file_in_between(measures: list[MeasureRow]) -> None:
    copy = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(write_sheet(measures))).save(copy)
    assert list(read_sheet(copy.getvalue()).rows) == measures


def test_influence_and_state_can_only_be_chosen_and_units_are_offered() -> None:
    lists = SheetLists(fields=("Bildung",), owners=("Jugendamt", "Schulamt"))
    book = openpyxl.load_workbook(io.BytesIO(write_sheet([], lists)))
    rules = {str(rule.sqref)[0]: rule for rule in book["Maßnahmen"].data_validations.dataValidation}
    by_title = {cell.value: cell.column_letter for cell in book["Maßnahmen"][3]}
    assert rules[by_title["Einfluss"]].errorStyle in {None, "stop"}
    assert rules[by_title["Stand"]].errorStyle in {None, "stop"}
    assert rules[by_title["Zuständig"]].errorStyle == "information"
    offered = [cell.value for cell in book["Listen"]["A"] if cell.value]
    assert offered == ["Einfluss", "steuert", "koordiniert", "informiert"]
    assert by_title["Ziel"] not in rules


def test_columns_may_be_few_renamed_and_in_any_order() -> None:
    data = sheet(
        [
            ["Liste der Ämter"],
            [],
            ["FRIST", "maßnahme", "Zuständigkeit", "Bemerkung"],
            ["Ende 2027", "Lotsen", "KI", "?"],
        ]
    )
    result = read_sheet(data)
    assert result.rows == (MeasureRow("Lotsen", owner="KI", deadline=parse_fuzzy_date("Ende 2027")),)
    assert result.extra_columns == ("Bemerkung",)
    assert "Haushaltsmittel (Euro)" in result.missing_columns
    assert result.rows[0].line == 4


def test_an_empty_template_says_that_no_measure_is_there() -> None:
    assert "keine Maßnahme" in str(read_sheet(write_sheet([])).errors[0])


def test_text_that_looks_like_a_formula_stays_text() -> None:
    measure = MeasureRow("=SUMME(A1:A9)", owner="@Amt", place="+49")
    assert read_sheet(write_sheet([measure])).rows == (measure,)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (date(2027, 7, 31), "31.07.2027"),
        (46234, "31.07.2026"),
        (2026, "2026"),
        ("Frühjahr 2026", "Frühjahr 2026"),
        (" 31.7.27 ", "31.7.27"),
    ],
)
def test_dates_come_as_dates_day_numbers_years_or_words(cell: object, words: str) -> None:
    [measure] = read_sheet(sheet([["Titel", "Frist"], ["Lotsen", cell]])).rows
    assert measure.deadline == parse_fuzzy_date(words)


@pytest.mark.parametrize(
    ("cell", "euros"),
    [
        ("1.234,50", "1234.50"),
        (1234.5, "1234.50"),
        ("12.500", "12500"),
        ("50 000 €", "50000"),
        (0, "0"),
        ("7", "7"),
        ("3,5 EUR", "3.50"),
    ],
)
def test_amounts_are_read_in_german_notation(cell: object, euros: str) -> None:
    [measure] = read_sheet(sheet([["Titel", "Kosten"], ["Lotsen", cell]])).rows
    assert measure.budget == Decimal(euros)


@pytest.mark.parametrize(
    ("title", "cell", "message"),
    [
        (
            "Frist",
            "kurzfristig",
            "Zeile 2, Spalte B (Frist): „kurzfristig“ nennt keinen Zeitpunkt. Erwartet: eine Zeitangabe",
        ),
        ("Frist", "31.02.2027", "gibt es im Kalender nicht"),
        ("Budget", "ca. 20.000", "Zeile 2, Spalte B (Haushaltsmittel (Euro)): „ca. 20.000“ ist kein Betrag."),
        ("Budget", "12.50", "kein Betrag"),
        ("Budget", -5, "kein möglicher Betrag"),
        ("Budget", 1.005, "mehr als zwei Nachkommastellen"),
        ("Einfluss", "entscheidet", "Erwartet: steuert, koordiniert oder informiert."),
        ("Stand", "grün", "Erwartet: geplant, läuft"),
        ("Ort", "#REF!", "der Fehler #REF!"),
        ("Meilensteine", "[x]", "ist kein Meilenstein"),
    ],
)
def test_an_error_names_place_expectation_and_what_stood_there(title: str, cell: object, message: str) -> None:
    result = read_sheet(sheet([["Titel", title], ["Lotsen", cell], ["Elterncafés", None]]))
    [error] = result.errors
    assert message in str(error)
    assert error.found == str(float(cell) if isinstance(cell, int) else cell)
    assert [row.title for row in result.rows] == ["Elterncafés"]


def test_a_row_without_title_a_backward_deadline_and_a_repeated_number_are_errors() -> None:
    rows = [
        ["Nr.", "Titel", "Beginn", "Frist"],
        [1, "", 2026, None],
        [2, "Lotsen", "2027", "Herbst 2026"],
        [3, "Elterncafés", None, None],
        [3, "Sprachpaten", None, None],
    ]
    messages = [str(error) for error in read_sheet(sheet(rows)).errors]
    assert "Zeile 2, Spalte B (Titel): Der Titel fehlt." in messages[0]
    assert "Zeile 3, Spalte D (Frist): Die Frist „Herbst 2026“ liegt vor dem Beginn „2027“." in messages[1]
    assert ["Zeile 4" in messages[2], "Zeile 5" in messages[3]] == [True, True]
    assert "Die Nummer 3 steht in 2 Zeilen." in messages[2]


def test_formulas_are_refused_because_their_value_is_an_old_one() -> None:
    result = read_sheet(sheet([["Titel", "Kosten"], ["Lotsen", "=1000+5"]], formulas=True))
    assert str(result.errors[0]).startswith("Zeile 2, Spalte B (Haushaltsmittel (Euro)): Hier steht eine Formel.")
    assert result.rows == ()


def test_merged_cells_among_the_measures_are_refused() -> None:
    result = read_sheet(sheet([["Titel", "Ort"], ["Lotsen", None], ["Cafés", None]], merge="B2:B3"))
    assert "Zeile 2, Spalte B (Ort): Die Zellen B2 bis B3 sind verbunden." in str(result.errors[0])


def test_formulas_in_columns_of_ones_own_do_no_harm() -> None:
    result = read_sheet(sheet([["Titel", "Ort", "Summe"], ["Lotsen", "Hafen", "=1+1"]], formulas=True))
    assert result.errors == ()
    assert result.extra_columns == ("Summe",)


def test_merged_cells_above_the_titles_do_no_harm() -> None:
    result = read_sheet(sheet([[None], ["Titel", "Ort"], ["Lotsen", "Hafen"]], merge="A1:B1"))
    assert result.errors == ()


def test_empty_rows_are_passed_over() -> None:
    result = read_sheet(sheet([["Titel", "Ort"], [], ["Lotsen", "Hafen"], ["  ", None], ["Cafés", None]]))
    assert [(row.line, row.title) for row in result.rows] == [(3, "Lotsen"), (5, "Cafés")]


def test_milestones_are_read_with_mark_and_date() -> None:
    cell = "[x] Träger ausgewählt (31.03.2026)\n☐ acht Cafés geöffnet (bis Ende 2026); Beschluss (Jugendhilfeausschuss)"
    [measure] = read_sheet(sheet([["Titel", "Meilensteine"], ["Elterncafés", cell]])).rows
    assert measure.milestones == (
        MilestoneRow("Träger ausgewählt", parse_fuzzy_date("31.03.2026"), True),
        MilestoneRow("acht Cafés geöffnet", parse_fuzzy_date("bis Ende 2026"), False),
        MilestoneRow("Beschluss (Jugendhilfeausschuss)", None, False),
    )


def test_cells_copied_from_a_spreadsheet_are_read_alike() -> None:
    text = 'Titel\tFrist\tMeilensteine\nElterncafés\t31.07.2027\t"[x] Träger\n[ ] ""Café"" offen"\nLotsen\tbald\t\n'
    result = read_pasted(text)
    assert result.rows[0].deadline == FuzzyDate(
        *[date(2027, 7, 31)] * 2, parse_fuzzy_date("1.1.2000").precision, "31.07.2027"
    )
    assert [milestone.title for milestone in result.rows[0].milestones] == ["Träger", '"Café" offen']
    assert str(result.errors[0]).startswith("Zeile 3, Spalte B (Frist): „bald“ nennt keinen Zeitpunkt.")


@pytest.mark.parametrize("text", ["", "Titel", "a\tb\nc\td"])
def test_pasted_text_without_columns_or_titles_says_what_is_needed(text: str) -> None:
    [error] = read_pasted(text).errors
    assert "Spalten" in str(error)


@given(st.text(max_size=80))
def test_pasted_text_never_breaks_the_reader(text: str) -> None:
    result = read_pasted(text)
    assert result.rows or result.errors


def test_every_column_of_the_template_is_an_attribute_of_a_measure() -> None:
    assert {column.key for column in COLUMNS} == set(MeasureRow.__dataclass_fields__) - {"line"}
