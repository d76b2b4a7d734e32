"""Bands: where the share will be, given what is known of the rates and how chance plays.

Every draw has its exact expectation. Its spread by chance is the exact one of the model, carried over to the draw in
proportion to ``√(s(1−s)/N)`` and, to first order in the settings, by its own change; this is within three per cent of
the exact spread of each draw (a test holds it against that), and that spread is the small part of a band.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from etappe.calc.workforce.applied import applied
from etappe.calc.workforce.arrays import Floats, Ints
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.project import mean_and_sd
from etappe.calc.workforce.renewal import Expected, expected
from etappe.calc.workforce.simulation import simulate
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import Draws, Uncertainty, draw
from etappe.calc.workforce.variants import Variants

QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
SIMULATED_RUNS = 100


@dataclass(frozen=True, eq=False)
class Band:
    """The share in the years to come.

    Attributes
    ----------
    years : (T + 1,) ints
    quantiles : (5, T + 1) floats
        At :data:`QUANTILES`: rows 1 and 3 enclose 80 %, rows 0 and 4 enclose 95 %.
    reached : (T + 1,) floats
        Probability that the share is at or above the target; nan without a target.
    target, target_low, target_high : (T + 1,) floats
        Median of the target and its 80 % band; nan without a target.
    draws
        Number of draws.
    """

    years: Ints
    quantiles: Floats
    reached: Floats
    target: Floats
    target_low: Floats
    target_high: Floats
    draws: int


def band(
    model: Model,
    uncertainty: Uncertainty | None = None,
    target: Target | None = None,
    *,
    years: int = 30,
    draws: int = 10_000,
    seed: int = 0,
    fine: bool = True,
) -> Band:
    """Draw everything uncertain and say where the share will be.

    Parameters
    ----------
    model, uncertainty, target
        Workforce, what is not known exactly, and what shall be reached; None for nothing.
    years, draws, seed
        How far to look, how often and from which start to draw.
    fine
        Whether the spread by chance follows each draw (see :class:`Noise`); False for a fast preview.

    Examples
    --------
    >>> from etappe.calc.workforce import Beta, simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026,
    ...                      staff=1000)
    >>> found = band(model, Uncertainty(hire_share=Beta.observed(40, 100)), Target(0.33), years=30, draws=1024)
    >>> found.quantiles[[1, 3], 30].round(2)
    array([0.29, 0.39])
    """
    drawn = draw(model, uncertainty or Uncertainty(), target, years, count=draws, seed=seed)
    paths = expected(model, years, drawn.variants)
    spread = noise(model, years, drawn, fine=fine).sd(paths, drawn.variants)
    quantiles = _quantiles(paths.share, spread, drawn)
    empty = np.full(years + 1, np.nan)
    reached, middle, low, high = empty, empty, empty, empty
    if target is not None:
        reached = probability(paths.share, spread, drawn.targets)
        low, middle, high = np.quantile(drawn.targets, (0.1, 0.5, 0.9), axis=0)
    return Band(model.start_year + np.arange(years + 1), quantiles, reached, middle, low, high, drawn.size)


def _quantiles(share: Floats, spread: Floats, drawn: Draws) -> Floats:
    """Of the mixture over draws; with a single draw those of its normal distribution."""
    if drawn.size == 1:
        return np.asarray(np.clip(share[0] + ndtri(np.asarray(QUANTILES))[:, None] * spread[0], 0.0, 1.0))
    values = np.clip(share + spread * drawn.chance[:, None], 0.0, 1.0)
    values.sort(axis=0)
    places = np.asarray(QUANTILES) * (len(values) - 1)
    below = places.astype(np.int64)
    part = (places - below)[:, None]
    return np.asarray(values[below] * (1 - part) + values[np.minimum(below + 1, len(values) - 1)] * part)


def probability(share: Floats, spread: Floats, targets: Floats) -> Floats:
    """Probability (T + 1,) to be at or above the target: the mean over draws of a normal distribution's."""
    above = share - targets
    certain = spread <= 0
    score = above / np.where(certain, 1.0, spread)
    return np.asarray(np.where(certain, (above >= -1e-12).astype(float), ndtr(score)).mean(0))


@dataclass(frozen=True, eq=False)
class Noise:
    """Spread by chance, relative to ``√(s(1−s)/N)``.

    Attributes
    ----------
    middle : (T + 1,) floats
        Its logarithm where everything uncertain has its mean; −inf where chance plays no part.
    slopes
        Setting → its mean, and by how much the logarithm grows with it.
    """

    middle: Floats
    slopes: dict[str, tuple[float, Floats]]

    def sd(self, paths: Expected, variants: Variants) -> Floats:
        """Standard deviation of the share by chance, for every variant and year."""
        share, total = paths.share, paths.group + paths.others
        change = np.zeros((1, len(self.middle)))
        for name, values in _settings(variants).items():
            if name in self.slopes:
                centre, slope = self.slopes[name]
                change = change + np.outer(_score(values) - centre, slope)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = np.sqrt(share * (1 - share) / total) * np.exp(self.middle + change)
        return np.asarray(np.nan_to_num(found, nan=0.0, posinf=0.0))


def noise(model: Model, years: int, drawn: Draws, *, fine: bool = True) -> Noise:
    """Find the spread by chance at the middle and, if ``fine``, how it changes with what was drawn."""
    middle = log_ratio(model, years)
    if not fine or drawn.size == 1 or model.coupled or model.shares_only:
        return Noise(middle, {})
    slopes: dict[str, tuple[float, Floats]] = {}
    for name, values in _settings(drawn.variants).items():
        score = _score(values)
        centre, width = float(score.mean()), float(score.std())
        if width > 0:
            place = int(np.abs(score - (centre + 1.5 * width)).argmin())
            alone = Variants(**{name: values[place : place + 1]})
            with np.errstate(invalid="ignore"):
                change = log_ratio(applied(model, alone), years) - middle
            finite = np.nan_to_num(change, nan=0.0, posinf=0.0, neginf=0.0)
            slopes[name] = (centre, finite / (score[place] - centre))
    return Noise(middle, slopes)


def _settings(variants: Variants) -> dict[str, Floats]:
    names = ("hire_share", "leaving", "unknown_share", "trainee_share", "take_over", "replacement")
    settings = {name: getattr(variants, name) for name in names}
    return {name: values for name, values in settings.items() if values is not None}


def _score(values: Floats) -> Floats:
    """One number a draw: rates to leave by their mean over strata and groups."""
    return np.asarray(values.mean(tuple(range(1, values.ndim)))) if values.ndim > 1 else values


def log_ratio(model: Model, years: int) -> Floats:
    """Logarithm of the spread by chance relative to ``√(s(1−s)/N)``, (T + 1,); −inf where there is none."""
    if model.shares_only:
        return np.full(years + 1, -np.inf)
    if model.coupled:
        return _simulated_log_ratio(model, years)
    found = mean_and_sd(model, years)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(found.share_sd / np.sqrt(found.share * (1 - found.share) / found.total))
    return np.where(np.isfinite(value), value, -np.inf)


def _simulated_log_ratio(model: Model, years: int) -> Floats:
    """From a simulation, run once for all variants that share stock and rates: the ratio hardly depends on settings."""
    found = model.kept.get("simulated spread")
    if isinstance(found, np.ndarray) and len(found) > years:
        return found[: years + 1]
    if not (model.counts == np.floor(model.counts)).all():
        return np.full(years + 1, -np.inf)
    runs = simulate(model, years, SIMULATED_RUNS)
    total = (runs.group + runs.others).mean(0)
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # in the last years nobody may be left in any run
        middle, sd = np.nanmean(runs.share, axis=0), np.nanstd(runs.share, axis=0, ddof=1)
        value = np.log(sd / np.sqrt(middle * (1 - middle) / total))
    ratio = np.where(np.isfinite(value), value, -np.inf)
    model.kept["simulated spread"] = ratio
    return ratio
