"""Small steps on a request that is waiting: address, link, successor. Each is one button and one action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.actions.checking import pass_on_request, revoke_link, send_new_link
from etappe.domain.rounds.actions.rounds import address_request
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import Request
from etappe.domain.tenancy.models import Unit
from etappe.web.door import COORDINATION, TenantRequest, by_button, page
from etappe.web.editing import sentence_of
from etappe.web.numbers import whole
from etappe.web.rounds.check import find_request, shown
from etappe.web.rounds.prepare import AddressForm

OF_A_REQUEST = by_button("rounds:request", "pk")


def _back(asked: Request) -> HttpResponse:
    return redirect(f"{asked.round.get_absolute_url()}#stelle-{asked.pk}")


@page(COORDINATION)
@OF_A_REQUEST
def address(request: TenantRequest, pk: int) -> HttpResponse:
    """Say where mails go from now on."""
    asked = find_request(request, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        done = form.run(
            lambda: address_request(actor=request.actor, request=asked, to=given["to"], copy_to=given["copy_to"])
        )
        if done is not None:
            messages.success(request, _("Die Adresse ist gespeichert; Erinnerungen gehen von jetzt an dorthin."))
            return redirect(asked)
    return shown(request, asked, address_form=form, status=422)


@page(COORDINATION)
@OF_A_REQUEST
def renew(request: TenantRequest, pk: int) -> HttpResponse:
    """Mail a new link; the old one opens nothing any more."""
    asked = find_request(request, pk)
    try:
        send_new_link(actor=request.actor, request=asked, now=timezone.now(), address=personal_link)
    except DomainError as error:
        return shown(request, asked, problem=sentence_of(error), status=422)
    messages.success(
        request, _("Ein neuer Link ist an %s unterwegs; der bisherige gilt nicht mehr.") % asked.unit.title
    )
    return _back(asked)


@page(COORDINATION)
@OF_A_REQUEST
def revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """Make the link worthless."""
    asked = find_request(request, pk)
    revoke_link(actor=request.actor, request=asked, now=timezone.now())
    messages.success(
        request, _("Der Link von %s ist widerrufen. Ein neuer lässt sich jederzeit senden.") % asked.unit.title
    )
    return _back(asked)


@page(COORDINATION)
@OF_A_REQUEST
def pass_on(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand the measures to the unit that carries on the work."""
    asked = find_request(request, pk)
    chosen = whole(request.POST.get("successor", ""))
    successor: Unit | None = Unit.objects.filter(pk=chosen).first() if chosen is not None else None
    if successor is None:
        return shown(request, asked, problem=_("Bitte die Stelle wählen, die weitermacht."), status=422)
    try:
        taking = pass_on_request(
            actor=request.actor, request=asked, successor=successor, now=timezone.now(), address=personal_link
        )
    except DomainError as error:
        return shown(request, asked, problem=sentence_of(error), status=422)
    messages.success(request, _("%s übernimmt diese Maßnahmen und hat dazu eine Nachricht erhalten.") % successor.title)
    return _back(taking)
