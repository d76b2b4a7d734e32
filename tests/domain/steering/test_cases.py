"""A case on its way: explained, advised on, prepared, handed up when its time is up, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.domain.kernel.actor import Actor, Grant, Role, operator
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.mail.models import Mail
from etappe.domain.steering.actions.deviations import (
    escalate_overdue,
    explain,
    hand_up,
    open_deviation,
    prepare,
    set_cause,
    withdraw,
)
from etappe.domain.steering.actions.options import add_option, change_option, remove_option
from etappe.domain.steering.courses import Content
from etappe.domain.steering.models import Deviation, Escalation, Level, Option
from support.inhabited import Inhabited, when
from support.steering import NOW, TODAY, decided, opened, prepared

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


@pytest.fixture
def case(here: Inhabited) -> Deviation:
    return opened(here.town, here.things.measure)


def stored(case: Deviation) -> Deviation:
    return Deviation.objects.get(pk=case.pk)


class TestByHand:
    def test_the_office_opens_what_no_rule_has_seen(self, here: Inhabited, case: Deviation) -> None:
        assert (case.rule, case.level, case.due) == ("", Level.UNIT, TODAY + timedelta(days=14))
        for role in (Role.OWNER, Role.DECIDER, Role.ADMIN, Role.READER):
            with pytest.raises(NotAllowed):
                open_deviation(actor=here.town.actor(role), measure=here.things.measure, summary="Anders", today=TODAY)

    def test_several_by_hand_may_be_open_at_once(self, here: Inhabited, case: Deviation) -> None:
        assert opened(here.town, here.things.measure).pk != case.pk


class TestExplaining:
    def test_the_owner_says_what_happened_and_more_later(self, here: Inhabited, case: Deviation) -> None:
        for text in ("Der Umbau dauert.", "Der Umbau ist fertig."):
            explain(actor=here.town.actor(Role.OWNER), deviation=case, text=text, now=NOW, cause="Umbau")
        now = stored(case)
        assert (now.state, now.cause) == ("explained", "Umbau")
        assert [said.text for said in now.explanations.all()] == ["Der Umbau dauert.", "Der Umbau ist fertig."]
        assert now.explanations.first().made_by == "owner Testheim"

    def test_a_link_of_the_unit_speaks_for_it_too(self, here: Inhabited, case: Deviation) -> None:
        link = Actor(
            None, "Amt 51", here.town.municipality.pk, (Grant(Role.OWNER, unit_ids=frozenset({here.town.office.pk})),)
        )
        assert explain(actor=link, deviation=case, text="Kommt.", now=NOW).made_by == "Amt 51"

    def test_others_do_not_speak_for_it(self, here: Inhabited, case: Deviation) -> None:
        for role in (Role.STATISTICS, Role.ADMIN, Role.READER, Role.PROVIDER):
            with pytest.raises(NotAllowed):
                explain(actor=here.town.actor(role), deviation=case, text="…", now=NOW)

    def test_nothing_said_is_no_explanation(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(Invalid):
            explain(actor=here.town.actor(Role.OWNER), deviation=case, text=" ", now=NOW)

    def test_a_prepared_case_is_looked_at_again(self, here: Inhabited) -> None:
        case = prepared(here.town, here.things.measure)
        explain(actor=here.town.actor(Role.OWNER), deviation=case, text="Neues vom Umbau.", now=NOW)
        assert (stored(case).state, stored(case).level) == ("explained", Level.DEPUTY)


class TestPreparing:
    def test_options_come_with_consequences(self, here: Inhabited, case: Deviation) -> None:
        actor = here.town.actor(Role.OWNER)
        first = add_option(actor=actor, deviation=case, content=Content("continue"), consequence="Es wird eng.")
        content = Content("correct", new_deadline=when("2028"))
        second = add_option(actor=actor, deviation=case, content=content, consequence="Später.", recommended=True)
        assert (first.position, second.position) == (1, 2)
        changed = change_option(actor=actor, option=second, changes={"consequence": "Ein Jahr später."})
        assert changed.consequence == "Ein Jahr später."
        remove_option(actor=actor, option=first)
        assert list(Option.objects.filter(deviation=case)) == [second]

    def test_an_option_is_one_that_could_be_decided(self, here: Inhabited, case: Deviation) -> None:
        actor = here.town.actor(Role.COORDINATOR)
        with pytest.raises(Invalid):
            add_option(actor=actor, deviation=case, content=Content("correct"), consequence="…")
        option = add_option(actor=actor, deviation=case, content=Content("continue"), consequence="Es wird eng.")
        with pytest.raises(Invalid):
            change_option(actor=actor, option=option, changes={"course": "move_means"})
        assert Option.objects.get(pk=option.pk).course == "continue"

    def test_prepared_it_lies_on_the_desk_of_the_department(self, here: Inhabited) -> None:
        case = prepared(here.town, here.things.measure)
        assert (case.state, case.level) == ("prepared", Level.DEPUTY)
        (step,) = case.escalations.all()
        assert (step.from_level, step.to_level, step.why) == ("unit", "deputy", "zur Entscheidung vorgelegt")
        mail = Mail.objects.get(kind="steering.handed", about_id=str(case.pk))
        assert mail.to == here.town.users[Role.DECIDER].email
        assert case.get_absolute_url() in mail.text

    def test_without_an_option_there_is_nothing_to_lay_before_anybody(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(Invalid, match="mindestens eine Möglichkeit"):
            prepare(actor=here.town.actor(Role.COORDINATOR), deviation=case, now=NOW)

    def test_the_office_prepares(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(NotAllowed):
            prepare(actor=here.town.actor(Role.OWNER), deviation=case, now=NOW)


class TestEscalation:
    def pass_by(self, here: Inhabited, days: int) -> list[Deviation]:
        place = here.town.municipality
        return escalate_overdue(actor=operator(place.pk), municipality=place, now=NOW + timedelta(days=days))

    def test_level_by_level_as_each_lets_its_time_pass(self, here: Inhabited, case: Deviation) -> None:
        levels = []
        for days in range(0, 90, 5):
            self.pass_by(here, days)
            self.pass_by(here, days)
            levels.append(stored(case).level)
        assert list(dict.fromkeys(levels)) == ["unit", "deputy", "committee", "council"]
        steps = list(Escalation.objects.filter(deviation=case))
        assert [(step.from_level, step.to_level) for step in steps] == [
            ("unit", "deputy"),
            ("deputy", "committee"),
            ("committee", "council"),
        ]
        assert steps[0].why == "Frist am 15.07.2026 verstrichen"

    def test_the_day_itself_is_still_in_time(self, here: Inhabited, case: Deviation) -> None:
        self.pass_by(here, 14)
        assert stored(case).level == Level.UNIT
        self.pass_by(here, 15)
        assert stored(case).level == Level.DEPUTY
        assert stored(case).due == TODAY + timedelta(days=29)

    def test_however_long_nobody_looked_it_moves_one_level(self, here: Inhabited, case: Deviation) -> None:
        self.pass_by(here, 300)
        assert stored(case).level == Level.DEPUTY

    def test_whoever_has_it_now_is_told_once(self, here: Inhabited, case: Deviation) -> None:
        for days in (15, 30, 45):
            self.pass_by(here, days)
            self.pass_by(here, days)
        told = Mail.objects.filter(kind="steering.handed", about_id=str(case.pk)).order_by("pk")
        users = here.town.users
        assert [mail.to for mail in told] == [
            users[Role.DECIDER].email,
            users[Role.COORDINATOR].email,
            users[Role.COORDINATOR].email,
        ]

    def test_before_the_council_it_waits_for_the_next_meeting(self, here: Inhabited, case: Deviation) -> None:
        from etappe.domain.council.actions import create_committee, create_meeting

        actor = here.town.actor(Role.COORDINATOR)
        council = create_committee(
            actor=actor, municipality=here.town.municipality, name="Rat der Stadt", kind="council"
        )
        create_meeting(actor=actor, committee=council, when=when("24.09.2026"))
        for _level in range(3):
            case = hand_up(actor=actor, deviation=case, why="Eilt", now=NOW)
        assert (case.level, case.due) == (Level.COUNCIL, date(2026, 9, 24))
        with pytest.raises(IllegalTransition, match="Über dem Rat"):
            hand_up(actor=actor, deviation=case, why="Weiter", now=NOW)

    def test_decided_and_withdrawn_cases_stay_where_they_are(self, here: Inhabited, case: Deviation) -> None:
        decided(here.town, case, course="continue", new_deadline=None)
        self.pass_by(here, 300)
        assert stored(case).level == Level.UNIT

    def test_handing_up_takes_a_reason(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(Invalid):
            hand_up(actor=here.town.actor(Role.OWNER), deviation=case, why="", now=NOW)


class TestWithdrawing:
    def test_it_has_sorted_itself_out(self, here: Inhabited, case: Deviation) -> None:
        gone = withdraw(actor=here.town.actor(Role.COORDINATOR), deviation=case, reason="Räume gefunden.")
        assert (gone.state, gone.withdrawn_because) == ("withdrawn", "Räume gefunden.")

    def test_with_a_reason_and_by_the_office(self, here: Inhabited, case: Deviation) -> None:
        with pytest.raises(Invalid):
            withdraw(actor=here.town.actor(Role.COORDINATOR), deviation=case, reason=" ")
        with pytest.raises(NotAllowed):
            withdraw(actor=here.town.actor(Role.OWNER), deviation=case, reason="Egal.")

    def test_what_lies_before_the_council_ends_there(self, here: Inhabited, case: Deviation) -> None:
        decided(here.town, case, course="to_council", new_deadline=None)
        with pytest.raises(IllegalTransition, match="liegt beim Rat"):
            withdraw(actor=here.town.actor(Role.COORDINATOR), deviation=stored(case), reason="Erledigt.")


@pytest.mark.parametrize("end", ["decided", "withdrawn"])
def test_a_finished_case_takes_no_further_step_and_says_why(here: Inhabited, case: Deviation, end: str) -> None:
    office = here.town.actor(Role.COORDINATOR)
    option = add_option(actor=office, deviation=case, content=Content("continue"), consequence="Nichts.")
    if end == "decided":
        decided(here.town, case, course="continue", new_deadline=None)
    else:
        withdraw(actor=office, deviation=case, reason="Erledigt.")
    now = stored(case)
    said = []
    for step in (
        lambda: explain(actor=office, deviation=now, text="Nachtrag", now=NOW),
        lambda: prepare(actor=office, deviation=now, now=NOW),
        lambda: withdraw(actor=office, deviation=now, reason="Noch einmal."),
        lambda: hand_up(actor=office, deviation=now, why="Weiter", now=NOW),
        lambda: set_cause(actor=office, deviation=now, cause="Umbau"),
        lambda: change_option(actor=office, option=option, changes={"consequence": "Doch."}),
        lambda: decided(here.town, now, course="continue", new_deadline=None),
    ):
        with pytest.raises(IllegalTransition) as refused:
            step()
        said.append(str(refused.value))
    assert len({said[0], said[1], said[2], said[3], said[6]}) == 5
    assert all(sentence.endswith(".") for sentence in said)


def test_every_illegal_step_has_its_own_sentence() -> None:
    from etappe.domain.steering.models import Task

    for model, steps in (
        (Deviation, ("explain", "prepare", "decide", "withdraw")),
        (Task, ("finish", "reopen", "drop")),
    ):
        refused = {(step, state) for step in steps for state in model.State.values if not model(state=state).may(step)}
        assert refused == set(model.REFUSALS)
        assert len({str(sentence) for sentence in model.REFUSALS.values()}) == len(refused)
