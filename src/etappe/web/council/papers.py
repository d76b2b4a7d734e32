"""Papers, their path through the committees and what was resolved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.actions import add_consultation, change_paper, create_paper, record_resolution
from etappe.domain.council.models import Committee, Consultation, Meeting, Paper, Resolution
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.council.queries import paper_in_full
from etappe.domain.council.queries import papers as find_papers
from etappe.domain.kernel.actor import Role
from etappe.domain.programme.policies import ProgrammePolicy
from etappe.domain.publication.policies import ReportPolicy
from etappe.domain.publication.queries import resolutions_with_tasks
from etappe.domain.steering.policies import TaskPolicy
from etappe.web.components import Crumb
from etappe.web.council.committees import crumbs, form_page
from etappe.web.door import PUBLIC, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.fields import FuzzyDateField

PAGE_SIZE = 40
EDITING = roles(Role.COORDINATOR)


@page(PUBLIC)
def index(request: TenantRequest) -> HttpResponse:
    """Show all papers."""
    paginator = Paginator(find_papers(request.actor), PAGE_SIZE)
    context = {
        "breadcrumbs": crumbs(request, Crumb(_("Drucksachen"))),
        "page": paginator.get_page(request.GET.get("page")),
        "may_change": PaperPolicy.allows(request.actor, "create", None),
    }
    return render(request, "council/papers.html", context)


def find(request: TenantRequest, pk: int) -> Paper:
    """Return the paper, or answer 404."""
    found = paper_in_full(request.actor, pk)
    if found is None:
        raise Http404(_("Diese Drucksache gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return found


@page(PUBLIC)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a paper: path, resolutions, and what it belongs to."""
    found = find(request, pk)
    context = {
        "breadcrumbs": crumbs(request, Crumb(_("Drucksache %s") % found.number)),
        "paper": found,
        "programmes": ProgrammePolicy.queryset(request.actor).filter(papers=found).select_related("municipality"),
        "reports": ReportPolicy.queryset(request.actor)
        .filter(paper=found)
        .select_related("municipality")
        .defer("content"),
        "stages": found.stages.all(),
        "resolutions": resolutions_with_tasks(request.actor, found),
        "may_task": TaskPolicy.allows(request.actor, "create", None),
        "may_change": PaperPolicy.allows(request.actor, "change", found),
    }
    return render(request, "council/paper.html", context)


class PaperForm(ActionForm):
    """A paper."""

    number = forms.CharField(
        label=gettext_lazy("Drucksachennummer"),
        max_length=60,
        help_text=gettext_lazy("So, wie sie auf dem Papier steht."),
    )
    title = forms.CharField(label=gettext_lazy("Betreff"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=Paper.Kind.choices)
    dated = FuzzyDateField(label=gettext_lazy("Datum"), required=False)
    summary = forms.CharField(label=gettext_lazy("Worum es geht"), required=False, widget=forms.Textarea)
    is_public = forms.BooleanField(label=gettext_lazy("Auf der öffentlichen Seite zeigen"), required=False)


class ConsultationForm(ActionForm):
    """The next station on the path."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        meetings = Meeting.objects.select_related("committee").order_by("-when_from")
        self.fields["committee"] = forms.ModelChoiceField(Committee.objects.all(), label=_("Gremium"))
        self.fields["part"] = forms.ChoiceField(label=_("Zuständigkeit"), choices=Consultation.Part.choices)
        self.fields["meeting"] = forms.ModelChoiceField(
            meetings, label=_("Sitzung"), required=False, empty_label=_("noch nicht bekannt")
        )


class ResolutionForm(ActionForm):
    """What was resolved."""

    outcome = forms.ChoiceField(label=gettext_lazy("Ergebnis"), choices=Resolution.Outcome.choices)
    text = forms.CharField(label=gettext_lazy("Wortlaut"), widget=forms.Textarea)
    when = FuzzyDateField(label=gettext_lazy("Datum"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["committee"] = forms.ModelChoiceField(Committee.objects.all(), label=_("Gremium"))
        self.order_fields(["committee"])


@page(EDITING)
def create(request: TenantRequest) -> HttpResponse:
    """Add a paper."""
    form = PaperForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: create_paper(actor=request.actor, municipality=request.municipality, **form.changes))
        if made is not None:
            messages.success(request, _("Drucksache %s ist angelegt. Als Nächstes: die Beratungsfolge.") % made.number)
            return redirect(made)
    return form_page(request, form, _("Drucksache anlegen"))


@page(EDITING)
def edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Edit a paper."""
    paper = find(request, pk)
    initial = {name: getattr(paper, name) for name in (*PaperForm.base_fields,)}
    form = PaperForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_paper(
                actor=request.actor, paper=paper, changes=form.changes, expected_version=form.expected_version
            )
        )
        if changed is not None:
            messages.success(request, _("Gespeichert."))
            return redirect(paper)
    return form_page(request, form, _("Drucksache speichern"), paper.get_absolute_url())


@page(EDITING)
def consultation_add(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a station to the path."""
    paper = find(request, pk)
    form = ConsultationForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: add_consultation(actor=request.actor, paper=paper, **form.changes))
        if made is not None:
            return redirect(f"{paper.get_absolute_url()}#beratungsfolge")
    return form_page(request, form, _("Beratung hinzufügen"), paper.get_absolute_url())


@page(EDITING)
def resolution_add(request: TenantRequest, pk: int) -> HttpResponse:
    """Record a resolution on the paper."""
    paper = find(request, pk)
    form = ResolutionForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: record_resolution(actor=request.actor, paper=paper, **form.changes))
        if made is not None:
            messages.success(request, _("Der Beschluss ist eingetragen."))
            return redirect(f"{paper.get_absolute_url()}#beschluesse")
    return form_page(request, form, _("Beschluss eintragen"), paper.get_absolute_url())
