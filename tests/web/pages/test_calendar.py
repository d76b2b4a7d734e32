"""The personal calendar: one secret address, everything that is due for this person, and nothing for others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from etappe.domain.accounts.actions import end_role, renew_calendar_address, revoke_calendar_address
from etappe.domain.accounts.calendars import user_of_calendar
from etappe.domain.accounts.models import CalendarAddress, User
from etappe.domain.accounts.queries import actor_for
from etappe.domain.council.actions import change_meeting, create_meeting
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.programme.actions.measures import change_measure
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from etappe.web.today.due import due_items
from support.inhabited import Inhabited

Browser = Callable[..., Client]
PAGE = "/heute/kalender/"


@pytest.fixture
def soon(here: Inhabited) -> date:
    """A day in 20 days, on which a measure of the youth office is due and the committee meets."""
    day = timezone.localdate() + timedelta(days=20)
    actor, when = here.town.actor(Role.COORDINATOR), parse_fuzzy_date(f"{day:%d.%m.%Y}")
    with here.town.scope():
        change_measure(actor=actor, measure=here.things.measure, changes={"deadline": when})
        here.things.soon = create_meeting(actor=actor, committee=here.town.committee, when=when, place="Rathaus")
    return day


def address(client: Client) -> str:
    page = client.post(PAGE).content.decode()
    found = re.search(r"<code>(http://testserver/kalender/[\w-]{43}\.ics)</code>", page)
    assert found is not None
    return found.group(1).removeprefix("http://testserver")


def feed(path: str) -> dict[str, Any]:
    answer = Client().get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_address_opens_what_is_due_for_this_person(here: Inhabited, soon: date, signed_in: Browser) -> None:
    due = feed(address(signed_in(Role.OWNER)))
    measure = due[f"Frist: {here.things.measure.number} {here.things.measure.title}"]
    assert measure.decoded("DTSTART") == soon
    assert str(measure["URL"]).endswith(here.things.measure.get_absolute_url())
    meeting = due["Sitzung: Sozialausschuss"]
    assert (str(meeting["LOCATION"]), meeting["STATUS"]) == ("Rathaus", "CONFIRMED")


def test_a_meeting_that_moves_and_falls_out_keeps_its_identity_and_counts_up(
    here: Inhabited, soon: date, signed_in: Browser
) -> None:
    path = address(signed_in(Role.COORDINATOR))
    before = feed(path)["Sitzung: Sozialausschuss"]
    with here.town.scope():
        actor, later = here.town.actor(Role.COORDINATOR), parse_fuzzy_date(f"{soon + timedelta(days=1):%d.%m.%Y}")
        moved = change_meeting(actor=actor, meeting=here.things.soon, changes={"when": later})
        change_meeting(actor=actor, meeting=moved, changes={"cancelled": True})
    after = feed(path)["Sitzung: Sozialausschuss"]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert after["STATUS"] == "CANCELLED"
    assert after.decoded("DTSTART") == soon + timedelta(days=1)


def test_asked_twice_it_answers_the_same_bytes(here: Inhabited, soon: date, signed_in: Browser) -> None:
    path = address(signed_in(Role.COORDINATOR))
    assert Client().get(path).content == Client().get(path).content


def test_members_of_a_committee_see_its_meetings_and_nothing_of_the_administration(
    here: Inhabited, soon: date, signed_in: Browser
) -> None:
    assert set(feed(address(signed_in(Role.READER)))) == {"Sitzung: Sozialausschuss"}


def test_what_is_due_in_another_town_stays_there(
    here: Inhabited, there: Inhabited, soon: date, signed_in: Browser
) -> None:
    path = address(signed_in(Role.COORDINATOR, there))
    assert "Sitzung: Sozialausschuss" not in feed(path)


def test_a_new_address_ends_the_old_one(here: Inhabited, soon: date, signed_in: Browser) -> None:
    client = signed_in(Role.OWNER)
    old = address(client)
    new = address(client)
    assert Client().get(old).status_code == 404
    assert feed(new)
    assert CalendarAddress.objects.filter(revoked__isnull=True).count() == 1


def test_a_revoked_address_opens_nothing_and_the_page_says_so(here: Inhabited, signed_in: Browser) -> None:
    client = signed_in(Role.OWNER)
    path = address(client)
    page = client.post(reverse("today:calendar_revoke"), follow=True).content.decode()
    assert "ist widerrufen" in page
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "a" * 43, "a" * 5000, "%00"])
def test_a_guessed_address_opens_nothing(here: Inhabited, secret: str) -> None:
    assert Client().get(f"/kalender/{secret}.ics").status_code == 404


def test_the_secret_is_shown_once_and_stored_nowhere(here: Inhabited, signed_in: Browser) -> None:
    client = signed_in(Role.OWNER)
    secret = address(client).rpartition("/")[2].removesuffix(".ics")
    assert secret not in client.get(PAGE).content.decode()
    assert secret not in str(list(CalendarAddress.objects.values()))
    assert "no-store" in client.get(PAGE)["Cache-Control"]
    assert user_of_calendar(secret, today=timezone.localdate()) == here.town.users[Role.OWNER]
    assert "Zuletzt abgerufen" in client.get(PAGE).content.decode()


def test_a_closed_account_or_an_ended_role_closes_the_calendar(here: Inhabited, soon: date, signed_in: Browser) -> None:
    path = address(signed_in(Role.OWNER))
    user = here.town.users[Role.OWNER]
    role = user.roles.get()
    end_role(actor=operator(), assignment=role, on=timezone.localdate() - timedelta(days=1))
    assert feed(path) == {}
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_only_for_oneself(here: Inhabited) -> None:
    owner, other = here.town.users[Role.OWNER], here.town.users[Role.COORDINATOR]
    with pytest.raises(NotAllowed):
        renew_calendar_address(actor=actor_for(other, None), user=owner)
    made, _secret = renew_calendar_address(actor=actor_for(owner, None), user=owner)
    for actor in (actor_for(other, None), operator()):
        with pytest.raises(NotAllowed):
            revoke_calendar_address(actor=actor, address=made)


def test_whoever_is_not_signed_in_is_asked_to(here: Inhabited) -> None:
    for path in (PAGE, reverse("today:calendar_revoke")):
        assert "/konto/login/" in Client().get(path)["Location"]


def test_the_number_of_queries_does_not_grow_with_what_is_due(
    here: Inhabited, soon: date, django_assert_max_num_queries: Any
) -> None:
    actor, place = here.town.actor(Role.COORDINATOR), here.town.municipality
    with here.town.scope():
        for days in range(25):
            when = parse_fuzzy_date(f"{soon + timedelta(days=days):%d.%m.%Y}")
            create_meeting(actor=actor, committee=here.town.committee, when=when)
        with django_assert_max_num_queries(14):
            due = due_items(actor, place, soon, soon + timedelta(days=60))
    assert len(due) >= 27
    assert [item.day for item in due] == sorted(item.day for item in due)
