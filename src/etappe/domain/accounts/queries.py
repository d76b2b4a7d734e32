"""From a signed-in user to an actor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.kernel.actor import Actor, Grant, Role, visitor
from etappe.domain.tenancy.models import Alliance, Municipality
from etappe.domain.tenancy.queries import subtree_ids


def actor_for(user: Any, municipality: Municipality | None, *, on: date | None = None) -> Actor:
    """Return who ``user`` is in ``municipality`` on the day ``on`` (default: today).

    A user without a role here is a visitor here, whatever roles are held elsewhere. The alliance office stays what it
    is everywhere: it writes what belongs to its alliance, and of a municipality it sees what the public sees.
    """
    if not isinstance(user, User) or not user.is_active:
        return visitor(municipality.pk if municipality else None)
    day = on or timezone.localdate()
    held = [role for role in user.roles.all() if role.holds_on(day)]
    here = [role for role in held if municipality is not None and role.municipality_id == municipality.pk]
    alliance = [role for role in held if role.role == Role.ALLIANCE.value]
    return Actor(
        user_id=user.pk,
        label=user.name,
        municipality_id=municipality.pk if municipality else None,
        grants=tuple(_grant(role) for role in (*here, *alliance)),
    )


def language_of(address: str) -> str:
    """Return the language in which to write to ``address``: that of its account, German where it has none."""
    known = User.objects.filter(email=address.lower(), is_active=True).values_list("language", flat=True).first()
    return known or "de"


def _grant(assignment: RoleAssignment) -> Grant:
    roots = frozenset({assignment.unit_id}) if assignment.unit_id is not None else frozenset()
    units = subtree_ids(assignment.municipality_id, roots) if roots and assignment.municipality_id else roots
    return Grant(
        Role(assignment.role),
        unit_ids=units,
        organisation_id=assignment.organisation_id,
        committee_id=assignment.committee_id,
        alliance_id=assignment.alliance_id,
    )


def municipalities_of(user: User, *, on: date | None = None) -> list[Municipality]:
    """Return the municipalities in which ``user`` holds a role on ``on``, by name."""
    day = on or timezone.localdate()
    roles = user.roles.select_related("municipality").all()
    places = {role.municipality for role in roles if role.municipality is not None and role.holds_on(day)}
    return sorted(places, key=lambda place: place.name)


def alliances_of(user: User, *, on: date | None = None) -> list[Alliance]:
    """Return the alliances for which ``user`` holds a role on ``on``."""
    day = on or timezone.localdate()
    roles = user.roles.select_related("alliance").all()
    return sorted(
        {role.alliance for role in roles if role.alliance is not None and role.holds_on(day)}, key=lambda a: a.name
    )


def roles_in(municipality: Municipality) -> list[RoleAssignment]:
    """Return all role assignments of a municipality, past ones too, with user, unit and organisation."""
    roles = RoleAssignment.objects.filter(municipality=municipality)
    return list(roles.select_related("user", "unit", "organisation", "committee").order_by("user__name", "valid_from"))
