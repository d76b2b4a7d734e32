"""Primary rules: which cells must not be published, and how much room an attacker must be left.

Counts first: small counts, by choice zeros, by choice what is left of a group that is all of one kind, and the
numerators of published percentages. For sums of amounts there are the two rules of dominance.

References
----------
A. Hundepool et al. (2012), Statistical Disclosure Control, Wiley, ch. 4 (minimum frequency, p % and (n, k) rules and
the upper protection levels that follow from them).
"""

from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.errors import RuleError
from etappe.calc.disclosure.rules import Rules
from etappe.calc.disclosure.tables import Universe

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Reason(IntFlag):
    """Why a cell is at risk."""

    SMALL = 1
    ZERO = 2
    GROUP = 4
    GIVEN = 8


@dataclass(frozen=True, eq=False)
class Risks:
    """The cells at risk.

    Attributes
    ----------
    reasons
        :class:`Reason` flags of each cell of the universe, as ``uint8``; 0 where there is none.
    """

    reasons: NDArray[np.uint8]

    @property
    def cells(self) -> Bools:
        """Cells at risk for any reason."""
        return np.not_equal(self.reasons, 0)


def find(universe: Universe, rules: Rules, given: Bools | None = None) -> Risks:
    """Find the cells at risk.

    Parameters
    ----------
    universe
        All cells; for ``rules.protect_groups`` as :meth:`Universe.with_remainders` returns it.
    rules
        The rules.
    given
        Further cells somebody wants protected.
    """
    values = universe.values
    reasons = np.zeros(universe.size, dtype=np.uint8)
    reasons[(values >= 1) & (values < rules.minimum)] |= np.uint8(Reason.SMALL)
    if rules.protect_zeros:
        reasons[(values == 0) & universe.shown] |= np.uint8(Reason.ZERO)
    if rules.protect_groups:
        reasons[universe.remainders] |= np.uint8(Reason.GROUP)
    if given is not None:
        reasons[given] |= np.uint8(Reason.GIVEN)
    return Risks(reasons)


def companions(universe: Universe, protected: Bools) -> Bools:
    """Zeros that would give a protected zero away if they were published.

    A zero follows from an empty sum that it is part of, and from its own parts, which are all empty. What is left of
    a sum (:meth:`Universe.with_remainders`) follows from the empty parts of that sum.

    Parameters
    ----------
    universe
        All cells.
    protected
        Cells at risk.
    """
    rows = abs(universe.constraints)
    entry = universe.constraints.tocoo()
    empty, is_sum = universe.values == 0, entry.data < 0
    whole = np.zeros(rows.shape[0], dtype=np.int64)
    whole[entry.row[is_sum]] = entry.col[is_sum]
    occupied = np.bincount(entry.row[~is_sum & ~empty[entry.col]], minlength=rows.shape[0])
    with_rest = np.zeros(universe.size, dtype=np.bool_)
    with_rest[whole[rows @ (universe.remainders & ~universe.shown) > 0]] = True
    of_one_kind = with_rest[whole] & (occupied == 1)
    found: Bools = empty & (protected | (rows.T @ of_one_kind > 0))
    while True:
        grown = found | (rows.T @ (empty[whole] & (rows @ found > 0)) > 0)
        if np.array_equal(grown, found):
            return np.less(protected, found & universe.shown)
        found = grown


def numerators_revealed(numerators: Ints, denominators: Ints, decimals: int) -> Bools:
    """Whether a published percentage tells the number behind it, given that its base is published.

    The base B and a percentage rounded to d decimals leave the whole numbers k with |100 k / B − percentage| at most
    half a unit of the last decimal. Where there is only one, the percentage *is* the number. Rounding may go either
    way at ties, so both are left to the attacker's doubt.

    Parameters
    ----------
    numerators, denominators
        The counts; the second at least 1 and not below the first.
    decimals
        Decimals of the published percentage.

    Raises
    ------
    RuleError
        If a base is below 1 or below its numerator.
    """
    low, high = numerator_bounds(numerators, denominators, decimals)
    return np.equal(low, high)


def numerator_bounds(numerators: Ints, denominators: Ints, decimals: int) -> tuple[Ints, Ints]:
    """The smallest and largest whole number that fit a published percentage and base (see above)."""
    if (denominators < 1).any() or (numerators < 0).any() or (numerators > denominators).any():
        raise RuleError("A percentage needs a base of at least 1 that is not below the number: check both columns.")
    # In whole numbers: the shown percentage is s / 10^d with s = 100 · 10^d · k / B rounded, and k fits if
    # |2 · 100 · 10^d · k − 2 s B| ≤ B.
    scale = 100 * 10**decimals
    shown = (2 * scale * numerators + denominators) // (2 * denominators)
    low = -((-(2 * shown - 1) * denominators) // (2 * scale))
    high = ((2 * shown + 1) * denominators) // (2 * scale)
    return np.maximum(low, 0), np.minimum(high, denominators)


def p_percent(total: Floats, largest: Floats, second: Floats, p: float) -> Floats:
    """Upper protection level by the p % rule; positive where a sum of amounts is at risk.

    The second largest contributor must not be able to estimate the largest to within p %:
    UPL = p/100 · x₁ − (X − x₁ − x₂).
    """
    _check_share("p", p)
    return p / 100 * largest - (total - largest - second)


def dominance(total: Floats, largest_sum: Floats, k: float) -> Floats:
    """Upper protection level by the (n, k) rule; positive where the n largest contributors hold more than k % of a sum.

    UPL = 100/k · (x₁ + … + xₙ) − X: only an estimate that far above the sum hides their share.
    """
    _check_share("k", k)
    return 100 / k * largest_sum - total


def _check_share(name: str, value: float) -> None:
    if not 0 < value <= 100:
        raise RuleError(f"“{name}” is {value}: give a percentage above 0 and up to 100.", name=name, value=value)
