"""Reading rounds: who has answered, what waits for whom, what a form begins with. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.programme.models import Milestone
from etappe.domain.rounds.models import Reply, ReplyFile, Request, RequestedMeasure, Round, Snapshot
from etappe.domain.rounds.policies import RequestPolicy, RoundPolicy, SnapshotPolicy
from etappe.domain.rounds.progress import round_progress
from etappe.domain.rounds.values import ReplyValues, initial_values, values_of

__all__ = [
    "LastAnswer",
    "ReplyForm",
    "ReplyItem",
    "WaitingRequest",
    "answers_to_check",
    "items_in_full",
    "last_replies",
    "reply_form_data",
    "request_in_full",
    "round_in_full",
    "round_progress",
    "rounds",
    "snapshots",
    "waiting_requests",
]

MINUTES_AN_ANSWER = 1
"""What the reply page promises."""


def rounds(actor: Actor) -> QuerySet[Any]:
    """Return the rounds ``actor`` may see, newest reporting date first, each with how many were asked and answered."""
    confirmed = Q(items__reply__confirmed_at__isnull=False)
    found: QuerySet[Any] = (
        RoundPolicy.queryset(actor)
        .select_related("programme", "municipality", "copied_from")
        .annotate(
            asked_count=Count("items", distinct=True), confirmed_count=Count("items", filter=confirmed, distinct=True)
        )
    )
    return found


def round_in_full(actor: Actor, pk: int) -> Round | None:
    """Return one round; None where it does not exist or may not be seen."""
    found: Round | None = rounds(actor).filter(pk=pk).first()
    return found


def request_in_full(actor: Actor, pk: int) -> Request | None:
    """Return one request with round and unit; None where it does not exist or may not be seen."""
    found: Request | None = (
        RequestPolicy.queryset(actor)
        .select_related("municipality", "unit", "round__programme", "passed_on_to__unit")
        .filter(pk=pk)
        .first()
    )
    return found


def snapshots(actor: Actor) -> QuerySet[Snapshot]:
    """Return the frozen rounds ``actor`` may see, with their corrections."""
    found: QuerySet[Snapshot] = (
        SnapshotPolicy.queryset(actor)
        .select_related("round__programme", "municipality")
        .prefetch_related("corrections__measure")
    )
    return found


@dataclass(frozen=True)
class LastAnswer:
    """What was said the last time, and for which date."""

    reply: Reply
    reporting_date: date


@dataclass(frozen=True)
class ReplyItem:
    """One measure on the reply page.

    ``values`` is what the form shows: what has been typed so far, or else ``initial`` (last time's answer, milestones
    and state as they are now). ``version`` goes back with the form; 0 means nobody has typed anything yet.
    """

    item: RequestedMeasure
    milestones: list[Milestone]
    last: LastAnswer | None
    initial: ReplyValues
    reply: Reply | None
    values: ReplyValues
    version: int
    files: list[ReplyFile]

    @property
    def is_confirmed(self) -> bool:
        """Whether the answer counts."""
        return self.reply is not None and self.reply.confirmed_at is not None


@dataclass(frozen=True)
class ReplyForm:
    """Everything the reply page of one unit shows."""

    request: Request
    items: list[ReplyItem]

    @property
    def confirmed(self) -> int:
        """Number of measures with a confirmed answer."""
        return sum(item.is_confirmed for item in self.items)

    @property
    def minutes(self) -> int:
        """What is left to do, in minutes."""
        return MINUTES_AN_ANSWER * (len(self.items) - self.confirmed)


def reply_form_data(request: Request) -> ReplyForm:
    """Return what the reply page shows, measure by measure; whoever calls has asked the policy or holds the link."""
    items = list(items_in_full(request))
    last = last_replies(items)
    return ReplyForm(request, [_reply_item(item, last.get(item.measure_id)) for item in items])


def items_in_full(request: Request) -> QuerySet[RequestedMeasure]:
    """Return what is asked for in a request, with measure, milestones, reply and files (without their content)."""
    files = ReplyFile.objects.defer("content")
    found: QuerySet[RequestedMeasure] = (
        RequestedMeasure.objects.filter(request=request)
        .select_related("measure__owner", "measure__field", "measure__municipality", "reply", "round", "request")
        .prefetch_related("measure__milestones", "reply__reached", Prefetch("reply__files", files))
        .order_by("measure__number")
    )
    return found


def last_replies(items: Sequence[RequestedMeasure]) -> dict[int, Reply]:
    """Return for each measure of these items (of one round) its last confirmed reply in an earlier round."""
    if not items:
        return {}
    round_ = items[0].round
    found = (
        Reply.objects.filter(item__measure_id__in=[item.measure_id for item in items], confirmed_at__isnull=False)
        .filter(item__round__reporting_date__lte=round_.reporting_date)
        .exclude(item__round=round_)
        .select_related("item__round")
        .prefetch_related("reached")
        .order_by("item__round__reporting_date", "pk")
    )
    return {reply.item.measure_id: reply for reply in found}


def _reply_item(item: RequestedMeasure, last: Reply | None) -> ReplyItem:
    reply: Reply | None = getattr(item, "reply", None)
    initial = initial_values(item.measure, last)
    values = initial
    if reply is not None:
        values = values_of(reply)
    return ReplyItem(
        item=item,
        milestones=list(item.measure.milestones.all()),
        last=LastAnswer(last, last.item.round.reporting_date) if last is not None else None,
        initial=initial,
        reply=reply,
        values=values,
        version=reply.version if reply is not None else 0,
        files=list(reply.files.all()) if reply is not None else [],
    )


@dataclass(frozen=True)
class WaitingRequest:
    """A request somebody should answer."""

    request: Request
    asked: int
    open: int
    days_left: int

    @property
    def minutes(self) -> int:
        """How long it will take, about."""
        return max(1, self.open * MINUTES_AN_ANSWER)


def waiting_requests(actor: Actor, *, today: date | None = None) -> list[WaitingRequest]:
    """Return what the units of ``actor`` still have to answer in rounds that are on, most urgent first."""
    day = today or timezone.localdate()
    units = actor.units(Role.OWNER)
    if not units:
        return []
    found = (
        RequestPolicy.queryset(actor)
        .filter(unit_id__in=units, round__state=Round.State.OPEN)
        .filter(state__in=(Request.State.SENT, Request.State.RETURNED))
        .select_related("round", "unit", "municipality")
        .annotate(**_counts())
        .order_by("round__deadline", "unit__name")
    )
    return [
        WaitingRequest(
            request, request.asked_count, request.asked_count - request.confirmed_count, _days(day, request.round)
        )
        for request in found
    ]


def answers_to_check(actor: Actor) -> QuerySet[Any]:
    """Return the requests that are answered and not yet checked, in rounds that are on, oldest answer first."""
    found: QuerySet[Any] = RequestPolicy.queryset(actor).filter(
        state=Request.State.ANSWERED, round__state=Round.State.OPEN
    )
    return found.select_related("round", "unit", "municipality").order_by("answered_at")


def _counts() -> dict[str, Count]:
    confirmed = Q(items__reply__confirmed_at__isnull=False)
    return {
        "asked_count": Count("items", distinct=True),
        "confirmed_count": Count("items", filter=confirmed, distinct=True),
        "begun_count": Count("items__reply", distinct=True),
    }


def _days(today: date, round_: Round) -> int:
    return (round_.deadline - today).days
