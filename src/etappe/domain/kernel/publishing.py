"""The commonest policy: drafts for the administration, the public sees what is public, the KI writes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, Q

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, Policy


class DraftPolicy(Policy[Any]):
    """Objects with ``is_public``. ``writers`` may do everything; ``addressed`` adds who else may read a draft."""

    writers: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})

    @classmethod
    def released(cls) -> Q:
        """Return the filter for what everybody may see."""
        return Q(is_public=True)

    @classmethod
    def is_released(cls, obj: Model) -> bool:
        """Whether everybody may see ``obj``; must agree with ``released``."""
        return bool(getattr(obj, "is_public", False))

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Return a filter for drafts that are addressed to ``actor``; None where there are none."""
        return None

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Everything for the administration; what is public, and what is addressed to them, for others."""
        if actor.is_staff:
            return EVERYTHING
        addressed = cls.addressed(actor)
        return cls.released() if addressed is None else cls.released() | addressed

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Allow viewing as in ``visible``, everything else to the writers of the same municipality."""
        if obj is not None and getattr(obj, "municipality_id", None) != actor.municipality_id:
            return False
        if action == "view":
            return obj is not None and (actor.is_staff or cls.is_released(obj) or cls.reads(actor, obj))
        return actor.has(*cls.writers)

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether the draft ``obj`` is addressed to ``actor``; must agree with ``addressed``."""
        return False


class OpenPolicy(Policy[Any]):
    """Objects that are always public; ``writers`` keep them."""

    writers: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Everything in the scope of the municipality."""
        return EVERYTHING

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Allow viewing to all, everything else to the writers of the same municipality."""
        if action == "view":
            return True
        here = obj is None or getattr(obj, "municipality_id", None) == actor.municipality_id
        return here and actor.has(*cls.writers)


class InternalPolicy(Policy[Any]):
    """Objects only the administration sees; ``writers`` keep them."""

    writers: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR})

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Everything for the administration, nothing for others."""
        return EVERYTHING if actor.is_staff else Q(pk__in=())

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Allow viewing to the administration, writing to the writers, always of the same municipality."""
        if obj is not None and getattr(obj, "municipality_id", None) != actor.municipality_id:
            return False
        if action == "view":
            return obj is not None and actor.is_staff
        return actor.has(*cls.writers)
