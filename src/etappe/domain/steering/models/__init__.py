"""Rule, deviation, decision, task: one concept a file."""

from etappe.domain.steering.models.decision import Decision, DecisionPaper
from etappe.domain.steering.models.deviation import Deviation, Escalation, Explanation, Level
from etappe.domain.steering.models.option import Course, Option
from etappe.domain.steering.models.rule import Rule, RuleKind
from etappe.domain.steering.models.task import Task

__all__ = [
    "Course",
    "Decision",
    "DecisionPaper",
    "Deviation",
    "Escalation",
    "Explanation",
    "Level",
    "Option",
    "Rule",
    "RuleKind",
    "Task",
]
