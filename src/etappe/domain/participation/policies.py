"""Who sees and edits conferences, concept papers, statements and recommendations."""

from __future__ import annotations

from django.db.models import Model, Q

from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.publishing import DraftPolicy, InternalPolicy, OpenPolicy
from etappe.domain.participation.models import (
    ConceptPaper,
    ConceptVersion,
    Conference,
    Finding,
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
    """An association sees its own statements before they are public."""

    model = Statement

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Statements of the actor's own organisations."""
        return Q(author_id__in=actor.organisations) if actor.organisations else None

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether the statement comes from one of the actor's organisations."""
        return isinstance(obj, Statement) and obj.author_id in actor.organisations


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
