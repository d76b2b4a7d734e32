"""Queueing mail, taking it back, trying again; ordering and cancelling digests. Delivering: ``delivery``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.audit.values import validated
from etappe.domain.kernel.actor import Actor
from etappe.domain.mail.models import Mail, MailAttachment, Unsubscription
from etappe.domain.mail.outgoing import Attachment, Subscription, message_id
from etappe.domain.mail.policies import MailPolicy, UnsubscriptionPolicy
from etappe.domain.mail.queries import cancellations, due_at, is_cancelled
from etappe.domain.tenancy.models import Municipality

LONGEST_SUBJECT = 200


def queue_mail(
    *,
    actor: Actor,
    municipality: Municipality,
    key: str,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    about: models.Model | None = None,
    language: str = "de",
    attachments: Sequence[Attachment] = (),
    unsubscribe_kind: str = "",
    reply_to: str = "",
    now: datetime | None = None,
) -> Mail | None:
    """Put a mail into the outbox, inside the transaction of the action that wants it sent.

    ``key`` says what this mail is, e.g. ``"round.reminder/17/2026-11-27"``: a second mail with the same key is never
    queued, the first is returned instead. ``kind`` is the occasion (``"round.reminder"``), ``about`` what
    :func:`etappe.domain.mail.queries.mails_about` finds it by. Only digests carry ``unsubscribe_kind``; None is
    returned where the recipient has cancelled that kind. Raises ``Invalid`` where ``to`` is no address.
    """
    queued: Mail | None = Mail.objects.filter(municipality=municipality, key=key).first()
    if queued is not None:
        return queued
    if unsubscribe_kind and is_cancelled(municipality, to, unsubscribe_kind):
        return None
    mail = Mail(
        municipality=municipality,
        key=key,
        kind=kind,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=str(about.pk) if about is not None else "",
        to=to.strip(),
        reply_to=reply_to.strip(),
        language=language,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],  # a line break here would begin another header
        text=text,
        html=html,
        unsubscribe_kind=unsubscribe_kind,
        message_id=message_id(municipality.ags, key),
        created_at=now or timezone.now(),
    )
    try:
        with act(actor, allowed_by=MailPolicy, to="queue", on=mail) as record:
            return _put_into_outbox(record, mail, attachments)
    except IntegrityError:  # somebody else has queued it between our look and our writing
        found: Mail = Mail.objects.get(municipality=municipality, key=key)
        return found


def _put_into_outbox(record: Recorder, mail: Mail, attachments: Sequence[Attachment]) -> Mail:
    validated(mail)
    mail.save(force_insert=True)
    for attachment in attachments:
        MailAttachment.objects.create(
            municipality=mail.municipality,
            mail=mail,
            name=attachment.name,
            content_type=attachment.content_type,
            content=attachment.content,
        )
    # The text stays out of the event log: it may carry a personal link.
    names = [attachment.name for attachment in attachments]
    about = f"{mail.about_type} {mail.about_id}".strip()
    details = {"kind": mail.kind, "to": mail.to, "subject": mail.subject, "about": about, "attachments": names}
    record.happened("mail.queued", mail, {name: value for name, value in details.items() if value})
    return mail


def retry_mail(*, actor: Actor, mail: Mail, to: str = "") -> Mail:
    """Send a mail after all that could not be delivered or was only kept; ``to`` corrects the address."""
    changes = {"attempts": 0, "next_try_at": None, "failure": "", "to": to.strip() or mail.to}
    with act(actor, allowed_by=MailPolicy, to="retry", on=mail) as record:
        return record.advance("mail.retried", mail, "put_back", changes)


def withdraw_mail(*, actor: Actor, mail: Mail) -> Mail:
    """Take a mail back before it is sent: what it was about has passed."""
    with act(actor, allowed_by=MailPolicy, to="withdraw", on=mail) as record:
        return record.advance("mail.withdrawn", mail, "withdraw")


def keep_mail(*, actor: Actor, mail: Mail) -> Mail:
    """Keep a mail to be read here, because no mail server is set up."""
    with act(actor, allowed_by=MailPolicy, to="deliver", on=mail) as record:
        return record.advance("mail.kept", mail, "keep")


def take_up_mail(*, actor: Actor, mail: Mail, now: datetime) -> Mail | None:
    """Take a mail up for sending, alone among all workers; None where another has it or it is not due.

    One that a worker has held longer than a worker lives is taken over from it: it may have been sent already.
    """
    with transaction.atomic():
        due: Mail | None = Mail.objects.select_for_update().filter(due_at(now), pk=mail.pk).first()
        if due is None:
            return None
        left_behind = due.state == Mail.State.SENDING
        changes = {
            "attempts": due.attempts + 1,
            "taken_at": now,
            "next_try_at": None,
            "maybe_repeated": due.maybe_repeated or left_behind,
        }
        with act(actor, allowed_by=MailPolicy, to="deliver", on=due) as record:
            return record.advance("mail.taken_over" if left_behind else "mail.taken_up", due, "take_up", changes)


def mark_mail_sent(*, actor: Actor, mail: Mail, now: datetime) -> Mail | None:
    """Note that the mail server has accepted the mail; None where another worker has taken it over meanwhile."""
    return _finish(actor, mail, "mail.sent", "mark_sent", {"sent_at": now, "failure": ""})


def postpone_mail(*, actor: Actor, mail: Mail, failure: str, until: datetime, maybe_sent: bool = False) -> Mail | None:
    """Try again later; ``maybe_sent`` where the server fell silent after it may have accepted the mail."""
    changes = {"failure": failure, "next_try_at": until, "maybe_repeated": mail.maybe_repeated or maybe_sent}
    return _finish(actor, mail, "mail.postponed", "put_back", changes)


def give_up_mail(*, actor: Actor, mail: Mail, failure: str) -> Mail | None:
    """Note why the mail cannot be delivered; the coordinating office sees it and can try again."""
    return _finish(actor, mail, "mail.failed", "give_up", {"failure": failure})


def _finish(actor: Actor, mail: Mail, verb: str, step: str, changes: dict[str, Any]) -> Mail | None:
    with transaction.atomic():
        mine = Mail.objects.select_for_update().filter(pk=mail.pk, state=Mail.State.SENDING, taken_at=mail.taken_at)
        if mine.first() is None:
            return None
        with act(actor, allowed_by=MailPolicy, to="deliver", on=mail) as record:
            return record.advance(verb, mail, step, changes)


def unsubscribe(*, actor: Actor, municipality: Municipality, subscription: Subscription, now: datetime) -> None:
    """Cancel a digest for good; doing so twice changes nothing."""
    cancelled = Unsubscription(
        municipality=municipality, address=subscription.address.lower(), kind=subscription.kind, since=now
    )
    if is_cancelled(municipality, subscription.address, subscription.kind):
        return
    with act(actor, allowed_by=UnsubscriptionPolicy, to="unsubscribe", on=cancelled) as record:
        record.create("mail.unsubscribed", cancelled)


def subscribe_again(*, actor: Actor, municipality: Municipality, subscription: Subscription) -> None:
    """Order a cancelled digest again."""
    found = cancellations(municipality, subscription.address, subscription.kind).first()
    if found is None:
        return
    with act(actor, allowed_by=UnsubscriptionPolicy, to="subscribe", on=found) as record:
        record.removed("mail.subscribed", found)
        found.delete()
