"""The reply page: one view for whoever holds the personal link and for whoever is signed in.

Everything stands in one form, so that it works without a script: each button saves what has been typed and then does
what it says. The script sends the same form with ``tun=zwischenspeichern`` and asks for JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import Actor
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.queries import reply_form_data
from etappe.web.editing import posted_or_kept
from etappe.web.numbers import whole
from etappe.web.reply.answering import Answering
from etappe.web.reply.entries import Entry, entries_of


@dataclass(frozen=True)
class Desk:
    """As whom and where a request is answered. ``back`` leads the signed-in on; a link leads nowhere else."""

    asked: Request
    actor: Actor
    channel: str
    address: str
    sheet_address: str
    download_address: str
    back: str = ""


def answer_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the page, or take what was typed."""
    if is_over(desk.asked):
        return _over(request, desk)
    if request.method != "POST":
        return show(request, desk, entries_of(reply_form_data(desk.asked), posted_or_kept(request)))
    entries = entries_of(reply_form_data(desk.asked), request.POST, request.FILES)
    if "application/json" in request.headers.get("Accept", ""):
        return _saved_while_typing(desk, entries)
    answering = Answering(desk, entries)
    done = _do(request.POST.get("tun", ""), answering)
    if not done or answering.problem:
        return show(request, desk, entries, problem=answering.problem, unanswered=answering.unanswered, status=422)
    return redirect(f"{desk.address}{answering.lead_on}")


def _do(wanted: str, answering: Answering) -> bool:
    """Press a button; False where a field stands in the way."""
    step, _colon, number = wanted.partition(":")
    pk = whole(number)
    if step == "abschliessen":
        return answering.finish()
    if step == "unveraendert":
        return answering.confirm_unchanged(pk)
    if step == "bestaetigen":
        return answering.confirm(pk)
    if step == "datei_weg":
        return answering.remove_file(pk)
    return answering.save_all()


def _saved_while_typing(desk: Desk, entries: list[Entry]) -> HttpResponse:
    answering = Answering(desk, entries)
    typed = [entry for entry in entries if entry.is_sent and not entry.confirmed and not entry.fixed]
    for entry in typed:
        answering.save(entry)
    fresh = {entry.part: entry for entry in entries_of(reply_form_data(desk.asked))}
    answer = {
        "parts": {
            entry.part: {
                "version": fresh[entry.part].shown.version,
                "ready": fresh[entry.part].ready,
                "errors": {
                    name.replace("__all__", ""): " ".join(map(str, told)) for name, told in entry.form.errors.items()
                },
            }
            for entry in typed
        },
        "progress": progress_words(list(fresh.values())),
        "ready": sum(entry.ready for entry in fresh.values()),
    }
    return JsonResponse(answer, status=422 if any(entry.form.errors for entry in typed) else 200)


def is_over(asked: Request) -> bool:
    """Whether there is nothing left to answer: the round is closed, or the answer has been accepted."""
    return asked.round.state != Round.State.OPEN or not asked.may("answer")


def _over(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Say why nothing can be changed any more, and show what was answered."""
    asked, round_ = desk.asked, desk.asked.round
    if round_.state == Round.State.CLOSED and round_.closed_at is not None:
        day = date_format(timezone.localtime(round_.closed_at), "j. F Y")
        reason = _("Diese Abfrage ist seit dem %s abgeschlossen. Ihre Antworten stehen fest.") % day
    elif asked.state in Request.State.values and not asked.may("answer"):
        reason = str(Request.REFUSALS["answer", asked.state])
    else:
        reason = _("Diese Abfrage läuft noch nicht.")
    context = _frame(desk) | {"reason": reason, "entries": entries_of(reply_form_data(asked))}
    refused = request.method not in {"GET", "HEAD"}
    return render(request, "reply/over.html", context, status=409 if refused else 200)


def show(
    request: HttpRequest,
    desk: Desk,
    entries: list[Entry],
    *,
    problem: str = "",
    unanswered: list[Entry] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the form."""
    asked = desk.asked
    saved = [entry.shown.reply.saved_at for entry in entries if entry.shown.reply is not None]
    context = _frame(desk) | {
        "entries": entries,
        "total": len(entries),
        "ready": sum(entry.ready for entry in entries),
        "progress": progress_words(entries),
        "time_left": time_left(asked.round),
        "saved_at": max(saved, default=None),
        "finished": _finished(asked),
        "problem": problem
        or (_("Bitte die markierten Felder ansehen. Alles andere ist gespeichert.") if status != 200 else ""),
        "unanswered": unanswered,
    }
    return render(request, "reply/page.html", context, status=status)


def _frame(desk: Desk) -> dict[str, Any]:
    asked = desk.asked
    day = date_format(asked.round.reporting_date, "j. F Y")
    return {
        "title": _("%(unit)s: Sachstand zum %(day)s") % {"unit": asked.unit.name, "day": day},
        "asked": asked,
        "round": asked.round,
        "address": desk.address,
        "sheet_address": desk.sheet_address,
        "back": desk.back,
        "csrf": bool(desk.back),
    }


def _finished(asked: Request) -> str:
    if asked.state != Request.State.ANSWERED or asked.answered_at is None:
        return ""
    when = date_format(timezone.localtime(asked.answered_at), "j. F Y, H:i")
    if not asked.to:
        return _("Abgeschlossen am %s Uhr. Bis die Abfrage endet, lässt sich hier alles berichtigen.") % when
    text = _(
        "Abgeschlossen am %(when)s Uhr, eine Kopie geht an %(to)s. "
        "Bis die Abfrage endet, lässt sich hier alles berichtigen."
    )
    return text % {"when": when, "to": asked.to}


def progress_words(entries: list[Entry]) -> str:
    """Say how many measures have an answer."""
    return _("%(ready)d von %(total)d beantwortet") % {"ready": sum(e.ready for e in entries), "total": len(entries)}


def time_left(round_: Round) -> str:
    """Say how long there is still time."""
    days = (round_.deadline - timezone.localdate()).days
    if days > 0:
        return ngettext("noch %d Tag", "noch %d Tage", days) % days
    if days == 0:
        return _("heute ist der letzte Tag")
    return ngettext("seit %d Tag überfällig, noch möglich", "seit %d Tagen überfällig, noch möglich", -days) % -days
