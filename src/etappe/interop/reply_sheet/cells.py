"""From a cell of the reply sheet to a value; raises `BadCell` with what was expected."""

from __future__ import annotations

from collections.abc import Callable

from etappe.interop.measure_sheet.cells import (
    BadCell,
    CellValue,
    read_date,
    read_euros,
    read_list,
    read_milestones,
    read_text,
)
from etappe.interop.reply_sheet.columns import LONGEST_SENTENCE, OBSTACLE_WORDS, STATE_WORDS

_STATES = {word.casefold(): code for code, word in STATE_WORDS.items()} | {
    "läuft": "on_track",
    "plan": "on_track",
    "nicht begonnen": "not_started",
    "geplant": "not_started",
    "fertig": "done",
    "abgeschlossen": "done",
}
_OBSTACLES = {word.casefold(): code for code, word in OBSTACLE_WORDS.items()} | {"andere": "other", "raum": "rooms"}
_YES = frozenset({"ja", "x", "j", "✓", "yes", "1"})
_NO = frozenset({"", "nein", "n", "no", "0"})


def read_state(cell: CellValue) -> str:
    """One of the words for how a measure stands."""
    text = read_text(cell)
    if text and text.casefold() not in _STATES:
        raise BadCell(f"„{text}“ steht nicht zur Auswahl.", ", ".join(STATE_WORDS.values()) + ".")
    return _STATES[text.casefold()] if text else ""


def read_sentence(cell: CellValue) -> str:
    """One line of at most 500 characters."""
    text = " ".join(read_text(cell).split())
    if len(text) > LONGEST_SENTENCE:
        raise BadCell(f"Der Satz hat {len(text)} Zeichen.", f"höchstens {LONGEST_SENTENCE} Zeichen.")
    return text


def read_obstacles(cell: CellValue) -> tuple[str, ...]:
    """Words from the list, separated by semicolons, commas or line breaks; in the order of the list."""
    items = [part.strip() for item in read_list(cell) for part in item.split(",") if part.strip()]
    for item in items:
        if item.casefold() not in _OBSTACLES:
            raise BadCell(f"„{item}“ steht nicht zur Auswahl.", ", ".join(OBSTACLE_WORDS.values()) + ".")
    found = {_OBSTACLES[item.casefold()] for item in items}
    return tuple(code for code in OBSTACLE_WORDS if code in found)


def read_yes(cell: CellValue) -> bool:
    """Whether the cell says yes."""
    text = read_text(cell).casefold()
    if text not in _YES | _NO:
        raise BadCell(f"„{text}“ ist weder ja noch nein.", "„ja“ oder eine leere Zelle.")
    return text in _YES


def read_number(cell: CellValue) -> int:
    """A whole number."""
    text = read_text(cell)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadCell(f"„{text}“ ist keine Nummer." if text else "Die Nummer fehlt.", "die Nummer aus der Vorlage.")
    return int(text)


def read_version(cell: CellValue) -> int:
    """A whole number; empty is 0."""
    return read_number(cell) if read_text(cell) else 0


READERS: dict[str, Callable[[CellValue], object]] = {
    "number": read_number,
    "state": read_state,
    "milestones": read_milestones,
    "sentence": read_sentence,
    "obstacles": read_obstacles,
    "forecast": read_date,
    "spent": read_euros,
    "confirmed": read_yes,
    "version": read_version,
}
"""Readers by column; the others are not read."""
