"""What a reply sheet holds on its way out and on its way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from etappe.interop.fuzzy_dates import FuzzyDate
from etappe.interop.measure_sheet import MilestoneRow, SheetError


@dataclass(frozen=True)
class SheetHead:
    """For whom a sheet is. ``key`` names round and request; a sheet is taken back only where it came from."""

    key: str
    unit: str
    title: str
    deadline: str


@dataclass(frozen=True)
class AskedRow:
    """One measure on its way out. ``version`` is that of the answer so far, 0 where nobody has answered.

    ``last`` says in words how it stood the last time; the other values are what the cells are filled with.
    """

    number: int
    title: str
    last: str
    version: int
    state: str = ""
    milestones: tuple[MilestoneRow, ...] = ()
    sentence: str = ""
    obstacles: tuple[str, ...] = ()
    forecast: FuzzyDate | None = None
    spent: Decimal | None = None


@dataclass(frozen=True)
class AnswerRow:
    """One row on its way back. ``line`` is its row in the file; columns not in ``columns`` were not in the sheet."""

    line: int
    number: int
    version: int
    columns: frozenset[str]
    state: str = ""
    milestones: tuple[MilestoneRow, ...] = ()
    sentence: str = ""
    obstacles: tuple[str, ...] = ()
    forecast: FuzzyDate | None = None
    spent: Decimal | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class ReplySheet:
    """What was read. ``rows`` are those without errors; ``letters`` says in which column of the file a key stands."""

    key: str = ""
    rows: tuple[AnswerRow, ...] = ()
    errors: tuple[SheetError, ...] = ()
    letters: dict[str, str] = field(default_factory=dict)
