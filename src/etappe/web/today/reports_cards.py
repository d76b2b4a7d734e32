"""Cards about steering reports and statements: what can be released, what waits for an answer, what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import Actor
from etappe.domain.participation.statement_queries import (
    answered_since,
    answers_to_give,
    points_to_answer,
    ready_to_conclude,
)
from etappe.domain.publication.models import SteeringReport
from etappe.domain.publication.queries import rounds_to_report
from etappe.domain.rounds.models import Round
from etappe.domain.tenancy.models import Municipality
from etappe.web.components import TodayCard

NEWS = timedelta(days=60)
"""How long an answer is news to the association that gets it."""
Cards = Iterator[TodayCard]


def coordinating(actor: Actor, place: Municipality, _day: date) -> Cards:
    """Reports that can be released, points that wait for an answer, answers that can go out."""
    for round_, draft in rounds_to_report(actor):
        yield _report(round_, draft, place)
    waiting = list(points_to_answer(actor))
    if waiting:
        text = ngettext(
            "Punkt einer Stellungnahme wartet auf eine Antwort.",
            "Punkte aus Stellungnahmen warten auf eine Antwort.",
            len(waiting),
        )
        yield TodayCard(len(waiting), text, _("Zur Stellungnahme"), waiting[0].statement.get_absolute_url())
    for statement in ready_to_conclude(actor):
        text = _("Antworten sind fertig: „%s“. Sie können zusammen hinaus.") % statement.title
        yield TodayCard(statement.points.count(), text, _("Antworten ansehen"), statement.get_absolute_url())


def _report(round_: Round, draft: SteeringReport | None, place: Municipality) -> TodayCard:
    measures = round_.items.count()
    text = ngettext(
        "Maßnahme steht mit ihrem Stand fest: %s. Der Steuerungsbericht dazu kann ausgegeben werden.",
        "Maßnahmen stehen mit ihrem Stand fest: %s. Der Steuerungsbericht dazu kann ausgegeben werden.",
        measures,
    )
    if draft is not None:
        return TodayCard(measures, text % round_.title, _("Zum Entwurf"), draft.get_absolute_url())
    begin = f"{reverse('publication:steering_begin', args=[place.slug])}?abfrage={round_.pk}"
    return TodayCard(measures, text % round_.title, _("Bericht beginnen"), begin)


def answering(actor: Actor, place: Municipality, _day: date) -> Cards:
    """Points whose answer a unit of whoever asks owns."""
    mine = list(answers_to_give(actor))
    if mine:
        text = ngettext(
            "Punkt einer Stellungnahme wartet auf Ihre Antwort.",
            "Punkte aus Stellungnahmen warten auf Ihre Antwort.",
            len(mine),
        )
        point = mine[0].point
        url = reverse("participation:answer", args=[place.slug, point.statement_id, point.number])
        yield TodayCard(len(mine), text, _("Antworten"), url)


def informing(actor: Actor, _place: Municipality, day: date) -> Cards:
    """Own statements that were answered lately."""
    since = datetime.combine(day - NEWS, time.min, tzinfo=timezone.get_current_timezone())
    for statement in answered_since(actor, since):
        text = _("Punkte Ihrer Stellungnahme sind beantwortet: „%s“.") % statement.title
        yield TodayCard(
            statement.points.count(), text, _("Antworten lesen"), statement.get_absolute_url(), urgency="soon"
        )
