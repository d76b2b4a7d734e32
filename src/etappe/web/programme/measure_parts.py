"""Small steps on the page of a measure: its state, milestones and partners. Each is one button and one action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.kernel.actor import Role
from etappe.domain.programme.actions.measures import (
    add_milestone,
    add_partner,
    remove_milestone,
    remove_partner,
    report_state,
    tick_milestone,
)
from etappe.domain.programme.models import Cooperation, Measure, Milestone
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.programme.queries import measure_in_full
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.web.door import TenantRequest, by_button, page, roles
from etappe.web.editing import ActionForm
from etappe.web.fields import FuzzyDateField

REPORTING = roles(Role.COORDINATOR, Role.OWNER, Role.DECIDER)
EDITING = roles(Role.COORDINATOR)
OF_A_MEASURE = by_button("programme:measure", "pk")


class StateForm(ActionForm):
    """How things stand."""

    state = forms.ChoiceField(label=gettext_lazy("Stand"), choices=Measure.State.choices)
    reason = forms.CharField(
        label=gettext_lazy("In einem Satz"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Was ist geschehen, was hindert? Beim Stoppen nötig."),
    )


class MilestoneForm(ActionForm):
    """A new milestone."""

    title = forms.CharField(label=gettext_lazy("Meilenstein"), max_length=200)
    due = FuzzyDateField(label=gettext_lazy("bis wann"), required=False)


class PartnerForm(ActionForm):
    """A new partner: an organisation or a unit."""

    contribution = forms.CharField(label=gettext_lazy("Beitrag"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        organisations = [(f"o{item.pk}", str(item)) for item in Organisation.objects.all()]
        units = [(f"u{item.pk}", str(item)) for item in Unit.objects.filter(valid_until__isnull=True)]
        self.fields["partner"] = forms.ChoiceField(
            label=_("Partner"), choices=[(_("Organisationen"), organisations), (_("Stellen der Verwaltung"), units)]
        )
        self.order_fields(["partner", "contribution"])

    @property
    def partner(self) -> Organisation | Unit:
        """The chosen partner."""
        chosen = str(self.cleaned_data["partner"])
        model: type[Organisation] | type[Unit] = Organisation if chosen[0] == "o" else Unit
        found: Organisation | Unit = model.objects.get(pk=int(chosen[1:]))
        return found


def _measure(request: TenantRequest, pk: int) -> Measure:
    measure = measure_in_full(request.actor, pk)
    if measure is None:
        raise Http404(_("Diese Maßnahme gibt es hier nicht."))
    return measure


def _again(request: TenantRequest, measure: Measure, **forms_with_errors: ActionForm) -> HttpResponse:
    from etappe.web.programme.measure import page_of  # the page shows these forms, so each needs the other

    may_change = MeasurePolicy.allows(request.actor, "change", measure)
    context = page_of(request, measure, may_change, may_report=True)
    return render(request, "programme/measure.html", context | forms_with_errors, status=422)


@page(REPORTING)
@OF_A_MEASURE
def state(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the state of the measure."""
    measure, form = _measure(request, pk), StateForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        reported = form.run(
            lambda: report_state(
                actor=request.actor,
                measure=measure,
                state=given["state"],
                reason=given["reason"],
                expected_version=form.expected_version,
            )
        )
        if reported is not None:
            messages.success(request, _("Stand gespeichert: %s.") % reported.get_state_display())
            return redirect(f"{measure.get_absolute_url()}#stand")
    return _again(request, measure, state_form=form)


@page(EDITING)
@OF_A_MEASURE
def milestone_add(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a milestone."""
    measure, form = _measure(request, pk), MilestoneForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        added = form.run(
            lambda: add_milestone(actor=request.actor, measure=measure, title=given["title"], due=given["due"])
        )
        if added is not None:
            return redirect(f"{measure.get_absolute_url()}#meilensteine")
    return _again(request, measure, milestone_form=form)


@page(REPORTING)
@OF_A_MEASURE
def milestone_tick(request: TenantRequest, pk: int, milestone: int) -> HttpResponse:
    """Mark a milestone as reached today, or as not reached."""
    measure = _measure(request, pk)
    found = Milestone.objects.select_related("measure", "municipality").filter(measure=measure, pk=milestone).first()
    if found is None:
        raise Http404(_("Diesen Meilenstein gibt es nicht mehr."))
    reached = timezone.localdate() if request.POST.get("reached") else None
    tick_milestone(actor=request.actor, milestone=found, reached_on=reached)
    return redirect(f"{measure.get_absolute_url()}#meilensteine")


@page(EDITING)
@OF_A_MEASURE
def milestone_remove(request: TenantRequest, pk: int, milestone: int) -> HttpResponse:
    """Remove a milestone."""
    measure = _measure(request, pk)
    found = Milestone.objects.select_related("measure", "municipality").filter(measure=measure, pk=milestone).first()
    if found is not None:
        remove_milestone(actor=request.actor, milestone=found)
        messages.success(request, _("Meilenstein „%s“ ist entfernt; in der Geschichte bleibt er stehen.") % found.title)
    return redirect(f"{measure.get_absolute_url()}#meilensteine")


@page(EDITING)
@OF_A_MEASURE
def partner_add(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a partner."""
    measure, form = _measure(request, pk), PartnerForm(request.POST)
    if form.is_valid():
        added = form.run(
            lambda: add_partner(
                actor=request.actor,
                measure=measure,
                partner=form.partner,
                contribution=form.cleaned_data["contribution"],
            )
        )
        if added is not None:
            return redirect(f"{measure.get_absolute_url()}#partner")
    return _again(request, measure, partner_form=form)


@page(EDITING)
@OF_A_MEASURE
def partner_remove(request: TenantRequest, pk: int, cooperation: int) -> HttpResponse:
    """End a cooperation."""
    measure = _measure(request, pk)
    found = (
        Cooperation.objects.select_related("measure", "organisation", "unit").filter(measure=measure, pk=cooperation)
    ).first()
    if found is not None:
        remove_partner(actor=request.actor, cooperation=found)
        messages.success(request, _("„%s“ ist als Partner entfernt.") % found)
    return redirect(f"{measure.get_absolute_url()}#partner")
