"""Occasions of mails in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "round.invitation": _("Einladung zur Abfrage"),
    "round.reminder": _("Erinnerung"),
    "round.reminder_copy": _("Erinnerung an die Vertretung"),
    "round.question": _("Rückfrage"),
    "round.passed_on": _("Übergabe an die Nachfolge"),
    "round.copy": _("Kopie der Antwort"),
    "round.link": _("Neuer Link"),
    "steering.handed": _("Fall vorgelegt"),
    "steering.decided": _("Fall entschieden"),
    "digest.week": _("Wochenübersicht"),
}
"""By ``Mail.kind``; others are shown as they are stored."""


def occasion(kind: str) -> str:
    """Return the occasion as a person says it."""
    return str(KINDS.get(kind, kind))
