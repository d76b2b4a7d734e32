"""Recommendations: where each comes from, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Q, QuerySet
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.happenings import EventOut, history
from etappe.api.routing import Here, reads, writes
from etappe.api.values import Change, Entry, Id, OneOf, Page, Paging, Ref, Text, Title, Version, named, page_of, ref
from etappe.domain.kernel.actor import Actor
from etappe.domain.participation.actions import recommendations as actions
from etappe.domain.participation.models import Finding, Recommendation, StatementPoint, WorkingGroup
from etappe.domain.participation.policies import (
    ConceptPaperPolicy,
    ConferencePolicy,
    FindingPolicy,
    RecommendationPolicy,
    StatementPolicy,
)
from etappe.domain.programme.models import Measure
from etappe.domain.programme.queries import recommendations_with_fate
from etappe.domain.tenancy.policies import OrganisationPolicy, UnitPolicy

router = Router(tags=["Recommendations"])


class SentenceOut(BaseModel):
    """The sentence of a concept paper a recommendation was made of."""

    id: int
    text: str
    concept: Ref
    version: int = Field(description="Number of the version of the concept in which the sentence stands.")
    section: str
    page: int | None


class MadeMeasure(BaseModel):
    """A measure that was made of a recommendation."""

    id: int
    number: int
    title: str
    state: Annotated[str, OneOf(Measure.State)]


class RecommendationOut(BaseModel):
    """A recommendation with its sources and its fate."""

    id: int
    version: int
    number: int
    text: str
    theme: str
    addressee: str
    addressee_unit: Ref | None
    state: Annotated[str, OneOf(Recommendation.State)]
    reason: str = Field(description="Why it was rejected or accepted in part.")
    recommended_by: Ref | None
    working_group: Ref | None
    conference: Ref | None
    statement_point: Ref | None = Field(description="The point of a statement, where that may be seen.")
    sentences: list[SentenceOut] = Field(description="Sentences of concept papers, where those may be seen.")
    goals: list[Ref] = Field(description="Goals that were made of it.")
    measures: list[MadeMeasure] = Field(description="Measures that were made of it, and how they stand.")
    is_public: bool
    source: str
    is_example: bool


class RecommendationInFull(RecommendationOut):
    """A recommendation with its history."""

    history: list[EventOut] | None = Field(description="Only for the administration, otherwise null.")


class RecommendationFilter(Entry):
    """Which recommendations a list shows."""

    state: Annotated[str, OneOf(Recommendation.State)] | None = Field(None)
    words: Text = Field("", description="Words that all stand in the text or the theme.")


class RecommendationIn(Entry):
    """A new recommendation; it gets the next number."""

    text: Text = Field(min_length=1)
    theme: Text = ""
    addressee: Text = ""
    addressee_unit: Id | None = None
    findings: list[Id] = Field([], max_length=500, description="Sentences of a concept it is made of.")
    working_group: Id | None = None
    statement_point: Id | None = None
    recommended_by: Id | None = Field(None, description="An organisation; it can read the draft.")
    is_public: bool = False
    source: Text = ""


class RecommendationChange(Change):
    """What to change; what is not sent stays as it is. The state has a route of its own."""

    expected_version: Version = None
    text: Text = ""
    theme: Text = ""
    addressee: Text = ""
    addressee_unit: Id | None = None
    is_public: bool = False
    source: Text = ""


class RecommendationDecision(Entry):
    """What became of a recommendation."""

    state: Annotated[str, OneOf(Recommendation.State)]
    reason: Text = Field("", description="Needed for `rejected` and `partly`: those who recommended read it.")
    expected_version: Version = None


class Merge(Entry):
    """Recommendations that become one."""

    recommendations: list[Id] = Field(
        min_length=2, max_length=100, description="The first stays and takes over the sources of the others."
    )
    text: Text = Field(min_length=1)


class Split(Entry):
    """One recommendation that becomes several."""

    texts: list[Title] = Field(min_length=2, max_length=50, description="Each part keeps all sources.")


@reads(router, "/recommendations")
def list_recommendations(
    here: Here, paging: Query[Paging], wanted: Query[RecommendationFilter]
) -> Page[RecommendationOut]:
    """List the recommendations with what became of each."""
    found = _found(here).order_by("number")
    if wanted.state:
        found = found.filter(state=wanted.state)
    for word in wanted.words.split():
        found = found.filter(Q(text__icontains=word) | Q(theme__icontains=word))
    return page_of(found, paging, lambda item: _shown(here.actor, item))


@reads(router, "/recommendations/{int:pk}")
def get_recommendation(here: Here, pk: Id) -> RecommendationInFull:
    """Show one recommendation: where it comes from, what became of it."""
    return _in_full(here, pk)


@writes(router, "post", "/recommendations", status=201)
def add_recommendation(here: Here, body: RecommendationIn) -> RecommendationInFull:
    """Add a recommendation."""
    values = here.values(
        body,
        {"addressee_unit": UnitPolicy, "findings": FindingPolicy, "recommended_by": OrganisationPolicy},
    )
    if body.working_group is not None:
        groups = WorkingGroup.objects.filter(conference__in=ConferencePolicy.queryset(here.actor))
        values["working_group"] = here.one(groups, pk=body.working_group)
    if body.statement_point is not None:
        points = StatementPoint.objects.filter(statement__in=StatementPolicy.queryset(here.actor))
        values["statement_point"] = here.one(points, pk=body.statement_point)
    made = actions.create_recommendation(actor=here.actor, municipality=here.municipality, **values)
    return _in_full(here, made.pk)


@writes(router, "patch", "/recommendations/{int:pk}")
def change_recommendation(here: Here, pk: Id, body: RecommendationChange) -> RecommendationInFull:
    """Change text, theme, addressee or publicity; only what is sent."""
    changes = here.values(body, {"addressee_unit": UnitPolicy})
    actions.change_recommendation(
        actor=here.actor,
        recommendation=here.get(RecommendationPolicy, pk),
        changes=changes,
        expected_version=body.expected_version,
    )
    return _in_full(here, pk)


@writes(router, "post", "/recommendations/{int:pk}/state")
def decide_recommendation(here: Here, pk: Id, body: RecommendationDecision) -> RecommendationInFull:
    """Say what became of a recommendation."""
    actions.set_recommendation_state(
        actor=here.actor,
        recommendation=here.get(RecommendationPolicy, pk),
        state=body.state,
        reason=body.reason,
        expected_version=body.expected_version,
    )
    return _in_full(here, pk)


@writes(router, "post", "/recommendations/merge")
def merge_recommendations(here: Here, body: Merge) -> RecommendationInFull:
    """Make one recommendation of several; all sources move along."""
    several = here.referred(RecommendationPolicy, body.recommendations, "recommendations")
    merged = actions.merge_recommendations(actor=here.actor, recommendations=several, text=body.text)
    return _in_full(here, merged.pk)


@writes(router, "post", "/recommendations/{int:pk}/split", status=201)
def split_recommendation(here: Here, pk: Id, body: Split) -> list[RecommendationOut]:
    """Make several recommendations of one; every part keeps all sources."""
    whole = here.get(RecommendationPolicy, pk)
    parts = actions.split_recommendation(actor=here.actor, recommendation=whole, texts=body.texts)
    found = _found(here).filter(pk__in=[part.pk for part in parts]).order_by("number")
    return [_shown(here.actor, item) for item in found]


def _found(here: Here) -> QuerySet[Any]:
    return recommendations_with_fate(here.actor)


def _in_full(here: Here, pk: int) -> RecommendationInFull:
    found = here.one(_found(here), pk=pk)
    return RecommendationInFull(**dict(_shown(here.actor, found)), history=history(here.actor, found))


def _shown(actor: Actor, item: Any) -> RecommendationOut:
    group, point = item.working_group, item.statement_point
    return RecommendationOut(
        id=item.pk,
        version=item.version,
        number=item.number,
        text=item.text,
        theme=item.theme,
        addressee=item.addressee,
        addressee_unit=ref(item.addressee_unit),
        state=item.state,
        reason=item.reason,
        recommended_by=ref(item.recommended_by),
        working_group=ref(group),
        conference=ref(group.conference) if group else None,
        statement_point=ref(point) if point and StatementPolicy.allows(actor, "view", point.statement) else None,
        sentences=sentences(actor, item),
        goals=[Ref(id=goal.pk, name=f"{goal} {goal.title}") for goal in item.goals.all()],
        measures=[
            MadeMeasure(id=made.pk, number=made.number, title=made.title, state=made.state)
            for made in item.measures.all()
        ],
        is_public=item.is_public,
        source=item.source,
        is_example=item.is_example,
    )


def sentences(actor: Actor, item: Recommendation) -> list[SentenceOut]:
    """Return the sentences ``item`` was made of, of those concepts that ``actor`` may see."""
    return [
        _sentence(finding)
        for finding in item.findings.all()
        if ConceptPaperPolicy.allows(actor, "view", finding.version.concept)
    ]


def _sentence(finding: Finding) -> SentenceOut:
    return SentenceOut(
        id=finding.pk,
        text=finding.text,
        concept=named(finding.version.concept),
        version=finding.version.number,
        section=section_of(finding),
        page=finding.page,
    )


def section_of(finding: Finding) -> str:
    """Return the heading below which ``finding`` stands."""
    outline = finding.version.outline
    return str(outline[finding.section]["label"]) if finding.section < len(outline) else ""
