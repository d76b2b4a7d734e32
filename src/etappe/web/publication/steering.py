"""Steering reports: begin one for a round, put it into words, look at it, release it."""

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
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.actor import Role
from etappe.domain.publication.actions.steering import (
    begin_steering_report,
    edit_steering_report,
    release_steering_report,
)
from etappe.domain.publication.models import Report, SteeringReport
from etappe.domain.publication.policies import ReportPolicy, SteeringReportPolicy
from etappe.domain.publication.queries import resolutions_with_tasks
from etappe.domain.publication.steering_content import print_steering
from etappe.domain.rounds.models import Round
from etappe.domain.rounds.policies import RoundPolicy
from etappe.domain.steering.policies import TaskPolicy
from etappe.render.errors import RenderError
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, STAFF, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.numbers import whole
from etappe.web.publication.files import MEDIA_TYPES, grouped

EDITING = roles(Role.COORDINATOR)
LONG = forms.Textarea(attrs={"rows": 6})


class BeginForm(ActionForm):
    """For which round, under which title."""

    title = forms.CharField(
        label=gettext_lazy("Titel"), max_length=200, initial=gettext_lazy("Steuerungsbericht Integration")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rounds = Round.objects.exclude(state__in=[Round.State.DRAFT, Round.State.CANCELLED])
        self.fields["round"] = forms.ModelChoiceField(rounds, label=_("Sachstandsabfrage"), empty_label=None)
        self.order_fields(["round", "title"])


class PassagesForm(ActionForm):
    """The words of a report; its figures come from the round."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Zusammenfassung"),
        required=False,
        widget=LONG,
        help_text=gettext_lazy("Was ist seit dem letzten Bericht geschehen? Ein Absatz genügt."),
    )
    outlook = forms.CharField(label=gettext_lazy("Ausblick"), required=False, widget=LONG)
    resolution_draft = forms.CharField(label=gettext_lazy("Beschlussentwurf"), required=False, widget=LONG)
    facts = forms.CharField(
        label=gettext_lazy("Sachdarstellung"),
        required=False,
        widget=LONG,
        help_text=gettext_lazy("Bleibt das Feld leer, steht in der Vorlage die Zusammenfassung."),
    )
    financial_effects = forms.CharField(label=gettext_lazy("Finanzielle Auswirkungen"), required=False, widget=LONG)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper"] = forms.ModelChoiceField(
            Paper.objects.all(),
            label=_("Drucksache mit Beratungsfolge"),
            required=False,
            empty_label=_("noch ohne Nummer"),
        )


def crumbs(request: TenantRequest, *further: Crumb) -> list[Crumb]:
    """Return the way to a page of reports."""
    return [Crumb(_("Berichte"), reverse("publication:home", args=[request.municipality.slug])), *further]


@page(PUBLIC)
def home(request: TenantRequest) -> HttpResponse:
    """Show all reports: drafts for the administration, files for everybody who may read them."""
    files = (
        ReportPolicy.queryset(request.actor)
        .select_related("municipality", "paper", "programme", "steering")
        .defer("content", "steering__content")
    )
    drafts: Any = SteeringReportPolicy.queryset(request.actor).select_related("municipality", "round").defer("content")
    context = {
        "breadcrumbs": [Crumb(_("Berichte"))],
        "drafts": drafts,
        "groups": grouped(files[:200]),
        "may_begin": SteeringReportPolicy.allows(request.actor, "create", None),
    }
    return render(request, "publication/home.html", context)


@page(EDITING)
def begin(request: TenantRequest) -> HttpResponse:
    """Begin a report."""
    wanted = RoundPolicy.queryset(request.actor).filter(pk=whole(request.GET.get("abfrage", ""))).first()
    form = BeginForm(posted_or_kept(request), initial={"round": wanted})
    if request.method == "POST" and form.is_valid():
        given = form.changes
        made = form.run(lambda: begin_steering_report(actor=request.actor, round=given["round"], title=given["title"]))
        if made is not None:
            messages.success(request, _("Der Entwurf ist angelegt. Als Nächstes: die Zusammenfassung."))
            return redirect("publication:steering_edit", request.municipality.slug, made.pk)
    context = {
        "breadcrumbs": crumbs(request, Crumb(_("Neuer Steuerungsbericht"))),
        "title": _("Steuerungsbericht beginnen"),
        "form": form,
        "button": _("Entwurf anlegen"),
        "back": reverse("publication:home", args=[request.municipality.slug]),
    }
    return render(request, "programme/form.html", context, status=422 if form.is_bound else 200)


def _find(request: TenantRequest, pk: int) -> SteeringReport:
    found: SteeringReport | None = (
        SteeringReportPolicy.queryset(request.actor)
        .select_related("municipality", "round__programme", "round__municipality", "paper")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("Diesen Bericht gibt es hier nicht."))
    return found


@page(STAFF)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a report: its words, its files, the way to its release."""
    report = _find(request, pk)
    files: Any = Report.objects.filter(steering=report).select_related("municipality", "programme", "paper", "steering")
    context = {
        "breadcrumbs": crumbs(request, Crumb(report.title)),
        "report": report,
        "groups": grouped(files.defer("content", "steering__content").order_by("for_public")),
        "formats": list(MEDIA_TYPES),
        "passages": [
            (label, text)
            for label, text in (
                (_("Zusammenfassung"), report.summary),
                (_("Ausblick"), report.outlook),
                (_("Beschlussentwurf"), report.resolution_draft),
                (_("Sachdarstellung"), report.facts),
                (_("Finanzielle Auswirkungen"), report.financial_effects),
            )
        ],
        "may_change": SteeringReportPolicy.allows(request.actor, "change", report) and report.may("edit"),
        "may_publish": ReportPolicy.allows(request.actor, "publish", None),
        "round_closed": report.round.state == Round.State.CLOSED,
        "resolutions": resolutions_with_tasks(request.actor, report.paper) if report.paper else (),
        "may_task": TaskPolicy.allows(request.actor, "create", None),
        "paper_readable": report.paper is not None and PaperPolicy.allows(request.actor, "view", report.paper),
    }
    return render(request, "publication/steering.html", context)


@page(EDITING)
def edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Put a report into words."""
    report = _find(request, pk)
    names = list(PassagesForm.base_fields)
    initial = {name: getattr(report, name) for name in names} | {"paper": report.paper, "version": report.version}
    form = PassagesForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = form.run(
            lambda: edit_steering_report(
                actor=request.actor, report=report, changes=form.changes, expected_version=form.expected_version
            )
        )
        if saved is not None:
            messages.success(request, _("Der Bericht ist gespeichert."))
            return redirect(saved)
    context = {
        "breadcrumbs": crumbs(request, Crumb(report.title, report.get_absolute_url()), Crumb(_("Bearbeiten"))),
        "title": _("Worte des Berichts"),
        "form": form,
        "button": _("Speichern"),
        "back": report.get_absolute_url(),
    }
    return render(request, "programme/form.html", context, status=422 if form.is_bound else 200)


@page(STAFF)
def preview(request: TenantRequest, pk: int, format: str) -> HttpResponse:  # noqa: A002 - the address says so
    """Hand out the report as it would be printed now, or, once released, as it was."""
    report = _find(request, pk)
    if format not in MEDIA_TYPES:
        raise Http404(_("Dieses Format gibt es nicht. Zur Wahl stehen PDF, DOCX und XLSX."))
    try:
        content = print_steering(reader=request.actor, report=report, format=format, as_of=timezone.localdate())  # type: ignore[arg-type]
    except RenderError as error:
        messages.error(request, str(error))
        return redirect(report)
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    name = f"steuerungsbericht-{report.round.reporting_date:%Y-%m-%d}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(EDITING)
def release(request: TenantRequest, pk: int) -> HttpResponse:
    """Release a report; whoever opens the address comes to the report."""
    report = _find(request, pk)
    if request.method == "POST":
        released = release_steering_report(actor=request.actor, report=report, now=timezone.now())
        messages.success(
            request, _("Der Bericht ist ausgegeben. Seine Dateien bleiben, wie sie sind: %s…") % released.digest[:12]
        )
    return redirect(report)
