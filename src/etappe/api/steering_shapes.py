"""What is sent in and out about deviations, decisions, tasks and rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from etappe.api.happenings import EventOut
from etappe.api.values import Amount, Change, DateWords, Entry, FuzzyOut, Id, OneOf, Ref, Text, Title, Version
from etappe.domain.steering.models import Course, Deviation, Level, RuleKind, Task

Days = Annotated[int, Field(ge=1, le=180)]
Reason = Annotated[Text, Field(min_length=1)]


class OptionOut(BaseModel):
    """What could be done, and what would follow."""

    id: int
    course: Annotated[str, OneOf(Course)]
    consequence: str
    new_deadline: FuzzyOut | None
    new_target: str
    amount: str | None = Field(description="Euro, as a decimal string.")
    from_measure: Ref | None
    recommended: bool


class ExplanationOut(BaseModel):
    """What the owner said."""

    text: str
    made_by: str
    made_at: datetime


class EscalationOut(BaseModel):
    """A case went to the next authority."""

    from_level: Annotated[str, OneOf(Level)]
    to_level: Annotated[str, OneOf(Level)]
    on: date
    why: str


class TaskOut(BaseModel):
    """Something a unit owes by a date."""

    id: int
    version: int
    title: str
    unit: Ref
    due: date
    state: Annotated[str, OneOf(Task.State)]
    done_on: date | None
    note: str
    measure: Ref | None
    decision: int | None = Field(description="Id of the decision whose condition it is.")
    resolution: Ref | None = Field(description="The resolution that asks for it.")
    is_example: bool


class DecisionOut(BaseModel):
    """A decision; it is never changed. Seen by everybody once one of its papers is public."""

    id: int
    deviation: int
    measure: Ref
    course: Annotated[str, OneOf(Course)]
    reason: str
    old_deadline: FuzzyOut | None
    new_deadline: FuzzyOut | None
    old_target: str
    new_target: str
    amount: str | None = Field(description="Euro, as a decimal string.")
    from_measure: Ref | None
    decided_at: datetime
    mandate: str = Field(description="In whose name: the office and its unit, or the committee and its resolution.")
    resolution: Ref | None
    papers: list[Ref]
    tasks: list[TaskOut] | None = Field(description="Only for the administration, otherwise null.")
    is_example: bool


class DeviationOut(BaseModel):
    """A case, as it stands in the list."""

    id: int
    version: int = Field(description="Send it back as `expected_version` with a decision.")
    measure: Ref
    owner: Ref | None = Field(description="The unit in charge of the measure.")
    rule: str = Field(description="The rule that opened it; empty where it was opened by hand.")
    summary: str
    level: Annotated[str, OneOf(Level)]
    due: date = Field(description="Until when the level has time.")
    opened_on: date
    state: Annotated[str, OneOf(Deviation.State)]
    is_example: bool


class DeviationInFull(DeviationOut):
    """A case with everything its page shows. Others than the administration get what was decided."""

    facts: dict[str, object] | None = Field(description="The figures that opened it, for the administration.")
    cause: str | None
    withdrawn_because: str | None
    explanations: list[ExplanationOut] | None
    options: list[OptionOut] | None
    escalations: list[EscalationOut] | None
    decisions: list[DecisionOut]
    history: list[EventOut] | None


class RuleOut(BaseModel):
    """When a deviation opens itself."""

    kind: Annotated[str, OneOf(RuleKind)]
    version: int
    active: bool
    threshold: int = Field(description="Days, reminders, times or percent, as the kind says.")
    days_to_answer: int = Field(description="Days each level has before the case goes to the next.")


class DeviationWish(Entry):
    """Which cases a list shows."""

    mine: bool = Field(False, description="Only what waits for whoever asks.")
    state: Annotated[str, OneOf(Deviation.State)] | None = Field(None)
    undecided: bool = Field(False, description="Only cases without a decision.")
    level: Annotated[str, OneOf(Level)] | None = Field(None)
    rule: Annotated[str, OneOf(RuleKind)] | None = Field(None)
    owner: Id | None = Field(None, description="Id of the unit in charge.")
    words: Text = Field("", description="Words that all occur in the summary or the measure.")


class DeviationIn(Entry):
    """A case opened by hand."""

    measure: Id
    summary: Title
    cause: Text = ""
    days_to_answer: Days = 14


class ExplanationIn(Entry):
    """What the owner says."""

    text: Reason
    cause: Text | None = None


class ContentIn(Entry):
    """A course with what it needs; what belongs to other courses is refused."""

    course: Annotated[str, OneOf(Course)]
    new_deadline: DateWords | None = None
    new_target: Annotated[Text, Field(max_length=80)] = ""
    amount: Amount | None = None
    from_measure: Id | None = Field(None, description="The measure whose budget the amount leaves.")


class OptionIn(ContentIn):
    """A possibility with its consequences."""

    consequence: Reason
    recommended: bool = False


class ConditionIn(Entry):
    """A condition; it becomes a task of the owner of the measure, or of `unit`."""

    title: Title
    due: date
    unit: Id | None = None


class DecisionIn(ContentIn):
    """A decision."""

    reason: Reason
    conditions: Annotated[list[ConditionIn], Field(max_length=20)] = []
    expected_version: Version = None


class CommitteeDecisionIn(DecisionIn):
    """What a committee has decided, from its resolution."""

    resolution: Id


class WhyIn(Entry):
    """A step that takes a reason."""

    reason: Reason


class PaperIn(Entry):
    """A paper that carries a decision."""

    paper: Id


class TaskIn(Entry):
    """What a committee has asked for."""

    resolution: Id
    title: Title
    unit: Id
    due: date
    measure: Id | None = None


class NoteIn(Entry):
    """What came of a task."""

    note: Annotated[Text, Field(max_length=500)] = ""


class DropIn(Entry):
    """Why a task is let go of."""

    reason: Annotated[Text, Field(min_length=1, max_length=500)]


class RuleChange(Change):
    """What to change of a rule."""

    expected_version: Version = None
    active: bool = True
    threshold: Annotated[int, Field(ge=0, le=365)] = 0
    days_to_answer: Days = 14
