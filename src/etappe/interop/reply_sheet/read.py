"""Read a reply sheet that has come back."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import python_calamine

from etappe.interop.measure_sheet import SheetError
from etappe.interop.measure_sheet.cells import BadCell, CellValue
from etappe.interop.measure_sheet.columns import column_letter, fold_title
from etappe.interop.measure_sheet.inspect import (
    SheetFacts,
    UnusableFile,
    inspect_sheet,
    open_package,
    sheet_paths,
)
from etappe.interop.reply_sheet.cells import READERS
from etappe.interop.reply_sheet.columns import BY_KEY, KEY_BY_TITLE, KEY_LABEL
from etappe.interop.reply_sheet.rows import AnswerRow, ReplySheet

MAX_BYTES = 5_000_000
"""Largest file accepted; a sheet as it was sent has a few kilobytes."""
MAX_ROWS = 1_000
"""Most rows of a sheet. Reading stops there: the rest of a longer file is not looked at."""
MAX_COLUMNS = 100
SHEET_NAME = "Antworten"
_HEADER_SEARCHED = 20
_EXPECTED = "die Tabelle, die verschickt wurde."
NumberedRow = tuple[int, Sequence[CellValue]]


def read_reply_sheet(data: bytes) -> ReplySheet:
    """Read a sheet. Rows may have been sorted, columns moved; formulas and merged cells are errors. Never raises."""
    try:
        if len(data) > MAX_BYTES:
            raise UnusableFile(f"Die Datei ist {len(data) // 1_000_000} MB groß.", _EXPECTED)
        package = open_package(data)
        paths = sheet_paths(package)
        if SHEET_NAME not in paths:
            raise UnusableFile(f"In der Datei fehlt das Blatt „{SHEET_NAME}“.", _EXPECTED)
        facts = inspect_sheet(package, paths[SHEET_NAME], most_rows=MAX_ROWS)
        if facts.last_column > MAX_COLUMNS:
            raise UnusableFile(f"Das Blatt hat mehr als {MAX_COLUMNS} Spalten.", _EXPECTED)
        rows = _load(data)
    except UnusableFile as error:
        return ReplySheet(errors=(SheetError(str(error), expected=error.expected),))
    header = _find_header(rows[:_HEADER_SEARCHED])
    if header is None:
        message = "Die Zeile mit den Spaltentiteln fehlt."
        return ReplySheet(key=_find_key(rows), errors=(SheetError(message, expected=_EXPECTED),))
    return _read_rows(rows, header[0], header[1], facts)


def _load(data: bytes) -> list[NumberedRow]:
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name(SHEET_NAME)
        rows = enumerate(sheet.to_python(skip_empty_area=False), start=1)
        return [(number, [None if cell == "" else cell for cell in row]) for number, row in rows]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnusableFile("Die Datei ist beschädigt und lässt sich nicht lesen.") from error


def _find_key(rows: Sequence[NumberedRow]) -> str:
    for _number, cells in rows[:_HEADER_SEARCHED]:
        for index, cell in enumerate(cells[:-1]):
            if isinstance(cell, str) and fold_title(cell) == fold_title(KEY_LABEL):
                return str(cells[index + 1] or "").strip()
    return ""


def _find_header(rows: Iterable[NumberedRow]) -> tuple[int, dict[str, int]] | None:
    for number, cells in rows:
        places: dict[str, int] = {}
        for index, cell in enumerate(cells):
            key = KEY_BY_TITLE.get(fold_title(cell)) if isinstance(cell, str) else None
            if key is not None:
                places.setdefault(key, index)
        if "number" in places and "state" in places:
            return number, places
    return None


def _read_rows(rows: list[NumberedRow], header: int, places: dict[str, int], facts: SheetFacts) -> ReplySheet:
    answers: list[AnswerRow] = []
    errors = _misleading(facts, header, places)
    for number, cells in rows:
        if number <= header or all(cell is None or str(cell).strip() == "" for cell in cells):
            continue
        answer, wrong = _read_row(number, cells, places)
        errors.extend(wrong)
        if answer is not None:
            answers.append(answer)
    errors.extend(_repeated(answers, places))
    errors.sort(key=lambda error: error.row or 0)
    bad = {error.row for error in errors}
    letters = {key: column_letter(index) for key, index in places.items()}
    kept = tuple(answer for answer in answers if answer.line not in bad)
    return ReplySheet(_find_key(rows), kept, tuple(errors), letters)


def _read_row(
    number: int, cells: Sequence[CellValue], places: dict[str, int]
) -> tuple[AnswerRow | None, list[SheetError]]:
    values: dict[str, Any] = {}
    errors = []
    for key, index in places.items():
        reader = READERS.get(key)
        if reader is None:
            continue
        cell = cells[index] if index < len(cells) else None
        try:
            values[key] = reader(cell)
        except BadCell as bad:
            found = "" if cell is None else str(cell)[:200]
            place = (number, column_letter(index), BY_KEY[key].title)
            errors.append(SheetError(str(bad), *place, expected=bad.expected, found=found))
    if errors:
        return None, errors
    values.setdefault("version", 0)
    return AnswerRow(line=number, columns=frozenset(places), **values), []


def _misleading(facts: SheetFacts, header: int, places: dict[str, int]) -> list[SheetError]:
    """Formulas and merged cells where answers are read: what one sees is not what is stored."""
    read = {index: BY_KEY[key].title for key, index in places.items() if key in READERS}
    errors = [
        SheetError(
            "Hier steht eine Formel.",
            row,
            column_letter(column),
            read[column],
            "ein Wert („Inhalte einfügen: Werte“).",
        )
        for row, column in facts.formulas
        if row > header and column in read
    ]
    for top, left, bottom, right in facts.merged:
        touched = [column for column in range(left, min(right, MAX_COLUMNS) + 1) if column in read]
        if bottom > header and touched:
            message = f"Die Zellen {column_letter(left)}{top} bis {column_letter(right)}{bottom} sind verbunden."
            expected = "einzelne Zellen („Verbinden“ aufheben und jede Zeile ausfüllen)."
            errors.append(SheetError(message, top, column_letter(touched[0]), read[touched[0]], expected))
    return errors


def _repeated(answers: list[AnswerRow], places: dict[str, int]) -> list[SheetError]:
    counted = Counter(answer.number for answer in answers)
    return [
        SheetError(
            f"Die Maßnahme {answer.number} steht in {counted[answer.number]} Zeilen.",
            answer.line,
            column_letter(places["number"]),
            BY_KEY["number"].title,
            "jede Maßnahme nur einmal.",
            str(answer.number),
        )
        for answer in answers
        if counted[answer.number] > 1
    ]
