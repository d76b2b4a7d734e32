"""All rules, in one tuple; each is data with an id, an explanation and an example."""

from etappe.documents.statements.rules.base import Acting, Rule
from etappe.documents.statements.rules.commitments import COMMITMENTS
from etappe.documents.statements.rules.demands import DEMANDS
from etappe.documents.statements.rules.facts import FACTS
from etappe.documents.statements.rules.intents import INTENTS

__all__ = ["RULES", "RULES_BY_ID", "Acting", "Rule"]

RULES: tuple[Rule, ...] = COMMITMENTS + DEMANDS + INTENTS + FACTS
"""Every rule, commitments first."""

RULES_BY_ID = {rule.id: rule for rule in RULES}
"""Rule id to rule."""
