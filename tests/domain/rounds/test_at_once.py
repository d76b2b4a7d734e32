"""Many answer at once: no answer is lost, nobody is told that the database is busy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django_scopes import scope

from etappe.domain.audit.chain import breaks
from etappe.domain.kernel.errors import Conflict, DomainError, IllegalTransition
from etappe.domain.rounds.actions.replies import confirm_reply, save_draft
from etappe.domain.rounds.actions.rounds import close_round
from etappe.domain.rounds.models import Reply
from etappe.domain.rounds.snapshot import load
from etappe.domain.rounds.values import ReplyValues
from support.database import of_its_own
from support.round import NOW, Running, build_running
from support.town import build_town

THREADS = 4


@pytest.fixture
def crowded(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Running]:
    """A running round in a database of its own, in which what is written stays written."""
    with django_db_blocker.unblock(), of_its_own(tmp_path):
        town = build_town()
        with town.scope():
            running = build_running(town)
        yield running


def at_once(running: Running, work: Callable[[int], Any]) -> list[Any]:
    """Run ``work`` in several threads that start together; return what each returned or was told."""
    start = Barrier(THREADS)

    def one(number: int) -> Any:
        start.wait()
        try:
            with scope(municipality=running.town.municipality):
                return work(number)
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.django_db(databases=[])
def test_several_who_begin_the_same_answer_are_merged_or_told(crowded: Running) -> None:
    with crowded.town.scope():
        unit, item = crowded.unit, crowded.items[0]

    def type_in(number: int) -> Reply:
        values = ReplyValues(state="not_started", sentence=f"Satz {number}")
        return save_draft(actor=unit, item=item, values=values, expected_version=0, channel="page")

    told = at_once(crowded, type_in)
    (kept,) = [one for one in told if isinstance(one, Reply)]
    conflicts = [one for one in told if isinstance(one, Conflict)]
    assert len(conflicts) == THREADS - 1
    assert {one.theirs["sentence"] for one in conflicts} == {kept.sentence}


@pytest.mark.django_db(databases=[])
def test_answers_of_several_units_at_once_are_all_kept(crowded: Running) -> None:
    with crowded.town.scope():
        items = [*crowded.items, *crowded.request_of(crowded.town.other_office).items.all()]
        actor = crowded.coordinator

    def answer(number: int) -> list[Reply]:
        return [
            confirm_reply(
                actor=actor,
                item=item,
                values=ReplyValues(state="delayed", sentence=f"Satz {number}"),
                channel="office",
                now=NOW,
            )
            for item in (items if number % 2 else items[::-1])
        ]

    assert [len(one) for one in at_once(crowded, answer)] == [len(items)] * THREADS
    with crowded.town.scope():
        replies = list(Reply.objects.all())
    assert len(replies) == len(items)
    assert {reply.state for reply in replies} == {"delayed"}
    assert list(breaks()) == []


@pytest.mark.django_db(databases=[])
def test_an_answer_is_in_the_frozen_round_or_was_refused(crowded: Running) -> None:
    with crowded.town.scope():
        actor, items = crowded.coordinator, crowded.items

    def close_or_answer(number: int) -> Any:
        if number == 0:
            return close_round(actor=actor, round=crowded.round, now=NOW)
        values = ReplyValues(state="delayed", sentence="Rechtzeitig?")
        return confirm_reply(actor=actor, item=items[number % 2], values=values, channel="office", now=NOW)

    snapshot, *answers = at_once(crowded, close_or_answer)
    taken = {one.item_id for one in answers if isinstance(one, Reply)}
    assert {type(one) for one in answers} <= {Reply, IllegalTransition}
    frozen = {measure.id for measure in load(snapshot).measures if measure.reply is not None}
    assert frozen == {item.measure_id for item in items if item.pk in taken}
