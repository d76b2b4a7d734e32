"""Two status rounds of the made-up city: one closed and corrected, one that is on and half answered."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.text import slugify

from etappe.demo.files import Entry, fuzzy, several, table, toml
from etappe.demo.places import Place
from etappe.domain.programme.actions.programmes import GERMAN_LETTERS
from etappe.domain.programme.models import Measure, Programme
from etappe.domain.rounds.actions.checking import (
    accept_request,
    correct_round,
    freeze_item,
    give_back,
)
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request, save_draft
from etappe.domain.rounds.actions.rounds import (
    address_request,
    close_round,
    create_round,
    open_round,
    propose_requests,
)
from etappe.domain.rounds.links import actor_of_link, personal_link
from etappe.domain.rounds.models import Reply, Request, RequestedMeasure, Round
from etappe.domain.rounds.values import ReplyValues

Answers = dict[str, dict[str, str]]
"""Rows of the table of replies, by number of the measure."""


def load_rounds(place: Place, programme: Programme) -> list[Round]:
    """Load the rounds in the order of the file; each is copied from the one before it."""
    rounds: list[Round] = []
    rows = table("musterhafen/replies.csv")
    for entry in toml("musterhafen/rounds.toml")["round"]:
        answers = {row["measure"]: row for row in rows if row["round"] == entry["key"]}
        opened = _open(place, programme, entry, rounds[-1] if rounds else None)
        for request in opened.requests.select_related("unit", "round", "municipality"):
            _answer(request, entry, answers)
        _check(place, opened, entry)
        if "closed" in entry:
            _close(place, opened, entry)
        rounds.append(opened)
    return rounds


def _open(place: Place, programme: Programme, entry: Entry, last: Round | None) -> Round:
    actor = place.coordinator
    made = create_round(
        actor=actor,
        programme=programme,
        title=entry["title"],
        reporting_date=entry["reporting_date"],
        deadline=entry["answers_by"],
        letter=entry["letter"],
        copied_from=last,
    )
    for request in propose_requests(actor=actor, round=made):
        if not request.to:
            name = slugify(request.unit.short.translate(GERMAN_LETTERS))
            address_request(actor=actor, request=request, to=f"{name}@musterhafen.example", copy_to="")
    return open_round(actor=actor, round=made, now=entry["opened"], address=personal_link)


def _answer(request: Request, entry: Entry, answers: Answers) -> None:
    if request.unit.short in entry["silent"]:
        return
    begun = request.unit.short in entry.get("begun", ())
    for item in request.items.select_related("measure", "request__unit", "round"):
        row = answers.get(str(item.measure.number))
        if row is not None:
            _say(item, row, entry["answered"])
        elif not begun:
            _confirm(item, None, entry["answered"])
    if not begun:
        finish_request(actor=actor_of_link(request), request=request, now=entry["answered"])


def _say(item: RequestedMeasure, row: dict[str, str], now: datetime) -> None:
    values = ReplyValues(
        state=row["state"],
        sentence=row["sentence"],
        obstacles=tuple(several(row["obstacles"])),
        forecast=fuzzy(row["forecast"]),
        spent=Decimal(row["spent"]) if row["spent"] else None,
    )
    if row["confirmed"] == "true":
        _confirm(item, values, now)
    else:
        actor = actor_of_link(item.request)
        save_draft(actor=actor, item=item, values=values, expected_version=0, channel=Reply.Channel.PAGE)


def _confirm(item: RequestedMeasure, values: ReplyValues | None, now: datetime) -> None:
    confirm_reply(
        actor=actor_of_link(item.request),
        item=item,
        values=values,
        unchanged=values is None,
        channel=Reply.Channel.PAGE,
        now=now,
    )


def _check(place: Place, opened: Round, entry: Entry) -> None:
    actor, now = place.coordinator, entry["answered"]
    for short in entry.get("accepted", ()):
        accept_request(actor=actor, request=opened.requests.get(unit__short=short), now=now)
    for number in entry.get("frozen", ()):
        freeze_item(actor=actor, item=opened.items.get(measure__number=int(number)), now=now)
    if "returned" in entry:
        back = entry["returned"]
        item = opened.items.get(measure__number=int(back["measure"]))
        give_back(
            actor=actor,
            request=opened.requests.get(unit__short=back["unit"]),
            question="",
            items={item: back["question"]},
            now=back["at"],
            address=personal_link,
        )


def _close(place: Place, opened: Round, entry: Entry) -> None:
    snapshot = close_round(actor=place.coordinator, round=opened, now=entry["closed"])
    notice = entry["correction"]
    measure = Measure.objects.get(programme=opened.programme, number=int(notice["measure"]))
    correct_round(actor=place.coordinator, snapshot=snapshot, measure=measure, text=notice["text"], now=notice["at"])
