"""The list of cases: first what waits for whoever asks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from etappe.domain.steering.queries import cases_for
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page
from etappe.web.steering.access import INSIDE


@page(INSIDE)
def home(request: TenantRequest) -> HttpResponse:
    """Show the list."""
    context = {"breadcrumbs": [Crumb(_("Steuerung"))], "cases": cases_for(request.actor)}
    return render(request, "steering/home.html", context)
