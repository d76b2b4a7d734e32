"""Accounts and roles for the administration; the event log for the data protection officer."""

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

from etappe.domain.accounts.actions import end_role, grant_role, open_account
from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.accounts.queries import roles_in
from etappe.domain.audit.queries import recent_events
from etappe.domain.council.models import Committee
from etappe.domain.kernel.actor import ROLE_LABELS, Role
from etappe.domain.kernel.errors import Invalid
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, by_button, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.happenings import entries


@page(roles(Role.ADMIN, Role.PRIVACY))
def accounts(request: TenantRequest) -> HttpResponse:
    """Show who holds which role, since when and until when."""
    day = timezone.localdate()
    rows = [(role, role.holds_on(day)) for role in roles_in(request.municipality)]
    context = {"breadcrumbs": [Crumb(_("Konten"))], "rows": rows, "may_change": request.actor.has(Role.ADMIN)}
    return render(request, "office/accounts.html", context)


class AccountForm(ActionForm):
    """An account with its first role, or a further role for an account that exists."""

    email = forms.EmailField(label=gettext_lazy("E-Mail-Adresse"))
    name = forms.CharField(
        label=gettext_lazy("Name der Stelle"), max_length=150, help_text=gettext_lazy("Das Amt, nicht die Person.")
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Rolle"),
        choices=[(role.value, label) for role, label in ROLE_LABELS.items() if role != Role.ALLIANCE],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = (
            ("unit", Unit.objects.filter(valid_until__isnull=True), _("Stelle (für Fachamt und Dezernat)")),
            ("organisation", Organisation.objects.all(), _("Organisation (für Träger und Verbände)")),
            ("committee", Committee.objects.all(), _("Gremium (für Ratsmitglieder)")),
        )
        for name, found, label in places:
            self.fields[name] = forms.ModelChoiceField(found, label=label, required=False, empty_label=_("keine"))
        self.fields["valid_until"] = forms.DateField(
            label=_("gültig bis"), required=False, widget=forms.DateInput(attrs={"type": "date"})
        )


@page(roles(Role.ADMIN))
def account_create(request: TenantRequest) -> HttpResponse:
    """Open an account and grant a role."""
    form = AccountForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        granted = form.run(lambda: _grant(request, form.cleaned_data))
        if granted is not None:
            messages.success(request, _("%s ist eingetragen.") % granted)
            return redirect("office:accounts", request.municipality.slug)
    back = reverse("office:accounts", args=[request.municipality.slug])
    context = {
        "breadcrumbs": [Crumb(_("Konten"), back), Crumb(_("Konto anlegen"))],
        "title": _("Konto oder Rolle anlegen"),
        "lead": _("Das Passwort setzt die Stelle selbst, über „Passwort vergessen?“ auf der Anmeldeseite."),
        "form": form,
        "button": _("Anlegen"),
        "back": back,
    }
    return render(request, "programme/form.html", context)


def _grant(request: TenantRequest, given: dict[str, Any]) -> RoleAssignment:
    role = Role(given["role"])
    needed = {Role.OWNER: "unit", Role.DECIDER: "unit", Role.PROVIDER: "organisation", Role.READER: "committee"}
    if role in needed and given[needed[role]] is None:
        raise Invalid({needed[role]: _("Diese Rolle braucht hier eine Angabe.")})
    user = User.objects.filter(email=given["email"].lower()).first()
    if user is None:
        user = open_account(actor=request.actor, email=given["email"], name=given["name"])
    return grant_role(
        actor=request.actor,
        user=user,
        role=role,
        municipality=request.municipality,
        unit=given["unit"],
        organisation=given["organisation"],
        committee_id=given["committee"].pk if given["committee"] else None,
        valid_from=timezone.localdate(),
        valid_until=given["valid_until"],
    )


@page(roles(Role.ADMIN))
@by_button("office:accounts")
def role_end(request: TenantRequest, pk: int) -> HttpResponse:
    """End a role with today; it stays as history."""
    assignment = RoleAssignment.objects.filter(municipality=request.municipality, pk=pk).first()
    if assignment is None:
        raise Http404(_("Diese Rolle gibt es hier nicht."))
    end_role(actor=request.actor, assignment=assignment, on=timezone.localdate())
    messages.success(request, _("Die Rolle endet heute."))
    return redirect("office:accounts", request.municipality.slug)


@page(roles(Role.PRIVACY, Role.ADMIN))
def events(request: TenantRequest) -> HttpResponse:
    """Show the latest events."""
    found = list(recent_events(request.municipality.pk))
    rows = list(zip(found, entries(found), strict=True))
    return render(request, "office/events.html", {"breadcrumbs": [Crumb(_("Protokoll"))], "rows": rows})
