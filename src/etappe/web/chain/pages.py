"""The chain on one screen, walkable in both directions, and printable."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from etappe.domain.participation.models import Finding, Recommendation
from etappe.domain.publication.chain import (
    Kind,
    Link,
    Way,
    recommendations_of_sentence,
    way_of_measure,
    ways_of_recommendation,
)
from etappe.domain.rounds.models import Round
from etappe.domain.steering.models import Decision, Deviation
from etappe.web.components import Crumb, Stage
from etappe.web.door import PUBLIC, TenantRequest, page

INSIDE = (Deviation, Decision, Round)
"""What has a page for the administration alone."""


def stages(request: TenantRequest, links: Iterable[Link]) -> list[Stage]:
    """Return the links as stages of a timeline, each leading to its own page."""
    return [
        Stage(when=link.when, title=link.title, text=link.text, url=_address(request, link.of), happened=link.happened)
        for link in links
    ]


def _address(request: TenantRequest, obj: Model | None) -> str:
    if obj is None or (isinstance(obj, INSIDE) and not request.actor.is_staff):
        return ""
    if isinstance(obj, Finding):
        return reverse("chain:sentence", args=[request.municipality.slug, obj.pk])
    if isinstance(obj, Recommendation):
        return reverse("chain:recommendation", args=[request.municipality.slug, obj.pk])
    address: str = obj.get_absolute_url()  # type: ignore[attr-defined]
    return address


def _ways(request: TenantRequest, ways: Iterable[Way]) -> list[tuple[str, list[Stage]]]:
    return [(way.title, stages(request, way.links)) for way in ways]


@page(PUBLIC)
def measure(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the way of a measure: from the sentence to the result."""
    way = way_of_measure(request.actor, pk)
    if way is None:
        raise Http404(_("Diese Maßnahme gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    back = reverse("programme:measure", args=[request.municipality.slug, pk])
    context = {
        "breadcrumbs": [Crumb(way.title, back), Crumb(_("Der ganze Weg"))],
        "title": way.title,
        "back": back,
        "before": [],
        "ways": [("", stages(request, way.links))],
    }
    return render(request, "chain/way.html", context)


@page(PUBLIC)
def recommendation(request: TenantRequest, pk: int) -> HttpResponse:
    """Show what became of a recommendation: every measure made of it, to its result."""
    found = ways_of_recommendation(request.actor, pk)
    if found is None:
        raise Http404(_("Diese Empfehlung gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    item, before, ways = found
    context = {
        "breadcrumbs": [Crumb(str(item), item.get_absolute_url()), Crumb(_("Der ganze Weg"))],
        "title": _("%s: Was daraus geworden ist") % item,
        "back": item.get_absolute_url(),
        "before": stages(request, before),
        "ways": _ways(request, ways),
        "nothing": _("Noch keine Maßnahme daraus. Stand: %s.") % item.get_state_display() if not ways else "",
    }
    return render(request, "chain/way.html", context)


@page(PUBLIC)
def sentence(request: TenantRequest, pk: int) -> HttpResponse:
    """Show what became of a sentence of a concept."""
    found = recommendations_of_sentence(request.actor, pk)
    if found is None:
        raise Http404(_("Diesen Satz gibt es hier nicht, oder sein Konzept ist noch nicht öffentlich."))
    finding, made = found
    concept = finding.version.concept
    back = finding.get_absolute_url() if request.actor.is_staff else ""
    context = {
        "breadcrumbs": [Crumb(concept.title, back), Crumb(_("Der ganze Weg"))],
        "back": back,
        "title": _("Was aus diesem Satz geworden ist"),
        "quote": finding.text,
        "quote_source": concept.title,
        "before": [],
        "ways": [way for item in made for way in _ways_from(request, item)],
        "nothing": _("Noch keine Empfehlung daraus.") if not made else "",
    }
    return render(request, "chain/way.html", context)


def _ways_from(request: TenantRequest, item: Recommendation) -> list[tuple[str, list[Stage]]]:
    """A way for each measure made of the recommendation; where there is none yet, the recommendation alone."""
    found = ways_of_recommendation(request.actor, item.pk)
    ways = found[2] if found else ()
    if not ways:
        return [(str(item), stages(request, [_made(item)]))]
    return [(way.title, stages(request, (_made(item), *way.links))) for way in ways]


def _made(item: Recommendation) -> Link:
    return Link(Kind.RECOMMENDATION, str(item), str(item.get_state_display()), item.text, of=item)
