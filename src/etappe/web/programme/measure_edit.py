"""Editing a measure, one group of facts at a time."""

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

from etappe.domain.kernel.actor import Role
from etappe.domain.participation.models import Recommendation
from etappe.domain.participation.policies import RecommendationPolicy
from etappe.domain.programme.actions.measures import change_measure, create_measure
from etappe.domain.programme.models import FieldOfAction, Goal, Influence, Measure, Programme, TargetGroup
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.tenancy.models import Unit
from etappe.domain.tenancy.queries import units_in_force
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.fields import FuzzyDateField
from etappe.web.numbers import whole_numbers
from etappe.web.programme.groups import GROUPS, Group, group_named
from etappe.web.programme.measure import find

EVERYTHING = Group("alles", gettext_lazy("Maßnahme"), tuple(name for group in GROUPS for name in group.fields))


def form_fields(programme: Programme | None) -> dict[str, forms.Field]:
    """Return the form field of every editable fact; choices are read from the municipality at hand."""
    goals = Goal.objects.filter(programme=programme) if programme else Goal.objects.none()
    in_force = [unit.pk for unit in units_in_force(timezone.localdate())]
    text = forms.Textarea(attrs={"rows": 4})
    return {
        "title": forms.CharField(label=_("Titel"), max_length=200),
        "description": forms.CharField(label=_("Beschreibung"), required=False, widget=text),
        "field": forms.ModelChoiceField(FieldOfAction.objects.all(), label=_("Handlungsfeld")),
        "goal": forms.ModelChoiceField(goals, label=_("Ziel"), required=False, empty_label=_("noch keines")),
        "owner": forms.ModelChoiceField(
            Unit.objects.filter(pk__in=in_force), label=_("Zuständig"), required=False, empty_label=_("noch niemand")
        ),
        "influence": forms.ChoiceField(
            label=_("Einfluss der Kommune"),
            choices=Influence.choices,
            widget=forms.RadioSelect,
            help_text=_("„Informiert“ heißt: Andere entscheiden, die Kommune kann nur Auskunft geben und werben."),
        ),
        "target_groups": forms.ModelMultipleChoiceField(
            TargetGroup.objects.all(), label=_("Zielgruppen"), required=False, widget=forms.CheckboxSelectMultiple
        ),
        "place": forms.CharField(
            label=_("Ort"), required=False, max_length=200, help_text=_("Sozialraum, Einrichtung oder „stadtweit“.")
        ),
        "start": FuzzyDateField(label=_("Beginn"), required=False),
        "deadline": FuzzyDateField(label=_("Frist"), required=False),
        "budget": forms.DecimalField(
            label=_("Haushaltsmittel in Euro"),
            required=False,
            min_value=0,
            max_digits=12,
            decimal_places=2,
            localize=True,
        ),
        "funding_source": forms.CharField(label=_("Finanzierung"), required=False, max_length=200),
        "output": forms.CharField(label=_("Was entsteht (Output)"), required=False, widget=text),
        "outcome": forms.CharField(label=_("Was sich ändert (Wirkung)"), required=False, widget=text),
        "indicator": forms.CharField(
            label=_("Woran gemessen wird"), required=False, max_length=200, help_text=_("Zum Beispiel: belegte Plätze.")
        ),
        "target_value": forms.CharField(
            label=_("Zielwert"), required=False, max_length=80, help_text=_("Mit Einheit, zum Beispiel: 120 Plätze.")
        ),
        "is_public": forms.BooleanField(label=_("Auf der öffentlichen Seite zeigen"), required=False),
    }


class MeasureForm(ActionForm):
    """The facts of one group."""

    def __init__(self, *args: Any, group: Group, programme: Programme | None, **options: Any) -> None:
        super().__init__(*args, **options)
        available = form_fields(programme)
        for name in group.fields:
            self.fields[name] = available[name]


@page(roles(Role.COORDINATOR))
def edit(request: TenantRequest, pk: int, group: str) -> HttpResponse:
    """Show and take one group of facts."""
    measure = find(request, pk)
    chosen = group_named(group)
    if chosen is None:
        raise Http404
    MeasurePolicy.require(request.actor, "change", measure)
    initial = {name: getattr(measure, name) for name in chosen.fields if name != "target_groups"}
    initial |= {"version": measure.version, "target_groups": list(measure.target_groups.all())}
    data = posted_or_kept(request)
    form = MeasureForm(data, initial=initial, group=chosen, programme=measure.programme)
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_measure(
                actor=request.actor, measure=measure, changes=form.changes, expected_version=form.expected_version
            )
        )
        if changed is not None:
            messages.success(request, _("„%s“ ist gespeichert.") % chosen.title)
            return redirect(f"{measure.get_absolute_url()}#{chosen.slug}")
    crumbs = [
        Crumb(_("Programm"), reverse("programme:home", args=[request.municipality.slug])),
        Crumb(_("Maßnahme %d") % measure.number, measure.get_absolute_url()),
        Crumb(str(chosen.title)),
    ]
    title = _("Maßnahme %(number)d: %(group)s") % {"number": measure.number, "group": chosen.title}
    return render(
        request,
        "programme/form.html",
        {
            "breadcrumbs": crumbs,
            "title": title,
            "lead": measure.title,
            "form": form,
            "button": _("Speichern"),
            "back": measure.get_absolute_url(),
        },
    )


class NewMeasureForm(ActionForm):
    """What a measure needs to exist; everything else can follow."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        available = form_fields(None)
        self.fields["programme"] = forms.ModelChoiceField(
            Programme.objects.all(), label=_("Programm"), empty_label=None
        )
        for name in ("title", "field", "owner", "influence", "deadline"):
            self.fields[name] = available[name]
        self.fields["recommendations"] = forms.ModelMultipleChoiceField(
            Recommendation.objects.all(), label=_("aus Empfehlungen"), required=False, widget=forms.MultipleHiddenInput
        )


@page(roles(Role.COORDINATOR))
def create(request: TenantRequest) -> HttpResponse:
    """Start a measure, possibly from recommendations (``?empfehlung=…``)."""
    numbers = whole_numbers(request.GET.getlist("empfehlung"))
    sources = list(RecommendationPolicy.queryset(request.actor).filter(number__in=numbers))
    initial = {
        "influence": Influence.STEERS,
        "recommendations": sources,
        "programme": Programme.objects.order_by("-pk").first(),
        "title": sources[0].text[:200] if len(sources) == 1 else "",
        "owner": sources[0].addressee_unit if sources else None,
    }
    form = NewMeasureForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        created: Measure | None = form.run(lambda: create_measure(actor=request.actor, **form.changes))
        if created is not None:
            messages.success(request, _("Maßnahme %d ist angelegt. Was noch fehlt, steht oben.") % created.number)
            return redirect(created)
    crumbs = [
        Crumb(_("Programm"), reverse("programme:home", args=[request.municipality.slug])),
        Crumb(_("Maßnahme anlegen")),
    ]
    return render(
        request,
        "programme/form.html",
        {
            "breadcrumbs": crumbs,
            "title": _("Maßnahme anlegen"),
            "lead": " · ".join(f"{source}: {source.text}" for source in sources),
            "form": form,
            "button": _("Maßnahme anlegen"),
            "back": reverse("programme:measures", args=[request.municipality.slug]),
        },
    )
