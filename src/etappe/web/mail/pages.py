"""The outbox: what was mailed, to whom, in which state; one mail as it looks; trying again."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from csp.constants import SELF
from csp.decorators import csp_update
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.mail.actions import retry_mail, withdraw_mail
from etappe.domain.mail.compose import STYLE
from etappe.domain.mail.models import Mail
from etappe.domain.mail.policies import READS_AND_RETRIES, SEES_THE_LOG, MailPolicy
from etappe.domain.mail.queries import mails
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, by_button, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.mail.words import occasion

PAGE_SIZE = 40
LOG = roles(*SEES_THE_LOG)
READING = roles(*READS_AND_RETRIES)
STYLE_HASH = f"'sha256-{b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
AS_MAIL_PROGRAMS_DO = {"style-src": [SELF, STYLE_HASH], "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"]}
"""A mail runs no script, sends no form and loads nothing; its links open a new window, where Etappe is itself again."""


@dataclass(frozen=True)
class Row:
    """A mail in the list."""

    mail: Mail
    occasion: str


@page(LOG)
def index(request: TenantRequest) -> HttpResponse:
    """List the mails, newest first, all or those in one state."""
    found = mails(request.actor)
    state = request.GET.get("zustand", "")
    wanted = state if state in Mail.State.values else ""
    present = set(found.order_by().values_list("state", flat=True).distinct()) | {wanted}
    shown = Paginator(found.filter(state=wanted) if wanted else found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "breadcrumbs": [Crumb(_("Postausgang"))],
        "page": shown,
        "rows": [Row(mail, occasion(mail.kind)) for mail in shown],
        "states": [(value, label, value == wanted) for value, label in Mail.State.choices if value in present],
        "wanted": wanted,
        "failed": found.filter(state=Mail.State.FAILED).count(),
        "goes_out": settings.MAIL_GOES_OUT,
    }
    return render(request, "mail_log/home.html", context)


class RetryForm(ActionForm):
    """Where to send it now."""

    to = forms.EmailField(label=gettext_lazy("An"))


@page(LOG)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show one mail; what it says is for those who may answer for it."""
    return _show(request, _find(request, pk), None)


@csp_update(AS_MAIL_PROGRAMS_DO)
@page(READING)
def as_html(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the HTML of a mail as a mail program does."""
    mail = _find(request, pk)
    MailPolicy.require(request.actor, "read", mail)
    if not mail.html:
        raise Http404(_("Diese Nachricht gibt es nur als Text."))
    return HttpResponse(mail.html)


@page(READING)
def attachment(request: TenantRequest, pk: int, attachment: int) -> HttpResponse:
    """Hand out a file that goes with a mail."""
    mail = _find(request, pk)
    MailPolicy.require(request.actor, "read", mail)
    found = get_object_or_404(mail.attachments, pk=attachment)
    answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


@page(READING)
@by_button("post:mail", "pk")
def retry(request: TenantRequest, pk: int) -> HttpResponse:
    """Send a mail again, perhaps to a corrected address."""
    mail = _find(request, pk)
    form = RetryForm(posted_or_kept(request))
    if form.is_valid():
        done = form.run(lambda: retry_mail(actor=request.actor, mail=mail, to=form.cleaned_data["to"]))
        if done is not None:
            messages.success(request, _("Die Nachricht an %s wird gesendet.") % done.to)
            return redirect("post:mail", request.municipality.slug, pk)
    return _show(request, mail, form)


@page(READING)
@by_button("post:mail", "pk")
def withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a mail back that has not gone out."""
    withdraw_mail(actor=request.actor, mail=_find(request, pk))
    messages.success(request, _("Die Nachricht ist zurückgezogen und wird nicht gesendet."))
    return redirect("post:mail", request.municipality.slug, pk)


def _show(request: TenantRequest, mail: Mail, form: RetryForm | None) -> HttpResponse:
    slug = request.municipality.slug
    may_read = MailPolicy.allows(request.actor, "read", mail)
    context = {
        "breadcrumbs": [Crumb(_("Postausgang"), reverse("post:home", args=[slug])), Crumb(mail.subject)],
        "mail": mail,
        "occasion": occasion(mail.kind),
        "may_read": may_read,
        "attachments": mail.attachments.defer("content"),
        "form": form or RetryForm(initial={"to": mail.to}),
        "may_retry": may_read and mail.state in {Mail.State.FAILED, Mail.State.KEPT},
        "may_withdraw": may_read and mail.state in {Mail.State.QUEUED, Mail.State.FAILED},
        "goes_out": settings.MAIL_GOES_OUT,
    }
    return render(request, "mail_log/mail.html", context)


def _find(request: TenantRequest, pk: int) -> Mail:
    found: Mail | None = MailPolicy.queryset(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Diese Nachricht gibt es hier nicht."))
    return found
