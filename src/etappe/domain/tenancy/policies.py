"""Who may see and change the register of municipalities, units and organisations."""

from __future__ import annotations

from django.db.models import Model, Q

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, Policy
from etappe.domain.tenancy.models import Alliance, Municipality, Organisation, Unit


class _PublicRegister(Policy[Model]):
    """Public to read; written by the operator and by those ``writers`` name."""

    writers: frozenset[Role] = frozenset()

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Everyone may know which municipalities, units and organisations there are."""
        return EVERYTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Allow reading to all; writing to the operator, and to the writing roles in their own municipality."""
        if action == "view" or actor.operator:
            return True
        return actor.has(*cls.writers) and cls.is_own(actor, obj)

    @classmethod
    def is_own(cls, actor: Actor, obj: Model | None) -> bool:
        """Whether ``obj`` belongs to the municipality in which the actor moves; what is new will."""
        return obj is None or getattr(obj, "municipality_id", None) == actor.municipality_id


class MunicipalityPolicy(_PublicRegister):
    """Municipalities are set up by the operator; the administration edits the settings of its own."""

    model = Municipality
    writers = frozenset({Role.ADMIN})

    @classmethod
    def is_own(cls, actor: Actor, obj: Model | None) -> bool:
        """Whether ``obj`` is the actor's municipality; a new one is nobody's."""
        return obj is not None and obj.pk == actor.municipality_id


class AlliancePolicy(_PublicRegister):
    """The alliance's own objects belong to the alliance office."""

    model = Alliance
    writers = frozenset({Role.ALLIANCE})

    @classmethod
    def is_own(cls, actor: Actor, obj: Model | None) -> bool:
        """Whether ``obj`` is the alliance whose office the actor is; a new one is nobody's."""
        return obj is not None and obj.pk in actor.alliances


class UnitPolicy(_PublicRegister):
    """The administration keeps the tree of units."""

    model = Unit
    writers = frozenset({Role.ADMIN})


class OrganisationPolicy(_PublicRegister):
    """Coordinating office and administration keep the list of organisations."""

    model = Organisation
    writers = frozenset({Role.ADMIN, Role.COORDINATOR})
