"""The council information system: its address, the last reading, what was odd about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.actions import request_sync, set_council_source
from etappe.domain.council.models import CouncilSource
from etappe.domain.council.policies import CouncilSourcePolicy
from etappe.domain.council.queries import source_of
from etappe.domain.council.troubles import failure_of, problems_of
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition
from etappe.web.components import Crumb, Fact
from etappe.web.council.committees import crumbs, form_page
from etappe.web.door import TenantRequest, by_button, page, roles
from etappe.web.editing import ActionForm, posted_or_kept

LOOKING = roles(*(set(Role) - {Role.READER, Role.PROVIDER, Role.ALLIANCE}))


@page(LOOKING)
def show(request: TenantRequest) -> HttpResponse:
    """Show the address, what the last reading brought, and what was odd."""
    source = source_of(request.actor)
    context: dict[str, Any] = {
        "breadcrumbs": crumbs(request, Crumb(_("Ratsinformationssystem"))),
        "source": source,
        "may_configure": CouncilSourcePolicy.allows(request.actor, "configure", source),
        "may_start": source is not None and CouncilSourcePolicy.allows(request.actor, "sync", source),
    }
    if source is not None:
        problems = problems_of(source)
        context |= {
            "facts": _facts(source),
            "failure": failure_of(source),
            "problems": problems,
            "further": max(0, source.outcome.get("problems", 0) - len(problems)),
            "running": source.is_under_way(timezone.now()),
        }
    return render(request, "council/source.html", context)


def _facts(source: CouncilSource) -> list[Fact]:
    brought = ""
    if source.outcome:
        sentence = _("%(new)d neu, %(changed)d geändert, %(withdrawn)d zurückgezogen, %(unchanged)d unverändert")
        brought = sentence % source.outcome
    return [
        Fact(_("Adresse"), source.address),
        Fact(_("Körperschaft"), source.body_name),
        Fact(_("Stand"), source.get_state_display()),
        Fact(_("Zuletzt gelesen"), _moment(source.finished)),
        Fact(_("Ergebnis"), brought),
    ]


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""


class SourceForm(ActionForm):
    """The address of the interface."""

    read_from = forms.DateField(
        label=gettext_lazy("Lesen ab"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Was zuletzt vor diesem Tag geändert wurde, bleibt außen vor. Ohne Angabe: alles."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["address"] = forms.CharField(
            label=_("Adresse der OParl-Schnittstelle"),
            max_length=500,
            widget=forms.URLInput,
            help_text=_("Die Adresse nennt der Sitzungsdienst, etwa https://ris.example.org/oparl/body/1."),
        )
        self.order_fields(["address"])


@page(roles(Role.ADMIN))
def edit(request: TenantRequest) -> HttpResponse:
    """Set the address."""
    source = source_of(request.actor)
    initial = {"address": source.address, "read_from": source.read_from} if source else {}
    form = SourceForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        made = form.run(
            lambda: set_council_source(actor=request.actor, municipality=request.municipality, **form.changes)
        )
        if made is not None:
            messages.success(
                request, _("Die Adresse ist gespeichert. Das Kommunale Integrationszentrum kann abgleichen.")
            )
            return redirect("council:source", request.municipality.slug)
    back = reverse("council:source", args=[request.municipality.slug])
    return form_page(request, form, _("Adresse speichern"), back)


def ask(request: TenantRequest, source: CouncilSource) -> None:
    """Have the source read, and say what happens; or why it cannot be read now."""
    try:
        request_sync(actor=request.actor, source=source)
    except IllegalTransition as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Der Abgleich läuft im Hintergrund. Diese Seite zeigt, was er bringt."))


@page(roles(Role.COORDINATOR))
@by_button("council:source")
def start(request: TenantRequest) -> HttpResponse:
    """Read the source in the background."""
    source = source_of(request.actor)
    if source is not None:
        ask(request, source)
    return redirect("council:source", request.municipality.slug)
