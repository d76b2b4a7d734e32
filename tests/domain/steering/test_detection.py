"""Deviations that open themselves: each rule, its threshold, and that nothing opens twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import Invalid, NotAllowed
from etappe.domain.mail.models import Mail
from etappe.domain.programme.actions.measures import add_milestone, change_measure, create_measure, tick_milestone
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models import Reply, Request, Round
from etappe.domain.steering import detecting
from etappe.domain.steering.actions.detection import open_deviations
from etappe.domain.steering.actions.deviations import explain, withdraw
from etappe.domain.steering.actions.rules import change_rule, ensure_rules
from etappe.domain.steering.detecting import Situation, register_detector
from etappe.domain.steering.findings import Finding
from etappe.domain.steering.models import Deviation, Level, Rule, RuleKind
from etappe.domain.steering.tasks import look_after_cases
from support.database import undone
from support.inhabited import Inhabited, when
from support.steering import NOW, TODAY, answered, asked, decided

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scope(here: Inhabited):
    with here.town.scope():
        yield


@pytest.fixture
def measure(here: Inhabited) -> Measure:
    return create_measure(
        actor=here.town.actor(Role.COORDINATOR),
        programme=here.things.programme,
        field=here.things.field,
        title="Lesepaten an allen Grundschulen",
        owner=here.town.office,
        deadline=when("30.06.2027"),
        budget=Decimal(10_000),
    )


def look(here: Inhabited, today: date = TODAY) -> list[Deviation]:
    place = here.town.municipality
    return open_deviations(actor=operator(place.pk), municipality=place, today=today)


def set_rule(here: Inhabited, kind: str, **changes) -> Rule:
    return change_rule(
        actor=here.town.actor(Role.COORDINATOR), municipality=here.town.municipality, kind=kind, changes=changes
    )


def remind(here: Inhabited, request: Request, times: int, state: str = "sent") -> None:
    for number in range(times):
        key = f"round.reminder/{request.pk}/{number}"
        Mail.objects.create(
            municipality=here.town.municipality,
            key=key,
            kind="round.reminder",
            about_type="rounds.request",
            about_id=str(request.pk),
            to="amt@example.org",
            subject="Erinnerung",
            text="…",
            message_id=f"<{key}@example.org>",
            created_at=NOW,
            state=state,
            sent_at=NOW if state == "sent" else None,
        )


class TestRules:
    def test_a_deadline_that_has_passed(self, here: Inhabited, measure: Measure) -> None:
        assert look(here, date(2027, 6, 30)) == []
        (case,) = look(here, date(2027, 7, 1))
        assert (case.rule, case.measure, case.owner) == ("deadline_passed", measure, here.town.office)
        assert case.summary == "Die Frist „30.06.2027“ ist verstrichen, die Maßnahme ist nicht abgeschlossen."
        assert (case.level, case.due, case.state) == (Level.UNIT, date(2027, 7, 15), "open")

    def test_what_is_finished_deviates_no_more(self, here: Inhabited, measure: Measure) -> None:
        actor = here.town.actor(Role.COORDINATOR)
        change_measure(actor=actor, measure=measure, changes={"state": "done"})
        assert look(here, date(2030, 1, 1)) == []

    def test_a_forecast_later_than_the_deadline(self, here: Inhabited, measure: Measure) -> None:
        answered(here.town, measure, date(2026, 6, 30), "delayed", forecast="12/2027")
        (case,) = look(here)
        assert case.rule == "forecast_late"
        assert case.summary == "Voraussichtlich fertig: „12/2027“. Vereinbart ist „30.06.2027“."
        assert case.facts["days"] == 184

    def test_the_last_word_counts(self, here: Inhabited, measure: Measure) -> None:
        answered(here.town, measure, date(2025, 12, 31), "delayed", forecast="12/2027")
        answered(here.town, measure, date(2026, 6, 30), "on_track", forecast="Mai 2027")
        assert look(here) == []

    def test_a_draft_of_an_answer_is_no_answer(self, here: Inhabited, measure: Measure) -> None:
        reply = answered(here.town, measure, date(2026, 6, 30), "delayed", forecast="12/2027")
        Reply.objects.filter(pk=reply.pk).update(confirmed_at=None)
        assert look(here) == []

    def test_a_milestone_that_slipped(self, here: Inhabited, measure: Measure) -> None:
        actor = here.town.actor(Role.COORDINATOR)
        milestone = add_milestone(actor=actor, measure=measure, title="Träger gewählt", due=when("15.06.2026"))
        assert look(here, date(2026, 6, 29)) == []
        (case,) = look(here, date(2026, 6, 30))
        assert case.rule == "milestone_slipped"
        assert "„Träger gewählt“ war für „15.06.2026“ vorgesehen" in case.summary
        tick_milestone(actor=actor, milestone=milestone, reached_on=TODAY)
        withdraw(actor=actor, deviation=case, reason="Doch erreicht.")
        assert look(here, date(2026, 8, 1)) == []

    @pytest.mark.parametrize(("times", "state", "opens"), [(2, "sent", 0), (3, "sent", 1), (3, "failed", 0)])
    def test_no_reply_after_reminders_that_went_out(
        self, here: Inhabited, measure: Measure, times: int, state: str, opens: int
    ) -> None:
        item = asked(here.town, measure, self.running(here))
        remind(here, item.request, times, state)
        found = look(here)
        assert [case.rule for case in found] == ["no_reply"] * opens
        if opens:
            assert found[0].summary == "Auf „Sachstand“ fehlt die Antwort (Amt 51), trotz 3 Erinnerungen."
            assert found[0].round == item.round

    def test_whoever_has_confirmed_has_answered(self, here: Inhabited, measure: Measure) -> None:
        item = asked(here.town, measure, self.running(here))
        remind(here, item.request, 3)
        Reply.objects.create(municipality=here.town.municipality, item=item, state="on_track", confirmed_at=NOW)
        assert look(here) == []

    def running(self, here: Inhabited) -> Round:
        return Round.objects.create(
            municipality=here.town.municipality,
            programme=here.things.programme,
            title="Sachstand",
            reporting_date=TODAY,
            deadline=TODAY,
            state="open",
            opened_at=NOW,
        )

    @pytest.mark.parametrize(
        ("states", "opens"),
        [
            (("on_track", "delayed", "at_risk"), 1),
            (("delayed", "at_risk"), 0),
            (("on_track", "delayed", "delayed"), 0),
            (("at_risk", "delayed", "at_risk"), 0),
            (("at_risk", "on_track", "delayed", "at_risk"), 1),
        ],
    )
    def test_worse_twice_in_a_row(self, here: Inhabited, measure: Measure, states: tuple[str, ...], opens: int) -> None:
        for number, state in enumerate(states):
            answered(here.town, measure, date(2025, 1, 31) + timedelta(days=90 * number), state)
        found = look(here)
        assert [case.rule for case in found] == ["worse_twice"] * opens
        if opens:
            assert "im Plan → verzögert → gefährdet" in found[0].summary

    @pytest.mark.parametrize(("spent", "opens"), [("11000.00", 0), ("11000.01", 1)])
    def test_a_budget_exceeded_by_more_than_the_threshold(
        self, here: Inhabited, measure: Measure, spent: str, opens: int
    ) -> None:
        answered(here.town, measure, date(2026, 6, 30), "on_track", spent=Decimal(spent))
        found = look(here)
        assert [case.summary for case in found] == ["Ausgegeben sind 11.000,01 Euro, vorgesehen 10.000 Euro."] * opens

    def test_an_indicator_when_somebody_looks_after_them(
        self, here: Inhabited, measure: Measure, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(detecting, "_detectors", dict(detecting._detectors))
        assert detecting.detector_of(RuleKind.INDICATOR_OFF_TRACK) is None

        def off_track(now: Situation, rule: Rule) -> Iterator[Finding]:
            assert now.today == TODAY
            yield Finding(measure, rule.kind, "Quote 20 %, Soll 25 %.", {"value": "20", "target": "25"})

        register_detector(RuleKind.INDICATOR_OFF_TRACK, off_track)
        (case,) = look(here)
        assert (case.rule, case.facts) == ("indicator_off_track", {"value": "20", "target": "25"})
        withdraw(actor=here.town.actor(Role.COORDINATOR), deviation=case, reason="Messfehler.")
        assert look(here) == []

    def test_without_an_owner_it_begins_with_the_steering_committee(self, here: Inhabited, measure: Measure) -> None:
        change_measure(actor=here.town.actor(Role.COORDINATOR), measure=measure, changes={"owner": None})
        (case,) = look(here, date(2027, 7, 1))
        assert (case.owner, case.level) == (None, Level.COMMITTEE)


class TestSettingRules:
    def test_every_rule_is_there_from_the_start(self, here: Inhabited) -> None:
        place = here.town.municipality
        rules = ensure_rules(actor=operator(place.pk), municipality=place)
        assert [rule.kind for rule in rules] == RuleKind.values
        assert [rule.pk for rule in ensure_rules(actor=operator(place.pk), municipality=place)] == [
            rule.pk for rule in rules
        ]

    def test_a_threshold_gives_time_and_a_rule_can_be_put_out_of_force(self, here: Inhabited, measure: Measure) -> None:
        set_rule(here, "deadline_passed", threshold=30, days_to_answer=7)
        assert look(here, date(2027, 7, 30)) == []
        set_rule(here, "deadline_passed", active=False)
        assert look(here, date(2027, 8, 1)) == []
        set_rule(here, "deadline_passed", active=True)
        (case,) = look(here, date(2027, 8, 1))
        assert case.due == date(2027, 8, 8)

    @pytest.mark.parametrize(
        ("kind", "threshold"), [("no_reply", 0), ("no_reply", 13), ("worse_twice", 0), ("deadline_passed", 366)]
    )
    def test_a_threshold_that_makes_no_sense_is_refused(self, here: Inhabited, kind: str, threshold: int) -> None:
        with pytest.raises(Invalid) as refused:
            set_rule(here, kind, threshold=threshold)
        assert "threshold" in refused.value.fields

    def test_the_coordinating_office_sets_them(self, here: Inhabited) -> None:
        for role in set(here.town.users) - {Role.COORDINATOR}:
            with pytest.raises(NotAllowed):
                change_rule(
                    actor=here.town.actor(role),
                    municipality=here.town.municipality,
                    kind="no_reply",
                    changes={"threshold": 2},
                )


class TestOnce:
    def test_the_same_facts_open_nothing_again(self, here: Inhabited, measure: Measure) -> None:
        (case,) = look(here, date(2027, 7, 1))
        assert look(here, date(2027, 7, 2)) == []
        decided(here.town, case, course="continue", new_deadline=None)
        assert look(here, date(2027, 9, 1)) == []

    def test_new_facts_open_a_new_case(self, here: Inhabited, measure: Measure) -> None:
        (case,) = look(here, date(2027, 7, 1))
        decided(here.town, case, new_deadline=when("30.09.2027"))
        (again,) = look(here, date(2027, 10, 1))
        assert again.facts["deadline"] == "2027-09-30"

    def test_a_deadline_expected_to_be_missed_and_then_missed_is_one_matter(
        self, here: Inhabited, measure: Measure
    ) -> None:
        answered(here.town, measure, date(2026, 6, 30), "delayed", forecast="12/2027")
        (case,) = look(here)
        assert look(here, date(2027, 7, 1)) == []
        withdraw(actor=here.town.actor(Role.COORDINATOR), deviation=case, reason="Wird doch fertig.")
        (again,) = look(here, date(2027, 7, 1))
        assert again.rule == "deadline_passed"

    def test_what_was_said_later_is_not_known_yet(self, here: Inhabited, measure: Measure) -> None:
        answered(here.town, measure, date(2026, 6, 30), "delayed", forecast="12/2027")
        assert look(here, TODAY - timedelta(days=1)) == []

    def test_a_second_milestone_waits_until_the_first_is_decided(self, here: Inhabited, measure: Measure) -> None:
        actor = here.town.actor(Role.COORDINATOR)
        for title in ("Träger", "Räume"):
            add_milestone(actor=actor, measure=measure, title=title, due=when("01.05.2026"))
        (first,) = look(here)
        assert look(here) == []
        decided(here.town, first, course="continue", new_deadline=None)
        (second,) = look(here)
        assert (first.facts["title"], second.facts["title"]) == ("Träger", "Räume")

    def test_the_queries_do_not_grow_with_the_measures(self, here: Inhabited, django_assert_max_num_queries) -> None:
        def add(number: int) -> None:
            create_measure(
                actor=here.town.actor(Role.COORDINATOR),
                programme=here.things.programme,
                field=here.things.field,
                title=f"Noch eine {number}",
                owner=here.town.office,
                deadline=when("2099"),
            )

        look(here)
        for number in range(8):
            add(number)
        with django_assert_max_num_queries(14):
            look(here)

    def test_only_office_and_worker_let_the_rules_look(self, here: Inhabited) -> None:
        with pytest.raises(NotAllowed):
            open_deviations(actor=here.town.actor(Role.OWNER), municipality=here.town.municipality, today=TODAY)


STEPS = ("look", "wait", "withdraw", "decide", "explain", "reply late", "move deadline")


@given(steps=st.lists(st.sampled_from(STEPS), max_size=8))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_nothing_opens_twice_for_the_same_facts(here: Inhabited, steps: list[str]) -> None:
    with undone():
        life = Life(here)
        for step in ("look", *steps, "look"):
            life.do(step)
        cases = list(Deviation.objects.filter(measure=life.measure))
        marks = [(case.rule, detecting_mark(case)) for case in cases]
        assert len(marks) == len(set(marks))
        undecided = [case.rule for case in cases if case.state in {"open", "explained", "prepared"}]
        assert len(undecided) == len(set(undecided))
        assert look(here, life.today) == []


def detecting_mark(case: Deviation) -> str:
    from etappe.domain.steering.findings import fingerprint

    return fingerprint(case.rule, case.facts)


class Life:
    """A measure over some months, with whatever people do about it."""

    def __init__(self, here: Inhabited) -> None:
        self.here, self.today, self.replies = here, TODAY, 0
        self.measure = create_measure(
            actor=here.town.actor(Role.COORDINATOR),
            programme=here.things.programme,
            field=here.things.field,
            title="Lesepaten",
            owner=here.town.office,
            deadline=when("30.05.2026"),
        )

    def do(self, step: str) -> None:
        steps: dict[str, Callable[[], object]] = {
            "look": lambda: look(self.here, self.today),
            "wait": self.wait,
            "withdraw": lambda: self.with_the_first(
                lambda case: withdraw(actor=self.office, deviation=case, reason="Erledigt.")
            ),
            "decide": lambda: self.with_the_first(
                lambda case: decided(self.here.town, case, course="continue", new_deadline=None)
            ),
            "explain": lambda: self.with_the_first(
                lambda case: explain(actor=self.office, deviation=case, text="Es dauert.", now=NOW)
            ),
            "reply late": self.reply,
            "move deadline": self.move,
        }
        steps[step]()

    @property
    def office(self):
        return self.here.town.actor(Role.COORDINATOR)

    def wait(self) -> None:
        self.today += timedelta(days=40)

    def with_the_first(self, action: Callable[[Deviation], object]) -> None:
        found = Deviation.objects.filter(measure=self.measure, state__in=("open", "explained", "prepared")).first()
        if found is not None:
            action(found)

    def reply(self) -> None:
        self.replies += 1
        forecast = f"{min(self.replies, 12)}/2027"
        day = date(2026, 6, 30) + timedelta(days=self.replies)
        answered(self.here.town, Measure.objects.get(pk=self.measure.pk), day, "delayed", forecast=forecast)

    def move(self) -> None:
        day = self.today + timedelta(days=20)
        change_measure(actor=self.office, measure=self.measure, changes={"deadline": when(f"{day:%d.%m.%Y}")})


def test_the_daily_work_hands_up_and_opens_and_does_so_once(here: Inhabited, measure: Measure) -> None:
    place = here.town.municipality
    now = NOW.replace(year=2027, month=7, day=5)
    done = look_after_cases(operator(place.pk), place, now)
    overdue = 1  # the case that lies on the desk of the department since 2026
    assert (done.opened, done.escalated) == (1, overdue)
    again = look_after_cases(operator(place.pk), place, now)
    assert (again.opened, again.escalated) == (0, 0)
