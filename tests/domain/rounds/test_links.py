"""Personal links: signed, expiring, revocable, for one unit and one round; to open one is not to answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_scopes import scope, scopes_disabled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.rounds.actions.checking import renew_link, revoke_link
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request
from etappe.domain.rounds.links import LinkExpired, LinkRevoked, LinkUnknown, link_token, open_link
from etappe.domain.rounds.models import Reply
from etappe.domain.rounds.policies import RequestPolicy, RoundPolicy
from etappe.domain.rounds.values import ReplyValues
from support.round import DEADLINE, NOW, Running, build_running
from support.town import Town


def test_a_link_opens_the_request_of_its_unit_from_outside_any_municipality(running: Running) -> None:
    token = link_token(running.request)
    linked = open_link(token, DEADLINE)
    assert linked.request == running.request
    assert linked.municipality == running.town.municipality
    assert linked.actor.label == "Jugendamt (Amt 51)"


def test_to_open_a_link_is_not_to_answer_and_changes_nothing(running: Running) -> None:
    before = Event.objects.count()
    open_link(link_token(running.request), DEADLINE)
    assert Event.objects.count() == before
    assert not Reply.objects.exists()
    assert running.request.state == "sent"


def test_a_link_expires(running: Running) -> None:
    token, last_day = link_token(running.request), running.request.link_expires
    assert open_link(token, last_day).request == running.request
    with pytest.raises(LinkExpired, match=r"galt bis zum 28\. Januar 2027"):
        open_link(token, last_day + timedelta(days=1))


def test_a_link_can_be_revoked_and_replaced(running: Running) -> None:
    first = link_token(running.request)
    revoke_link(actor=running.coordinator, request=running.request, now=NOW)
    with pytest.raises(LinkRevoked, match="widerrufen"):
        open_link(first, DEADLINE)
    renew_link(actor=running.coordinator, request=running.request, expires=DEADLINE)
    with pytest.raises(LinkRevoked, match="neuesten Link"):
        open_link(first, DEADLINE)
    assert open_link(link_token(running.request), DEADLINE).request == running.request


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_link_that_was_changed_anywhere_opens_nothing(running: Running, data: st.DataObject) -> None:
    token = link_token(running.request)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(exclude_characters=token[place]))
    with pytest.raises(LinkUnknown, match="unvollständig oder verändert"):
        open_link(token[:place] + letter + token[place + 1 :], DEADLINE)


@pytest.mark.parametrize("token", ["", "~", "1.x~y", "a" * 10_000, "1.\x00~é", "-1.a~b"])
def test_what_never_was_a_link_opens_nothing(running: Running, token: str) -> None:
    with pytest.raises(LinkUnknown):
        open_link(token, DEADLINE)


def test_a_link_of_a_request_that_is_gone_opens_nothing(running: Running) -> None:
    request = running.request
    request.pk = 999_999
    with pytest.raises(LinkUnknown):
        open_link(link_token(request), DEADLINE)


def test_a_link_answers_for_its_own_unit_and_no_other(running: Running) -> None:
    actor, other = running.unit, running.request_of(running.town.other_office)
    assert set(RequestPolicy.queryset(actor)) == {running.request}
    with pytest.raises(NotAllowed):
        confirm_reply(actor=actor, item=other.items.get(), values=ReplyValues(state="done"), channel="page", now=NOW)
    with pytest.raises(NotAllowed):
        finish_request(actor=actor, request=other, now=NOW)
    assert not RoundPolicy.allows(actor, "close", running.round)
    assert not MeasurePolicy.allows(actor, "change", running.measure())


def test_a_link_of_one_town_writes_nothing_in_another(running: Running, other_town: Town) -> None:
    with scope(municipality=other_town.municipality):
        there = build_running(other_town)
        item = there.items[0]
    with scopes_disabled(), pytest.raises(NotAllowed):
        confirm_reply(actor=running.unit, item=item, values=ReplyValues(state="done"), channel="page", now=NOW)


def test_only_the_coordinating_office_revokes_and_renews(running: Running) -> None:
    for actor in (running.unit, running.town.actor(Role.ADMIN), running.town.actor(Role.DECIDER)):
        with pytest.raises(NotAllowed):
            revoke_link(actor=actor, request=running.request, now=NOW)
        with pytest.raises(NotAllowed):
            renew_link(actor=actor, request=running.request, expires=DEADLINE)
