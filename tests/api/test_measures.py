"""Measures over REST: two people at once, the filter of the list, dates and money, and queries that do not grow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.api_town import furnish
from support.town import Town, build_programme

Calling = Callable[[Role | None], Caller]
LISTS = (
    "units",
    "organisations",
    "committees",
    "meetings",
    "resolutions",
    "papers",
    "stages",
    "conferences",
    "statements",
    "concepts",
    "recommendations",
    "fields",
    "target-groups",
    "programmes",
    "programmes/integrationsprogramm/goals",
    "measures",
    "reports",
    "steering-reports",
    "deviations",
    "decisions",
    "tasks",
)


def test_the_second_of_two_sees_what_the_first_has_changed(town: Town, calling: Calling) -> None:
    ids, coordinator = furnish(town), calling(Role.COORDINATOR)
    path = f"/measures/{ids['measures']}"
    read = coordinator.get(path).json()["version"]
    first = {"place": "Hochfeld", "owner": ids["unit"], "deadline": "Ende März 2028", "expected_version": read}
    assert coordinator.patch(path, first).status_code == 200
    answer = coordinator.patch(path, {"place": "Marxloh", "owner": None, "deadline": "2029", "expected_version": read})
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["current_version"] == read + 1
    assert error["theirs"] == {"place": "Hochfeld", "owner": ids["unit"], "deadline": "Ende März 2028"}
    assert coordinator.get(path).json()["place"] == "Hochfeld"
    # What the first has not touched can still be changed.
    assert coordinator.patch(path, {"output": "Zehn Plätze", "expected_version": read}).json()["place"] == "Hochfeld"


def test_only_what_is_sent_is_changed(town: Town, calling: Calling) -> None:
    ids, coordinator = furnish(town), calling(Role.COORDINATOR)
    path = f"/measures/{ids['measures']}"
    before = coordinator.get(path).json()
    after = coordinator.patch(path, {"budget": "12500", "reason": "Haushalt beschlossen"}).json()
    assert after["budget"] == "12500.00"
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"budget", "version", "completeness", "history"}
    assert after["history"][0]["reason"] == "Haushalt beschlossen"


def test_fuzzy_dates_go_in_as_words_and_come_out_with_their_bounds(town: Town, calling: Calling) -> None:
    ids, coordinator = furnish(town), calling(Role.COORDINATOR)
    path = f"/measures/{ids['measures']}"
    answer = coordinator.patch(path, {"deadline": "Frühjahr 2028"})
    assert answer.json()["deadline"] == {
        "from": "2028-03-01",
        "until": "2028-05-31",
        "precision": "season",
        "words": "Frühjahr 2028",
    }
    refused = coordinator.patch(path, {"deadline": "kurzfristig"}).json()["error"]
    assert refused["where"][0]["field"] == "deadline"
    assert "kurzfristig" in refused["where"][0]["message"]
    assert coordinator.patch(path, {"deadline": None}).json()["deadline"] is None


def test_a_measure_says_what_it_lacks_and_where_it_comes_from(town: Town, calling: Calling) -> None:
    ids = furnish(town)
    measure = calling(None).get(f"/measures/{ids['measures']}").json()
    assert measure["completeness"]["present"] == ["owner", "deadline", "target_group"]
    assert [entry["field"] for entry in measure["completeness"]["missing"]] == ["indicator", "place", "budget"]
    trace = measure["trace"][0]
    assert trace["sentences"][0]["section"] == "1 Bildung"
    assert trace["working_group"]["name"] == "AG 1 Bildung"
    fate = calling(None).get(f"/recommendations/{ids['recommendations']}").json()
    assert (fate["state"], fate["measures"][0]["id"]) == ("accepted", ids["measures"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, 4),
        ({"words": "kita"}, 1),
        ({"state": "running"}, 1),
        ({"due": "none"}, 3),
        ({"due": "overdue"}, 0),
        ({"complete": "true"}, 0),
        ({"complete": "false"}, 4),
        ({"field": 1}, 4),
        ({"field": 2}, 0),
        ({"programme": "anderes"}, 0),
        ({"influence": "informs"}, 0),
    ],
)
def test_the_list_filters_as_the_page_does(town: Town, calling: Calling, query: dict[str, Any], expected: int) -> None:
    from etappe.domain.programme.actions.measures import create_measure, report_state
    from etappe.domain.programme.models import FieldOfAction, Programme

    furnish(town)
    actor = town.actor(Role.COORDINATOR)
    with town.scope():
        for title in ("Lotsen", "Kurse", "Sprachcafé"):
            measure = create_measure(
                actor=actor,
                programme=Programme.objects.get(),
                field=FieldOfAction.objects.get(),
                title=title,
                is_public=True,
            )
        report_state(actor=actor, measure=measure, state="running")
    assert calling(None).get("/measures", **query).json()["total"] == expected


def test_the_list_is_sorted_and_comes_in_pages(town: Town, calling: Calling) -> None:
    build_programme(town, measures=5)
    visitor = calling(None)
    found = visitor.get("/measures", sort="-number", size=2, page=2).json()
    assert [item["number"] for item in found["items"]] == [3, 2]
    assert (found["total"], found["page"], found["size"]) == (5, 2, 2)
    assert visitor.get("/measures", page=9).json()["items"] == []
    assert visitor.get("/measures", size=201).status_code == 422
    assert visitor.get("/measures", sort="colour").status_code == 422


def _queries(caller: Caller, path: str) -> int:
    caller.get(path)  # notes the day on which the token was used
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert caller.get(path, size=200).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_rows(town: Town, other_town: Town) -> None:
    ids, more = furnish(town, times=2), furnish(other_town, times=6)
    lists = [*(f"/{name}" for name in LISTS), "//alliances", "//municipalities"]
    kinds = ("papers", "committees", "conferences", "recommendations", "measures")
    pairs = [*((path, path) for path in lists), *((f"/{kind}/{ids[kind]}", f"/{kind}/{more[kind]}") for kind in kinds)]
    for role in (None, Role.COORDINATOR, Role.READER, Role.PROVIDER):
        small, large = (
            Caller.visitor(place) if role is None else Caller.with_token(place, role) for place in (town, other_town)
        )
        for few, many in pairs:
            assert (role, few, _queries(small, few)) == (role, few, _queries(large, many))
