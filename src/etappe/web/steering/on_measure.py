"""What the page of a measure shows of steering: cases for the administration, decisions for whoever may see them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Actor
from etappe.domain.programme.models import Measure
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.models import Decision, Deviation
from etappe.domain.steering.policies import DeviationPolicy
from etappe.domain.steering.queries import cases_for, decisions
from etappe.web.components import Station
from etappe.web.steering.words import decision_facts, lies_in_words


def steering_of(actor: Actor, measure: Measure) -> dict[str, Any]:
    """Return cases, decisions and stations of ``measure`` as ``actor`` may see them."""
    cases = list(cases_for(actor).filter(measure=measure)) if actor.is_staff else []
    taken = list(decisions(actor).filter(measure=measure))
    return {
        "cases": [(case, lies_in_words(case) if case.is_open else "") for case in cases],
        "decisions": [_shown(decision, actor) for decision in taken],
        "stations": _stations(cases, taken),
        "may_open": DeviationPolicy.allows(actor, "open", None),
        "measure": measure,
    }


def _shown(decision: Decision, actor: Actor) -> dict[str, Any]:
    papers = [link.paper for link in decision.papers.all()]
    return {"decision": decision, "facts": decision_facts(decision, actor), "papers": papers}


def _stations(cases: list[Deviation], taken: list[Decision]) -> list[Station]:
    waiting = [case for case in cases if case.state in UNDECIDED]
    found: list[Station] = []
    if waiting:
        note = str(waiting[0].get_state_display())
        found.append(Station(_("Abweichung"), waiting[0].get_absolute_url(), "happened", note))
        due = f"{waiting[0].due:%d.%m.%Y}"
        found.append(Station(_("Entscheidung"), "", "ahead", _("fällig %s") % due))
    elif taken:
        case = next((case for case in cases if case.pk == taken[0].deviation_id), None)
        if case is not None:
            found.append(Station(_("Abweichung"), case.get_absolute_url(), "happened"))
        found.append(Station(_("Entscheidung"), "#entscheidungen", "happened", str(taken[0].get_course_display())))
    return found
