"""The reply sheet: what goes out comes back; what breaks a rule is named by row and column; long files are not read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.interop.fuzzy_dates import parse_fuzzy_date
from etappe.interop.measure_sheet import MilestoneRow
from etappe.interop.measure_sheet.inspect import TooManyRows, inspect_sheet, open_package
from etappe.interop.reply_sheet import (
    MAX_ROWS,
    OBSTACLE_WORDS,
    STATE_WORDS,
    AskedRow,
    SheetHead,
    read_reply_sheet,
    write_reply_sheet,
)

HEAD = SheetHead(key="R1-A2", unit="Jugendamt", title="Sachstand zum 30. September 2026", deadline="30. Oktober 2026")
SHEET = "xl/worksheets/sheet1.xml"
ROW = AskedRow(
    number=27,
    title="Elterncafés",
    last="im Plan (31.12.2025)",
    version=3,
    state="delayed",
    milestones=(MilestoneRow("Träger ausgewählt", done=True), MilestoneRow("acht Cafés (Nordhafen)")),
    sentence="Zwei Schulen fehlt ein Raum.",
    obstacles=("rooms", "money"),
    forecast=parse_fuzzy_date("Ende 2026"),
    spent=Decimal("12500.50"),
)


def sheet(*rows: AskedRow) -> bytes:
    return write_reply_sheet(HEAD, rows or (ROW, replace(ROW, number=28, title="Brückengruppen")))


def edited(change: Callable[[Any], None], content: bytes | None = None) -> bytes:
    """Change a sheet as somebody would in their spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(content or sheet()))
    change(book["Antworten"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(cell: str, value: object) -> bytes:
    return edited(lambda page: page.__setitem__(cell, value))


def test_what_goes_out_comes_back() -> None:
    back = read_reply_sheet(sheet())
    assert (back.key, back.errors) == ("R1-A2", ())
    row = back.rows[0]
    for name in ("number", "version", "state", "milestones", "sentence", "obstacles", "forecast", "spent"):
        assert getattr(row, name) == getattr(ROW, name), name
    assert row.confirmed is False


dates = st.sampled_from(["31.12.2026", "12/2026", "Frühjahr 2027", "Ende 2027"]).map(parse_fuzzy_date)
texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=80).map(lambda text: " ".join(text.split()))


@given(
    row=st.builds(
        AskedRow,
        number=st.integers(1, 999),
        title=st.just("Titel"),
        last=st.just(""),
        version=st.integers(0, 999),
        state=st.sampled_from(["", *STATE_WORDS]),
        sentence=texts,
        obstacles=st.sets(st.sampled_from(list(OBSTACLE_WORDS))).map(
            lambda found: tuple(code for code in OBSTACLE_WORDS if code in found)
        ),
        forecast=st.none() | dates,
        spent=st.none() | st.decimals(0, 99_999_999, places=2),
    )
)
@settings(max_examples=40)
def test_whatever_goes_out_comes_back(row: AskedRow) -> None:
    (back,) = read_reply_sheet(sheet(row)).rows or (None,)
    if back is None:  # cells such as “#NAME?” are errors in any spreadsheet
        assert row.sentence.startswith("#")
        return
    assert (back.state, back.sentence, back.obstacles) == (row.state, row.sentence, row.obstacles)
    assert (back.forecast, back.spent, back.version) == (row.forecast, row.spent, row.version)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("D6", "super", "Zeile 6, Spalte D (Stand): „super“ steht nicht zur Auswahl."),
        ("F7", "x" * 501, "Zeile 7, Spalte F (In einem Satz): Der Satz hat 501 Zeichen."),
        ("G6", "Wetter", "Zeile 6, Spalte G (Was hindert?): „Wetter“ steht nicht zur Auswahl."),
        ("H6", "bald", "Zeile 6, Spalte H (Voraussichtlich fertig): "),
        ("I7", "viel", "Zeile 7, Spalte I (bisher ausgegeben (Euro)): „viel“ ist kein Betrag."),
        ("I6", -5, "Zeile 6, Spalte I (bisher ausgegeben (Euro)): "),
        ("J6", "vielleicht", "Zeile 6, Spalte J (Bestätigt): „vielleicht“ ist weder ja noch nein."),
        ("D6", '=A1&"x"', "Zeile 6, Spalte D (Stand): Hier steht eine Formel."),
        ("A6", 28, "Zeile 6, Spalte A (Nr.): Die Maßnahme 28 steht in 2 Zeilen."),
        ("A6", None, "Zeile 6, Spalte A (Nr.): Die Nummer fehlt."),
        ("A9", "Anmerkung", "Zeile 9, Spalte A (Nr.): „Anmerkung“ ist keine Nummer."),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named(cell: str, value: object, told: str) -> None:
    back = read_reply_sheet(put(cell, value))
    assert told in str(back.errors[0])
    line = int(cell[1:])
    assert line not in {row.line for row in back.rows}


def test_rows_may_be_sorted_and_columns_moved() -> None:
    def turn(page: Any) -> None:
        for column in range(1, 12):
            upper, lower = page.cell(6, column), page.cell(7, column)
            upper.value, lower.value = lower.value, upper.value
        page.move_range("B5:B7", cols=12)

    back = read_reply_sheet(edited(turn))
    assert back.errors == ()
    assert [(row.number, row.state) for row in back.rows] == [(28, "delayed"), (27, "delayed")]


def test_merged_cells_are_named() -> None:
    back = read_reply_sheet(edited(lambda page: page.merge_cells("D6:D7")))
    assert "Die Zellen D6 bis D7 sind verbunden." in str(back.errors[0])


def test_a_sheet_without_its_key_or_titles_is_not_guessed_at() -> None:
    assert read_reply_sheet(put("B3", None)).key == ""
    assert "Zeile mit den Spaltentiteln fehlt" in str(read_reply_sheet(put("A5", "Lfd")).errors[0])


def lengthened(content: bytes, rows: int) -> bytes:
    """Append rows to a sheet, straight into its XML."""
    target, more = io.BytesIO(), "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(8, rows + 1))
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            text = old.read(part.filename)
            if part.filename == SHEET:
                text = text.replace(b"</sheetData>", more.encode() + b"</sheetData>")
            new.writestr(part.filename, text)
    return target.getvalue()


def test_fifty_thousand_rows_are_refused_and_the_rest_is_not_read() -> None:
    content = lengthened(sheet(), 50_000)
    back = read_reply_sheet(content)
    assert back.rows == ()
    assert f"mehr als {MAX_ROWS} Zeilen; weiter wurde sie nicht gelesen" in str(back.errors[0])
    package = open_package(content)
    part = CountedPart(package.open(SHEET))
    package.open = lambda _path: part  # type: ignore[assignment,method-assign]
    with pytest.raises(TooManyRows):
        inspect_sheet(package, SHEET, most_rows=MAX_ROWS)
    assert part.taken < package.getinfo(SHEET).file_size / 10


class CountedPart(io.RawIOBase):
    """A part of a file that counts how much of it was read."""

    def __init__(self, part: Any) -> None:
        self.part, self.taken = part, 0

    def read(self, size: int = -1) -> bytes:
        found: bytes = self.part.read(size)
        self.taken += len(found)
        return found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "leer"),
        (b"%PDF-1.7", "Das ist ein PDF"),
        (b"PK\x03\x04kaputt", "beschädigt"),
        (b"PK" + bytes(6_000_000), "6 MB groß"),
        (b"Nr.;Stand", "keine Excel-Datei"),
    ],
)
def test_what_is_no_spreadsheet_is_called_by_its_name(content: bytes, told: str) -> None:
    assert told in str(read_reply_sheet(content).errors[0])


def test_another_workbook_is_not_read() -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.save(target)
    assert "fehlt das Blatt „Antworten“" in str(read_reply_sheet(target.getvalue()).errors[0])


@given(st.binary(max_size=300))
def test_reading_never_raises(content: bytes) -> None:
    assert read_reply_sheet(content).errors
