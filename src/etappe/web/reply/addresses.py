"""Absolute addresses of personal links, as they stand in mails and on the page of a round."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from etappe.domain.kernel.addresses import absolute
from etappe.domain.rounds.links import link_token
from etappe.domain.rounds.models import Request


def personal_link(request: Request) -> str:
    """Return the personal link of a request."""
    return absolute(reverse("reply:page", args=[link_token(request)]))


def example_link() -> str:
    """Return what stands in a preview in place of a link: the link itself comes into being when the mail is sent."""
    return absolute("/antwort/") + _("(persönlicher Link)")
