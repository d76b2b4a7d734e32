"""What a row of the measure sheet holds, and what can be wrong with it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from etappe.interop.fuzzy_dates import FuzzyDate


class Influence(StrEnum):
    """What the municipality can do about a measure; the German word stands in the sheet."""

    STEERS = "steers"
    COORDINATES = "coordinates"
    INFORMS = "informs"


class State(StrEnum):
    """How a measure stands; the German word stands in the sheet."""

    PLANNED = "planned"
    RUNNING = "running"
    DELAYED = "delayed"
    AT_RISK = "at_risk"
    DONE = "done"
    STOPPED = "stopped"


INFLUENCE_WORDS = {Influence.STEERS: "steuert", Influence.COORDINATES: "koordiniert", Influence.INFORMS: "informiert"}
STATE_WORDS = {
    State.PLANNED: "geplant",
    State.RUNNING: "läuft",
    State.DELAYED: "verzögert",
    State.AT_RISK: "gefährdet",
    State.DONE: "erledigt",
    State.STOPPED: "gestoppt",
}


@dataclass(frozen=True)
class MilestoneRow:
    """A step of a measure: what, by when, and whether it has been reached."""

    title: str
    due: FuzzyDate | None = None
    done: bool = False


@dataclass(frozen=True)
class MeasureRow:
    """One measure. Only the title is needed; text that is missing is empty, other things that are missing are ``None``.

    ``budget`` is in euros. Items of a list (partners, target groups, milestones) contain no semicolon and no line
    break, because these separate them in the sheet. ``line`` is the row of the spreadsheet it was read from,
    and no part of the measure.
    """

    title: str
    number: str = ""
    field: str = ""
    goal: str = ""
    description: str = ""
    owner: str = ""
    partners: tuple[str, ...] = ()
    influence: Influence | None = None
    target_groups: tuple[str, ...] = ()
    place: str = ""
    start: FuzzyDate | None = None
    deadline: FuzzyDate | None = None
    budget: Decimal | None = None
    funding: str = ""
    output: str = ""
    outcome: str = ""
    indicator: str = ""
    target_value: str = ""
    state: State | None = None
    milestones: tuple[MilestoneRow, ...] = ()
    line: int | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True)
class SheetError:
    """One thing that is wrong: where (row, column letter, column title), what, what was expected, what stood there.

    ``row`` and ``column`` are ``None`` where the error concerns the file or a whole column.
    """

    message: str
    row: int | None = None
    column: str | None = None
    title: str | None = None
    expected: str = ""
    found: str = ""

    def __str__(self) -> str:
        """One German line: place, what happened, what was expected."""
        place = f"Zeile {self.row}" if self.row is not None else ""
        if self.column:
            place += (", " if place else "") + f"Spalte {self.column}" + (f" ({self.title})" if self.title else "")
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} Erwartet: {self.expected}" if self.expected else text


@dataclass(frozen=True)
class SheetResult:
    """What was read.

    ``rows`` are the rows without errors; whoever imports takes them only if ``errors`` is empty. ``extra_columns`` are
    titles the template does not know (they are left alone), ``missing_columns`` those of the template not there.
    """

    rows: tuple[MeasureRow, ...]
    errors: tuple[SheetError, ...]
    extra_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
