"""Committees and their meetings."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.actions import change_meeting, create_committee, create_meeting
from etappe.domain.council.models import Committee, Meeting
from etappe.domain.council.policies import CommitteePolicy, MeetingPolicy
from etappe.domain.council.queries import committee_in_full, next_meetings, papers, present_committees
from etappe.domain.kernel.actor import Role
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.fields import FuzzyDateField

LATEST = 8


def crumbs(request: TenantRequest, *more: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page in this area."""
    return [Crumb(_("Gremien"), reverse("council:home", args=[request.municipality.slug])), *more]


@page(PUBLIC)
def home(request: TenantRequest) -> HttpResponse:
    """Show committees, the next meetings and the latest papers."""
    context = {
        "breadcrumbs": [Crumb(_("Gremien"))],
        "committees": present_committees(request.actor),
        "meetings": next_meetings(timezone.localdate()),
        "papers": papers(request.actor)[:LATEST],
        "may_change": CommitteePolicy.allows(request.actor, "create", None),
        "shows_source": request.actor.is_staff,
    }
    return render(request, "council/home.html", context)


def find(request: TenantRequest, pk: int) -> Committee:
    """Return the committee, or answer 404."""
    found = committee_in_full(request.actor, pk)
    if found is None:
        raise Http404(_("Dieses Gremium gibt es hier nicht."))
    return found


@page(PUBLIC)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a committee with its meetings, what was on the agenda and what was resolved."""
    found = find(request, pk)
    context = {
        "breadcrumbs": crumbs(request, Crumb(found.name)),
        "committee": found,
        "may_change": CommitteePolicy.allows(request.actor, "change", found),
    }
    return render(request, "council/committee.html", context)


class CommitteeForm(ActionForm):
    """A committee."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Art"), choices=Committee.Kind.choices)
    description = forms.CharField(label=gettext_lazy("Aufgabe"), required=False, widget=forms.Textarea)
    founded = FuzzyDateField(label=gettext_lazy("Gegründet"), required=False)


class MeetingForm(ActionForm):
    """A meeting."""

    when = FuzzyDateField(label=gettext_lazy("Wann"))
    place = forms.CharField(label=gettext_lazy("Ort"), required=False, max_length=200)


class MeetingChangeForm(MeetingForm):
    """A meeting that moves, or falls out."""

    cancelled = forms.BooleanField(label=gettext_lazy("Die Sitzung entfällt"), required=False)


@page(roles(Role.COORDINATOR))
def create(request: TenantRequest) -> HttpResponse:
    """Add a committee."""
    form = CommitteeForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(
            lambda: create_committee(actor=request.actor, municipality=request.municipality, **form.changes)
        )
        if made is not None:
            return redirect(made)
    return form_page(request, form, _("Gremium anlegen"))


@page(roles(Role.COORDINATOR))
def meeting_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a meeting."""
    committee = find(request, pk)
    form = MeetingForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: create_meeting(actor=request.actor, committee=committee, **form.changes))
        if made is not None:
            messages.success(request, _("Die Sitzung ist eingetragen."))
            return redirect(committee)
    return form_page(request, form, _("Sitzung eintragen"), committee.get_absolute_url())


@page(roles(Role.COORDINATOR))
def meeting_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Move or cancel a meeting; the papers on it show it."""
    meeting: Meeting | None = MeetingPolicy.queryset(request.actor).select_related("committee").filter(pk=pk).first()
    if meeting is None:
        raise Http404(_("Diese Sitzung gibt es hier nicht."))
    initial = {name: getattr(meeting, name) for name in ("when", "place", "cancelled", "version")}
    form = MeetingChangeForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_meeting(
                actor=request.actor, meeting=meeting, changes=form.changes, expected_version=form.expected_version
            )
        )
        if changed is not None:
            messages.success(request, _("Gespeichert. Die Drucksachen dieser Sitzung zeigen es an."))
            return redirect(changed)
    return form_page(request, form, _("Sitzung ändern"), meeting.get_absolute_url())


def form_page(request: TenantRequest, form: ActionForm, title: str, back: str = "") -> HttpResponse:
    """Show a form of this area."""
    way = crumbs(request, Crumb(title))
    context = {"breadcrumbs": way, "title": title, "form": form, "button": title, "back": back or way[0].url}
    return render(request, "programme/form.html", context)
