"""Building patterns: which further cells are withheld so that the protected ones stay hidden."""

from etappe.calc.disclosure.suppress.build import Suppression, build
from etappe.calc.disclosure.suppress.errors import TimeLimitError, UnprotectableError
from etappe.calc.disclosure.suppress.weights import Weights

__all__ = ["Suppression", "TimeLimitError", "UnprotectableError", "Weights", "build"]
