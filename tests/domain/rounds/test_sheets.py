"""Answers by spreadsheet: sent out, filled in, compared, taken over through the same action as on the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.rounds.actions.checking import freeze_item
from etappe.domain.rounds.actions.replies import confirm_reply, finish_request, save_draft
from etappe.domain.rounds.actions.rounds import close_round
from etappe.domain.rounds.actions.sheets import apply_reply_sheet, difference_of, upload_reply_sheet
from etappe.domain.rounds.models import Reply, ReturnedSheet
from etappe.domain.rounds.queries import reply_form_data
from etappe.domain.rounds.sheet import SheetDifference, reply_sheet
from support.round import NOW, Running

STATE, MILESTONES, SENTENCE, OBSTACLES, SPENT, YES = "D", "E", "F", "G", "I", "J"
FIRST, SECOND = 6, 7


def filled(content: bytes, **cells: object) -> bytes:
    """Fill cells in, such as ``D6="verzögert"``."""
    return edited(content, lambda page: [page.__setitem__(cell, value) for cell, value in cells.items()])


def edited(content: bytes, change: Callable[[Any], object]) -> bytes:
    book, target = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    change(book["Antworten"])
    book.save(target)
    return target.getvalue()


def returned(running: Running, content: bytes) -> ReturnedSheet:
    return upload_reply_sheet(actor=running.unit, request=running.request, filename="antwort.xlsx", content=content)


def compared(running: Running, content: bytes) -> SheetDifference:
    return difference_of(actor=running.unit, sheet=returned(running, content))


def taken(running: Running, content: bytes, **choices: str) -> SheetDifference:
    sheet = returned(running, content)
    found = difference_of(actor=running.unit, sheet=sheet)
    named = {cell.key: choices[cell.key.partition(".")[2]] for cell in found.conflicts if choices}
    return apply_reply_sheet(actor=running.unit, sheet=sheet, choices=named, fingerprint=found.fingerprint, now=NOW)


def typed(running: Running, **values: object) -> Reply:
    """Somebody types on the page while the sheet is on its way."""
    form = reply_form_data(running.request).items[0]
    return save_draft(
        actor=running.unit,
        item=form.item,
        values=replace(form.values, **values),
        expected_version=form.version,
        channel="page",
    )


def test_a_sheet_that_comes_back_as_it_went_answers_nothing(running: Running) -> None:
    found = taken(running, reply_sheet(running.request))
    assert {row.kind for row in found.rows} == {"untouched"}
    assert not Reply.objects.exists()


def test_what_was_filled_in_is_shown_first_and_then_confirmed(running: Running) -> None:
    content = filled(
        reply_sheet(running.request),
        D6="verzögert",
        E6="[x] Träger ausgewählt (Mai 2026)\n[ ] acht Cafés geöffnet (31.07.2027)",
        F6="Ein Raum fehlt.",
        G6="Räume, Geld",
        I6=1250.5,
        J7="ja",
    )
    found = compared(running, content)
    assert [row.kind for row in found.rows] == ["changed", "confirmed"]
    assert [(cell.title, cell.before, cell.sheet) for cell in found.rows[0].cells] == [
        ("Stand", "noch nicht begonnen", "verzögert"),
        ("Meilensteine", "", "Träger ausgewählt"),
        ("In einem Satz", "", "Ein Raum fehlt."),
        ("Was hindert?", "", "Räume; Geld"),
        ("bisher ausgegeben (Euro)", "", "1250,50"),
    ]
    assert not Reply.objects.exists()
    taken(running, content)
    reply = Reply.objects.get(item=running.items[0])
    assert (reply.state, reply.obstacles, reply.spent) == ("delayed", ["rooms", "money"], Decimal("1250.50"))
    assert (reply.channel, reply.confirmed_at) == ("sheet", NOW)
    assert running.measure().state == "delayed"
    assert [step.reached_on for step in running.measure().milestones.all()] == [NOW.date(), None]
    finish_request(actor=running.unit, request=running.request, now=NOW)


def test_what_was_typed_on_the_page_meanwhile_is_merged_where_the_cells_differ(running: Running) -> None:
    content = filled(reply_sheet(running.request), D6="verzögert")
    typed(running, sentence="Es fehlt ein Raum.")
    found = taken(running, content)
    assert [row.kind for row in found.rows] == ["changed", "untouched"]
    reply = Reply.objects.get()
    assert (reply.state, reply.sentence) == ("delayed", "Es fehlt ein Raum.")


@pytest.mark.parametrize(("choice", "said"), [("sheet", "So steht es im Blatt."), ("here", "So steht es hier.")])
def test_where_page_and_sheet_say_different_things_somebody_chooses(running: Running, choice: str, said: str) -> None:
    content = filled(reply_sheet(running.request), D6="verzögert", F6="So steht es im Blatt.")
    typed(running, sentence="So steht es hier.")
    found = compared(running, content)
    (cell,) = found.conflicts
    assert (found.rows[0].kind, cell.here, cell.sheet) == ("conflict", "So steht es hier.", "So steht es im Blatt.")
    with pytest.raises(Invalid, match="bei 1 Zellen wählen"):
        taken(running, content)
    taken(running, content, sentence=choice)
    reply = Reply.objects.get()
    assert (reply.state, reply.sentence) == ("delayed", said)


def test_a_sheet_made_after_a_first_answer_knows_what_stood_there_then(running: Running) -> None:
    typed(running, sentence="Anfang.")
    content = filled(reply_sheet(running.request), F6="Aus dem Blatt.")
    assert compared(running, content).rows[0].kind == "changed"
    typed(running, state="at_risk")
    assert compared(running, content).rows[0].kind == "changed"
    typed(running, sentence="Doch anders.")
    found = compared(running, content)
    assert [(cell.before, cell.here) for cell in found.conflicts] == [("Anfang.", "Doch anders.")]


def test_nothing_is_taken_over_after_something_has_changed_or_twice(running: Running) -> None:
    sheet = returned(running, filled(reply_sheet(running.request), D6="verzögert"))
    found = difference_of(actor=running.unit, sheet=sheet)
    typed(running, sentence="Inzwischen.")
    options = {"actor": running.unit, "sheet": sheet, "choices": {}, "now": NOW}
    with pytest.raises(IllegalTransition, match="Inzwischen hat jemand geantwortet"):
        apply_reply_sheet(fingerprint=found.fingerprint, **options)
    found = difference_of(actor=running.unit, sheet=sheet)
    apply_reply_sheet(fingerprint=found.fingerprint, **options)
    with pytest.raises(IllegalTransition, match="schon übernommen"):
        apply_reply_sheet(fingerprint=found.fingerprint, **options)


def test_broken_cells_are_listed_by_row_and_nothing_is_taken_over(running: Running) -> None:
    content = filled(reply_sheet(running.request), D6="super", D7="gestoppt", G7="Wetter")
    found = compared(running, content)
    assert [(error.row, error.column) for error in found.errors] == [(6, "D"), (7, "G")]
    with pytest.raises(Invalid, match="nichts übernommen"):
        taken(running, content)
    assert not Reply.objects.exists()


def test_rules_of_answers_hold_in_sheets_too(running: Running) -> None:
    content = filled(reply_sheet(running.request), D6="gestoppt", D7=None, F7="Kein Stand")
    assert [(error.row, error.column, error.message) for error in compared(running, content).errors] == [
        (6, "F", "Wer eine Maßnahme als gestoppt meldet, begründet das in einem Satz."),
        (7, "D", "Der Stand fehlt."),
    ]


def test_added_rows_and_milestones_are_named_and_sorted_rows_are_fine(running: Running) -> None:
    content = filled(reply_sheet(running.request), A8=99, D8="im Plan", E6="[x] Erfunden")
    assert [error.message for error in compared(running, content).errors] == [
        "Den Meilenstein „Erfunden“ gibt es bei dieser Maßnahme nicht.",
        "Nach dieser Maßnahme wird hier nicht gefragt. Neue Maßnahmen entstehen im Programm, nicht hier.",
    ]

    def turn(page: Any) -> None:
        for column in range(1, 12):
            page.cell(8, column).value = page.cell(6, column).value
            page.cell(6, column).value = None

    found = compared(running, edited(filled(reply_sheet(running.request), D6="verzögert"), turn))
    assert [(row.item.measure.number, row.kind) for row in found.rows] == [(2, "untouched"), (1, "changed")]


def test_rows_that_are_missing_are_named_and_stay_as_they_are(running: Running) -> None:
    found = compared(running, edited(reply_sheet(running.request), lambda page: page.delete_rows(7)))
    assert [item.measure.number for item in found.missing] == [2]


def test_the_sheet_of_another_unit_or_round_is_refused_by_name(running: Running) -> None:
    other = reply_sheet(running.request_of(running.town.other_office))
    (error,) = compared(running, other).errors
    assert error.message == "Diese Tabelle gehört zu einer anderen Stelle: Sozialamt (Amt 50)."
    (error,) = compared(running, filled(other, B3="R99-A99")).errors
    assert error.message == "Diese Tabelle gehört zu keiner Abfrage dieser Kommune."
    (error,) = compared(running, filled(other, B3=None)).errors
    assert "fehlt die Kennung" in error.message
    with pytest.raises(NotAllowed):
        upload_reply_sheet(
            actor=running.unit,
            request=running.request_of(running.town.other_office),
            filename="x.xlsx",
            content=other,
        )


def test_frozen_answers_stay_whatever_the_sheet_says(running: Running) -> None:
    confirm_reply(actor=running.unit, item=running.items[0], values=None, unchanged=True, channel="page", now=NOW)
    content = reply_sheet(running.request)
    freeze_item(actor=running.coordinator, item=running.items[0], now=NOW)
    assert compared(running, content).errors == ()
    (error,) = compared(running, filled(content, D6="erledigt")).errors
    assert error.message == "Diese Antwort ist festgeschrieben und lässt sich nicht mehr ändern."


def test_a_sheet_after_closing_is_refused(running: Running) -> None:
    content = filled(reply_sheet(running.request), D6="verzögert")
    close_round(actor=running.coordinator, round=running.round, now=NOW)
    with pytest.raises(IllegalTransition, match="abgeschlossen"):
        taken(running, content)


def test_empty_and_huge_files_are_refused(running: Running) -> None:
    for content, told in ((b"", "leer"), (bytes(5_000_001), "zu groß")):
        with pytest.raises(Invalid, match=told):
            returned(running, content)
