"""Personal links: whoever has one answers for one unit in one round, without an account.

A link carries the id and the secret of a request, signed with the server's key. It expires with a date, and a new
secret makes every older link worthless. Opening a link changes nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from etappe.domain.kernel.actor import Actor, Grant, Role
from etappe.domain.kernel.addresses import absolute
from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.models import Request
from etappe.domain.tenancy.models import Municipality

VALID_AFTER_DEADLINE = timedelta(days=90)
"""How long a link opens the page after the deadline of its round; late answers and questions need it."""
_LONGEST_TOKEN = 300


class LinkUnknown(DomainError):
    """The link is none of ours: cut off, made up, or changed."""


class LinkExpired(DomainError):
    """The link was good and its time is over."""


class LinkRevoked(DomainError):
    """The link was withdrawn or replaced by a newer one."""


class LinkPassedOn(LinkRevoked):
    """The unit was dissolved; its successor answers."""


@dataclass(frozen=True)
class LinkedRequest:
    """What a good link opens: the request, its municipality (enter its scope), and who answers."""

    request: Request
    municipality: Municipality
    actor: Actor


def new_secret() -> str:
    """Return a new random secret of 192 bits."""
    return secrets.token_urlsafe(24)


def link_token(request: Request) -> str:
    """Return the token that stands in the personal link of ``request``."""
    return _signer().sign(f"{request.pk}.{request.secret}")


def personal_link(request: Request) -> str:
    """Return the absolute address of the personal link, for mails and for those who may hand it on."""
    return absolute(reverse("reply:page", args=[link_token(request)]))


def open_link(token: str, today: date) -> LinkedRequest:
    """Return what the link opens on ``today``.

    Raises ``LinkUnknown``, ``LinkExpired``, ``LinkRevoked`` or ``LinkPassedOn``, each with its own sentence.
    """
    number, secret = _unsigned(token)
    with scopes_disabled():
        request = (
            Request.objects.select_related("municipality", "round__programme", "unit", "passed_on_to__unit")
            .filter(pk=number)
            .first()
        )
    if request is None:
        raise _unknown()
    if request.passed_on_to is not None:
        raise LinkPassedOn(
            _("%(unit)s gibt es nicht mehr. Die Maßnahmen liegen jetzt bei %(successor)s; dorthin ging ein neuer Link.")
            % {"unit": request.unit, "successor": request.passed_on_to.unit}
        )
    if request.link_revoked_at is not None or not constant_time_compare(secret, request.secret):
        raise LinkRevoked(
            _("Dieser Link gilt nicht mehr, weil er ersetzt oder widerrufen wurde. Bitte den neuesten Link benutzen.")
        )
    if today > request.link_expires:
        raise LinkExpired(
            _("Dieser Link galt bis zum %(day)s. Das Kommunale Integrationszentrum schickt gern einen neuen.")
            % {"day": date_format(request.link_expires, "j. F Y")}
        )
    return LinkedRequest(request, request.municipality, actor_of_link(request))


def actor_of_link(request: Request) -> Actor:
    """Return who answers through the link: the unit, and nothing more than the unit."""
    return Actor(
        user_id=None,
        label=request.unit.title,
        municipality_id=request.municipality_id,
        grants=(Grant(Role.OWNER, unit_ids=frozenset({request.unit_id})),),
    )


def _signer() -> Signer:
    return Signer(salt="etappe.rounds.link", sep="~")


def _unsigned(token: str) -> tuple[int, str]:
    try:
        if len(token) > _LONGEST_TOKEN:
            raise _unknown()
        number, _dot, secret = _signer().unsign(token).partition(".")
    except BadSignature:
        raise _unknown() from None
    return int(number), secret


def _unknown() -> LinkUnknown:
    return LinkUnknown(
        _("Dieser Link ist unvollständig oder verändert. Bitte den Link aus der Nachricht ganz kopieren.")
    )
