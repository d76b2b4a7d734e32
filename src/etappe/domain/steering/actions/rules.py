"""The rules of a municipality: stored at their defaults, then adjusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.steering.models import Rule, RuleKind
from etappe.domain.steering.policies import RulePolicy
from etappe.domain.steering.rules import default_rule, highest_threshold
from etappe.domain.tenancy.models import Municipality


def ensure_rules(*, actor: Actor, municipality: Municipality) -> list[Rule]:
    """Store every rule that is not stored yet, at its default; return all rules."""
    stored = {rule.kind: rule for rule in Rule.objects.filter(municipality=municipality)}
    missing = [default_rule(municipality, kind) for kind in RuleKind.values if kind not in stored]
    if missing:
        with act(actor, allowed_by=RulePolicy, to="create", on=None) as record:
            stored |= {rule.kind: record.create("rule.set", rule) for rule in missing}
    return [stored[kind] for kind in RuleKind.values]


def change_rule(
    *,
    actor: Actor,
    municipality: Municipality,
    kind: str,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> Rule:
    """Change ``threshold``, ``days_to_answer`` or ``active`` of the rule ``kind``."""
    RulePolicy.require(actor, "change", None)
    rule = next(rule for rule in ensure_rules(actor=actor, municipality=municipality) if rule.kind == kind)
    with act(actor, allowed_by=RulePolicy, to="change", on=rule) as record:
        _refuse_too_much(kind, changes.get("threshold", 0))
        return record.change("rule.changed", rule, changes, expected_version=expected_version)


def _refuse_too_much(kind: str, threshold: int) -> None:
    low, high, message = highest_threshold(kind)
    if not low <= threshold <= high:
        raise Invalid({"threshold": message})
