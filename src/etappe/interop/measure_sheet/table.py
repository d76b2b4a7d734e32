"""From a table of cells, whatever it came from, to measures and errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from etappe.interop.measure_sheet.cells import READERS, BadCell, CellValue, read_text
from etappe.interop.measure_sheet.columns import BY_KEY, COLUMNS, KEY_BY_TITLE, column_letter, fold_title
from etappe.interop.measure_sheet.rows import MeasureRow, SheetError, SheetResult

HEADER_SEARCHED = 20
"""Rows at the top among which the column titles are looked for."""
MAX_ERRORS = 500
"""Errors reported one by one; of any more, only the number."""

NumberedRow = tuple[int, Sequence[CellValue]]


def find_header(rows: Iterable[NumberedRow]) -> tuple[int, dict[str, int], tuple[str, ...]] | None:
    """Row number, column index by key, and unknown titles of the first row that has a title column and one more."""
    for number, cells in rows:
        places: dict[str, int] = {}
        extra = []
        for index, cell in enumerate(cells):
            text = cell.strip() if isinstance(cell, str) else ""
            key = KEY_BY_TITLE.get(fold_title(text))
            if key and key not in places:
                places[key] = index
            elif text:
                extra.append(text)
        if "title" in places and len(places) >= 2:
            return number, places, tuple(extra)
    return None


def read_table(rows: Sequence[NumberedRow]) -> SheetResult:
    """Read measures from numbered rows, the column titles among the first of them."""
    header = find_header(rows[:HEADER_SEARCHED])
    if header is None:
        known = ", ".join(f"„{column.title}“" for column in COLUMNS[:4])
        message = "Es wurde keine Zeile mit Spaltentiteln gefunden."
        return SheetResult((), (SheetError(message, expected=f"eine Kopfzeile mit {known} … wie in der Vorlage."),))
    header_row, places, extra = header
    measures: list[MeasureRow] = []
    errors: list[SheetError] = []
    for number, cells in rows:
        if number <= header_row or _is_empty(cells, places):
            continue
        measure, wrong = _read_row(number, cells, places)
        errors.extend(wrong)
        if measure is not None:
            measures.append(measure)
    errors.extend(_repeated_numbers(measures, places))
    if not measures and not errors:
        errors.append(
            SheetError("Unter den Spaltentiteln steht keine Maßnahme.", expected="mindestens eine Zeile mit Titel.")
        )
    missing = tuple(column.title for column in COLUMNS if column.key not in places)
    return SheetResult(tuple(measures), shorten(errors), extra, missing)


def shorten(errors: list[SheetError]) -> tuple[SheetError, ...]:
    """Errors in the order of rows, at most `MAX_ERRORS` and then one that says how many more there are."""
    errors.sort(key=lambda error: error.row or 0)
    if len(errors) <= MAX_ERRORS:
        return tuple(errors)
    rest = SheetError(f"Dazu kommen {len(errors) - MAX_ERRORS} weitere Fehler.")
    return (*errors[:MAX_ERRORS], rest)


def _is_empty(cells: Sequence[CellValue], places: dict[str, int]) -> bool:
    return all(
        index >= len(cells) or cells[index] is None or str(cells[index]).strip() == "" for index in places.values()
    )


def _read_row(
    number: int, cells: Sequence[CellValue], places: dict[str, int]
) -> tuple[MeasureRow | None, list[SheetError]]:
    values: dict[str, Any] = {}
    errors = []
    for key, index in places.items():
        cell = cells[index] if index < len(cells) else None
        try:
            values[key] = READERS.get(key, read_text)(cell)
        except BadCell as bad:
            found = "" if cell is None else str(cell)
            errors.append(_error((number, index, key), str(bad), bad.expected, found))
    if "title" in values and not values["title"]:
        errors.append(
            _error((number, places["title"], "title"), "Der Titel fehlt.", "ein Satz, der sagt, was geschieht.", "")
        )
    start, deadline = values.get("start"), values.get("deadline")
    if start and deadline and deadline.end < start.start:
        message = f"Die Frist „{deadline.words}“ liegt vor dem Beginn „{start.words}“."
        errors.append(_error((number, places["deadline"], "deadline"), message, "eine spätere Zeit.", deadline.words))
    return (None if errors else MeasureRow(**values, line=number)), errors


def _error(place: tuple[int, int, str], message: str, expected: str, found: str) -> SheetError:
    """An error at a place: row number, column index, key of the column."""
    row, index, key = place
    return SheetError(message, row, column_letter(index), BY_KEY[key].title, expected, found)


def _repeated_numbers(measures: list[MeasureRow], places: dict[str, int]) -> list[SheetError]:
    counted = Counter(measure.number for measure in measures if measure.number)
    repeated = [measure for measure in measures if counted[measure.number] > 1]
    return [
        _error(
            (measure.line or 0, places["number"], "number"),
            f"Die Nummer {measure.number} steht in {counted[measure.number]} Zeilen.",
            "jede Nummer nur einmal; für neue Maßnahmen leer lassen.",
            measure.number,
        )
        for measure in repeated
    ]
