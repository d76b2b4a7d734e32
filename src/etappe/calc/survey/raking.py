"""Weights for several margins at once, where the cross table of the population is not known.

References
----------
W. E. Deming, F. F. Stephan (1940), On a least squares adjustment of a sampled frequency table, Ann. Math. Stat. 11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etappe.calc.survey.errors import MarginError, RakingError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Raked:
    """Weights after raking.

    Attributes
    ----------
    weights : array of the shape of the answers
        People for whom one answer of this cell stands.
    rounds
        Rounds it took.
    gap
        Largest difference to a margin that is left, in people.
    """

    weights: Floats
    rounds: int
    gap: float


def rake(answers: Floats, margins: Sequence[Floats], rounds: int = 500, tolerance: float = 1e-8) -> Raked:
    """Find weights with which the answers have the margins of the population.

    Parameters
    ----------
    answers
        Answers by cell, one axis a characteristic.
    margins
        People in the population along each axis; all sum to the same.
    rounds, tolerance
        How long to go on, and which relative difference is small enough.

    Raises
    ------
    MarginError
        If margins do not fit the shape or each other, or people stand where nobody answered.
    RakingError
        If the weights do not converge.

    Examples
    --------
    >>> raked = rake(np.array([[30.0, 20.0], [10.0, 40.0]]), [np.array([60.0, 40.0]), np.array([50.0, 50.0])])
    >>> (raked.weights * [[30, 20], [10, 40]]).sum(1).round(6)
    array([60., 40.])
    """
    answers = np.asarray(answers, dtype=float)
    targets = [np.asarray(margin, dtype=float) for margin in margins]
    _check(answers, targets)
    people = float(targets[0].sum())
    cells = answers.copy()
    gap = np.inf
    for done in range(1, rounds + 1):
        for axis, target in enumerate(targets):
            now = _margin(cells, axis)
            cells = cells * _along(np.where(now > 0, target / np.where(now > 0, now, 1.0), 0.0), axis, cells.ndim)
        gap = max(float(np.abs(_margin(cells, axis) - target).max()) for axis, target in enumerate(targets))
        if gap <= tolerance * people:
            return Raked(np.where(answers > 0, cells / np.where(answers > 0, answers, 1.0), 0.0), done, gap)
    raise RakingError(
        f"After {rounds} rounds a margin is still {gap:.3g} people off: cells without answers keep the margins from "
        "being met. Merge categories.",
        gap=gap,
        rounds=rounds,
    )


def _margin(cells: Floats, axis: int) -> Floats:
    return np.asarray(cells.sum(tuple(at for at in range(cells.ndim) if at != axis)))


def _along(values: Floats, axis: int, axes: int) -> Floats:
    return values.reshape([-1 if at == axis else 1 for at in range(axes)])


def _check(answers: Floats, targets: Sequence[Floats]) -> None:
    if answers.ndim != len(targets) or any(len(t) != size for t, size in zip(targets, answers.shape, strict=True)):
        raise MarginError("There must be one margin an axis, as long as the axis.", margin=len(targets))
    total = float(targets[0].sum())
    for axis, target in enumerate(targets):
        if (target < 0).any() or not np.isclose(float(target.sum()), total):
            raise MarginError(
                f"Margin {axis + 1} sums to {target.sum():g}, the first one to {total:g}.", margin=axis + 1
            )
        empty = (target > 0) & (_margin(answers, axis) == 0)
        if empty.any():
            raise MarginError(
                f"Margin {axis + 1}: in category {int(empty.argmax()) + 1} nobody answered. Merge categories.",
                margin=axis + 1,
            )
