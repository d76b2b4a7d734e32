"""States and kinds as badges: a word, a shape and a colour, in this order of importance.

Red (*danger*) is rare on purpose: late without a reply, or unsafe to publish. Everything else stays calm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etappe.web.components.chain import Text
from etappe.web.components.marks import MARKS

Tone = Literal["neutral", "info", "success", "warning", "danger"]


class UnknownBadgeError(LookupError):
    """A template asked for a badge that does not exist."""


@dataclass(frozen=True, slots=True)
class Badge:
    """How one state looks: its word, the name of its shape in :data:`MARKS` and its tone."""

    word: Text
    mark: str
    tone: Tone = "neutral"

    def __post_init__(self) -> None:
        if self.mark not in MARKS:
            raise UnknownBadgeError(f"no mark {self.mark!r}; there are {', '.join(MARKS)}")


BADGES: dict[str, dict[str, Badge]] = {
    "measure": {
        "planned": Badge(_("geplant"), "circle"),
        "running": Badge(_("läuft"), "play", "info"),
        "delayed": Badge(_("verzögert"), "clock", "warning"),
        "at_risk": Badge(_("gefährdet"), "triangle", "warning"),
        "done": Badge(_("erledigt"), "check", "success"),
        "stopped": Badge(_("gestoppt"), "square"),
    },
    "recommendation": {
        "open": Badge(_("offen"), "circle"),
        "accepted": Badge(_("angenommen"), "arrow", "info"),
        "partly": Badge(_("teilweise angenommen"), "half", "info"),
        "rejected": Badge(_("abgelehnt"), "cross"),
        "done": Badge(_("umgesetzt"), "check", "success"),
    },
    "finding": {
        "commitment": Badge(_("Zusage"), "diamond", "success"),
        "demand": Badge(_("Forderung"), "speech", "info"),
        "intent": Badge(_("Absichtserklärung"), "wave", "warning"),
        "finding": Badge(_("Feststellung"), "eye"),
        "background": Badge(_("Hintergrund"), "lines"),
    },
    "influence": {
        "steers": Badge(pgettext_lazy("die Kommune …", "steuert"), "wheel"),
        "coordinates": Badge(pgettext_lazy("die Kommune …", "koordiniert"), "links"),
        "informs": Badge(pgettext_lazy("die Kommune …", "informiert"), "megaphone"),
    },
    "programme": {
        "draft": Badge(_("Entwurf"), "dashed"),
        "adopted": Badge(_("beschlossen"), "check", "success"),
        "closed": Badge(_("abgeschlossen"), "square"),
    },
    "round": {
        "draft": Badge(_("in Vorbereitung"), "dashed"),
        "open": Badge(_("läuft"), "play", "info"),
        "closed": Badge(_("abgeschlossen"), "square"),
        "cancelled": Badge(_("abgesagt"), "cross"),
    },
    "request": {
        "prepared": Badge(_("vorbereitet"), "dashed"),
        "sent": Badge(_("wartet auf Antwort"), "circle"),
        "answered": Badge(_("beantwortet"), "speech", "info"),
        "returned": Badge(_("mit Rückfrage zurück"), "half", "warning"),
        "accepted": Badge(_("geprüft"), "check", "success"),
        "passed_on": Badge(_("an die Nachfolge übergeben"), "arrow"),
    },
    "reply": {
        "on_track": Badge(_("im Plan"), "play", "info"),
        "delayed": Badge(_("verzögert"), "clock", "warning"),
        "at_risk": Badge(_("gefährdet"), "triangle", "warning"),
        "done": Badge(_("erledigt"), "check", "success"),
        "stopped": Badge(_("gestoppt"), "square"),
        "not_started": Badge(_("noch nicht begonnen"), "circle"),
    },
    "mail": {
        "queued": Badge(_("wartet"), "circle"),
        "sending": Badge(_("wird gesendet"), "half", "info"),
        "sent": Badge(_("gesendet"), "check", "success"),
        "failed": Badge(_("nicht zustellbar"), "triangle", "warning"),
        "withdrawn": Badge(_("zurückgezogen"), "cross"),
        "kept": Badge(_("nicht versendet, nur hier zu sehen"), "eye"),
    },
    "deviation": {
        "open": Badge(_("wartet auf Stellungnahme"), "circle"),
        "explained": Badge(_("Stellungnahme liegt vor"), "speech", "info"),
        "prepared": Badge(_("zur Entscheidung vorgelegt"), "arrow", "warning"),
        "decided": Badge(_("entschieden"), "check", "success"),
        "withdrawn": Badge(_("erledigt ohne Entscheidung"), "cross"),
    },
    "option": {"recommended": Badge(_("empfohlen"), "diamond", "info")},
    "concept": {
        "waiting": Badge(_("wartet"), "circle"),
        "reading": Badge(_("wird gelesen"), "half", "info"),
        "ready": Badge(_("gelesen"), "check", "success"),
        "failed": Badge(_("nicht lesbar"), "triangle", "warning"),
    },
}
"""Badges by family and stored value."""


def badge(family: str, value: object) -> Badge:
    """The badge of a stored value; raises :class:`UnknownBadgeError` naming what there is instead."""
    known = BADGES.get(family)
    if known is None:
        raise UnknownBadgeError(f"no badges for {family!r}; there are {', '.join(BADGES)}")
    found = known.get(str(value))
    if found is None:
        raise UnknownBadgeError(f"no {family} badge {value!r}; there are {', '.join(known)}")
    return found
