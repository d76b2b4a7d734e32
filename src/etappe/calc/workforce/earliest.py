"""When will it be reached?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from etappe.calc.workforce.applied import applied
from etappe.calc.workforce.arrays import Floats
from etappe.calc.workforce.bands import band
from etappe.calc.workforce.ceilings import LONG, Ceiling, ceiling_of, far_shares
from etappe.calc.workforce.model import Model, check_share
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import Uncertainty
from etappe.calc.workforce.variants import Variants

HORIZON = 60


class Status(StrEnum):
    """How the question is answered."""

    ALREADY = "already"
    """The target is met today."""
    REACHED = "reached"
    """It will be, in ``year``."""
    LATER = "later"
    """It is within reach, but not within the horizon."""
    NEVER = "never"
    """It never will be, if nothing changes: see the ceiling."""


@dataclass(frozen=True)
class Earliest:
    """The earliest year.

    Attributes
    ----------
    status
        See :class:`Status`.
    year
        First year at the start of which the target is met with the probability asked for.
    years
        Years until the expected share meets the target, with its fraction of a year; None where it does not.
    lost
        First later year in which it is missed again; None where it stays.
    probability
        Asked for.
    ceiling
        How far the share can get.
    """

    status: Status
    year: int | None
    years: float | None
    lost: int | None
    probability: float
    ceiling: Ceiling


def earliest_year(
    model: Model,
    target: Target,
    *,
    hire_share: float | None = None,
    probability: float = 0.5,
    uncertainty: Uncertainty | None = None,
    horizon: int = HORIZON,
    draws: int = 256,
    seed: int = 0,
) -> Earliest:
    """Find the first year in which the target is met.

    Parameters
    ----------
    model, target
        Workforce, and what shall be reached.
    hire_share
        Share of A among hires from now on (the most that is held possible); None for the model's own.
    probability
        0.5 answers for what is to be expected, 0.8 for what can be relied on.
    uncertainty
        What is not known exactly.
    horizon, draws, seed
        Years to look ahead, how often to draw, and from which start.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=0.5, start_year=2026)
    >>> found = earliest_year(model, Target(0.33))
    >>> found.status.value, found.year, round(found.years, 1)
    ('reached', 2080, 53.4)
    >>> earliest_year(model, Target(0.33), hire_share=0.30).status.value
    'never'
    """
    if hire_share is not None:
        check_share("hire_share", np.asarray(hire_share))
        model = applied(model, Variants(hire_share=np.array([hire_share])))
    far = look_far(model, target)
    found = band(model, uncertainty, target, years=horizon, draws=draws, seed=seed, fine=False)
    return judge(found.reached, probability, far)


@dataclass(frozen=True, eq=False)
class Far:
    """The expected share and target far ahead, (LONG + 1,) each, and where they lead."""

    start_year: int
    path: Floats
    wanted: Floats
    moves: bool
    top: Ceiling


def look_far(model: Model, target: Target) -> Far:
    """Look 240 years ahead."""
    path = far_shares(model)[0]
    return Far(
        model.start_year,
        path,
        target.path(model.start_year, LONG),
        target.change != 0,
        ceiling_of(path, model.start_year),
    )


def judge(reached: Floats, probability: float, far: Far) -> Earliest:
    """Answer from the probability (T + 1,) to have reached the target, and what lies beyond."""
    met = reached >= probability
    years = _years(far.path, far.wanted)
    if not met.any():
        status = Status.LATER if _ever(far, probability) else Status.NEVER
        return Earliest(status, None, years, None, probability, far.top)
    first = int(met.argmax())
    after = ~met[first:]
    lost = far.start_year + first + int(after.argmax()) if after.any() else None
    return Earliest(
        Status.REACHED if first else Status.ALREADY, far.start_year + first, years, lost, probability, far.top
    )


def _ever(far: Far, probability: float) -> bool:
    """Whether the expected share meets the target some day."""
    if bool((far.path >= far.wanted).any()):
        return True
    lasts = bool(np.isfinite(far.path[-1]))
    return lasts and not far.moves and probability <= 0.5 and far.top.limit > far.wanted[-1] + 1e-9


def _years(path: Floats, wanted: Floats) -> float | None:
    """Years until the expected share meets the target; between two years the gap is taken to shrink geometrically."""
    gap = wanted - path
    met = np.flatnonzero(gap <= 0)
    if not len(met):
        return None
    first = int(met[0])
    if first == 0:
        return 0.0
    before, after = float(path[first - 1]), float(path[first])
    aim = float(wanted[first - 1] + wanted[first]) / 2 if wanted[first] != wanted[first - 1] else float(wanted[first])
    part = (aim - before) / (after - before) if after != before else 1.0
    if first >= 2:
        part = _bent(path, first, aim, part)
    return first - 1 + min(1.0, max(0.0, part))


def _bent(path: Floats, first: int, aim: float, straight: float) -> float:
    """Part of a year on the curve whose yearly steps shrink by a constant factor."""
    last, this = path[first - 1] - path[first - 2], path[first] - path[first - 1]
    if not 0 < this < last:
        return straight
    q = this / last
    limit = path[first - 1] + this / (1 - q)
    return float(np.log((limit - aim) / (limit - path[first - 1])) / np.log(q)) if limit > aim else straight
