"""What a rule has found: the measure, the sentence, the figures, and which of them say that it is the same again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from etappe.domain.programme.models import Measure
from etappe.domain.rounds.models import Round
from etappe.domain.steering.models import RuleKind

IDENTITY: dict[str, tuple[str, ...]] = {
    RuleKind.DEADLINE_PASSED: ("deadline",),
    RuleKind.FORECAST_LATE: ("deadline", "forecast"),
    RuleKind.MILESTONE_SLIPPED: ("milestone", "due"),
    RuleKind.NO_REPLY: ("round",),
    RuleKind.WORSE_TWICE: ("round",),
    RuleKind.BUDGET_EXCEEDED: ("budget", "spent"),
}
"""The figures that make a case the same case. A rule without an entry is the same while all its figures are."""

DEADLINES = frozenset({RuleKind.DEADLINE_PASSED.value, RuleKind.FORECAST_LATE.value})
"""Rules about the deadline itself: first it is expected to be missed, then it is. That is one matter, not two."""


def matter_of(kind: str) -> str:
    """Return what the case is about; a measure has at most one undecided case a matter."""
    return "deadline" if kind in DEADLINES else kind


@dataclass(frozen=True)
class Finding:
    """One deviation as a rule sees it today.

    ``facts`` are plain JSON: dates as ISO text with the words beside them, amounts as text in euro.
    """

    measure: Measure
    kind: str
    summary: str
    facts: Mapping[str, Any]
    round: Round | None = field(default=None)


def fingerprint(kind: str, facts: Mapping[str, Any]) -> str:
    """Return what stays the same as long as nothing new has happened."""
    names = IDENTITY.get(kind, tuple(facts))
    return json.dumps({name: facts.get(name) for name in names}, sort_keys=True, ensure_ascii=False)
