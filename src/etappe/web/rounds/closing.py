"""Closing a round: first what will be frozen and who is missing, then the button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.actions.rounds import close_round
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.queries import round_progress
from etappe.web.components import Crumb
from etappe.web.door import COORDINATION, TenantRequest, page
from etappe.web.rounds.overview import crumbs, find
from etappe.web.rounds.show import waiting_row


@page(COORDINATION)
def close(request: TenantRequest, pk: int) -> HttpResponse:
    """Say what closing means for this round; close it when the button says so."""
    round_ = find(request, pk)
    if round_.state != Round.State.OPEN and request.method != "POST":
        return redirect(round_)
    problem = ""
    if request.method == "POST" and request.POST.get("bestaetigt") == "ja":
        try:
            snapshot = close_round(actor=request.actor, round=round_, now=timezone.now())
        except DomainError as error:
            problem = str(error)
        else:
            text = _("Die Abfrage ist abgeschlossen, ihr Stand festgeschrieben. Prüfsumme: %s …")
            messages.success(request, text % snapshot.digest[:12])
            return redirect(round_)
    return _confirmation(request, round_, problem)


def _confirmation(request: TenantRequest, round_: Round, problem: str) -> HttpResponse:
    progress = round_progress(request.actor, round_)
    answered = [unit for unit in progress.units if unit.answered]
    context = {
        "breadcrumbs": crumbs(request, Crumb(round_.title, round_.get_absolute_url()), Crumb(_("Abschließen"))),
        "round": round_,
        "confirmed": progress.confirmed,
        "drafts": sum(unit.begun - unit.confirmed for unit in progress.units),
        "missing": [waiting_row(unit, acting=False) for unit in progress.silent],
        "unchecked": sum(unit.request.state == Request.State.ANSWERED for unit in answered),
        "problem": problem,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rounds/close.html", context, status=status)
