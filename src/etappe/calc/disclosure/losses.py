"""What withholding costs, in words: which cells are lost and which protected cells each of them guards.

True values of withheld cells are not told, nor by an order: a report may end up in other hands than it was meant for.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.facade import Protected
from etappe.calc.disclosure.figures import number
from etappe.calc.disclosure.hierarchies import TOTAL
from etappe.calc.disclosure.tables import Status, Universe

_SHOWN_LOSSES = 15
"""So many withheld cells are named, those with the fewest details first."""


def _label(universe: Universe, cell: int) -> str:
    return " × ".join(universe.label(cell).values()) or TOTAL


def losses(result: Protected) -> list[str]:
    """Lines of the report on cells withheld to guard others: how many of each margin, and the coarsest by name."""
    universe, status = result.universe, result.suppression.pattern.status
    secondary = np.flatnonzero((status == Status.SECONDARY) & universe.shown)
    if not secondary.size:
        return []
    lost = sorted((len(universe.label(cell)), _label(universe, cell), cell) for cell in secondary.tolist())
    lines = ["### Was zum Schutz mitfehlt", "", *_by_margin(universe, secondary)]
    lines += ["| zurückgehalten | schützt |", "| --- | --- |"]
    for _, label, cell in lost[:_SHOWN_LOSSES]:
        guarded = result.suppression.guards.get(cell, ())
        names = sorted(_label(universe, other) for other in guarded)
        more = f" und {len(names) - 3} weitere" if len(names) > 3 else ""
        lines.append(f"| {label} | {('; '.join(names[:3]) + more) or 'das Muster als Ganzes'} |")
    left = len(lost) - _SHOWN_LOSSES
    if left > 0:
        lines += ["", f"… und {number(left)} weitere, die feiner gegliedert sind oder im Alphabet folgen."]
    return [*lines, ""]


def _by_margin(universe: Universe, secondary: NDArray[np.int64]) -> list[str]:
    """How many cells are lost of each combination of dimensions, the coarsest first."""
    counted = Counter(tuple(universe.label(cell)) for cell in secondary.tolist())
    of_all = Counter(tuple(universe.label(cell)) for cell in np.flatnonzero(universe.shown).tolist())
    lines = ["| gegliedert nach | Zellen | davon zum Schutz anderer zurückgehalten |", "| --- | --: | --: |"]
    for names in sorted(counted, key=lambda names: (len(names), names)):
        words = " × ".join(names) or "gar nicht (Gesamtzahl)"
        lines.append(f"| {words} | {number(of_all[names])} | {number(counted[names])} |")
    return [*lines, ""]
