"""Lists of measures: what is filtered, in which order, and for how many queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.queries import worksheet
from etappe.domain.programme.actions.measures import (
    add_milestone,
    add_partner,
    change_measure,
    create_measure,
    report_state,
)
from etappe.domain.programme.models import FieldOfAction, Measure
from etappe.domain.programme.queries import (
    MeasureFilter,
    for_print,
    measures,
    programmes,
    recommendations_with_fate,
    released_figures,
)
from etappe.domain.publication.programme_report import programme_report
from support.database import undone
from support.inhabited import Inhabited, when
from support.town import build_programme, build_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def bare(django_db_setup: None, django_db_blocker: Any) -> Iterator[Inhabited]:
    """A town with a programme and nothing in it."""
    with django_db_blocker.unblock(), undone():
        town = build_town()
        programme = build_programme(town)
        with town.scope():
            field = FieldOfAction.objects.get()
        yield Inhabited(town, SimpleNamespace(programme=programme, field=field))


@pytest.fixture
def three(bare: Inhabited) -> dict[str, Measure]:
    """Three measures: one late, one due soon, one done."""
    actor, things = bare.town.actor(Role.COORDINATOR), bare.things
    given = {
        "late": {"deadline": when("30.06.2026"), "title": "Ärzte finden", "place": "Hochfeld"},
        "soon": {"deadline": when("31.12.2026"), "title": "Bücher leihen", "owner": bare.town.other_office},
        "done": {"deadline": when("30.06.2026"), "title": "Café öffnen", "influence": "informs"},
    }
    with bare.town.scope():
        made = {
            name: create_measure(actor=actor, programme=things.programme, field=things.field, **values)
            for name, values in given.items()
        }
        made["done"] = report_state(actor=actor, measure=made["done"], state="done")
    return made


def found(bare: Inhabited, **wanted: str) -> list[str]:
    with bare.town.scope():
        rows = measures(bare.town.actor(Role.COORDINATOR), MeasureFilter(**wanted), today=TODAY)
        return [measure.title.split()[0] for measure in rows]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["Ärzte", "Bücher", "Café"]),
        ({"due": "ueberfaellig"}, ["Ärzte"]),
        ({"due": "naechste90"}, ["Bücher"]),
        ({"due": "ohne"}, []),
        ({"state": "done"}, ["Café"]),
        ({"influence": "informs"}, ["Café"]),
        ({"field": "1"}, ["Ärzte", "Bücher", "Café"]),
        ({"field": "2"}, []),
        ({"complete": "ja"}, []),
        ({"complete": "nein"}, ["Ärzte", "Bücher", "Café"]),
        ({"words": "ärzte HOCHFELD"}, ["Ärzte"]),
        ({"words": "ärzte leihen"}, []),
        ({"words": "ÄRZTE"}, ["Ärzte"]),
        ({"words": "sozialamt"}, ["Bücher"]),
        ({"words": "100%"}, []),
        ({"words": "_"}, []),
        ({"programme": "gibt-es-nicht"}, []),
        ({"sort": "titel"}, ["Bücher", "Café", "Ärzte"]),
        ({"sort": "-nummer"}, ["Café", "Bücher", "Ärzte"]),
        ({"sort": "-frist"}, ["Bücher", "Ärzte", "Café"]),
        ({"sort": "zustaendig"}, ["Bücher", "Ärzte", "Café"]),
        ({"sort": "unfug"}, ["Ärzte", "Bücher", "Café"]),
    ],
)
def test_a_list_shows_what_was_asked_for(
    bare: Inhabited, three: dict[str, Measure], wanted: dict[str, str], expected: list[str]
) -> None:
    in_order = "sort" in wanted and wanted["sort"] != "titel"  # where an umlaut sorts is the database's business
    assert (found(bare, **wanted) if in_order else sorted(found(bare, **wanted))) == (
        expected if in_order else sorted(expected)
    )


def test_a_list_filters_by_the_unit_responsible(bare: Inhabited, three: dict[str, Measure]) -> None:
    assert found(bare, owner=str(bare.town.other_office.pk)) == ["Bücher"]


def test_a_renamed_measure_is_found_by_its_new_name_only(bare: Inhabited, three: dict[str, Measure]) -> None:
    with bare.town.scope():
        change_measure(
            actor=bare.town.actor(Role.COORDINATOR), measure=three["late"], changes={"title": "Praxen gewinnen"}
        )
    assert (found(bare, words="praxen"), found(bare, words="ärzte")) == (["Praxen"], [])


def test_measures_without_deadline_stand_last_whichever_way_round(bare: Inhabited, three: dict[str, Measure]) -> None:
    with bare.town.scope():
        change_measure(actor=bare.town.actor(Role.COORDINATOR), measure=three["late"], changes={"deadline": None})
    assert found(bare, sort="frist")[-1] == found(bare, sort="-frist")[-1] == "Ärzte"


def test_a_visitor_counts_public_measures_of_public_programmes(here: Inhabited) -> None:
    with here.town.scope():
        seen = next(item for item in programmes(here.town.visitor) if item == here.things.programme)
    assert (seen.measure_count, seen.done_count) == (1, 0)
    figures = released_figures([here.town.municipality.pk])
    assert figures[here.town.municipality.pk].measures == 1


READS: dict[str, Callable[[Inhabited], Any]] = {
    "list": lambda here: list(measures(here.town.actor(Role.COORDINATOR), MeasureFilter(), today=TODAY)),
    "print": lambda here: list(for_print(here.town.actor(Role.COORDINATOR), MeasureFilter(), today=TODAY)),
    "report": lambda here: programme_report(
        actor=here.town.actor(Role.COORDINATOR), programme=here.things.programme, as_of=TODAY
    ),
    "recommendations": lambda here: [
        (item.measures.all(), item.findings.all())
        for item in recommendations_with_fate(here.town.actor(Role.COORDINATOR))
    ],
    "programmes": lambda here: list(programmes(here.town.actor(Role.COORDINATOR))),
    "worksheet": lambda here: worksheet(here.things.version),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_reading_more_takes_no_more_queries(here: Inhabited, read: Callable[[Inhabited], Any]) -> None:
    with here.town.scope():
        grow(here, 3)
        few = counted(here, read)
        grow(here, 12)
        assert counted(here, read) == few


def counted(here: Inhabited, read: Callable[[Inhabited], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        read(here)
    return len(queries)


def grow(here: Inhabited, number: int) -> None:
    """Add ``number`` measures with all that can hang on one."""
    actor, things = here.town.actor(Role.COORDINATOR), here.things
    for position in range(number):
        source = create_recommendation(
            actor=actor,
            municipality=here.town.municipality,
            text=f"Empfehlung {position}",
            findings=[things.finding],
            working_group=things.group,
        )
        measure = create_measure(
            actor=actor,
            programme=things.programme,
            field=things.field,
            title=f"Maßnahme {position}",
            owner=here.town.office,
            goal=things.goal,
            recommendations=[source],
            target_groups=[things.target_group],
        )
        add_milestone(actor=actor, measure=measure, title="Beginn")
        add_partner(actor=actor, measure=measure, partner=here.town.association)
