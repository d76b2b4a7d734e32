"""Programmes, fields of action, target groups and goals."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import Prefetch, QuerySet
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
)
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.participation.policies import RecommendationPolicy
from etappe.domain.programme.actions import programmes as actions
from etappe.domain.programme.models import FieldOfAction, Goal, Influence, Programme, TargetGroup
from etappe.domain.programme.policies import FieldOfActionPolicy, GoalPolicy, ProgrammePolicy, TargetGroupPolicy
from etappe.domain.programme.queries import programmes

router = Router(tags=["Programmes and goals"])
Slug = Annotated[str, Field(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$", examples=["integrationsprogramm-2026"])]
Age = Annotated[int, Field(ge=0, le=150)]
GOAL_REFERENCES = {"field": FieldOfActionPolicy, "recommendations": RecommendationPolicy}


class ProgrammeOut(BaseModel):
    """An integration programme, with the number of its measures that may be seen."""

    id: int
    version: int
    slug: str
    title: str
    period: FuzzyOut | None
    introduction: str
    state: Annotated[str, OneOf(Programme.State)]
    papers: list[Ref]
    measures: int
    measures_done: int
    is_public: bool
    source: str
    is_example: bool


class ProgrammeInFull(ProgrammeOut):
    """A programme with the texts of its council paper."""

    resolution_draft: str
    facts: str
    financial_effects: str


class ProgrammeIn(Entry):
    """A new programme."""

    title: Title
    slug: Slug | None = Field(None, description="Short name for its address; without one it is made of the title.")
    period: DateWords | None = None
    introduction: Text = ""
    papers: list[Id] = Field([], max_length=50)
    resolution_draft: Text = ""
    facts: Text = ""
    financial_effects: Text = ""
    is_public: bool = False
    source: Text = ""


class ProgrammeChange(Change):
    """What to change; what is not sent stays as it is."""

    expected_version: Version = None
    title: Title = ""
    period: DateWords | None = None
    introduction: Text = ""
    state: Annotated[str, OneOf(Programme.State)] = Programme.State.DRAFT.value
    papers: list[Id] = Field([], max_length=50)
    resolution_draft: Text = ""
    facts: Text = ""
    financial_effects: Text = ""
    is_public: bool = False
    source: Text = ""


class FieldOut(BaseModel):
    """A field of action of the municipality."""

    id: int
    number: int
    name: str
    alliance_field: Ref | None = Field(description="The alliance's field it corresponds to.")
    source: str
    is_example: bool


class FieldIn(Entry):
    """A new field of action."""

    number: Annotated[int, Field(ge=0, le=32767)]
    name: Title
    source: Text = ""


class TargetGroupOut(BaseModel):
    """A group of people, told apart by age and by origin."""

    id: int
    name: str
    age_from: int | None
    age_to: int | None
    origin: str


class TargetGroupIn(Entry):
    """A new target group."""

    name: Title
    age_from: Age | None = None
    age_to: Age | None = None
    origin: Text = ""


class GoalOut(BaseModel):
    """A goal of a programme."""

    id: int
    version: int
    programme: str = Field(description="Short name of the programme.")
    field: Ref
    number: str
    title: str
    description: str
    influence: Annotated[str, OneOf(Influence)]
    deadline: FuzzyOut | None
    indicator: str
    target_value: str
    recommendations: list[Ref] = Field(description="Recommendations it was made of, where those may be seen.")
    is_example: bool


class GoalIn(Entry):
    """A new goal."""

    field: Id
    number: Title = Field(examples=["1.2"])
    title: Title
    description: Text = ""
    influence: Annotated[str, OneOf(Influence)] = Influence.STEERS.value
    deadline: DateWords | None = None
    indicator: Text = ""
    target_value: Text = ""
    recommendations: list[Id] = Field([], max_length=200)


class GoalChange(Change):
    """What to change; what is not sent stays as it is."""

    expected_version: Version = None
    field: Id = 1
    number: Title = ""
    title: Title = ""
    description: Text = ""
    influence: Annotated[str, OneOf(Influence)] = Influence.STEERS.value
    deadline: DateWords | None = None
    indicator: Text = ""
    target_value: Text = ""
    recommendations: list[Id] = Field([], max_length=200)


@reads(router, "/fields")
def list_fields(here: Here, paging: Query[Paging]) -> Page[FieldOut]:
    """List the fields of action, by number."""
    found = FieldOfActionPolicy.queryset(here.actor).select_related("alliance_field").order_by("number")
    return page_of(found, paging, _field)


@writes(router, "post", "/fields", status=201)
def add_field(here: Here, body: FieldIn) -> FieldOut:
    """Add a field of action."""
    values = here.values(body, {})
    return _field(actions.create_field(actor=here.actor, municipality=here.municipality, **values))


def _field(field: FieldOfAction) -> FieldOut:
    mapped = field.alliance_field
    return FieldOut(
        id=field.pk,
        number=field.number,
        name=field.name,
        alliance_field=named(mapped) if mapped else None,
        source=field.source,
        is_example=field.is_example,
    )


@reads(router, "/target-groups")
def list_target_groups(here: Here, paging: Query[Paging]) -> Page[TargetGroupOut]:
    """List the target groups, by name."""
    return page_of(TargetGroupPolicy.queryset(here.actor).order_by("name", "pk"), paging, target_group)


@writes(router, "post", "/target-groups", status=201)
def add_target_group(here: Here, body: TargetGroupIn) -> TargetGroupOut:
    """Add a target group."""
    values = here.values(body, {})
    return target_group(actions.create_target_group(actor=here.actor, municipality=here.municipality, **values))


def target_group(group: TargetGroup) -> TargetGroupOut:
    """Return a target group as it is sent out."""
    return TargetGroupOut(
        id=group.pk, name=group.name, age_from=group.age_from, age_to=group.age_to, origin=group.origin
    )


@reads(router, "/programmes")
def list_programmes(here: Here, paging: Query[Paging]) -> Page[ProgrammeOut]:
    """List the programmes, newest first."""
    return page_of(_programmes(here).order_by("-period_from", "title", "pk"), paging, _programme)


@reads(router, "/programmes/{slug:slug}")
def get_programme(here: Here, slug: Slug) -> ProgrammeInFull:
    """Show one programme with the texts of its council paper."""
    return _in_full(here, slug)


@writes(router, "post", "/programmes", status=201)
def add_programme(here: Here, body: ProgrammeIn) -> ProgrammeInFull:
    """Start a programme."""
    values = here.values(body, {"papers": PaperPolicy})
    values["slug"] = body.slug or ""
    made = actions.create_programme(actor=here.actor, municipality=here.municipality, **values)
    return _in_full(here, made.slug)


@writes(router, "patch", "/programmes/{slug:slug}")
def change_programme(here: Here, slug: Slug, body: ProgrammeChange) -> ProgrammeInFull:
    """Change a programme; only what is sent."""
    changes = here.values(body, {"papers": PaperPolicy})
    actions.change_programme(
        actor=here.actor, programme=the_programme(here, slug), changes=changes, expected_version=body.expected_version
    )
    return _in_full(here, slug)


def the_programme(here: Here, slug: str) -> Programme:
    """Return the programme called ``slug`` if it may be seen. Raises ``Http404`` otherwise."""
    found: Programme = here.one(ProgrammePolicy.queryset(here.actor).select_related("municipality"), slug=slug)
    return found


def _programmes(here: Here) -> QuerySet[Any]:
    return programmes(here.actor).prefetch_related(Prefetch("papers", PaperPolicy.queryset(here.actor)))


def _in_full(here: Here, slug: str) -> ProgrammeInFull:
    found = here.one(_programmes(here), slug=slug)
    return ProgrammeInFull(
        **dict(_programme(found)),
        resolution_draft=found.resolution_draft,
        facts=found.facts,
        financial_effects=found.financial_effects,
    )


def _programme(programme: Any) -> ProgrammeOut:
    return ProgrammeOut(
        id=programme.pk,
        version=programme.version,
        slug=programme.slug,
        title=programme.title,
        period=fuzzy(programme.period),
        introduction=programme.introduction,
        state=programme.state,
        papers=[named(paper) for paper in programme.papers.all()],
        measures=programme.measure_count,
        measures_done=programme.done_count,
        is_public=programme.is_public,
        source=programme.source,
        is_example=programme.is_example,
    )


@reads(router, "/programmes/{slug:slug}/goals")
def list_goals(here: Here, slug: Slug, paging: Query[Paging]) -> Page[GoalOut]:
    """List the goals of a programme, by field and number."""
    found = _goals(here).filter(programme=the_programme(here, slug))
    return page_of(found.order_by("field__number", "number", "pk"), paging, _goal)


@writes(router, "post", "/programmes/{slug:slug}/goals", status=201)
def add_goal(here: Here, slug: Slug, body: GoalIn) -> GoalOut:
    """Add a goal to a programme; recommendations it is made of count as accepted."""
    values = here.values(body, GOAL_REFERENCES)
    made = actions.create_goal(actor=here.actor, programme=the_programme(here, slug), **values)
    return _goal(here.one(_goals(here), pk=made.pk))


@reads(router, "/goals/{int:pk}")
def get_goal(here: Here, pk: Id) -> GoalOut:
    """Show one goal."""
    return _goal(here.one(_goals(here), pk=pk))


@writes(router, "patch", "/goals/{int:pk}")
def change_goal(here: Here, pk: Id, body: GoalChange) -> GoalOut:
    """Change a goal; only what is sent."""
    actions.change_goal(
        actor=here.actor,
        goal=here.get(GoalPolicy, pk),
        changes=here.values(body, GOAL_REFERENCES),
        expected_version=body.expected_version,
    )
    return _goal(here.one(_goals(here), pk=pk))


def _goals(here: Here) -> QuerySet[Any]:
    seen = Prefetch("recommendations", RecommendationPolicy.queryset(here.actor))
    found: QuerySet[Any] = GoalPolicy.queryset(here.actor).select_related("programme", "field")
    return found.prefetch_related(seen)


def _goal(goal: Goal) -> GoalOut:
    return GoalOut(
        id=goal.pk,
        version=goal.version,
        programme=goal.programme.slug,
        field=named(goal.field),
        number=goal.number,
        title=goal.title,
        description=goal.description,
        influence=goal.influence,
        deadline=fuzzy(goal.deadline),
        indicator=goal.indicator,
        target_value=goal.target_value,
        recommendations=[named(item) for item in goal.recommendations.all()],
        is_example=goal.is_example,
    )
