"""All rounds of a municipality, each with its progress."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import STAFF_ROLES
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.policies import RoundPolicy
from etappe.web.components import Crumb
from etappe.web.door import Access, TenantRequest, page

WITHIN = Access(STAFF_ROLES)
"""Rounds are work inside the administration."""
ANSWERED = (Request.State.ANSWERED, Request.State.ACCEPTED)


def crumbs(request: TenantRequest, *more: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page in this area."""
    return [Crumb(_("Sachstand"), reverse("rounds:home", args=[request.municipality.slug])), *more]


def find(request: TenantRequest, pk: int) -> Round:
    """Return the round, or answer 404."""
    found: Round | None = (
        RoundPolicy.queryset(request.actor).select_related("programme", "municipality").filter(pk=pk).first()
    )
    if found is None:
        raise Http404(_("Diese Abfrage gibt es hier nicht."))
    return found


@page(WITHIN)
def home(request: TenantRequest) -> HttpResponse:
    """Show all rounds, the latest reporting date first."""
    asked = Count("requests", filter=~Q(requests__state=Request.State.PASSED_ON))
    answered = Count("requests", filter=Q(requests__state__in=ANSWERED))
    found = RoundPolicy.queryset(request.actor).select_related("programme", "municipality")
    rows = [_row(round_) for round_ in found.annotate(asked_count=asked, answered_count=answered)]
    context = {
        "breadcrumbs": [Crumb(_("Sachstand"))],
        "rounds": rows,
        "may_create": RoundPolicy.allows(request.actor, "create", None),
    }
    return render(request, "rounds/home.html", context)


def _row(round_: Any) -> dict[str, Any]:
    words = progress_words(round_.asked_count, round_.answered_count)
    if round_.state == Round.State.DRAFT:
        text = ngettext(
            "%d Stelle ist vorgesehen; noch nicht versendet.", "%d Stellen sind vorgesehen; noch nicht versendet.",
            round_.asked_count,
        )  # fmt: skip
        words = text % round_.asked_count
    return {"round": round_, "asked": round_.asked_count, "answered": round_.answered_count, "words": words}


def progress_words(asked: int, answered: int) -> str:
    """Say how many of those asked have answered."""
    text = ngettext(
        "%(answered)d von %(asked)d Stelle hat geantwortet.", "%(answered)d von %(asked)d Stellen haben geantwortet.",
        asked,
    )  # fmt: skip
    return text % {"answered": answered, "asked": asked}
