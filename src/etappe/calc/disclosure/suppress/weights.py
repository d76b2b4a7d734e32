"""What withholding a cell costs."""

from enum import Enum

import numpy as np

from etappe.calc.disclosure.suppress.problem import Floats
from etappe.calc.disclosure.tables import Universe

TIE = 1e-3
"""Weight of information where only the number of cells matters: of two patterns, the one with smaller counts."""


class Weights(Enum):
    """What is to be lost as little as possible."""

    FEWEST = "fewest"
    """As few cells as possible."""

    INFORMATION = "information"
    """As little as possible of the logarithm of the counts: a large cell tells more than a small one."""


def weigh(universe: Universe, weights: Weights | Floats) -> Floats:
    """Cost of withholding each cell.

    Parameters
    ----------
    universe
        The cells.
    weights
        A choice, or a positive number for each cell: large for the cells that matter to the reader.

    Raises
    ------
    ValueError
        If numbers are given that do not fit the universe or are not positive.
    """
    if isinstance(weights, Weights):
        logs = np.log1p(np.maximum(universe.values, 0).astype(np.float64))
        return 1.0 + logs if weights is Weights.INFORMATION else 1.0 + TIE * logs
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (universe.size,) or not (np.isfinite(given) & (given > 0)).all():
        raise ValueError(f"Give one positive weight for each of the {universe.size} cells.")
    return given
