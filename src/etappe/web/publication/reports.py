"""Printing a programme: make the files, keep them, hand them out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Role
from etappe.domain.publication.actions.reports import make_programme_report, publish_report
from etappe.domain.publication.models import Report
from etappe.domain.publication.policies import ReportPolicy
from etappe.render.errors import RenderError
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.programme.programmes import find
from etappe.web.publication.files import MEDIA_TYPES


class ReportForm(ActionForm):
    """Which file to make."""

    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        widget=forms.RadioSelect,
        initial="pdf",
        choices=[
            ("pdf", gettext_lazy("PDF – zum Verteilen, barrierefrei")),
            ("docx", gettext_lazy("DOCX – als Vorlage für den Rat")),
            ("xlsx", gettext_lazy("XLSX – zum Weiterrechnen")),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper"] = forms.ModelChoiceField(
            Paper.objects.all(),
            label=_("Drucksache mit Beratungsfolge"),
            required=False,
            empty_label=_("noch ohne Nummer"),
        )
        self.fields["for_public"] = forms.BooleanField(
            label=_("Öffentliche Fassung"),
            required=False,
            help_text=_("Zeigt nur, was freigegeben ist, und kann danach auf die öffentliche Seite."),
        )


@page(PUBLIC)
def programme(request: TenantRequest, slug: str) -> HttpResponse:
    """Show the files made of a programme; the coordinating office makes new ones here."""
    found = find(request, slug)
    form = ReportForm(posted_or_kept(request))
    if request.method == "POST":
        ReportPolicy.require(request.actor, "create", None)
    if request.method == "POST" and form.is_valid():
        try:
            report = form.run(
                lambda: make_programme_report(
                    actor=request.actor,
                    programme=found,
                    format=form.cleaned_data["format"],
                    as_of=timezone.localdate(),
                    paper=form.cleaned_data["paper"],
                    for_public=form.cleaned_data["for_public"],
                )
            )
        except RenderError as error:
            form.add_error(None, str(error))
            report = None
        if report is not None:
            messages.success(request, _("%s ist fertig und bleibt so erhalten.") % report)
            return redirect("publication:programme", request.municipality.slug, slug)
    reports: Any = ReportPolicy.queryset(request.actor).filter(programme=found)
    context = {
        "breadcrumbs": [
            Crumb(_("Programm"), reverse("programme:home", args=[request.municipality.slug])),
            Crumb(found.title, found.get_absolute_url()),
            Crumb(_("Drucken")),
        ],
        "programme": found,
        "reports": reports.select_related("municipality", "paper").defer("content"),
        "form": form,
        "may_make": ReportPolicy.allows(request.actor, "create", None),
    }
    return render(request, "publication/programme.html", context)


def _report(request: TenantRequest, pk: int) -> Report:
    report: Report | None = (
        ReportPolicy.queryset(request.actor).select_related("municipality", "programme").filter(pk=pk).first()
    )
    if report is None:
        raise Http404(_("Diesen Bericht gibt es hier nicht, oder er ist noch nicht öffentlich."))
    return report


@page(PUBLIC)
def download(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand a report out, byte for byte as it was made."""
    report = _report(request, pk)
    response = HttpResponse(bytes(report.content), content_type=MEDIA_TYPES[report.format])
    name = f"{report.programme.slug}-{report.as_of:%Y-%m-%d}.{report.format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-SHA256"] = report.digest
    return response


@page(roles(Role.COORDINATOR))
def publish(request: TenantRequest, pk: int) -> HttpResponse:
    """Put a report on the public page; whoever opens the address comes to the reports."""
    report = _report(request, pk)
    if request.method == "POST":
        publish_report(actor=request.actor, report=report)
        messages.success(request, _("%s steht jetzt auf der öffentlichen Seite.") % report)
    if report.steering_id is not None:
        return redirect("publication:steering", request.municipality.slug, report.steering_id)
    return redirect("publication:programme", request.municipality.slug, report.programme.slug)
