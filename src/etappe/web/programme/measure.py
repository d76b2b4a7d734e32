"""The page of one measure: state in words, the way it came, what is missing next, facts, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.audit.queries import history_of
from etappe.domain.programme.completeness import completeness_of
from etappe.domain.programme.models import Measure, TargetGroup
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.programme.queries import measure_in_full
from etappe.web.components import Crumb, Fact, Missing, Station
from etappe.web.door import PUBLIC, TenantRequest, page
from etappe.web.happenings import entries
from etappe.web.programme.groups import GROUPS, group_of
from etappe.web.programme.measure_list import is_late
from etappe.web.programme.measure_parts import MilestoneForm, PartnerForm, StateForm
from etappe.web.rounds.on_measure import Answered, answers_about, station_of
from etappe.web.steering.on_measure import steering_of


def find(request: TenantRequest, pk: int) -> Measure:
    """Return the measure, or answer 404 where it does not exist or may not be seen."""
    measure = measure_in_full(request.actor, pk)
    if measure is None:
        raise Http404(_("Diese Maßnahme gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return measure


@page(PUBLIC)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the page."""
    measure = find(request, pk)
    may_change = MeasurePolicy.allows(request.actor, "change", measure)
    may_report = MeasurePolicy.allows(request.actor, "report", measure)
    return render(request, "programme/measure.html", page_of(request, measure, may_change, may_report))


def page_of(request: TenantRequest, measure: Measure, may_change: bool, may_report: bool) -> dict[str, Any]:
    """Collect what the page shows."""
    complete = completeness_of(measure)
    slug = request.municipality.slug
    answers = answers_about(request.actor, measure)
    steering = steering_of(request.actor, measure)
    return {
        "breadcrumbs": [
            Crumb(_("Programm"), reverse("programme:home", args=[slug])),
            Crumb(measure.programme.title, measure.programme.get_absolute_url()),
            Crumb(_("Maßnahme %d") % measure.number),
        ],
        "measure": measure,
        "late": is_late(measure, timezone.localdate()),
        "stations": [*stations(measure, answers), *steering["stations"]],
        "answers": answers,
        "steering": steering,
        "complete": complete,
        "missing": [
            Missing(requirement.label, edit_url(measure, requirement.field) if may_change else "")
            for requirement in complete.missing
        ],
        "fact_groups": fact_groups(measure, may_change),
        "sources": list(measure.recommendations.all()),
        "may_change": may_change,
        "may_report": may_report,
        "state_form": StateForm.within(
            request, _of(measure, "measure_state"), initial={"state": measure.state, "version": measure.version}
        ),
        "milestone_form": MilestoneForm.within(request, _of(measure, "milestone_add")),
        "partner_form": PartnerForm.within(request, _of(measure, "partner_add")),
        "history": entries(history_of(measure)) if request.actor.is_staff else None,
    }


def _of(measure: Measure, name: str) -> str:
    return reverse(f"programme:{name}", args=[measure.municipality.slug, measure.pk])


def edit_url(measure: Measure, field: str) -> str:
    """Return the address of the form in which ``field`` is edited, with the cursor on it."""
    address = reverse("programme:measure_edit", args=[measure.municipality.slug, measure.pk, group_of(field).slug])
    return f"{address}#id_{field}"


def stations(measure: Measure, answers: list[Answered]) -> list[Station]:
    """Return the way from the recommendation to what comes next."""
    found: list[Station] = []
    sources = list(measure.recommendations.all())
    if sources:
        first = sources[0]
        label = _("Empfehlung %d") % first.number if len(sources) == 1 else _("%d Empfehlungen") % len(sources)
        found.append(Station(label, first.get_absolute_url(), "happened", note=first.theme))
    else:
        note = _("Keine Empfehlung verknüpft")
        found.append(Station(_("Empfehlung"), state="missing", note=note))
    if measure.goal:
        found.append(
            Station(_("Ziel %s") % measure.goal.number, measure.goal.get_absolute_url(), "happened", measure.goal.title)
        )
    else:
        found.append(Station(_("Ziel"), edit_url(measure, "goal"), "missing", note=_("Ziel zuordnen")))
    owner = str(measure.owner) if measure.owner else _("noch niemand zuständig")
    deadline = _("bis %s") % measure.deadline.words if measure.deadline else _("ohne Frist")
    found.append(Station(_("Maßnahme %d") % measure.number, state="current", note=owner, detail=deadline))
    stand = Station(_("Stand"), "#stand", "happened", note=str(measure.get_state_display()))
    return [*found, station_of(answers) or stand]


def fact_groups(measure: Measure, may_change: bool) -> list[dict[str, Any]]:
    """Return the facts in the groups in which they are edited."""
    return [
        {
            "title": group.title,
            "id": group.slug,
            "edit_url": reverse("programme:measure_edit", args=[measure.municipality.slug, measure.pk, group.slug])
            if may_change
            else "",
            "facts": [_fact(measure, name) for name in group.fields if name not in AT_THE_TOP],
        }
        for group in GROUPS
    ]


AT_THE_TOP = ("title", "description")
"""Facts that the head of the page shows already."""
LABELS: dict[str, str | Promise] = {"start": gettext_lazy("Beginn"), "deadline": gettext_lazy("Frist")}


def _fact(measure: Measure, name: str) -> Fact:
    field: Any = Measure._meta.get_field(name) if name not in LABELS else None
    label = LABELS.get(name) or str(field.verbose_name)
    shown = SHOWN.get(name, _plain)
    link = measure.goal.get_absolute_url() if name == "goal" and measure.goal else ""
    return Fact(label, shown(measure, name), url=link)


def _plain(measure: Measure, name: str) -> str:
    value = getattr(measure, name)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    return str(value) if value is not None else ""


def _date(measure: Measure, name: str) -> str:
    value = getattr(measure, name)
    return value.words if value else ""


def _group_in_words(group: TargetGroup) -> str:
    details = [part for part in (group.ages, group.origin) if part]
    return f"{group.name} ({', '.join(details)})" if details else group.name


SHOWN: dict[str, Callable[[Measure, str], str]] = {
    "target_groups": lambda measure, _name: "; ".join(_group_in_words(group) for group in measure.target_groups.all()),
    "influence": lambda measure, _name: str(measure.get_influence_display()),
    "budget": lambda measure, _name: f"{number_format(measure.budget, 2)} €" if measure.budget is not None else "",
    "goal": lambda measure, _name: f"{measure.goal.number} {measure.goal.title}" if measure.goal else "",
    "owner": lambda measure, _name: measure.owner.title if measure.owner else "",
    "start": _date,
    "deadline": _date,
}
"""How a fact is shown where its value alone would not do."""
