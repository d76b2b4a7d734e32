"""What a reply says, as a plain value, and how its words translate into the words of a measure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.fuzzy import fuzzy_columns
from etappe.domain.programme.models import Measure, Milestone
from etappe.domain.rounds.models import Obstacle, Reply
from etappe.interop.fuzzy_dates import FuzzyDate

MEASURE_STATES: dict[str, str] = {
    Reply.State.ON_TRACK: Measure.State.RUNNING,
    Reply.State.DELAYED: Measure.State.DELAYED,
    Reply.State.AT_RISK: Measure.State.AT_RISK,
    Reply.State.DONE: Measure.State.DONE,
    Reply.State.STOPPED: Measure.State.STOPPED,
    Reply.State.NOT_STARTED: Measure.State.PLANNED,
}
"""The state a measure has once a reply is confirmed."""
REPLY_STATES: dict[str, str] = {measure: reply for reply, measure in MEASURE_STATES.items()}
"""How a measure nobody has reported on yet stands, in the words of a reply."""


@dataclass(frozen=True)
class ReplyValues:
    """What somebody says about one measure.

    Attributes
    ----------
    state : str
        One of :class:`Reply.State`; empty in a draft that says nothing yet.
    sentence : str
        How it stands, in one sentence of at most 500 characters.
    obstacles : tuple of str
        Codes of :class:`Obstacle`.
    forecast : FuzzyDate or None
        When it will be done.
    spent : Decimal or None
        Euros spent so far.
    reached : tuple of int or None
        Ids of the milestones that are ticked; None leaves all milestones as they are.
    seen : tuple of int or None
        Ids of the milestones that were ticked when the form was shown; only these can be unticked. Thus one that
        somebody else has ticked since is not unticked by a form that never showed it; None unticks nothing.
    """

    state: str = ""
    sentence: str = ""
    obstacles: tuple[str, ...] = ()
    forecast: FuzzyDate | None = None
    spent: Decimal | None = None
    reached: tuple[int, ...] | None = None
    seen: tuple[int, ...] | None = None


def columns_of_values(values: ReplyValues, milestones: list[Milestone]) -> dict[str, Any]:
    """Return ``values`` by column of a reply. Raises ``Invalid`` where a milestone belongs to another measure."""
    columns: dict[str, Any] = {
        "state": values.state,
        "sentence": values.sentence.strip(),
        "obstacles": [code for code in Obstacle.values if code in values.obstacles]
        + [code for code in values.obstacles if code not in Obstacle.values],
        "spent": values.spent,
        **fuzzy_columns("forecast", values.forecast),
    }
    if values.reached is not None:
        known = {milestone.pk: milestone for milestone in milestones}
        if set(values.reached) - set(known):
            raise Invalid({"reached": _("Dieser Meilenstein gehört zu einer anderen Maßnahme. Bitte neu laden.")})
        columns["reached"] = [known[pk] for pk in values.reached]
    return columns


def values_of(reply: Reply) -> ReplyValues:
    """Return what a stored reply says; read with ``reached`` prefetched."""
    return ReplyValues(
        state=reply.state,
        sentence=reply.sentence,
        obstacles=tuple(reply.obstacles),
        forecast=reply.forecast,
        spent=reply.spent,
        reached=tuple(sorted(milestone.pk for milestone in reply.reached.all())),
    )


def initial_values(measure: Measure, last: Reply | None) -> ReplyValues:
    """Return what a form begins with: the last confirmed answer, or how the measure stands; milestones as they are.

    Read ``measure`` with its milestones prefetched. Where the state of the measure has been changed since the last
    answer, by a decision for example, the state of the measure is what counts.
    """
    reached = tuple(sorted(step.pk for step in measure.milestones.all() if step.reached_on is not None))
    state = REPLY_STATES[measure.state]
    if last is None:
        return ReplyValues(state=state, reached=reached, seen=reached)
    return ReplyValues(
        state=state,
        sentence=last.sentence,
        obstacles=tuple(last.obstacles),
        forecast=last.forecast,
        spent=last.spent,
        reached=reached,
        seen=reached,
    )
