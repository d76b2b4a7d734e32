"""The personal calendar: its page with the secret address, and the feed that calendar programs fetch."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_scopes import scope

from etappe.domain.accounts.actions import renew_calendar_address, revoke_calendar_address
from etappe.domain.accounts.calendars import calendar_address_of, user_of_calendar
from etappe.domain.accounts.models import User
from etappe.domain.accounts.queries import actor_for, municipalities_of
from etappe.domain.tenancy.models import Municipality
from etappe.interop.calendar import CalendarEvent, write_calendar
from etappe.web.components import Crumb
from etappe.web.door import ask_to_sign_in
from etappe.web.today.due import DueItem, due_items

LOOKS_BACK = timedelta(days=30)
LOOKS_AHEAD = timedelta(days=400)


@never_cache
def calendar(request: HttpRequest) -> HttpResponse:
    """Show whether there is a calendar address; make one, or a new one, and show it this once."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    actor = actor_for(request.user, None)
    address = ""
    if request.method == "POST":
        _made, secret = renew_calendar_address(actor=actor, user=request.user)
        address = request.build_absolute_uri(reverse("today:calendar_feed", args=[secret]))
    context = {
        "breadcrumbs": [Crumb(_("Kalender"))],
        "current": calendar_address_of(actor),
        "address": address,
        "subscribe": "webcal:" + address.partition(":")[2] if address else "",
    }
    return render(request, "today/calendar.html", context)


def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """Make the address useless; whoever opens this otherwise comes to the page about it."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    actor = actor_for(request.user, None)
    current = calendar_address_of(actor)
    if request.method == "POST" and current is not None:
        revoke_calendar_address(actor=actor, address=current)
        messages.success(request, _("Die Kalenderadresse ist widerrufen. Wer sie benutzt, bekommt nichts mehr."))
    return redirect("today:calendar")


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with everything that is due for the person whose address this is, in all their municipalities."""
    day = timezone.localdate()
    user = user_of_calendar(secret, today=day)
    if user is None:
        raise Http404(_("Diese Kalenderadresse gilt nicht mehr. Eine neue steht unter „Kalender abonnieren“."))
    with translation.override(user.language):
        events = [event for place in municipalities_of(user, on=day) for event in _events(request, user, place)]
        content = write_calendar(_("Etappe: Fristen und Sitzungen"), events)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="etappe.ics"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _events(request: HttpRequest, user: User, place: Municipality) -> list[CalendarEvent]:
    day = timezone.localdate()
    with scope(municipality=place):
        due = due_items(actor_for(user, place, on=day), place, day - LOOKS_BACK, day + LOOKS_AHEAD)
    return [_event(request, place, item) for item in due]


def _event(request: HttpRequest, place: Municipality, item: DueItem) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{item.key}@{urlsplit(settings.ADDRESS).hostname}",
        day=item.day,
        last_day=item.last_day,
        summary=item.title,
        description="\n".join(part for part in (item.detail, place.title) if part),
        address=request.build_absolute_uri(item.url),
        place=item.place,
        sequence=item.version - 1,
        changed=item.changed,
        cancelled=item.cancelled,
    )
