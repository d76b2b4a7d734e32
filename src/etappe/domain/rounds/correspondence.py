"""What has been mailed about a request, and when it will be reminded of next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from etappe.domain.mail.models import Mail
from etappe.domain.rounds.models import Request, Round
from etappe.domain.rounds.reminding import Plan, next_reminder

REMINDER = "round.reminder"
COPY = "round.reminder_copy"
"""Kinds of the mail to the unit, and of the one to its deputy, which does not count as a reminder of its own."""

WAITING = (Request.State.SENT, Request.State.RETURNED)
"""States in which an answer is awaited."""


@dataclass
class Correspondence:
    """The mails about one request: days of reminders, days of others, and reminders that have not gone out yet."""

    reminded: list[date] = field(default_factory=list)
    mailed: list[date] = field(default_factory=list)
    stuck: list[Mail] = field(default_factory=list)


def upcoming_reminder(request: Request, today: date) -> date | None:
    """Return the day on which the unit will next be reminded if it does not answer; None where it will not."""
    if request.state not in WAITING or request.round.state != Round.State.OPEN:
        return None
    mails = correspondence([request.pk], today)[request.pk]
    return next_reminder(plan_of(request), mails.reminded, today, mailed=mails.mailed)


def correspondence(requests: Iterable[int], today: date) -> dict[int, Correspondence]:
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


def plan_of(request: Request) -> Plan:
    """Return what the days of the reminders of ``request`` follow from."""
    round_ = request.round
    invited = timezone.localdate(request.sent_at or round_.opened_at)
    return Plan(request.municipality.ags, invited, round_.deadline, round_.reminder_cap)
