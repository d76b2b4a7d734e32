"""Deciding: what can be decided, what it does to the measure, and that it stays for good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from etappe.domain.audit.models import Event
from etappe.domain.council.actions import record_resolution
from etappe.domain.council.models import Resolution
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from etappe.domain.mail.models import Mail
from etappe.domain.programme.actions.measures import change_measure, create_measure
from etappe.domain.programme.models import Measure
from etappe.domain.steering.actions.decisions import attach_paper, decide, record_committee_decision
from etappe.domain.steering.actions.deviations import explain, hand_up
from etappe.domain.steering.actions.options import add_option
from etappe.domain.steering.courses import Condition, Content
from etappe.domain.steering.models import Decision, Deviation, Level, Task
from support.inhabited import Inhabited, when
from support.steering import NOW, decided, opened, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


@pytest.fixture
def measure(here: Inhabited) -> Measure:
    return change_measure(
        actor=here.town.actor(Role.COORDINATOR),
        measure=Measure.objects.get(pk=here.things.draft_measure.pk),
        changes={"deadline": when("30.06.2027"), "target_value": "12 Cafés", "budget": Decimal(20_000)},
    )


@pytest.fixture
def case(here: Inhabited, measure: Measure) -> Deviation:
    return prepared(here.town, measure)


@pytest.fixture
def donor(here: Inhabited) -> Measure:
    return create_measure(
        actor=here.town.actor(Role.COORDINATOR),
        programme=here.things.programme,
        field=here.things.field,
        title="Andere Maßnahme",
        owner=here.town.office,
        budget=Decimal(5_000),
    )


def stored(measure: Measure) -> Measure:
    return Measure.objects.get(pk=measure.pk)


class TestCourses:
    def test_continue_leaves_the_measure_as_it_is(self, here: Inhabited, case: Deviation, measure: Measure) -> None:
        before = stored(measure).version
        decision = decided(here.town, case, course="continue", new_deadline=None)
        assert stored(measure).version == before
        assert decision.deviation.state == "prepared"
        assert Deviation.objects.get(pk=case.pk).state == "decided"

    def test_a_correction_keeps_old_and_new_side_by_side(
        self, here: Inhabited, case: Deviation, measure: Measure
    ) -> None:
        decision = decided(here.town, case, new_target="8 Cafés")
        assert (decision.old_deadline.words, decision.new_deadline.words) == ("30.06.2027", "31.12.2027")
        assert (decision.old_target, decision.new_target) == ("12 Cafés", "8 Cafés")
        now = stored(measure)
        assert (now.deadline.words, now.target_value) == ("31.12.2027", "8 Cafés")
        event = Event.objects.filter(verb="measure.decided", object_id=str(measure.pk)).latest("sequence")
        assert (event.before["deadline_words"], event.after["deadline_words"]) == ("30.06.2027", "31.12.2027")
        assert event.reason == "Der Umbau braucht Zeit."

    def test_means_leave_one_budget_and_enter_the_other(
        self, here: Inhabited, case: Deviation, measure: Measure, donor: Measure
    ) -> None:
        decided(here.town, case, course="move_means", new_deadline=None, amount=Decimal("1500.50"), from_measure=donor)
        assert (stored(measure).budget, stored(donor).budget) == (Decimal("21500.50"), Decimal("3499.50"))
        verbs = Event.objects.filter(
            verb="measure.decided", object_type="programme.measure", object_id__in=(str(measure.pk), str(donor.pk))
        )
        assert {(event.object_id, "budget" in event.after) for event in verbs} == {
            (str(measure.pk), True),
            (str(donor.pk), True),
        }

    def test_no_budget_falls_below_zero_and_then_nothing_is_decided(
        self, here: Inhabited, case: Deviation, measure: Measure, donor: Measure
    ) -> None:
        with pytest.raises(Invalid) as refused:
            decided(
                here.town, case, course="move_means", new_deadline=None, amount=Decimal("5000.01"), from_measure=donor
            )
        assert "amount" in refused.value.fields
        assert (stored(measure).budget, stored(donor).budget) == (Decimal(20_000), Decimal(5_000))
        assert not Decision.objects.filter(deviation=case).exists()
        assert Deviation.objects.get(pk=case.pk).state == "prepared"

    def test_means_of_another_department_are_not_the_deciders_to_move(
        self, here: Inhabited, case: Deviation, donor: Measure
    ) -> None:
        other = here.town.other_office
        foreign = change_measure(actor=here.town.actor(Role.COORDINATOR), measure=donor, changes={"owner": other})
        with pytest.raises(Invalid) as refused:
            decided(here.town, case, course="move_means", new_deadline=None, amount=Decimal(1), from_measure=foreign)
        assert "from_measure" in refused.value.fields

    def test_stopping_stops(self, here: Inhabited, case: Deviation, measure: Measure) -> None:
        decided(here.town, case, course="stop", new_deadline=None)
        assert stored(measure).state == "stopped"

    def test_before_the_council_the_case_stays_open_and_the_department_is_out_of_it(
        self, here: Inhabited, case: Deviation
    ) -> None:
        decided(here.town, case, course="to_council", new_deadline=None)
        now = Deviation.objects.get(pk=case.pk)
        assert (now.state, now.level) == ("prepared", Level.COUNCIL)
        assert now.due == date(2026, 7, 15)
        with pytest.raises(IllegalTransition, match="liegt beim Rat"):
            decided(here.town, now, course="continue", new_deadline=None)

    @pytest.mark.parametrize(
        ("course", "left"),
        [
            ({"course": "correct"}, {"milestone_slipped", ""}),
            ({"course": "stop", "new_deadline": None}, set()),
            ({"course": "continue", "new_deadline": None}, {"deadline_passed", "milestone_slipped", ""}),
        ],
    )
    def test_cases_that_lose_their_ground_are_settled_with_it(
        self, here: Inhabited, case: Deviation, measure: Measure, course: dict, left: set[str]
    ) -> None:
        for rule in ("deadline_passed", "milestone_slipped", ""):
            other = opened(here.town, measure)
            Deviation.objects.filter(pk=other.pk).update(rule=rule)
        decided(here.town, case, **course)
        others = Deviation.objects.filter(measure=measure).exclude(pk=case.pk)
        undecided = others.filter(state="open").exclude(pk=here.things.decision.deviation_id)
        assert set(undecided.values_list("rule", flat=True)) == left
        for settled in others.filter(state="withdrawn"):
            assert settled.withdrawn_because == "mit der Entscheidung vom 01.07.2026 erledigt"

    @pytest.mark.parametrize(
        ("course", "extra", "field"),
        [
            ("correct", {}, "new_deadline"),
            ("correct", {"new_target": "12 Cafés"}, "new_deadline"),
            ("correct", {"new_deadline": when("30.06.2027")}, "new_deadline"),
            ("move_means", {"amount": Decimal(0)}, "amount"),
            ("move_means", {"amount": Decimal(5)}, "from_measure"),
            ("continue", {"new_target": "8"}, "course"),
            ("anders", {}, "course"),
        ],
    )
    def test_a_course_without_what_it_needs_is_refused(
        self, here: Inhabited, case: Deviation, course: str, extra: dict, field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            decided(here.town, case, **({"course": course, "new_deadline": None} | extra))
        assert field in refused.value.fields

    def test_a_decision_has_a_reason(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(Invalid) as refused:
            decide(
                actor=here.town.actor(Role.DECIDER),
                deviation=case,
                course="continue",
                reason="  ",
                expected_version=None,
                now=NOW,
            )
        assert "reason" in refused.value.fields

    def test_conditions_come_back_as_tasks(self, here: Inhabited, case: Deviation) -> None:
        conditions = [
            Condition("Räume suchen", date(2026, 9, 30)),
            Condition("Berichten", date(2026, 10, 31), here.town.other_office),
        ]
        decision = decided(here.town, case, conditions=conditions)
        found = Task.objects.filter(decision=decision).order_by("due")
        assert [(task.title, task.unit, task.due) for task in found] == [
            ("Räume suchen", here.town.office, date(2026, 9, 30)),
            ("Berichten", here.town.other_office, date(2026, 10, 31)),
        ]

    def test_owner_and_office_are_told_the_decider_is_not(self, here: Inhabited, case: Deviation) -> None:
        decided(here.town, case)
        told = set(Mail.objects.filter(kind="steering.decided", about_id=str(case.pk)).values_list("to", flat=True))
        assert told == {here.town.users[role].email for role in (Role.OWNER, Role.COORDINATOR)}


class TestStaleness:
    def test_what_happened_meanwhile_is_said(self, here: Inhabited, case: Deviation) -> None:
        seen = Deviation.objects.get(pk=case.pk).version
        explain(actor=here.town.actor(Role.OWNER), deviation=case, text="Es gibt doch einen Raum.", now=NOW)
        coordinator = here.town.actor(Role.COORDINATOR)
        add_option(actor=coordinator, deviation=case, content=Content("continue"), consequence="Alles bleibt.")
        with pytest.raises(Conflict) as conflict:
            decide(
                actor=here.town.actor(Role.DECIDER),
                deviation=case,
                course="stop",
                reason="Ohne Raum geht es nicht.",
                expected_version=seen,
                now=NOW,
            )
        assert "eine Stellungnahme ist eingegangen" in str(conflict.value)
        assert "die Möglichkeiten wurden geändert" in str(conflict.value)
        assert conflict.value.theirs["state"] == "explained"
        assert conflict.value.current_version == Deviation.objects.get(pk=case.pk).version

    def test_a_measure_that_changed_meanwhile_counts_too(
        self, here: Inhabited, case: Deviation, measure: Measure
    ) -> None:
        seen = stored(measure).version
        coordinator = here.town.actor(Role.COORDINATOR)
        change_measure(actor=coordinator, measure=measure, changes={"deadline": when("2028")})
        with pytest.raises(Conflict, match="Frist"):
            decide(
                actor=here.town.actor(Role.DECIDER),
                deviation=case,
                course="continue",
                reason="So bleibt es.",
                expected_version=None,
                measure_version=seen,
                now=NOW,
            )

    def test_one_of_two_deciders_is_told_that_it_is_decided(self, here: Inhabited, case: Deviation) -> None:
        decided(here.town, case)
        with pytest.raises(IllegalTransition, match="schon entschieden"):
            decided(here.town, case, course="stop", new_deadline=None)


class TestForGood:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE steering_decision SET reason = 'anders' WHERE id = %s",
            "UPDATE steering_decision SET course = 'stop' WHERE id = %s",
            "DELETE FROM steering_decision WHERE id = %s",
            "DELETE FROM steering_decisionpaper WHERE decision_id = %s",
            "UPDATE steering_decisionpaper SET paper_id = paper_id + 1 WHERE decision_id = %s",
        ],
    )
    def test_the_database_refuses_to_change_it(self, here: Inhabited, statement: str) -> None:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [here.things.public_decision.pk])

    def test_explanations_and_steps_stay_too(self, here: Inhabited, case: Deviation) -> None:
        for table in ("steering_explanation", "steering_escalation"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"DELETE FROM {table} WHERE deviation_id = %s", [case.pk])


class TestCommittees:
    def resolved(self, here: Inhabited, outcome: str = "adopted", words: str = "15.09.2026") -> Resolution:
        return record_resolution(
            actor=here.town.actor(Role.COORDINATOR),
            committee=here.town.committee,
            outcome=outcome,
            text="Die Frist wird verlängert.",
            when=when(words),
            paper=here.things.paper,
        )

    def recorded(self, here: Inhabited, case: Deviation, resolution: Resolution, **options) -> Decision:
        wanted = {"course": "correct", "new_deadline": when("31.12.2027")} | options
        return record_committee_decision(
            actor=here.town.actor(Role.COORDINATOR),
            deviation=case,
            resolution=resolution,
            reason="Wie beschlossen.",
            expected_version=None,
            now=NOW,
            **wanted,
        )

    def at_the_committee(self, here: Inhabited, case: Deviation) -> Deviation:
        return hand_up(actor=here.town.actor(Role.DECIDER), deviation=case, why="Betrifft zwei Dezernate", now=NOW)

    def test_a_resolution_decides_with_its_paper_and_without_a_person(
        self, here: Inhabited, case: Deviation, measure: Measure
    ) -> None:
        decision = self.recorded(here, self.at_the_committee(here, case), self.resolved(here))
        assert (decision.mandate, decision.mandate_role, decision.decided_by) == (None, "", None)
        assert decision.mandate_words == "Sozialausschuss, Beschluss vom 15.09.2026"
        assert [link.paper for link in decision.papers.all()] == [here.things.paper]
        assert stored(measure).deadline.words == "31.12.2027"

    def test_a_committee_may_move_means_between_departments(
        self, here: Inhabited, case: Deviation, donor: Measure
    ) -> None:
        other = here.town.other_office
        foreign = change_measure(actor=here.town.actor(Role.COORDINATOR), measure=donor, changes={"owner": other})
        moved = {"course": "move_means", "new_deadline": None, "amount": Decimal(5_000), "from_measure": foreign}
        self.recorded(here, self.at_the_committee(here, case), self.resolved(here), **moved)
        assert stored(foreign).budget == 0

    def test_only_what_lay_before_a_body_is_decided_by_one(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(IllegalTransition, match="noch nicht bei einem Gremium"):
            self.recorded(here, case, self.resolved(here))

    @pytest.mark.parametrize(("outcome", "words"), [("postponed", "15.09.2026"), ("adopted", "15.09.2025")])
    def test_a_resolution_must_be_binding_and_about_this(
        self, here: Inhabited, case: Deviation, outcome: str, words: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            self.recorded(here, self.at_the_committee(here, case), self.resolved(here, outcome, words))
        assert "resolution" in refused.value.fields

    def test_nobody_but_the_office_records_it(self, here: Inhabited, case: Deviation) -> None:
        resolution = self.resolved(here)
        with pytest.raises(NotAllowed):
            record_committee_decision(
                actor=here.town.actor(Role.OWNER),
                deviation=self.at_the_committee(here, case),
                resolution=resolution,
                course="continue",
                reason="Wie beschlossen.",
                expected_version=None,
                now=NOW,
            )


def test_a_decision_is_public_with_its_paper_and_its_measure(here: Inhabited) -> None:
    from etappe.domain.steering.queries import decisions

    case = opened(here.town, here.things.measure)
    decision = decided(here.town, case, course="continue", new_deadline=None)
    shown = {found.pk for found in decisions(here.town.visitor)}
    assert shown == {here.things.public_decision.pk}
    coordinator = here.town.actor(Role.COORDINATOR)
    attach_paper(actor=coordinator, decision=decision, paper=here.things.draft_paper)
    assert decision.pk not in {found.pk for found in decisions(here.town.visitor)}
    attach_paper(actor=coordinator, decision=decision, paper=here.things.paper)
    assert decision.pk in {found.pk for found in decisions(here.town.visitor)}
    attach_paper(actor=coordinator, decision=here.things.decision, paper=here.things.paper)
    assert here.things.decision.pk not in {found.pk for found in decisions(here.town.visitor)}
    (link,) = next(found for found in decisions(here.town.visitor) if found.pk == decision.pk).papers.all()
    assert link.paper == here.things.paper
