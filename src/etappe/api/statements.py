"""Statements of associations, point by point, and the answers to them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.routing import Here, reads, writes
from etappe.api.values import (
    Change,
    DateWords,
    Entry,
    FuzzyOut,
    Id,
    OneOf,
    Page,
    Paging,
    Ref,
    Text,
    Title,
    Version,
    fuzzy,
    named,
    page_of,
    ref,
)
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.participation.actions import statements as actions
from etappe.domain.participation.models import PointAnswer, Statement, StatementPoint
from etappe.domain.participation.policies import ConceptPaperPolicy, PointAnswerPolicy, StatementPolicy
from etappe.domain.tenancy.policies import OrganisationPolicy, UnitPolicy

router = Router(tags=["Statements"])


class AnswerOut(BaseModel):
    """What is answered to a point; others than the administration see it once all answers have gone out."""

    unit: Ref
    text: str
    consequence: str = Field(description="`adopted`, `partly`, `examined`, `done`, `declined`, or empty: still open.")
    due: date | None
    version: int


class PointOut(BaseModel):
    """A point of a statement."""

    id: int
    number: int
    title: str
    text: str
    addressee: str
    answer: AnswerOut | None


class StatementOut(BaseModel):
    """A statement on a concept paper, or on a report by its paper."""

    id: int
    title: str
    author: Ref
    state: Annotated[str, OneOf(Statement.State)]
    when: FuzzyOut | None
    concept: Ref | None
    paper: Ref | None
    summary: str
    is_public: bool
    source: str
    is_example: bool


class StatementInFull(StatementOut):
    """A statement with its points."""

    points: list[PointOut]


class StatementIn(Entry):
    """A new statement: a draft where its own association sends it, handed in where the office enters it."""

    title: Title
    author: Id = Field(description="The association.")
    when: DateWords
    concept: Id | None = None
    paper: Id | None = None
    summary: Text = ""
    is_public: bool = False
    source: Text = ""


class PointIn(Entry):
    """The next point."""

    title: Title
    text: Text = Field(min_length=1)
    addressee: Text = ""


class AssignmentIn(Entry):
    """Which unit owns the answer."""

    unit: Id


class AnswerIn(Change):
    """What is answered; only fields that are sent change."""

    text: Text = ""
    consequence: Annotated[str, OneOf(PointAnswer.Consequence)] = ""
    due: date | None = None
    expected_version: Version = None


@reads(router, "/statements")
def list_statements(here: Here, paging: Query[Paging]) -> Page[StatementOut]:
    """List the statements, newest first."""
    return page_of(_statements(here), paging, lambda row: StatementOut(**_common(row)))


@reads(router, "/statements/{int:pk}")
def get_statement(here: Here, pk: Id) -> StatementInFull:
    """Show a statement point by point."""
    return _in_full(here, pk)


@writes(router, "post", "/statements", status=201)
def add_statement(here: Here, body: StatementIn) -> StatementInFull:
    """Begin a statement."""
    references = {"author": OrganisationPolicy, "concept": ConceptPaperPolicy, "paper": PaperPolicy}
    made = actions.create_statement(actor=here.actor, **here.values(body, references))
    return _in_full(here, made.pk)


@writes(router, "post", "/statements/{int:pk}/points", status=201)
def add_statement_point(here: Here, pk: Id, body: PointIn) -> StatementInFull:
    """Add a point."""
    actions.add_point(actor=here.actor, statement=here.get(StatementPolicy, pk), **here.values(body, {}))
    return _in_full(here, pk)


@writes(router, "post", "/statements/{int:pk}/hand-in")
def hand_in_statement(here: Here, pk: Id) -> StatementInFull:
    """Hand a draft in."""
    actions.hand_in_statement(actor=here.actor, statement=here.get(StatementPolicy, pk))
    return _in_full(here, pk)


@writes(router, "put", "/statements/{int:pk}/points/{int:number}/unit")
def assign_statement_point(here: Here, pk: Id, number: Id, body: AssignmentIn) -> StatementInFull:
    """Say which unit owns the answer to a point."""
    unit = here.referred(UnitPolicy, body.unit, "unit")
    actions.assign_point(actor=here.actor, point=_point(here, pk, number), unit=unit)
    return _in_full(here, pk)


@writes(router, "patch", "/statements/{int:pk}/points/{int:number}/answer")
def answer_statement_point(here: Here, pk: Id, number: Id, body: AnswerIn) -> StatementInFull:
    """Answer a point; a unit must have been assigned before."""
    point = _point(here, pk, number)
    answer = here.one(PointAnswerPolicy.queryset(here.actor).select_related("point__statement"), point=point)
    actions.change_answer(
        actor=here.actor, answer=answer, changes=here.values(body, {}), expected_version=body.expected_version
    )
    return _in_full(here, pk)


@writes(router, "post", "/statements/{int:pk}/conclude")
def conclude_statement(here: Here, pk: Id) -> StatementInFull:
    """Let all answers go out."""
    actions.conclude_statement(actor=here.actor, statement=here.get(StatementPolicy, pk), now=timezone.now())
    return _in_full(here, pk)


def _statements(here: Here) -> QuerySet[Any]:
    found: QuerySet[Any] = StatementPolicy.queryset(here.actor).select_related("author", "municipality")
    papers = Prefetch("paper", PaperPolicy.queryset(here.actor))
    concepts = Prefetch("concept", ConceptPaperPolicy.queryset(here.actor))
    return found.prefetch_related(papers, concepts).order_by("-when_from", "pk")


def _point(here: Here, pk: int, number: int) -> StatementPoint:
    statement = here.get(StatementPolicy, pk)
    point: StatementPoint | None = statement.points.select_related("statement").filter(number=number).first()
    if point is None:
        raise Http404(_("Diesen Punkt gibt es in der Stellungnahme nicht."))
    return point


def _common(row: Statement) -> dict[str, Any]:
    return {
        "id": row.pk,
        "title": row.title,
        "author": named(row.author),
        "state": row.state,
        "when": fuzzy(row.when),
        "concept": ref(row.concept),
        "paper": ref(row.paper),
        "summary": row.summary,
        "is_public": row.is_public,
        "source": row.source,
        "is_example": row.is_example,
    }


def _in_full(here: Here, pk: int) -> StatementInFull:
    row = here.one(_statements(here), pk=pk)
    found = PointAnswerPolicy.queryset(here.actor).filter(point__statement=row).select_related("unit")
    answers = {answer.point_id: answer for answer in found}
    points = [
        PointOut(
            id=point.pk,
            number=point.number,
            title=point.title,
            text=point.text,
            addressee=point.addressee,
            answer=_answer(answers.get(point.pk)),
        )
        for point in row.points.all()
    ]
    return StatementInFull(**_common(row), points=points)


def _answer(answer: PointAnswer | None) -> AnswerOut | None:
    if answer is None:
        return None
    return AnswerOut(
        unit=named(answer.unit),
        text=answer.text,
        consequence=answer.consequence,
        due=answer.due,
        version=answer.version,
    )
