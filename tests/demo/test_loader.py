"""The example data as it stands in the database: everything occurs, what is made up says so, and the log holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django_scopes import scopes_disabled

from etappe.demo.accounts import demo_accounts
from etappe.demo.files import table, toml
from etappe.demo.loader import EXAMPLE_CITY, load
from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.audit.chain import breaks
from etappe.domain.audit.models import ChainHead, Event
from etappe.domain.council.models import Paper, Resolution
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.models import TenantOwned
from etappe.domain.participation.models import ConceptVersion, Finding, Recommendation, Stage
from etappe.domain.programme.completeness import is_complete
from etappe.domain.programme.models import FieldOfAction, Measure, Milestone, Programme
from etappe.domain.rounds.models import Round
from etappe.domain.rounds.snapshot import load as load_snapshot
from etappe.domain.tenancy.models import Municipality
from support.database import undone
from support.fixtures import static_folder, uploads

__all__ = ["static_folder", "uploads"]

DUISBURG, COUNTY = "05112000", "05954000"


@pytest.fixture(scope="module")
def steps(django_db_setup: None, django_db_blocker: Any, uploads: Any) -> Iterator[list[tuple[str, int, int]]]:
    """Load everything once; what the progress bar was told."""
    told: list[tuple[str, int, int]] = []
    with django_db_blocker.unblock(), undone():
        load(lambda *step: told.append(step))
        yield told


@pytest.fixture(autouse=True)
def _loaded(steps: list[tuple[str, int, int]], db: None) -> Iterator[None]:
    with scopes_disabled():
        yield


def owned() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, TenantOwned)]


def in_city(model: type[Model]) -> Any:
    return model._base_manager.filter(municipality__ags=EXAMPLE_CITY)


def test_progress_goes_up_to_the_end(steps: list[tuple[str, int, int]]) -> None:
    done = [step[1] for step in steps]
    assert done == sorted(done)
    assert steps[-1][1] == steps[-1][2]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        (Measure, "state"),
        (Measure, "influence"),
        (Recommendation, "state"),
        (Finding, "kind"),
        (Finding, "change"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_everything_that_can_occur_does(model: type[Model], field: str) -> None:
    possible = {value for value, _ in model._meta.get_field(field).choices}
    assert set(in_city(model).values_list(field, flat=True)) == possible


def test_there_are_enough_measures_for_lists_to_look_as_in_life() -> None:
    measures = in_city(Measure)
    assert measures.count() >= 60
    assert measures.values("field").distinct().count() == 6
    assert measures.filter(is_complete()).exists()
    assert measures.exclude(is_complete()).exists()
    assert measures.filter(recommendations__findings__isnull=False).exists()
    assert {milestone.reached_on is None for milestone in in_city(Milestone)} == {True, False}


def test_the_stages_of_the_city_stand_in_order_with_their_dates_as_written() -> None:
    stages = list(Stage._base_manager.filter(municipality__ags=DUISBURG).order_by(*Stage._meta.ordering))
    assert [stage.when.start for stage in stages] == sorted(stage.when.start for stage in stages)
    written = {entry["title"]: entry["when"] for entry in toml("duisburg.toml")["stage"]}
    assert {stage.title: stage.when.words for stage in stages} == written
    assert {"Frühjahr 2005", "Ende März"} <= {words[:13] for words in written.values()} | {
        words[:9] for words in written.values()
    }


def marked() -> list[type[Model]]:
    """Models whose things say of themselves whether they are made up; the others are shown with what they belong to."""
    return [model for model in owned() if any(field.name == "is_example" for field in model._meta.get_fields())]


@pytest.mark.parametrize("model", marked(), ids=lambda model: model._meta.label)
def test_what_is_made_up_says_so_and_what_is_a_fact_has_its_source(model: type[Model]) -> None:
    assert not in_city(model).filter(is_example=False).exists()
    if any(field.name == "source" for field in model._meta.get_fields()):
        elsewhere = model._base_manager.exclude(municipality__ags=EXAMPLE_CITY)
        assert [str(thing) for thing in elsewhere.filter(is_example=False, source="")] == []


def test_the_made_up_city_says_so_itself() -> None:
    assert Municipality.objects.get(ags=EXAMPLE_CITY).is_example
    assert not Municipality.objects.get(ags=DUISBURG).is_example


def test_the_concept_was_read_twice_and_its_corrections_and_sources_are_there() -> None:
    versions = in_city(ConceptVersion).order_by("number")
    assert [(version.number, version.state) for version in versions] == [(1, "ready"), (2, "ready")]
    assert versions[1].gone
    from_concept = [row for row in table("musterhafen/recommendations.csv") if row["concept_sentence"]]
    assert in_city(Recommendation).filter(findings__isnull=False).distinct().count() == len(from_concept)


def test_every_role_can_sign_in() -> None:
    assert User.objects.count() == len(demo_accounts())
    assert set(RoleAssignment.objects.values_list("role", flat=True)) == {role.value for role in Role}


def test_numbers_of_papers_are_kept_as_written() -> None:
    numbers = set(Paper._base_manager.filter(municipality__ags=DUISBURG).values_list("number", flat=True))
    assert numbers == {entry["number"] for entry in toml("duisburg.toml")["paper"]}
    assert Resolution._base_manager.filter(municipality__ags=DUISBURG).exists()


def test_the_county_has_its_fields_and_projects() -> None:
    assert FieldOfAction._base_manager.filter(municipality__ags=COUNTY).count() == 4
    assert Measure._base_manager.filter(municipality__ags=COUNTY).exists()
    assert Municipality.objects.get(ags=COUNTY).towns.count() == 9


def test_every_programme_is_open_to_all() -> None:
    assert not Programme._base_manager.filter(is_public=False).exists()


def test_one_status_round_is_closed_and_one_is_on_with_answers_in_every_state() -> None:
    rounds = in_city(Round).order_by("reporting_date")
    assert [one.state for one in rounds] == ["closed", "open"]
    assert load_snapshot(rounds[0].snapshot).silent
    assert rounds[0].snapshot.corrections.exists()
    asked = set(rounds[1].requests.values_list("state", flat=True))
    assert asked == {"sent", "answered", "returned", "accepted"}


def test_the_event_log_holds() -> None:
    assert list(breaks()) == []
    assert Event.objects.count() == sum(ChainHead.objects.values_list("sequence", flat=True))


def test_nothing_points_out_of_its_municipality() -> None:
    for model in owned():
        keys = [f for f in model._meta.concrete_fields if f.many_to_one and issubclass(f.related_model, TenantOwned)]
        for key in keys:
            rows = model._base_manager.filter(**{f"{key.name}__isnull": False})
            pairs = rows.values_list("municipality_id", f"{key.name}__municipality_id")
            assert all(own == other for own, other in pairs.distinct()), (model, key)
