"""Who acts: the roles of the design and an actor as a plain value, computed once per request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(StrEnum):
    """Roles within a municipality; ``ALLIANCE`` belongs to the alliance office."""

    READER = "reader"
    OWNER = "owner"
    COORDINATOR = "coordinator"
    DECIDER = "decider"
    STATISTICS = "statistics"
    PERSONNEL = "personnel"
    PROVIDER = "provider"
    QUARTER = "quarter"
    ALLIANCE = "alliance"
    PRIVACY = "privacy"
    ADMIN = "admin"


ROLE_LABELS = {
    Role.READER: pgettext_lazy("role", "Gremium"),
    Role.OWNER: pgettext_lazy("role", "Fachamt"),
    Role.COORDINATOR: _("Kommunales Integrationszentrum"),
    Role.DECIDER: pgettext_lazy("role", "Dezernat"),
    Role.STATISTICS: _("Statistikstelle"),
    Role.PERSONNEL: pgettext_lazy("role", "Personal"),
    Role.PROVIDER: _("Träger oder Verband"),
    Role.QUARTER: _("Quartiersmanagement"),
    Role.ALLIANCE: _("Bündnisstelle"),
    Role.PRIVACY: pgettext_lazy("role", "Datenschutz"),
    Role.ADMIN: pgettext_lazy("role", "Verwaltung"),
}

STAFF_ROLES = frozenset(Role) - {Role.READER, Role.PROVIDER, Role.ALLIANCE}
"""Roles held inside the municipality: they see its drafts."""


@dataclass(frozen=True)
class Grant:
    """One role, valid today, for the whole municipality or for a unit and all units below it."""

    role: Role
    unit_ids: frozenset[int] = frozenset()
    organisation_id: int | None = None
    committee_id: int | None = None
    alliance_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The person or process that wants something, seen from one municipality.

    Attributes
    ----------
    user_id : int or None
        None for a visitor without account and for processes.
    label : str
        The office as it appears in the event log; never a person's name.
    municipality_id : int or None
        The municipality in whose data the actor moves; None for alliance-wide and operator work.
    operator : bool
        Whoever runs the server, at its command line: sets up municipalities, accounts and example data.
    """

    user_id: int | None
    label: str
    municipality_id: int | None
    grants: tuple[Grant, ...] = ()
    operator: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether one of ``roles`` is held here today."""
        return any(grant.role in roles for grant in self.grants)

    def units(self, role: Role) -> frozenset[int]:
        """Ids of all units for which ``role`` is held, those below included."""
        return frozenset().union(*(grant.unit_ids for grant in self.grants if grant.role == role))

    @property
    def is_staff(self) -> bool:
        """Whether the actor works inside this municipality, or runs the server and can read it all anyway."""
        return self.operator or self.has(*STAFF_ROLES)

    @property
    def organisations(self) -> frozenset[int]:
        """Ids of the organisations the actor speaks for."""
        return frozenset(grant.organisation_id for grant in self.grants if grant.organisation_id is not None)

    @property
    def alliances(self) -> frozenset[int]:
        """Ids of the alliances whose office the actor is."""
        return frozenset(grant.alliance_id for grant in self.grants if grant.alliance_id is not None)

    @property
    def committees(self) -> frozenset[int]:
        """Ids of the committees for which the actor reads."""
        return frozenset(grant.committee_id for grant in self.grants if grant.committee_id is not None)


def visitor(municipality_id: int | None) -> Actor:
    """Someone without an account."""
    return Actor(user_id=None, label="Öffentlichkeit", municipality_id=municipality_id)


def operator(municipality_id: int | None = None, label: str = "Betrieb") -> Actor:
    """Whoever runs the server."""
    return Actor(user_id=None, label=label, municipality_id=municipality_id, operator=True)
