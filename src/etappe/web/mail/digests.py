"""Ending a digest: one button, no account; or one click in a mail program, which posts by itself (RFC 8058)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from etappe.domain.kernel.actor import visitor
from etappe.domain.mail.actions import subscribe_again, unsubscribe
from etappe.domain.mail.outgoing import Subscription, UnknownSubscription, subscription_of
from etappe.domain.mail.queries import is_cancelled
from etappe.domain.tenancy.models import Municipality
from etappe.web.mail.words import occasion


@csrf_exempt  # the signed link itself is what counts, and mail programs post without a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on opening, since mail filters open every link; end or order again on pressing."""
    try:
        subscription = subscription_of(token)
    except UnknownSubscription as unknown:
        raise Http404(str(unknown)) from None
    place = Municipality.objects.filter(pk=subscription.municipality_id).first()
    if place is None:
        raise Http404(_("Diese Kommune ist hier nicht eingerichtet."))
    with scope(municipality=place):
        if request.method == "POST":
            _change(place, subscription, again="wieder" in request.POST)
        context = {
            "place": place,
            "address": subscription.address,
            "occasion": occasion(subscription.kind),
            "cancelled": is_cancelled(place, subscription.address, subscription.kind),
        }
        return render(request, "mail_log/unsubscribe.html", context)


def _change(place: Municipality, subscription: Subscription, *, again: bool) -> None:
    actor = visitor(place.pk)
    if again:
        subscribe_again(actor=actor, municipality=place, subscription=subscription)
    else:
        unsubscribe(actor=actor, municipality=place, subscription=subscription, now=timezone.now())
