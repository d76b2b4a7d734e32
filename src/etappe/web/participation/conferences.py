"""Conferences with their groups and sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.conferences import add_session, add_working_group, create_conference
from etappe.domain.participation.models import Conference, WorkingGroup
from etappe.domain.participation.policies import ConferencePolicy
from etappe.domain.participation.queries import conference_in_full
from etappe.domain.programme.queries import recommendations_with_fate
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.fields import FuzzyDateField
from etappe.web.participation.concepts import crumbs

EDITING = roles(Role.COORDINATOR)


def find_conference(request: TenantRequest, pk: int) -> Conference:
    """Return the conference, or answer 404."""
    found = conference_in_full(request.actor, pk)
    if found is None:
        raise Http404(_("Diese Konferenz gibt es hier nicht."))
    return found


@page(PUBLIC)
def conference(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a conference: groups by theme, sessions, organisations and offices, what they recommended."""
    found = find_conference(request, pk)
    by_group: dict[int, list[Any]] = {}
    for item in recommendations_with_fate(request.actor).filter(working_group__conference=found).order_by("number"):
        by_group.setdefault(item.working_group_id, []).append(item)
    context = {
        "breadcrumbs": crumbs(request, Crumb(found.title)),
        "conference": found,
        "groups": [(group, by_group.get(group.pk, [])) for group in found.groups.all()],
        "report_paper": found.report_paper
        if found.report_paper and PaperPolicy.allows(request.actor, "view", found.report_paper)
        else None,
        "may_change": ConferencePolicy.allows(request.actor, "change", found),
    }
    return render(request, "participation/conference.html", context)


class ConferenceForm(ActionForm):
    """A conference."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    when = FuzzyDateField(label=gettext_lazy("Wann"))
    description = forms.CharField(label=gettext_lazy("Beschreibung"), required=False, widget=forms.Textarea)
    participants = forms.IntegerField(label=gettext_lazy("Teilnehmende"), required=False, min_value=0)
    participants_note = forms.CharField(
        label=gettext_lazy("Anmerkung zur Zahl"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("etwa „mehr als“"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisations"] = forms.ModelMultipleChoiceField(
            Organisation.objects.all(), label=_("Organisationen"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["units"] = forms.ModelMultipleChoiceField(
            Unit.objects.filter(valid_until__isnull=True),
            label=_("Stellen der Verwaltung"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Hier stehen Organisationen und Ämter, keine Personen."),
        )


class GroupForm(ActionForm):
    """A working group."""

    theme = forms.CharField(label=gettext_lazy("Thema"), max_length=200)
    report = forms.CharField(
        label=gettext_lazy("Abschlussbericht in Kürze"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.filter(valid_until__isnull=True)
        self.fields["lead_unit"] = forms.ModelChoiceField(
            units, label=_("Federführung"), required=False, empty_label=_("keine")
        )


class SessionForm(ActionForm):
    """A session of a group."""

    when = FuzzyDateField(label=gettext_lazy("Wann"))
    topic = forms.CharField(label=gettext_lazy("Thema"), required=False, max_length=200)
    attendance = forms.IntegerField(label=gettext_lazy("Anwesende"), required=False, min_value=0)


@page(EDITING)
def conference_create(request: TenantRequest) -> HttpResponse:
    """Add a conference."""
    form = ConferenceForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(
            lambda: create_conference(actor=request.actor, municipality=request.municipality, **form.changes)
        )
        if made is not None:
            messages.success(request, _("„%s“ ist angelegt. Als Nächstes: die Arbeitsgruppen.") % made.title)
            return redirect(made)
    return form_page(request, form, _("Konferenz anlegen"))


@page(EDITING)
def group_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a working group."""
    found = find_conference(request, pk)
    form = GroupForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: add_working_group(actor=request.actor, conference=found, **form.changes))
        if made is not None:
            messages.success(request, _("%s ist angelegt.") % made)
            return redirect(f"{found.get_absolute_url()}#ag-{made.number}")
    return form_page(request, form, _("Arbeitsgruppe hinzufügen"), found.get_absolute_url())


@page(EDITING)
def session_create(request: TenantRequest, pk: int, group: int) -> HttpResponse:
    """Record a session of a group."""
    found = find_conference(request, pk)
    chosen = (
        WorkingGroup.objects.select_related("conference", "municipality").filter(conference=found, pk=group).first()
    )
    if chosen is None:
        raise Http404(_("Diese Arbeitsgruppe gibt es hier nicht."))
    form = SessionForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: add_session(actor=request.actor, group=chosen, **form.changes))
        if made is not None:
            return redirect(f"{found.get_absolute_url()}#ag-{chosen.number}")
    return form_page(request, form, _("Sitzung von %s eintragen") % chosen, found.get_absolute_url())


def form_page(request: TenantRequest, form: ActionForm, title: str, back: str = "") -> HttpResponse:
    """Show one form as a page of its own."""
    way = crumbs(request, Crumb(title))
    context = {"breadcrumbs": way, "title": title, "form": form, "button": title, "back": back or way[0].url}
    return render(request, "programme/form.html", context)
