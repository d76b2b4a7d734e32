"""Entities of the app, one concept a file."""

from etappe.domain.programme.models.cooperation import Cooperation
from etappe.domain.programme.models.field import AllianceField, FieldOfAction
from etappe.domain.programme.models.goal import Goal
from etappe.domain.programme.models.influence import Influence
from etappe.domain.programme.models.measure import Measure
from etappe.domain.programme.models.milestone import Milestone
from etappe.domain.programme.models.programme import Programme
from etappe.domain.programme.models.sheet_import import SheetImport
from etappe.domain.programme.models.target_group import TargetGroup

__all__ = [
    "AllianceField",
    "Cooperation",
    "FieldOfAction",
    "Goal",
    "Influence",
    "Measure",
    "Milestone",
    "Programme",
    "SheetImport",
    "TargetGroup",
]
