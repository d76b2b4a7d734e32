"""Cards about steering: cases that wait for whoever asks, tasks that are due, decisions without a paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import Actor
from etappe.domain.steering.queries import MINE, CaseFilter, cases_for, decisions_without_paper, due_tasks
from etappe.domain.tenancy.models import Municipality
from etappe.web.components import TodayCard

SOON = timedelta(days=14)
TASKS_WITHIN = 30  # days
Cards = Iterator[TodayCard]


def explaining(actor: Actor, place: Municipality, day: date) -> Cards:
    """Cases on which the unit of whoever asks has not spoken yet."""
    text = ngettext(
        "Abweichung wartet auf Ihre Stellungnahme.", "Abweichungen warten auf Ihre Stellungnahme.", _mine(actor)
    )
    yield from _cases(actor, place, day, text, _("Stellung nehmen"))
    yield from due(actor, place, day)


def deciding(actor: Actor, place: Municipality, day: date) -> Cards:
    """Cases that whoever asks decides on."""
    text = ngettext(
        "Abweichung wartet auf Ihre Entscheidung.", "Abweichungen warten auf Ihre Entscheidung.", _mine(actor)
    )
    yield from _cases(actor, place, day, text, _("Entscheiden"))
    yield from due(actor, place, day)


def coordinating(actor: Actor, place: Municipality, day: date) -> Cards:
    """Cases to prepare or to bring before a body, decisions that no paper carries yet, tasks."""
    text = ngettext(
        "Abweichung ist vorzubereiten oder einem Gremium vorzulegen.",
        "Abweichungen sind vorzubereiten oder einem Gremium vorzulegen.",
        _mine(actor),
    )
    yield from _cases(actor, place, day, text, _("Ansehen"))
    bare = list(decisions_without_paper(actor))
    if bare:
        text = ngettext(
            "Entscheidung hat noch keine Drucksache.", "Entscheidungen haben noch keine Drucksache.", len(bare)
        )
        yield TodayCard(len(bare), text, _("Drucksache zuordnen"), bare[0].get_absolute_url())
    yield from due(actor, place, day)


def due(actor: Actor, place: Municipality, day: date) -> Cards:
    """Tasks that are overdue or due within a month."""
    owed = list(due_tasks(actor, day, within_days=TASKS_WITHIN))
    if owed:
        number = len(owed)
        text = ngettext("Aufgabe ist bald oder schon fällig.", "Aufgaben sind bald oder schon fällig.", number)
        url = reverse("steering:tasks", args=[place.slug])
        yield TodayCard(number, text, _("Aufgaben ansehen"), url, _until(owed[0].due), _urgency(owed[0].due, day))


def _mine(actor: Actor) -> int:
    return cases_for(actor, CaseFilter(whose=MINE)).count()


def _cases(actor: Actor, place: Municipality, day: date, text: str, action: str) -> Cards:
    found = cases_for(actor, CaseFilter(whose=MINE))
    count, first = found.count(), found.aggregate(first=Min("due"))["first"]
    if count:
        url = f"{reverse('steering:home', args=[place.slug])}?fuer={MINE}"
        yield TodayCard(count, text, action, url, _until(first), _urgency(first, day))


def _until(day: date) -> str:
    return _("bis %s") % date_format(day)


def _urgency(due_day: date, today: date) -> str:
    if due_day < today:
        return "late"
    return "soon" if due_day <= today + SOON else "calm"
