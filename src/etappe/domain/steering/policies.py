"""Who sees deviations, who speaks about them, who prepares a decision – and who decides, which is never the same."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from etappe.domain.council.models import Paper
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import NotAllowed
from etappe.domain.kernel.policy import EVERYTHING, Policy
from etappe.domain.kernel.publishing import InternalPolicy
from etappe.domain.programme.models import Measure
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.steering.models import Decision, DecisionPaper, Deviation, Level, Rule, Task


def answers_for(actor: Actor, measure: Measure) -> bool:
    """Whether ``actor`` speaks for the unit that owns ``measure``: the unit itself or its department."""
    return measure.owner_id in actor.units(Role.OWNER) | actor.units(Role.DECIDER)


def decides_on(actor: Actor, measure: Measure) -> bool:
    """Whether ``actor`` holds a mandate over the unit that owns ``measure``."""
    return measure.owner_id in actor.units(Role.DECIDER)


class RulePolicy(InternalPolicy):
    """The rules are open to the whole administration; the coordinating office sets them, the worker fills gaps."""

    model = Rule

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Any) -> bool:
        """Add the worker, which stores a rule at its default where none is stored yet."""
        return super().allows(actor, action, obj) or (action == "create" and actor.operator)


class DecisionPolicy(Policy[Decision]):
    """A decision is made with a mandate, or recorded from a resolution; it is public when one of its papers is.

    Actions: ``view``, ``decide`` (holders of the mandate), ``record`` (a committee's decision, from its resolution) and
    ``attach_paper``. Whoever coordinates may record what others have decided, never decide.
    """

    model = Decision

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """All decisions for the administration; for others those with a paper and a measure that they may see."""
        if actor.is_staff:
            return EVERYTHING
        shown = Paper._base_manager.filter(PaperPolicy.visible(actor))
        papers = DecisionPaper._base_manager.filter(decision_id=OuterRef("pk"), paper__in=shown)
        return Q(Exists(papers)) & Q(measure__in=Measure._base_manager.filter(MeasurePolicy.visible(actor)))

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Decision | None) -> bool:
        """Allow as the class says, within the municipality."""
        if obj is not None and obj.municipality_id != actor.municipality_id:
            return False
        if action == "view":
            return obj is not None and (actor.is_staff or cls._is_shown(actor, obj))
        if action == "decide":
            return obj is not None and decides_on(actor, obj.measure)
        return actor.has(Role.COORDINATOR)

    @classmethod
    def require(cls, actor: Actor, action: str, obj: Decision | None) -> None:
        """Say who decides, where it is not the one who asks."""
        if action == "decide" and not cls.allows(actor, action, obj):
            refuse_to_decide(actor)
        super().require(actor, action, obj)

    @classmethod
    def _is_shown(cls, actor: Actor, decision: Decision) -> bool:
        papers = DecisionPaper._base_manager.filter(decision_id=decision.pk).select_related("paper")
        return MeasurePolicy.allows(actor, "view", decision.measure) and any(
            PaperPolicy.allows(actor, "view", link.paper) for link in papers
        )


class DeviationPolicy(Policy[Deviation]):
    """The administration sees every case; others see one only through a decision that they may see.

    Actions: ``view``; ``explain`` and ``advise`` (cause and options) for the owning unit, its department and the
    coordinating office; ``hand_up`` for whoever has the case and for that office; ``detect`` and ``escalate`` for that
    office and the worker; ``open``, ``prepare`` and ``withdraw`` for the office; ``decide`` for the holder of the
    mandate alone.
    """

    model = Deviation

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """All cases for the administration; for others those with a visible decision."""
        if actor.is_staff:
            return EVERYTHING
        decisions = Decision._base_manager.filter(DecisionPolicy.visible(actor), deviation_id=OuterRef("pk"))
        return Q(Exists(decisions))

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Deviation | None) -> bool:
        """Allow as the class says, within the municipality."""
        if obj is not None and obj.municipality_id != actor.municipality_id:
            return False
        if action == "view":
            return obj is not None and (actor.is_staff or cls._is_shown(actor, obj))
        if action == "decide":
            return obj is not None and decides_on(actor, obj.measure)
        if action in {"detect", "escalate"} and actor.operator:
            return True
        if obj is not None and cls._has_a_say(actor, action, obj):
            return True
        return actor.has(Role.COORDINATOR)

    @classmethod
    def _has_a_say(cls, actor: Actor, action: str, deviation: Deviation) -> bool:
        if action == "hand_up" and deviation.level != Level.UNIT:
            return decides_on(actor, deviation.measure)  # nobody takes a case off the desk of their superior
        return action in {"explain", "advise", "hand_up"} and answers_for(actor, deviation.measure)

    @classmethod
    def require(cls, actor: Actor, action: str, obj: Deviation | None) -> None:
        """Say who decides, where it is not the one who asks."""
        if action == "decide" and not cls.allows(actor, action, obj):
            refuse_to_decide(actor)
        super().require(actor, action, obj)

    @classmethod
    def _is_shown(cls, actor: Actor, deviation: Deviation) -> bool:
        found = Decision._base_manager.filter(deviation_id=deviation.pk).select_related("measure__programme")
        return any(DecisionPolicy.allows(actor, "view", decision) for decision in found)


class TaskPolicy(InternalPolicy):
    """Tasks are seen in the administration; the unit that owes one, its department and the office tick it off.

    Actions: ``view``, ``create`` (from a resolution), ``finish``, ``reopen``, ``drop``. A condition of a decision is
    dropped by a holder of the mandate, an order of a committee by the coordinating office.
    """

    model = Task

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Any) -> bool:
        """Allow as the class says, within the municipality."""
        if obj is None or obj.municipality_id != actor.municipality_id or action == "view":
            return super().allows(actor, action, obj)
        if action == "drop" and obj.decision_id is not None and obj.decision.mandate_id is not None:
            return decides_on(actor, obj.decision.measure)
        owes = obj.unit_id in actor.units(Role.OWNER) | actor.units(Role.DECIDER)
        return actor.has(Role.COORDINATOR) or (owes and action in {"finish", "reopen"})


def refuse_to_decide(actor: Actor) -> NoReturn:
    """Raise :class:`NotAllowed` with the sentence for whoever coordinates, or for whoever lacks this mandate."""
    if actor.has(Role.COORDINATOR):
        raise NotAllowed(
            _(
                "Wer koordiniert, entscheidet nicht: „%(who)s“ bereitet diesen Fall vor, entscheiden kann das "
                "zuständige Dezernat oder ein Gremium mit seinem Beschluss."
            )
            % {"who": actor.label}
        )
    raise NotAllowed(
        _(
            "Hier entscheidet, wer das Dezernat der zuständigen Stelle leitet. „%(who)s“ hat dieses Mandat nicht; "
            "die Koordinierungsstelle weiß, bei wem der Fall liegt."
        )
        % {"who": actor.label}
    )
