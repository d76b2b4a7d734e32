"""A round that is being prepared: who is asked for what, the mail as it will look, and one button to send it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.actions.rounds import (
    address_request,
    cancel_round,
    leave_out,
    move_measure,
    open_round,
    propose_requests,
)
from etappe.domain.rounds.letters import invitation
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import Request, RequestedMeasure, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.proposals import without_owner
from etappe.web.components import Crumb
from etappe.web.door import COORDINATION, TenantRequest, page
from etappe.web.editing import ActionForm, posted_or_kept, sentence_of
from etappe.web.reply.addresses import example_link
from etappe.web.rounds.overview import crumbs, find

LEAVE_OUT = "weglassen"


class AddressForm(ActionForm):
    """Where the mail goes, and who stands in."""

    to = forms.EmailField(label=gettext_lazy("E-Mail-Adresse"), required=False)
    copy_to = forms.EmailField(label=gettext_lazy("Vertretung (optional)"), required=False)


def requests_of(actor: Any, round_: Round) -> list[Request]:
    """Return the requests of a draft with everything the page shows of them."""
    items = RequestedMeasure.objects.select_related("measure__municipality", "round", "request")
    found = RequestPolicy.queryset(actor).filter(round=round_).select_related("unit", "round", "municipality")
    return list(found.prefetch_related(Prefetch("items", items.order_by("measure__number"))).order_by("unit__name"))


@page(COORDINATION)
def prepare(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the proposal; take addresses and assignments; send or cancel."""
    round_ = find(request, pk)
    if round_.state != Round.State.DRAFT:
        return redirect(round_)
    if request.method != "POST":
        return _shown(request, _Draft(request, round_))
    draft = _Draft(request, round_)
    try:
        answer = draft.take()
    except DomainError as error:
        draft.problem = sentence_of(error)
        answer = None
    return answer or _shown(request, draft, status=422)


class _Draft:
    """The proposal of one round, and what somebody wants changed in it."""

    def __init__(self, request: TenantRequest, round_: Round) -> None:
        self.request = request
        self.round = round_
        self.requests = requests_of(request.actor, round_)
        self.problem = ""
        data = posted_or_kept(request)
        self.given = data or QueryDict()
        self.forms = {
            asked.pk: AddressForm(
                data,
                prefix=f"r{asked.pk}",
                initial={"to": asked.to, "copy_to": asked.copy_to, "version": asked.version},
            )
            for asked in self.requests
        }

    def wanted(self, item: RequestedMeasure) -> str:
        """Whom somebody wants to ask about ``item``: as typed, else as stored."""
        return self.given.get(f"i{item.pk}-request") or str(item.request_id)

    def take(self) -> HttpResponse | None:
        """Do what the pressed button says; None where a field stands in the way."""
        wanted = self.request.POST.get("tun", "speichern")
        if wanted == "absagen":
            cancel_round(actor=self.request.actor, round=self.round)
            messages.success(self.request, _("Die Abfrage ist abgesagt; gesendet wurde nichts."))
            return redirect("rounds:home", self.request.municipality.slug)
        readable = [form.is_valid() for form in self.forms.values()]
        if not all(readable):
            self.problem = _("Bitte die markierten Adressen ansehen. Gespeichert ist noch nichts.")
            return None
        with transaction.atomic():
            self._save()
            if wanted == "vorschlagen":
                propose_requests(actor=self.request.actor, round=self.round)
            if wanted == "senden":
                return self._send()
        messages.success(self.request, _("Adressen und Zuordnung sind gespeichert."))
        return redirect("rounds:prepare", self.request.municipality.slug, self.round.pk)

    def _save(self) -> None:
        for asked in self.requests:
            form = self.forms[asked.pk]
            if form.has_changed():
                given = form.cleaned_data
                address_request(actor=self.request.actor, request=asked, to=given["to"], copy_to=given["copy_to"])
        others = {str(asked.pk): asked for asked in self.requests}
        for item in [item for asked in self.requests for item in asked.items.all()]:
            wanted = self.wanted(item)
            if wanted == LEAVE_OUT:
                leave_out(actor=self.request.actor, item=item)
            elif wanted in others and wanted != str(item.request_id):
                move_measure(actor=self.request.actor, item=item, request=others[wanted])

    def _send(self) -> HttpResponse:
        opened = open_round(actor=self.request.actor, round=self.round, now=timezone.now(), address=personal_link)
        number = opened.requests.count()
        text = ngettext("Die Abfrage ist an %d Stelle unterwegs.", "Die Abfrage ist an %d Stellen unterwegs.", number)
        messages.success(self.request, text % number)
        return redirect(opened)


def _shown(request: TenantRequest, draft: _Draft, status: int = 200) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {
            "asked": asked,
            "form": draft.forms[asked.pk],
            "items": [(item, draft.wanted(item)) for item in asked.items.all()],
        }
        for asked in draft.requests
        if asked.pk in draft.forms
    ]
    context = {
        "breadcrumbs": crumbs(request, Crumb(draft.round.title)),
        "round": draft.round,
        "requests": rows,
        "measure_count": sum(len(row["items"]) for row in rows),
        "unowned": without_owner(draft.round),
        "letter": _letter(draft) if rows else None,
        "problem": draft.problem,
        "lacking": [row for row in rows if not row["asked"].to] if draft.problem else [],
    }
    return render(request, "rounds/prepare.html", context, status=status)


def _letter(draft: _Draft) -> Any:
    first = draft.requests[0]
    mail = invitation(first, example_link())
    to = f"{first.unit.title} <{first.to}>" if first.to else first.unit.title
    return {"to": to, "subject": mail.subject, "text": mail.text}
