"""Entities of the app, one concept a file."""

from etappe.domain.participation.models.concept import ConceptPaper, ConceptVersion
from etappe.domain.participation.models.conference import Conference, GroupSession, WorkingGroup
from etappe.domain.participation.models.finding import Finding
from etappe.domain.participation.models.recommendation import Recommendation
from etappe.domain.participation.models.stage import Stage
from etappe.domain.participation.models.statement import PointAnswer, Statement, StatementPoint

__all__ = [
    "ConceptPaper",
    "ConceptVersion",
    "Conference",
    "Finding",
    "GroupSession",
    "PointAnswer",
    "Recommendation",
    "Stage",
    "Statement",
    "StatementPoint",
    "WorkingGroup",
]
