"""Intervals for a share.

References
----------
E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209–212.
R. G. Newcombe (1998), Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, 857–872.
"""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
from scipy.special import ndtri
from scipy.stats import hypergeom

from etappe.calc.survey.counts import Census
from etappe.calc.survey.errors import CountError, NoAnswersError

Interval = tuple[float, float]


def wilson(yes: float, answered: float, confidence: float = 0.95) -> Interval:
    """Wilson's score interval for a share seen in a large population.

    Parameters
    ----------
    yes, answered
        Cases and trials; weighted counts need not be whole.
    confidence
        Coverage asked for.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    >>> [round(end, 4) for end in wilson(0, 20)]
    [0.0, 0.1611]
    """
    if answered <= 0:
        raise NoAnswersError("Nobody answered.", stratum="")
    if not 0 <= yes <= answered:
        raise CountError(f"{yes:g} of {answered:g} cannot be.", name="yes", value=yes, most=answered)
    return score(yes / answered, answered, confidence)


def score(share: float, size: float, confidence: float = 0.95) -> Interval:
    """Wilson's interval for a share that is as certain as from ``size`` independent answers (inf: certain)."""
    if size == inf:
        return share, share
    z = float(ndtri((1 + confidence) / 2))
    spread = 1 + z * z / size
    middle = (share + z * z / (2 * size)) / spread
    half = z * sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / spread
    low = 0.0 if share == 0 else max(0.0, middle - half)
    high = 1.0 if share == 1 else min(1.0, middle + half)
    return low, high


def effective_size(counts: Census, design_effect: float = 1.0) -> float:
    """Independent answers that would be as certain: ``n(N−1)/(N−n)/deff``; inf where everybody answered.

    Examples
    --------
    >>> round(effective_size(Census(2000, 600, 120)), 1)
    856.7
    """
    if counts.answered >= counts.people:
        return inf
    return counts.answered * (counts.people - 1) / (counts.people - counts.answered) / design_effect


def wilson_finite(counts: Census, confidence: float = 0.95) -> Interval:
    """Wilson's interval for the share in a finite population, if those who answered are like the others.

    Examples
    --------
    >>> [round(100 * end, 1) for end in wilson_finite(Census(2000, 600, 120))]
    [17.5, 22.8]
    """
    if counts.answered == 0:
        raise NoAnswersError("Nobody answered.", stratum="")
    return score(counts.share, effective_size(counts), confidence)


def coverage(people: int, answered: int, confidence: float = 0.95) -> np.ndarray:
    """Probability that :func:`wilson_finite` holds the truth, for every true number of yes from 0 to ``people``.

    Returns
    -------
    (people + 1,) floats
        Exact, by the hypergeometric distribution.

    Examples
    --------
    >>> found = coverage(500, 150)
    >>> round(float(found.mean()), 3)
    0.951
    """
    seen = np.arange(answered + 1)
    ends = np.array([wilson_finite(Census(people, answered, int(k)), confidence) for k in seen])
    result = np.empty(people + 1)
    for true in range(people + 1):
        share = true / people
        holds = (ends[:, 0] <= share + 1e-12) & (share <= ends[:, 1] + 1e-12)
        result[true] = hypergeom.pmf(seen[holds], people, true, answered).sum()
    return result
