"""Events as a person reads them: who, when, what, why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.audit.models import Event
from etappe.domain.audit.naming import Names, names_in, related_model
from etappe.web.components import HistoryEntry

VERBS: dict[str, str | Promise] = {
    "created": gettext_lazy("angelegt"),
    "changed": gettext_lazy("geändert"),
    "reported": gettext_lazy("Stand gemeldet"),
    "decided": gettext_lazy("entschieden"),
    "merged": gettext_lazy("zusammengeführt"),
    "split": gettext_lazy("geteilt"),
    "split_off": gettext_lazy("durch Teilen entstanden"),
    # committees and the council information system
    "moved": gettext_lazy("verschoben"),
    "reinstated": gettext_lazy("findet doch statt"),
    "meeting_moved": gettext_lazy("Sitzung verschoben"),
    "meeting_cancelled": gettext_lazy("Sitzung abgesagt"),
    "meeting_reinstated": gettext_lazy("Sitzung findet doch statt"),
    "sync_requested": gettext_lazy("Abgleich gestartet"),
    "sync_began": gettext_lazy("Abgleich begonnen"),
    "sync_finished": gettext_lazy("Abgleich beendet"),
    "sync_stopped": gettext_lazy("Abgleich abgebrochen"),
    # status rounds
    "prepared": gettext_lazy("vorbereitet"),
    "proposed": gettext_lazy("vorgeschlagen"),
    "opened": gettext_lazy("gestartet"),
    "sent": gettext_lazy("versendet"),
    "addressed": gettext_lazy("Adresse geändert"),
    "reminded": gettext_lazy("erinnert"),
    "begun": gettext_lazy("begonnen"),
    "saved": gettext_lazy("zwischengespeichert"),
    "confirmed": gettext_lazy("bestätigt"),
    "answered": gettext_lazy("beantwortet"),
    "returned": gettext_lazy("mit Rückfrage zurückgegeben"),
    "accepted": gettext_lazy("geprüft"),
    "passed_on": gettext_lazy("übergeben"),
    "link_sent": gettext_lazy("neuen Link gesendet"),
    "link_renewed": gettext_lazy("Link erneuert"),
    "link_changed": gettext_lazy("Link geändert"),
    "link_revoked": gettext_lazy("Link widerrufen"),
    "link_extended": gettext_lazy("Link verlängert"),
    "closed": gettext_lazy("abgeschlossen"),
    "cancelled": gettext_lazy("abgesagt"),
    "frozen": gettext_lazy("festgeschrieben"),
    "corrected": gettext_lazy("berichtigt"),
    # mail
    "queued": gettext_lazy("in den Postausgang gelegt"),
    "taken_up": gettext_lazy("zum Senden aufgenommen"),
    "taken_over": gettext_lazy("nach einem Ausfall noch einmal aufgenommen"),
    "postponed": gettext_lazy("auf später verschoben"),
    "kept": gettext_lazy("nicht versendet, nur hier zu sehen"),
    "retried": gettext_lazy("noch einmal in den Postausgang gelegt"),
    "withdrawn": gettext_lazy("zurückgezogen"),
    "unsubscribed": gettext_lazy("abbestellt"),
    "subscribed": gettext_lazy("wieder bestellt"),
    "worked": gettext_lazy("Tagesarbeit erledigt"),
    # steering
    "found": gettext_lazy("festgestellt"),
    "explained": gettext_lazy("Stellung genommen"),
    "cause": gettext_lazy("Ursache genannt"),
    "options": gettext_lazy("Möglichkeiten geändert"),
    "handed_up": gettext_lazy("weitergegeben"),
    "escalated": gettext_lazy("weitergegeben"),
    "settled": gettext_lazy("als erledigt vermerkt"),
    "taken": gettext_lazy("entschieden"),
    "paper_attached": gettext_lazy("Drucksache zugeordnet"),
    "set": gettext_lazy("festgelegt"),
    "finished": gettext_lazy("erledigt"),
    "reopened": gettext_lazy("wieder geöffnet"),
    "dropped": gettext_lazy("entfallen"),
    "made": gettext_lazy("abgegeben"),
}
"""The last part of a verb in words; others are shown as they are."""

FUZZY = {"start": gettext_lazy("Beginn"), "deadline": gettext_lazy("Frist"), "period": gettext_lazy("Zeitraum")}
LONGEST = 120


def entries(events: Iterable[Event]) -> list[HistoryEntry]:
    """Return the events as entries of a history."""
    found = list(events)
    names = names_in(found)
    return [HistoryEntry(event.actor_label, event.at, _what(event, names), event.reason) for event in found]


def _what(event: Event, names: Names) -> str:
    verb = str(VERBS.get(event.verb.rpartition(".")[2], event.verb))
    if not event.before:
        return verb
    model = apps.get_model(event.object_type)
    changes = [
        _change(model, name, event, names)
        for name in event.after
        if not name.endswith(("_from", "_until", "_precision"))
    ]
    return f"{verb}: {'; '.join(changes)}" if changes else verb


def _change(model: Any, name: str, event: Event, names: Names) -> str:
    return _("%(field)s von „%(before)s“ auf „%(after)s“") % {
        "field": _label(model, name),
        "before": _short(model, name, event.before.get(name), names),
        "after": _short(model, name, event.after.get(name), names),
    }


def _label(model: Any, name: str) -> str:
    stem = name.removesuffix("_words")
    if stem in FUZZY:
        return str(FUZZY[stem])
    try:
        return str(model._meta.get_field(name.removesuffix("_id")).verbose_name)
    except FieldDoesNotExist:
        return name


def _short(model: Any, name: str, value: Any, names: Names) -> str:
    if value in (None, "", []):
        return _("keine Angabe")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    moment = parse_datetime(value) if _is_moment(model, name) else None
    if moment is not None:
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    choices, related = _choices(model, name), related_model(model, name)
    values = value if isinstance(value, list) else [value]
    text = ", ".join(str(names.get((related, item)) or choices.get(item, item)) for item in values)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _is_moment(model: Any, name: str) -> bool:
    try:
        return isinstance(model._meta.get_field(name), DateTimeField)
    except FieldDoesNotExist:
        return False


def _choices(model: Any, name: str) -> dict[Any, Any]:
    try:
        return dict(model._meta.get_field(name).choices or ())
    except FieldDoesNotExist:
        return {}
