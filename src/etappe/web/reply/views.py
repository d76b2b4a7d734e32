"""The pages behind a personal link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from etappe.domain.rounds.links import LinkedRequest, link_token
from etappe.domain.rounds.models import Reply
from etappe.web.reply.link import by_link
from etappe.web.reply.page import Desk, answer_page
from etappe.web.reply.sheet import difference_page, download, sheet_page


def _desk(linked: LinkedRequest) -> Desk:
    token = link_token(linked.request)
    return Desk(
        asked=linked.request,
        actor=linked.actor,
        channel=Reply.Channel.PAGE,
        address=reverse("reply:page", args=[token]),
        sheet_address=reverse("reply:sheet", args=[token]),
        download_address=reverse("reply:sheet_download", args=[token]),
    )


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, linked: LinkedRequest) -> HttpResponse:
    """Show the measures of one unit, and take how they stand."""
    return answer_page(request, _desk(linked))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, linked: LinkedRequest) -> HttpResponse:
    """Answer with the spreadsheet: hand it out, take it back."""
    return sheet_page(request, _desk(linked))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_difference(request: HttpRequest, linked: LinkedRequest, pk: int) -> HttpResponse:
    """Show what a sheet would change, then take it over."""
    return difference_page(request, _desk(linked), pk)


@by_link
@require_safe
def sheet_download(request: HttpRequest, linked: LinkedRequest) -> HttpResponse:
    """Hand the spreadsheet of this unit out."""
    return download(_desk(linked))
