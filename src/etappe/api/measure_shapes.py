"""What is sent in and out about measures."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from etappe.api.happenings import EventOut
from etappe.api.programme import TargetGroupOut
from etappe.api.recommendations import SentenceOut
from etappe.api.values import Amount, Change, DateWords, Entry, FuzzyOut, Id, OneOf, Ref, Text, Title, Version
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.models import Influence, Measure

Sort = Literal[
    "",
    "number",
    "-number",
    "title",
    "-title",
    "field",
    "-field",
    "owner",
    "-owner",
    "state",
    "-state",
    "deadline",
    "-deadline",
]
Several = Annotated[list[Id], Field(max_length=200)]


class MissingOut(BaseModel):
    """One thing a measure still needs to be a commitment."""

    key: str = Field(examples=["deadline"])
    label: str = Field(examples=["Frist"])
    ask: str = Field(description="The question to answer.", examples=["Bis wann ist die Maßnahme umgesetzt?"])
    field: str = Field(description="The field in which the answer is sent.", examples=["deadline"])


class CompletenessOut(BaseModel):
    """Whether a measure is a commitment or a declaration of intent."""

    is_complete: bool
    present: list[str] = Field(examples=[["owner", "place"]])
    missing: list[MissingOut]


class MeasureOut(BaseModel):
    """A measure, as it stands in the list."""

    id: int
    version: int = Field(description="Send it back as `expected_version` with a change.")
    number: int
    title: str
    programme: str = Field(description="Short name of the programme.")
    field: Ref
    goal: Ref | None
    owner: Ref | None = Field(description="The unit in charge.")
    influence: Annotated[str, OneOf(Influence)]
    state: Annotated[str, OneOf(Measure.State)]
    target_groups: list[TargetGroupOut]
    place: str
    start: FuzzyOut | None
    deadline: FuzzyOut | None
    budget: str | None = Field(description="Euro, as a decimal string.", examples=["12500.00"])
    funding_source: str
    indicator: str
    target_value: str
    completeness: CompletenessOut
    is_public: bool
    source: str
    is_example: bool


class MilestoneOut(BaseModel):
    """A step on the way."""

    id: int
    position: int
    title: str
    due: FuzzyOut | None
    reached_on: date | None


class PartnerOut(BaseModel):
    """An organisation or another unit that takes part, and what it contributes."""

    id: int
    organisation: Ref | None
    unit: Ref | None
    contribution: str


class TraceOut(BaseModel):
    """The way back: the recommendation a measure was made of, and where that comes from."""

    recommendation: Ref
    text: str
    state: Annotated[str, OneOf(Recommendation.State)]
    working_group: Ref | None
    conference: Ref | None
    statement_point: Ref | None
    sentences: list[SentenceOut]


class MeasureInFull(MeasureOut):
    """A measure with everything its page shows."""

    description: str
    output: str
    outcome: str
    milestones: list[MilestoneOut]
    partners: list[PartnerOut]
    trace: list[TraceOut] = Field(description="Recommendations it was made of, where those may be seen.")
    history: list[EventOut] | None = Field(description="Only for the administration, otherwise null.")


class MeasureWish(Entry):
    """Which measures a list shows, and in which order."""

    words: Text = Field("", description="Words that all occur in title, description, unit, place or number.")
    programme: Text = Field("", description="Short name of the programme.")
    field: int | None = Field(None, ge=0, le=32767, description="Number of the field of action.")
    state: Annotated[str, OneOf(Measure.State)] | None = Field(None)
    owner: Id | None = Field(None, description="Id of the unit in charge.")
    influence: Annotated[str, OneOf(Influence)] | None = Field(None)
    complete: bool | None = Field(None, description="Only measures with everything a commitment needs, or only others.")
    due: Literal["overdue", "next_90_days", "none"] | None = Field(None, description="By deadline.")
    sort: Sort = Field("", description="Order; a leading minus turns it round.")


class MeasureChange(Change):
    """What to change; what is not sent stays as it is."""

    expected_version: Version = None
    reason: Text = Field("", description="Why; stands in the history.")
    title: Title = ""
    field: Id = 1
    goal: Id | None = None
    description: Text = ""
    owner: Id | None = Field(None, description="The unit in charge.")
    influence: Annotated[str, OneOf(Influence)] = Influence.STEERS.value
    target_groups: Several = []
    place: Text = ""
    start: DateWords | None = None
    deadline: DateWords | None = None
    budget: Amount | None = None
    funding_source: Text = ""
    output: Text = Field("", description="What comes into being.")
    outcome: Text = Field("", description="What changes by it.")
    indicator: Text = Field("", description="By what success is measured.")
    target_value: Text = Field("", examples=["33 %"])
    recommendations: Several = []
    is_public: bool = False
    source: Text = ""


class MeasureIn(Entry):
    """A new measure. All but title and field may be missing, and is then said to be missing."""

    title: Title
    field: Id
    number: int | None = Field(None, ge=1, le=2**31 - 1, description="Without one it gets the next free number.")
    goal: Id | None = None
    description: Text = ""
    owner: Id | None = Field(None, description="The unit in charge.")
    influence: Annotated[str, OneOf(Influence)] = Influence.STEERS.value
    target_groups: Several = []
    place: Text = ""
    start: DateWords | None = None
    deadline: DateWords | None = None
    budget: Amount | None = None
    funding_source: Text = ""
    output: Text = Field("", description="What comes into being.")
    outcome: Text = Field("", description="What changes by it.")
    indicator: Text = Field("", description="By what success is measured.")
    target_value: Text = Field("", examples=["33 %"])
    recommendations: Several = []
    is_public: bool = False
    source: Text = ""


class MeasureReport(Entry):
    """How things stand."""

    state: Annotated[str, OneOf(Measure.State)]
    reason: Text = Field("", description="Needed for `stopped`.")
    expected_version: Version = None


class MilestoneIn(Entry):
    """A new milestone."""

    title: Title
    due: DateWords | None = None
    reached_on: date | None = None


class MilestoneTick(Entry):
    """Whether a milestone was reached."""

    reached_on: date | None = Field(description="The day on which it was reached; null if it was not.")


class PartnerIn(Entry):
    """A new partner: either an organisation or a unit."""

    organisation: Id | None = None
    unit: Id | None = None
    contribution: Text = ""
