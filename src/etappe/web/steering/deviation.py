"""The page of one case."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from etappe.domain.steering.models import Deviation
from etappe.domain.steering.queries import case_in_full
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page
from etappe.web.steering.access import INSIDE


def find(request: TenantRequest, pk: int) -> Deviation:
    """Return the case, or answer 404."""
    found = case_in_full(request.actor, pk)
    if found is None:
        raise Http404(_("Diesen Fall gibt es hier nicht."))
    return found


@page(INSIDE)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the page."""
    deviation = find(request, pk)
    home = reverse("steering:home", args=[request.municipality.slug])
    crumbs = [Crumb(_("Steuerung"), home), Crumb(deviation.measure.title)]
    return render(request, "steering/deviation.html", {"breadcrumbs": crumbs, "deviation": deviation})
