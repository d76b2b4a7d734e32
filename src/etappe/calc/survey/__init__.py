"""Shares from voluntary anonymous surveys: what they tell, and what they do not.

>>> from etappe.calc.survey import Census, evaluate
>>> found = evaluate(Census(people=2000, answered=600, yes=120), line=0.33)
>>> found.certain
(0.06, 0.76)
"""

from etappe.calc.survey.bounds import Turn, Turning, bounds, imbens_manski, turning_point
from etappe.calc.survey.counts import MINIMUM, Census, Merged, Stratum, check_enough, merge_small
from etappe.calc.survey.errors import SurveyError
from etappe.calc.survey.evaluate import Evaluation, Shown, evaluate
from etappe.calc.survey.intervals import Interval, coverage, effective_size, wilson, wilson_finite
from etappe.calc.survey.poststratified import PostStratified, post_stratified
from etappe.calc.survey.raking import Raked, rake

__all__ = [
    "MINIMUM",
    "Census",
    "Evaluation",
    "Interval",
    "Merged",
    "PostStratified",
    "Raked",
    "Shown",
    "Stratum",
    "SurveyError",
    "Turn",
    "Turning",
    "bounds",
    "check_enough",
    "coverage",
    "effective_size",
    "evaluate",
    "imbens_manski",
    "merge_small",
    "post_stratified",
    "rake",
    "turning_point",
    "wilson",
    "wilson_finite",
]
