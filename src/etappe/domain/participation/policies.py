"""Who sees and edits conferences, concept papers, statements and recommendations."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Model, Q

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, Policy
from etappe.domain.kernel.publishing import DraftPolicy, InternalPolicy, OpenPolicy
from etappe.domain.participation.models import (
    ConceptPaper,
    ConceptVersion,
    Conference,
    Finding,
    PointAnswer,
    Recommendation,
    Stage,
    Statement,
)


class StagePolicy(OpenPolicy):
    """The timeline is public."""

    model = Stage


class ConferencePolicy(OpenPolicy):
    """Conferences with their groups and sessions are public."""

    model = Conference


class ConceptPaperPolicy(DraftPolicy):
    """The text of a public concept paper can be read by all."""

    model = ConceptPaper


class ConceptVersionPolicy(InternalPolicy):
    """Originals and the state of reading are for the administration."""

    model = ConceptVersion


class FindingPolicy(InternalPolicy):
    """How statements are classified is the working material of the administration."""

    model = Finding


class StatementPolicy(DraftPolicy):
    """An association writes its own statements and sees them before they are public.

    Actions: ``view``, ``create``, ``write`` (points of a draft), ``hand_in``, ``change``, ``answer`` and ``conclude``.
    A draft belongs to its association alone.
    """

    model = Statement
    AUTHORS: ClassVar[frozenset[str]] = frozenset({"create", "write", "hand_in"})

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """What others see too, without the drafts of associations."""
        own = Q(author_id__in=actor.organisations)
        return super().visible(actor) & (~Q(state=Statement.State.DRAFT) | own)

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Add what an association may do with its own statement."""
        if not isinstance(obj, Statement):
            return super().allows(actor, action, obj) or (action == "create" and actor.has(Role.PROVIDER))
        own = obj.municipality_id == actor.municipality_id and obj.author_id in actor.organisations
        if obj.state == Statement.State.DRAFT and not own:
            return False
        return super().allows(actor, action, obj) or (own and action in cls.AUTHORS and actor.has(Role.PROVIDER))

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Statements of the actor's own organisations."""
        return Q(author_id__in=actor.organisations) if actor.organisations else None

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether the statement comes from one of the actor's organisations."""
        return isinstance(obj, Statement) and obj.author_id in actor.organisations


class PointAnswerPolicy(Policy[PointAnswer]):
    """Answers are prepared in the administration and go out together. The owning office may write its own."""

    model = PointAnswer

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """All for the administration; for others those that have gone out, with the statement."""
        if actor.is_staff:
            return EVERYTHING
        statement = Q(point__statement__is_public=True) | Q(point__statement__author_id__in=actor.organisations)
        return Q(point__statement__state=Statement.State.ANSWERED) & statement

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: PointAnswer | None) -> bool:
        """``view`` as in ``visible``; ``change`` for the coordinating office and the owning unit."""
        if obj is None or obj.municipality_id != actor.municipality_id:
            return obj is None and actor.has(Role.COORDINATOR)
        statement = obj.point.statement
        if action == "view":
            gone_out = statement.state == Statement.State.ANSWERED
            return actor.is_staff or (gone_out and StatementPolicy.allows(actor, "view", statement))
        return actor.has(Role.COORDINATOR) or obj.unit_id in actor.units(Role.OWNER) | actor.units(Role.DECIDER)


class RecommendationPolicy(DraftPolicy):
    """Those who recommended can see what became of it. What a statement asks for is not public before the statement."""

    model = Recommendation

    @classmethod
    def released(cls) -> Q:
        """Public recommendations, unless they come from a statement that is not public."""
        return Q(is_public=True) & (Q(statement_point__isnull=True) | Q(statement_point__statement__is_public=True))

    @classmethod
    def is_released(cls, obj: Model) -> bool:
        """Whether the recommendation and the statement it comes from are both public."""
        if not isinstance(obj, Recommendation) or not obj.is_public:
            return False
        return obj.statement_point is None or obj.statement_point.statement.is_public

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Recommendations of the actor's own organisations."""
        return Q(recommended_by_id__in=actor.organisations) if actor.organisations else None

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether the recommendation comes from one of the actor's organisations."""
        return isinstance(obj, Recommendation) and obj.recommended_by_id in actor.organisations
