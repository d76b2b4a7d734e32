"""Programmes: the overview, one programme with its goals and measures, and their forms."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.models import Paper
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.actor import Role
from etappe.domain.programme.actions.programmes import change_goal, change_programme, create_goal, create_programme
from etappe.domain.programme.completeness import Completeness, completeness_of
from etappe.domain.programme.models import FieldOfAction, Goal, Influence, Measure, Programme
from etappe.domain.programme.policies import ProgrammePolicy
from etappe.domain.programme.queries import measures_of, programme_named
from etappe.domain.programme.queries import programmes as find_programmes
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.fields import FuzzyDateField

Judged: TypeAlias = tuple[Measure, Completeness]


@page(PUBLIC)
def home(request: TenantRequest) -> HttpResponse:
    """Show the programmes of the municipality."""
    return render(
        request,
        "programme/home.html",
        {
            "breadcrumbs": [Crumb(_("Programm"))],
            "programmes": find_programmes(request.actor),
            "may_create": ProgrammePolicy.allows(request.actor, "create", None),
        },
    )


def find(request: TenantRequest, slug: str) -> Programme:
    """Return the programme, or answer 404."""
    programme = programme_named(request.actor, slug)
    if programme is None:
        raise Http404(_("Dieses Programm gibt es hier nicht, oder es ist noch nicht öffentlich."))
    return programme


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the table of its field."""

    number: int
    title: str
    url: str
    owner: str
    deadline: str
    state: str
    details: str


@page(PUBLIC)
def show(request: TenantRequest, slug: str) -> HttpResponse:
    """Show a programme by fields of action: goals, measures, how complete and how far they are."""
    programme = find(request, slug)
    found = [(measure, completeness_of(measure)) for measure in measures_of(request.actor, programme)]
    goals = list(Goal.objects.filter(programme=programme).select_related("field", "municipality", "programme"))
    context = {
        "breadcrumbs": [
            Crumb(_("Programm"), reverse("programme:home", args=[request.municipality.slug])),
            Crumb(programme.title),
        ],
        "programme": programme,
        "papers": PaperPolicy.queryset(request.actor).filter(programmes=programme).select_related("municipality"),
        "areas": areas(found, goals),
        "figures": figures(found),
        "may_change": ProgrammePolicy.allows(request.actor, "change", programme),
    }
    return render(request, "programme/programme.html", context)


def areas(found: list[Judged], goals: list[Goal]) -> list[dict[str, Any]]:
    """Group goals and measures by field of action."""
    by_field = {field: list(group) for field, group in groupby(found, key=lambda judged: judged[0].field)}
    fields = sorted({*by_field, *(goal.field for goal in goals)}, key=lambda field: field.number)
    return [
        {
            "field": field,
            "goals": [goal for goal in goals if goal.field == field],
            "rows": [_row(measure, complete) for measure, complete in by_field.get(field, [])],
        }
        for field in fields
    ]


def _row(measure: Measure, complete: Completeness) -> Row:
    # A programme has a hundred of them: the words are made here, so that the template has little to look up.
    return Row(
        number=measure.number,
        title=measure.title,
        url=measure.get_absolute_url(),
        owner=str(measure.owner or ""),
        deadline=measure.deadline.words if measure.deadline else "",
        state=measure.state,
        details=_("%(present)d von %(total)d") % {"present": len(complete.present), "total": complete.total},
    )


def figures(found: list[Judged]) -> dict[str, int]:
    """Count what the head of the page says."""
    return {
        "measures": len(found),
        "complete": sum(complete.is_complete for _measure, complete in found),
        "owned": sum(measure.owner_id is not None for measure, _complete in found),
        "dated": sum(measure.deadline is not None for measure, _complete in found),
        "done": sum(measure.state == Measure.State.DONE for measure, _complete in found),
    }


class ProgrammeForm(ActionForm):
    """A programme with the texts of its council paper."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    period = FuzzyDateField(label=gettext_lazy("Zeitraum"), required=False)
    introduction = forms.CharField(label=gettext_lazy("Einleitung"), required=False, widget=forms.Textarea)
    resolution_draft = forms.CharField(label=gettext_lazy("Beschlussentwurf"), required=False, widget=forms.Textarea)
    facts = forms.CharField(label=gettext_lazy("Sachdarstellung"), required=False, widget=forms.Textarea)
    financial_effects = forms.CharField(
        label=gettext_lazy("Finanzielle Auswirkungen"), required=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, existing: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if existing:
            self.fields["state"] = forms.ChoiceField(label=_("Stand"), choices=Programme.State.choices)
            self.fields["papers"] = forms.ModelMultipleChoiceField(
                Paper.objects.all(), label=_("Drucksachen"), required=False, widget=forms.CheckboxSelectMultiple
            )
        self.fields["is_public"] = forms.BooleanField(label=_("Auf der öffentlichen Seite zeigen"), required=False)


@page(roles(Role.COORDINATOR))
def create(request: TenantRequest) -> HttpResponse:
    """Start a programme."""
    form = ProgrammeForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        created = form.run(
            lambda: create_programme(actor=request.actor, municipality=request.municipality, **form.changes)
        )
        if created is not None:
            messages.success(request, _("Das Programm „%s“ ist angelegt.") % created.title)
            return redirect(created)
    return _form_page(request, form, _("Programm anlegen"), _("Programm anlegen"), "")


@page(roles(Role.COORDINATOR))
def edit(request: TenantRequest, slug: str) -> HttpResponse:
    """Edit a programme."""
    programme = find(request, slug)
    names = ("title", "period", "introduction", "resolution_draft", "facts", "financial_effects", "state", "is_public")
    initial = {name: getattr(programme, name) for name in names}
    initial |= {"papers": programme.papers.all(), "version": programme.version}
    form = ProgrammeForm(posted_or_kept(request), initial=initial, existing=True)
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_programme(
                actor=request.actor, programme=programme, changes=form.changes, expected_version=form.expected_version
            )
        )
        if changed is not None:
            messages.success(request, _("Das Programm ist gespeichert."))
            return redirect(programme)
    return _form_page(request, form, _("Programm bearbeiten"), _("Speichern"), programme.get_absolute_url())


class GoalForm(ActionForm):
    """A goal."""

    number = forms.CharField(label=gettext_lazy("Nummer"), max_length=12)
    title = forms.CharField(label=gettext_lazy("Ziel"), max_length=300)
    description = forms.CharField(label=gettext_lazy("Beschreibung"), required=False, widget=forms.Textarea)
    influence = forms.ChoiceField(
        label=gettext_lazy("Einfluss der Kommune"), choices=Influence.choices, widget=forms.RadioSelect
    )
    deadline = FuzzyDateField(label=gettext_lazy("Frist"), required=False)
    indicator = forms.CharField(label=gettext_lazy("Woran gemessen wird"), required=False, max_length=200)
    target_value = forms.CharField(label=gettext_lazy("Zielwert"), required=False, max_length=80)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"] = forms.ModelChoiceField(FieldOfAction.objects.all(), label=_("Handlungsfeld"))
        self.order_fields(["number", "title", "field"])


@page(roles(Role.COORDINATOR))
def goal_create(request: TenantRequest, slug: str) -> HttpResponse:
    """Add a goal to a programme."""
    programme = find(request, slug)
    form = GoalForm(posted_or_kept(request), initial={"influence": Influence.STEERS})
    if request.method == "POST" and form.is_valid():
        created = form.run(lambda: create_goal(actor=request.actor, programme=programme, **form.changes))
        if created is not None:
            messages.success(request, _("Ziel %s ist angelegt.") % created.number)
            return redirect(created.get_absolute_url())
    return _form_page(request, form, _("Ziel anlegen"), _("Ziel anlegen"), programme.get_absolute_url())


@page(roles(Role.COORDINATOR))
def goal_edit(request: TenantRequest, slug: str, pk: int) -> HttpResponse:
    """Edit a goal."""
    programme = find(request, slug)
    goal = Goal.objects.select_related("programme", "municipality").filter(programme=programme, pk=pk).first()
    if goal is None:
        raise Http404(_("Dieses Ziel gibt es nicht mehr."))
    initial = {name: getattr(goal, name) for name in GoalForm.base_fields if name != "version"}
    form = GoalForm(posted_or_kept(request), initial=initial | {"field": goal.field, "version": goal.version})
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_goal(
                actor=request.actor, goal=goal, changes=form.changes, expected_version=form.expected_version
            )
        )
        if changed is not None:
            messages.success(request, _("Ziel %s ist gespeichert.") % changed.number)
            return redirect(goal.get_absolute_url())
    return _form_page(request, form, _("Ziel %s") % goal.number, _("Speichern"), goal.get_absolute_url())


def _form_page(request: TenantRequest, form: ActionForm, title: str, button: str, back: str) -> HttpResponse:
    home_url = reverse("programme:home", args=[request.municipality.slug])
    return render(
        request,
        "programme/form.html",
        {
            "breadcrumbs": [Crumb(_("Programm"), home_url), Crumb(title)],
            "title": title,
            "form": form,
            "button": button,
            "back": back or home_url,
        },
    )
