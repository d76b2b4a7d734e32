"""Rates of small units: what they share with their occupation and the city counts, the more the smaller they are.

Empirical Bayes with Beta distributions: the occupation's prior is fitted to its units by moments, the city's to its
occupations. A unit of three people in which one left does not have an exit rate of a third.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from etappe.calc.workforce.arrays import Floats
from etappe.calc.workforce.errors import ParameterError
from etappe.calc.workforce.uncertainty import Beta

WEAKEST, STRONGEST = 1.0, 1e6
"""Least and largest weight of a prior, in people and years."""


def fit(cases: Floats, trials: Floats) -> Beta:
    """Fit a Beta distribution to rates of several groups, each seen in so many cases of so many trials.

    Notes
    -----
    Method of moments (J. C. Kleinman, 1973): the variance between groups is what exceeds that of chance.

    Examples
    --------
    >>> prior = fit(np.array([5.0, 10.0, 30.0]), np.array([100.0, 100.0, 100.0]))
    >>> round(prior.mean, 3), round(prior.a + prior.b, 1)
    (0.151, 6.9)
    """
    seen = trials > 0
    k, n = cases[seen], trials[seen]
    total = float(n.sum())
    if total == 0:
        return Beta(0.5, 0.5)
    mean = (float(k.sum()) + 0.5) / (total + 1)
    if len(n) < 2:
        return _sized(mean, total)
    chance = mean * (1 - mean)
    between = float((n * (k / n - mean) ** 2).sum()) - (len(n) - 1) * chance
    scale = total - float((n**2).sum()) / total
    rho = max(0.0, between / (scale * chance)) if scale > 0 and chance > 0 else 0.0
    size = STRONGEST if rho == 0 else min(STRONGEST, max(WEAKEST, 1 / rho - 1))
    return _sized(mean, size)


def _sized(mean: float, size: float) -> Beta:
    return Beta(mean * size, (1 - mean) * size)


def shrink(cases: Sequence[float], trials: Sequence[float], parents: Sequence[str] | None = None) -> list[Beta]:
    """Posterior of each group's rate, drawn to its parent and through that to the whole.

    Parameters
    ----------
    cases, trials
        Leavers and person-years of each unit.
    parents
        Occupation of each unit; None for one level only.

    Examples
    --------
    >>> rates = shrink([1, 40, 60], [3, 1000, 1000])
    >>> [round(float(rate.mean), 3) for rate in rates]
    [0.057, 0.041, 0.059]
    """
    k, n = np.asarray(cases, dtype=float), np.asarray(trials, dtype=float)
    if ((k < 0) | (k > n)).any():
        at = int(((k < 0) | (k > n)).argmax())
        raise ParameterError(
            f"{k[at]:g} of {n[at]:g} cannot be.", name="cases", value=float(k[at]), allowed=f"0–{n[at]:g}"
        )
    if parents is None:
        prior = fit(k, n)
        return [Beta(prior.a + some, prior.b + all_ - some) for some, all_ in zip(k, n, strict=True)]
    names = sorted(set(parents))
    of_parent = np.array([names.index(name) for name in parents])
    sums = [np.bincount(of_parent, weights=values, minlength=len(names)) for values in (k, n)]
    above = shrink(sums[0].tolist(), sums[1].tolist())
    result = []
    for at, some, all_ in zip(of_parent, k, n, strict=True):
        own = fit(k[of_parent == at], n[of_parent == at])
        size = own.a + own.b
        prior = _sized(above[at].mean, size)
        result.append(Beta(prior.a + some, prior.b + all_ - some))
    return result
