"""How far a workforce can get at all, and what would have to change where that is not far enough."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from etappe.calc.workforce.arrays import Bools, Floats, of_year
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.nodes import lagrange
from etappe.calc.workforce.renewal import expected
from etappe.calc.workforce.variants import Variants

LONG = 240
ENOUGH = 0.01
"""Part of today's staff below which a share says nothing about the city's staff any more."""
NODES = 9


class LiftBy(StrEnum):
    """What would have to change."""

    HIRE_SHARE = "hire-share"
    TRAINEE_SHARE = "trainee-share"
    REPLACEMENT = "replacement"


@dataclass(frozen=True)
class Lift:
    """A setting that, alone and held for good, would lift the ceiling to the target.

    Attributes
    ----------
    by
        Which setting.
    now
        Its value today (mean over strata where they differ).
    needed
        Least value that is enough; None where no value is.
    """

    by: LiftBy
    now: float
    needed: float | None


@dataclass(frozen=True)
class Ceiling:
    """The share in the long run.

    Attributes
    ----------
    limit
        What the share tends to if everything stays as it is.
    highest
        Highest share on the way, as long as a hundredth of today's staff is there; above the limit where a wave
        (retirement, trainees) passes through, below it where the staff dies out first.
    highest_year
        When that is; None where the limit itself is the highest.
    settled
        Whether the limit has settled within 240 years.
    """

    limit: float
    highest: float
    highest_year: int | None
    settled: bool


def ceiling(model: Model) -> Ceiling:
    """Project far ahead and find limit and peak of the expected share.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.06, exit_rate_others=0.05,
    ...                      replacement=1.0, start_year=2026)
    >>> round(ceiling(model).limit, 4)
    0.3571
    """
    return ceiling_of(far_shares(model)[0], model.start_year)


def far_shares(model: Model, variants: Variants | None = None) -> Floats:
    """Expected shares (V, LONG + 1) far ahead; nan once less than a hundredth of today's staff is left."""
    found = expected(model, LONG, variants)
    total = found.group + found.others
    return np.where(total < ENOUGH * total[:, :1], np.nan, found.share)


def ceiling_of(path: Floats, start_year: int) -> Ceiling:
    """Limit and peak of an expected share (LONG + 1,) from ``start_year`` on."""
    there = path[np.isfinite(path)]
    dies_out = len(there) < len(path)
    limit, settled = limits(there[None])
    peak = int(there.argmax())
    if dies_out or there[peak] > limit[0] + 1e-9:
        return Ceiling(float(limit[0]), float(there[peak]), start_year + peak, bool(settled[0]))
    return Ceiling(float(limit[0]), float(limit[0]), None, bool(settled[0]))


def limits(paths: Floats) -> tuple[Floats, Bools]:
    """Limits of paths (V, T + 1) by Aitken's extrapolation, and whether they have settled.

    The distance to the limit shrinks geometrically in the long run, which makes the extrapolation exact.
    """
    last = paths.shape[1] - 1
    step = max(1, last // 6)
    one, two, three = (paths[:, last - back * step] for back in (2, 1, 0))
    before, after = two - one, three - two
    converges = (np.abs(after) < 0.999 * np.abs(before)) & (np.abs(after) > 1e-13)
    gap = np.where(converges, after - before, 1.0)
    found = np.where(converges, three - after**2 / gap, three)
    settled = (np.abs(after) < 1e-6) | converges
    return np.clip(found, 0.0, 1.0), settled


def lifts(model: Model, share: float) -> tuple[Lift, ...]:
    """What would lift the ceiling to ``share``: hires, trainees, replacement, each alone.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.30, exit_rate=0.06, exit_rate_others=0.05,
    ...                      replacement=1.0, start_year=2026)
    >>> [(lift.by.value, round(lift.needed, 4)) for lift in lifts(model, 0.33) if lift.needed is not None]
    [('hire-share', 0.3715)]
    """
    settings = {LiftBy.HIRE_SHARE: "hire_share", LiftBy.REPLACEMENT: "replacement"}
    if model.trainees is not None:
        settings[LiftBy.TRAINEE_SHARE] = "trainee_share"
    if model.establishment is not None:
        del settings[LiftBy.REPLACEMENT]
    ends = _limits_by(model, tuple(settings.values()))
    return tuple(Lift(by, _now(model, by), _least(found, share)) for by, found in zip(settings, ends, strict=True))


_PLACES = np.concatenate([(1 - np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)) / 2, [1.0]])


def _limits_by(model: Model, names: tuple[str, ...]) -> Floats:
    """Limits of the share (names, nodes) where one setting after the other takes the values of :data:`_PLACES`."""
    each = len(_PLACES)
    values = {name: np.full(each * len(names), np.nan) for name in names}
    for at, name in enumerate(names):
        values[name][at * each : (at + 1) * each] = _PLACES
    found, _ = limits(_kept(far_shares(model, Variants(**values))))
    return found.reshape(len(names), each)


def _least(found: Floats, share: float) -> float | None:
    """Least value of a setting whose limit is ``share``; the last place is 1 and tells whether there is one."""
    if found[-1] < share - 1e-12:
        return None
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        value = float((lagrange(_PLACES[:-1], np.array([middle]))[:, 0] * found[:-1]).sum())
        low, high = (low, middle) if value >= share else (middle, high)
    return high


def _kept(paths: Floats) -> Floats:
    """Paths in which the last share known stands for all later years, when nobody is left."""
    known = np.where(np.isfinite(paths), np.arange(paths.shape[1]), 0)
    return np.asarray(np.take_along_axis(paths, np.maximum.accumulate(known, axis=1), axis=1))


def _now(model: Model, by: LiftBy) -> float:
    if by is LiftBy.TRAINEE_SHARE:
        return 0.0 if model.trainees is None else model.trainees.share
    path = of_year(model.hire_share if by is LiftBy.HIRE_SHARE else model.replacement, LONG)
    return float(path[:, -1].mean())
