"""Which lever matters: what one point of each brings, how far each can swing the result, who owns the uncertainty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from scipy import stats

from etappe.calc.workforce.arrays import A, B, Floats, of_year
from etappe.calc.workforce.gradients import share_slopes
from etappe.calc.workforce.hiring import hire_share
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.renewal import expected
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import SINGLE, Uncertainty
from etappe.calc.workforce.variants import Variants

POINT = 0.01
SWING = 0.05
"""How far a setting is moved for the tornado where nothing says how uncertain it is."""
LEAVING_SWING = 0.2


class LeverCode(StrEnum):
    """Levers, each with the setting it moves."""

    HIRE_SHARE = "hire-share"
    """Share of A among hires."""
    APPLICANTS = "applicants"
    """Share of A among applicants, at the same odds of selection."""
    SELECTION_ODDS = "selection-odds"
    """Odds of selection of A, at the same applicants."""
    REPLACEMENT = "replacement"
    """Posts refilled."""
    TRAINEE_SHARE = "trainee-share"
    TRAINEE_INTAKE = "trainee-intake"
    """Trainees who begin; a point is one per cent of them."""
    TAKE_OVER = "take-over"
    KEEP_GROUP = "keep-group"
    """Fewer exits of A; a point is one per cent of them."""
    KEEP_OTHERS = "keep-others"
    """Fewer exits of the others, likewise."""


@dataclass(frozen=True)
class Applicants:
    """Who applies and how the odds of selection stand; see :func:`~etappe.calc.workforce.hire_share`."""

    share: float
    odds_ratio: float = 1.0

    @property
    def hire_share(self) -> float:
        """Share of A among hires that comes of it."""
        return hire_share(self.share, self.odds_ratio)


@dataclass(frozen=True)
class Lever:
    """What a lever brings in the year asked for.

    Attributes
    ----------
    code
        Which lever.
    now
        Its value today.
    per_point
        By how much the share changes for one point (0.01) of the lever, held in every year.
    years_gained
        By how many years that moves the whole path; None where the share does not rise.
    low, high
        Range of the lever for the tornado: 80 % of what is uncertain, else five points (exits: a fifth).
    share_low, share_high
        Share at both ends.
    first_order, total_order
        Parts of the variance of the share that this setting explains alone, and with all its interactions (Sobol);
        None where it is not uncertain or was not asked for.
    """

    code: LeverCode
    now: float
    per_point: float
    years_gained: float | None
    low: float
    high: float
    share_low: float
    share_high: float
    first_order: float | None = None
    total_order: float | None = None


_SETTING = {
    LeverCode.HIRE_SHARE: "hire_share",
    LeverCode.REPLACEMENT: "replacement",
    LeverCode.TRAINEE_SHARE: "trainee_share",
    LeverCode.TAKE_OVER: "take_over",
    LeverCode.TRAINEE_INTAKE: "intake",
    LeverCode.KEEP_GROUP: "leaving_group",
    LeverCode.KEEP_OTHERS: "leaving_others",
}
_TRAINEES = {LeverCode.TRAINEE_SHARE, LeverCode.TAKE_OVER, LeverCode.TRAINEE_INTAKE}
_KEEP = {LeverCode.KEEP_GROUP, LeverCode.KEEP_OTHERS}


def levers(
    model: Model,
    year: int,
    *,
    target: Target | None = None,
    applicants: Applicants | None = None,
    uncertainty: Uncertainty | None = None,
    sobol: bool = False,
    seed: int = 0,
) -> tuple[Lever, ...]:
    """Rank the levers by what one point of each brings for the share in ``year``.

    Parameters
    ----------
    model, year
        Workforce, and the year for which the share is judged.
    target
        One that moves makes years harder to gain.
    applicants
        Where the share of hires comes from; adds the levers *applicants* and *selection odds*.
    uncertainty, seed
        What is not known exactly, and where the draws start.
    sobol
        Whether to explain the variance, too (``scipy.stats.sobol_indices``); only of what is uncertain.

    References
    ----------
    A. Saltelli et al. (2010), Variance based sensitivity analysis of model output, CPC 181, 259–270.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026)
    >>> best = levers(model, 2036)[0]
    >>> best.code.value, round(best.per_point, 6)
    ('hire-share', 0.004013)
    """
    years = year - model.start_year
    codes = [code for code in _SETTING if code not in _TRAINEES or model.trainees is not None]
    if model.establishment is not None:
        codes.remove(LeverCode.REPLACEMENT)
    slopes = share_slopes(model, years, tuple(_SETTING[code] for code in codes))
    ends = {code: _range(model, code, uncertainty or Uncertainty()) for code in codes}
    swings = _swings(model, years, ends)
    rise = _rise(model, years, target)
    explained = _explained(model, years, uncertainty, seed) if sobol and uncertainty is not None else {}
    found = []
    for code in codes:
        sign = -1.0 if code in _KEEP else 1.0
        point = sign * POINT * float(slopes[_SETTING[code]][years])
        lever = Lever(code, _now(model, code), point, point / rise if rise else None, *ends[code], *swings[code])
        first, total = explained.get(code, (None, None))
        found.append(replace(lever, first_order=first, total_order=total))
    if applicants is not None:
        found += _applying(applicants, next(lever for lever in found if lever.code is LeverCode.HIRE_SHARE))
    return tuple(sorted(found, key=lambda lever: -abs(lever.per_point)))


def _now(model: Model, code: LeverCode) -> float:
    trainees = model.trainees
    if code in _KEEP or (code is LeverCode.TRAINEE_INTAKE and trainees is not None):
        return 1.0
    if trainees is not None and code in _TRAINEES:
        return trainees.share if code is LeverCode.TRAINEE_SHARE else trainees.take_over
    path = of_year(model.hire_share if code is LeverCode.HIRE_SHARE else model.replacement, 1)
    frozen = ~np.asarray(model.exempt)
    chosen = path[frozen] if code is LeverCode.REPLACEMENT and frozen.any() else path
    return float(chosen.mean())


def _range(model: Model, code: LeverCode, uncertainty: Uncertainty) -> tuple[float, float]:
    if code in _KEEP:
        return 1 - LEAVING_SWING, 1 + LEAVING_SWING
    now = _now(model, code)
    if code is LeverCode.TRAINEE_INTAKE:
        return 1 - LEAVING_SWING, 1 + LEAVING_SWING
    beta = getattr(uncertainty, _SETTING[code])
    if beta is not None:
        low, high = beta.quantile(np.array([-1.2816, 1.2816]))
        return float(low), float(high)
    return max(0.0, now - SWING), min(1.0, now + SWING)


def _swings(
    model: Model, years: int, ends: dict[LeverCode, tuple[float, float]]
) -> dict[LeverCode, tuple[float, float]]:
    """Share at both ends of each range; all in one run."""
    size, (K, *_) = 2 * len(ends), model.shape
    hire, freeze = np.zeros((size, years)), np.zeros((size, years))
    leaving, plain = np.ones((size, K, 2)), {}
    trainees = model.trainees
    if trainees is not None:
        plain = {
            "trainee_share": np.full(size, trainees.share),
            "take_over": np.full(size, trainees.take_over),
            "intake": np.ones(size),
        }
    for at, (code, pair) in enumerate(ends.items()):
        for place, value in zip((2 * at, 2 * at + 1), pair, strict=True):
            if code in _KEEP:
                leaving[place, :, A if code is LeverCode.KEEP_GROUP else B] = value
            elif code in _TRAINEES:
                plain[_SETTING[code]][place] = value
            elif code is LeverCode.HIRE_SHARE:
                hire[place] = _within(of_year(model.hire_share, years), value - _now(model, code))
            else:
                freeze[place] = _within(of_year(model.replacement, years), value - _now(model, code))
    many = Variants(hire_shift=hire, replacement_shift=freeze, leaving=leaving, **plain)
    share = expected(model, years, many).share[:, years]
    return {code: (float(share[2 * at]), float(share[2 * at + 1])) for at, code in enumerate(ends)}


def _within(path: Floats, shift: float) -> float:
    """The shift, cut so that no stratum and year leaves 0 to 1."""
    return float(min(shift, 1 - path.max()) if shift > 0 else max(shift, -path.min()))


def _rise(model: Model, years: int, target: Target | None) -> float | None:
    """By how much share less target rises in a year around the year asked for; None where it does not."""
    path = expected(model, years + 1).share[0]
    wanted = np.zeros(years + 2) if target is None else target.path(model.start_year, years + 1)
    gap = path - wanted
    first = max(0, years - 1)
    rise = float((gap[years + 1] - gap[first]) / (years + 1 - first))
    return rise if rise > 1e-9 else None


def _explained(
    model: Model, years: int, uncertainty: Uncertainty, seed: int, size: int = 256
) -> dict[LeverCode, tuple[float, float]]:
    names = uncertainty.names
    if len(names) < 2:
        return {}  # whatever is uncertain alone explains everything

    def share(scores: Floats) -> Floats:
        return expected(model, years, uncertainty.variants(model, scores.T)).share[:, years]

    # The stubs know distributions by a narrower signature than scipy's own have.
    normal: Any = [stats.norm()] * len(names)
    found = stats.sobol_indices(func=share, n=size, dists=normal, rng=np.random.default_rng(seed))
    result: dict[LeverCode, tuple[float, float]] = {}
    by_setting = {setting: code for code, setting in _SETTING.items()}
    for name, first, total in zip(names, found.first_order, found.total_order, strict=True):
        group = name.rpartition(":")[2]
        leaving = LeverCode.KEEP_GROUP if group == "A" else LeverCode.KEEP_OTHERS
        code = by_setting.get(name) if name in SINGLE else leaving
        if code is not None:
            before = result.get(code, (0.0, 0.0))
            result[code] = (before[0] + float(first), before[1] + float(total))
    return result


def _applying(applicants: Applicants, hires: Lever) -> list[Lever]:
    """The levers behind the share of hires, by the chain rule."""
    a, odds = applicants.share, applicants.odds_ratio
    below = (1 - a + a * odds) ** 2
    found = []
    for code, now, slope, low, high in (
        (LeverCode.APPLICANTS, a, odds / below, max(0.0, a - SWING), min(1.0, a + SWING)),
        (LeverCode.SELECTION_ODDS, odds, a * (1 - a) / below, max(0.01, odds - SWING), odds + SWING),
    ):
        point = hires.per_point * slope
        ends = [Applicants(end, odds) if code is LeverCode.APPLICANTS else Applicants(a, end) for end in (low, high)]
        shares = [_along(hires, end.hire_share - applicants.hire_share) for end in ends]
        gained = None if hires.years_gained is None else hires.years_gained * slope
        found.append(Lever(code, now, point, gained, low, high, shares[0], shares[1]))
    return found


def _along(hires: Lever, change: float) -> float:
    """Share after a change of the share of hires, to first order."""
    width = hires.high - hires.low
    if width <= 0:
        return hires.share_low + 100 * change * hires.per_point
    middle = hires.share_low + (hires.share_high - hires.share_low) * (hires.now - hires.low) / width
    return middle + 100 * change * hires.per_point
