"""Mails for tests."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from etappe.domain.kernel.actor import Role, operator
from etappe.domain.mail.actions import keep_mail, queue_mail
from etappe.domain.mail.compose import letter
from etappe.domain.mail.models import Mail
from etappe.domain.mail.outgoing import Attachment, Subscription, unsubscribe_token
from support.town import Town

if TYPE_CHECKING:
    from support.inhabited import Inhabited

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Europe/Berlin"))
"""A Monday morning."""


def queued(town: Town, key: str, **values: Any) -> Mail:
    """Put a mail into the outbox, an invitation where nothing else is said; call within the scope of ``town``."""
    given = {
        "kind": "round.invitation",
        "to": "amt51@example.org",
        "subject": "Wie steht es?",
        "text": "Guten Tag",
        "now": NOW,
        **values,
    }
    mail = queue_mail(actor=town.actor(Role.COORDINATOR), municipality=town.municipality, key=key, **given)
    assert mail is not None
    return mail


def inhabit_mail(here: Inhabited) -> None:
    """Give a town a mail that waits, one that is only kept, and the link of a digest."""
    town, things = here.town, here.things
    subject, text, html = letter("week", {"municipality": town.municipality, "lines": ["eine Antwort fehlt"]}, "de")
    files = [Attachment("frage.txt", "text/plain", b"Wie steht es?")]
    things.mail = queued(town, "wartet", subject=subject, text=text, html=html, attachments=files)
    things.mail_file = things.mail.attachments.get()
    worker = operator(town.municipality.pk, label="Postausgang")
    things.kept_mail = keep_mail(actor=worker, mail=queued(town, "bleibt"))
    things.digest_token = unsubscribe_token(Subscription(town.municipality.pk, "ki@stelle.example", "digest.week"))
