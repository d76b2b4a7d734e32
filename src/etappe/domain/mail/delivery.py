"""Delivering: what the worker does with the outbox.

Take up and commit, send, note and commit. A worker killed between two of these leaves traces that the next one reads:
before the first commit nothing has happened; after it the mail is *sending*, may have gone out, and is sent once more,
marked ``maybe_repeated``; after the last commit it is *sent*. Several workers may run at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_scopes import scope

from etappe.domain.kernel.actor import Actor, operator
from etappe.domain.kernel.language import official_language
from etappe.domain.mail.actions import give_up_mail, keep_mail, mark_mail_sent, postpone_mail, take_up_mail
from etappe.domain.mail.models import Mail
from etappe.domain.mail.outgoing import Subscription, unsubscribe_address
from etappe.domain.mail.queries import waiting_everywhere
from etappe.domain.mail.server import MailServer, Trouble

LARGEST_BATCH = 100
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 8 * 60, 12 * 60, 24 * 60))
"""How long to wait after the first, second, … failure; after the last of them the mail counts as undeliverable."""


class Outcome(Enum):
    """What became of one mail."""

    SENT = "sent"
    POSTPONED = "postponed"
    FAILED = "failed"
    KEPT = "kept"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class DeliveryReport:
    """How many mails were sent, postponed, given up, kept unsent; and how many another worker had in hand."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    kept: int = 0
    elsewhere: int = 0


def deliver_waiting(*, clock: Callable[[], datetime] = timezone.now, limit: int = LARGEST_BATCH) -> DeliveryReport:
    """Deliver what is due in all municipalities, oldest first; at most ``limit`` mails.

    Where the mail server cannot be reached at all, one mail notes why and the others wait for the next round.
    """
    outcomes: Counter[str] = Counter()
    with closing(MailServer()) as server, official_language():
        for mail in waiting_everywhere(clock(), limit=limit):
            with scope(municipality=mail.municipality):
                outcomes[_deliver(mail, server, clock).value] += 1
            if server.unreachable:
                break
    return DeliveryReport(**outcomes)


def _deliver(mail: Mail, server: MailServer, clock: Callable[[], datetime]) -> Outcome:
    actor = operator(mail.municipality_id, label="Postausgang")
    if not settings.MAIL_GOES_OUT and mail.state == Mail.State.QUEUED:
        keep_mail(actor=actor, mail=mail)
        return Outcome.KEPT
    taken = take_up_mail(actor=actor, mail=mail, now=clock())
    if taken is None:
        return Outcome.ELSEWHERE
    try:
        server.send(message_of(taken))
    except Trouble as trouble:
        return _note_trouble(actor, taken, trouble, clock())
    done = mark_mail_sent(actor=actor, mail=taken, now=clock())
    return Outcome.SENT if done is not None else Outcome.ELSEWHERE


def _note_trouble(actor: Actor, mail: Mail, trouble: Trouble, now: datetime) -> Outcome:
    if trouble.for_good or mail.attempts > len(PAUSES):
        done = give_up_mail(actor=actor, mail=mail, failure=str(trouble))
        return Outcome.FAILED if done is not None else Outcome.ELSEWHERE
    until = now + PAUSES[mail.attempts - 1]
    done = postpone_mail(actor=actor, mail=mail, failure=str(trouble), until=until, maybe_sent=trouble.maybe_accepted)
    return Outcome.POSTPONED if done is not None else Outcome.ELSEWHERE


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Return ``mail`` as it goes to the server: under the same Message-ID each time."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": mail.language}
    if mail.unsubscribe_kind:
        address = unsubscribe_address(Subscription(mail.municipality_id, mail.to, mail.unsubscribe_kind))
        headers |= {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments.all():
        message.attach(attachment.name, bytes(attachment.content), attachment.content_type)
    return message
