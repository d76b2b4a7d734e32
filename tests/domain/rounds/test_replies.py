"""Answering: typed text is kept, one step confirms, the measure changes only then; nobody overwrites anybody unseen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from etappe.domain.mail.models import Mail
from etappe.domain.programme.actions.measures import report_state, tick_milestone
from etappe.domain.programme.models import Measure, Milestone
from etappe.domain.rounds.actions.checking import accept_request, freeze_item
from etappe.domain.rounds.actions.replies import (
    attach_file,
    confirm_reply,
    finish_request,
    remove_file,
    save_draft,
)
from etappe.domain.rounds.actions.rounds import close_round
from etappe.domain.rounds.models import Reply
from etappe.domain.rounds.queries import reply_form_data, waiting_requests
from etappe.domain.rounds.values import MEASURE_STATES, ReplyValues
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.round import DEADLINE, NOW, Running
from support.town import first_measure

SAID = ReplyValues(
    state="delayed",
    sentence="Sechs von zwölf Cafés sind geöffnet, zwei Schulen fehlt ein Raum.",
    obstacles=("rooms", "money"),
    forecast=parse_fuzzy_date("12/2026"),
    spent=Decimal("12500.00"),
)


def confirm(running: Running, position: int = 0, values: ReplyValues | None = SAID, **options: object) -> Reply:
    options = {"channel": "page", "now": NOW, **options}
    return confirm_reply(actor=running.unit, item=running.items[position], values=values, **options)


def draft(running: Running, values: ReplyValues, version: int | None = 0) -> Reply:
    return save_draft(
        actor=running.unit, item=running.items[0], values=values, expected_version=version, channel="page"
    )


def test_what_is_typed_is_kept_and_changes_nothing_else(running: Running) -> None:
    reply = draft(running, SAID)
    assert (reply.state, reply.confirmed_at) == ("delayed", None)
    assert running.measure().state == "planned"
    assert reply_form_data(running.request).items[0].values.sentence == SAID.sentence


def test_a_draft_may_say_nothing_yet_but_nothing_is_not_confirmed(running: Running) -> None:
    draft(running, ReplyValues(sentence="Noch unklar"))
    with pytest.raises(Invalid, match="wie es um die Maßnahme steht"):
        confirm(running, values=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.update(confirmed_at=NOW)


@pytest.mark.parametrize(("said", "becomes"), sorted(MEASURE_STATES.items()))
def test_the_measure_changes_when_the_answer_is_confirmed(running: Running, said: str, becomes: str) -> None:
    confirm(running, values=replace(SAID, state=said))
    assert running.measure().state == becomes


def test_a_confirmed_answer_says_who_when_and_how(running: Running) -> None:
    reply = confirm(running)
    assert (reply.confirmed_at, reply.confirmed_by, reply.channel) == (NOW, "Jugendamt (Amt 51)", "page")
    assert reply.forecast == SAID.forecast
    event = Event.objects.get(verb="measure.reported")
    assert (event.actor_label, event.reason) == ("Jugendamt (Amt 51)", SAID.sentence)


def test_stopping_needs_a_reason(running: Running) -> None:
    with pytest.raises(Invalid, match="begründen"):
        confirm(running, values=ReplyValues(state="stopped", sentence="  "))
    assert running.measure().state == "planned"


def test_unknown_obstacles_and_foreign_milestones_are_refused(running: Running) -> None:
    with pytest.raises(Invalid, match="Hindernisse stehen nicht zur Auswahl"):
        confirm(running, values=replace(SAID, obstacles=("weather",)))
    foreign = Milestone.objects.first()
    with pytest.raises(Invalid, match="anderen Maßnahme"):
        confirm(running, 1, values=replace(SAID, reached=(foreign.pk,)))


def test_unchanged_is_one_step_and_says_again_what_was_said_last(running: Running) -> None:
    reply = confirm(running, values=None, unchanged=True, expected_version=0)
    assert (reply.state, reply.unchanged) == ("not_started", True)
    assert running.measure().state == "planned"


def test_milestones_are_ticked_with_the_answer_and_unticked_where_they_were_shown_ticked(running: Running) -> None:
    first, second = Milestone.objects.order_by("position")
    confirm(running, values=replace(SAID, reached=(first.pk,), seen=()))
    assert Milestone.objects.get(pk=first.pk).reached_on == NOW.date()
    tick_milestone(actor=running.coordinator, milestone=second, reached_on=NOW.date())
    confirm(running, values=replace(SAID, reached=(), seen=(first.pk,)))
    assert Milestone.objects.get(pk=first.pk).reached_on is None
    assert Milestone.objects.get(pk=second.pk).reached_on == NOW.date()  # somebody else ticked it; the form never did


def test_whoever_is_asked_may_answer_for_a_measure_of_another_unit(running: Running) -> None:
    Measure.objects.filter(pk=running.measure().pk).update(owner=running.town.other_office)
    confirm(running)
    assert running.measure().state == "delayed"


def test_two_of_one_unit_who_type_in_different_fields_are_merged(running: Running) -> None:
    start = reply_form_data(running.request).items[0].initial
    draft(running, replace(start, sentence="Es läuft."))
    reply = draft(running, replace(start, obstacles=("staff",)))
    assert (reply.sentence, reply.obstacles) == ("Es läuft.", ["staff"])


def test_two_of_one_unit_who_type_in_the_same_field_are_told_and_nothing_is_lost(running: Running) -> None:
    start = reply_form_data(running.request).items[0].initial
    draft(running, replace(start, sentence="Es läuft."))
    with pytest.raises(Conflict) as told:
        draft(running, replace(start, sentence="Es stockt."))
    assert told.value.theirs == {"sentence": "Es läuft."}
    chosen = draft(running, replace(start, sentence="Es stockt."), told.value.current_version)
    assert chosen.sentence == "Es stockt."


def test_nobody_confirms_what_they_have_not_seen(running: Running) -> None:
    start = reply_form_data(running.request).items[0].initial
    draft(running, replace(start, state="at_risk"))
    with pytest.raises(Conflict) as told:
        confirm(running, values=replace(start, sentence="Alles gut."), expected_version=0)
    assert told.value.theirs == {"state": "at_risk"}
    assert running.measure().state == "planned"


def test_two_who_confirm_the_same_agree(running: Running) -> None:
    confirm(running, expected_version=0)
    assert confirm(running, expected_version=0).confirmed_at == NOW


def test_a_confirmed_answer_is_not_turned_into_a_draft(running: Running) -> None:
    confirm(running)
    with pytest.raises(IllegalTransition, match="schon bestätigt"):
        draft(running, replace(SAID, sentence="anders"), None)
    assert confirm(running, values=replace(SAID, state="on_track")).state == "on_track"


def test_finishing_names_what_is_missing(running: Running) -> None:
    with pytest.raises(Invalid, match="fehlen noch 2 Antworten: Maßnahmen 1, 2"):
        finish_request(actor=running.unit, request=running.request, now=NOW)
    confirm(running)
    draft_only = running.items[1]
    save_draft(actor=running.unit, item=draft_only, values=SAID, expected_version=0, channel="page")
    with pytest.raises(Invalid, match="fehlt noch eine Antwort: 2 Maßnahme über Bildung 2"):
        finish_request(actor=running.unit, request=running.request, now=NOW)


def test_after_finishing_a_copy_goes_out_and_a_correction_is_possible(running: Running) -> None:
    confirm(running)
    confirm(running, 1, values=None, unchanged=True)
    finished = finish_request(actor=running.unit, request=running.request, now=NOW)
    assert (finished.state, finished.answered_at) == ("answered", NOW)
    copy = Mail.objects.get(kind="round.copy")
    assert "verzögert. Sechs von zwölf" in copy.text
    confirm(running, values=replace(SAID, state="on_track"))
    finish_request(actor=running.unit, request=running.request, now=NOW)
    assert Mail.objects.filter(kind="round.copy").count() == 2


def test_an_answer_after_closing_is_refused_with_the_day(running: Running) -> None:
    close_round(actor=running.coordinator, round=running.round, now=NOW)
    for attempt in (lambda: confirm(running), lambda: draft(running, SAID)):
        with pytest.raises(IllegalTransition, match=r"seit dem 5\. Oktober 2026 abgeschlossen"):
            attempt()
    with pytest.raises(IllegalTransition, match="abgeschlossen"):
        finish_request(actor=running.unit, request=running.request, now=NOW)
    assert not Reply.objects.exists()
    assert running.measure().state == "planned"


def test_before_opening_nobody_answers(draft: Running) -> None:
    with pytest.raises(IllegalTransition, match="läuft nicht"):
        confirm(draft)


def test_a_frozen_answer_and_a_checked_one_stay(running: Running) -> None:
    confirm(running)
    with pytest.raises(IllegalTransition, match="noch keine bestätigte Antwort"):
        freeze_item(actor=running.coordinator, item=running.items[1], now=NOW)
    freeze_item(actor=running.coordinator, item=running.items[0], now=NOW)
    with pytest.raises(IllegalTransition, match="schon festgeschrieben"):
        freeze_item(actor=running.coordinator, item=running.items[0], now=NOW)
    with pytest.raises(IllegalTransition, match="festgeschrieben"):
        confirm(running)
    confirm(running, 1, values=None, unchanged=True)
    finish_request(actor=running.unit, request=running.request, now=NOW)
    accept_request(actor=running.coordinator, request=running.request, now=NOW)
    with pytest.raises(IllegalTransition, match="schon geprüft"):
        confirm(running, 1)


def test_the_department_and_the_coordinating_office_may_answer_for_a_unit_others_may_not(running: Running) -> None:
    item = running.items[0]
    for role in (Role.OWNER, Role.DECIDER, Role.COORDINATOR):
        confirm_reply(actor=running.town.actor(role), item=item, values=SAID, channel="office", now=NOW)
    for role in set(Role) - {Role.OWNER, Role.DECIDER, Role.COORDINATOR, Role.ALLIANCE}:
        with pytest.raises(NotAllowed):
            confirm_reply(actor=running.town.actor(role), item=item, values=SAID, channel="office", now=NOW)


def test_the_state_of_the_measure_counts_where_a_decision_has_changed_it_since(running: Running) -> None:
    report_state(actor=running.coordinator, measure=first_measure(running.town), state="at_risk")
    assert reply_form_data(running.request).items[0].values.state == "at_risk"


def test_files_come_with_an_answer_and_go_again(running: Running) -> None:
    file = attach_file(actor=running.unit, item=running.items[0], name="C:\\Ordner\\Bericht.PDF", content=b"%PDF-1.7")
    assert (file.name, file.content_type) == ("Bericht.pdf", "application/pdf")
    assert reply_form_data(running.request).items[0].files == [file]
    remove_file(actor=running.unit, file=file)
    assert reply_form_data(running.request).items[0].files == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("bericht.pdf", b"", "leer"),
        ("bericht.pdf", b"%PDF" + bytes(10_000_001), "größer als 10 MB"),
        ("seite.html", b"<script>", "Möglich sind pdf, png"),
        ("bericht", b"%PDF", "Möglich sind pdf"),
        ("bild.png", b"<svg onload=x>", "passt nicht zu ihrer Endung"),
    ],
)
def test_files_that_are_no_good_are_refused(running: Running, name: str, content: bytes, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        attach_file(actor=running.unit, item=running.items[0], name=name, content=content)


def test_five_files_are_enough(running: Running) -> None:
    for number in range(5):
        attach_file(actor=running.unit, item=running.items[0], name=f"{number}.pdf", content=b"%PDF")
    with pytest.raises(Invalid, match="Mehr als 5"):
        attach_file(actor=running.unit, item=running.items[0], name="6.pdf", content=b"%PDF")


def test_what_waits_for_a_unit_is_known_to_those_who_answer_for_it(running: Running) -> None:
    (waiting,) = waiting_requests(running.town.actor(Role.OWNER), today=DEADLINE)
    assert (waiting.asked, waiting.open, waiting.days_left, waiting.minutes) == (2, 2, 0, 2)
    confirm(running)
    assert waiting_requests(running.town.actor(Role.OWNER), today=DEADLINE)[0].open == 1
    assert waiting_requests(running.coordinator) == []
