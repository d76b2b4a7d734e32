"""From a cell to a value, and from a value to the text of a cell.

A reader gets what stood in the cell (text, number, date, truth value or ``None``) and returns the value, or raises
`BadCell` with what is wrong and what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from etappe.interop.fuzzy_dates import FuzzyDate, Precision, UnreadableDate, parse_fuzzy_date
from etappe.interop.measure_sheet.rows import INFLUENCE_WORDS, STATE_WORDS, Influence, MilestoneRow, State

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
EXCEL_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's calendar from March 1900 on."""
_EXCEL_DAYS = range(20_000, 80_000)
"""Whole numbers taken for Excel days (1954 to 2119); a smaller one such as 2026 is a year."""
MOST_EUROS = Decimal(10) ** 12
_CELL_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#WERT!", "#BEZUG!", "#NV"}
)


class BadCell(ValueError):
    """The cell cannot be read; ``expected`` says what should stand there."""

    def __init__(self, message: str, expected: str) -> None:
        super().__init__(message)
        self.expected = expected


def read_text(cell: CellValue) -> str:
    """Text without spaces around it; whole numbers without decimals, dates in German notation."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
    if text in _CELL_ERRORS:
        raise BadCell(f"In der Zelle steht der Fehler {text}.", "ein Text oder eine leere Zelle.")
    return text


def read_list(cell: CellValue) -> tuple[str, ...]:
    """Items separated by semicolons or line breaks."""
    return tuple(item for part in re.split(r"[;\n]", read_text(cell)) if (item := part.strip()))


def read_date(cell: CellValue) -> FuzzyDate | None:
    """A real date, an Excel day number, or words."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and not isinstance(cell, bool) and cell in _EXCEL_DAYS:
        cell = EXCEL_DAY_ZERO + timedelta(days=cell)
    words = read_text(cell)
    return _parse_words(words) if words else None


@lru_cache(maxsize=4096)
def _parse_words(words: str) -> FuzzyDate:
    try:
        return parse_fuzzy_date(words)
    except UnreadableDate as error:
        message = str(error).partition(" Möglich ")[0]
        raise BadCell(message, "eine Zeitangabe wie „31.07.2027“, „Frühjahr 2026“ oder „Ende 2027“.") from error


def read_euros(cell: CellValue) -> Decimal | None:
    """An amount in euros, in German notation or as a number; no rounding."""
    expected = "ein Betrag in Euro ohne Zusätze, zum Beispiel 12500 oder 12.500,00, oder eine leere Zelle."
    text = read_text(cell)
    if not text:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        amount = Decimal(repr(cell))
    else:
        plain = re.sub(r"(?:\s|€|\bEUR\b|\bEuro\b)+", "", text)
        if not re.fullmatch(r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?", plain, re.ASCII):
            raise BadCell(f"„{text}“ ist kein Betrag.", expected)
        amount = Decimal(plain.replace(".", "").replace(",", "."))
    if not amount.is_finite() or amount < 0 or amount >= MOST_EUROS:
        raise BadCell(f"„{text}“ ist kein möglicher Betrag.", expected)
    if amount != amount.quantize(Decimal("0.01")):
        raise BadCell(f"„{text}“ hat mehr als zwei Nachkommastellen.", expected)
    return amount.quantize(Decimal("0.01"))


_INFLUENCE_BY_WORD = {word: key for key, word in INFLUENCE_WORDS.items()} | {
    "steuern": Influence.STEERS,
    "koordinieren": Influence.COORDINATES,
    "informieren": Influence.INFORMS,
}
_STATE_BY_WORD = {word.casefold(): key for key, word in STATE_WORDS.items()} | {
    "in planung": State.PLANNED,
    "im plan": State.RUNNING,
    "in umsetzung": State.RUNNING,
    "abgeschlossen": State.DONE,
    "umgesetzt": State.DONE,
    "eingestellt": State.STOPPED,
}


def read_influence(cell: CellValue) -> Influence | None:
    """One of the three words."""
    text = read_text(cell)
    if not text:
        return None
    if text.casefold() not in _INFLUENCE_BY_WORD:
        raise BadCell(f"„{text}“ gibt es hier nicht.", "steuert, koordiniert oder informiert.")
    return _INFLUENCE_BY_WORD[text.casefold()]


def read_state(cell: CellValue) -> State | None:
    """One of the words for how a measure stands."""
    text = read_text(cell)
    if not text:
        return None
    if text.casefold() not in _STATE_BY_WORD:
        raise BadCell(f"„{text}“ gibt es hier nicht.", ", ".join(STATE_WORDS.values()) + ".")
    return _STATE_BY_WORD[text.casefold()]


_MILESTONE = re.compile(
    r"(?:\[(?P<mark>[ xX✓]?)\]|(?P<box>[☐☑☒]))?\s*(?P<title>.*?)\s*(?:\((?P<due>[^()]*)\))?", re.DOTALL
)


def read_milestones(cell: CellValue) -> tuple[MilestoneRow, ...]:
    """One milestone an item: ``[x] Träger ausgewählt (31.03.2026)``; mark and date may be missing."""
    return tuple(_read_milestone(item) for item in read_list(cell))


def _read_milestone(item: str) -> MilestoneRow:
    match = _MILESTONE.fullmatch(item)
    if match is None or not match["title"]:
        raise BadCell(f"„{item}“ ist kein Meilenstein.", "zum Beispiel „[ ] Träger ausgewählt (31.03.2026)“.")
    done = (match["mark"] or "").strip() != "" or match["box"] in {"☑", "☒"}
    title, due = match["title"], match["due"]
    if due is None:
        return MilestoneRow(title, None, done)
    try:
        return MilestoneRow(title, parse_fuzzy_date(due), done)
    except UnreadableDate:
        # Brackets at the end that hold no date belong to the title: "Beschluss (Jugendhilfeausschuss)".
        return MilestoneRow(f"{title} ({due})", None, done)


def write_list(items: tuple[str, ...]) -> str:
    """Items as one text; a separator inside an item would split it and is written as a comma or a space."""
    return "; ".join(_one_item(item) for item in items)


def _one_item(text: str) -> str:
    return " ".join(text.replace(";", ",").split())


def write_milestones(milestones: tuple[MilestoneRow, ...]) -> str:
    """One milestone a line, as :func:`read_milestones` reads it."""
    lines = []
    for milestone in milestones:
        due = f" ({milestone.due.words})" if milestone.due else ""
        lines.append(f"[{'x' if milestone.done else ' '}] {_one_item(milestone.title)}{due}")
    return "\n".join(lines)


def real_date(fuzzy: FuzzyDate) -> date | None:
    """The day, where a real date in the cell says exactly the same as the words."""
    if fuzzy.precision is Precision.DAY and fuzzy.words == f"{fuzzy.start:%d.%m.%Y}" and fuzzy.start.year >= 1954:
        return fuzzy.start
    return None


READERS: dict[str, Callable[[CellValue], object]] = {
    "partners": read_list,
    "target_groups": read_list,
    "start": read_date,
    "deadline": read_date,
    "budget": read_euros,
    "influence": read_influence,
    "state": read_state,
    "milestones": read_milestones,
}
"""Readers by column; every other column is text."""
