"""``by_link``: the door of every page behind a personal link. The link is all one needs, and all one gets.

These pages set no cookie and need none, so they carry no CSRF token: whoever can name the address holds the secret
itself and could answer directly. They are kept out of caches, search engines and the Referer of other sites.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django_scopes import scope

from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.links import LinkedRequest, LinkExpired, LinkPassedOn, LinkRevoked, LinkUnknown, open_link
from etappe.web.reply import limits

View = Callable[..., HttpResponse]
LinkError = LinkUnknown | LinkExpired | LinkRevoked


def by_link(view: View) -> View:
    """Decorate a view of ``/antwort/<token>/…``; it receives the :class:`LinkedRequest` instead of the token."""

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        response = _answer(request, token, view, kwargs)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return opened


def _answer(request: HttpRequest, token: str, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    try:
        linked = open_link(token, timezone.localdate())
    except (LinkUnknown, LinkExpired, LinkRevoked) as error:
        return _refused(request, error)
    if limits.exceeded("link", str(linked.request.pk), limits.REQUESTS):
        return _too_many(request)
    return _within(request, linked, view, kwargs)


def _within(request: HttpRequest, linked: LinkedRequest, view: View, kwargs: dict[str, Any]) -> HttpResponse:
    request.municipality = linked.municipality  # type: ignore[attr-defined]
    with scope(municipality=linked.municipality):
        try:
            return view(request, linked, **kwargs)
        except Http404 as error:
            context = {"title": _("Das gibt es hier nicht"), "reason": str(error)}
            return render(request, "reply/refused.html", context, status=404)
        except DomainError as error:
            context = {"title": _("Das geht gerade nicht"), "reason": str(error)}
            return render(request, "reply/refused.html", context, status=409)


def _refused(request: HttpRequest, error: LinkError) -> HttpResponse:
    if isinstance(error, LinkUnknown) and limits.exceeded("wrong", _sender(request), limits.WRONG_LINKS):
        return _too_many(request)
    title, advice, status = _explained(error)
    return render(
        request, "reply/refused.html", {"title": title, "reason": str(error), "advice": advice}, status=status
    )


def _explained(error: LinkError) -> tuple[str, str, int]:
    if isinstance(error, LinkUnknown):
        advice = _(
            "Manche Mailprogramme brechen lange Links um. Hilft Kopieren nicht, schickt das KI gern einen neuen."
        )
        return _("Dieser Link führt zu keiner Abfrage"), advice, 404
    if isinstance(error, LinkPassedOn):
        return _("Diese Abfrage hat eine andere Stelle übernommen"), "", 410
    if isinstance(error, LinkRevoked):
        advice = _(
            "Er steht in der jüngsten Nachricht zu dieser Abfrage. Fehlt sie, hilft die Stelle weiter, die fragt."
        )
        return _("Dieser Link gilt nicht mehr"), advice, 410
    advice = _("Antworten Sie dazu einfach auf die letzte Nachricht zu dieser Abfrage.")
    return _("Dieser Link ist abgelaufen"), advice, 410


def _sender(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _too_many(request: HttpRequest) -> HttpResponse:
    reason = _("Von hier kamen in kurzer Zeit sehr viele Aufrufe. Nach einer Pause von fünf Minuten geht es weiter.")
    context = {"title": _("Einen Moment bitte"), "reason": reason}
    response = render(request, "reply/refused.html", context, status=429)
    response["Retry-After"] = str(limits.WINDOW)
    return response
