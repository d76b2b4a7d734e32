"""Which statements and points wait for whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.participation.models import PointAnswer, Statement, StatementPoint
from etappe.domain.participation.policies import PointAnswerPolicy, StatementPolicy

UNANSWERED = Q(answer__isnull=True) | Q(answer__text="") | Q(answer__consequence="")
UNWRITTEN = Q(text="") | Q(consequence="")


def points_to_answer(actor: Actor) -> QuerySet[Any]:
    """Return points of statements that were handed in and still lack an answer or a consequence."""
    seen = StatementPolicy.queryset(actor).filter(state=Statement.State.HANDED_IN)
    found = StatementPoint.objects.filter(UNANSWERED, statement__in=seen).select_related("statement__municipality")
    return found.order_by("statement__when_from", "statement", "number")


def answers_to_give(actor: Actor) -> QuerySet[Any]:
    """Return answers that a unit of ``actor`` owns and has not finished."""
    units = actor.units(Role.OWNER) | actor.units(Role.DECIDER)
    found: QuerySet[Any] = PointAnswerPolicy.queryset(actor).filter(
        UNWRITTEN, unit_id__in=units, point__statement__state=Statement.State.HANDED_IN
    )
    return found.select_related("point__statement__municipality").order_by("point__statement", "point__number")


def ready_to_conclude(actor: Actor) -> QuerySet[Any]:
    """Return statements whose every point is answered, while the answers have not gone out yet."""
    waiting = points_to_answer(actor).values("statement")
    found: QuerySet[Any] = StatementPolicy.queryset(actor).filter(state=Statement.State.HANDED_IN)
    answered = PointAnswer.objects.values("point__statement")
    return found.filter(pk__in=answered).exclude(pk__in=waiting).select_related("municipality")


def answered_since(actor: Actor, since: datetime) -> QuerySet[Any]:
    """Return statements of the actor's own organisations whose answers have gone out since then."""
    found: QuerySet[Any] = StatementPolicy.queryset(actor).filter(
        author_id__in=actor.organisations, state=Statement.State.ANSWERED, answered_at__gte=since
    )
    return found.select_related("municipality").order_by("-answered_at")
