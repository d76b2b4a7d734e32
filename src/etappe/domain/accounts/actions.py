"""Accounts, roles and tokens: opening, granting, ending."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.accounts.calendars import SECRET_BYTES, calendar_address_of
from etappe.domain.accounts.models import ApiToken, CalendarAddress, RoleAssignment, User
from etappe.domain.accounts.policies import ApiTokenPolicy, CalendarAddressPolicy, RoleAssignmentPolicy, UserPolicy
from etappe.domain.accounts.tokens import TOKEN_PREFIX, digest_of_token
from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of, validated
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import Invalid
from etappe.domain.tenancy.models import Alliance, Municipality, Organisation, Unit

TOKEN_DAYS = 365
"""For how long a token is valid unless said otherwise."""


def open_account(*, actor: Actor, email: str, name: str, password: str | None = None) -> User:
    """Open an account. Without ``password`` its holder sets one by the reset mail."""
    with act(actor, allowed_by=RoleAssignmentPolicy, to="open account", on=None) as record:
        user = User(email=User.objects.normalize_email(email).lower(), name=name)
        user.set_password(password)
        return record.create("account.opened", user)


def choose_language(*, actor: Actor, user: User, language: str) -> User:
    """Write to ``user`` in this language from now on. Raises ``Invalid`` for a language Etappe does not speak."""
    with act(actor, allowed_by=UserPolicy, to="choose language", on=user) as record:
        before = state_of(user)
        user.language = language
        validated(user)
        user.save(update_fields=["language"])
        record.changed("account.language_chosen", user, before)
    return user


def grant_role(
    *,
    actor: Actor,
    user: User,
    role: Role,
    municipality: Municipality | None = None,
    alliance: Alliance | None = None,
    unit: Unit | None = None,
    organisation: Organisation | None = None,
    committee_id: int | None = None,
    valid_from: date,
    valid_until: date | None = None,
) -> RoleAssignment:
    """Grant ``role``; the database refuses an owner without unit and a provider without organisation."""
    assignment = RoleAssignment(
        user=user,
        role=role.value,
        municipality=municipality,
        alliance=alliance,
        unit=unit,
        organisation=organisation,
        committee_id=committee_id,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _refuse_foreign_places(assignment)
    with act(actor, allowed_by=RoleAssignmentPolicy, to="grant", on=assignment) as record:
        validated(assignment)
        assignment.save()
        record.created("role.granted", assignment)
    return assignment


def end_role(*, actor: Actor, assignment: RoleAssignment, on: date) -> RoleAssignment:
    """End a role with the day ``on``; the assignment stays as history."""
    with act(actor, allowed_by=RoleAssignmentPolicy, to="end", on=assignment) as record:
        before = state_of(assignment)
        assignment.valid_until = on
        validated(assignment)
        assignment.save()
        record.changed("role.ended", assignment, before)
    return assignment


def create_token(*, actor: Actor, user: User, label: str, expires: date | None = None) -> tuple[ApiToken, str]:
    """Make a personal access token for ``user``; return it with its secret, which is stored nowhere.

    Without ``expires`` it is valid for a year. Raises ``Invalid`` for an empty label or a day in the past.
    """
    today = timezone.localdate()
    if expires is not None and expires < today:
        raise Invalid({"expires": _("Der Tag liegt in der Vergangenheit. Bitte einen späteren angeben.")})
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=user, label=label, digest=digest_of_token(secret), expires=expires or today + timedelta(days=TOKEN_DAYS)
    )
    with act(actor, allowed_by=ApiTokenPolicy, to="create", on=token) as record:
        validated(token)
        token.save(force_insert=True)
        record.happened("token.created", token, {"label": label, "expires": token.expires.isoformat()})
    return token, secret


def revoke_token(*, actor: Actor, token: ApiToken) -> ApiToken:
    """Make ``token`` useless from now on; a second time changes nothing."""
    with act(actor, allowed_by=ApiTokenPolicy, to="revoke", on=token) as record:
        before = state_of(token)
        if token.revoked is None:
            token.revoked = timezone.now()
            token.save(update_fields=["revoked"])
        record.changed("token.revoked", token, before)
    return token


def renew_calendar_address(*, actor: Actor, user: User) -> tuple[CalendarAddress, str]:
    """Give ``user`` a new calendar address; return it with its secret, which is stored nowhere.

    The address before stops working at once, so whoever had it learns nothing more.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    address = CalendarAddress(user=user, digest=digest_of_token(secret))
    with act(actor, allowed_by=CalendarAddressPolicy, to="create", on=address) as record:
        former = calendar_address_of(actor)
        if former is not None:
            former.revoked = timezone.now()
            former.save(update_fields=["revoked"])
        validated(address)
        address.save(force_insert=True)
        record.happened("calendar.renewed" if former else "calendar.created", address)
    return address, secret


def revoke_calendar_address(*, actor: Actor, address: CalendarAddress) -> CalendarAddress:
    """Make ``address`` useless from now on; a second time changes nothing."""
    with act(actor, allowed_by=CalendarAddressPolicy, to="revoke", on=address) as record:
        before = state_of(address)
        if address.revoked is None:
            address.revoked = timezone.now()
            address.save(update_fields=["revoked"])
        record.changed("calendar.revoked", address, before)
    return address


def _refuse_foreign_places(assignment: RoleAssignment) -> None:
    """A role holds in one municipality; unit, organisation and committee must be of the same."""
    for name in ("unit", "organisation", "committee"):
        place = getattr(assignment, name)
        if place is not None and place.municipality_id != assignment.municipality_id:
            raise Invalid({name: _("Diese Stelle gehört nicht zu dieser Kommune.")})
