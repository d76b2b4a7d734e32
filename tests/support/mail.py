"""Mails for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from etappe.domain.kernel.actor import Role
from etappe.domain.mail.actions import queue_mail
from etappe.domain.mail.models import Mail
from support.town import Town

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
