"""What a printed integration programme consists of: plain, frozen data that the domain maps its objects onto.

Nothing here is counted or formatted. Every figure that a report shows about itself (how many measures, how many of them
complete, the sum of the budgets) is computed from these entries in :mod:`etappe.render.programme.summary`, so that a
report cannot contradict its own pages. Words that a reader sees (states, missing parts, fuzzy dates) are handed in as
German text, because the domain owns their meaning; the layout owns only its own headings.

Empty text means “keine Angabe” and is printed as such; ``None`` as a budget is an unknown sum and never becomes 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from etappe.render.council_paper import NO_DATE, ConsultationEntry, CouncilPaper, ShownDate

__all__ = ["NO_DATE", "ConsultationEntry", "CouncilPaper", "ShownDate"]


class Influence(StrEnum):
    """How far the municipality's influence on a measure reaches; reports group by it."""

    STEERS = "steers"
    COORDINATES = "coordinates"
    INFORMS = "informs"

    @property
    def label(self) -> str:
        """The German verb with “die Kommune …”: steuert, koordiniert, informiert."""
        return _INFLUENCE_LABELS[self]


_INFLUENCE_LABELS = {
    Influence.STEERS: "steuert",
    Influence.COORDINATES: "koordiniert",
    Influence.INFORMS: "informiert",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the parts that make a commitment are there: `present` of `total`."""

    present: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.present <= self.total:
            raise ValueError(f"completeness {self.present} of {self.total}: expected 0 <= present <= total")

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.present == self.total


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One station on the way from recommendation to measure, with the place where it is written.

    `label` names the kind of station (“Empfehlung 14”), `text` is its wording, `paper`, `section` and `page` the place.
    """

    label: str
    text: str
    paper: str = ""
    section: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """A step of a measure that is either done or not."""

    title: str
    due: ShownDate = NO_DATE
    done: bool = False


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """One measure (Maßnahme) with everything that makes it a commitment, and what is still missing from that."""

    number: str
    title: str
    influence: Influence
    completeness: Completeness
    description: str = ""
    goal: str = ""
    """Number of the goal in the same field that this measure serves; empty when it serves none."""
    owner: str = ""
    partners: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    place: str = ""
    start: ShownDate = NO_DATE
    deadline: ShownDate = NO_DATE
    milestones: tuple[MilestoneEntry, ...] = ()
    budget: Decimal | None = None
    """Euro; ``None`` is unknown, zero is zero."""
    funding_source: str = ""
    output: str = ""
    outcome: str = ""
    indicator: str = ""
    target: str = ""
    state: str = ""
    """The state in words (“im Plan”, “verzögert” …)."""
    missing: tuple[str, ...] = ()
    """What is missing, in German words, the next one first."""
    trace: tuple[TraceStep, ...] = ()
    """From the recommendation (first) to this measure (last station before it)."""
    is_example: bool = False

    def __post_init__(self) -> None:
        if self.budget is not None and not self.budget.is_finite():
            raise ValueError(f"budget of measure {self.number!r}: expected a sum in euro, got {self.budget}")


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A goal (Ziel) of a field of action."""

    number: str
    title: str
    deadline: ShownDate = NO_DATE
    target: str = ""


@dataclass(frozen=True, slots=True)
class FieldSection:
    """A field of action (Handlungsfeld) with its goals and measures, in the order in which they are printed."""

    number: str
    title: str
    goals: tuple[GoalEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationEntry:
    """A recommendation (Empfehlung) and what became of it."""

    number: str
    text: str
    origin: str = ""
    """Who recommended it: conference, working group, association."""
    state: str = ""
    """The state in words: offen, angenommen, teilweise angenommen, abgelehnt, erledigt."""
    reason: str = ""
    """Why it was answered as it was; shown with a rejection."""
    measures: tuple[str, ...] = ()
    """Numbers of the measures that came of it."""
    paper: str = ""
    section: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source that the report draws on."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ProgrammeReport:
    """A whole integration programme as it goes to print on one day."""

    title: str
    municipality: str
    period: str
    as_of: date
    """The day whose state the report shows; also the date in the files, so that equal reports are equal bytes."""
    status: str
    """“Entwurf”, “beschlossen” …; printed on every page."""
    is_example: bool = False
    """Whether the report holds made-up example values; then it says so on every page."""
    introduction: tuple[str, ...] = ()
    council: CouncilPaper | None = None
    fields: tuple[FieldSection, ...] = ()
    recommendations: tuple[RecommendationEntry, ...] = ()
    sources: tuple[SourceEntry, ...] = ()

    @property
    def measures(self) -> tuple[MeasureEntry, ...]:
        """All measures in printing order."""
        return tuple(measure for section in self.fields for measure in section.measures)
