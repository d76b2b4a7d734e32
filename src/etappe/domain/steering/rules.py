"""What a rule starts with, and between which bounds its threshold makes sense."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from etappe.domain.steering.models import Rule, RuleKind
from etappe.domain.tenancy.models import Municipality


@dataclass(frozen=True)
class Bounds:
    """Default and bounds of a threshold, in the unit of its rule (days, reminders, times, percent)."""

    default: int
    lowest: int
    highest: int


BOUNDS = {
    RuleKind.DEADLINE_PASSED: Bounds(0, 0, 365),
    RuleKind.FORECAST_LATE: Bounds(0, 0, 365),
    RuleKind.MILESTONE_SLIPPED: Bounds(14, 0, 365),
    RuleKind.NO_REPLY: Bounds(3, 1, 12),
    RuleKind.WORSE_TWICE: Bounds(2, 1, 4),
    RuleKind.BUDGET_EXCEEDED: Bounds(10, 0, 200),
    RuleKind.INDICATOR_OFF_TRACK: Bounds(10, 0, 100),
}


def default_rule(municipality: Municipality, kind: str) -> Rule:
    """Return the rule ``kind`` as it is before anybody has touched it; not stored."""
    return Rule(municipality=municipality, kind=kind, threshold=BOUNDS[RuleKind(kind)].default)


def highest_threshold(kind: str) -> tuple[int, int, str]:
    """Return the lowest and highest threshold of ``kind`` and the sentence for anything beyond."""
    bounds = BOUNDS[RuleKind(kind)]
    message = _("Hier passt eine Zahl von %(low)d bis %(high)d.") % {"low": bounds.lowest, "high": bounds.highest}
    return bounds.lowest, bounds.highest, message
