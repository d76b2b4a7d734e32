"""The parts of a German council paper (Drucksache), the same for every report that goes to a committee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A point in time as it was written down (“Ende März 2027”), and the day by which lists sort it.

    `day` is the last day that the words allow; it is ``None`` where the words name no day at all.
    """

    words: str
    day: date | None = None


NO_DATE = ShownDate("")


@dataclass(frozen=True, slots=True)
class ConsultationEntry:
    """One row of the consultation path (Beratungsfolge)."""

    committee: str
    meeting: ShownDate
    responsibility: str
    """Zuständigkeit in words: Vorberatung, Entscheidung, Kenntnisnahme …"""


@dataclass(frozen=True, slots=True)
class CouncilPaper:
    """The parts of a paper that carries a report to the committees.

    Texts are tuples of paragraphs.
    """

    subject: str
    number: str = ""
    issued_by: str = ""
    """The office that submits the paper (federführendes Amt)."""
    draft_resolution: tuple[str, ...] = ()
    statement: tuple[str, ...] = ()
    financial_effects: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    consultations: tuple[ConsultationEntry, ...] = ()
