"""Reports: made once, kept byte for byte, handed out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import BaseModel, Field

from etappe.api.programme import Slug, the_programme
from etappe.api.routing import Here, reads, writes
from etappe.api.values import Entry, Id, OneOf, Page, Paging, Ref, page_of, ref
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.publication.actions.reports import make_programme_report, publish_report
from etappe.domain.publication.models import Report
from etappe.domain.publication.policies import ReportPolicy

router = Router(tags=["Reports"])
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILE: dict[str, Any] = {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
DOWNLOADED: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file.",
            "content": dict.fromkeys(MEDIA_TYPES.values(), FILE),
            "headers": {"X-Content-SHA256": {"description": "SHA-256 of the file.", "schema": {"type": "string"}}},
        }
    }
}


class ReportOut(BaseModel):
    """A report as it was made; a later state is a later report."""

    id: int
    kind: Annotated[str, OneOf(Report.Kind)]
    programme: str = Field(description="Short name of the programme.")
    paper: Ref | None
    format: Annotated[str, OneOf(Report.Format)]
    as_of: date = Field(description="The day whose state it shows.")
    made_at: datetime
    sha256: str
    for_public: bool = Field(description="Whether it shows only what everybody may see, and may be published.")
    is_public: bool


class ReportIn(Entry):
    """Which file to make of a programme."""

    format: Literal["pdf", "docx", "xlsx"]
    paper: Id | None = Field(None, description="The paper whose number and path the council paper shows.")
    for_public: bool = Field(False, description="Make the version that shows only what everybody may see.")


@reads(router, "/reports")
def list_reports(here: Here, paging: Query[Paging]) -> Page[ReportOut]:
    """List the reports, newest first."""
    return page_of(_reports(here), paging, _report)


@reads(router, "/reports/{int:pk}")
def get_report(here: Here, pk: Id) -> ReportOut:
    """Show what is known of one report; the file itself is at `…/file`."""
    return _report(here.one(_reports(here), pk=pk))


@reads(router, "/reports/{int:pk}/file", extra=DOWNLOADED)
def download_report(here: Here, pk: Id) -> HttpResponseBase:
    """Download a report, byte for byte as it was made."""
    report: Report = here.one(ReportPolicy.queryset(here.actor).select_related("programme"), pk=pk)
    response = HttpResponse(bytes(report.content), content_type=MEDIA_TYPES[report.format])
    name = f"{report.programme.slug}-{report.as_of:%Y-%m-%d}.{report.format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-SHA256"] = report.digest
    return response


@writes(router, "post", "/programmes/{slug:slug}/reports", status=201)
def make_report(here: Here, slug: Slug, body: ReportIn) -> ReportOut:
    """Make a report of a programme as it stands today."""
    programme = the_programme(here, slug)
    paper = here.referred(PaperPolicy, body.paper, "paper")
    report = make_programme_report(
        actor=here.actor,
        programme=programme,
        format=body.format,
        as_of=here.today,
        paper=paper,
        for_public=body.for_public,
    )
    return _report(report)


@writes(router, "post", "/reports/{int:pk}/publish")
def release_report(here: Here, pk: Id) -> ReportOut:
    """Put the public version of a report on the public page."""
    return _report(publish_report(actor=here.actor, report=here.one(_reports(here), pk=pk)))


def _reports(here: Here) -> QuerySet[Any]:
    paper = Prefetch("paper", PaperPolicy.queryset(here.actor))
    found: QuerySet[Any] = (
        ReportPolicy.queryset(here.actor).defer("content").select_related("programme", "municipality")
    )
    return found.prefetch_related(paper).order_by("-made_at", "format", "pk")


def _report(report: Report) -> ReportOut:
    return ReportOut(
        id=report.pk,
        kind=report.kind,
        programme=report.programme.slug,
        paper=ref(report.paper),
        format=report.format,
        as_of=report.as_of,
        made_at=report.made_at,
        sha256=report.digest,
        for_public=report.for_public,
        is_public=report.is_public,
    )
