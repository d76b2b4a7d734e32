"""The rules, each a plain sentence with its threshold in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.steering.actions.rules import change_rule
from etappe.domain.steering.detecting import detector_of
from etappe.domain.steering.models import Rule, RuleKind
from etappe.domain.steering.policies import RulePolicy
from etappe.domain.steering.queries import rules as all_rules
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, by_button, page
from etappe.web.steering.access import INSIDE
from etappe.web.steering.forms import RuleForm


@dataclass(frozen=True)
class Wording:
    """A rule as a sentence: what stands before and after the number, and what the number counts."""

    before: str | Promise
    after: str | Promise
    counts: str | Promise


WORDINGS: dict[str, Wording] = {
    RuleKind.DEADLINE_PASSED: Wording(
        gettext_lazy("Die Frist einer Maßnahme ist seit mehr als"),
        gettext_lazy("Tagen verstrichen, und sie ist nicht abgeschlossen."),
        gettext_lazy("Tage nach der Frist"),
    ),
    RuleKind.FORECAST_LATE: Wording(
        gettext_lazy("Der letzte Sachstand erwartet den Abschluss mehr als"),
        gettext_lazy("Tage nach der Frist."),
        gettext_lazy("Tage nach der Frist"),
    ),
    RuleKind.MILESTONE_SLIPPED: Wording(
        gettext_lazy("Ein Meilenstein war vor mehr als"),
        gettext_lazy("Tagen fällig und ist nicht erreicht."),
        gettext_lazy("Tage nach dem Meilenstein"),
    ),
    RuleKind.NO_REPLY: Wording(
        gettext_lazy("Auf eine laufende Sachstandsabfrage fehlt die Antwort nach"),
        gettext_lazy("Erinnerungen."),
        gettext_lazy("Zahl der Erinnerungen"),
    ),
    RuleKind.WORSE_TWICE: Wording(
        gettext_lazy("Der gemeldete Stand ist"),
        gettext_lazy("mal nacheinander schlechter geworden."),
        gettext_lazy("Zahl der Verschlechterungen"),
    ),
    RuleKind.BUDGET_EXCEEDED: Wording(
        gettext_lazy("Ausgegeben ist mehr als vorgesehen, und zwar um mehr als"),
        gettext_lazy("Prozent."),
        gettext_lazy("Prozent über den Mitteln"),
    ),
    RuleKind.INDICATOR_OFF_TRACK: Wording(
        gettext_lazy("Ein Indikator liegt neben dem Zielpfad, um mehr als"),
        gettext_lazy("Prozent."),
        gettext_lazy("Prozent neben dem Zielpfad"),
    ),
}


@page(INSIDE)
def rules(request: TenantRequest) -> HttpResponse:
    """Show all rules."""
    return _shown(request)


@page(INSIDE)
@by_button("steering:rules")
def change(request: TenantRequest, kind: str) -> HttpResponse:
    """Take the threshold, the days and whether the rule is in force."""
    if kind not in RuleKind.values:
        raise Http404
    RulePolicy.require(request.actor, "change", None)
    form = RuleForm(request.POST, auto_id=f"id_{kind}_%s")
    if form.is_valid():
        changed = form.run(
            lambda: change_rule(
                actor=request.actor,
                municipality=request.municipality,
                kind=kind,
                changes=form.changes,
                expected_version=form.expected_version,
            )
        )
        if changed is not None:
            messages.success(request, _("Die Regel „%s“ ist gespeichert.") % changed.get_kind_display())
            address = reverse("steering:rules", args=[request.municipality.slug])
            return redirect(f"{address}#{kind}")
    return _shown(request, {kind: form}, status=422)


def _shown(request: TenantRequest, posted: dict[str, RuleForm] | None = None, status: int = 200) -> HttpResponse:
    found = all_rules(request.actor, request.municipality)
    home = reverse("steering:home", args=[request.municipality.slug])
    context = {
        "breadcrumbs": [Crumb(_("Abweichungen"), home), Crumb(_("Regeln"))],
        "rows": [_row(request, rule, (posted or {}).get(rule.kind)) for rule in found],
        "may_change": RulePolicy.allows(request.actor, "change", None),
    }
    return render(request, "steering/rules.html", context, status=status)


def _row(request: TenantRequest, rule: Rule, form: RuleForm | None) -> dict[str, Any]:
    names = ("threshold", "days_to_answer", "active", "version")
    initial = {name: getattr(rule, name) for name in names}
    address = reverse("steering:rule_change", args=[request.municipality.slug, rule.kind])
    return {
        "rule": rule,
        "wording": WORDINGS[rule.kind],
        "form": form or RuleForm.within(request, address, initial=initial, auto_id=f"id_{rule.kind}_%s"),
        "is_watched": detector_of(rule.kind) is not None,
    }
