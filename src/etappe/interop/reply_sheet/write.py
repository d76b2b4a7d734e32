"""Write the reply sheet of one unit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from etappe.interop.fuzzy_dates import FuzzyDate
from etappe.interop.measure_sheet.cells import real_date, write_milestones
from etappe.interop.measure_sheet.columns import column_letter
from etappe.interop.reply_sheet.columns import COLUMNS, KEY_LABEL, OBSTACLE_WORDS, STATE_WORDS
from etappe.interop.reply_sheet.read import SHEET_NAME
from etappe.interop.reply_sheet.rows import AskedRow, SheetHead

KEY_ROW, HELP_ROW, HEADER_ROW = 2, 3, 4
"""Rows of the key, of the help and of the column titles, from 0; measures follow."""


def write_reply_sheet(head: SheetHead, rows: Sequence[AskedRow]) -> bytes:
    """The sheet for one unit, filled with last time's answers. Text that begins with an equals sign stays text."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": head.title, "created": datetime(2020, 1, 1)})  # noqa: DTZ001 - same bytes each time
        _Writer(book).write(head, rows)
    return target.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.sheet = book.add_worksheet(SHEET_NAME)
        self.given = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#4A5568"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "border": 1})
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": "dd.mm.yyyy", "border": 1})
        self.euros = book.add_format({"valign": "top", "num_format": "#,##0.00", "border": 1})

    def write(self, head: SheetHead, rows: Sequence[AskedRow]) -> None:
        self._head(head)
        for offset, row in enumerate(rows):
            self._row(HEADER_ROW + 1 + offset, row)
        self._offer(last=HEADER_ROW + max(1, len(rows)))

    def _head(self, head: SheetHead) -> None:
        bold = self.book.add_format({"bold": True, "font_size": 14})
        small = self.book.add_format({"italic": True, "font_color": "#4A5568", "text_wrap": True, "valign": "top"})
        title = self.book.add_format(
            {"bold": True, "bg_color": "#E2E8F0", "bottom": 1, "valign": "top", "text_wrap": True}
        )
        self.sheet.write_string(0, 0, f"{head.unit}: {head.title}", bold)
        self.sheet.write_string(1, 0, f"Bitte bis zum {head.deadline} ausfüllen und hochladen oder zurückschicken.")
        self.sheet.write_string(KEY_ROW, 0, KEY_LABEL)
        self.sheet.write_string(KEY_ROW, 1, head.key)
        for index, column in enumerate(COLUMNS):
            hidden = {"hidden": True} if column.key == "version" else {}
            self.sheet.set_column(index, index, column.width, None, hidden)
            self.sheet.write_string(HELP_ROW, index, column.help, small)
            self.sheet.write_string(HEADER_ROW, index, column.title, title)
        self.sheet.set_row(HELP_ROW, 62)
        self.sheet.freeze_panes(HEADER_ROW + 1, 2)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADER_ROW)

    def _row(self, at: int, row: AskedRow) -> None:
        values: dict[str, Any] = {
            "number": row.number,
            "title": row.title,
            "last": row.last,
            "state": STATE_WORDS.get(row.state, ""),
            "milestones": write_milestones(row.milestones),
            "sentence": row.sentence,
            "obstacles": "; ".join(OBSTACLE_WORDS[code] for code in row.obstacles if code in OBSTACLE_WORDS),
            "forecast": row.forecast,
            "spent": row.spent,
            "confirmed": "",
            "version": row.version,
        }
        for index, column in enumerate(COLUMNS):
            self._cell(at, index, values[column.key], self.text if column.asked else self.given)

    def _cell(self, at: int, index: int, value: Any, style: Any) -> None:
        if isinstance(value, FuzzyDate):
            day = real_date(value)
            if day is None:
                self.sheet.write_string(at, index, value.words, style)
            else:
                midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a spreadsheet knows no time zones
                self.sheet.write_datetime(at, index, midnight, self.day)
        elif isinstance(value, str):
            self.sheet.write_string(at, index, value, style) if value else self.sheet.write_blank(
                at, index, None, style
            )
        elif value is None:
            self.sheet.write_blank(at, index, None, style)
        else:
            number = COLUMNS[index].key in {"number", "version"}
            self.sheet.write_number(at, index, float(value), self.given if number else self.euros)

    def _offer(self, last: int) -> None:
        source = self.book.add_worksheet("Listen")
        for place, words in enumerate((tuple(STATE_WORDS.values()), ("ja",))):
            source.write_column(0, place, words)
        keys = [column.key for column in COLUMNS]
        for place, (key, count) in enumerate((("state", len(STATE_WORDS)), ("confirmed", 1))):
            letter = column_letter(place)
            rule = {
                "validate": "list",
                "source": f"=Listen!${letter}$1:${letter}${count}",
                "error_title": "Nicht in der Liste",
                "error_message": "Bitte einen Eintrag aus der Liste wählen.",
            }
            self.sheet.data_validation(HEADER_ROW + 1, keys.index(key), last, keys.index(key), rule)
