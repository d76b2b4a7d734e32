"""Closing: what was reported stays reported, byte for byte, whatever is renamed later; corrections stand beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.programme.actions.measures import change_measure, create_measure
from etappe.domain.programme.models import FieldOfAction, Measure
from etappe.domain.rounds.actions.checking import correct_round
from etappe.domain.rounds.actions.replies import attach_file, confirm_reply, finish_request, save_draft
from etappe.domain.rounds.actions.rounds import close_round, create_round, open_round, propose_requests
from etappe.domain.rounds.models import Correction, Snapshot
from etappe.domain.rounds.progress import round_progress
from etappe.domain.rounds.queries import reply_form_data, snapshots
from etappe.domain.rounds.snapshot import SnapshotDamaged, canonical, load, snapshot_content
from etappe.domain.rounds.values import ReplyValues
from etappe.domain.tenancy.models import Municipality, Unit
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.round import NOW, REPORTING, Running, address

CLOSED = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SAID = ReplyValues(
    state="delayed",
    sentence="Zwei Schulen fehlt ein Raum.",
    obstacles=("rooms",),
    forecast=parse_fuzzy_date("Ende 2026"),
    spent=Decimal("1200.5"),
)


def close(running: Running) -> Snapshot:
    confirm_reply(actor=running.unit, item=running.items[0], values=SAID, expected_version=0, channel="page", now=NOW)
    attach_file(actor=running.unit, item=running.items[0], name="bericht.pdf", content=b"%PDF-1.7")
    return close_round(actor=running.coordinator, round=running.round, now=CLOSED)


def rename_everything(running: Running) -> None:
    for unit in Unit.objects.all():
        Unit.objects.filter(pk=unit.pk).update(name=f"Umbenannt {unit.pk}", short=f"U {unit.pk}", parent=None)
    FieldOfAction.objects.update(name="Anders")
    Municipality.objects.filter(pk=running.town.municipality.pk).update(name="Neustadt")
    for measure in Measure.objects.all():
        change_measure(
            actor=running.coordinator,
            measure=measure,
            changes={"title": "Anders", "state": "done", "owner": None, "budget": Decimal(5)},
        )


def test_what_a_closed_round_says_is_the_same_after_everything_was_renamed(running: Running) -> None:
    snapshot = close(running)
    before, content = load(snapshot), snapshot.content
    rename_everything(running)
    kept = Snapshot.objects.get(pk=snapshot.pk)
    assert kept.content.encode() == content.encode()
    assert hashlib.sha256(kept.content.encode()).hexdigest() == kept.digest == snapshot.digest
    assert load(kept) == before


def test_a_snapshot_holds_all_a_report_needs(running: Running) -> None:
    change_measure(
        actor=running.coordinator,
        measure=Measure.objects.get(number=1),
        changes={"deadline": parse_fuzzy_date("Ende 2027"), "budget": Decimal("64000"), "influence": "coordinates"},
    )
    data = load(close(running))
    assert (data.round.reporting_date, data.round.closed_at) == (REPORTING, CLOSED)
    assert data.programme.title == "Integrationsprogramm"
    assert data.municipality_title == running.town.municipality.title
    assert {measure.number for measure in data.measures} == {1, 2, 3}
    first = data.measures[0]
    assert (first.owner.name, first.deputy.name) == ("Jugendamt", "Dezernat III")
    assert (first.field_name, first.influence, first.budget) == ("Bildung", "coordinates", Decimal(64000))
    assert first.deadline == parse_fuzzy_date("Ende 2027")
    assert [step.title for step in first.milestones] == ["Träger ausgewählt", "acht Cafés geöffnet"]
    assert first.reply.sentence == "Zwei Schulen fehlt ein Raum."
    assert (first.reply.forecast, first.reply.spent) == (SAID.forecast, Decimal("1200.50"))
    assert first.reply.files[0].name == "bericht.pdf"
    assert data.words["obstacles"]["rooms"] == "Räume"
    assert data.words["states"]["delayed"] == "verzögert"


def test_who_has_not_answered_is_part_of_it(running: Running) -> None:
    data = load(close(running))
    assert [(one.unit.short, one.asked, one.confirmed) for one in data.silent] == [("Amt 51", 2, 1), ("Amt 50", 1, 0)]
    assert [measure.is_silent for measure in data.measures] == [False, True, True]


def test_a_draft_that_nobody_confirmed_is_no_answer(running: Running) -> None:
    save_draft(actor=running.unit, item=running.items[0], values=SAID, expected_version=0, channel="page")
    snapshot = close_round(actor=running.coordinator, round=running.round, now=CLOSED)
    assert load(snapshot).measures[0].reply is None
    assert SAID.sentence not in snapshot.content


def test_the_next_snapshot_knows_how_it_stood_the_last_time(running: Running) -> None:
    snapshot = close(running)
    day = date(2027, 3, 31)
    later = create_round(
        actor=running.coordinator,
        programme=running.programme,
        title="Frühjahr",
        reporting_date=day,
        deadline=day + timedelta(days=30),
        copied_from=snapshot.round,
    )
    propose_requests(actor=running.coordinator, round=later)
    later = open_round(actor=running.coordinator, round=later, now=CLOSED, address=address)
    data = load(close_round(actor=running.coordinator, round=later, now=CLOSED))
    assert data.previous.digest == snapshot.digest
    assert [measure.previous_state for measure in data.measures] == ["delayed", "", ""]


def test_a_snapshot_is_german_whatever_language_it_is_made_in(running: Running) -> None:
    german = canonical(snapshot_content(running.round))
    with translation.override("en"):
        assert canonical(snapshot_content(running.round)) == german


def test_canonical_is_one_way_to_write(running: Running) -> None:
    content = snapshot_content(running.round)
    assert canonical(json.loads(canonical(content))) == canonical(content)
    assert canonical(dict(reversed(content.items()))) == canonical(content)


def test_the_database_refuses_to_change_what_was_frozen(running: Running) -> None:
    snapshot = close(running)
    correction = correct_round(
        actor=running.coordinator, snapshot=snapshot, measure=None, text="Es waren sieben Cafés.", now=CLOSED
    )
    for attempt in (
        lambda: Snapshot.objects.filter(pk=snapshot.pk).update(content="{}"),
        lambda: Snapshot.objects.filter(pk=snapshot.pk).delete(),
        lambda: Correction.objects.filter(pk=correction.pk).update(text="Doch nicht."),
        lambda: Correction.objects.filter(pk=correction.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_content_that_does_not_fit_its_sum_is_not_read(running: Running) -> None:
    snapshot = close(running)
    snapshot.content = snapshot.content.replace("delayed", "on_track")
    with pytest.raises(SnapshotDamaged, match="Prüfsumme"):
        load(snapshot)


def test_a_correction_stands_beside_and_says_by_whom(running: Running) -> None:
    snapshot, measure = close(running), Measure.objects.get(number=1)
    correct_round(actor=running.coordinator, snapshot=snapshot, measure=measure, text="Sieben Cafés.", now=CLOSED)
    (kept,) = snapshots(running.coordinator)
    (beside,) = kept.corrections.all()
    assert (beside.text, beside.measure, beside.made_by) == ("Sieben Cafés.", measure, running.coordinator.label)
    assert kept.digest == snapshot.digest
    with pytest.raises(Invalid):
        correct_round(actor=running.coordinator, snapshot=snapshot, measure=None, text=" ", now=CLOSED)
    with pytest.raises(NotAllowed):
        correct_round(actor=running.town.actor(Role.OWNER), snapshot=snapshot, measure=None, text="x", now=CLOSED)


def test_a_round_closes_once_and_only_by_the_coordinating_office(running: Running) -> None:
    with pytest.raises(NotAllowed):
        close_round(actor=running.unit, round=running.round, now=CLOSED)
    close(running)
    with pytest.raises(IllegalTransition, match="bereits abgeschlossen"):
        close_round(actor=running.coordinator, round=running.round, now=CLOSED)


def queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as caught:
        work()
    return len(caught)


def test_no_reading_asks_more_often_because_there_is_more_to_read(running: Running) -> None:
    readings = {
        "snapshot": lambda: snapshot_content(running.round),
        "progress": lambda: round_progress(running.coordinator, running.round),
        "form": lambda: reply_form_data(running.request),
    }
    confirm_reply(actor=running.unit, item=running.items[0], values=SAID, channel="page", now=NOW)
    few = {name: queries(work) for name, work in readings.items()}
    grow(running)
    assert {name: queries(work) for name, work in readings.items()} == few


def grow(running: Running) -> None:
    """Ask the youth office for six more measures, all answered and finished, and one more unit."""
    field, items = FieldOfAction.objects.get(), running.items
    for number in range(6):
        measure = create_measure(
            actor=running.coordinator,
            programme=running.programme,
            field=field,
            title=f"Weitere {number}",
            owner=running.town.office,
        )
        items[0].pk, items[0].measure = None, measure
        items[0].save(force_insert=True)
    for item in running.items:
        confirm_reply(actor=running.unit, item=item, values=SAID, channel="page", now=NOW)
    finish_request(actor=running.unit, request=running.request, now=NOW)
