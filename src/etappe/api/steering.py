"""Deviations, the decisions about them, tasks and rules."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from etappe.api.happenings import history
from etappe.api.routing import Here, References, reads, writes
from etappe.api.steering_shapes import (
    CommitteeDecisionIn,
    ContentIn,
    DecisionIn,
    DecisionOut,
    DeviationIn,
    DeviationInFull,
    DeviationOut,
    DeviationWish,
    DropIn,
    ExplanationIn,
    NoteIn,
    OptionIn,
    PaperIn,
    RuleChange,
    RuleOut,
    TaskIn,
    TaskOut,
    WhyIn,
)
from etappe.api.steering_shown import (
    shown_case,
    shown_decision,
    shown_escalation,
    shown_explanation,
    shown_option,
    shown_rule,
    shown_task,
)
from etappe.api.values import Id, OneOf, Page, Paging, page_of
from etappe.domain.council.policies import PaperPolicy, ResolutionPolicy
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.steering.actions import decisions as deciding
from etappe.domain.steering.actions import deviations as cases
from etappe.domain.steering.actions import options as advising
from etappe.domain.steering.actions import rules as ruling
from etappe.domain.steering.actions import tasks as doing
from etappe.domain.steering.courses import Condition, Content
from etappe.domain.steering.models import Deviation, RuleKind
from etappe.domain.steering.policies import DeviationPolicy
from etappe.domain.steering.queries import (
    MINE,
    UNFINISHED,
    CaseFilter,
    case_in_full,
    cases_for,
    decisions,
    rules,
    tasks,
)
from etappe.domain.tenancy.policies import UnitPolicy

router = Router(tags=["Steering"])
Kind = Annotated[Annotated[str, OneOf(RuleKind)], Path(..., description="The rule.")]


@reads(router, "/deviations")
def list_deviations(here: Here, paging: Query[Paging], wanted: Query[DeviationWish]) -> Page[DeviationOut]:
    """List deviations, first what waits for whoever asks, then by due date."""
    chosen = CaseFilter(
        whose=MINE if wanted.mine else "",
        state=UNFINISHED if wanted.undecided else wanted.state or "",
        level=wanted.level or "",
        rule=wanted.rule or "",
        owner="" if wanted.owner is None else str(wanted.owner),
        words=wanted.words,
    )
    return page_of(cases_for(here.actor, chosen), paging, shown_case)


@reads(router, "/deviations/{int:pk}")
def get_deviation(here: Here, pk: Id) -> DeviationInFull:
    """Show one case: facts, explanations, options, escalations, decisions, history."""
    return _in_full(here, pk)


@writes(router, "post", "/deviations", status=201)
def open_deviation(here: Here, body: DeviationIn) -> DeviationInFull:
    """Open a case by hand, for what no rule has seen."""
    values = here.values(body, {"measure": MeasurePolicy})
    return _in_full(here, cases.open_deviation(actor=here.actor, today=here.today, **values).pk)


@writes(router, "post", "/deviations/{int:pk}/explanations", status=201)
def explain_deviation(here: Here, pk: Id, body: ExplanationIn) -> DeviationInFull:
    """Say what happened; open to the unit in charge."""
    cases.explain(actor=here.actor, deviation=_find(here, pk), text=body.text, cause=body.cause, now=timezone.now())
    return _in_full(here, pk)


@writes(router, "post", "/deviations/{int:pk}/options", status=201)
def add_option(here: Here, pk: Id, body: OptionIn) -> DeviationInFull:
    """Add an option with its consequences."""
    advising.add_option(
        actor=here.actor,
        deviation=_find(here, pk),
        content=Content(**_content(here, body)),
        consequence=body.consequence,
        recommended=body.recommended,
    )
    return _in_full(here, pk)


@writes(router, "delete", "/deviations/{int:pk}/options/{int:option}", status=204)
def remove_option(here: Here, pk: Id, option: Id) -> None:
    """Remove an option; its values stay in the history."""
    deviation = _find(here, pk)
    found = here.one(deviation.options.select_related("municipality"), pk=option)
    found.deviation = deviation
    advising.remove_option(actor=here.actor, option=found)


@writes(router, "post", "/deviations/{int:pk}/prepare")
def prepare_deviation(here: Here, pk: Id) -> DeviationInFull:
    """Lay the case before whoever decides; it needs at least one option."""
    cases.prepare(actor=here.actor, deviation=_find(here, pk), now=timezone.now())
    return _in_full(here, pk)


@writes(router, "post", "/deviations/{int:pk}/hand-up")
def hand_up_deviation(here: Here, pk: Id, body: WhyIn) -> DeviationInFull:
    """Hand the case to the next authority before its time is up."""
    cases.hand_up(actor=here.actor, deviation=_find(here, pk), why=body.reason, now=timezone.now())
    return _in_full(here, pk)


@writes(router, "post", "/deviations/{int:pk}/withdraw")
def withdraw_deviation(here: Here, pk: Id, body: WhyIn) -> DeviationInFull:
    """Note that the case has sorted itself out."""
    cases.withdraw(actor=here.actor, deviation=_find(here, pk), reason=body.reason)
    return _in_full(here, pk)


@writes(router, "post", "/deviations/{int:pk}/decisions", status=201)
def decide(here: Here, pk: Id, body: DecisionIn) -> DecisionOut:
    """Decide; only for the holder of the mandate over the unit in charge. It is carried out on the measure at once."""
    taken = deciding.decide(actor=here.actor, deviation=_find(here, pk), **_decided(here, body))
    return _one_decision(here, taken.pk)


@writes(router, "post", "/deviations/{int:pk}/committee-decisions", status=201)
def record_committee_decision(here: Here, pk: Id, body: CommitteeDecisionIn) -> DecisionOut:
    """Record what a committee has decided about a case that lay before it."""
    deviation = _find(here, pk)
    resolution = here.referred(ResolutionPolicy, body.resolution, "resolution")
    taken = deciding.record_committee_decision(
        actor=here.actor, deviation=deviation, resolution=resolution, **_decided(here, body)
    )
    return _one_decision(here, taken.pk)


@reads(router, "/decisions")
def list_decisions(here: Here, paging: Query[Paging]) -> Page[DecisionOut]:
    """List decisions, newest first."""
    return page_of(decisions(here.actor), paging, lambda decision: shown_decision(here.actor, decision))


@reads(router, "/decisions/{int:pk}")
def get_decision(here: Here, pk: Id) -> DecisionOut:
    """Show one decision with its papers."""
    return _one_decision(here, pk)


@writes(router, "post", "/decisions/{int:pk}/papers", status=201)
def attach_paper(here: Here, pk: Id, body: PaperIn) -> DecisionOut:
    """Say with which paper a decision goes to a committee; a public paper makes the decision public."""
    decision = here.one(decisions(here.actor), pk=pk)
    deciding.attach_paper(actor=here.actor, decision=decision, paper=here.referred(PaperPolicy, body.paper, "paper"))
    return _one_decision(here, pk)


@reads(router, "/tasks")
def list_tasks(here: Here, paging: Query[Paging]) -> Page[TaskOut]:
    """List tasks by due date: conditions of decisions, and what committees have asked for."""
    return page_of(tasks(here.actor).order_by("due", "pk"), paging, shown_task)


@writes(router, "post", "/tasks", status=201)
def add_task(here: Here, body: TaskIn) -> TaskOut:
    """Take down what a committee has asked for."""
    references: References = {"resolution": ResolutionPolicy, "unit": UnitPolicy, "measure": MeasurePolicy}
    return shown_task(doing.create_task_from_resolution(actor=here.actor, **here.values(body, references)))


@writes(router, "post", "/tasks/{int:pk}/finish")
def finish_task(here: Here, pk: Id, body: NoteIn) -> TaskOut:
    """Tick a task off; open to the unit that owes it."""
    task = here.one(tasks(here.actor), pk=pk)
    return shown_task(doing.finish_task(actor=here.actor, task=task, today=here.today, note=body.note))


@writes(router, "post", "/tasks/{int:pk}/reopen")
def reopen_task(here: Here, pk: Id) -> TaskOut:
    """Take a task up again."""
    return shown_task(doing.reopen_task(actor=here.actor, task=here.one(tasks(here.actor), pk=pk)))


@writes(router, "post", "/tasks/{int:pk}/drop")
def drop_task(here: Here, pk: Id, body: DropIn) -> TaskOut:
    """Let go of a task, with a reason."""
    return shown_task(doing.drop_task(actor=here.actor, task=here.one(tasks(here.actor), pk=pk), reason=body.reason))


@reads(router, "/deviation-rules")
def list_deviation_rules(here: Here) -> list[RuleOut]:
    """List the rules by which deviations open themselves; for the administration."""
    return [shown_rule(rule) for rule in rules(here.actor, here.municipality)] if here.actor.is_staff else []


@writes(router, "patch", "/deviation-rules/{kind}")
def change_deviation_rule(here: Here, kind: Kind, body: RuleChange) -> RuleOut:
    """Change a rule; only what is sent."""
    changes = here.values(body, {})
    changed = ruling.change_rule(
        actor=here.actor,
        municipality=here.municipality,
        kind=kind,
        changes=changes,
        expected_version=body.expected_version,
    )
    return shown_rule(changed)


def _find(here: Here, pk: int) -> Deviation:
    found: Deviation = here.one(
        DeviationPolicy.queryset(here.actor).select_related("municipality", "measure__owner", "measure__programme"),
        pk=pk,
    )
    return found


def _content(here: Here, body: ContentIn) -> dict[str, Any]:
    return {
        "course": body.course,
        "new_deadline": body.new_deadline,
        "new_target": body.new_target,
        "amount": body.amount,
        "from_measure": here.referred(MeasurePolicy, body.from_measure, "from_measure"),
    }


def _decided(here: Here, body: DecisionIn) -> dict[str, Any]:
    conditions = [
        Condition(each.title, each.due, here.referred(UnitPolicy, each.unit, "conditions")) for each in body.conditions
    ]
    details = {"reason": body.reason, "expected_version": body.expected_version, "conditions": conditions}
    return _content(here, body) | details | {"now": timezone.now()}


def _in_full(here: Here, pk: int) -> DeviationInFull:
    found = case_in_full(here.actor, pk)
    if found is None:
        raise Http404(_("Diesen Fall gibt es hier nicht."))
    staff = here.actor.is_staff
    return DeviationInFull(
        **dict(shown_case(found)),
        facts=found.facts if staff else None,
        cause=found.cause if staff else None,
        withdrawn_because=found.withdrawn_because if staff else None,
        explanations=[shown_explanation(each) for each in found.explanations.all()] if staff else None,
        options=[shown_option(each) for each in found.options.all()] if staff else None,
        escalations=[shown_escalation(each) for each in found.escalations.all()] if staff else None,
        decisions=[shown_decision(here.actor, each) for each in found.decisions.all()],
        history=history(here.actor, found),
    )


def _one_decision(here: Here, pk: int) -> DecisionOut:
    return shown_decision(here.actor, here.one(decisions(here.actor), pk=pk))
