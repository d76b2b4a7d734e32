"""The language of the pages, and of the mail to whoever is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.i18n import set_language

from etappe.domain.accounts.actions import choose_language as write_in
from etappe.domain.accounts.queries import actor_for


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Show the pages in this language; write to a signed-in person in it, too."""
    wanted = request.POST.get("language", "")
    chosen = request.method == "POST" and wanted in dict(settings.LANGUAGES)
    if chosen and request.user.is_authenticated:
        write_in(actor=actor_for(request.user, None), user=request.user, language=wanted)
    return set_language(request)
