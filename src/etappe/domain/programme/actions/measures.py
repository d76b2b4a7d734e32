"""Measures, their milestones and partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.numbering import next_number
from etappe.domain.participation.actions.recommendations import accept_open
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.models import Cooperation, FieldOfAction, Goal, Measure, Milestone, Programme, TargetGroup
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.interop.fuzzy_dates import FuzzyDate


def create_measure(
    *,
    actor: Actor,
    programme: Programme,
    field: FieldOfAction,
    title: str,
    number: int | None = None,
    goal: Goal | None = None,
    recommendations: Iterable[Recommendation] = (),
    target_groups: Iterable[TargetGroup] = (),
    is_example: bool = False,
    source: str = "",
    **values: Any,
) -> Measure:
    """Add a measure to ``programme``; without ``number`` it gets the next free one.

    ``values`` are further fields of the measure by name (``owner``, ``place``, ``deadline`` as a fuzzy date, …).
    """
    measure = Measure(
        municipality=programme.municipality,
        programme=programme,
        field=field,
        goal=goal,
        title=title,
        is_example=is_example,
        source=source,
    )
    for name, value in values.items():
        setattr(measure, name, value)
    sources = list(recommendations)
    with act(actor, allowed_by=MeasurePolicy, to="create", on=None) as record:
        accept_open(actor=actor, recommendations=sources)
        measure.number = (
            number if number is not None else next_number(programme, Measure.objects.filter(programme=programme))
        )
        measure.search_text = search_text_of(measure)
        return record.create("measure.created", measure, recommendations=sources, target_groups=list(target_groups))


def change_measure(
    *,
    actor: Actor,
    measure: Measure,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
    reason: str = "",
) -> Measure:
    """Change a measure; ``changes`` by field name, fuzzy dates as such, target groups as a list.

    Raises ``Conflict`` where somebody else has changed the same fields since ``expected_version``.
    """
    with act(actor, allowed_by=MeasurePolicy, to="change", on=measure, reason=reason) as record:
        accept_open(actor=actor, recommendations=changes.get("recommendations", ()))
        changed = record.change("measure.changed", measure, changes, expected_version=expected_version)
        return _with_search_text(changed)


def report_state(
    *, actor: Actor, measure: Measure, state: str, reason: str = "", expected_version: int | None = None
) -> Measure:
    """Say how things stand; open to the owning unit. Stopping needs a reason."""
    if state == Measure.State.STOPPED and not reason.strip():
        raise Invalid({"reason": _("Bitte kurz begründen, warum die Maßnahme gestoppt wird.")})
    with act(actor, allowed_by=MeasurePolicy, to="report", on=measure, reason=reason) as record:
        return record.change("measure.reported", measure, {"state": state}, expected_version=expected_version)


def add_milestone(
    *, actor: Actor, measure: Measure, title: str, due: FuzzyDate | None = None, reached_on: date | None = None
) -> Milestone:
    """Add the next milestone to ``measure``."""
    last = measure.milestones.aggregate(last=Max("position"))["last"]
    milestone = Milestone(
        municipality=measure.municipality,
        measure=measure,
        position=(last or 0) + 1,
        title=title,
        reached_on=reached_on,
    )
    milestone.due = due
    with act(actor, allowed_by=MeasurePolicy, to="change", on=measure) as record:
        return record.create("milestone.added", milestone)


def tick_milestone(*, actor: Actor, milestone: Milestone, reached_on: date | None) -> Milestone:
    """Mark a milestone as reached on a day, or as not reached (None); open to the owning unit."""
    with act(actor, allowed_by=MeasurePolicy, to="report", on=milestone.measure) as record:
        before = state_of(milestone)
        milestone.reached_on = reached_on
        milestone.save()
        record.changed("milestone.ticked", milestone, before)
    return milestone


def remove_milestone(*, actor: Actor, milestone: Milestone) -> None:
    """Remove a milestone; its values stay in the history."""
    with act(actor, allowed_by=MeasurePolicy, to="change", on=milestone.measure) as record:
        record.removed("milestone.removed", milestone)
        milestone.delete()


def add_partner(*, actor: Actor, measure: Measure, partner: Organisation | Unit, contribution: str = "") -> Cooperation:
    """Add a partner: an organisation or another unit."""
    cooperation = Cooperation(
        municipality=measure.municipality,
        measure=measure,
        organisation=partner if isinstance(partner, Organisation) else None,
        unit=partner if isinstance(partner, Unit) else None,
        contribution=contribution,
    )
    with act(actor, allowed_by=MeasurePolicy, to="change", on=measure) as record:
        return record.create("partner.added", cooperation)


def remove_partner(*, actor: Actor, cooperation: Cooperation) -> None:
    """End a cooperation; its values stay in the history."""
    with act(actor, allowed_by=MeasurePolicy, to="change", on=cooperation.measure) as record:
        record.removed("partner.removed", cooperation)
        cooperation.delete()


def search_text_of(measure: Measure) -> str:
    """Return what the search of the list looks through, in lower case."""
    owner = f"{measure.owner.name} {measure.owner.short}" if measure.owner else ""
    parts = (str(measure.number), measure.title, measure.description, owner, measure.place, measure.funding_source)
    return " ".join(part for part in parts if part).lower()


def _with_search_text(measure: Measure) -> Measure:
    text = search_text_of(measure)
    if text != measure.search_text:
        measure.search_text = text
        Measure.objects.filter(pk=measure.pk).update(search_text=text)
    return measure
