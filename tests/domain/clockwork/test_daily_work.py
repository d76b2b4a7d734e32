"""Each day's work is done once in every municipality, also after failures and after Etappe was down for a week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from etappe.domain.clockwork.actions import do_daily_work
from etappe.domain.clockwork.jobs import DailyJob
from etappe.domain.clockwork.models import DailyWork
from etappe.domain.clockwork.policies import DailyWorkPolicy
from etappe.domain.clockwork.ticking import PAUSE_AFTER_FAILURE, Clockwork
from etappe.domain.kernel.actor import Actor, Role, operator
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.tenancy.models import Municipality
from support.mail import NOW, queued
from support.town import Town


class Diary:
    """A job that notes where and when it ran, and fails as often as told."""

    def __init__(self, *, failures: int = 0) -> None:
        self.ran: list[tuple[str, date]] = []
        self.failures = failures

    def __call__(self, actor: Actor, municipality: Municipality, now: datetime) -> None:
        self.ran.append((municipality.name, now.date()))
        if len(self.ran) <= self.failures:
            raise RuntimeError("not this time")


def test_a_job_runs_once_a_day_in_every_municipality(town: Town, other_town: Town) -> None:
    diary = Diary()
    clockwork = Clockwork([DailyJob("look", diary)])
    for minute in range(0, 36 * 60, 20):
        clockwork.tick(NOW + timedelta(minutes=minute))
    days = [NOW.date(), NOW.date() + timedelta(days=1)]
    assert sorted(diary.ran) == sorted((place.municipality.name, day) for place in (town, other_town) for day in days)


def test_nothing_happens_before_six_in_the_morning(town: Town) -> None:
    clockwork = Clockwork([DailyJob("look", Diary())])
    assert clockwork.tick(NOW.replace(hour=5, minute=59)) == 0
    assert clockwork.tick(NOW.replace(hour=6, minute=0)) == 1


def test_after_a_week_out_of_service_the_work_of_today_is_done_once(town: Town) -> None:
    diary = Diary()
    Clockwork([DailyJob("look", diary)]).tick(NOW)
    later = Clockwork([DailyJob("look", diary)])
    for minute in range(3):
        later.tick(NOW + timedelta(days=7, minutes=minute))
    assert [day for _, day in diary.ran] == [NOW.date(), NOW.date() + timedelta(days=7)]


def test_a_weekly_job_keeps_to_its_day(town: Town) -> None:
    diary = Diary()
    clockwork = Clockwork([DailyJob("look", diary, weekdays=frozenset({0}))])
    for day in range(14):
        clockwork.tick(NOW + timedelta(days=day))
    assert [day.weekday() for _, day in diary.ran] == [0, 0]


def test_a_job_that_fails_is_tried_again_and_holds_up_no_other(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    failing, other = Diary(failures=1), Diary()
    clockwork = Clockwork([DailyJob("fails", failing), DailyJob("works", other)])
    assert clockwork.tick(NOW) == 1
    assert "fails" in caplog.text
    assert clockwork.tick(NOW + timedelta(minutes=1)) == 0
    assert clockwork.tick(NOW + PAUSE_AFTER_FAILURE) == 1
    assert (len(failing.ran), len(other.ran)) == (2, 1)


def test_work_that_breaks_off_in_the_middle_leaves_nothing_behind(town: Town) -> None:
    def half(actor: Actor, municipality: Municipality, now: datetime) -> None:
        queued(town, "halb")
        raise RuntimeError("killed")

    with town.scope():
        with pytest.raises(RuntimeError):
            do_daily_work(
                actor=operator(town.municipality.pk),
                municipality=town.municipality,
                job=DailyJob("half", half),
                now=NOW,
            )
        assert not DailyWork.objects.exists()
        assert queued(town, "halb", subject="danach").subject == "danach"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ALLIANCE])
def test_only_the_clockwork_does_it_and_few_see_it(town: Town, role: Role) -> None:
    with town.scope():
        with pytest.raises(NotAllowed):
            do_daily_work(
                actor=town.actor(role), municipality=town.municipality, job=DailyJob("look", Diary()), now=NOW
            )
        Clockwork([DailyJob("look", Diary())]).tick(NOW)
        seen = DailyWorkPolicy.queryset(town.actor(role)).exists()
        assert seen == (role in {Role.COORDINATOR, Role.ADMIN, Role.PRIVACY})
