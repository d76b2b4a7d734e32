"""Numbers two and three: what can be said without any assumption, and how wrong an assumption must be to matter.

References
----------
C. F. Manski (2003), Partial Identification of Probability Distributions, ch. 1.
G. W. Imbens, C. F. Manski (2004), Confidence intervals for partially identified parameters, Econometrica 72, 1845–1857.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, sqrt

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from etappe.calc.survey.counts import Census
from etappe.calc.survey.errors import CountError
from etappe.calc.survey.intervals import Interval


def bounds(counts: Census) -> Interval:
    """Shares if nobody, or everybody, of those who did not answer would have said yes.

    Examples
    --------
    >>> bounds(Census(2000, 600, 120))
    (0.06, 0.76)
    """
    missing = counts.people - counts.answered
    return counts.yes / counts.people, (counts.yes + missing) / counts.people


def imbens_manski(counts: Census, population: int | None = None, confidence: float = 0.95) -> Interval:
    """Interval that holds the share, wherever within the bounds it lies, with the confidence asked for.

    Parameters
    ----------
    counts
        Of those who were asked.
    population
        People of whom those asked are a random part; None if everybody was asked. Then the bounds are certain, and the
        interval is the bounds.
    confidence
        Coverage asked for.

    Examples
    --------
    >>> [round(end, 4) for end in imbens_manski(Census(2000, 600, 120), population=10_000)]
    [0.0522, 0.7741]
    """
    low, high = bounds(counts)
    asked, whole = counts.people, counts.people if population is None else population
    if whole < asked:
        raise CountError(f"{asked} of {whole} people cannot be asked.", name="population", value=whole, most=asked)
    if whole == asked or asked < 2:
        return low, high
    left = (whole - asked) / (whole - 1)
    errors = [sqrt(end * (1 - end) / asked * left) for end in (low, high)]
    widest = max(errors)
    if widest == 0:
        return low, high
    c = _critical((high - low) / widest, confidence)
    return max(0.0, low - c * errors[0]), min(1.0, high + c * errors[1])


def _critical(width: float, confidence: float) -> float:
    """Solve Φ(c + width) − Φ(−c) = confidence: 1.96 for a point, 1.64 for wide bounds."""
    return float(
        brentq(lambda c: float(ndtr(c + width) - ndtr(-c)) - confidence, 0.0, float(ndtri((1 + confidence) / 2)) + 1e-9)
    )


class Turning(StrEnum):
    """Whether the conclusion could turn."""

    TURNS = "turns"
    """At the odds ratio given."""
    HOLDS = "holds"
    """Never: even if all of those who did not answer were alike."""


@dataclass(frozen=True)
class Turn:
    """How different non-respondents would have to be for a share to be on the other side of a line.

    Attributes
    ----------
    turning
        Whether there is such a difference.
    above
        Whether the answers, taken as they are, put the share at or above the line.
    share
        Share of yes among those who did not answer at which it turns; None where it holds.
    odds_ratio
        Their odds of a yes compared with those who answered; 1 means alike. None where it holds.
    """

    turning: Turning
    above: bool
    share: float | None
    odds_ratio: float | None


def turning_point(counts: Census, line: float) -> Turn:
    """Find the odds ratio of non-respondents at which the conclusion about ``line`` turns.

    Examples
    --------
    >>> found = turning_point(Census(2000, 600, 120), 0.33)
    >>> found.above, round(found.share, 3), round(found.odds_ratio, 2)
    (False, 0.386, 2.51)
    """
    if not 0 <= line <= 1:
        raise CountError(f"line = {line:g}: a share lies between 0 and 1.", name="line", value=line)
    missing = counts.people - counts.answered
    above = counts.share >= line
    if missing == 0:
        return Turn(Turning.HOLDS, above, None, None)
    share = (line * counts.people - counts.yes) / missing
    if not 0 <= share <= 1:
        return Turn(Turning.HOLDS, above, None, None)
    return Turn(Turning.TURNS, above, share, _odds(share) / _odds(counts.share) if 0 < counts.share < 1 else None)


def _odds(share: float) -> float:
    return inf if share == 1 else share / (1 - share)
