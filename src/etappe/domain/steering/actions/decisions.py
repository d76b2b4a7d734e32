"""Deciding: with a mandate, or by recording what a committee has resolved. All of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.council.models import Paper, Resolution
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.language import official_language
from etappe.domain.programme.actions.decided import carry_out, move_means
from etappe.domain.programme.models import Measure
from etappe.domain.steering.cases import UNDECIDED, move, undecided
from etappe.domain.steering.courses import Condition, Content, changes_by, refuse_incomplete, settles
from etappe.domain.steering.letters import tell_of_decision
from etappe.domain.steering.mandates import (
    mandate_of,
    mandate_words,
    refuse_council_matter,
    refuse_unfit_resolution,
    resolution_words,
)
from etappe.domain.steering.models import Course, Decision, DecisionPaper, Deviation, Level, Task
from etappe.domain.steering.policies import DecisionPolicy, DeviationPolicy, decides_on, refuse_to_decide
from etappe.domain.steering.staleness import refuse_stale, refuse_stale_measure
from etappe.interop.fuzzy_dates import FuzzyDate


def decide(
    *,
    actor: Actor,
    deviation: Deviation,
    course: str,
    reason: str,
    expected_version: int | None,
    now: datetime,
    new_deadline: FuzzyDate | None = None,
    new_target: str = "",
    amount: Decimal | None = None,
    from_measure: Measure | None = None,
    conditions: Sequence[Condition] = (),
    measure_version: int | None = None,
) -> Decision:
    """Decide a case with one's own mandate and carry the decision out on the measure.

    ``course`` is a :class:`Course`: ``correct`` takes a ``new_deadline`` or ``new_target`` that differs from what was
    agreed; ``move_means`` takes an ``amount`` in euro out of the budget of ``from_measure``, which lies within the
    mandate too; ``to_council`` leaves the case undecided and puts it before the council. ``conditions`` become tasks.
    Other cases of the measure that lose their ground by the decision are noted as settled by it.

    ``expected_version`` and ``measure_version`` say what the decider has seen of the case and of the measure; None asks
    for no check. Raises ``Conflict`` where that has changed since, ``NotAllowed`` without the mandate,
    ``IllegalTransition`` where nothing is to be decided any more, ``Invalid`` where the course lacks what it needs.
    """
    content = Content(course, new_deadline, new_target, amount, from_measure)
    DeviationPolicy.require(actor, "decide", deviation)
    held = mandate_of(actor, deviation.measure, localdate(now))
    if held is None:
        refuse_to_decide(actor)
    decision = _decision(deviation, content, reason, now)
    decision.decided_by_id, decision.mandate, decision.mandate_role = actor.user_id, held, Role.DECIDER.value
    decision.mandate_words = mandate_words(held) if held else ""
    with act(actor, allowed_by=DecisionPolicy, to="decide", on=decision, reason=reason) as record:
        current = _to_be_decided(deviation, expected_version)
        refuse_council_matter(current)
        refuse_stale_measure(deviation.measure, measure_version)
        _refuse_foreign_means(actor, content)
        return _take(record, actor, decision, content=content, conditions=conditions, deviation=current)


def record_committee_decision(
    *,
    actor: Actor,
    deviation: Deviation,
    resolution: Resolution,
    course: str,
    reason: str,
    expected_version: int | None,
    now: datetime,
    new_deadline: FuzzyDate | None = None,
    new_target: str = "",
    amount: Decimal | None = None,
    from_measure: Measure | None = None,
    conditions: Sequence[Condition] = (),
) -> Decision:
    """Record what a committee has decided about a case that lay before it, and carry it out.

    The resolution is binding, and not older than the case; its paper becomes that of the decision. The parameters are
    those of :func:`decide`.
    """
    content = Content(course, new_deadline, new_target, amount, from_measure)
    if course == Course.TO_COUNCIL:
        raise Invalid({"course": _("Ein Gremium gibt weiter, indem der Fall weitergegeben wird, nicht als Beschluss.")})
    decision = _decision(deviation, content, reason, now)
    decision.resolution, decision.mandate_words = resolution, resolution_words(resolution)
    with act(actor, allowed_by=DecisionPolicy, to="record", on=decision, reason=reason) as record:
        current = _to_be_decided(deviation, expected_version)
        refuse_unfit_resolution(current, resolution)
        taken = _take(record, actor, decision, content=content, conditions=conditions, deviation=current)
        if resolution.paper is not None:
            _attach(record, taken, resolution.paper)
        return taken


def attach_paper(*, actor: Actor, decision: Decision, paper: Paper) -> DecisionPaper:
    """Say with which paper a decision goes to a committee. A public paper makes the decision public."""
    with act(actor, allowed_by=DecisionPolicy, to="attach_paper", on=decision) as record:
        return _attach(record, decision, paper)


def _decision(deviation: Deviation, content: Content, reason: str, now: datetime) -> Decision:
    measure = deviation.measure
    decision = Decision(
        municipality=deviation.municipality,
        deviation=deviation,
        measure=measure,
        course=content.course,
        reason=reason.strip(),
        new_target=content.new_target,
        amount=content.amount,
        from_measure=content.from_measure,
        decided_at=now,
        is_example=deviation.is_example,
    )
    decision.new_deadline = content.new_deadline
    return decision


def _to_be_decided(deviation: Deviation, expected_version: int | None) -> Deviation:
    current: Deviation = Deviation.objects.select_for_update().get(pk=deviation.pk)
    if not current.may("decide"):
        current.take("decide")  # says in its own sentence why there is nothing to decide
    refuse_stale(current, expected_version)
    return undecided(current)


def _take(
    record: Recorder,
    actor: Actor,
    decision: Decision,
    *,
    content: Content,
    conditions: Sequence[Condition],
    deviation: Deviation,
) -> Decision:
    measure = Measure.objects.select_related("owner", "municipality").get(pk=decision.measure_id)
    if not decision.reason:
        raise Invalid({"reason": _("Bitte begründen: Die Begründung steht für immer bei der Entscheidung.")})
    refuse_incomplete(content, measure)
    decision.measure = measure
    decision.old_deadline, decision.old_target = measure.deadline, measure.target_value
    taken = record.create("decision.taken", decision)
    if content.course == Course.TO_COUNCIL:
        with official_language():
            why = _("durch Entscheidung dem Rat vorgelegt")
        move(record, actor, deviation, level=Level.COUNCIL, why=why, now=taken.decided_at)
    else:
        record.advance("deviation.decided", deviation, "decide")
    _carry_out(actor, measure, content, taken)
    _settle_others(record, taken, content)
    for condition in conditions:
        record.create("task.set", _task(condition, taken))
    tell_of_decision(actor, taken, taken.decided_at)
    return taken


def _settle_others(record: Recorder, decision: Decision, content: Content) -> None:
    others = Deviation.objects.filter(measure_id=decision.measure_id, state__in=UNDECIDED)
    with official_language():
        because = _("mit der Entscheidung vom %(day)s erledigt") % {"day": f"{localdate(decision.decided_at):%d.%m.%Y}"}
    for other in others.exclude(pk=decision.deviation_id):
        if settles(content, other.rule):
            record.advance("deviation.settled", other, "withdraw", {"withdrawn_because": because})


def _carry_out(actor: Actor, measure: Measure, content: Content, decision: Decision) -> None:
    resolved, reason = decision.resolution_id is not None, decision.reason
    changes = changes_by(content)
    if changes:
        carry_out(actor=actor, measure=measure, changes=changes, reason=reason, by_resolution=resolved)
    if content.from_measure is not None and content.amount is not None:
        move_means(
            actor=actor,
            measure=measure,
            from_measure=content.from_measure,
            amount=content.amount,
            reason=reason,
            by_resolution=resolved,
        )


def _task(condition: Condition, decision: Decision) -> Task:
    unit = condition.unit or decision.measure.owner
    if unit is None:
        raise Invalid({"conditions": _("Bitte sagen, wer die Auflage „%s“ erfüllt.") % condition.title})
    return Task(
        municipality=decision.municipality,
        title=condition.title,
        unit=unit,
        due=condition.due,
        decision=decision,
        measure=decision.measure,
        is_example=decision.is_example,
    )


def _refuse_foreign_means(actor: Actor, content: Content) -> None:
    if content.from_measure is not None and not decides_on(actor, content.from_measure):
        message = _("Diese Mittel gehören zu einem anderen Dezernat. Darüber entscheidet der Lenkungsausschuss.")
        raise Invalid({"from_measure": message})


def _attach(record: Recorder, decision: Decision, paper: Paper) -> DecisionPaper:
    link = DecisionPaper(municipality=decision.municipality, decision=decision, paper=paper)
    attached: Any = record.create("decision.paper_attached", link)
    return attached  # type: ignore[no-any-return]
