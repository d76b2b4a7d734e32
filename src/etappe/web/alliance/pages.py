"""The alliance: its names over time, its members on a day, and what each has made public."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from etappe.domain.programme.queries import released_figures
from etappe.domain.tenancy.models import Alliance
from etappe.domain.tenancy.queries import members_on
from etappe.web.components import Crumb


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the alliances."""
    context = {"breadcrumbs": [Crumb(_("Bündnis"))], "alliances": Alliance.objects.prefetch_related("names")}
    return render(request, "alliance/home.html", context)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one alliance as of a day (``?am=2012-01-01``); of each member only what it has released."""
    alliance = Alliance.objects.prefetch_related("names", "fields").filter(slug=slug).first()
    if alliance is None:
        raise Http404(_("Dieses Bündnis gibt es hier nicht."))
    day = _day(request)
    members = members_on(alliance, day)
    figures = released_figures([member.municipality_id for member in members])
    context = {
        "breadcrumbs": [Crumb(_("Bündnis"), reverse("alliance:home")), Crumb(alliance.name)],
        "alliance": alliance,
        "day": day,
        "is_today": day == timezone.localdate(),
        "rows": [(member, figures.get(member.municipality_id)) for member in members],
        "history": alliance.memberships.select_related("municipality"),
    }
    return render(request, "alliance/alliance.html", context)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.GET.get("am", ""))
    except ValueError:
        return timezone.localdate()
