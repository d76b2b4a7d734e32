"""The page of a round that is on or over: who has not answered, by department, with the days and what can be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.mail.policies import MailPolicy
from etappe.domain.rounds.links import personal_link
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.policies import RoundPolicy
from etappe.domain.rounds.progress import RoundProgress, UnitProgress
from etappe.domain.rounds.queries import round_progress
from etappe.domain.tenancy.models import Unit
from etappe.domain.tenancy.queries import units_in_force
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page
from etappe.web.rounds.corrections import closed_part
from etappe.web.rounds.overview import WITHIN, crumbs, find, progress_words

WAITING = (Request.State.SENT, Request.State.RETURNED)


@page(WITHIN)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the round; one that is not sent yet is still being prepared."""
    return shown(request, find(request, pk))


def shown(request: TenantRequest, round_: Round, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Show the round, with a form that could not be taken where there is one."""
    may_change = RoundPolicy.allows(request.actor, "change", round_)
    if round_.state in {Round.State.DRAFT, Round.State.CANCELLED}:
        if may_change and round_.state == Round.State.DRAFT:
            return redirect("rounds:prepare", request.municipality.slug, round_.pk)
        context = {"breadcrumbs": crumbs(request, Crumb(round_.title)), "round": round_}
        return render(request, "rounds/not_sent.html", context)
    today = timezone.localdate()
    progress = round_progress(request.actor, round_, today=today)
    running = round_.state == Round.State.OPEN
    answered = sum(unit.answered for unit in progress.units)
    context = {
        "breadcrumbs": crumbs(request, Crumb(round_.title)),
        "round": round_,
        "asked": len(progress.units),
        "answered": answered,
        "words": progress_words(len(progress.units), answered),
        "time_words": _time_words(round_, today) if running else "",
        "waiting": _waiting(progress, running, may_change),
        "answers": _answers(progress),
        "successors": _successors(today) if may_change and running else [],
        "may_change": may_change,
        "may_read_mail": may_see_mail(request),
    }
    if round_.state == Round.State.CLOSED:
        context |= closed_part(request, round_, may_change)
    return render(request, "rounds/round.html", context | forms, status=status)


def may_see_mail(request: TenantRequest) -> bool:
    """Whether whoever asks may see what was mailed."""
    return MailPolicy.visible(request.actor) != Q(pk__in=())


def _time_words(round_: Round, today: date) -> str:
    days = (round_.deadline - today).days
    day = date_format(round_.deadline, "j. F Y")
    if days > 0:
        return ngettext("Noch %(n)d Tag, bis %(day)s.", "Noch %(n)d Tage, bis %(day)s.", days) % {"n": days, "day": day}
    if days == 0:
        return _("Heute ist der letzte Tag.")
    text = ngettext(
        "Die Frist ist seit %(n)d Tag vorbei (%(day)s).", "Die Frist ist seit %(n)d Tagen vorbei (%(day)s).", -days
    )
    return text % {"n": -days, "day": day}


def _waiting(progress: RoundProgress, running: bool, may_change: bool) -> list[dict[str, Any]]:
    areas = []
    for group in progress.deputies:
        rows = [waiting_row(unit, running and may_change) for unit in group.units if not unit.answered]
        if rows:
            areas.append({"name": group.deputy.title if group.deputy else _("ohne Dezernat"), "rows": rows})
    return areas


def waiting_row(unit: UnitProgress, acting: bool) -> dict[str, Any]:
    """Return what the page says of a unit whose answer is missing."""
    asked = unit.request
    revoked = asked.link_revoked_at is not None
    return {
        "pk": asked.pk,
        "unit": unit.unit.title,
        "unit_pk": unit.unit.pk,
        "url": asked.get_absolute_url(),
        "state": asked.state,
        "late": unit.days_late > 0,
        "days_words": ngettext("seit %d Tag überfällig", "seit %d Tagen überfällig", unit.days_late) % unit.days_late
        if unit.days_late
        else "",
        "words": _waiting_words(unit, revoked),
        "dissolved": unit.dissolved,
        "open": asked.state in WAITING,
        "link": personal_link(asked) if acting and not revoked else "",
        "revoked": revoked,
    }


def _waiting_words(unit: UnitProgress, revoked: bool) -> str:
    parts = [_("%(confirmed)d von %(asked)d Maßnahmen bestätigt") % {"confirmed": unit.confirmed, "asked": unit.asked}]
    if unit.begun > unit.confirmed:
        drafts = unit.begun - unit.confirmed
        parts.append(ngettext("%d begonnen", "%d begonnen", drafts) % drafts)
    if unit.reminders and unit.last_reminder is not None:
        text = ngettext("%(n)d Erinnerung, am %(day)s", "%(n)d Erinnerungen, zuletzt am %(day)s", unit.reminders)
        day = date_format(timezone.localtime(unit.last_reminder), "SHORT_DATE_FORMAT")
        parts.append(text % {"n": unit.reminders, "day": day})
    else:
        parts.append(_("noch keine Erinnerung"))
    if revoked:
        parts.append(_("Link widerrufen"))
    if unit.dissolved:
        parts.append(_("Stelle aufgelöst, bitte übergeben"))
    return "; ".join(parts) + "."


def _answers(progress: RoundProgress) -> list[dict[str, Any]]:
    given = [unit for unit in progress.units if unit.answered]
    return [
        {
            "unit": unit.unit.title,
            "url": unit.request.get_absolute_url(),
            "area": unit.deputy.title if unit.deputy else _("ohne Dezernat"),
            "confirmed": unit.confirmed,
            "measures": unit.asked,
            "answered_at": unit.request.answered_at,
            "state": unit.request.state,
        }
        for unit in [*given, *progress.passed_on]
    ]


def _successors(today: date) -> list[Unit]:
    return list(units_in_force(today))
