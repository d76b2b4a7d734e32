"""Status rounds in a town with one of everything: one closed, one running with an answer, one being prepared."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.rounds.actions.replies import attach_file, confirm_reply, finish_request
from etappe.domain.rounds.actions.rounds import close_round, create_round, open_round, propose_requests
from etappe.domain.rounds.actions.sheets import upload_reply_sheet
from etappe.domain.rounds.links import actor_of_link
from etappe.domain.rounds.models import Round
from etappe.domain.rounds.sheet import reply_sheet
from etappe.domain.rounds.values import ReplyValues
from support.round import address

NOW = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
LETTER = "wir berichten dem Sozialausschuss im Dezember."
PAPER = b"%PDF-1.7 ein kleines Beispiel"


def inhabit_rounds(here: Any) -> None:
    """Add rounds to a town with one of everything; its measures stay as they are."""
    actor, things = here.town.actor(Role.COORDINATOR), here.things
    before = _round(here, actor, date(2026, 6, 30), date(2026, 7, 15))
    _answer(before)
    things.closed_round = before
    close_round(actor=actor, round=before, now=NOW)
    things.closed_request = before.requests.get()
    things.round = _round(here, actor, date(2099, 6, 30), date(2099, 7, 31))
    things.request = things.round.requests.get()
    item = things.request.items.order_by("measure__number").first()
    unit = actor_of_link(things.request)
    confirm_reply(actor=unit, item=item, values=ReplyValues("not_started", "Noch kein Raum."), channel="page", now=NOW)
    things.reply_file = attach_file(actor=unit, item=item, name="raumplan.pdf", content=PAPER)
    things.returned_sheet = upload_reply_sheet(
        actor=unit, request=things.request, filename="antwort.xlsx", content=reply_sheet(things.request)
    )
    things.draft_round = _prepared(here, actor, date(2099, 12, 31), date(2100, 1, 31))


def _prepared(here: Any, actor: Actor, day: date, deadline: date) -> Round:
    made = create_round(
        actor=actor,
        programme=here.things.programme,
        title=f"Sachstand {day.year}/{day.month}",
        reporting_date=day,
        deadline=deadline,
        letter=LETTER,
    )
    propose_requests(actor=actor, round=made)
    return made


def _round(here: Any, actor: Actor, day: date, deadline: date) -> Round:
    return open_round(actor=actor, round=_prepared(here, actor, day, deadline), now=NOW, address=address)


def _answer(round_: Round) -> None:
    request = round_.requests.get()
    unit = actor_of_link(request)
    for item in request.items.all():
        confirm_reply(actor=unit, item=item, values=ReplyValues("not_started", "Wartet."), channel="page", now=NOW)
    finish_request(actor=unit, request=request, now=NOW)
