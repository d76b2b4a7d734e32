"""When a unit is reminded: 7 days and 1 day before the deadline, or on the day, then every 5 days; never a nuisance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.domain.rounds.reminding import DISTANCE, LANDS, Plan, is_working_day, next_reminder, working_day

WITTEN = "05954036"
MUNICH = "09162000"


def reminders(plan: Plan, until: date, *, down: frozenset[date] = frozenset()) -> list[date]:
    """Ask every day until ``until``, but for the days on which nothing ran."""
    sent: list[date] = []
    day = plan.invited
    while day <= until:
        if day not in down and next_reminder(plan, sent, day) == day:
            sent.append(day)
        day += timedelta(days=1)
    return sent


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def test_seven_days_and_one_day_before_then_every_five_days() -> None:
    plan = Plan(WITTEN, invited=date(2026, 2, 2), deadline=date(2026, 3, 4), cap=4)
    assert reminders(plan, date(2026, 12, 31)) == days("2026-02-25", "2026-03-03", "2026-03-09", "2026-03-16")


def test_whoever_was_asked_three_days_before_is_reminded_on_the_day_itself() -> None:
    plan = Plan(WITTEN, invited=date(2026, 3, 2), deadline=date(2026, 3, 5), cap=2)
    assert reminders(plan, date(2026, 12, 31)) == days("2026-03-05", "2026-03-10")


def test_what_falls_on_a_weekend_comes_earlier_before_the_deadline_and_later_after_it() -> None:
    plan = Plan(WITTEN, invited=date(2026, 2, 2), deadline=date(2026, 3, 1), cap=3)  # a Sunday
    assert reminders(plan, date(2026, 12, 31)) == days("2026-02-20", "2026-02-27", "2026-03-02")


def test_holidays_are_those_of_the_land() -> None:
    all_saints = date(2027, 11, 1)
    corpus_christi = date(2027, 5, 27)
    assert not is_working_day(WITTEN, all_saints)
    assert not is_working_day(MUNICH, corpus_christi)
    assert is_working_day("02000000", all_saints)  # Hamburg
    assert not is_working_day("02000000", date(2027, 10, 31))  # a Sunday, and Reformation Day there
    assert is_working_day(WITTEN, date(2028, 10, 31))


def test_a_reminder_does_not_follow_on_the_heels_of_a_question() -> None:
    plan = Plan(WITTEN, invited=date(2026, 2, 2), deadline=date(2026, 3, 4), cap=9)
    sent = days("2026-02-25", "2026-03-03")
    asked_back = date(2026, 3, 7)
    assert next_reminder(plan, sent, date(2026, 3, 8)) == date(2026, 3, 9)
    assert next_reminder(plan, sent, date(2026, 3, 8), mailed=[asked_back]) == date(2026, 3, 16)


def test_a_week_out_of_service_is_made_up_for_by_one_reminder() -> None:
    plan = Plan(WITTEN, invited=date(2026, 2, 2), deadline=date(2026, 3, 4), cap=9)
    down = frozenset(date(2026, 2, 25) + timedelta(days=number) for number in range(12))
    assert reminders(plan, date(2026, 3, 17), down=down) == days("2026-03-09", "2026-03-16")


def test_a_cap_of_none_means_no_reminder() -> None:
    assert next_reminder(Plan(WITTEN, date(2026, 2, 2), date(2026, 3, 4), cap=0), [], date(2026, 2, 3)) is None


@pytest.mark.parametrize("code", sorted(LANDS))
def test_every_land_has_its_holidays(code: str) -> None:
    assert not is_working_day(f"{code}000000", date(2026, 10, 3))
    assert not is_working_day(f"{code}000000", date(2026, 12, 25))
    assert is_working_day(f"{code}000000", date(2026, 11, 23))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    invited = draw(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
    deadline = invited + timedelta(days=draw(st.integers(0, 60)))
    return Plan(f"{draw(st.sampled_from(sorted(LANDS)))}000000", invited, deadline, draw(st.integers(0, 12)))


outages = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 14)), max_size=4)


@given(plan=plans(), gaps=outages)
@settings(max_examples=150)
def test_whatever_happens_nobody_is_pestered(plan: Plan, gaps: list[tuple[int, int]]) -> None:
    down = frozenset(
        plan.invited + timedelta(days=start + number) for start, length in gaps for number in range(length)
    )
    sent = reminders(plan, plan.invited + timedelta(days=150), down=down)
    assert len(sent) <= plan.cap
    assert all(is_working_day(plan.ags, day) and day not in down for day in sent)
    assert all((later - earlier).days >= DISTANCE for earlier, later in zip([plan.invited, *sent], sent, strict=False))


@given(plan=plans())
@settings(max_examples=150)
def test_nothing_planned_is_missed_unless_the_cap_or_the_distance_says_so(plan: Plan) -> None:
    sent = reminders(plan, plan.invited + timedelta(days=150))
    expected: list[date] = []
    for offset in (-7, -1, 0, *range(5, 150, 5)):
        day = working_day(plan.ags, plan.deadline + timedelta(days=offset), -1 if offset < 0 else 1)
        if len(expected) < plan.cap and (day - max([plan.invited, *expected])).days >= DISTANCE:
            expected.append(day)
    assert sent == [day for day in expected if day <= plan.invited + timedelta(days=150)]


@given(plan=plans(), start=st.integers(0, 100), length=st.integers(1, 30))
@settings(max_examples=100)
def test_after_an_outage_one_reminder_makes_up_for_all_that_were_missed(plan: Plan, start: int, length: int) -> None:
    first_down = plan.invited + timedelta(days=start)
    back = first_down + timedelta(days=length)
    down = frozenset(first_down + timedelta(days=number) for number in range(length))
    sent = reminders(plan, back + timedelta(days=40), down=down)
    planned = set(plan.days())
    assert len([day for day in sent if day not in planned]) <= 1
    assert [day for day in sent if day < first_down] == reminders(plan, first_down - timedelta(days=1))


@given(plan=plans(), after=st.integers(0, 100))
@settings(max_examples=100)
def test_what_is_announced_as_the_next_reminder_comes_on_that_day(plan: Plan, after: int) -> None:
    today = plan.invited + timedelta(days=after)
    sent = reminders(plan, today - timedelta(days=1))
    announced = next_reminder(plan, sent, today)
    day = today
    while announced is not None and day < announced:
        assert next_reminder(plan, sent, day) == announced
        day += timedelta(days=1)
