"""Who sees and makes reports."""

from __future__ import annotations

from django.db.models import Exists, Model, OuterRef, Q

from etappe.domain.council.models import Consultation
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.publishing import DraftPolicy, InternalPolicy
from etappe.domain.publication.models import Report, SteeringReport


class ReportPolicy(DraftPolicy):
    """A report can be read before publication by the committees its paper is addressed to."""

    model = Report

    @classmethod
    def addressed(cls, actor: Actor) -> Q | None:
        """Reports whose paper goes to one of the actor's committees."""
        if not actor.committees:
            return None
        path = Consultation._base_manager.filter(paper_id=OuterRef("paper_id"), committee_id__in=actor.committees)
        return Q(Exists(path))

    @classmethod
    def reads(cls, actor: Actor, obj: Model) -> bool:
        """Whether the report's paper goes to one of the actor's committees."""
        if not actor.committees or not isinstance(obj, Report) or obj.paper_id is None:
            return False
        path = Consultation._base_manager.filter(paper_id=obj.paper_id, committee_id__in=actor.committees)
        return path.exists()


class SteeringReportPolicy(InternalPolicy):
    """Drafts are working material of the administration; committees and the public read the files made of them.

    Actions: ``view``, ``create``, ``change`` and ``release``.
    """

    model = SteeringReport
