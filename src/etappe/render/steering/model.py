"""What a steering report consists of: plain, frozen data. Nothing here is counted; figures.py counts these entries.

Words that a reader sees are German text handed in by the domain; empty text means “keine Angabe”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from etappe.render.council_paper import NO_DATE, CouncilPaper, ShownDate
from etappe.render.programme.model import Influence


class Standing(StrEnum):
    """How a measure stands, the worst first; ``SILENT`` where nobody has answered."""

    AT_RISK = "at_risk"
    DELAYED = "delayed"
    STOPPED = "stopped"
    SILENT = "silent"
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    DONE = "done"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STANDINGS[self]


_STANDINGS = {
    Standing.AT_RISK: "gefährdet",
    Standing.DELAYED: "verzögert",
    Standing.STOPPED: "gestoppt",
    Standing.SILENT: "ohne Antwort",
    Standing.NOT_STARTED: "noch nicht begonnen",
    Standing.ON_TRACK: "im Plan",
    Standing.DONE: "erledigt",
}


@dataclass(frozen=True, slots=True)
class MeasureStatus:
    """One measure on the reporting date, and how it stood in the round before."""

    number: str
    title: str
    field: str
    influence: Influence
    owner: str
    standing: Standing
    before: Standing | None = None
    """``None`` where the measure was not asked about before."""
    sentence: str = ""
    obstacles: tuple[str, ...] = ()
    deadline: ShownDate = NO_DATE
    forecast: ShownDate = NO_DATE
    milestones_reached: int = 0
    milestones: int = 0
    budget: Decimal | None = None
    spent: Decimal | None = None
    """Euro; ``None`` is unknown."""
    is_asked: bool = True
    """Whether somebody was asked about it in this round; otherwise its state is that of the programme."""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """What could be done about a deviation, and what follows."""

    course: str
    consequence: str
    recommended: bool = False


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What was decided, by which mandate, when and why; `change` says from what to what."""

    measure: str
    course: str
    reason: str
    mandate: str
    decided_on: date
    change: str = ""
    paper: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviationEntry:
    """A deviation with what its owner says and what is proposed."""

    measure: str
    summary: str
    state: str
    level: str
    due: date
    needs_reader: bool = False
    """Whether it lies with the committee or the council, or is to be laid before them."""
    cause: str = ""
    explanation: str = ""
    options: tuple[OptionEntry, ...] = ()
    decision: DecisionEntry | None = None


@dataclass(frozen=True, slots=True)
class SilentUnit:
    """A unit that has not answered, with the deputy mayor it belongs to."""

    department: str
    unit: str
    measures: tuple[str, ...]
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class CorrectionEntry:
    """A notice beside the closed round."""

    measure: str
    text: str
    made_on: date


@dataclass(frozen=True, slots=True)
class Passage:
    """A narrative passage that the office has written."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SteeringReport:
    """The state of a programme on a reporting date, what deviates, and what needs its readers."""

    title: str
    municipality: str
    programme: str
    reporting_date: date
    as_of: date
    """The day of the report: of its decisions and corrections, and the date in its files."""
    status: str
    digest: str = ""
    """SHA-256 of the frozen round the states come from; empty while the round runs."""
    previous: str = ""
    """The round compared with; empty where there is none."""
    is_example: bool = False
    passages: tuple[Passage, ...] = ()
    council: CouncilPaper | None = None
    measures: tuple[MeasureStatus, ...] = ()
    deviations: tuple[DeviationEntry, ...] = ()
    decisions: tuple[DecisionEntry, ...] = ()
    silent: tuple[SilentUnit, ...] = ()
    corrections: tuple[CorrectionEntry, ...] = ()
