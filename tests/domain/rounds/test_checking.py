"""Checking: back with a question, accepted; a unit that is dissolved in the middle hands over, for all to see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import operator
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.mail.models import Mail
from etappe.domain.rounds.actions.checking import (
    accept_request,
    freeze_item,
    give_back,
    pass_on_dissolved,
    pass_on_request,
)
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request, save_draft
from etappe.domain.rounds.links import LinkPassedOn, link_token, open_link
from etappe.domain.rounds.models import Request
from etappe.domain.rounds.queries import answers_to_check, round_progress
from etappe.domain.rounds.values import ReplyValues
from etappe.domain.tenancy.actions import create_unit, dissolve_unit
from etappe.domain.tenancy.models import Unit
from support.round import DEADLINE, NOW, Running, address

TODAY = date(2026, 10, 20)


def answer(running: Running) -> Request:
    for item in running.items:
        confirm_reply(actor=running.unit, item=item, values=None, unchanged=True, channel="page", now=NOW)
    return finish_request(actor=running.unit, request=running.request, now=NOW)


def back(running: Running, **options: object) -> Request:
    options = {"question": "Bis wann?", "items": {}, **options}
    return give_back(actor=running.coordinator, request=running.request, now=NOW, address=address, **options)


def test_an_answer_waits_to_be_checked_and_is_then_checked(running: Running) -> None:
    answered = answer(running)
    assert list(answers_to_check(running.coordinator)) == [answered]
    accepted = accept_request(actor=running.coordinator, request=answered, now=NOW)
    assert (accepted.state, accepted.accepted_at) == ("accepted", NOW)
    assert list(answers_to_check(running.coordinator)) == []


def test_a_question_goes_back_with_a_link_and_is_settled_by_confirming_again(running: Running) -> None:
    answer(running)
    freeze_item(actor=running.coordinator, item=running.items[1], now=NOW)
    returned = back(running, items={running.items[1]: "Welche Schulen?", running.items[0]: " "})
    assert (returned.state, returned.question) == ("returned", "Bis wann?")
    assert [item.question for item in running.items] == ["", "Welche Schulen?"]
    mail = Mail.objects.get(kind="round.question")
    assert "Welche Schulen?" in mail.text
    assert address(running.request) in mail.text
    with pytest.raises(Invalid, match="noch eine Rückfrage offen: 2 Maßnahme"):
        finish_request(actor=running.unit, request=running.request, now=NOW)
    confirm_reply(actor=running.unit, item=running.items[1], values=None, unchanged=True, channel="page", now=NOW)
    assert finish_request(actor=running.unit, request=running.request, now=NOW).question == ""


def test_a_question_has_words_and_concerns_what_was_asked(running: Running) -> None:
    answer(running)
    with pytest.raises(Invalid, match="was noch offen ist"):
        back(running, question=" ")
    foreign = running.request_of(running.town.other_office).items.get()
    with pytest.raises(Invalid, match="anderen Anfrage"):
        back(running, items={foreign: "Warum?"})


def test_without_an_answer_there_is_nothing_to_check(running: Running) -> None:
    with pytest.raises(IllegalTransition, match="eine Rückfrage ist erst danach möglich"):
        back(running)
    with pytest.raises(IllegalTransition, match="nichts zu prüfen"):
        accept_request(actor=running.coordinator, request=running.request, now=NOW)


def dissolve(running: Running, successor: Unit | None) -> None:
    dissolve_unit(
        actor=operator(running.town.municipality.pk),
        unit=running.town.office,
        on=TODAY - timedelta(days=1),
        successor=successor,
    )


def new_unit(running: Running) -> Unit:
    return create_unit(
        actor=operator(running.town.municipality.pk),
        municipality=running.town.municipality,
        name="Amt für Jugend und Familie",
        short="Amt 51 neu",
        kind=Unit.Kind.OFFICE,
        authority="executes",
        parent=running.town.department,
    )


def pass_on(running: Running) -> list[Request]:
    return pass_on_dissolved(actor=running.coordinator, round=running.round, today=TODAY, now=NOW, address=address)


def test_a_dissolved_unit_hands_its_measures_and_what_was_typed_to_its_successor(running: Running) -> None:
    save_draft(
        actor=running.unit,
        item=running.items[0],
        values=ReplyValues(state="delayed", sentence="Angefangen"),
        expected_version=0,
        channel="page",
    )
    old, successor = link_token(running.request), new_unit(running)
    dissolve(running, successor)
    (taken,) = pass_on(running)
    assert (taken.unit, taken.state) == (successor, "sent")
    items = list(taken.items.order_by("measure__number"))
    assert [item.measure.number for item in items] == [1, 2]
    assert items[0].reply.sentence == "Angefangen"
    assert {item.measure.owner for item in items} == {successor}
    assert {event.reason for event in Event.objects.filter(verb="measure.changed")} == {
        "Jugendamt (Amt 51) wurde aufgelöst, Amt für Jugend und Familie (Amt 51 neu) führt die Aufgaben weiter."
    }
    with pytest.raises(LinkPassedOn, match=r"Amt 51 gibt es nicht mehr\. Die Maßnahmen liegen jetzt bei Amt 51 neu"):
        open_link(old, TODAY)
    with pytest.raises(IllegalTransition, match="Nachfolgestelle"):
        finish_request(actor=running.coordinator, request=running.request, now=NOW)


def test_the_successor_is_written_to_and_the_page_shows_who_took_over(running: Running) -> None:
    dissolve(running, running.town.other_office)
    Request.objects.filter(unit=running.town.other_office).update(to="sozialamt@testheim.example")
    (taken,) = pass_on(running)
    mail = Mail.objects.get(kind="round.passed_on")
    assert mail.to == "sozialamt@testheim.example"
    assert "Jugendamt (Amt 51)" not in mail.subject
    assert "Amt 51 gibt es nicht mehr" in mail.text
    assert address(taken) in mail.text
    assert "Beratung" not in mail.text  # only what is new
    progress = round_progress(running.coordinator, running.round, today=TODAY)
    assert [(unit.unit.short, unit.successor.short) for unit in progress.passed_on] == [("Amt 51", "Amt 50")]
    assert [(unit.unit.short, unit.asked) for unit in progress.units] == [("Amt 50", 3)]


def test_a_successor_that_had_answered_gets_its_request_back_with_what_is_new(running: Running) -> None:
    social = running.request_of(running.town.other_office)
    confirm_reply(
        actor=running.coordinator, item=social.items.get(), values=None, unchanged=True, channel="office", now=NOW
    )
    finish_request(actor=running.coordinator, request=social, now=NOW)
    dissolve(running, running.town.other_office)
    (taken,) = pass_on(running)
    assert (taken.state, taken.question) == (
        "returned",
        "Neu hinzugekommen sind die Maßnahmen von Jugendamt (Amt 51).",
    )


def test_an_answered_request_stays_and_a_unit_without_successor_is_marked(running: Running) -> None:
    dissolve(running, None)
    assert pass_on(running) == []
    progress = round_progress(running.coordinator, running.round, today=TODAY)
    assert [unit.unit.short for unit in progress.units if unit.dissolved] == ["Amt 51"]
    answer(running)
    with pytest.raises(IllegalTransition, match="bleibt bei der bisherigen Stelle"):
        pass_on_request(
            actor=running.coordinator,
            request=running.request,
            successor=running.town.other_office,
            now=NOW,
            address=address,
        )


def test_nothing_is_handed_to_the_unit_itself(running: Running) -> None:
    with pytest.raises(Invalid, match="andere Stelle"):
        pass_on_request(
            actor=running.coordinator,
            request=running.request,
            successor=running.town.office,
            now=NOW,
            address=address,
        )


def test_who_has_not_answered_stands_first_with_its_days_and_its_department(running: Running) -> None:
    answer(running)
    late = DEADLINE + timedelta(days=6)
    progress = round_progress(running.coordinator, running.round, today=late)
    assert [(unit.unit.short, unit.answered, unit.days_late) for unit in progress.units] == [
        ("Amt 50", False, 6),
        ("Amt 51", True, 0),
    ]
    assert (progress.asked, progress.confirmed) == (3, 2)
    assert [(one.deputy.short if one.deputy else "", one.silent) for one in progress.deputies] == [
        ("", 1),
        ("Dez. III", 0),
    ]
    assert [unit.unit.short for unit in progress.silent] == ["Amt 50"]
