"""Several people write at once: every event has its place in the chain, every measure its number."""

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
from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Conflict, DomainError
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.actions.measures import change_measure, create_measure
from etappe.domain.programme.actions.sheets import apply_sheet, plan_of, upload_sheet
from etappe.domain.programme.models import FieldOfAction, Measure, SheetImport
from support.database import of_its_own
from support.town import Town, build_programme, build_town, first_measure

THREADS, TIMES = 4, 6


@pytest.fixture
def crowded(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Town]:
    """A town in a database of its own, in which what is written stays written."""
    with django_db_blocker.unblock(), of_its_own(tmp_path):
        yield build_town()


def at_once(work: Callable[[int], Any], threads: int = THREADS) -> list[Any]:
    """Run ``work`` in several threads that start together; return what each returned or raised."""
    start = Barrier(threads)

    def one(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(threads)))


@pytest.mark.django_db(databases=[])
def test_measures_created_at_once_get_a_number_each(crowded: Town) -> None:
    programme = build_programme(crowded)
    actor = crowded.actor(Role.COORDINATOR)

    def create(_number: int) -> None:
        with scope(municipality=crowded.municipality):
            field = FieldOfAction.objects.get()
            for _ in range(TIMES):
                create_measure(actor=actor, programme=programme, field=field, title="Gleichzeitig")

    assert at_once(create) == [None] * THREADS
    with crowded.scope():
        numbers = sorted(Measure.objects.values_list("number", flat=True))
    assert numbers == list(range(1, THREADS * TIMES + 1))
    sequences = Event.objects.filter(municipality=crowded.municipality).values_list("sequence", flat=True)
    assert sorted(sequences) == list(range(1, len(sequences) + 1))
    assert list(breaks()) == []


@pytest.mark.django_db(databases=[])
def test_recommendations_created_at_once_get_a_number_each(crowded: Town) -> None:
    actor = crowded.actor(Role.COORDINATOR)

    def create(number: int) -> None:
        with scope(municipality=crowded.municipality):
            for _ in range(TIMES):
                create_recommendation(actor=actor, municipality=crowded.municipality, text=f"Empfehlung {number}")

    assert at_once(create) == [None] * THREADS
    with crowded.scope():
        numbers = sorted(Recommendation.objects.values_list("number", flat=True))
    assert numbers == list(range(1, THREADS * TIMES + 1))
    assert list(breaks()) == []


@pytest.mark.django_db(databases=[])
def test_of_several_who_change_the_same_field_one_is_first_and_the_others_are_told(crowded: Town) -> None:
    build_programme(crowded, measures=1)
    measure, actor = first_measure(crowded), crowded.actor(Role.COORDINATOR)

    def change(number: int) -> Measure:
        with scope(municipality=crowded.municipality):
            return change_measure(
                actor=actor, measure=measure, changes={"place": f"Ort {number}"}, expected_version=measure.version
            )

    answers = at_once(change)
    told = [answer for answer in answers if isinstance(answer, Conflict)]
    (saved,) = [answer for answer in answers if isinstance(answer, Measure)]
    assert len(told) == THREADS - 1
    assert {answer.theirs["place"] for answer in told} == {saved.place}
    assert first_measure(crowded).place == saved.place


@pytest.mark.django_db(databases=[])
def test_several_who_change_different_fields_all_get_their_way(crowded: Town) -> None:
    build_programme(crowded, measures=1)
    measure, actor = first_measure(crowded), crowded.actor(Role.COORDINATOR)
    fields = ("place", "funding_source", "indicator", "target_value")

    def change(number: int) -> None:
        with scope(municipality=crowded.municipality):
            change_measure(
                actor=actor, measure=measure, changes={fields[number]: "x"}, expected_version=measure.version
            )

    assert at_once(change) == [None] * THREADS
    stored = first_measure(crowded)
    assert [getattr(stored, field) for field in fields] == ["x"] * THREADS
    assert stored.version == measure.version + THREADS


@pytest.mark.django_db(databases=[])
def test_a_sheet_applied_by_two_at_once_is_applied_once(crowded: Town) -> None:
    programme, actor = build_programme(crowded), crowded.actor(Role.COORDINATOR)
    with crowded.scope():
        cells = b"Titel\tHandlungsfeld\nNeu\tBildung"
        sheet = upload_sheet(actor=actor, programme=programme, filename="x", content=cells, pasted=True)
        plan = plan_of(actor=actor, sheet=sheet)
    assert plan.errors == ()

    def apply(_number: int) -> Any:
        with scope(municipality=crowded.municipality):
            mine = SheetImport.objects.select_related("programme").get(pk=sheet.pk)
            return apply_sheet(actor=actor, sheet=mine, fingerprint=plan.fingerprint)

    answers = at_once(apply, threads=2)
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    with crowded.scope():
        assert Measure.objects.count() == 1
