"""Programmes, fields of action, target groups and goals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import slugify

from etappe.domain.audit.recording import act
from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Actor
from etappe.domain.participation.actions.recommendations import accept_open
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.models import AllianceField, FieldOfAction, Goal, Programme, TargetGroup
from etappe.domain.programme.models.influence import Influence
from etappe.domain.programme.policies import FieldOfActionPolicy, GoalPolicy, ProgrammePolicy, TargetGroupPolicy
from etappe.domain.tenancy.models import Alliance, Municipality
from etappe.domain.tenancy.policies import AlliancePolicy
from etappe.interop.fuzzy_dates import FuzzyDate

TAKEN_SLUGS = frozenset({"neu", "massnahmen", "tabelle"})
GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def create_alliance_field(*, actor: Actor, alliance: Alliance, number: int, name: str) -> AllianceField:
    """Add a field of action to the alliance's list."""
    with act(actor, allowed_by=AlliancePolicy, to="change", on=alliance) as record:
        return record.create("alliance.field_added", AllianceField(alliance=alliance, number=number, name=name))


def create_field(
    *,
    actor: Actor,
    municipality: Municipality,
    number: int,
    name: str,
    alliance_field: AllianceField | None = None,
    source: str = "",
    is_example: bool = False,
) -> FieldOfAction:
    """Add a field of action, mapped to one of the alliance's where it corresponds."""
    field = FieldOfAction(
        municipality=municipality,
        number=number,
        name=name,
        alliance_field=alliance_field,
        source=source,
        is_example=is_example,
    )
    with act(actor, allowed_by=FieldOfActionPolicy, to="create", on=None) as record:
        return record.create("field.created", field)


def create_target_group(
    *,
    actor: Actor,
    municipality: Municipality,
    name: str,
    age_from: int | None = None,
    age_to: int | None = None,
    origin: str = "",
) -> TargetGroup:
    """Add a target group, told apart by age and by origin."""
    group = TargetGroup(municipality=municipality, name=name, age_from=age_from, age_to=age_to, origin=origin)
    with act(actor, allowed_by=TargetGroupPolicy, to="create", on=None) as record:
        return record.create("target_group.created", group)


def create_programme(
    *,
    actor: Actor,
    municipality: Municipality,
    title: str,
    slug: str = "",
    period: FuzzyDate | None = None,
    introduction: str = "",
    papers: Iterable[Paper] = (),
    is_public: bool = False,
    source: str = "",
    is_example: bool = False,
    **council_texts: str,
) -> Programme:
    """Start a programme. ``council_texts``: ``resolution_draft``, ``facts``, ``financial_effects``."""
    programme = Programme(
        municipality=municipality,
        title=title,
        slug=_free_slug(slug or slugify(title.translate(GERMAN_LETTERS))),
        introduction=introduction,
        is_public=is_public,
        source=source,
        is_example=is_example,
        **council_texts,
    )
    programme.period = period
    with act(actor, allowed_by=ProgrammePolicy, to="create", on=None) as record:
        return record.create("programme.created", programme, papers=list(papers))


def _free_slug(slug: str) -> str:
    """The pages of measures and sheets have these names beside the programmes."""
    return f"programm-{slug}"[:80] if slug in TAKEN_SLUGS or not slug else slug[:80]


def change_programme(
    *, actor: Actor, programme: Programme, changes: Mapping[str, Any], expected_version: int | None = None
) -> Programme:
    """Change a programme; ``changes`` by field name, ``papers`` as a list of papers."""
    with act(actor, allowed_by=ProgrammePolicy, to="change", on=programme) as record:
        return record.change("programme.changed", programme, changes, expected_version=expected_version)


def create_goal(
    *,
    actor: Actor,
    programme: Programme,
    field: FieldOfAction,
    number: str,
    title: str,
    description: str = "",
    influence: str = Influence.STEERS,
    deadline: FuzzyDate | None = None,
    indicator: str = "",
    target_value: str = "",
    recommendations: Iterable[Recommendation] = (),
    is_example: bool = False,
) -> Goal:
    """Add a goal to ``programme``."""
    goal = Goal(
        municipality=programme.municipality,
        programme=programme,
        field=field,
        number=number,
        title=title,
        description=description,
        influence=influence,
        indicator=indicator,
        target_value=target_value,
        is_example=is_example,
    )
    goal.deadline = deadline
    sources = list(recommendations)
    with act(actor, allowed_by=GoalPolicy, to="create", on=None) as record:
        accept_open(actor=actor, recommendations=sources)
        return record.create("goal.created", goal, recommendations=sources)


def change_goal(*, actor: Actor, goal: Goal, changes: Mapping[str, Any], expected_version: int | None = None) -> Goal:
    """Change a goal; ``changes`` by field name."""
    with act(actor, allowed_by=GoalPolicy, to="change", on=goal) as record:
        accept_open(actor=actor, recommendations=changes.get("recommendations", ()))
        return record.change("goal.changed", goal, changes, expected_version=expected_version)
