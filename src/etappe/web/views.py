"""Pages that belong to the frame: legal notices, the glossary, and what is shown when something fails."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from etappe.web.components import Crumb
from etappe.web.glossary import in_order

DJANGO_SAYS = "matches the given query."
"""Ending of Django's own English message for a missing row; it is not meant for readers."""


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs this installation, as the operator has entered it."""
    return _notice(request, "web/imprint.html", _("Impressum"))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Which data Etappe itself keeps about visitors and accounts, and who is responsible."""
    return _notice(request, "web/privacy.html", _("Datenschutz"))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What is done and known about accessibility, and where to report a barrier."""
    return _notice(request, "web/accessibility.html", _("Barrierefreiheit"))


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """All explained terms."""
    context = {"entries": in_order(), "breadcrumbs": [Crumb(_("Begriffe"))]}
    return render(request, "web/glossary.html", context)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when the request was simply too large."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the sentence that came with the refusal."""
    return render(request, "403.html", {"reason": _sentence(exception)}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that is too old or came from elsewhere; the technical reason goes to the log, not to the page."""
    return render(request, "403_csrf.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 with the sentence of the view, if it has one."""
    return render(request, "404.html", {"reason": _sentence(exception)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 from a page that needs nothing else to work: no database, no session, no navigation."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _notice(request: HttpRequest, template: str, title: str) -> HttpResponse:
    context = {"breadcrumbs": [Crumb(title)], "operator": getattr(settings, "OPERATOR", {})}
    return render(request, template, context)


def _sentence(exception: Exception) -> str:
    """What a person may read of an exception: a sentence of ours, never a path or a class name."""
    words = exception.args[0] if exception.args else ""
    return "" if not isinstance(words, str) or words.endswith(DJANGO_SAYS) else words
