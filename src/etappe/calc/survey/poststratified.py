"""Number one: the share if, within each stratum, those who answered are like the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from etappe.calc.survey.counts import MINIMUM, Census, Stratum, merge_small
from etappe.calc.survey.intervals import Interval, effective_size, score


@dataclass(frozen=True)
class PostStratified:
    """A post-stratified share.

    Attributes
    ----------
    share
        ``p̂ = Σ W_h p_h`` with the population's weights.
    standard_error
        By linearisation, with finite population correction; 0 where all said the same or everybody answered.
    design_effect
        Variance compared with a plain share of as many answers; 1 where that has none.
    interval
        Wilson's, at the effective number of answers.
    merged
        Strata that had too few answers and were put together.
    """

    share: float
    standard_error: float
    design_effect: float
    interval: Interval
    merged: tuple[tuple[str, ...], ...]


def post_stratified(strata: Sequence[Stratum], confidence: float = 0.95, minimum: int = MINIMUM) -> PostStratified:
    """Weight the strata of a survey as the population is composed.

    Parameters
    ----------
    strata
        With people, answers and yes each; neighbours resemble each other (see :func:`~.counts.merge_small`).
    confidence
        Coverage of the interval.
    minimum
        Fewest answers in a stratum; smaller ones are merged.

    Notes
    -----
    ``SE² = (1−n/N)·n/(n−1)·Σ(z_i−z̄)²`` with ``z_i = (N_h/n_h)(y_i−p_h)/N``; the z of each stratum sum to zero.

    References
    ----------
    C.-E. Särndal, B. Swensson, J. Wretman (1992), Model Assisted Survey Sampling, ch. 7.

    Examples
    --------
    >>> young, old = Stratum("young", Census(800, 300, 90)), Stratum("old", Census(1200, 300, 30))
    >>> found = post_stratified([young, old])
    >>> round(found.share, 3), [round(end, 3) for end in found.interval]
    (0.18, [0.157, 0.206])
    """
    ready = merge_small(strata, minimum)
    whole = ready.strata[0].counts
    for one in ready.strata[1:]:
        whole = whole + one.counts
    share = sum(one.counts.people / whole.people * one.counts.share for one in ready.strata)
    squares = sum(_squares(one.counts, whole.people) for one in ready.strata)
    n = whole.answered
    correction = 1 - n / whole.people
    variance = correction * n / (n - 1) * squares if n > 1 else 0.0
    plain = correction * share * (1 - share) / (n - 1) if n > 1 else 0.0
    effect = variance / plain if plain > 0 and variance > 0 else 1.0
    interval = score(share, effective_size(whole, effect), confidence)
    return PostStratified(share, sqrt(variance), effect, interval, ready.merged)


def _squares(counts: Census, people: int) -> float:
    """Σ z² of a stratum: its answers are k ones and n−k zeros."""
    p = counts.share
    return (counts.people / people) ** 2 * p * (1 - p) / counts.answered
