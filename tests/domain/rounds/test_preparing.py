"""Preparing a round: who is asked for what, proposed from the owners, copied from the last, sent out in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from etappe.domain.accounts.actions import grant_role, open_account
from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role, operator
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.mail.models import Mail
from etappe.domain.programme.actions.measures import change_measure, create_measure, report_state
from etappe.domain.programme.models import FieldOfAction, Measure
from etappe.domain.rounds.actions.replies import confirm_reply
from etappe.domain.rounds.actions.rounds import (
    address_request,
    ask_for_measure,
    ask_unit,
    cancel_round,
    change_round,
    close_round,
    create_round,
    leave_out,
    move_measure,
    open_round,
    propose_requests,
)
from etappe.domain.rounds.models import Request, RequestedMeasure, Round
from etappe.domain.rounds.proposals import without_owner
from etappe.domain.rounds.queries import reply_form_data
from etappe.domain.rounds.values import ReplyValues
from etappe.domain.tenancy.actions import dissolve_unit
from support.round import DEADLINE, NOW, REPORTING, Running, address


def asked(round_: Round) -> dict[str, list[int]]:
    """Numbers of measures by short name of the unit that is asked for them."""
    found: dict[str, list[int]] = {}
    for item in RequestedMeasure.objects.filter(round=round_).order_by("measure__number"):
        found.setdefault(item.request.unit.short, []).append(item.measure.number)
    return found


def another(running: Running, **values: object) -> Round:
    day = REPORTING + timedelta(days=180)
    made = create_round(
        actor=running.coordinator,
        programme=running.programme,
        title="Die nächste",
        reporting_date=day,
        deadline=day + timedelta(days=30),
        **values,
    )
    propose_requests(actor=running.coordinator, round=made)
    return made


def test_the_owner_of_each_open_measure_is_asked(draft: Running) -> None:
    assert asked(draft.round) == {"Amt 51": [1, 2], "Amt 50": [3]}


def test_what_is_done_or_stopped_is_not_asked_for(draft: Running) -> None:
    report_state(actor=draft.coordinator, measure=Measure.objects.get(number=1), state="done")
    report_state(actor=draft.coordinator, measure=Measure.objects.get(number=3), state="stopped", reason="kein Geld")
    assert asked(another(draft)) == {"Amt 51": [2]}


def test_a_measure_without_owner_is_named_and_nobody_is_asked_for_it(draft: Running) -> None:
    measure = change_measure(actor=draft.coordinator, measure=Measure.objects.get(number=2), changes={"owner": None})
    made = another(draft)
    assert asked(made) == {"Amt 51": [1], "Amt 50": [3]}
    assert without_owner(made) == [measure]
    with pytest.raises(Invalid, match="noch niemand zuständig"):
        ask_for_measure(actor=draft.coordinator, request=made.requests.first(), measure=measure)


def test_who_answers_for_the_unit_gets_the_mail_and_the_second_one_is_the_deputy(draft: Running) -> None:
    town = draft.town
    deputy = open_account(actor=operator(town.municipality.pk), email="vertretung@amt51.example", name="Vertretung")
    grant_role(
        actor=operator(town.municipality.pk),
        user=deputy,
        role=Role.OWNER,
        municipality=town.municipality,
        unit=town.office,
        valid_from=date(2021, 1, 1),
    )
    request = another(draft).requests.get(unit=town.office)
    assert request.to == town.users[Role.OWNER].email
    assert request.copy_to == ""  # as the last time
    Request.objects.all().update(to="")
    assert another(draft).requests.get(unit=town.office).copy_to == "vertretung@amt51.example"


def test_the_addresses_of_the_last_round_are_kept(draft: Running) -> None:
    address_request(
        actor=draft.coordinator, request=draft.request, to="planung@amt51.example", copy_to="b@amt51.example"
    )
    request = another(draft).requests.get(unit=draft.town.office)
    assert (request.to, request.copy_to) == ("planung@amt51.example", "b@amt51.example")


def test_in_place_of_a_dissolved_unit_its_successor_is_asked(draft: Running) -> None:
    town = draft.town
    dissolve_unit(
        actor=operator(town.municipality.pk), unit=town.other_office, on=date(2026, 12, 31), successor=town.office
    )
    assert asked(another(draft)) == {"Amt 51": [1, 2, 3]}


def test_proposing_again_adds_what_has_come_since_and_leaves_the_rest(draft: Running) -> None:
    move_measure(actor=draft.coordinator, item=draft.items[1], request=draft.request_of(draft.town.other_office))
    create_measure(
        actor=draft.coordinator,
        programme=draft.programme,
        field=FieldOfAction.objects.get(),
        title="Neu",
        owner=draft.town.office,
    )
    propose_requests(actor=draft.coordinator, round=draft.round)
    assert asked(draft.round) == {"Amt 51": [1, 4], "Amt 50": [2, 3]}


def test_a_copied_round_asks_whom_the_last_one_asked_as_long_as_the_owner_is_the_same(draft: Running) -> None:
    social = draft.request_of(draft.town.other_office)
    for item in draft.items:
        move_measure(actor=draft.coordinator, item=item, request=social)
    opened = open_round(actor=draft.coordinator, round=draft.round, now=NOW, address=address)
    close_round(actor=draft.coordinator, round=opened, now=NOW)
    change_measure(
        actor=draft.coordinator, measure=Measure.objects.get(number=2), changes={"owner": draft.town.department}
    )
    assert asked(another(draft, copied_from=opened)) == {"Amt 50": [1, 3], "Dez. III": [2]}


def test_a_copied_round_brings_its_letter(draft: Running) -> None:
    changed = change_round(actor=draft.coordinator, round=draft.round, changes={"letter": "Liebe Ämter"})
    assert another(draft, copied_from=changed).letter == "Liebe Ämter"


def test_a_unit_that_is_asked_for_nothing_any_more_is_not_asked(draft: Running) -> None:
    leave_out(actor=draft.coordinator, item=draft.request_of(draft.town.other_office).items.get())
    assert list(draft.round.requests.values_list("unit__short", flat=True)) == ["Amt 51"]


def test_a_measure_moves_within_one_round_only(draft: Running) -> None:
    with pytest.raises(Invalid, match="anderen Abfrage"):
        move_measure(actor=draft.coordinator, item=draft.items[0], request=another(draft).requests.first())


def test_the_deadline_lies_after_the_reporting_date(draft: Running) -> None:
    with pytest.raises(Invalid, match="vor dem Stichtag"):
        change_round(actor=draft.coordinator, round=draft.round, changes={"deadline": REPORTING - timedelta(days=1)})


def test_opening_sends_one_mail_a_unit_with_link_and_spreadsheet(draft: Running) -> None:
    opened = open_round(actor=draft.coordinator, round=draft.round, now=NOW, address=address)
    mails = list(Mail.objects.order_by("to"))
    assert {mail.to for mail in mails} == {draft.town.users[Role.OWNER].email, "sozialamt@testheim.example"}
    own = next(mail for mail in mails if mail.to != "sozialamt@testheim.example")
    assert address(draft.request) in own.text
    assert "Maßnahme über Bildung 1" in own.text
    assert "Beratung" not in own.text
    assert [file.name for file in own.attachments.all()] == ["sachstand-2026-09-30-amt-51.xlsx"]
    assert (opened.state, opened.opened_at) == ("open", NOW)
    assert {request.state for request in opened.requests.all()} == {"sent"}


def test_the_deputy_gets_the_mail_too(draft: Running) -> None:
    address_request(actor=draft.coordinator, request=draft.request, to="a@amt.example", copy_to="b@amt.example")
    open_round(actor=draft.coordinator, round=draft.round, now=NOW, address=address)
    assert {"a@amt.example", "b@amt.example"} <= set(Mail.objects.values_list("to", flat=True))


def test_nothing_is_sent_while_an_address_is_missing_or_nobody_is_asked(draft: Running) -> None:
    Request.objects.filter(unit=draft.town.other_office).update(to="")
    with pytest.raises(Invalid, match="fehlt noch eine E-Mail-Adresse: Amt 50"):
        open_round(actor=draft.coordinator, round=draft.round, now=NOW, address=address)
    ask_unit(actor=draft.coordinator, round=draft.round, unit=draft.town.department)
    with pytest.raises(Invalid, match=r"nach nichts gefragt: Dez\. III"):
        open_round(actor=draft.coordinator, round=draft.round, now=NOW, address=address)
    for item in RequestedMeasure.objects.all():
        leave_out(actor=draft.coordinator, item=item)
    Request.objects.all().delete()
    with pytest.raises(Invalid, match="noch niemand gefragt"):
        open_round(actor=draft.coordinator, round=draft.round, now=NOW, address=address)
    assert not Mail.objects.exists()
    assert Round.objects.get(pk=draft.round.pk).state == "draft"


def test_once_it_is_sent_only_deadline_and_reminders_change(running: Running) -> None:
    longer = DEADLINE + timedelta(days=14)
    changed = change_round(actor=running.coordinator, round=running.round, changes={"deadline": longer})
    assert changed.deadline == longer
    assert running.request.link_expires == longer + timedelta(days=90)
    with pytest.raises(IllegalTransition, match="läuft schon"):
        change_round(actor=running.coordinator, round=running.round, changes={"title": "anders"})
    with pytest.raises(IllegalTransition, match="steht fest"):
        leave_out(actor=running.coordinator, item=running.items[0])


def test_a_draft_can_be_cancelled_and_is_then_over(draft: Running) -> None:
    cancelled = cancel_round(actor=draft.coordinator, round=draft.round)
    with pytest.raises(IllegalTransition, match="abgesagt"):
        open_round(actor=draft.coordinator, round=cancelled, now=NOW, address=address)
    with pytest.raises(IllegalTransition, match="zu Ende"):
        change_round(actor=draft.coordinator, round=cancelled, changes={"title": "anders"})


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR, Role.ALLIANCE}))
def test_only_the_coordinating_office_runs_rounds(draft: Running, role: Role) -> None:
    with pytest.raises(NotAllowed):
        open_round(actor=draft.town.actor(role), round=draft.round, now=NOW, address=address)


def test_the_next_round_begins_with_what_was_said_in_the_last(running: Running) -> None:
    said = ReplyValues(state="delayed", sentence="Zwei Schulen fehlt ein Raum.", obstacles=("rooms",))
    confirm_reply(actor=running.unit, item=running.items[0], values=said, expected_version=0, channel="page", now=NOW)
    later = another(running)
    form = reply_form_data(Request.objects.get(round=later, unit=running.town.office))
    first, second = form.items
    assert replace(first.values, reached=None, seen=None) == said
    assert first.last is not None
    assert first.last.reporting_date == REPORTING
    assert second.last is None
    assert second.values.state == "not_started"


def test_secrets_of_links_stay_out_of_the_event_log(running: Running) -> None:
    kept = [str(event.before) + str(event.after) for event in Event.objects.filter(object_type="rounds.request")]
    assert kept
    assert not [text for text in kept if running.request.secret in text]
