"""What the made-up city answers to an association, and the steering report on its closed round."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django_scopes import scope

from etappe.demo.files import Entry, toml, when
from etappe.demo.places import Place
from etappe.domain.council.models import Paper
from etappe.domain.participation.actions.statements import (
    add_point,
    assign_point,
    change_answer,
    conclude_statement,
    create_statement,
)
from etappe.domain.participation.models import ConceptPaper, Statement
from etappe.domain.publication.actions.reports import publish_report
from etappe.domain.publication.actions.steering import (
    begin_steering_report,
    edit_steering_report,
    release_steering_report,
)
from etappe.domain.publication.models import Report, SteeringReport
from etappe.domain.rounds.models import Round

DAYS_TO_RELEASE = 100
"""Days between the end of the round and its report, which goes to the committee in June."""


def load_reports(place: Place) -> None:
    """Load the statement with its answers, and the report."""
    with scope(municipality=place.municipality):
        load_answers(place)
        load_steering_report(place)
        begin_next_report(place)


def load_answers(place: Place) -> Statement:
    """Load an association's statement on the concept; every point has its answer, office and consequence."""
    data = toml("musterhafen/statement.toml")
    about = data["statement"]
    author = next(item for item in place.organisations.values() if item.kind == about["author_kind"])
    statement = create_statement(
        actor=place.coordinator,
        author=author,
        title=about["title"],
        when=when(about),
        concept=ConceptPaper.objects.first(),
        summary=about["summary"],
        is_public=True,
        is_example=True,
    )
    for entry in data["point"]:
        _answer(place, statement, entry)
    return conclude_statement(actor=place.coordinator, statement=statement, now=timezone.now())


def _answer(place: Place, statement: Statement, entry: Entry) -> None:
    actor = place.coordinator
    point = add_point(
        actor=actor, statement=statement, title=entry["title"], text=entry["text"], addressee=entry["addressee"]
    )
    answer = assign_point(actor=actor, point=point, unit=place.units[entry["unit"]])
    change_answer(
        actor=actor,
        answer=answer,
        changes={"text": entry["answer"], "consequence": entry["consequence"], "due": entry.get("examined_until")},
    )


def load_steering_report(place: Place) -> SteeringReport:
    """Load the report on the closed round, released in time for the committee; its public version is published."""
    words = toml("musterhafen/report.toml")
    closed = Round.objects.filter(state=Round.State.CLOSED).select_related("municipality", "programme").latest("pk")
    report = begin_steering_report(actor=place.coordinator, round=closed, title=words["title"], is_example=True)
    paper = Paper.objects.filter(number=words["paper"]).first()
    changes = {name: words[name] for name in ("summary", "outlook", "facts", "resolution_draft")} | {"paper": paper}
    edited = edit_steering_report(actor=place.coordinator, report=report, changes=changes)
    released = release_steering_report(actor=place.coordinator, report=edited, now=_release_of(closed))
    for file in Report.objects.filter(steering=released, for_public=True, format=Report.Format.PDF):
        publish_report(actor=place.coordinator, report=file)
    return released


def begin_next_report(place: Place) -> SteeringReport:
    """Begin the report on the round that still runs: it can be looked at, and released once the round is closed."""
    running = Round.objects.filter(state=Round.State.OPEN).select_related("municipality", "programme").latest("pk")
    title = f"Steuerungsbericht zum {date_format(running.reporting_date)}"
    return begin_steering_report(actor=place.coordinator, round=running, title=title, is_example=True)


def _release_of(closed: Round) -> datetime:
    return (closed.closed_at or timezone.now()) + timedelta(days=DAYS_TO_RELEASE)
