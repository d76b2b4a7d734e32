"""What goes into the outbox: attachments, the constant name of a mail, the link that ends a digest."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from etappe.domain.kernel.addresses import absolute
from etappe.domain.kernel.errors import DomainError

SALT = "etappe.mail.unsubscribe"


@dataclass(frozen=True)
class Attachment:
    """A file to go with a mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Subscription:
    """A kind of digest to one address."""

    municipality_id: int
    address: str
    kind: str


class UnknownSubscription(DomainError):
    """The link that should end a digest was not made here, or was cut short on its way."""


def message_id(ags: str, key: str) -> str:
    """Return the Message-ID of the mail ``key``: the same however often it is queued or sent."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    digest = salted_hmac("etappe.mail.message-id", f"{ags}/{key}", algorithm="sha256").hexdigest()
    return f"<{digest[:40]}@{host}>"


def unsubscribe_token(subscription: Subscription) -> str:
    """Return what the link that ends ``subscription`` carries."""
    return signing.dumps([subscription.municipality_id, subscription.address, subscription.kind], salt=SALT)


def unsubscribe_address(subscription: Subscription) -> str:
    """Return the absolute address that ends ``subscription``."""
    return absolute(reverse("mail:unsubscribe", args=[unsubscribe_token(subscription)]))


def subscription_of(token: str) -> Subscription:
    """Read a token. Raises :class:`UnknownSubscription`."""
    try:
        municipality_id, address, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        message = _("Dieser Abbestell-Link ist unvollständig. Bitte öffnen Sie ihn direkt aus der E-Mail.")
        raise UnknownSubscription(message) from None
    return Subscription(municipality_id, address, kind)
