"""The chain is walked from the sentence to the result, and back; outside the administration without its drafts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.publication.chain import (
    Kind,
    Link,
    recommendations_of_sentence,
    way_of_measure,
    ways_of_recommendation,
)
from support.inhabited import Inhabited

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(here: Inhabited) -> Iterator[None]:
    with here.town.scope():
        yield


@pytest.fixture
def linked(here: Inhabited) -> Inhabited:
    """The measure was made of the recommendation, which was made of a sentence."""
    sources = {"recommendations": [here.things.recommendation], "goal": here.things.goal}
    change_measure(actor=here.town.actor(Role.COORDINATOR), measure=here.things.measure, changes=sources)
    return here


def way(here: Inhabited, actor: Actor) -> list[Link]:
    found = way_of_measure(actor, here.things.measure.pk)
    assert found is not None
    return list(found.links)


def kinds(links: list[Link]) -> list[str]:
    return [link.kind.value for link in links]


def test_every_link_stands_in_its_place(linked: Inhabited) -> None:
    found = kinds(way(linked, linked.town.actor(Role.COORDINATOR)))
    assert found[:4] == ["sentence", "recommendation", "goal", "measure"]
    assert found[-1] == "result"
    assert {"reply", "deviation", "decision", "paper", "task"} <= set(found)
    assert found.index("deviation") < found.index("decision") < found.index("paper")


def test_what_is_missing_is_shown_as_missing(here: Inhabited) -> None:
    links = way_of_measure(here.town.actor(Role.COORDINATOR), here.things.draft_measure.pk)
    assert links is not None
    missing = {link.kind for link in links.links if not link.happened}
    assert {Kind.RECOMMENDATION, Kind.GOAL, Kind.RESULT} <= missing


def test_the_public_walks_the_same_way_without_drafts(linked: Inhabited) -> None:
    links = way(linked, linked.town.visitor)
    assert "sentence" not in kinds(links), "the concept is not public"
    assert {link.text for link in links if link.kind == Kind.REPLY} == {""}, "states of closed rounds, no words"
    decisions = [link.of for link in links if link.kind == Kind.DECISION]
    assert decisions == [linked.things.public_decision]
    assert way_of_measure(linked.town.visitor, linked.things.draft_measure.pk) is None


def test_from_a_recommendation_to_every_measure_made_of_it(linked: Inhabited) -> None:
    found = ways_of_recommendation(linked.town.actor(Role.OWNER), linked.things.recommendation.pk)
    assert found is not None
    _item, before, ways = found
    assert kinds(list(before)) == ["sentence", "recommendation"]
    assert [way.links[1].of for way in ways] == [linked.things.measure]


def test_from_a_sentence_to_what_was_made_of_it(linked: Inhabited) -> None:
    found = recommendations_of_sentence(linked.town.actor(Role.OWNER), linked.things.finding.pk)
    assert found is not None
    assert linked.things.recommendation in found[1]
    assert recommendations_of_sentence(linked.town.visitor, linked.things.finding.pk) is None


def test_the_way_of_a_measure_takes_a_bounded_number_of_queries(linked: Inhabited) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        way(linked, linked.town.actor(Role.COORDINATOR))
    assert len(queries) <= 45
