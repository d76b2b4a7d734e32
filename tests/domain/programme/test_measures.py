"""Measures: their numbers, states, milestones and partners."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Invalid, NotAllowed
from etappe.domain.programme.actions.measures import (
    add_milestone,
    add_partner,
    change_measure,
    create_measure,
    remove_milestone,
    remove_partner,
    report_state,
    tick_milestone,
)
from etappe.domain.programme.models import Measure, Milestone
from support.inhabited import Inhabited, when

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


def test_numbers_count_up_in_each_programme(here: Inhabited) -> None:
    things, actor = here.things, here.town.actor(Role.COORDINATOR)
    given = {"actor": actor, "field": things.field, "title": "Neu"}
    assert create_measure(programme=things.programme, **given).number == 3
    assert create_measure(programme=things.draft_programme, **given).number == 2
    assert create_measure(programme=things.programme, number=40, **given).number == 40
    assert create_measure(programme=things.programme, **given).number == 41
    with pytest.raises(Invalid):
        create_measure(programme=things.programme, number=40, **given)


def test_dates_stay_as_they_were_written_and_sort_by_their_day(here: Inhabited) -> None:
    change_measure(
        actor=here.town.actor(Role.COORDINATOR),
        measure=here.things.measure,
        changes={"start": when("Frühjahr 2026"), "deadline": when("2027/2028")},
    )
    stored = Measure.objects.get(pk=here.things.measure.pk)
    assert (stored.start.words, stored.deadline.words) == ("Frühjahr 2026", "2027/2028")
    assert stored.deadline_from < stored.deadline_until


@pytest.mark.parametrize("budget", [Decimal("-0.01"), Decimal("12345678901.00"), Decimal("0.001")])
def test_a_budget_is_an_amount_in_euro(here: Inhabited, budget: Decimal) -> None:
    with pytest.raises(Invalid) as refused:
        change_measure(actor=here.town.actor(Role.COORDINATOR), measure=here.things.measure, changes={"budget": budget})
    assert "budget" in refused.value.fields or "" in refused.value.fields


class TestHowThingsStand:
    def test_the_owning_office_and_its_department_say(self, here: Inhabited) -> None:
        for role, state in ((Role.OWNER, "running"), (Role.DECIDER, "delayed"), (Role.COORDINATOR, "done")):
            measure = Measure.objects.get(pk=here.things.measure.pk)
            assert report_state(actor=here.town.actor(role), measure=measure, state=state).state == state

    def test_nobody_says_it_of_the_measures_of_others(self, here: Inhabited) -> None:
        actor = here.town.actor(Role.COORDINATOR)
        measure = change_measure(actor=actor, measure=here.things.measure, changes={"owner": here.town.other_office})
        for role in (Role.OWNER, Role.DECIDER, Role.PROVIDER, Role.READER, Role.STATISTICS, Role.ADMIN):
            with pytest.raises(NotAllowed):
                report_state(actor=here.town.actor(role), measure=measure, state="running")

    def test_stopping_takes_a_reason_that_stays_in_the_history(self, here: Inhabited) -> None:
        owner = here.town.actor(Role.OWNER)
        with pytest.raises(Invalid):
            report_state(actor=owner, measure=here.things.measure, state="stopped", reason=" ")
        report_state(actor=owner, measure=here.things.measure, state="stopped", reason="Träger insolvent.")
        event = Event.objects.filter(verb="measure.reported").latest("pk")
        assert (event.after, event.reason) == ({"state": "stopped"}, "Träger insolvent.")

    def test_who_reports_edits_nothing_else(self, here: Inhabited) -> None:
        with pytest.raises(NotAllowed):
            change_measure(actor=here.town.actor(Role.OWNER), measure=here.things.measure, changes={"title": "x"})


class TestMilestonesAndPartners:
    def test_a_milestone_is_ticked_by_who_reports_and_removed_by_who_edits(self, here: Inhabited) -> None:
        milestone = Milestone.objects.select_related("measure").get(pk=here.things.milestone.pk)
        tick_milestone(actor=here.town.actor(Role.OWNER), milestone=milestone, reached_on=date(2026, 3, 1))
        assert Milestone.objects.get(pk=milestone.pk).reached_on == date(2026, 3, 1)
        tick_milestone(actor=here.town.actor(Role.OWNER), milestone=milestone, reached_on=None)
        with pytest.raises(NotAllowed):
            remove_milestone(actor=here.town.actor(Role.OWNER), milestone=milestone)
        remove_milestone(actor=here.town.actor(Role.COORDINATOR), milestone=milestone)
        assert not Milestone.objects.filter(pk=here.things.milestone.pk).exists()

    def test_milestones_keep_their_order(self, here: Inhabited) -> None:
        actor, measure = here.town.actor(Role.COORDINATOR), here.things.measure
        for title in ("Zweiter", "Dritter"):
            add_milestone(actor=actor, measure=measure, title=title)
        assert [step.title for step in measure.milestones.all()][1:] == ["Zweiter", "Dritter"]

    def test_a_partner_is_named_once(self, here: Inhabited) -> None:
        actor, measure = here.town.actor(Role.COORDINATOR), here.things.measure
        for partner in (here.town.association, here.town.other_office):
            add_partner(actor=actor, measure=measure, partner=partner)
            with pytest.raises(Invalid):
                add_partner(actor=actor, measure=measure, partner=partner)

    def test_a_partner_reads_along_until_the_cooperation_ends(self, here: Inhabited) -> None:
        from etappe.domain.programme.policies import MeasurePolicy

        provider = here.town.actor(Role.PROVIDER)
        assert MeasurePolicy.allows(provider, "view", here.things.draft_measure)
        remove_partner(actor=here.town.actor(Role.COORDINATOR), cooperation=here.things.cooperation)
        assert not MeasurePolicy.allows(provider, "view", here.things.draft_measure)
