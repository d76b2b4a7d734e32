"""What was mailed in a round: to whom, when, and whether it arrived."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Role
from etappe.domain.mail.queries import mails as find_mails
from etappe.domain.rounds.models import Request, Round
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page, roles
from etappe.web.rounds.overview import crumbs, find

PAGE_SIZE = 50


@page(roles(Role.COORDINATOR, Role.ADMIN, Role.PRIVACY))
def mails(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the log, newest first, without the texts: they carry personal links."""
    round_ = find(request, pk)
    asked = Request.objects.filter(round=round_).annotate(number=Cast("pk", CharField())).values("number")
    about = Q(about_type=Request._meta.label_lower, about_id__in=asked)
    about |= Q(about_type=Round._meta.label_lower, about_id=str(round_.pk))
    context = {
        "breadcrumbs": crumbs(request, Crumb(round_.title, round_.get_absolute_url()), Crumb(_("Nachrichten"))),
        "round": round_,
        "page": Paginator(find_mails(request.actor).filter(about), PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "rounds/mails.html", context)
