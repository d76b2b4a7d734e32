"""Reminding units that have not answered; every day, by the clockwork."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from etappe.domain.accounts.queries import language_of
from etappe.domain.audit.recording import Recorder, act
from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.actions import queue_mail, withdraw_mail
from etappe.domain.mail.compose import letter
from etappe.domain.mail.models import Mail
from etappe.domain.rounds.correspondence import COPY, REMINDER, WAITING, Correspondence, correspondence, plan_of
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.reminding import next_reminder
from etappe.domain.tenancy.models import Municipality


def send_reminders(
    *, actor: Actor, municipality: Municipality, now: datetime, address: Callable[[Request], str]
) -> list[Request]:
    """Queue the reminders that are due today and return whom they remind. ``address`` makes the personal link.

    Reminders that still wait in the outbox, because the mail server was away, are taken back where the answer has come
    or the round has ended, and where a newer one takes their place.
    """
    today = timezone.localdate(now)
    waiting = _waiting(municipality)
    mails = correspondence((request.pk for request in waiting), today)
    _take_back(actor, waiting)
    due = [request for request in waiting if request.to and _is_due(request, mails[request.pk], today)]
    for request in due:
        with act(actor, allowed_by=RequestPolicy, to="remind", on=request) as record:
            _remind(record, actor, request, mails=mails[request.pk], link=address(request), now=now)
    return due


def _waiting(municipality: Municipality) -> list[Request]:
    answered = Count("items", filter=Q(items__reply__confirmed_at__isnull=False))
    found = Request.objects.filter(municipality=municipality, state__in=WAITING, round__state=Round.State.OPEN)
    return list(
        found.select_related("round__programme", "unit", "municipality").annotate(
            asked_count=Count("items"), answered_count=answered
        )
    )


def _take_back(actor: Actor, waiting: Iterable[Request]) -> None:
    stuck = Mail.objects.filter(kind__in=(REMINDER, COPY), state=Mail.State.QUEUED)
    for mail in stuck.exclude(about_id__in=[str(request.pk) for request in waiting]):
        withdraw_mail(actor=actor, mail=mail)


def _is_due(request: Request, mails: Correspondence, today: date) -> bool:
    return next_reminder(plan_of(request), mails.reminded, today, mailed=mails.mailed) == today


def _remind(
    record: Recorder, actor: Actor, request: Request, *, mails: Correspondence, link: str, now: datetime
) -> None:
    for stuck in mails.stuck:
        withdraw_mail(actor=actor, mail=stuck)
    today = timezone.localdate(now)
    number = len(mails.reminded) - len([mail for mail in mails.stuck if mail.kind == REMINDER]) + 1
    record.happened("request.reminded", request, {"number": number, "day": today.isoformat()})
    context = _context(request, link, today)
    _queue(actor, request, context, kind=REMINDER, to=request.to, now=now)
    if request.copy_to and request.copy_to != request.to and today >= request.round.deadline:
        _queue(actor, request, context, kind=COPY, to=request.copy_to, now=now)


def _queue(actor: Actor, request: Request, context: dict[str, Any], *, kind: str, to: str, now: datetime) -> None:
    language = language_of(to)
    words = letter("round_reminder", context, language)
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
        language=language,
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
