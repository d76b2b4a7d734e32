"""The first page after sign-in: what needs this person today, in at most seven cards."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import alliances_of, municipalities_of
from etappe.domain.council.queries import next_meetings
from etappe.web.components import Crumb
from etappe.web.door import STAFF, TenantRequest, page
from etappe.web.today.cards import cards_for


@login_required
def entrance(request: HttpRequest) -> HttpResponse:
    """Lead to the one municipality of this person, or let them choose."""
    user = cast(User, request.user)  # login_required has seen to it
    places = municipalities_of(user)
    if len(places) == 1:
        return redirect("today:municipality", places[0].slug)
    alliances = alliances_of(user)
    if not places and len(alliances) == 1:
        return redirect(alliances[0])
    context = {"breadcrumbs": [Crumb(_("Heute"))], "places": places, "alliances": alliances}
    return render(request, "today/entrance.html", context)


@page(STAFF)
def today(request: TenantRequest) -> HttpResponse:
    """Show what is due, the most urgent first; and what comes next where nothing is."""
    day = timezone.localdate()
    context = {
        "breadcrumbs": [Crumb(_("Heute"))],
        "cards": cards_for(request.actor, request.municipality, day),
        "meetings": next_meetings(day, limit=3),
        "day": day,
    }
    return render(request, "today/today.html", context)
