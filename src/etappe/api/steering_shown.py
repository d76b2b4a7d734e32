"""Cases, decisions, tasks and rules as the interface sends them out."""

from __future__ import annotations

from etappe.api.steering_shapes import (
    DecisionOut,
    DeviationOut,
    EscalationOut,
    ExplanationOut,
    OptionOut,
    RuleOut,
    TaskOut,
)
from etappe.api.values import fuzzy, money, named, ref
from etappe.domain.kernel.actor import Actor
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.steering.models import Decision, Deviation, Escalation, Explanation, Option, Rule, Task


def shown_case(case: Deviation) -> DeviationOut:
    """Return a case as the list shows it."""
    return DeviationOut(
        id=case.pk,
        version=case.version,
        measure=named(case.measure),
        owner=ref(case.measure.owner),
        rule=case.rule,
        summary=case.summary,
        level=case.level,
        due=case.due,
        opened_on=case.opened_on,
        state=case.state,
        is_example=case.is_example,
    )


def shown_explanation(said: Explanation) -> ExplanationOut:
    """Return what was said."""
    return ExplanationOut(text=said.text, made_by=said.made_by, made_at=said.made_at)


def shown_escalation(step: Escalation) -> EscalationOut:
    """Return a step to another authority."""
    return EscalationOut(from_level=step.from_level, to_level=step.to_level, on=step.on, why=step.why)


def shown_option(option: Option) -> OptionOut:
    """Return a possibility."""
    return OptionOut(
        id=option.pk,
        course=option.course,
        consequence=option.consequence,
        new_deadline=fuzzy(option.new_deadline),
        new_target=option.new_target,
        amount=money(option.amount),
        from_measure=ref(option.from_measure),
        recommended=option.recommended,
    )


def shown_decision(actor: Actor, decision: Decision) -> DecisionOut:
    """Return a decision as ``actor`` may see it."""
    source = decision.from_measure
    return DecisionOut(
        id=decision.pk,
        deviation=decision.deviation_id,
        measure=named(decision.measure),
        course=decision.course,
        reason=decision.reason,
        old_deadline=fuzzy(decision.old_deadline),
        new_deadline=fuzzy(decision.new_deadline),
        old_target=decision.old_target,
        new_target=decision.new_target,
        amount=money(decision.amount),
        from_measure=ref(source) if source and MeasurePolicy.allows(actor, "view", source) else None,
        decided_at=decision.decided_at,
        mandate=decision.mandate_words,
        resolution=ref(decision.resolution),
        papers=[named(link.paper) for link in decision.papers.all()],
        tasks=[shown_task(task) for task in decision.tasks.all()] if actor.is_staff else None,
        is_example=decision.is_example,
    )


def shown_task(task: Task) -> TaskOut:
    """Return a task."""
    return TaskOut(
        id=task.pk,
        version=task.version,
        title=task.title,
        unit=named(task.unit),
        due=task.due,
        state=task.state,
        done_on=task.done_on,
        note=task.note,
        measure=ref(task.measure),
        decision=task.decision_id,
        resolution=ref(task.resolution),
        is_example=task.is_example,
    )


def shown_rule(rule: Rule) -> RuleOut:
    """Return a rule."""
    return RuleOut(
        kind=rule.kind,
        version=rule.version,
        active=rule.active,
        threshold=rule.threshold,
        days_to_answer=rule.days_to_answer,
    )
