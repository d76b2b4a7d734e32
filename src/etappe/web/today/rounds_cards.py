"""Cards about status rounds: what waits for an answer, what waits for a check, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.domain.kernel.actor import Actor
from etappe.domain.rounds.models import Round
from etappe.domain.rounds.policies import RoundPolicy
from etappe.domain.rounds.queries import WaitingRequest, answers_to_check, round_progress, waiting_requests
from etappe.domain.tenancy.models import Municipality
from etappe.web.components import TodayCard

SOON = timedelta(days=7)
Cards = Iterator[TodayCard]


def answering(actor: Actor, place: Municipality, day: date) -> Cards:
    """One card for every request that waits for a unit of whoever asks."""
    for waiting in waiting_requests(actor, today=day):
        yield _waiting(waiting, place)


def _waiting(waiting: WaitingRequest, place: Municipality) -> TodayCard:
    asked = waiting.request
    if asked.state == asked.State.RETURNED:
        sentence = _("Zu Ihrem Sachstand gibt es eine Rückfrage: %s.") % asked.unit.title
    else:
        text = ngettext(
            "Maßnahme wartet auf einen Sachstand: %s.", "Maßnahmen warten auf einen Sachstand: %s.", waiting.open
        )
        sentence = text % asked.unit.title
    minutes = ngettext("Jetzt antworten, etwa %d Minute", "Jetzt antworten, etwa %d Minuten", waiting.minutes)
    urgency = "late" if waiting.days_left < 0 else "soon" if waiting.days_left <= SOON.days else "calm"
    return TodayCard(
        max(waiting.open, 1),
        sentence,
        minutes % waiting.minutes,
        reverse("rounds:answer", args=[place.slug, asked.pk]),
        _("bis %s") % date_format(asked.round.deadline, "l, j. F"),
        urgency,
    )


def coordinating(actor: Actor, place: Municipality, day: date) -> Cards:
    """What the coordinating office has to do about its rounds: check answers, ask who is silent, close, send."""
    for round_ in RoundPolicy.queryset(actor).filter(state__in=(Round.State.DRAFT, Round.State.OPEN)):
        yield _draft(round_, place) if round_.state == Round.State.DRAFT else _running(actor, round_, place, day)
    to_check = list(answers_to_check(actor))
    if to_check:
        text = ngettext("Antwort wartet auf Ihre Prüfung.", "Antworten warten auf Ihre Prüfung.", len(to_check))
        url = reverse("rounds:request", args=[place.slug, to_check[0].pk])
        yield TodayCard(len(to_check), text, _("Prüfen"), url)


def _draft(round_: Round, place: Municipality) -> TodayCard:
    number = round_.requests.count()
    text = ngettext(
        "Stelle ist für „%s“ vorgesehen, noch nichts gesendet.",
        "Stellen sind für „%s“ vorgesehen, noch nichts gesendet.",
        number,
    )
    url = reverse("rounds:prepare", args=[place.slug, round_.pk])
    return TodayCard(number, text % round_.title, _("Weiter vorbereiten"), url)


def _running(actor: Actor, round_: Round, place: Municipality, day: date) -> TodayCard:
    progress = round_progress(actor, round_, today=day)
    silent, url = len(progress.silent), reverse("rounds:round", args=[place.slug, round_.pk])
    due = _("bis %s") % date_format(round_.deadline, "j. F Y")
    if not silent:
        text = _("Stellen haben geantwortet: %s. Die Abfrage kann schließen.") % round_.title
        return TodayCard(len(progress.units), text, _("Ansehen"), url, due, "soon")
    text = ngettext("Stelle hat noch nicht geantwortet: %s.", "Stellen haben noch nicht geantwortet: %s.", silent)
    left = (round_.deadline - day).days
    urgency = "late" if left < 0 else "soon" if left <= SOON.days else "calm"
    return TodayCard(silent, text % round_.title, _("Ansehen"), url, due, urgency)
