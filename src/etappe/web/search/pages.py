"""One search over what the person may see: measures, recommendations, papers, committees, goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.policies import CommitteePolicy, PaperPolicy
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.policy import Policy
from etappe.domain.participation.policies import ConferencePolicy, RecommendationPolicy, StatementPolicy
from etappe.domain.programme.policies import GoalPolicy, MeasurePolicy, ProgrammePolicy
from etappe.interop.paper_numbers import parse_paper_number
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, TenantRequest, page

SHOWN = 10


@dataclass(frozen=True)
class Kind:
    """One kind of object that can be found, by which columns, shown by which attribute."""

    label: str | Promise
    policy: type[Policy[Any]]
    columns: tuple[str, ...]
    shown: str
    related: tuple[str, ...] = ("municipality",)


KINDS = (
    Kind(gettext_lazy("Maßnahmen"), MeasurePolicy, ("search_text",), "description", ("municipality", "programme")),
    Kind(gettext_lazy("Ziele"), GoalPolicy, ("title", "description"), "title", ("municipality", "programme")),
    Kind(gettext_lazy("Programme"), ProgrammePolicy, ("title", "introduction"), "title"),
    Kind(gettext_lazy("Empfehlungen"), RecommendationPolicy, ("text", "theme"), "text"),
    Kind(gettext_lazy("Drucksachen"), PaperPolicy, ("number", "title", "summary"), "title"),
    Kind(gettext_lazy("Gremien"), CommitteePolicy, ("name", "description"), "name"),
    Kind(gettext_lazy("Konferenzen"), ConferencePolicy, ("title", "description"), "title"),
    Kind(gettext_lazy("Stellungnahmen"), StatementPolicy, ("title", "summary"), "title"),
)


@page(PUBLIC)
def results(request: TenantRequest) -> HttpResponse:
    """Show what matches all words, by kind."""
    words = request.GET.get("q", "").strip()
    groups = [_group(request.actor, kind, words) for kind in KINDS] if words else []
    context = {
        "breadcrumbs": [Crumb(_("Suche"))],
        "words": words,
        "groups": [group for group in groups if group["found"]],
    }
    return render(request, "search/results.html", context)


def _group(actor: Actor, kind: Kind, words: str) -> dict[str, Any]:
    found = list(_matching(actor, kind, words)[: SHOWN + 1])
    return {
        "label": kind.label,
        "found": [(item, getattr(item, kind.shown)) for item in found[:SHOWN]],
        "more": len(found) > SHOWN,
    }


def _matching(actor: Actor, kind: Kind, words: str) -> QuerySet[Any]:
    condition = Q()
    for word in words.split():
        either = Q()
        for column in kind.columns:
            # The search text of measures is stored in lower case, so that no index is lost to folding.
            lookup = f"{column}__contains" if column == "search_text" else f"{column}__icontains"
            either |= Q(**{lookup: word.lower() if column == "search_text" else word})
        condition &= either
    if kind.policy is PaperPolicy:
        condition |= Q(number_key="|".join(parse_paper_number(words).key))
    return kind.policy.queryset(actor).filter(condition).select_related(*kind.related)
