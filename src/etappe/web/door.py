"""``page``: the door of every page that belongs to a municipality.

It finds the municipality, works out who is asking, enters the tenant scope and asks whether the page may be seen at
all. What may be seen and done *on* the page is for policies and actions to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_scopes import scope

from etappe.domain.accounts.queries import actor_for
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.tenancy.models import Municipality
from etappe.web.editing import keep_form

View = Callable[..., HttpResponseBase]


class TenantRequest(HttpRequest):
    """A request inside one municipality."""

    municipality: Municipality
    actor: Actor


@dataclass(frozen=True)
class Access:
    """Who may open a page at all: everybody, or holders of one of ``roles`` in this municipality."""

    roles: frozenset[Role] | None = None

    def admits(self, actor: Actor) -> bool:
        """Whether ``actor`` may open the page."""
        return self.roles is None or actor.has(*self.roles)


PUBLIC = Access()
STAFF = Access(frozenset(Role) - {Role.ALLIANCE})
COORDINATION = Access(frozenset({Role.COORDINATOR}))


def roles(*admitted: Role) -> Access:
    """Admit the holders of one of these roles."""
    return Access(frozenset(admitted))


def page(access: Access) -> Callable[[View], View]:
    """Decorate a view of ``…/<slug:municipality>/…``; it receives a :class:`TenantRequest` instead of the slug."""

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, municipality: str, **kwargs: Any) -> HttpResponseBase:
            try:
                place = Municipality.objects.select_related("county").get(slug=municipality)
            except Municipality.DoesNotExist:
                raise Http404(_("Diese Kommune ist hier nicht eingerichtet.")) from None
            actor = actor_for(request.user, place)
            request.municipality, request.actor = place, actor  # type: ignore[attr-defined]
            if not access.admits(actor):
                return _refuse(request)
            with scope(municipality=place):
                return view(request, **kwargs)

        opened.access = access  # type: ignore[attr-defined]
        return opened

    return decorate


def by_button(home: str, *names: str) -> Callable[[View], View]:
    """Decorate, below :func:`page`, a view that only a button reaches.

    Whoever opens its address otherwise is led to the page ``home`` on which the button stands; it takes the arguments
    ``names``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def pressed(request: TenantRequest, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, **kwargs)
            if request.method not in {"GET", "HEAD"}:
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            given = {"municipality": request.municipality.slug} | {name: kwargs[name] for name in names}
            return HttpResponseRedirect(reverse(home, kwargs=given))

        return pressed

    return decorate


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and from there back to the page; what was posted is kept."""
    back = request.get_full_path()
    if request.htmx:  # type: ignore[attr-defined]
        # A part of a page was asked for: the whole page goes to the sign-in and comes back.
        back = request.htmx.current_url_abs_path or back  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(redirect_to_login(back).url)
    if request.method == "POST":
        keep_form(request)
        back = _page_of_the_form(request)
    return redirect_to_login(back)


def _refuse(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    raise NotAllowed(_("Diese Seite ist anderen Stellen vorbehalten. Mit einem passenden Konto öffnet sie sich."))


def _page_of_the_form(request: HttpRequest) -> str:
    # Some forms stand on a page other than the address they go to, and that address shows nothing of its own.
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
