"""Committees and meetings are public; papers once they are released, before that for those they are addressed to."""

from __future__ import annotations

from django.db.models import Exists, Model, OuterRef, Q

from etappe.domain.council.models import Committee, Consultation, CouncilSource, Meeting, Paper, Resolution
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import EVERYTHING, Policy
from etappe.domain.kernel.publishing import DraftPolicy, InternalPolicy, OpenPolicy


class CommitteePolicy(OpenPolicy):
    """The coordinating office keeps the committees."""

    model = Committee


class MeetingPolicy(OpenPolicy):
    """The coordinating office keeps the meetings."""

    model = Meeting


class PaperPolicy(DraftPolicy):
    """Unreleased papers can be read in the administration and by the committees on their consultation path."""

    model = Paper

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Papers on whose path one of the actor's committees lies."""
        if not actor.committees:
            return None
        path = Consultation._base_manager.filter(paper_id=OuterRef("pk"), committee_id__in=actor.committees)
        return Q(Exists(path))

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether one of the actor's committees lies on the paper's path."""
        return (
            bool(actor.committees)
            and Consultation._base_manager.filter(paper_id=obj.pk, committee_id__in=actor.committees).exists()
        )


class ResolutionPolicy(Policy[Resolution]):
    """A resolution is seen with its paper; without one it is public. The coordinating office records resolutions."""

    model = Resolution

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Resolutions without a paper, and those on papers that may be seen."""
        if actor.is_staff:
            return EVERYTHING
        return Q(paper__isnull=True) | Q(paper__in=Paper._base_manager.filter(PaperPolicy.visible(actor)))

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Resolution | None) -> bool:
        """Allow viewing as in ``visible``, recording to the coordinating office."""
        if obj is not None and obj.municipality_id != actor.municipality_id:
            return False
        if action != "view":
            return actor.has(Role.COORDINATOR)
        if obj is None:
            return False
        return actor.is_staff or obj.paper is None or PaperPolicy.allows(actor, "view", obj.paper)


class CouncilSourcePolicy(InternalPolicy):
    """The administration sets the address, the coordinating office reads the source; the operator may do both."""

    model = CouncilSource

    @classmethod
    def allows(cls, actor: Actor, action: str, obj: Model | None) -> bool:
        """Allow ``configure`` to the administration and ``sync`` to the coordinating office."""
        if action == "view":
            return super().allows(actor, action, obj)
        here = obj is None or getattr(obj, "municipality_id", None) == actor.municipality_id
        return here and (actor.operator or actor.has(Role.ADMIN if action == "configure" else Role.COORDINATOR))
