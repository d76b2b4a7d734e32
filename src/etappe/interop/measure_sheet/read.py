"""Read measures from an XLSX file."""

from __future__ import annotations

import io
from collections.abc import Sequence

import python_calamine

from etappe.interop.measure_sheet.cells import CellValue
from etappe.interop.measure_sheet.columns import BY_KEY, COLUMNS, column_letter
from etappe.interop.measure_sheet.inspect import (
    MAX_BYTES,
    SheetFacts,
    UnusableFile,
    inspect_sheet,
    open_package,
    sheet_paths,
)
from etappe.interop.measure_sheet.rows import SheetError, SheetResult
from etappe.interop.measure_sheet.table import HEADER_SEARCHED, NumberedRow, find_header, read_table, shorten

__all__ = ["MAX_BYTES", "MAX_ROWS", "read_sheet"]

MAX_ROWS = 50_000
"""Most rows of one file, column titles and all."""
MAX_COLUMNS = 500
SHEET_NAME = "Maßnahmen"


def read_sheet(data: bytes) -> SheetResult:
    """Read a filled-in template, or any sheet with its column titles.

    Order and case of the titles do not matter; unknown columns are reported and left alone. Formulas and merged cells
    among the measures are errors, because their values are not what one sees. Never raises on bad input.
    """
    try:
        package = open_package(data)
        paths = sheet_paths(package)
        if not paths:
            raise UnusableFile("In der Datei ist kein Tabellenblatt.")
        name = SHEET_NAME if SHEET_NAME in paths else next(iter(paths))
        facts = inspect_sheet(package, paths[name])
        _refuse_too_large(facts)
        rows = _load(data, name)
    except UnusableFile as error:
        return SheetResult((), (SheetError(str(error), expected=error.expected),))
    result = read_table(rows)
    found = _misleading_cells(facts, rows)
    if not found:
        return result
    bad_lines = {error.row for error in found}
    kept = tuple(row for row in result.rows if row.line not in bad_lines)
    return SheetResult(kept, shorten([*found, *result.errors]), result.extra_columns, result.missing_columns)


def _refuse_too_large(facts: SheetFacts) -> None:
    if facts.last_row > MAX_ROWS:
        raise UnusableFile(
            f"Das Blatt reicht bis Zeile {facts.last_row}.",
            f"höchstens {MAX_ROWS} Zeilen. Teilen Sie die Liste bitte auf mehrere Dateien auf.",
        )
    if facts.last_column > MAX_COLUMNS:
        raise UnusableFile(
            f"Das Blatt reicht bis Spalte {column_letter(facts.last_column - 1)}.",
            f"nicht viel mehr als die {len(COLUMNS)} Spalten der Vorlage.",
        )


def _load(data: bytes, name: str) -> list[NumberedRow]:
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name(name)
        return [(number, _cells(row)) for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnusableFile("Die Datei ist beschädigt und lässt sich nicht lesen.") from error


def _cells(row: Sequence[CellValue]) -> list[CellValue]:
    return [None if cell == "" else cell for cell in row]


def _misleading_cells(facts: SheetFacts, rows: list[NumberedRow]) -> list[SheetError]:
    """Formulas and merged cells below the column titles, in columns that are read; elsewhere they do no harm."""
    header = find_header(rows[:HEADER_SEARCHED])
    if header is None:
        return []
    first = header[0] + 1
    titles = {index: BY_KEY[key].title for key, index in header[1].items()}
    errors = [
        SheetError(
            "Hier steht eine Formel.",
            row,
            column_letter(column),
            titles[column],
            "ein Wert („Inhalte einfügen: Werte“).",
        )
        for row, column in facts.formulas
        if row >= first and column in titles
    ]
    for top, left, bottom, right in facts.merged:
        touched = [column for column in range(left, right + 1) if column in titles]
        if bottom >= first and touched:
            message = f"Die Zellen {column_letter(left)}{top} bis {column_letter(right)}{bottom} sind verbunden."
            expected = "einzelne Zellen („Verbinden“ aufheben und jede Zeile ausfüllen)."
            errors.append(SheetError(message, top, column_letter(touched[0]), titles[touched[0]], expected))
    return errors
