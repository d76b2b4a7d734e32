"""How long people stay: the probability that who is in a cell today is still there, at whatever level, in j years.

Everything else needs only these curves, summed over the cells of a stratum: how many of today's staff remain
(``stock``), how many of those hired (``hired``), how many of those taken over after training (``trained``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import UNKNOWN, Numbers
from etappe.calc.workforce.model import Model, Rates


@dataclass(frozen=True, eq=False)
class Curves:
    """Survival summed by stratum k and group x; leading axes, if any, are variants.

    Attributes
    ----------
    stock : (T + 1, K, 2) numbers
        Of today's staff of known group, how many remain after j years.
    unknown : (T + 1, K, 2) numbers
        Of those of unknown group: how many would remain if all were A, or all B.
    hired : (T + 1, K, 2) numbers
        Share of those hired who remain j years after the end of the year they came in.
    trained : (T + 1, K, 2) numbers
        The same for those taken over after training.
    """

    stock: Numbers
    unknown: Numbers
    hired: Numbers
    trained: Numbers


def table(rates: Rates, years: int, leaving: Numbers | float = 1.0) -> Numbers:
    """Probability to be still there after j years, for every cell.

    Parameters
    ----------
    rates, years
        :class:`~etappe.calc.workforce.model.Rates`, and how far to look.
    leaving
        Multiplier of the hazard to resign or to be transferred, broadcast to (K, 2, 1, 1); 1 leaves rates as they are.

    Returns
    -------
    (years + 1, K, 2, L, N) numbers
        Exit, then promotion of stayers, then one year older.
    """
    steps = _Steps(rates, leaving)
    result = np.empty((years + 1, *steps.keep.shape), dtype=steps.keep.dtype)
    result[0] = 1.0
    for j in range(years):
        steps.back(result[j], result[j + 1])
    return result


class _Steps:
    """One year back: exit, then promotion of stayers, then one year older."""

    def __init__(self, rates: Rates, leaving: Numbers | float) -> None:
        stay = (1 - rates.retire) * np.exp(leaving * rates.log_stay)
        self.up = stay * rates.promote
        self.keep = stay - self.up
        self._promotes, self._ages = bool(rates.promote.any()), rates.aging

    def back(self, values: Numbers, out: Numbers) -> None:
        after = older(values) if self._ages else values
        np.multiply(self.keep, after, out=out)
        if self._promotes:
            out[:, :, :-1] += self.up[:, :, :-1] * after[:, :, 1:]


def older(values: Numbers) -> Numbers:
    """Values one year later; at the last age nobody stays, so what stands there does not matter."""
    return np.concatenate([values[..., 1:], values[..., -1:]], axis=-1)


def curves(model: Model, years: int, leaving: Numbers | float = 1.0) -> Curves:
    """Sum :func:`table` over today's staff, those hired, and those taken over, without keeping the table."""
    steps, weights = _Steps(model.rates, leaving), _weights(model)
    K, X, _, N = model.shape
    kind = steps.keep.dtype
    sums: Numbers = np.zeros((years + 1, K, X, 1, 4), dtype=kind)
    now, then = np.ones(steps.keep.shape, dtype=kind), np.empty(steps.keep.shape, dtype=kind)
    for j in range(years + 1):
        if model.rates.aging and j > N:
            break  # everybody has retired: the curves stay at zero
        np.matmul(now.reshape(K, X, 1, -1), weights, out=sums[j])
        steps.back(now, then)
        now, then = then, now
    return _split(sums)


def curves_of(model: Model, survive: Numbers) -> Curves:
    """:func:`curves` from a table that is there already."""
    return _split(survive.reshape(*survive.shape[:3], 1, -1) @ _weights(model))


def _split(sums: Numbers) -> Curves:
    return Curves(*(np.ascontiguousarray(sums[..., 0, at]) for at in range(4)))


def _weights(model: Model) -> Numbers:
    """What each cell counts for in the four curves: (K, 2, L·N, 4)."""
    K, X, L, N = model.shape
    weights = np.zeros((K, X, L, N, 4))
    weights[..., 0] = model.dense[:, :UNKNOWN]
    weights[..., 1] = model.dense[:, UNKNOWN][:, None]
    entry = model.rates.entry
    if model.rates.aging:  # who is hired is a year older when the first whole year begins
        entry = np.concatenate([np.zeros_like(entry[..., :1]), entry[..., :-1]], axis=-1)
        entry[..., -1] += model.rates.entry[..., -1]
    weights[..., 2] = entry
    if model.trainees is not None:
        weights[..., 3] = model.trainees.entry[:, None]
    return weights.reshape(K, X, L * N, 4)
