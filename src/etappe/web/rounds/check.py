"""The answer of one unit, beside its answer of last time: accept it, ask back, fix single answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from etappe.domain.audit.queries import history_of
from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.actions.checking import accept_request, freeze_item, give_back
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import ReplyFile, Request, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.queries import ReplyItem, reply_form_data, request_in_full
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page
from etappe.web.editing import given_for, sentence_of
from etappe.web.happenings import entries
from etappe.web.numbers import whole
from etappe.web.reply.sheet import attached
from etappe.web.rounds.overview import WITHIN, crumbs
from etappe.web.rounds.prepare import AddressForm
from etappe.web.rounds.words import facts_of, marked, same_answer


def find_request(request: TenantRequest, pk: int) -> Request:
    """Return the request, or answer 404."""
    found = request_in_full(request.actor, pk)
    if found is None:
        raise Http404(_("Diese Anfrage gibt es hier nicht."))
    return found


@page(WITHIN)
def check(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the answer beside last time's, and take what the office makes of it."""
    asked = find_request(request, pk)
    if request.method != "POST":
        return shown(request, asked)
    RequestPolicy.require(request.actor, "accept", asked)
    try:
        return _do(request, asked)
    except DomainError as error:
        return shown(request, asked, problem=sentence_of(error), status=422)


def _do(request: TenantRequest, asked: Request) -> HttpResponse:
    step, _colon, number = request.POST.get("tun", "").partition(":")
    items = {item.item.pk: item.item for item in reply_form_data(asked).items}
    now = timezone.now()
    if step == "annehmen":
        accept_request(actor=request.actor, request=asked, now=now)
        messages.success(request, _("Die Antwort von %s ist als geprüft angenommen.") % asked.unit.title)
        return redirect(f"{asked.round.get_absolute_url()}#antworten")
    if step == "zurueckgeben":
        questions = {item: request.POST.get(f"frage-{pk}", "") for pk, item in items.items()}
        give_back(
            actor=request.actor,
            request=asked,
            question=request.POST.get("frage", ""),
            items=questions,
            now=now,
            address=personal_link,
        )
        messages.success(request, _("Die Rückfrage ist an %s unterwegs.") % asked.unit.title)
        return redirect(asked)
    item = items.get(whole(number) or 0)
    if step != "festschreiben" or item is None:
        return shown(request, asked, problem=_("Das ließ sich nicht zuordnen. Bitte noch einmal wählen."), status=422)
    freeze_item(actor=request.actor, item=item, now=now)
    messages.success(request, _("Die Antwort zu „%s“ ist festgeschrieben.") % item.measure)
    return redirect(f"{asked.get_absolute_url()}#m{item.pk}")


def shown(
    request: TenantRequest,
    asked: Request,
    *,
    problem: str = "",
    status: int = 200,
    address_form: AddressForm | None = None,
) -> HttpResponse:
    """Show the page of one request."""
    running = asked.round.state == Round.State.OPEN
    checking = running and RequestPolicy.allows(request.actor, "accept", asked)
    data = reply_form_data(asked)
    given = given_for(request, reverse("rounds:request", args=[request.municipality.slug, asked.pk]))
    context = {
        "breadcrumbs": crumbs(
            request, Crumb(asked.round.title, asked.round.get_absolute_url()), Crumb(asked.unit.title)
        ),
        "asked": asked,
        "round": asked.round,
        "words": _words(asked, data.confirmed, len(data.items)),
        "rows": [_row(item, given) for item in data.items],
        "taken_over": list(asked.taken_over_from.select_related("unit", "municipality")),
        "question": given.get("frage", ""),
        "problem": problem,
        "may_check": checking,
        "may_accept": checking and asked.may("accept"),
        "may_give_back": checking and asked.may("give_back"),
        "answer_url": _answer_url(request, asked) if running else "",
        "address_form": address_form or (_address_form(request, asked) if checking else None),
        "history": entries(history_of(asked)) if request.actor.is_staff else None,
    }
    return render(request, "rounds/request.html", context, status=status)


def _row(shown_item: ReplyItem, given: QueryDict) -> dict[str, Any]:
    last = shown_item.last
    reply = shown_item.reply if shown_item.is_confirmed else None
    before = facts_of(last.reply) if last else []
    return {
        "item": shown_item.item,
        "before": before,
        "before_date": last.reporting_date if last else None,
        "now": marked(facts_of(reply), before) if reply else [],
        "unchanged": bool(reply and (reply.unchanged or (last and same_answer(reply, last.reply)))),
        "files": shown_item.files if reply else [],
        "question": given.get(f"frage-{shown_item.item.pk}", ""),
    }


def _words(asked: Request, confirmed: int, total: int) -> str:
    text = _("%(confirmed)d von %(total)d Maßnahmen bestätigt.") % {"confirmed": confirmed, "total": total}
    for when, sentence in (
        (asked.accepted_at if asked.state == Request.State.ACCEPTED else None, _("Geprüft am %s.")),
        (asked.answered_at, _("Beantwortet am %s.")),
        (asked.sent_at, _("Gefragt am %s.")),
    ):
        if when is not None:
            return f"{text} {sentence % date_format(timezone.localtime(when), 'j. F Y')}"
    return text


def _answer_url(request: TenantRequest, asked: Request) -> str:
    if not asked.may("answer") or not RequestPolicy.allows(request.actor, "reply", asked):
        return ""
    return reverse("rounds:answer", args=[request.municipality.slug, asked.pk])


def _address_form(request: TenantRequest, asked: Request) -> AddressForm:
    address = reverse("rounds:request_address", args=[request.municipality.slug, asked.pk])
    initial = {"to": asked.to, "copy_to": asked.copy_to, "version": asked.version}
    return AddressForm.within(request, address, initial=initial)


@page(WITHIN)
def file(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand out a file that came with an answer, always as a download."""
    seen = RequestPolicy.queryset(request.actor)
    found: ReplyFile | None = ReplyFile.objects.filter(pk=pk, reply__item__request__in=seen).first()
    if found is None:
        raise Http404(_("Diese Datei gibt es hier nicht."))
    return attached(bytes(found.content), found.content_type, found.name)
