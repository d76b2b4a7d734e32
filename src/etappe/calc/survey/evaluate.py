"""The three numbers that belong side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etappe.calc.survey.bounds import Turn, bounds, imbens_manski, turning_point
from etappe.calc.survey.counts import MINIMUM, Census, Stratum, check_enough
from etappe.calc.survey.intervals import Interval, wilson_finite
from etappe.calc.survey.poststratified import PostStratified, post_stratified


@dataclass(frozen=True)
class Shown:
    """A stratum as it may be shown; counts below the minimum never are.

    Attributes
    ----------
    name
        Of the stratum.
    share, interval
        None where there are too few answers, or too few on one side.
    """

    name: str
    share: float | None
    interval: Interval | None


@dataclass(frozen=True)
class Evaluation:
    """What a voluntary survey tells.

    Attributes
    ----------
    counts
        Of all strata.
    assumed
        (1) The share if those who answered are like the others of their stratum.
    certain
        (2) The bounds without any assumption.
    certain_interval
        (2) The same with the uncertainty of who was asked (Imbens and Manski).
    turn
        (3) How different the others would have to be for the conclusion about ``line`` to turn; None without a line.
    line
        The share compared with.
    strata
        Each stratum as it may be shown.
    """

    counts: Census
    assumed: PostStratified
    certain: Interval
    certain_interval: Interval
    turn: Turn | None
    line: float | None
    strata: tuple[Shown, ...]


def evaluate(
    strata: Sequence[Stratum] | Census,
    *,
    line: float | None = None,
    population: int | None = None,
    confidence: float = 0.95,
    minimum: int = MINIMUM,
) -> Evaluation:
    """Evaluate a survey: share under an assumption, bounds without one, and what it would take to be wrong.

    Parameters
    ----------
    strata
        Strata in an order in which neighbours resemble each other, or the counts of the whole.
    line
        Share to compare with, say the target.
    population
        People of whom those asked are a random part; None if everybody was asked.
    confidence
        Coverage of all intervals.
    minimum
        Fewest answers evaluated, and fewest yes and no in a stratum that is shown.

    Raises
    ------
    TooFewAnswersError
        If fewer than ``minimum`` people answered.

    Examples
    --------
    >>> found = evaluate(Census(2000, 600, 120), line=0.33)
    >>> [round(100 * end, 1) for end in found.assumed.interval], found.certain
    ([17.5, 22.8], (0.06, 0.76))
    """
    parts = (Stratum("all", strata),) if isinstance(strata, Census) else tuple(strata)
    whole = Census(0, 0, 0)
    for part in parts:
        whole = whole + part.counts
    check_enough(whole.answered, minimum)
    return Evaluation(
        counts=whole,
        assumed=post_stratified(parts, confidence, minimum),
        certain=bounds(whole),
        certain_interval=imbens_manski(whole, population, confidence),
        turn=None if line is None else turning_point(whole, line),
        line=line,
        strata=tuple(_shown(part, minimum, confidence) for part in parts if len(parts) > 1),
    )


def _shown(part: Stratum, minimum: int, confidence: float) -> Shown:
    counts = part.counts
    if min(counts.yes, counts.answered - counts.yes) < minimum:
        return Shown(part.name, None, None)
    return Shown(part.name, counts.share, wilson_finite(counts, confidence))
