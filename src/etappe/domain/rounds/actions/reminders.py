"""Reminding units that have not answered; every day, by the clockwork."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.actions import queue_mail, withdraw_mail
from etappe.domain.mail.compose import Letter, letter
from etappe.domain.mail.models import Mail
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.reminding import Plan, next_reminder
from etappe.domain.tenancy.models import Municipality

REMINDER = "round.reminder"
COPY = "round.reminder_copy"
"""Kinds of the mail to the unit, and of the one to its deputy, which does not count as a reminder of its own."""

LANGUAGE = "de"
WAITING = (Request.State.SENT, Request.State.RETURNED)


@dataclass
class Correspondence:
    """The mails about one request: days of reminders, days of others, and reminders that have not gone out yet."""

    reminded: list[date] = field(default_factory=list)
    mailed: list[date] = field(default_factory=list)
    stuck: list[Mail] = field(default_factory=list)


def send_reminders(
    *, actor: Actor, municipality: Municipality, now: datetime, address: Callable[[Request], str]
) -> list[Request]:
    """Queue the reminders that are due today and return whom they remind. ``address`` makes the personal link.

    Reminders that still wait in the outbox, because the mail server was away, are taken back where the answer has come
    or the round has ended, and where a newer one takes their place.
    """
    today = timezone.localdate(now)
    waiting = _waiting(municipality)
    mails = _correspondence((request.pk for request in waiting), today)
    _take_back(actor, waiting)
    due = [request for request in waiting if request.to and _is_due(request, mails[request.pk], today)]
    for request in due:
        with act(actor, allowed_by=RequestPolicy, to="remind", on=request) as record:
            _remind(record, actor, request, mails=mails[request.pk], link=address(request), now=now)
    return due


def upcoming_reminder(request: Request, today: date) -> date | None:
    """Return the day on which the unit will next be reminded if it does not answer; None where it will not."""
    if request.state not in WAITING or request.round.state != Round.State.OPEN:
        return None
    mails = _correspondence([request.pk], today)[request.pk]
    return next_reminder(_plan(request), mails.reminded, today, mailed=mails.mailed)


def _waiting(municipality: Municipality) -> list[Request]:
    answered = Count("items", filter=Q(items__reply__confirmed_at__isnull=False))
    found = Request.objects.filter(municipality=municipality, state__in=WAITING, round__state=Round.State.OPEN)
    return list(
        found.select_related("round__programme", "unit", "municipality").annotate(
            asked_count=Count("items"), answered_count=answered
        )
    )


def _correspondence(requests: Iterable[int], today: date) -> dict[int, Correspondence]:
    """Return the mails about requests, by request. A mail counts on the day it went out, or was written.

    An invitation or question that is still on its way counts today: a reminder of it can wait until it has arrived.
    A reminder that is still on its way gives place to the next one.
    """
    about_ids = [str(pk) for pk in requests]
    found = Mail.objects.filter(about_type=Request._meta.label_lower, about_id__in=about_ids)
    mails: defaultdict[int, Correspondence] = defaultdict(Correspondence)
    for mail in found.exclude(state=Mail.State.WITHDRAWN).defer("text", "html"):
        about = mails[int(mail.about_id)]
        reminds, on_its_way = mail.kind in {REMINDER, COPY}, mail.state in {Mail.State.QUEUED, Mail.State.SENDING}
        day = today if on_its_way and not reminds else timezone.localdate(mail.sent_at or mail.created_at)
        (about.reminded if mail.kind == REMINDER else about.mailed).append(day)
        if reminds and mail.state == Mail.State.QUEUED:
            about.stuck.append(mail)
    return mails


def _take_back(actor: Actor, waiting: Iterable[Request]) -> None:
    stuck = Mail.objects.filter(kind__in=(REMINDER, COPY), state=Mail.State.QUEUED)
    for mail in stuck.exclude(about_id__in=[str(request.pk) for request in waiting]):
        withdraw_mail(actor=actor, mail=mail)


def _is_due(request: Request, mails: Correspondence, today: date) -> bool:
    return next_reminder(_plan(request), mails.reminded, today, mailed=mails.mailed) == today


def _plan(request: Request) -> Plan:
    round_ = request.round
    invited = timezone.localdate(request.sent_at or round_.opened_at)
    return Plan(request.municipality.ags, invited, round_.deadline, round_.reminder_cap)


def _remind(
    record: Recorder, actor: Actor, request: Request, *, mails: Correspondence, link: str, now: datetime
) -> None:
    for stuck in mails.stuck:
        withdraw_mail(actor=actor, mail=stuck)
    today = timezone.localdate(now)
    number = len(mails.reminded) - len([mail for mail in mails.stuck if mail.kind == REMINDER]) + 1
    record.happened("request.reminded", request, {"number": number, "day": today.isoformat()})
    words = letter("round_reminder", _context(request, link, today), LANGUAGE)
    _queue(actor, request, words, kind=REMINDER, to=request.to, now=now)
    if request.copy_to and request.copy_to != request.to and today >= request.round.deadline:
        _queue(actor, request, words, kind=COPY, to=request.copy_to, now=now)


def _queue(actor: Actor, request: Request, words: Letter, *, kind: str, to: str, now: datetime) -> None:
    queue_mail(
        actor=actor,
        municipality=request.municipality,
        key=f"{kind}/{request.pk}/{timezone.localdate(now).isoformat()}",
        kind=kind,
        to=to,
        subject=words.subject,
        text=words.text,
        html=words.html,
        about=request,
        language=LANGUAGE,
        now=now,
    )


def _context(request: Request, link: str, today: date) -> dict[str, Any]:
    asked, answered = getattr(request, "asked_count", 0), getattr(request, "answered_count", 0)
    return {
        "request": request,
        "municipality": request.municipality,
        "link": link,
        "days_left": (request.round.deadline - today).days,
        "days_late": (today - request.round.deadline).days,
        "open_count": asked - answered,
        "answered_count": answered,
    }
