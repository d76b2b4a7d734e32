"""Reading cases, decisions and tasks; the number of SQL queries does not grow with the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from etappe.domain.council.models import Consultation
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.policy import NOTHING
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.models import DecisionPaper, Deviation, Level, Rule, RuleKind, Task
from etappe.domain.steering.policies import DecisionPolicy, DeviationPolicy, RulePolicy, TaskPolicy
from etappe.domain.steering.rules import default_rule
from etappe.domain.tenancy.models import Municipality

MINE = "meine"
UNFINISHED = "offen"
"""Value of the filter for states: everything that still waits for something."""


@dataclass(frozen=True)
class CaseFilter:
    """What a list of cases shows. Empty strings mean no restriction; ``whose`` is empty or :data:`MINE`."""

    whose: str = ""
    state: str = ""
    level: str = ""
    rule: str = ""
    owner: str = ""
    words: str = ""


ALL = CaseFilter()


def cases_for(actor: Actor, wanted: CaseFilter = CaseFilter()) -> QuerySet[Any]:
    """Return the cases ``actor`` may see, first what waits for ``actor`` (``needs_me``), then by due date.

    Undecided cases stand before finished ones.
    """
    found = DeviationPolicy.queryset(actor).filter(_matches(actor, wanted))
    ordered: QuerySet[Any] = (
        found.annotate(needs_me=_flag(needs(actor)), is_open=_flag(Q(state__in=UNDECIDED)))
        .select_related("measure__owner", "measure__programme", "owner", "municipality")
        .order_by("-needs_me", "-is_open", "due", "pk")
    )
    return ordered


def _matches(actor: Actor, wanted: CaseFilter) -> Q:
    condition = needs(actor) if wanted.whose == MINE else Q()
    if wanted.state == UNFINISHED:
        condition &= Q(state__in=UNDECIDED)
    exact = {
        "state": "" if wanted.state == UNFINISHED else wanted.state,
        "level": wanted.level,
        "rule": wanted.rule,
        "measure__owner_id": wanted.owner if wanted.owner.isascii() and wanted.owner.isdigit() else "",
    }
    condition &= Q(**{name: value for name, value in exact.items() if value})
    for word in wanted.words.lower().split():
        condition &= Q(measure__search_text__contains=word) | Q(summary__icontains=word)
    return condition


def needs(actor: Actor) -> Q:
    """Return the filter for cases that wait for ``actor``.

    For a unit: its explanation. For a holder of the mandate: the decision on what was laid before them or has come to
    them. For the coordinating office: to prepare what is explained, and to bring to a body what lies with one.
    """
    waiting = NOTHING
    if actor.units(Role.OWNER):
        own = Q(measure__owner_id__in=actor.units(Role.OWNER))
        waiting |= own & Q(state=Deviation.State.OPEN, level=Level.UNIT)
    if actor.units(Role.DECIDER):
        own = Q(measure__owner_id__in=actor.units(Role.DECIDER))
        waiting |= own & Q(state__in=UNDECIDED, level=Level.DEPUTY)
    if actor.has(Role.COORDINATOR):
        explained = Q(state=Deviation.State.EXPLAINED)
        waiting |= explained | Q(state__in=UNDECIDED, level__in=(Level.COMMITTEE, Level.COUNCIL))
    return waiting


def case_in_full(actor: Actor, pk: int) -> Deviation | None:
    """Return one case with everything its page shows; None where it does not exist or may not be seen."""
    found: Deviation | None = (
        DeviationPolicy.queryset(actor)
        .filter(pk=pk)
        .select_related("measure__owner__parent", "measure__programme", "measure__field", "measure__goal")
        .select_related("owner", "municipality", "round")
        .prefetch_related(
            "explanations", "escalations", "options__from_measure", Prefetch("decisions", decisions(actor))
        )
        .first()
    )
    return found


def decisions(actor: Actor) -> QuerySet[Any]:
    """Return the decisions ``actor`` may see, newest first, with those of their papers that ``actor`` may see."""
    path = Consultation.objects.select_related("committee", "meeting").order_by("position")
    papers = (
        DecisionPaper.objects.filter(paper__in=PaperPolicy.queryset(actor))
        .select_related("paper__municipality")
        .prefetch_related(Prefetch("paper__consultations", path))
    )
    found: QuerySet[Any] = (
        DecisionPolicy.queryset(actor)
        .select_related(
            "municipality", "measure__owner", "measure__municipality", "from_measure__programme", "deviation"
        )
        .select_related("resolution__committee", "resolution__paper", "mandate__unit")
        .prefetch_related(Prefetch("papers", papers), Prefetch("tasks", tasks(actor)))
    )
    return found


def decisions_without_paper(actor: Actor) -> QuerySet[Any]:
    """Return decisions that no paper carries to a committee yet."""
    linked = DecisionPaper.objects.filter(decision_id=OuterRef("pk"))
    return decisions(actor).filter(~Exists(linked))


def tasks(actor: Actor) -> QuerySet[Any]:
    """Return the tasks ``actor`` may see, with what they come from."""
    found: QuerySet[Any] = TaskPolicy.queryset(actor).select_related(
        "unit", "municipality", "measure__municipality", "decision__measure", "decision__municipality"
    )
    return found.select_related("resolution__committee", "resolution__paper__municipality")


def due_tasks(actor: Actor, today: date, *, within_days: int | None = None) -> QuerySet[Any]:
    """Return open tasks that concern ``actor``: all for the coordinating office, those of their units for others.

    ``within_days`` leaves out what is due later than that; what is overdue is always there. Order: by due date.
    """
    found = tasks(actor).filter(state=Task.State.OPEN)
    if not actor.has(Role.COORDINATOR):
        found = found.filter(unit_id__in=actor.units(Role.OWNER) | actor.units(Role.DECIDER))
    if within_days is not None:
        found = found.filter(due__lte=date.fromordinal(today.toordinal() + within_days))
    return found.order_by("due", "pk")


def rules(actor: Actor, municipality: Municipality) -> list[Rule]:
    """Return all rules in their order; one that was never stored is shown at its default."""
    stored = {rule.kind: rule for rule in RulePolicy.queryset(actor)}
    return [stored.get(kind) or default_rule(municipality, kind) for kind in RuleKind.values]


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
