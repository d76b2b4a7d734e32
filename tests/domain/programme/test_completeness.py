"""A measure is complete, or it says what is missing; the database says the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.domain.kernel.actor import Role
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.actions.programmes import create_target_group
from etappe.domain.programme.completeness import REQUIREMENTS, completeness_of, is_complete, with_completeness
from etappe.domain.programme.models import Measure, TargetGroup
from support.database import undone
from support.inhabited import Inhabited, when

pytestmark = pytest.mark.django_db
FACTS = st.fixed_dictionaries(
    {
        "owner": st.booleans(),
        "deadline": st.sampled_from([None, "31.12.2027", "Frühjahr 2028", "2028/2029"]),
        "indicator": st.sampled_from(["", "belegte Plätze"]),
        "target_value": st.sampled_from(["", "120 Plätze"]),
        "groups": st.sets(st.sampled_from(["alle", "Jugend", "bis sechs", "Geflüchtete"])),
        "place": st.sampled_from(["", "stadtweit"]),
        "budget": st.sampled_from([None, Decimal(0), Decimal("1000.50")]),
        "funding_source": st.sampled_from(["", "Land"]),
    }
)


@pytest.fixture(scope="module")
def groups(here: Inhabited) -> dict[str, TargetGroup]:
    actor = here.town.actor(Role.COORDINATOR)
    given = {
        "alle": {},
        "Jugend": {"age_from": 12},
        "bis sechs": {"age_to": 6},
        "Geflüchtete": {"origin": "geflüchtet"},
    }
    with here.town.scope():
        return {
            name: create_target_group(actor=actor, municipality=here.town.municipality, name=name, **values)
            for name, values in given.items()
        }


def with_facts(here: Inhabited, groups: dict[str, TargetGroup], facts: dict[str, Any]) -> Measure:
    changes = facts | {
        "owner": here.town.office if facts["owner"] else None,
        "deadline": when(facts["deadline"]) if facts["deadline"] else None,
        "target_groups": [groups[name] for name in facts["groups"]],
    }
    del changes["groups"]
    measure = Measure.objects.get(pk=here.things.measure.pk)
    return change_measure(actor=here.town.actor(Role.COORDINATOR), measure=measure, changes=changes)


@given(facts=FACTS)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_measure_says_of_itself_is_what_the_database_finds(
    here: Inhabited, groups: dict[str, TargetGroup], facts: dict[str, Any]
) -> None:
    with here.town.scope(), undone():
        measure = with_facts(here, groups, facts)
        stored = Measure.objects.filter(pk=measure.pk)
        for requirement in REQUIREMENTS:
            assert requirement.is_met(measure) == stored.filter(requirement.condition).exists(), requirement.key
            assert requirement.is_met(measure) != stored.exclude(requirement.condition).exists(), requirement.key
        assert completeness_of(measure).is_complete == stored.filter(is_complete()).exists()
        assert completeness_of(with_completeness(stored).get()) == completeness_of(measure)


def test_nothing_missing_is_a_commitment(here: Inhabited, groups: dict[str, TargetGroup]) -> None:
    facts = {
        "owner": True,
        "deadline": "31.12.2027",
        "indicator": "belegte Plätze",
        "target_value": "120 Plätze",
        "groups": {"Jugend"},
        "place": "stadtweit",
        "budget": None,
        "funding_source": "Land",
    }
    with here.town.scope():
        complete = completeness_of(with_facts(here, groups, facts))
        lacking = completeness_of(with_facts(here, groups, facts | {"groups": {"alle"}, "place": ""}))
    assert (complete.is_complete, complete.total, complete.next_missing) == (True, 6, None)
    assert [requirement.key for requirement in lacking.missing] == ["target_group", "place"]
    assert lacking.next_missing is not None
    assert lacking.next_missing.field == "target_groups"


def test_a_target_without_a_measure_of_it_is_none(here: Inhabited) -> None:
    measure = Measure(target_value="120 Plätze")
    assert not next(item for item in REQUIREMENTS if item.key == "target").is_met(measure)
