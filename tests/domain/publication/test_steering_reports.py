"""A steering report follows its round until it is released; from then on it is the same for good."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest
from docx import Document

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import Conflict, IllegalTransition, Invalid, NotAllowed
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.models import Measure
from etappe.domain.publication.actions.steering import (
    begin_steering_report,
    edit_steering_report,
    release_steering_report,
)
from etappe.domain.publication.models import Report, SteeringReport
from etappe.domain.publication.policies import ReportPolicy, SteeringReportPolicy
from etappe.domain.publication.steering_content import print_frozen, print_steering, steering_content
from etappe.domain.tenancy.models import Unit
from support.inhabited import Inhabited
from support.reporting import RELEASED

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 20)


@pytest.fixture(autouse=True)
def inside(here: Inhabited) -> Iterator[None]:
    with here.town.scope():
        yield


@pytest.fixture
def draft(here: Inhabited) -> SteeringReport:
    return begin_steering_report(
        actor=here.town.actor(Role.COORDINATOR), round=here.things.closed_round, title="Bericht für den Sozialausschuss"
    )


def content_of(here: Inhabited, report: SteeringReport, reader: object = None) -> object:
    return steering_content(
        reader=reader or here.town.actor(Role.COORDINATOR), report=report, as_of=DAY, status="Entwurf"
    )


def test_it_says_of_every_measure_what_was_reported(here: Inhabited, draft: SteeringReport) -> None:
    said = content_of(here, draft)
    assert {measure.number for measure in said.measures} >= {str(here.things.measure.number)}
    reported = next(measure for measure in said.measures if measure.number == str(here.things.measure.number))
    assert (reported.standing.label, reported.sentence) == ("noch nicht begonnen", "Wartet.")
    assert said.digest == here.things.closed_round.snapshot.digest


def test_deviations_come_with_what_their_owner_says_and_what_is_proposed(
    here: Inhabited, draft: SteeringReport
) -> None:
    case = next(case for case in content_of(here, draft).deviations if case.options)
    assert case.explanation == "Der Umbau dauert länger."
    assert case.options[0].consequence == "Sechs Monate später."


def test_the_public_version_holds_no_draft_and_no_word_about_who_was_silent(
    here: Inhabited, draft: SteeringReport
) -> None:
    said = content_of(here, draft, reader=here.town.visitor)
    numbers = {measure.number for measure in said.measures}
    assert str(here.things.measure.number) in numbers
    assert str(here.things.draft_measure.number) not in numbers
    assert said.silent == ()
    assert all(case.decision for case in said.deviations), "cases are public by their decision's paper alone"


def test_while_the_round_runs_it_can_be_looked_at_and_not_released(here: Inhabited) -> None:
    running = here.things.steering_report
    assert print_steering(
        reader=here.town.actor(Role.COORDINATOR), report=running, format="xlsx", as_of=DAY
    ).startswith(b"PK")
    with pytest.raises(Invalid, match="läuft noch"):
        release_steering_report(actor=here.town.actor(Role.COORDINATOR), report=running, now=RELEASED)


def test_releasing_keeps_six_files_and_what_they_say(here: Inhabited, draft: SteeringReport) -> None:
    released = release_steering_report(actor=here.town.actor(Role.COORDINATOR), report=draft, now=RELEASED)
    assert released.digest == hashlib.sha256(released.content.encode()).hexdigest()
    files = Report.objects.filter(steering=released)
    assert sorted(files.values_list("format", "for_public")) == sorted(
        (kind, public) for kind in ("pdf", "docx", "xlsx") for public in (False, True)
    )


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_printed_again_after_everything_was_renamed_it_is_byte_for_byte_the_same(here: Inhabited, kind: str) -> None:
    released = here.things.released_report
    kept = Report.objects.get(steering=released, format=kind, for_public=False)
    Unit.objects.filter(pk=here.town.office.pk).update(name="Amt für Jugend und Familie")
    Measure.objects.filter(pk=here.things.measure.pk).update(title="Ganz anders", state="stopped")
    here.things.field.__class__.objects.update(name="Bildung und Teilhabe")
    again = print_frozen(SteeringReport.objects.get(pk=released.pk).content, kind)  # type: ignore[arg-type]
    assert again == bytes(kept.content)
    assert hashlib.sha256(again).hexdigest() == kept.digest


def test_a_released_report_is_not_edited_and_not_released_twice(here: Inhabited) -> None:
    released, actor = here.things.released_report, here.town.actor(Role.COORDINATOR)
    with pytest.raises(IllegalTransition, match="bleibt, wie er ist"):
        edit_steering_report(actor=actor, report=released, changes={"summary": "Doch anders."})
    with pytest.raises(IllegalTransition, match="schon ausgegeben"):
        release_steering_report(actor=actor, report=released, now=RELEASED)


def test_two_people_who_write_the_same_passage_see_each_other(here: Inhabited, draft: SteeringReport) -> None:
    actor = here.town.actor(Role.COORDINATOR)
    edit_steering_report(actor=actor, report=draft, changes={"summary": "Es geht voran."}, expected_version=1)
    with pytest.raises(Conflict):
        edit_steering_report(actor=actor, report=draft, changes={"summary": "Es stockt."}, expected_version=1)
    merged = edit_steering_report(actor=actor, report=draft, changes={"outlook": "Mehr Räume."}, expected_version=1)
    assert (merged.summary, merged.outlook) == ("Es geht voran.", "Mehr Räume.")


def test_words_number_and_path_of_the_paper_stand_in_the_council_paper(here: Inhabited, draft: SteeringReport) -> None:
    actor = here.town.actor(Role.COORDINATOR)
    changes = {"summary": "Es geht voran.", "paper": here.things.paper, "resolution_draft": "Zur Kenntnis."}
    edited = edit_steering_report(actor=actor, report=draft, changes=changes)
    made = print_steering(reader=actor, report=edited, format="docx", as_of=DAY)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs)
    for words in (f"Drucksache {here.things.paper.number}", "Es geht voran.", "Zur Kenntnis.", "Entwurf"):
        assert words in text


def test_the_same_figures_stand_in_every_format(here: Inhabited) -> None:
    files = Report.objects.filter(steering=here.things.released_report, for_public=False)
    book = openpyxl.load_workbook(io.BytesIO(bytes(files.get(format="xlsx").content)), data_only=True)
    headline = book["Übersicht"]["A3"].value
    text = "\n".join(p.text for p in Document(io.BytesIO(bytes(files.get(format="docx").content))).paragraphs)
    assert headline in text


@pytest.mark.parametrize("role", [Role.OWNER, Role.DECIDER, Role.ADMIN, Role.PROVIDER])
def test_only_the_coordinating_office_writes_and_releases(here: Inhabited, draft: SteeringReport, role: Role) -> None:
    with pytest.raises(NotAllowed):
        release_steering_report(actor=here.town.actor(role), report=draft, now=RELEASED)
    with pytest.raises(NotAllowed):
        edit_steering_report(actor=here.town.actor(role), report=draft, changes={"summary": "…"})


def test_drafts_stay_inside_and_files_follow_the_rules_of_reports(here: Inhabited) -> None:
    assert not SteeringReportPolicy.queryset(here.town.visitor).exists()
    assert not SteeringReportPolicy.queryset(here.town.actor(Role.PROVIDER)).exists()
    assert not ReportPolicy.queryset(here.town.visitor).filter(steering__isnull=False).exists()


def test_what_changes_after_the_round_does_not_reach_the_report(here: Inhabited, draft: SteeringReport) -> None:
    before = content_of(here, draft).measures
    actor = here.town.actor(Role.COORDINATOR)
    change_measure(actor=actor, measure=here.things.measure, changes={"title": "Neuer Titel"})
    assert content_of(here, draft).measures == before
