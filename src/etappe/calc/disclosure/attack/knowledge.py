"""What the attacker knows before calculating, and what must stay hidden from them."""

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.attack.reduce import Moves
from etappe.calc.disclosure.attack.targets import Targets
from etappe.calc.disclosure.errors import PatternError, RuleError
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Universe

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def check(universe: Universe, published: Bools, rules: Rules, attacker: Attacker) -> None:
    """Refuse what cannot be audited as given.

    Raises
    ------
    PatternError
        If the publication does not fit the tables, or withholds a zero although all zeros count as published.
    RuleError
        If zeros are to be protected and known at the same time.
    """
    if published.shape != (universe.size,) or published.dtype != np.bool_:
        raise PatternError(
            f"The publication must say yes or no for each of the {universe.size} cells: build it from the same tables.",
            cells=universe.size,
        )
    if (published & ~universe.shown).any():
        raise PatternError("The publication holds a difference that no table shows: leave it out.")
    if not attacker.zeros_known:
        return
    if rules.protect_zeros or rules.protect_groups:
        raise RuleError(
            "Zeros cannot be protected while they count as known: set “zeros_known” to false, or leave zeros "
            "unprotected."
        )
    zeros = np.flatnonzero(~published & universe.shown & (universe.values == 0))
    if zeros.size:
        raise PatternError(
            f"{zeros.size} zeros are withheld although the attacker counts on every zero being published, for example "
            f"{universe.label(int(zeros[0]))}: publish them, or set “zeros_known” to false.",
            cells=zeros.size,
            cell=universe.label(int(zeros[0])),
        )


def bounds(universe: Universe, attacker: Attacker) -> tuple[Floats, Floats]:
    """How far each cell can fall and rise by what the attacker knows of it alone, if it is not published."""
    least = np.where(universe.shown & attacker.zeros_known, 1, 0)
    return (np.minimum(least, universe.values) - universe.values).astype(np.float64), np.full(universe.size, np.inf)


def protected(universe: Universe, rules: Rules) -> Bools:
    """Cells that the rules protect whatever is published."""
    small = (universe.values >= 1) & (universe.values < rules.minimum)
    zeros = (universe.values == 0) & universe.shown & rules.protect_zeros
    found: Bools = small | zeros | (universe.remainders & rules.protect_groups)
    return found


def targets(universe: Universe, cells: Bools, space: Moves, rules: Rules) -> Targets:
    """The demands on the attacker's intervals for protected cells."""
    numbers = np.flatnonzero(cells)
    values = universe.values[numbers]
    return Targets(
        cells=numbers,
        variable=space.variable[numbers],
        sign=space.sign[numbers],
        up=np.maximum(rules.minimum - values, 0),
        down=np.zeros(numbers.size, dtype=np.int64),
        width=np.full(numbers.size, rules.width, dtype=np.int64),
    )
