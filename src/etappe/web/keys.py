"""Keys with which the programs of a signed-in person use the REST interface: make one, see them, revoke them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from etappe.domain.accounts.actions import create_token, revoke_token
from etappe.domain.accounts.policies import ApiTokenPolicy
from etappe.domain.accounts.queries import actor_for
from etappe.domain.kernel.actor import Actor
from etappe.web.components import Crumb
from etappe.web.door import ask_to_sign_in
from etappe.web.editing import ActionForm, posted_or_kept


class KeyForm(ActionForm):
    """A new key."""

    label = forms.CharField(
        label=gettext_lazy("Wofür"), max_length=100, help_text=gettext_lazy("Etwa „Ratsinformationssystem“.")
    )
    expires = forms.DateField(
        label=gettext_lazy("gültig bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Ohne Angabe ein Jahr."),
    )


@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys of whoever is signed in; make one and show it this once."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    actor: Actor = actor_for(request.user, None)
    form = KeyForm(posted_or_kept(request))
    secret = _make(request, actor, form) if request.method == "POST" and form.is_valid() else ""
    day = timezone.localdate()
    found: Any = ApiTokenPolicy.queryset(actor)
    context = {
        "breadcrumbs": [Crumb(_("Ihre Zugangsschlüssel"))],
        "rows": [(token, token.holds_on(day)) for token in found],
        "form": KeyForm() if secret else form,
        "secret": secret,
    }
    return render(request, "account/keys.html", context)


def _make(request: HttpRequest, actor: Actor, form: KeyForm) -> str:
    made = form.run(lambda: create_token(actor=actor, user=request.user, **form.changes))  # type: ignore[arg-type]
    return made[1] if made else ""


def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a key useless; whoever opens the address comes to the keys."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    actor = actor_for(request.user, None)
    token = ApiTokenPolicy.queryset(actor).filter(pk=pk).first()
    if token is None:
        raise Http404(_("Diesen Zugangsschlüssel gibt es nicht."))
    if request.method == "POST":
        revoke_token(actor=actor, token=token)
        messages.success(request, _("„%s“ ist widerrufen. Wer den Schlüssel benutzt, wird abgewiesen.") % token)
    return redirect("web:keys")
