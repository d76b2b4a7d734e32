"""The public page of a municipality, and the list of municipalities."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from etappe.domain.council.policies import CommitteePolicy
from etappe.domain.council.queries import next_meetings, papers
from etappe.domain.participation.policies import StagePolicy
from etappe.domain.programme.models import Measure
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.programme.queries import programmes
from etappe.domain.publication.policies import ReportPolicy
from etappe.domain.tenancy.models import Alliance, Municipality
from etappe.web.components import Crumb, Stage
from etappe.web.door import PUBLIC, TenantRequest, page

LATEST_PAPERS = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Etappe is and list the municipalities."""
    places = Municipality.objects.select_related("county").order_by("name")
    return render(request, "public/home.html", {"places": places, "alliances": Alliance.objects.all()})


@page(PUBLIC)
def municipality(request: TenantRequest) -> HttpResponse:
    """Show what the municipality has set out to do and how far it has come."""
    measures = MeasurePolicy.queryset(request.actor)
    context = {
        "place": request.municipality,
        "towns": request.municipality.towns.order_by("name"),
        "programmes": programmes(request.actor),
        "states": state_counts(measures),
        "stages": timeline(request),
        "papers": papers(request.actor)[:LATEST_PAPERS],
        "committees": CommitteePolicy.queryset(request.actor).select_related("municipality"),
        "meetings": next_meetings(timezone.localdate()),
        "reports": ReportPolicy.queryset(request.actor)
        .filter(is_public=True)
        .select_related("municipality", "programme")
        .defer("content"),
        "memberships": request.municipality.memberships.select_related("alliance").order_by("valid_from"),
    }
    return render(request, "public/municipality.html", context)


def state_counts(measures: Any) -> list[tuple[str, int]]:
    """Count measures by state, in the order of the states, leaving out empty ones."""
    counted: dict[str, int] = {}
    for state in measures.order_by().values_list("state", flat=True):
        counted[state] = counted.get(state, 0) + 1
    return [(state, counted[state]) for state in Measure.State.values if state in counted]


def timeline(request: TenantRequest) -> list[Stage]:
    """Return the stages in the order in which they happened, dates as they were written."""
    today = timezone.localdate()
    return [
        Stage(
            when=stage.when.words if stage.when else "",
            title=stage.title,
            text=stage.text,
            happened=stage.when is not None and stage.when.start <= today,
            source=stage.source,
        )
        for stage in StagePolicy.queryset(request.actor)
    ]


@page(PUBLIC)
def stages(request: TenantRequest) -> HttpResponse:
    """Show the whole timeline with the papers of each stage."""
    found = StagePolicy.queryset(request.actor).prefetch_related("papers__municipality")
    visible = {paper.pk for paper in papers(request.actor)}
    rows = [(stage, [paper for paper in stage.papers.all() if paper.pk in visible]) for stage in found]
    return render(request, "public/stages.html", {"breadcrumbs": [Crumb(_("Etappen"))], "rows": rows})
