"""Steering reports: drafted, put into words, released; the files made of them are reports like all others."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.routing import Here, reads, writes
from etappe.api.values import Change, Entry, Id, OneOf, Page, Paging, Ref, Text, Title, Version, named, page_of, ref
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.publication.actions import steering as actions
from etappe.domain.publication.models import SteeringReport
from etappe.domain.publication.policies import SteeringReportPolicy
from etappe.domain.rounds.policies import RoundPolicy

router = Router(tags=["Steering reports"])


class SteeringReportOut(BaseModel):
    """A steering report."""

    id: int
    round: Ref
    title: str
    state: Annotated[str, OneOf(SteeringReport.State)]
    summary: str
    outlook: str
    resolution_draft: str
    facts: str
    financial_effects: str
    paper: Ref | None
    released_at: datetime | None
    sha256: str = Field(description="Of the frozen content; empty for a draft.")
    files: list[int] = Field(description="Numbers of the reports made of it at its release.")
    version: int


class SteeringReportIn(Entry):
    """A new report on a round."""

    round: Id
    title: Title


class SteeringReportChange(Change):
    """The words of a draft; only fields that are sent change."""

    title: Title = ""
    summary: Text = ""
    outlook: Text = ""
    resolution_draft: Text = ""
    facts: Text = ""
    financial_effects: Text = ""
    paper: Id | None = None
    expected_version: Version = None


@reads(router, "/steering-reports")
def list_steering_reports(here: Here, paging: Query[Paging]) -> Page[SteeringReportOut]:
    """List the steering reports, that of the latest reporting date first."""
    return page_of(_reports(here), paging, _shown)


@reads(router, "/steering-reports/{int:pk}")
def get_steering_report(here: Here, pk: Id) -> SteeringReportOut:
    """Show one steering report."""
    return _shown(here.one(_reports(here), pk=pk))


@writes(router, "post", "/steering-reports", status=201)
def begin_steering_report(here: Here, body: SteeringReportIn) -> SteeringReportOut:
    """Begin a report on a round."""
    round_ = here.referred(RoundPolicy, body.round, "round")
    made = actions.begin_steering_report(actor=here.actor, round=round_, title=body.title)
    return _shown(here.one(_reports(here), pk=made.pk))


@writes(router, "patch", "/steering-reports/{int:pk}")
def change_steering_report(here: Here, pk: Id, body: SteeringReportChange) -> SteeringReportOut:
    """Put a draft into words."""
    report = here.one(_reports(here), pk=pk)
    changes = here.values(body, {"paper": PaperPolicy})
    actions.edit_steering_report(
        actor=here.actor, report=report, changes=changes, expected_version=body.expected_version
    )
    return _shown(here.one(_reports(here), pk=pk))


@writes(router, "post", "/steering-reports/{int:pk}/release")
def release_steering_report(here: Here, pk: Id) -> SteeringReportOut:
    """Release a report: its content is frozen, its files are kept."""
    report = here.one(_reports(here), pk=pk)
    actions.release_steering_report(actor=here.actor, report=report, now=timezone.now())
    return _shown(here.one(_reports(here), pk=pk))


def _reports(here: Here) -> QuerySet[Any]:
    found: QuerySet[Any] = SteeringReportPolicy.queryset(here.actor).select_related(
        "round__programme", "round__municipality", "paper", "municipality"
    )
    return found.defer("content").prefetch_related("files").order_by("-round__reporting_date", "-pk")


def _shown(report: SteeringReport) -> SteeringReportOut:
    return SteeringReportOut(
        id=report.pk,
        round=named(report.round),
        title=report.title,
        state=report.state,
        summary=report.summary,
        outlook=report.outlook,
        resolution_draft=report.resolution_draft,
        facts=report.facts,
        financial_effects=report.financial_effects,
        paper=ref(report.paper),
        released_at=report.released_at,
        sha256=report.digest,
        files=sorted(file.pk for file in report.files.all()),
        version=report.version,
    )
