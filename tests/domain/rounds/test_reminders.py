"""Reminding in a running round: whom, with what words, and what happens to reminders that got stuck."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from etappe.domain.audit.queries import history_of
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.mail.delivery import deliver_waiting
from etappe.domain.mail.models import Mail
from etappe.domain.mail.queries import mails_about
from etappe.domain.rounds.actions.reminders import send_reminders
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request
from etappe.domain.rounds.actions.rounds import change_round, close_round
from etappe.domain.rounds.correspondence import COPY, REMINDER, upcoming_reminder
from etappe.domain.rounds.models import Reply, Request
from support.mail_sink import mail_sink
from support.round import DEADLINE, NOW, Running, address

DAY = timedelta(days=1)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7), tzinfo=ZoneInfo("Europe/Berlin"))


def remind(running: Running, day: date) -> list[str]:
    """Let the clockwork remind on ``day``; return the units."""
    place = running.town.municipality
    actor = operator(place.pk, label="Uhrwerk")
    return sorted(
        request.unit.short
        for request in send_reminders(actor=actor, municipality=place, now=morning(day), address=address)
    )


def delivered(moment: datetime) -> None:
    """Let what waits go out, to nowhere."""
    with override_settings(MAIL_GOES_OUT=True):
        deliver_waiting(clock=lambda: moment)


@pytest.fixture
def invited(running: Running) -> Running:
    """The invitations have gone out on the day the round was opened."""
    delivered(NOW)
    return running


def latest(request: Request) -> Mail:
    return Mail.objects.filter(kind=REMINDER, about_id=str(request.pk)).latest("created_at")


def test_all_units_are_reminded_a_week_before_with_their_own_link(invited: Running) -> None:
    assert remind(invited, DEADLINE - 7 * DAY) == ["Amt 50", "Amt 51"]
    mail = latest(invited.request)
    assert mail.subject == "Amt 51: Sachstand erbeten bis 30. Oktober"
    assert address(invited.request) in mail.text
    assert "Offen sind noch 2 Maßnahmen." in mail.text
    assert history_of(invited.request)[0].verb == "request.reminded"


def test_the_second_run_of_a_day_reminds_nobody(invited: Running) -> None:
    remind(invited, DEADLINE - 7 * DAY)
    assert remind(invited, DEADLINE - 7 * DAY) == []


def test_after_the_deadline_it_says_for_how_long(invited: Running) -> None:
    assert remind(invited, DEADLINE + 5 * DAY) == ["Amt 50", "Amt 51"]
    assert latest(invited.request).subject == "Amt 51: Sachstand seit 5 Tagen offen"


def test_from_the_deadline_on_the_deputy_hears_of_it_too_and_that_is_no_reminder_of_its_own(invited: Running) -> None:
    Request.objects.filter(pk=invited.request.pk).update(copy_to="vertretung@stelle.example")
    remind(invited, DEADLINE - 7 * DAY)
    assert not mails_about(invited.request, kind=COPY)
    remind(invited, DEADLINE)
    assert [mail.to for mail in mails_about(invited.request, kind=COPY)] == ["vertretung@stelle.example"]
    assert len(mails_about(invited.request, kind=REMINDER)) == 2


def test_whoever_has_answered_is_left_alone(invited: Running) -> None:
    for item in invited.items:
        confirm_reply(actor=invited.unit, item=item, values=None, unchanged=True, channel=Reply.Channel.PAGE, now=NOW)
    finish_request(actor=invited.unit, request=invited.request, now=NOW)
    assert remind(invited, DEADLINE - 7 * DAY) == ["Amt 50"]
    assert upcoming_reminder(invited.request, NOW.date()) is None


def test_after_closing_nobody_is_reminded(invited: Running) -> None:
    close_round(actor=invited.coordinator, round=invited.round, now=morning(DEADLINE))
    assert remind(invited, DEADLINE + 5 * DAY) == []


def test_the_cap_of_the_round_is_kept(invited: Running) -> None:
    change_round(actor=invited.coordinator, round=invited.round, changes={"reminder_cap": 1})
    days = [day for day in (NOW.date() + number * DAY for number in range(60)) if remind(invited, day)]
    assert days == [DEADLINE - 7 * DAY]


def test_the_page_announces_the_day_on_which_it_happens(invited: Running) -> None:
    announced = upcoming_reminder(invited.request, NOW.date())
    assert announced == DEADLINE - 7 * DAY
    assert remind(invited, announced)


def test_a_reminder_waits_until_the_invitation_has_gone_out(running: Running) -> None:
    assert remind(running, DEADLINE - 7 * DAY) == []
    delivered(morning(DEADLINE - 7 * DAY))
    assert remind(running, DEADLINE - 1 * DAY) == ["Amt 50", "Amt 51"]


def test_a_reminder_that_got_stuck_gives_place_to_the_next_so_that_only_one_goes_out(invited: Running) -> None:
    remind(invited, DEADLINE - 7 * DAY)
    remind(invited, DEADLINE - 1 * DAY)
    with mail_sink() as sink:
        deliver_waiting(clock=lambda: morning(DEADLINE))
    assert sorted(sink.addresses) == sorted(
        request.to for request in (invited.request, invited.request_of(invited.town.other_office))
    )
    assert [mail.state for mail in mails_about(invited.request, kind=REMINDER)] == ["sent", "withdrawn"]


def test_a_reminder_that_got_stuck_is_taken_back_when_the_round_has_ended(invited: Running) -> None:
    remind(invited, DEADLINE - 7 * DAY)
    close_round(actor=invited.coordinator, round=invited.round, now=morning(DEADLINE))
    remind(invited, DEADLINE)
    assert {mail.state for mail in mails_about(invited.request, kind=REMINDER)} == {"withdrawn"}


@pytest.mark.parametrize("role", [Role.OWNER, Role.DECIDER, Role.ADMIN, Role.READER])
def test_only_the_clockwork_and_the_coordinating_office_remind(invited: Running, role: Role) -> None:
    with pytest.raises(NotAllowed):
        send_reminders(
            actor=invited.town.actor(role),
            municipality=invited.town.municipality,
            now=morning(DEADLINE - 7 * DAY),
            address=address,
        )
