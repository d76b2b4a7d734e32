"""What is sent in and out about status rounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from etappe.api.values import Amount, Change, DateWords, Entry, FuzzyOut, Id, OneOf, Ref, Text, Title, Version
from etappe.domain.rounds.models import Obstacle, Reply, Request, Round

Address = Annotated[str, Field(max_length=254, description="An e-mail address; empty for none.")]
Cap = Annotated[int, Field(ge=0, le=12, description="At most so many reminders a unit.")]
Reached = Annotated[list[Id], Field(max_length=200, description="Milestones that are reached, by their numbers.")]


class UnitProgressOut(BaseModel):
    """How far one unit is."""

    request: int = Field(description="Number of the request.")
    unit: Ref
    department: Ref | None = Field(description="The department above it.")
    state: Annotated[str, OneOf(Request.State)]
    measures: int
    confirmed: int = Field(description="Measures with a confirmed answer.")
    days_late: int = Field(description="Days since the deadline where the answer is missing; else 0.")
    reminders: int


class CorrectionOut(BaseModel):
    """A notice beside a closed round."""

    measure: Ref | None
    text: str
    made_at: datetime
    made_by: str


class RoundOut(BaseModel):
    """A status round, as it stands in the list."""

    id: int
    version: int = Field(description="Send it back as `expected_version` with a change.")
    title: str
    programme: str = Field(description="Short name of the programme.")
    reporting_date: date
    deadline: date
    state: Annotated[str, OneOf(Round.State)]
    measures: int = Field(description="Measures asked for.")
    confirmed: int = Field(description="Measures with a confirmed answer.")
    is_example: bool


class RoundInFull(RoundOut):
    """A status round with who has answered."""

    letter: str
    reminder_cap: int
    opened_at: datetime | None
    closed_at: datetime | None
    units: list[UnitProgressOut] = Field(description="Those that have not answered first.")
    sha256: str | None = Field(description="Of what was frozen when the round closed.")
    corrections: list[CorrectionOut]


class RoundIn(Entry):
    """A new round. Who is asked is proposed from the owners of the open measures."""

    title: Title
    reporting_date: date
    deadline: date
    letter: Text = ""
    reminder_cap: Cap = 6
    copied_from: Id | None = Field(None, description="A round whose letter and addresses are taken over.")


class RoundChange(Change):
    """Changes to a round; while it runs only deadline and cap."""

    title: Title = ""
    reporting_date: date = date.min
    deadline: date = date.min
    letter: Text = ""
    reminder_cap: Cap = 6
    expected_version: Version = None


class CorrectionIn(Entry):
    """A notice that corrects a closed round."""

    text: Annotated[Text, Field(min_length=1)]
    measure: Id | None = None


class ReplyOut(BaseModel):
    """What was said about a measure."""

    state: str = Field(description="One of the states of a reply; empty in a draft that says nothing yet.")
    sentence: str
    obstacles: list[Annotated[str, OneOf(Obstacle)]]
    forecast: FuzzyOut | None
    spent: str | None = Field(description="Euro, as a decimal string.")
    reached: list[Ref] = Field(description="Milestones that are reached.")
    channel: Annotated[str, OneOf(Reply.Channel)]
    unchanged: bool
    confirmed_at: datetime | None = Field(description="Null for a draft, which only its authors see.")
    version: int


class ItemOut(BaseModel):
    """One measure that is asked for."""

    id: int
    measure: Ref
    question: str
    frozen_at: datetime | None
    last: ReplyOut | None = Field(description="The last confirmed answer of an earlier round.")
    reply: ReplyOut | None


class RequestOut(BaseModel):
    """What one unit is asked, and what it has answered."""

    id: int
    version: int
    round: Ref
    unit: Ref
    state: Annotated[str, OneOf(Request.State)]
    question: str
    sent_at: datetime | None
    answered_at: datetime | None
    accepted_at: datetime | None
    passed_on_to: Ref | None
    items: list[ItemOut]


class RequestAddress(Entry):
    """Where the mails of a request go."""

    to: Address = ""
    copy_to: Address = ""


def _known(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(codes))


class ReplyIn(Entry):
    """How a measure stands. ``unchanged`` confirms last time's answer; then nothing else counts."""

    state: Annotated[str, OneOf(Reply.State)] | None = None
    sentence: Annotated[Text, Field(max_length=500)] = ""
    obstacles: Annotated[list[Annotated[str, OneOf(Obstacle)]], Field(max_length=7), AfterValidator(_known)] = []
    forecast: DateWords | None = None
    spent: Amount | None = None
    reached: Reached | None = Field(None, description="Null leaves the milestones as they are.")
    unchanged: bool = False
    expected_version: Annotated[
        int | None, Field(ge=0, le=2**31 - 1, description="The `version` of the reply you have read; 0 for none.")
    ] = None


class QuestionIn(Entry):
    """What is still open: about the whole answer, about single measures, or both."""

    question: Text = ""
    items: dict[str, Text] = Field({}, max_length=500, description="Questions by the number of the item.")


class SuccessorIn(Entry):
    """The unit that carries on."""

    unit: Id
