"""A report is made once, kept byte for byte, and shows what its maker may see."""

from __future__ import annotations

import hashlib
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from etappe.domain.audit.models import Event
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import IllegalTransition, Invalid, NotAllowed
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.actions.programmes import create_programme
from etappe.domain.publication.actions.reports import make_programme_report, publish_report
from etappe.domain.publication.models import Report
from etappe.domain.publication.policies import ReportPolicy
from etappe.domain.publication.programme_report import print_programme, programme_report
from etappe.render.programme.model import ProgrammeReport
from support.database import undone
from support.inhabited import Inhabited

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 31)


def titles(report: ProgrammeReport) -> list[str]:
    return [measure.title for field in report.fields for measure in field.measures]


@pytest.mark.parametrize("file_format", ["pdf", "docx", "xlsx"])
def test_the_same_programme_on_the_same_day_is_the_same_file(here: Inhabited, file_format: str) -> None:
    given = {"actor": here.town.actor(Role.COORDINATOR), "programme": here.things.programme, "as_of": DAY}
    with here.town.scope():
        first, second = (print_programme(**given, format=file_format) for _ in range(2))
    assert first == second
    assert len(first) > 1000


def test_a_report_is_kept_with_its_digest_whatever_becomes_of_the_programme(here: Inhabited) -> None:
    actor = here.town.actor(Role.COORDINATOR)
    with here.town.scope():
        made = make_programme_report(
            actor=actor, programme=here.things.programme, format="xlsx", as_of=DAY, for_public=True
        )
        before = bytes(made.content)
        change_measure(actor=actor, measure=here.things.measure, changes={"title": "Ganz anders"})
        publish_report(actor=actor, report=made)
        kept = Report.objects.get(pk=made.pk)
    assert bytes(kept.content) == before
    assert kept.digest == hashlib.sha256(before).hexdigest()
    assert kept.is_public
    assert Event.objects.filter(object_id=str(made.pk), verb="report.published").exists()


def test_a_report_shows_what_its_reader_may_see_and_no_more(here: Inhabited) -> None:
    things = here.things
    with here.town.scope():
        inside = programme_report(actor=here.town.actor(Role.COORDINATOR), programme=things.programme, as_of=DAY)
        outside = programme_report(actor=here.town.visitor, programme=things.programme, as_of=DAY)
    assert titles(inside) == [things.measure.title, things.draft_measure.title]
    assert titles(outside) == [things.measure.title]


def test_the_trace_leads_back_to_the_sentence(here: Inhabited) -> None:
    things, actor = here.things, here.town.actor(Role.COORDINATOR)
    with here.town.scope():
        change_measure(actor=actor, measure=things.measure, changes={"recommendations": [things.recommendation]})
        report = programme_report(actor=actor, programme=things.programme, as_of=DAY)
    (traced,) = [measure for field in report.fields for measure in field.measures if measure.trace]
    sentence, recommendation = traced.trace
    assert sentence.text == things.finding.text
    assert (sentence.paper, "Sprache" in sentence.section) == (things.concept.title, True)
    assert recommendation.text == things.recommendation.text
    assert [entry.measures for entry in report.recommendations] == [(traced.number,)]


def test_what_is_made_up_says_so(here: Inhabited) -> None:
    things, actor = here.things, here.town.actor(Role.COORDINATOR)
    with here.town.scope():
        type(things.measure).objects.filter(pk=things.measure.pk).update(is_example=True)
        report = programme_report(actor=actor, programme=things.programme, as_of=DAY)
    assert [measure.is_example for field in report.fields for measure in field.measures] == [True, False]


def test_the_path_of_its_paper_is_printed(here: Inhabited) -> None:
    with here.town.scope():
        report = programme_report(
            actor=here.town.actor(Role.COORDINATOR),
            programme=here.things.programme,
            as_of=DAY,
            paper=here.things.paper,
        )
    assert report.council.number == "26-0100"
    assert [step.committee for step in report.council.consultations] == [here.town.committee.name]


def test_before_it_is_public_the_committees_of_its_paper_read_it(here: Inhabited) -> None:
    with here.town.scope():
        reader = set(ReportPolicy.queryset(here.town.actor(Role.READER)))
        public = set(ReportPolicy.queryset(here.town.visitor))
    assert public == {here.things.report}
    assert reader == {here.things.report, here.things.draft_report}


def test_only_the_coordinating_office_makes_and_publishes_reports(here: Inhabited) -> None:
    for role in (Role.DECIDER, Role.OWNER, Role.READER, Role.ADMIN, Role.PRIVACY):
        actor = here.town.actor(role)
        with here.town.scope():
            with pytest.raises(NotAllowed):
                make_programme_report(actor=actor, programme=here.things.programme, format="pdf", as_of=DAY)
            with pytest.raises(NotAllowed):
                publish_report(actor=actor, report=here.things.draft_report)


def test_the_public_version_shows_nothing_that_is_not_public(here: Inhabited) -> None:
    actor, things = here.town.actor(Role.COORDINATOR), here.things
    with undone(), here.town.scope():
        inside = make_programme_report(actor=actor, programme=things.programme, format="xlsx", as_of=DAY)
        outside = make_programme_report(
            actor=actor, programme=things.programme, format="xlsx", as_of=DAY, for_public=True
        )
        with pytest.raises(IllegalTransition):
            publish_report(actor=actor, report=inside)

    def words(content: bytes) -> str:
        book = load_workbook(BytesIO(content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)

    draft = things.draft_measure.title
    assert draft in words(bytes(inside.content))
    assert draft not in words(bytes(outside.content))


def test_no_public_version_of_a_programme_that_is_not_public(here: Inhabited) -> None:
    actor = here.town.actor(Role.COORDINATOR)
    with undone(), here.town.scope():
        programme = create_programme(actor=actor, municipality=here.town.municipality, title="Noch im Entwurf")
        with pytest.raises(Invalid):
            make_programme_report(actor=actor, programme=programme, format="xlsx", as_of=DAY, for_public=True)
