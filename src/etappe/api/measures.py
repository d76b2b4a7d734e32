"""Measures: the list with its filter, one measure in full, and what may be done with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query, Router

from etappe.api.happenings import history
from etappe.api.measure_shapes import (
    CompletenessOut,
    MeasureChange,
    MeasureIn,
    MeasureInFull,
    MeasureOut,
    MeasureReport,
    MeasureWish,
    MilestoneIn,
    MilestoneOut,
    MilestoneTick,
    MissingOut,
    PartnerIn,
    PartnerOut,
    TraceOut,
)
from etappe.api.programme import Slug, target_group, the_programme
from etappe.api.recommendations import sentences
from etappe.api.routing import Here, References, reads, writes
from etappe.api.values import Id, Page, Paging, fuzzy, money, named, page_of, ref
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.participation.models import Recommendation
from etappe.domain.participation.policies import RecommendationPolicy, StatementPolicy
from etappe.domain.programme.actions import measures as actions
from etappe.domain.programme.completeness import completeness_of
from etappe.domain.programme.models import Cooperation, Measure, Milestone
from etappe.domain.programme.policies import FieldOfActionPolicy, GoalPolicy, MeasurePolicy, TargetGroupPolicy
from etappe.domain.programme.queries import Completed, MeasureFilter, measure_in_full
from etappe.domain.programme.queries import measures as find_measures
from etappe.domain.tenancy.policies import OrganisationPolicy, UnitPolicy

router = Router(tags=["Measures"])
REFERENCES: References = {
    "field": FieldOfActionPolicy,
    "goal": GoalPolicy,
    "owner": UnitPolicy,
    "target_groups": TargetGroupPolicy,
    "recommendations": RecommendationPolicy,
}
DUE = {"overdue": "ueberfaellig", "next_90_days": "naechste90", "none": "ohne"}
SORTS = {
    "number": "nummer",
    "title": "titel",
    "field": "feld",
    "owner": "zustaendig",
    "state": "stand",
    "deadline": "frist",
}
"""What the interface calls the choices of the list page."""


@reads(router, "/measures")
def list_measures(here: Here, paging: Query[Paging], wanted: Query[MeasureWish]) -> Page[MeasureOut]:
    """List measures, with the filter and the order of the list page."""
    return page_of(find_measures(here.actor, _filter(wanted), today=here.today), paging, _measure)


def _filter(wanted: MeasureWish) -> MeasureFilter:
    sort = ("-" if wanted.sort.startswith("-") else "") + SORTS.get(wanted.sort.lstrip("-"), "")
    complete = {True: Completed.YES, False: Completed.NO, None: ""}[wanted.complete]
    return MeasureFilter(
        words=wanted.words,
        programme=wanted.programme,
        field="" if wanted.field is None else str(wanted.field),
        state=wanted.state or "",
        owner="" if wanted.owner is None else str(wanted.owner),
        influence=wanted.influence or "",
        complete=complete,
        due=DUE.get(wanted.due or "", ""),
        sort=sort,
    )


@reads(router, "/measures/{int:pk}")
def get_measure(here: Here, pk: Id) -> MeasureInFull:
    """Show one measure: completeness, milestones, partners, the way back to its recommendations, history."""
    return _in_full(here, pk)


@writes(router, "post", "/programmes/{slug:slug}/measures", status=201)
def add_measure(here: Here, slug: Slug, body: MeasureIn) -> MeasureInFull:
    """Add a measure to a programme; recommendations it is made of count as accepted."""
    programme = the_programme(here, slug)
    values = here.values(body, REFERENCES)
    return _in_full(here, actions.create_measure(actor=here.actor, programme=programme, **values).pk)


@writes(router, "patch", "/measures/{int:pk}")
def change_measure(here: Here, pk: Id, body: MeasureChange) -> MeasureInFull:
    """Change a measure; only what is sent. The state has a route of its own."""
    actions.change_measure(
        actor=here.actor,
        measure=here.get(MeasurePolicy, pk),
        changes=here.values(body, REFERENCES),
        expected_version=body.expected_version,
        reason=body.reason,
    )
    return _in_full(here, pk)


@writes(router, "post", "/measures/{int:pk}/state")
def report_measure(here: Here, pk: Id, body: MeasureReport) -> MeasureInFull:
    """Say how things stand; open to the unit in charge as well."""
    actions.report_state(
        actor=here.actor,
        measure=here.get(MeasurePolicy, pk),
        state=body.state,
        reason=body.reason,
        expected_version=body.expected_version,
    )
    return _in_full(here, pk)


@writes(router, "post", "/measures/{int:pk}/milestones", status=201)
def add_milestone(here: Here, pk: Id, body: MilestoneIn) -> MilestoneOut:
    """Add the next milestone to a measure."""
    measure = here.get(MeasurePolicy, pk)
    return _milestone(actions.add_milestone(actor=here.actor, measure=measure, **here.values(body, {})))


@writes(router, "patch", "/measures/{int:pk}/milestones/{int:milestone}")
def tick_milestone(here: Here, pk: Id, milestone: Id, body: MilestoneTick) -> MilestoneOut:
    """Say when a milestone was reached, or that it was not; open to the unit in charge as well."""
    found = here.one(_part(here, Milestone, pk), pk=milestone)
    return _milestone(actions.tick_milestone(actor=here.actor, milestone=found, reached_on=body.reached_on))


@writes(router, "delete", "/measures/{int:pk}/milestones/{int:milestone}", status=204)
def remove_milestone(here: Here, pk: Id, milestone: Id) -> None:
    """Remove a milestone; its values stay in the history."""
    actions.remove_milestone(actor=here.actor, milestone=here.one(_part(here, Milestone, pk), pk=milestone))


@writes(router, "post", "/measures/{int:pk}/partners", status=201)
def add_partner(here: Here, pk: Id, body: PartnerIn) -> PartnerOut:
    """Add a partner: an organisation or another unit."""
    measure = here.get(MeasurePolicy, pk)
    if (body.organisation is None) == (body.unit is None):
        raise Invalid({"": _("Bitte entweder eine Organisation oder eine Stelle angeben.")})
    field = "unit" if body.organisation is None else "organisation"
    policy = UnitPolicy if body.organisation is None else OrganisationPolicy
    partner = here.referred(policy, getattr(body, field), field)
    return _partner(
        actions.add_partner(actor=here.actor, measure=measure, partner=partner, contribution=body.contribution)
    )


@writes(router, "delete", "/measures/{int:pk}/partners/{int:partner}", status=204)
def remove_partner(here: Here, pk: Id, partner: Id) -> None:
    """End a cooperation; its values stay in the history."""
    actions.remove_partner(actor=here.actor, cooperation=here.one(_part(here, Cooperation, pk), pk=partner))


def _part(here: Here, model: type[Milestone | Cooperation], measure: int) -> QuerySet[Any]:
    seen = MeasurePolicy.queryset(here.actor).filter(pk=measure)
    return model.objects.filter(measure__in=seen).select_related("measure__programme", "municipality")


def _in_full(here: Here, pk: int) -> MeasureInFull:
    measure = measure_in_full(here.actor, pk)
    if measure is None:
        raise Http404(_("Diese Maßnahme gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return MeasureInFull(
        **dict(_measure(measure)),
        description=measure.description,
        output=measure.output,
        outcome=measure.outcome,
        milestones=[_milestone(item) for item in measure.milestones.all()],
        partners=[_partner(item) for item in measure.cooperations.all()],
        trace=[_trace(here.actor, item) for item in measure.recommendations.all()],
        history=history(here.actor, measure),
    )


def _measure(measure: Measure) -> MeasureOut:
    return MeasureOut(
        id=measure.pk,
        version=measure.version,
        number=measure.number,
        title=measure.title,
        programme=measure.programme.slug,
        field=named(measure.field),
        goal=ref(measure.goal),
        owner=ref(measure.owner),
        influence=measure.influence,
        state=measure.state,
        target_groups=[target_group(group) for group in measure.target_groups.all()],
        place=measure.place,
        start=fuzzy(measure.start),
        deadline=fuzzy(measure.deadline),
        budget=money(measure.budget),
        funding_source=measure.funding_source,
        indicator=measure.indicator,
        target_value=measure.target_value,
        completeness=_completeness(measure),
        is_public=measure.is_public,
        source=measure.source,
        is_example=measure.is_example,
    )


def _completeness(measure: Measure) -> CompletenessOut:
    complete = completeness_of(measure)
    return CompletenessOut(
        is_complete=complete.is_complete,
        present=[requirement.key for requirement in complete.present],
        missing=[
            MissingOut(
                key=requirement.key, label=str(requirement.label), ask=str(requirement.ask), field=requirement.field
            )
            for requirement in complete.missing
        ],
    )


def _milestone(milestone: Milestone) -> MilestoneOut:
    reached: date | None = milestone.reached_on
    return MilestoneOut(
        id=milestone.pk,
        position=milestone.position,
        title=milestone.title,
        due=fuzzy(milestone.due),
        reached_on=reached,
    )


def _partner(cooperation: Cooperation) -> PartnerOut:
    return PartnerOut(
        id=cooperation.pk,
        organisation=ref(cooperation.organisation),
        unit=ref(cooperation.unit),
        contribution=cooperation.contribution,
    )


def _trace(actor: Actor, item: Recommendation) -> TraceOut:
    group, point = item.working_group, item.statement_point
    return TraceOut(
        recommendation=named(item),
        text=item.text,
        state=item.state,
        working_group=ref(group),
        conference=ref(group.conference) if group else None,
        statement_point=ref(point) if point and StatementPolicy.allows(actor, "view", point.statement) else None,
        sentences=sentences(actor, item),
    )
