"""Steps of a case, each a button: explain, add an option, lay before, hand up, note as settled."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import DomainError, NotAllowed
from etappe.domain.steering.actions.deviations import explain, hand_up, prepare, withdraw
from etappe.domain.steering.actions.options import add_option, remove_option
from etappe.domain.steering.models import Deviation
from etappe.domain.steering.policies import DeviationPolicy
from etappe.web.door import TenantRequest, by_button, page
from etappe.web.editing import ActionForm, sentence_of
from etappe.web.steering.access import INSIDE
from etappe.web.steering.deviation import address, find, page_of
from etappe.web.steering.forms import ExplainForm, OptionForm, ReasonForm

OF_A_CASE = by_button("steering:deviation", "pk")


@page(INSIDE)
@OF_A_CASE
def explanation(request: TenantRequest, pk: int) -> HttpResponse:
    """Take what the owner says."""
    deviation, form = find(request, pk), ExplainForm(request.POST, auto_id="id_explain_%s")
    DeviationPolicy.require(request.actor, "explain", deviation)

    def act() -> object:
        given = form.cleaned_data
        return explain(
            actor=request.actor,
            deviation=deviation,
            text=given["text"],
            cause=given["cause"] or None,
            now=timezone.now(),
        )

    done = _("Danke. Ihre Stellungnahme steht jetzt beim Fall.")
    return _taken(request, deviation, form, "explain_form", act, done, "#stellungnahme")


@page(INSIDE)
@OF_A_CASE
def option_add(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a possibility."""
    deviation = find(request, pk)
    DeviationPolicy.require(request.actor, "advise", deviation)
    form = OptionForm(request.POST, actor=request.actor, measure=deviation.measure, auto_id="id_option_%s")

    def act() -> object:
        given = form.cleaned_data
        return add_option(
            actor=request.actor,
            deviation=deviation,
            content=form.content,
            consequence=given["consequence"],
            recommended=given["recommended"],
        )

    form.address = address(deviation, "option_add")
    done = _("Die Möglichkeit steht jetzt beim Fall.")
    return _taken(request, deviation, form, "option_form", act, done, "#moeglichkeiten")


@page(INSIDE)
@OF_A_CASE
def option_remove(request: TenantRequest, pk: int, option: int) -> HttpResponse:
    """Remove a possibility; one that is gone already is gone."""
    deviation = find(request, pk)
    DeviationPolicy.require(request.actor, "advise", deviation)
    found = deviation.options.filter(pk=option).first()
    if found is None:
        return redirect(f"{deviation.get_absolute_url()}#moeglichkeiten")
    found.deviation = deviation
    return _done(request, deviation, lambda: remove_option(actor=request.actor, option=found), "#moeglichkeiten")


@page(INSIDE)
@OF_A_CASE
def lay_before(request: TenantRequest, pk: int) -> HttpResponse:
    """Lay the case before whoever decides."""
    deviation = find(request, pk)

    def act() -> object:
        return prepare(actor=request.actor, deviation=deviation, now=timezone.now())

    return _done(request, deviation, act, "", _("Der Fall ist zur Entscheidung vorgelegt."))


@page(INSIDE)
@OF_A_CASE
def pass_up(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand the case to the next authority."""
    deviation, form = find(request, pk), ReasonForm(request.POST, auto_id="id_hand_up_%s")
    DeviationPolicy.require(request.actor, "hand_up", deviation)

    def act() -> object:
        why = form.cleaned_data["reason"]
        return hand_up(actor=request.actor, deviation=deviation, why=why, now=timezone.now())

    form.address = address(deviation, "hand_up")
    return _taken(request, deviation, form, "hand_up_form", act, _("Der Fall ist weitergegeben."), "")


@page(INSIDE)
@OF_A_CASE
def settle(request: TenantRequest, pk: int) -> HttpResponse:
    """Note that the case has sorted itself out."""
    deviation, form = find(request, pk), ReasonForm(request.POST, auto_id="id_withdraw_%s")
    DeviationPolicy.require(request.actor, "withdraw", deviation)

    def act() -> object:
        return withdraw(actor=request.actor, deviation=deviation, reason=form.cleaned_data["reason"])

    form.address = address(deviation, "withdraw")
    return _taken(request, deviation, form, "withdraw_form", act, _("Der Fall ist als erledigt vermerkt."), "")


def _taken(  # noqa: PLR0917 - a private helper of the steps above, which all look alike
    request: TenantRequest,
    deviation: Deviation,
    form: ActionForm,
    name: str,
    act: Callable[[], object],
    done: str,
    anchor: str,
) -> HttpResponse:
    """Run the action of a valid form and return to the case; show the form again where something is wrong."""
    if form.is_valid() and form.run(act) is not None:
        messages.success(request, done)
        return redirect(f"{deviation.get_absolute_url()}{anchor}")
    if not form.address:
        form.address = address(deviation, "explain")
    return page_of(request, deviation, 422, **{name: form})


def _done(
    request: TenantRequest, deviation: Deviation, act: Callable[[], object], anchor: str, done: str = ""
) -> HttpResponse:
    """Run the action of a bare button; show its sentence on the page where it refuses."""
    try:
        act()
    except NotAllowed:
        raise
    except DomainError as error:
        return page_of(request, deviation, 422, problem=sentence_of(error))
    if done:
        messages.success(request, done)
    return redirect(f"{deviation.get_absolute_url()}{anchor}")
