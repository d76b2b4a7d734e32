"""The page of one case: what deviates, what is said about it, what could be done, who decides."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from etappe.domain.audit.queries import history_of
from etappe.domain.programme.models import Measure
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.levels import next_level
from etappe.domain.steering.models import Decision, Deviation, Level, Option
from etappe.domain.steering.policies import DecisionPolicy, DeviationPolicy, TaskPolicy
from etappe.domain.steering.queries import case_in_full
from etappe.web.components import Crumb, Fact, Station
from etappe.web.door import TenantRequest, page
from etappe.web.happenings import entries
from etappe.web.numbers import whole
from etappe.web.steering.access import INSIDE
from etappe.web.steering.forms import DecideForm, ExplainForm, OptionForm, PaperForm, ReasonForm, RecordForm
from etappe.web.steering.words import decision_facts, euro, facts_of, lies_in_words, opened_in_words, who_decides


def find(request: TenantRequest, pk: int) -> Deviation:
    """Return the case, or answer 404 where it does not exist or may not be seen."""
    found = case_in_full(request.actor, pk)
    if found is None:
        raise Http404(_("Diesen Fall gibt es hier nicht."))
    return found


@page(INSIDE)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the page."""
    return page_of(request, find(request, pk))


def page_of(request: TenantRequest, deviation: Deviation, status: int = 200, **changed: Any) -> HttpResponse:
    """Show the case, with ``changed`` parts: a form that has something to say, or a sentence in ``problem``."""
    measure, undecided = deviation.measure, deviation.state in UNDECIDED
    decisions = list(deviation.decisions.all())
    for decision in decisions:
        decision.municipality, decision.measure = deviation.municipality, measure
    context = {
        "breadcrumbs": [
            Crumb(_("Abweichungen"), reverse("steering:home", args=[request.municipality.slug])),
            Crumb(_("Maßnahme %d") % measure.number),
        ],
        "deviation": deviation,
        "measure": measure,
        "undecided": undecided,
        "stations": stations(deviation, decisions),
        "opened": opened_in_words(deviation),
        "lies": lies_in_words(deviation) if undecided else "",
        "overdue": undecided and deviation.due < timezone.localdate(),
        "facts": facts_of(deviation),
        "agreed": _agreed(measure),
        "explanations": list(deviation.explanations.all()),
        "options": [(option, _option_facts(option)) for option in deviation.options.all()],
        "escalations": list(deviation.escalations.all()),
        "decisions": [_shown(request, decision) for decision in decisions],
        "history": entries(history_of(deviation)),
        "next_level": Level(next_level(deviation.level) or Level.COUNCIL).label,
    }
    return render(
        request, "steering/deviation.html", context | _offers(request, deviation, undecided) | changed, status=status
    )


def _offers(request: TenantRequest, deviation: Deviation, undecided: bool) -> dict[str, Any]:
    """Return the forms of everything this person may do with the case now."""
    actor, measure = request.actor, deviation.measure
    may = {
        action: undecided and DeviationPolicy.allows(actor, action, deviation)
        for action in ("explain", "advise", "prepare", "hand_up", "withdraw", "decide")
    }
    at_the_council = deviation.level == Level.COUNCIL
    with_a_body = deviation.level in {Level.COMMITTEE, Level.COUNCIL}
    may_decide, may_record = may["decide"] and not at_the_council, may["prepare"] and with_a_body
    offered: dict[str, Any] = {f"may_{action}": allowed for action, allowed in may.items()}
    offered |= {
        "may_decide": may_decide,
        "may_withdraw": may["withdraw"] and not at_the_council,
        "may_hand_up": may["hand_up"] and not at_the_council,
        "decider": "" if may_decide or not undecided else who_decides(deviation, timezone.localdate()),
        "cause_initial": deviation.cause,
    }
    if may["explain"]:
        offered["explain_form"] = ExplainForm.within(
            request, address(deviation, "explain"), initial={"cause": deviation.cause}, auto_id="id_explain_%s"
        )
    if may["advise"]:
        offered["option_form"] = OptionForm.within(
            request, address(deviation, "option_add"), actor=actor, measure=measure, auto_id="id_option_%s"
        )
    for name in ("hand_up", "withdraw"):
        if offered[f"may_{name}"]:
            offered[f"{name}_form"] = ReasonForm.within(request, address(deviation, name), auto_id=f"id_{name}_%s")
    if may_decide:
        offered["decide_form"] = DecideForm.within(
            request, address(deviation, "decide"), actor=actor, measure=measure, initial=initial_of(request, deviation)
        )
    if may_record:
        offered["record_form"] = RecordForm.within(
            request,
            address(deviation, "record"),
            actor=actor,
            measure=measure,
            auto_id="id_record_%s",
            initial={"version": deviation.version},
        )
    return offered


def address(deviation: Deviation, name: str) -> str:
    """Return where a form of this case goes."""
    return reverse(f"steering:{name}", args=[deviation.municipality.slug, deviation.pk])


def initial_of(request: TenantRequest, deviation: Deviation) -> dict[str, Any]:
    """Return what the form of the decision starts with: the option that was chosen, or the recommended one."""
    start: dict[str, Any] = {"version": deviation.version, "measure_version": deviation.measure.version}
    options: list[Option] = list(deviation.options.all())
    number = whole(request.GET.get("moeglichkeit", ""))
    chosen = next((option for option in options if option.pk == number), None)
    if chosen is None:
        return start
    names = ("course", "new_deadline", "new_target", "amount", "from_measure")
    return start | {name: getattr(chosen, name) for name in names}


def stations(deviation: Deviation, decisions: list[Decision]) -> list[Station]:
    """Return the way from the goal to the paper, with this case as the present station."""
    measure = deviation.measure
    found: list[Station] = []
    if measure.goal:
        found.append(Station(_("Ziel %s") % measure.goal.number, measure.goal.get_absolute_url(), "happened"))
    owner = str(measure.owner or _("noch niemand zuständig"))
    found.append(Station(_("Maßnahme %d") % measure.number, measure.get_absolute_url(), "happened", owner))
    if deviation.round:
        found.append(Station(_("Sachstand"), "", "happened", deviation.round.title))
    note = str(deviation.get_state_display())
    found.append(Station(_("Abweichung"), state="current", note=note, detail=date_format(deviation.opened_on)))
    final = decisions[0] if decisions else None
    if final is not None:
        found.append(Station(_("Entscheidung"), f"#entscheidung-{final.pk}", "happened", final.get_course_display()))
        papers = [link.paper for link in final.papers.all()]
        if papers:
            found.append(Station(_("Vorlage %s") % papers[0].number, papers[0].get_absolute_url(), "happened"))
        else:
            found.append(Station(_("Vorlage"), state="missing", note=_("noch keine Drucksache")))
    elif deviation.state != Deviation.State.WITHDRAWN:
        due = _("fällig %s") % date_format(deviation.due, "SHORT_DATE_FORMAT")
        found.append(Station(_("Entscheidung"), state="ahead", note=due))
    return found


def _agreed(measure: Measure) -> list[Fact]:
    """Return what was agreed about the measure, for whoever decides between two meetings."""
    return [
        Fact(_("Frist"), measure.deadline.words if measure.deadline else ""),
        Fact(_("Zielwert"), measure.target_value),
        Fact(_("Haushaltsmittel"), euro(measure.budget) if measure.budget is not None else ""),
        Fact(_("Zuständig"), measure.owner.title if measure.owner else ""),
    ]


def _option_facts(option: Option) -> str:
    details = [
        _("neue Frist: %s") % option.new_deadline.words if option.new_deadline else "",
        _("neuer Zielwert: %s") % option.new_target if option.new_target else "",
    ]
    if option.amount is not None and option.from_measure is not None:
        words = _("%(amount)s aus „%(measure)s“")
        details.append(words % {"amount": euro(option.amount), "measure": option.from_measure})
    return " · ".join(detail for detail in details if detail)


def _shown(request: TenantRequest, decision: Decision) -> dict[str, Any]:
    """Return a decision with its facts, papers, tasks and, for the office, the form for its paper."""
    paper_address = reverse("steering:paper", args=[request.municipality.slug, decision.pk])
    may_attach = DecisionPolicy.allows(request.actor, "attach_paper", decision)
    form = (
        PaperForm.within(request, paper_address, actor=request.actor, auto_id=f"id_paper{decision.pk}_%s")
        if may_attach
        else None
    )
    tasks = [(task, TaskPolicy.allows(request.actor, "finish", task)) for task in decision.tasks.all()]
    return {
        "decision": decision,
        "facts": decision_facts(decision, request.actor),
        "papers": [link.paper for link in decision.papers.all()],
        "tasks": tasks,
        "paper_form": form,
    }
