"""Answering while signed in: the same page as behind the personal link, without the link."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Role
from etappe.domain.rounds.models import Reply
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.queries import request_in_full
from etappe.web.door import TenantRequest, page, roles
from etappe.web.reply.page import Desk, answer_page
from etappe.web.reply.sheet import difference_page, download, sheet_page

ANSWERING = roles(Role.OWNER, Role.DECIDER, Role.COORDINATOR)


def _desk(request: TenantRequest, pk: int) -> Desk:
    asked = request_in_full(request.actor, pk)
    if asked is None:
        raise Http404(_("Diese Anfrage gibt es hier nicht."))
    RequestPolicy.require(request.actor, "reply", asked)
    slug = request.municipality.slug
    return Desk(
        asked=asked,
        actor=request.actor,
        channel=Reply.Channel.OFFICE,
        address=reverse("rounds:answer", args=[slug, pk]),
        sheet_address=reverse("rounds:answer_sheet", args=[slug, pk]),
        download_address=reverse("rounds:answer_sheet_download", args=[slug, pk]),
        back=reverse("today:municipality", args=[slug]),
    )


@page(ANSWERING)
def answer(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the measures of one unit, and take how they stand."""
    return _private(answer_page(request, _desk(request, pk)))


@page(ANSWERING)
def sheet(request: TenantRequest, pk: int) -> HttpResponse:
    """Answer with the spreadsheet."""
    return _private(sheet_page(request, _desk(request, pk)))


@page(ANSWERING)
def sheet_difference(request: TenantRequest, pk: int, sheet: int) -> HttpResponse:
    """Show what a sheet would change, then take it over."""
    return _private(difference_page(request, _desk(request, pk), sheet))


@page(ANSWERING)
def sheet_download(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand the spreadsheet of this unit out."""
    return _private(download(_desk(request, pk)))


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_store=True, private=True)
    return response
