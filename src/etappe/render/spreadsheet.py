"""Workbooks whose cells say what they say: text stays text, dates are dates, equal content gives equal bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etappe.render.german import round_to_cent
from etappe.render.text import clean

Kind: TypeAlias = Literal["text", "number", "euro", "date"]
Value: TypeAlias = str | int | Decimal | date | None

LONGEST_CELL = 32_767
"""Characters that a cell can hold (limit of the format)."""
CUT_NOTE = " … [gekürzt]"
_EARLIEST = date(1900, 3, 1)
"""Before this day spreadsheets count days differently from each other; such a date is written as text."""
_ACCENT, _TINT, _LINE, _WARNING = "#0B3D66", "#E9EFF5", "#B8C4D0", "#8A3B00"
HEAD: dict[str, Any] = {"bold": True, "font_color": _ACCENT, "bg_color": _TINT, "bottom": 1, "bottom_color": _ACCENT}
"""How the header of a table looks."""
_NUMBER_FORMATS: dict[str, str] = {"number": "#,##0", "euro": '#,##0.00" €"', "date": "dd.mm.yyyy"}
# A cell of text that starts like this becomes a formula when somebody edits it, unless it is marked as quoted.
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what kind of values it holds, and its width in characters.

    A text in a column of another kind stays the text it is, so that “.” (unknown) and “/” (unreliable) survive.
    """

    title: str
    kind: Kind = "text"
    width: float = 18


@dataclass(slots=True)
class Book:
    """A workbook in the making; `finish` gives its bytes."""

    title: str
    author: str
    as_of: date
    _buffer: io.BytesIO = field(default_factory=io.BytesIO)
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)
    workbook: xlsxwriter.Workbook = field(init=False)

    def __post_init__(self) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = xlsxwriter.Workbook(self._buffer, options)
        self.workbook.set_properties(
            {
                "title": clean(self.title)[:255],
                "author": clean(self.author)[:255],
                "created": datetime.combine(self.as_of, time(), UTC),
                "language": "de-DE",
            }
        )

    def finish(self) -> bytes:
        """Close the workbook and give its bytes."""
        self.workbook.close()
        return self._buffer.getvalue()

    def sheet(self, name: str, heading: str, note: str, landscape: bool = True) -> Worksheet:
        """A sheet with a heading in its first row and a note in its second, set up to be printed."""
        sheet = self.workbook.add_worksheet(name)
        self.write(sheet, 0, 0, heading, bold=True, font_size=14, font_color=_ACCENT, text_wrap=False)
        self.write(sheet, 1, 0, note, bold=True, font_color=_WARNING, text_wrap=False)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{_footer(note)}&RSeite &P von &N")
        return sheet

    def format(self, **properties: Any) -> Any:
        """The cell format with these properties; each is made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(
                {"valign": "top", "font_name": "Arial", "font_size": 10, **properties}
            )
        return self._formats[key]

    def write(
        self, sheet: Worksheet, row: int, column: int, value: Value, kind: Kind = "text", **properties: Any
    ) -> None:
        """Write one value; nothing in it is ever taken for a formula, a link or a number that it is not."""
        match value:
            case None:
                sheet.write_blank(row, column, None, self.format(**properties))
            case str():
                text = cell_text(value)
                quoted = {"quote_prefix": True} if text.startswith(_FORMULA_STARTS) else {}
                sheet.write_string(row, column, text, self.format(**{"text_wrap": True, **properties, **quoted}))
            case date() if value >= _EARLIEST:
                sheet.write_datetime(row, column, value, self.format(num_format=_NUMBER_FORMATS["date"], **properties))
            case date():
                self.write(sheet, row, column, value.isoformat(), **properties)
            case Decimal():
                amount = round_to_cent(value) if kind == "euro" else value
                sheet.write_number(row, column, float(amount), self.format(**_number(kind), **properties))
            case int():
                sheet.write_number(row, column, value, self.format(**_number(kind), **properties))

    def write_formula(
        self, sheet: Worksheet, row: int, column: int, formula: str, *, value: float, kind: Kind = "number"
    ) -> None:
        """A live figure; `value` is what readers without a calculator of their own show until it is calculated."""
        sheet.write_formula(row, column, f"={formula}", self.format(**_number(kind)), value)

    def table(
        self, sheet: Worksheet, top: int, columns: tuple[Column, ...], rows: list[tuple[Value, ...]], name: str
    ) -> None:
        """A real spreadsheet table (filter, repeated and frozen header) whose header is in row `top`.

        Args:
            sheet: where it is written.
            top: row of the header, counted from 0.
            columns: its columns; their titles are unique.
            rows: the values, each row as long as `columns`.
            name: by which formulas refer to it.
        """
        last = top + max(1, len(rows))
        sheet.add_table(
            top,
            0,
            last,
            len(columns) - 1,
            {
                "name": name,
                "style": None,
                "columns": [{"header": column.title} for column in columns],
            },
        )
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            self.write(sheet, top, number, column.title, **HEAD)
        for offset, values in enumerate(rows, start=1):
            for number, (column, value) in enumerate(zip(columns, values, strict=True)):
                self.write(sheet, top + offset, number, value, column.kind, bottom=1, bottom_color=_LINE)
        sheet.freeze_panes(top + 1, min(2, len(columns)))
        sheet.repeat_rows(top)


def cell_text(text: str) -> str:
    """`text` cleaned, without white space around it, and cut with a note where it is longer than a cell can hold."""
    text = clean(text).strip()
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT_NOTE)] + CUT_NOTE


def _number(kind: Kind) -> dict[str, str]:
    return {"num_format": _NUMBER_FORMATS[kind]} if kind in _NUMBER_FORMATS else {}


def _footer(note: str) -> str:
    """`note` for the foot of a page, where “&” starts a command and 255 characters are all there is."""
    return clean(note).replace("\n", " ").replace("&", "&&")[:200]
