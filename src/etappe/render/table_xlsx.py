"""A list exactly as it is seen, as a workbook or as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from etappe.render.errors import RenderError
from etappe.render.german import day, round_to_cent
from etappe.render.spreadsheet import Book, Column, Value
from etappe.render.text import clean

__all__ = ["Column", "render_csv", "render_table"]

_MOST_ROWS = 1_048_570
"""What a sheet can hold below its heading (limit of the format)."""
_TOP = 3
# Spreadsheets run a cell of a CSV file that starts like this; the apostrophe makes it text (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@")


def render_table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], as_of: date, note: str = ""
) -> bytes:
    """One sheet with a heading, the day and `note` above a table with filter and frozen header.

    Args:
        title: what the list is, for instance its filter as a sentence.
        columns: at least one; their titles are unique.
        rows: values in the order of `columns`; ``None`` is an empty cell, a text in a column of numbers stays text.
        as_of: the day whose state the list shows.
        note: what has to be said about the values (draft, example data, protected).

    Raises:
        RenderError: no columns, titles that are not unique, a row of another length, or more rows than a sheet holds.
    """
    checked = _checked(columns, rows)
    book = Book(title, "", as_of)
    sheet = book.sheet("Liste", title, " · ".join(part for part in (f"Stand {day(as_of)}", note) if part))
    book.table(sheet, _TOP, tuple(columns), checked, "Liste")
    return book.finish()


def render_csv(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> bytes:
    """The same table as CSV for German spreadsheets: UTF-8 with byte order mark, semicolons, decimal commas.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Raises:
        RenderError: as :func:`render_table`.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_text(column.title) for column in columns])
    for row in _checked(columns, rows):
        writer.writerow([_csv_cell(value, column) for column, value in zip(columns, row, strict=True)])
    return buffer.getvalue().encode("utf-8-sig")


def _checked(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> list[tuple[Value, ...]]:
    """The rows as a list, after it is sure that they make a table."""
    titles = [clean(column.title).casefold() for column in columns]
    if not titles or len(set(titles)) < len(titles) or not all(titles):
        raise RenderError("Die Liste braucht mindestens eine Spalte, und jede Spalte einen eigenen Namen.")
    table = [tuple(row) for row in rows]
    if len(table) > _MOST_ROWS:
        raise RenderError(
            f"Die Liste hat {len(table)} Zeilen; ein Tabellenblatt fasst {_MOST_ROWS}. Ein engerer Filter hilft."
        )
    for number, row in enumerate(table, start=1):
        if len(row) != len(columns):
            raise RenderError(f"Zeile {number} der Liste hat {len(row)} Werte, erwartet waren {len(columns)}.")
    return table


def _csv_cell(value: Value, column: Column) -> str:
    match value:
        case None:
            return ""
        case str():
            return _csv_text(value)
        case date():
            return day(value)
        case Decimal():
            amount = round_to_cent(value) if column.kind == "euro" else value
            return f"{amount:f}".replace(".", ",")
        case int():
            return str(value)


def _csv_text(text: str) -> str:
    text = clean(text)
    # A lone “-” is the sign for exactly zero in official statistics and runs nothing.
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) and text != "-" else text
