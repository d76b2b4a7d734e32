"""What stands in a preview in place of a personal link."""

from __future__ import annotations

from django.utils.translation import gettext as _

from etappe.domain.kernel.addresses import absolute


def example_link() -> str:
    """Return an address that looks like a personal link; the link itself comes into being when the mail is sent."""
    return absolute("/antwort/") + _("(persönlicher Link)")
