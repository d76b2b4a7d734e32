"""Small-count rounding: change as few inner cells as needed so that no small count is left among what is published.

Only some cells of a table are published (say, the margins). Inner cells that a small published count is made of become
0 or the base, so that published counts are 0 or at least the base; and as published counts are added up from the
changed inner cells, all of them stay consistent. Which inner cells go up is chosen so that the published counts stay as
near to the truth as possible: the least sum of squares, proven by a mixed-integer programme.

References
----------
Ø. Langsrud, J. Heldal (2018), An algorithm for small count rounding of tabular data, Privacy in Statistical Databases
(the idea; the search there is a heuristic).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from etappe.calc.disclosure.rounding import BaseError, NoControlledRoundingError

Ints = NDArray[np.int64]

_PATIENCE = 60.0
"""Seconds for one programme."""


def round_small_counts(inner: Ints, published: csr_array, base: int) -> Ints:
    """Round the inner cells that small published counts are made of.

    Parameters
    ----------
    inner
        Counts of the inner cells.
    published
        One row a published cell, 1 where it counts an inner cell.
    base
        Published counts of 1 … base − 1 must not remain.

    Returns
    -------
    The changed inner counts; ``published @ result`` is what may be published.

    Raises
    ------
    BaseError
        If the base is below 2.
    NoControlledRoundingError
        If no solution was found within a minute.
    """
    if base < 2:
        raise BaseError(f"The rounding base is {base}: take 3, 5 or another whole number above 1.", base=base)
    truth = published @ inner
    small_inner = (inner > 0) & (inner < base)
    chosen = np.zeros(inner.size, dtype=np.bool_)
    result = inner
    while True:
        counts = published @ result
        small = (counts > 0) & (counts < base)
        if not small.any():
            return result
        touched = np.asarray(published[np.flatnonzero(small)].sum(axis=0)).ravel() > 0
        chosen |= touched & small_inner
        result = _nearest(inner, published, truth, chosen, base)


def _nearest(inner: Ints, published: csr_array, truth: Ints, chosen: NDArray[np.bool_], base: int) -> Ints:
    """Chosen cells at 0 or the base: least sum of squared distances of the published counts.

    The square of a whole number is written as a sum of unit steps that cost 1, 3, 5, …; they are convex, so the
    programme takes them in order. One step up or down costs the odd number next in line.
    """
    places = np.flatnonzero(chosen)
    effect = csr_array(published[:, places].astype(np.float64))
    kept = published @ np.where(chosen, 0, inner)
    rows = np.flatnonzero(np.diff(effect.indptr) > 0)
    steps = int(base * max(1, np.diff(effect.indptr).max()))
    cost = np.tile(2.0 * np.arange(1, steps + 1) - 1, rows.size)
    unit = csr_array(np.kron(np.eye(rows.size), np.ones(steps)))
    switch = base * effect[rows]
    gap = (truth - kept)[rows].astype(np.float64)
    matrix = hstack([switch, -unit, unit], format="csr")
    steps_total = rows.size * steps
    answer = milp(
        np.concatenate([np.zeros(places.size), cost, cost]),
        integrality=np.concatenate([np.ones(places.size), np.zeros(2 * steps_total)]),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(matrix, gap, gap)],
        options={"time_limit": _PATIENCE},
    )
    if answer.x is None:
        raise NoControlledRoundingError(
            f"No small-count rounding of {places.size} cells to base {base} was found in time.",
            base=base,
            cells=int(places.size),
        )
    result = inner.copy()
    result[places] = base * np.rint(answer.x[: places.size]).astype(np.int64)
    return result
