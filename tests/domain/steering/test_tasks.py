"""Tasks from resolutions and decisions, and the lists of what is due."""

from __future__ import annotations

from datetime import date

import pytest

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.steering.actions.decisions import attach_paper
from etappe.domain.steering.actions.deviations import explain
from etappe.domain.steering.actions.tasks import create_task_from_resolution, drop_task, finish_task, reopen_task
from etappe.domain.steering.models import Task
from etappe.domain.steering.overview import steering_overview
from etappe.domain.steering.queries import (
    MINE,
    UNFINISHED,
    CaseFilter,
    case_in_full,
    cases_for,
    decisions_without_paper,
    due_tasks,
)
from support.inhabited import Inhabited
from support.steering import NOW, TODAY, decided, opened, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


@pytest.fixture
def condition(here: Inhabited) -> Task:
    return here.things.public_decision.tasks.get()


class TestTasks:
    def test_the_unit_that_owes_it_ticks_it_off_and_takes_it_up_again(self, here: Inhabited, condition: Task) -> None:
        owner = here.town.actor(Role.OWNER)
        done = finish_task(actor=owner, task=condition, today=TODAY, note="Zwei Räume gefunden.")
        assert (done.state, done.done_on, done.note) == ("done", TODAY, "Zwei Räume gefunden.")
        with pytest.raises(IllegalTransition, match="schon erledigt"):
            finish_task(actor=owner, task=done, today=TODAY)
        again = reopen_task(actor=owner, task=done)
        assert (again.state, again.done_on) == ("open", None)
        with pytest.raises(IllegalTransition, match="noch offen"):
            reopen_task(actor=owner, task=again)

    def test_other_units_do_not(self, here: Inhabited, condition: Task) -> None:
        Task.objects.filter(pk=condition.pk).update(unit=here.town.other_office)
        moved = Task.objects.get(pk=condition.pk)
        for role in (Role.OWNER, Role.DECIDER, Role.ADMIN, Role.READER):
            with pytest.raises(NotAllowed):
                finish_task(actor=here.town.actor(role), task=moved, today=TODAY)

    def test_a_condition_is_dropped_by_whoever_decides_not_by_whoever_coordinates(
        self, here: Inhabited, condition: Task
    ) -> None:
        with pytest.raises(NotAllowed):
            drop_task(actor=here.town.actor(Role.COORDINATOR), task=condition, reason="Nicht mehr nötig.")
        with pytest.raises(Invalid):
            drop_task(actor=here.town.actor(Role.DECIDER), task=condition, reason="")
        dropped = drop_task(actor=here.town.actor(Role.DECIDER), task=condition, reason="Nicht mehr nötig.")
        assert (dropped.state, dropped.note) == ("dropped", "Nicht mehr nötig.")

    def test_an_order_of_a_committee_is_kept_by_the_office(self, here: Inhabited) -> None:
        with pytest.raises(NotAllowed):
            drop_task(actor=here.town.actor(Role.OWNER), task=here.things.task, reason="Keine Zeit.")
        dropped = drop_task(actor=here.town.actor(Role.COORDINATOR), task=here.things.task, reason="Aufgehoben.")
        assert dropped.state == "dropped"

    def test_only_the_office_takes_down_what_a_committee_asked_for(self, here: Inhabited) -> None:
        with pytest.raises(NotAllowed):
            create_task_from_resolution(
                actor=here.town.actor(Role.DECIDER),
                resolution=here.things.resolution,
                title="Berichten",
                unit=here.town.office,
                due=TODAY,
            )

    def test_everybody_sees_what_is_theirs_first_what_is_due_first(self, here: Inhabited, condition: Task) -> None:
        Task.objects.filter(pk=here.things.task.pk).update(unit=here.town.other_office)
        everything = list(due_tasks(here.town.actor(Role.COORDINATOR), TODAY))
        assert everything == [condition, here.things.task]
        assert list(due_tasks(here.town.actor(Role.OWNER), TODAY)) == [condition]
        assert list(due_tasks(here.town.actor(Role.OWNER), date(2026, 9, 1), within_days=30)) == [condition]
        assert list(due_tasks(here.town.actor(Role.OWNER), date(2026, 8, 1), within_days=30)) == []


class TestCases:
    def test_each_sees_first_what_waits_for_them(self, here: Inhabited) -> None:
        waiting = opened(here.town, here.things.measure)
        told = opened(here.town, here.things.draft_measure)
        explain(actor=here.town.actor(Role.OWNER), deviation=told, text="Es dauert.", now=NOW)
        mine = CaseFilter(whose=MINE)
        assert set(cases_for(here.town.actor(Role.OWNER), mine)) == {waiting}
        assert set(cases_for(here.town.actor(Role.DECIDER), mine)) == {here.things.deviation}
        assert set(cases_for(here.town.actor(Role.COORDINATOR), mine)) == {told}
        first = cases_for(here.town.actor(Role.COORDINATOR)).first()
        assert (first, first.needs_me) == (told, True)

    def test_the_public_sees_what_was_decided_with_a_public_paper(self, here: Inhabited) -> None:
        assert list(cases_for(here.town.visitor)) == [here.things.public_decision.deviation]
        found = case_in_full(here.town.visitor, here.things.public_decision.deviation_id)
        assert [decision.pk for decision in found.decisions.all()] == [here.things.public_decision.pk]

    @pytest.mark.parametrize(
        ("wanted", "count"),
        [
            (CaseFilter(state=UNFINISHED), 1),
            (CaseFilter(state="decided"), 2),
            (CaseFilter(level="deputy"), 1),
            (CaseFilter(rule="no_reply"), 0),
            (CaseFilter(words="raum"), 3),
            (CaseFilter(words="draft_measure"), 1),
            (CaseFilter(owner="²"), 3),
        ],
    )
    def test_filters(self, here: Inhabited, wanted: CaseFilter, count: int) -> None:
        assert cases_for(here.town.actor(Role.COORDINATOR), wanted).count() == count

    def test_a_list_takes_the_same_queries_however_long(self, here: Inhabited, django_assert_num_queries) -> None:
        actor = here.town.actor(Role.COORDINATOR)

        def read() -> list[str]:
            return [f"{case.measure.owner} {case.measure.programme}" for case in cases_for(actor)]

        for number in range(5):
            with django_assert_num_queries(1):
                assert len(read()) == 3 + number
            opened(here.town, here.things.measure)

    def test_decisions_without_a_paper_are_listed_until_they_have_one(self, here: Inhabited) -> None:
        office = here.town.actor(Role.COORDINATOR)
        assert list(decisions_without_paper(office)) == [here.things.decision]
        attach_paper(actor=office, decision=here.things.decision, paper=here.things.draft_paper)
        assert list(decisions_without_paper(office)) == []


def test_the_overview_for_the_report(here: Inhabited) -> None:
    office, things = here.town.actor(Role.COORDINATOR), here.things
    found = steering_overview(office, things.programme)
    assert found.undecided == (things.deviation,)
    assert [said.text for said in found.undecided[0].explanations.all()] == ["Der Umbau dauert länger."]
    assert set(found.decided_since) == {things.public_decision, things.decision}
    assert {task.title for task in found.open_tasks} == {"Räume suchen", "Halbjährlich berichten"}
    assert found.by_level == {"unit": 0, "deputy": 1, "committee": 0, "council": 0}
    assert (found.since, found.by_rule) == (None, {"": 1})
    assert steering_overview(office, things.draft_programme).undecided == ()
    assert prepared(here.town, things.measure) in steering_overview(office, things.programme).undecided


def test_the_overview_begins_where_the_last_report_ended(here: Inhabited) -> None:
    from support.steering import answered

    reply = answered(here.town, here.things.measure, date(2026, 6, 30), "on_track")
    round_ = reply.item.round
    round_.closed_at = NOW
    round_.__class__.objects.filter(pk=round_.pk).update(state="closed", closed_at=NOW)
    later = answered(here.town, here.things.measure, date(2026, 12, 31), "on_track").item.round
    office = here.town.actor(Role.COORDINATOR)
    assert steering_overview(office, here.things.programme, later).since == date(2026, 6, 30)
    assert len(steering_overview(office, here.things.programme, later).decided_since) == 2
    decided(here.town, opened(here.town, here.things.measure), course="continue", new_deadline=None)
    assert len(steering_overview(office, here.things.programme, later).decided_since) == 3
