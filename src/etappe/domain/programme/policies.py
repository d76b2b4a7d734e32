"""Who sees and edits programmes, goals and measures."""

from __future__ import annotations

from django.db.models import Exists, Model, OuterRef, Q

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, Policy
from etappe.domain.kernel.publishing import DraftPolicy, InternalPolicy, OpenPolicy
from etappe.domain.programme.models import (
    Cooperation,
    FieldOfAction,
    Goal,
    Measure,
    Programme,
    SheetImport,
    TargetGroup,
)


class FieldOfActionPolicy(OpenPolicy):
    """Fields of action are public; the coordinating office keeps them."""

    model = FieldOfAction


class TargetGroupPolicy(OpenPolicy):
    """Target groups are public; the coordinating office keeps them."""

    model = TargetGroup


class SheetImportPolicy(InternalPolicy):
    """Spreadsheets taken in are the working material of the administration."""

    model = SheetImport


class ProgrammePolicy(DraftPolicy):
    """The coordinating office edits programmes."""

    model = Programme


class GoalPolicy(Policy[Goal]):
    """A goal is seen with its programme."""

    model = Goal

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Goals of visible programmes."""
        return EVERYTHING if actor.is_staff else Q(programme__is_public=True)

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Goal | None) -> bool:
        """Allow viewing as in ``visible``, editing to the coordinating office."""
        if obj is not None and obj.municipality_id != actor.municipality_id:
            return False
        if action == "view":
            return obj is not None and (actor.is_staff or obj.programme.is_public)
        return actor.has(Role.COORDINATOR)


class MeasurePolicy(DraftPolicy):
    """The coordinating office edits; the owning unit and its department report how things stand; partners read along.

    Actions: ``view``, ``create``, ``change``, ``publish``, ``remove``, ``report`` (state and milestones) and ``decide``
    (what a decision changes), which belongs to the holder of the mandate alone.
    """

    model = Measure

    @classmethod
    def released(cls) -> Q:
        """Public measures of public programmes."""
        return Q(is_public=True, programme__is_public=True)

    @classmethod
    def is_released(cls, obj: Model) -> bool:
        """Whether measure and programme are both public."""
        return isinstance(obj, Measure) and obj.is_public and obj.programme.is_public

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Measures in which one of the actor's organisations is a partner."""
        if not actor.organisations:
            return None
        partner = Cooperation._base_manager.filter(measure_id=OuterRef("pk"), organisation_id__in=actor.organisations)
        return Q(Exists(partner))

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether one of the actor's organisations is a partner."""
        return (
            bool(actor.organisations)
            and Cooperation._base_manager.filter(measure_id=obj.pk, organisation_id__in=actor.organisations).exists()
        )

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Add reporting by the owning unit to what the coordinating office may do; keep deciding from that office."""
        if action == "decide":
            ours = isinstance(obj, Measure) and obj.municipality_id == actor.municipality_id
            return ours and getattr(obj, "owner_id", None) in actor.units(Role.DECIDER)
        if super().allows(actor, action, obj):
            return True
        if action != "report" or not isinstance(obj, Measure) or obj.municipality_id != actor.municipality_id:
            return False
        return obj.owner_id in actor.units(Role.OWNER) | actor.units(Role.DECIDER)
