"""Rounding counts to multiples of a base so that small ones cannot be told from none.

Every cell is rounded from its own true count, totals too; nothing is added up from rounded parts. Three ways:

- *nearest*: to the nearest multiple; the same count always becomes the same multiple.
- *random*: up or down so that the expected value is the true count. The cell key decides, so the same people always
  round the same way and asking again tells nothing.
- *controlled*: up or down so that all sums hold among the rounded counts, as near to the truth as that allows.

References
----------
L. H. Cox (1987), A constructive procedure for unbiased controlled rounding, JASA 82, 520-524.
J. J. Salazar-González (2006), Controlled rounding and cell perturbation: statistical disclosure limitation methods for
tabular data, Mathematical Programming 105, 583-603.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import csr_array, hstack

from etappe.calc.disclosure.errors import RuleError
from etappe.calc.disclosure.keys import Keys
from etappe.calc.disclosure.ptable import KEY_SPACE

Ints = NDArray[np.int64]
Way = Literal["nearest", "random", "controlled"]

_PATIENCE = 60.0
"""Seconds for each attempt at controlled rounding."""


class BaseError(RuleError):
    """A base that rounds nothing (facts: ``base``)."""


class NoControlledRoundingError(RuleError):
    """No additive rounding was found (facts: ``base``, ``cells``)."""


def _check(base: int) -> None:
    if base < 2:
        raise BaseError(f"The rounding base is {base}: take 3, 5 or another whole number above 1.", base=base)


def nearest(counts: Ints, base: int) -> Ints:
    """Round each count to the nearest multiple of the base, a half up."""
    _check(base)
    rounded: Ints = (2 * counts + base) // (2 * base) * base
    return rounded


def random(counts: Ints, keys: Keys, base: int) -> Ints:
    """Round each count up with probability (rest / base), else down; its cell key below 2**32 decides."""
    _check(base)
    rest = counts % base
    up = keys * np.uint64(base) < rest.astype(np.uint64) * np.uint64(KEY_SPACE)
    return counts - rest + base * up


@dataclass(frozen=True)
class Rounded:
    """Rounded counts and what each of them, seen alone, can stem from."""

    values: Ints
    low: Ints
    high: Ints


def around(counts: Ints, keys: Keys, constraints: csr_array, base: int, way: Way) -> Rounded:
    """Round in one of the three ways.

    Parameters
    ----------
    counts
        True counts, one a cell.
    keys
        Cell keys below 2**32; used by the random way only.
    constraints
        Sparse, ``constraints @ counts == 0``; used by the controlled way only.
    base
        The counts become multiples of it.
    way
        See the head of this module.

    Raises
    ------
    BaseError, NoControlledRoundingError
    """
    if way == "nearest":
        values = nearest(counts, base)
        return Rounded(values, np.maximum(values - base // 2, 0), values + (base - 1) // 2)
    values, reach = (random(counts, keys, base), base) if way == "random" else controlled(counts, constraints, base)
    return Rounded(values, np.maximum(values - reach + 1, 0), values + reach - 1)


def controlled(counts: Ints, constraints: csr_array, base: int) -> tuple[Ints, int]:
    """Round so that all sums hold, as near to the truth as possible (sum of distances, by mixed-integer programme).

    Multiples stay and every other count goes to a neighbouring multiple, if that is possible; otherwise counts may go
    one multiple further (never below zero; zeros stay).

    Returns
    -------
    The rounded counts, and the distance that no count has reached: the base, or twice the base.

    Raises
    ------
    NoControlledRoundingError
        If there is none, or none was found within a minute.
    """
    _check(base)
    for further in (0, 1):
        result = _controlled(counts, constraints, base, further)
        if result.x is not None:
            return np.rint(result.x[: counts.size]).astype(np.int64) * base, base * (1 + further)
    raise NoControlledRoundingError(
        f"No additive rounding of the {counts.size} cells to base {base} was found: take another base or the random "
        "way.",
        base=base,
        cells=int(counts.size),
    )


def _controlled(counts: Ints, constraints: csr_array, base: int, further: int) -> OptimizeResult:
    """Variables: the multiple of each cell, then its distance to the truth (in units of the base)."""
    cells = counts.size
    low, rest = counts // base, counts % base
    high = low + (rest > 0)
    lowest, highest = np.maximum(low - further, 0), high + further
    highest[counts == 0] = 0
    eye = csr_array((np.ones(cells), (np.arange(cells), np.arange(cells))), shape=(cells, cells))
    none = csr_array((constraints.shape[0], cells))
    truth = counts / base
    return milp(
        np.concatenate([np.zeros(cells), np.ones(cells)]),
        integrality=np.concatenate([np.ones(cells), np.zeros(cells)]),
        bounds=Bounds(np.concatenate([lowest, np.zeros(cells)]), np.concatenate([highest, np.full(cells, np.inf)])),
        constraints=[
            LinearConstraint(hstack([constraints.astype(np.float64), none], format="csr"), 0, 0),
            LinearConstraint(hstack([eye, -eye], format="csr"), -np.inf, truth),
            LinearConstraint(hstack([eye, eye], format="csr"), truth, np.inf),
        ],
        options={"time_limit": _PATIENCE},
    )
