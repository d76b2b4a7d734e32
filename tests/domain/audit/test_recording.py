"""Every write is an action: allowed, in one transaction, recorded, sealed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from etappe.domain.audit.chain import breaks
from etappe.domain.audit.models import ChainHead, Event
from etappe.domain.audit.queries import history_of
from etappe.domain.audit.recording import act
from etappe.domain.audit.values import ForeignReference
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Conflict, Invalid, NotAllowed
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.models import Measure
from etappe.domain.programme.policies import MeasurePolicy
from support.town import Town, build_programme, first_measure


def test_a_change_is_recorded_with_what_was_and_what_is(town: Town) -> None:
    build_programme(town, measures=1)
    measure = first_measure(town)
    with town.scope():
        change_measure(
            actor=town.actor(Role.COORDINATOR), measure=measure, changes={"place": "Hochfeld"}, reason="Wunsch"
        )
    event = history_of(measure)[0]
    assert (event.verb, event.before, event.after) == ("measure.changed", {"place": ""}, {"place": "Hochfeld"})
    assert (event.actor_label, event.reason) == ("coordinator Testheim", "Wunsch")


def test_what_is_not_allowed_changes_and_records_nothing(town: Town) -> None:
    build_programme(town, measures=1)
    measure = first_measure(town)
    count = Event.objects.count()
    with town.scope(), pytest.raises(NotAllowed):
        change_measure(actor=town.actor(Role.OWNER), measure=measure, changes={"place": "Hochfeld"})
    assert Event.objects.count() == count
    assert first_measure(town).place == ""


def test_a_failure_midway_leaves_neither_change_nor_event(town: Town) -> None:
    build_programme(town, measures=1)
    measure = first_measure(town)
    count = Event.objects.count()
    with town.scope(), pytest.raises(Invalid):
        change_measure(actor=town.actor(Role.COORDINATOR), measure=measure, changes={"title": "", "place": "Hochfeld"})
    assert (Event.objects.count(), first_measure(town).place) == (count, "")


def test_an_action_that_records_nothing_is_a_programming_error(town: Town) -> None:
    coordinator = town.actor(Role.COORDINATOR)
    with (
        pytest.raises(RuntimeError, match="recorded no event"),
        act(coordinator, allowed_by=MeasurePolicy, to="create", on=None),
    ):
        pass


def test_no_reference_leads_into_another_municipality(town: Town, other_town: Town) -> None:
    build_programme(town, measures=1)
    measure = first_measure(town)
    with town.scope(), pytest.raises((ForeignReference, Invalid)):
        change_measure(actor=town.actor(Role.COORDINATOR), measure=measure, changes={"owner": other_town.office})
    assert first_measure(town).owner_id == town.office.pk


class TestTwoPeopleEditOneMeasure:
    def test_different_fields_are_merged(self, town: Town) -> None:
        build_programme(town, measures=1)
        measure, coordinator = first_measure(town), town.actor(Role.COORDINATOR)
        with town.scope():
            change_measure(actor=coordinator, measure=measure, changes={"place": "Hochfeld"}, expected_version=1)
            merged = change_measure(
                actor=coordinator,
                measure=measure,
                changes={"place": "", "funding_source": "Land"},  # this form was opened before the other was saved
                expected_version=1,
            )
        assert (merged.place, merged.funding_source) == ("Hochfeld", "Land")

    def test_the_same_field_is_a_conflict_that_shows_theirs(self, town: Town) -> None:
        build_programme(town, measures=1)
        measure, coordinator = first_measure(town), town.actor(Role.COORDINATOR)
        with town.scope():
            change_measure(actor=coordinator, measure=measure, changes={"place": "Hochfeld"}, expected_version=1)
            with pytest.raises(Conflict) as conflict:
                change_measure(actor=coordinator, measure=measure, changes={"place": "Marxloh"}, expected_version=1)
        assert conflict.value.theirs == {"place": "Hochfeld"}
        assert first_measure(town).place == "Hochfeld"

    def test_the_same_value_twice_is_no_conflict(self, town: Town) -> None:
        build_programme(town, measures=1)
        measure, coordinator = first_measure(town), town.actor(Role.COORDINATOR)
        with town.scope():
            change_measure(actor=coordinator, measure=measure, changes={"place": "Hochfeld"}, expected_version=1)
            again = change_measure(
                actor=coordinator, measure=measure, changes={"place": "Hochfeld"}, expected_version=1
            )
        assert again.version == 2


class TestTheChain:
    def test_holds_for_every_municipality(self, town: Town, other_town: Town) -> None:
        build_programme(town, measures=3)
        build_programme(other_town, measures=2)
        assert ChainHead.objects.count() == 2
        assert list(breaks()) == []

    @pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
    def test_the_database_refuses_to_touch_an_event(self, town: Town, statement: str) -> None:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_an_event_slipped_in_is_found(self, town: Town) -> None:
        build_programme(town, measures=1)
        last = Event.objects.filter(municipality=town.municipality).order_by("-sequence").first()
        last.pk, last.sequence, last._state.adding = None, last.sequence + 1, True
        last.save(force_insert=True)
        assert {found.sequence for found in breaks()} == {last.sequence, last.sequence - 1}

    def test_a_head_that_was_moved_back_is_found(self, town: Town) -> None:
        head = ChainHead.objects.get(chain=str(town.municipality.pk))
        ChainHead.objects.filter(pk=head.pk).update(sequence=head.sequence - 1)
        assert [found.chain for found in breaks()] == [head.chain]


def test_a_measure_of_another_municipality_cannot_be_changed(town: Town, other_town: Town) -> None:
    build_programme(other_town, measures=1)
    theirs = first_measure(other_town)
    with other_town.scope(), pytest.raises(NotAllowed):
        change_measure(actor=town.actor(Role.COORDINATOR), measure=theirs, changes={"place": "Hochfeld"})


def test_outside_a_scope_nothing_tenant_owned_can_be_read(town: Town) -> None:
    from django_scopes import ScopeError

    with pytest.raises(ScopeError):
        list(Measure.objects.all())
