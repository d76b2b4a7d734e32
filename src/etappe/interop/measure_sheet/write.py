"""Write measures into the XLSX template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from etappe.interop.fuzzy_dates import FuzzyDate
from etappe.interop.measure_sheet.cells import real_date, write_list, write_milestones
from etappe.interop.measure_sheet.columns import BY_KEY, COLUMNS, column_letter
from etappe.interop.measure_sheet.read import SHEET_NAME
from etappe.interop.measure_sheet.rows import INFLUENCE_WORDS, STATE_WORDS, MeasureRow

HELP_ROW, HEADER_ROW = 1, 2
"""Rows of the help and of the column titles, from 0; measures follow."""
EMPTY_ROWS = 200
"""Rows below the measures that also offer the lists."""


@dataclass(frozen=True)
class SheetLists:
    """What the municipality offers to choose from: names of fields of action, goals and units."""

    fields: Sequence[str] = ()
    goals: Sequence[str] = ()
    owners: Sequence[str] = ()


def write_sheet(rows: Sequence[MeasureRow], lists: SheetLists | None = None, *, heading: str = "Maßnahmen") -> bytes:
    """The template with the measures in it; without measures, the empty template.

    Influence and state can only be chosen from their lists; fields, goals and units are offered, and others may be
    written. Text that begins with an equals sign stays text.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        _Writer(book, heading).write(rows, lists or SheetLists())
    return target.getvalue()


class _Writer:
    def __init__(self, book: Any, heading: str) -> None:
        self.book = book
        self.heading = heading
        self.sheet = book.add_worksheet(SHEET_NAME)
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": "dd.mm.yyyy"})
        self.euros = book.add_format({"valign": "top", "num_format": "#,##0.00"})

    def write(self, rows: Sequence[MeasureRow], lists: SheetLists) -> None:
        self._head()
        for offset, row in enumerate(rows):
            self._measure(HEADER_ROW + 1 + offset, row)
        self._offer(lists, last=HEADER_ROW + len(rows) + EMPTY_ROWS)
        self._help()

    def _head(self) -> None:
        self.sheet.write_string(0, 0, self.heading, self.book.add_format({"bold": True, "font_size": 14}))
        small = self.book.add_format({"italic": True, "font_color": "#4A5568", "text_wrap": True, "valign": "top"})
        title = self.book.add_format(
            {"bold": True, "bg_color": "#E2E8F0", "bottom": 1, "valign": "top", "text_wrap": True}
        )
        formats = {"start": self.day, "deadline": self.day, "budget": self.euros}
        for index, column in enumerate(COLUMNS):
            self.sheet.set_column(index, index, column.width, formats.get(column.key, self.text))
            self.sheet.write_string(HELP_ROW, index, column.help, small)
            self.sheet.write_string(HEADER_ROW, index, column.title, title)
        self.sheet.set_row(HELP_ROW, 48)
        self.sheet.freeze_panes(HEADER_ROW + 1, 2)
        self.sheet.set_landscape()
        self.sheet.set_paper(8)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEADER_ROW)

    def _measure(self, at: int, row: MeasureRow) -> None:
        for index, column in enumerate(COLUMNS):
            value = getattr(row, column.key)
            if column.key == "budget" and value is not None:
                self.sheet.write_number(at, index, float(value), self.euros)
            elif isinstance(value, FuzzyDate):
                self._date(at, index, value)
            elif text := _as_text(column.key, value):
                self.sheet.write_string(at, index, text, self.text)

    def _date(self, at: int, index: int, value: FuzzyDate) -> None:
        day = real_date(value)
        if day is None:
            self.sheet.write_string(at, index, value.words, self.text)
        else:
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a spreadsheet knows no time zones
            self.sheet.write_datetime(at, index, midnight, self.day)

    def _offer(self, lists: SheetLists, last: int) -> None:
        source = self.book.add_worksheet("Listen")
        offers: dict[str, tuple[Sequence[str], bool]] = {
            "influence": (tuple(INFLUENCE_WORDS.values()), True),
            "state": (tuple(STATE_WORDS.values()), True),
            "field": (lists.fields, False),
            "goal": (lists.goals, False),
            "owner": (lists.owners, False),
        }
        keys = [column.key for column in COLUMNS]
        for place, (key, (words, strict)) in enumerate(offers.items()):
            source.write_string(0, place, BY_KEY[key].title)
            source.write_column(1, place, words)
            if not words:
                continue
            letter = column_letter(place)
            rule = {
                "validate": "list",
                "source": f"=Listen!${letter}$2:${letter}${len(words) + 1}",
                "error_type": "stop" if strict else "information",
                "error_title": "Nicht in der Liste",
                "error_message": "Bitte wählen Sie einen Eintrag aus der Liste.",
            }
            self.sheet.data_validation(HEADER_ROW + 1, keys.index(key), last, keys.index(key), rule)

    def _help(self) -> None:
        sheet = self.book.add_worksheet("Hilfe")
        wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90, wrap)
        lines = [
            (
                "So geht es",
                "Eine Maßnahme je Zeile. Spalten dürfen fehlen oder anders sortiert sein; der Titel ist Pflicht.",
            ),
            (
                "Ändern",
                "Die Nummer stehen lassen: An ihr wird die Maßnahme wiedererkannt. Neue Maßnahmen ohne Nummer anfügen.",
            ),
            ("Formeln", "Nur Werte eintragen. Formeln und verbundene Zellen werden beim Einlesen gemeldet."),
            ("Einlesen", "Zuerst sehen Sie, was sich ändern würde. Ist eine Zeile fehlerhaft, wird nichts übernommen."),
            *((column.title, column.help) for column in COLUMNS),
        ]
        for at, (title, text) in enumerate(lines):
            sheet.write_string(at, 0, title)
            sheet.write_string(at, 1, text, wrap)


def _as_text(key: str, value: Any) -> str:
    if not value:
        return ""
    if key == "milestones":
        return write_milestones(value)
    if key in {"partners", "target_groups"}:
        return write_list(value)
    if key == "influence":
        return INFLUENCE_WORDS[value]
    if key == "state":
        return STATE_WORDS[value]
    return str(value)
