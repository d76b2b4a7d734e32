"""When will the staff mirror the city, and what would it take?

>>> from etappe.calc.workforce import Target, earliest_year, required_share, simple_model
>>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026)
>>> earliest_year(model, Target(0.33)).year
2054
>>> round(required_share(model, Target(0.33)).by(2035), 3)
0.688

``read_stock`` and ``build`` make a model of staff figures and rates, ``simple_model`` one of five numbers. ``project``
says what becomes of it, exactly where posts are independent; ``required_share``, ``earliest_year``, ``ceiling`` and
``levers`` turn the question round; ``answer`` gives all of it.
"""

from etappe.calc.workforce.answer import Answer, Deadline, Hires, Realism, Realistic, Source, answer
from etappe.calc.workforce.bands import Band, band
from etappe.calc.workforce.build import Plan, TraineePlan, build
from etappe.calc.workforce.ceilings import Ceiling, Lift, LiftBy, ceiling, lifts
from etappe.calc.workforce.earliest import Earliest, Status, earliest_year
from etappe.calc.workforce.errors import WorkforceError
from etappe.calc.workforce.gradients import Gradient, gradient
from etappe.calc.workforce.hiring import applicants_needed, hire_share, odds_ratio
from etappe.calc.workforce.inversion import RequiredShare, required_share
from etappe.calc.workforce.leverage import Applicants, Lever, LeverCode, levers
from etappe.calc.workforce.model import Model, Rates, Trainees
from etappe.calc.workforce.project import Method, Note, Projection, project
from etappe.calc.workforce.reconcile import Mismatch, reconcile
from etappe.calc.workforce.rules import Rule, Rulebook
from etappe.calc.workforce.shrinkage import shrink
from etappe.calc.workforce.simple import simple_model
from etappe.calc.workforce.simulation import simulate
from etappe.calc.workforce.stock import Stock, read_stock
from etappe.calc.workforce.successors import Successors, regroup
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import Beta, Uncertainty
from etappe.calc.workforce.variants import Variants

__all__ = [
    "Answer",
    "Applicants",
    "Band",
    "Beta",
    "Ceiling",
    "Deadline",
    "Earliest",
    "Gradient",
    "Hires",
    "Lever",
    "LeverCode",
    "Lift",
    "LiftBy",
    "Method",
    "Mismatch",
    "Model",
    "Note",
    "Plan",
    "Projection",
    "Rates",
    "Realism",
    "Realistic",
    "RequiredShare",
    "Rule",
    "Rulebook",
    "Source",
    "Status",
    "Stock",
    "Successors",
    "Target",
    "TraineePlan",
    "Trainees",
    "Uncertainty",
    "Variants",
    "WorkforceError",
    "answer",
    "applicants_needed",
    "band",
    "build",
    "ceiling",
    "earliest_year",
    "gradient",
    "hire_share",
    "levers",
    "lifts",
    "odds_ratio",
    "project",
    "read_stock",
    "reconcile",
    "regroup",
    "required_share",
    "shrink",
    "simple_model",
    "simulate",
]
