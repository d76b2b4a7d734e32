"""From stored programme to printed report: maps what the actor may see onto the data the layout prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.language import official_language
from etappe.domain.participation.models import Finding, Recommendation
from etappe.domain.programme.completeness import completeness_of
from etappe.domain.programme.models import Goal, Measure, Programme
from etappe.domain.programme.queries import MeasureFilter, for_print, recommendations_with_fate
from etappe.domain.publication.council_front import council_front, in_paragraphs, shown_date
from etappe.render.programme import Format, render_programme
from etappe.render.programme.model import (
    Completeness,
    FieldSection,
    GoalEntry,
    Influence,
    MeasureEntry,
    MilestoneEntry,
    ProgrammeReport,
    RecommendationEntry,
    SourceEntry,
    TraceStep,
)


def programme_report(*, actor: Actor, programme: Programme, as_of: date, paper: Paper | None = None) -> ProgrammeReport:
    """Return the report on ``programme`` as ``actor`` may see it, in a constant number of queries."""
    measures = list(for_print(actor, MeasureFilter(programme=programme.slug, sort="feld"), today=as_of))
    goals = list(Goal.objects.filter(programme=programme).select_related("field"))
    sources = recommendations_with_fate(actor).filter(measures__in=measures).distinct().order_by("number")
    return ProgrammeReport(
        title=programme.title,
        municipality=programme.municipality.title,
        period=programme.period.words if programme.period else "",
        as_of=as_of,
        status=str(programme.get_state_display()),
        is_example=programme.is_example,
        introduction=in_paragraphs(programme.introduction),
        council=council_front(
            paper,
            subject=programme.title,
            draft_resolution=programme.resolution_draft,
            statement=programme.facts or programme.introduction,
            financial_effects=programme.financial_effects,
            attachment=_("%(title)s: alle Maßnahmen nach Handlungsfeldern") % {"title": programme.title},
        ),
        fields=_sections(measures, goals, actor),
        recommendations=tuple(_recommendation(item, actor) for item in sources),
        sources=(SourceEntry(_("Programm"), programme.source),) if programme.source else (),
    )


def print_programme(
    *,
    actor: Actor,
    programme: Programme,
    format: Format,  # noqa: A002 - the word callers use
    as_of: date,
    paper: Paper | None = None,
) -> bytes:
    """Return the programme as a file, without keeping it; in German, for a council reads it."""
    with official_language():
        return render_programme(programme_report(actor=actor, programme=programme, as_of=as_of, paper=paper), format)


def _sections(measures: list[Measure], goals: list[Goal], actor: Actor) -> tuple[FieldSection, ...]:
    by_field = {field: list(group) for field, group in groupby(measures, key=lambda measure: measure.field)}
    fields = sorted({*by_field, *(goal.field for goal in goals)}, key=lambda field: field.number)
    return tuple(
        FieldSection(
            number=str(field.number),
            title=field.name,
            goals=tuple(_goal(goal) for goal in goals if goal.field == field),
            measures=tuple(_measure(measure, actor) for measure in by_field.get(field, ())),
        )
        for field in fields
    )


def _goal(goal: Goal) -> GoalEntry:
    target = f"{goal.indicator}: {goal.target_value}" if goal.target_value else goal.indicator
    return GoalEntry(number=goal.number, title=goal.title, deadline=shown_date(goal.deadline), target=target)


def _measure(measure: Measure, actor: Actor) -> MeasureEntry:
    complete = completeness_of(measure)
    return MeasureEntry(
        number=str(measure.number),
        title=measure.title,
        influence=Influence(measure.influence),
        completeness=Completeness(len(complete.present), complete.total),
        description=measure.description,
        goal=measure.goal.number if measure.goal else "",
        owner=measure.owner.name if measure.owner else "",
        partners=tuple(str(cooperation) for cooperation in measure.cooperations.all()),
        target_groups=tuple(_group(group) for group in measure.target_groups.all()),
        place=measure.place,
        start=shown_date(measure.start),
        deadline=shown_date(measure.deadline),
        milestones=tuple(
            MilestoneEntry(milestone.title, shown_date(milestone.due), done=milestone.reached_on is not None)
            for milestone in measure.milestones.all()
        ),
        budget=measure.budget,
        funding_source=measure.funding_source,
        output=measure.output,
        outcome=measure.outcome,
        indicator=measure.indicator,
        target=measure.target_value,
        state=str(measure.get_state_display()),
        missing=tuple(str(requirement.label) for requirement in complete.missing),
        trace=tuple(_trace(measure.recommendations.all(), actor)),
        is_example=measure.is_example,
    )


def _group(group: Any) -> str:
    details = [part for part in (group.ages, group.origin) if part]
    return f"{group.name} ({', '.join(details)})" if details else str(group.name)


def _trace(recommendations: Iterable[Recommendation], actor: Actor) -> Iterable[TraceStep]:
    for recommendation in recommendations:
        finding = _sentence(recommendation, actor)
        if finding is not None:
            paper, section, page = _place(finding)
            yield TraceStep(_("Fundstelle"), finding.text, paper, section, page)
        yield TraceStep(str(recommendation), recommendation.text, paper=_origin(recommendation))


def _sentence(recommendation: Recommendation, actor: Actor) -> Finding | None:
    """Return the first sentence it came from, if the concept it stands in may be read."""
    readable = (found for found in recommendation.findings.all() if actor.is_staff or found.version.concept.is_public)
    return next(readable, None)


def _place(finding: Finding | None) -> tuple[str, str, str]:
    if finding is None:
        return "", "", ""
    outline = finding.version.outline
    section = outline[finding.section]["label"] if finding.section < len(outline) else ""
    return finding.version.concept.title, section, str(finding.page or "")


def _origin(recommendation: Recommendation) -> str:
    if recommendation.working_group is not None:
        return f"{recommendation.working_group.conference}, {recommendation.working_group}"
    if recommendation.statement_point is not None:
        return f"{recommendation.statement_point.statement}, {recommendation.statement_point}"
    return recommendation.source


def _recommendation(item: Recommendation, actor: Actor) -> RecommendationEntry:
    paper, section, page = _place(_sentence(item, actor))
    made = _made_of(item)
    return RecommendationEntry(
        number=str(item.number),
        text=item.text,
        origin=_origin(item),
        state=str(item.get_state_display()),
        reason=item.reason,
        measures=made,
        paper=paper,
        section=section,
        page=page,
    )


def _made_of(item: Any) -> tuple[str, ...]:
    return tuple(str(measure.number) for measure in item.measures.all())
