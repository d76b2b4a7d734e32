"""The answer to the smallest scenario: five numbers in, the headline out."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from etappe.calc.workforce import closed
from etappe.calc.workforce.arrays import Floats
from etappe.calc.workforce.ceilings import Ceiling, Lift, LiftBy, ceiling, lifts
from etappe.calc.workforce.earliest import Earliest, Status, earliest_year, look_far
from etappe.calc.workforce.inversion import required_share
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.project import project
from etappe.calc.workforce.simple import simple_model
from etappe.calc.workforce.target import Target

LONGEST = 10_000
"""Years after which a target counts as never reached."""


@dataclass(frozen=True, eq=False)
class SimpleAnswer:
    """What becomes of a workforce of one kind of post.

    Attributes
    ----------
    status
        ``already``, ``reached`` or ``never``.
    start_year, start_share, target, hire_share
        What was asked.
    years_to_target
        Years until the share meets the target (closed form for equal exits); None if never.
    exact_first_year
        First year at whose start the projection meets the target; None if never.
    ceiling
        Share that is not exceeded if everything stays as it is.
    required
        Year → share of hires needed from now on (None where no share is enough).
    required_80
        The same with 80 % probability; empty unless the number of staff is known.
    share, share_sd
        Projection by year, and its spread by chance (zero without a number of staff).
    lifts
        What would lift the ceiling to the target; only where it is never reached.
    """

    status: Status
    start_year: int
    start_share: float
    target: float
    hire_share: float
    years_to_target: float | None
    exact_first_year: int | None
    ceiling: Ceiling
    required: dict[int, float | None]
    required_80: dict[int, float | None]
    share: Floats
    share_sd: Floats
    lifts: tuple[Lift, ...]


def simple_answer(
    *,
    start_share: float,
    target: float,
    hire_share: float,
    exit_rate: float,
    replacement: float,
    start_year: int,
    exit_rate_others: float | None = None,
    staff: float | None = None,
    years: int = 30,
) -> SimpleAnswer:
    """Answer with closed forms where exits are equal, with the exact projection where they are not.

    Examples
    --------
    >>> found = simple_answer(start_share=0.12, target=0.33, hire_share=0.40, exit_rate=0.05, replacement=1.0,
    ...                       start_year=2026)
    >>> round(found.years_to_target, 1), found.exact_first_year, round(found.required[2035], 4)
    (27.0, 2054, 0.688)
    """
    model = simple_model(
        start_share=start_share,
        hire_share=hire_share,
        exit_rate=exit_rate,
        exit_rate_others=exit_rate_others,
        replacement=replacement,
        start_year=start_year,
        staff=1.0 if staff is None else staff,
    )
    aim = Target(target)
    equal = exit_rate_others is None or exit_rate_others == exit_rate
    if equal:
        until = closed.years_to_target(start_share, target, hire_share, exit_rate, replacement)
        first, top = _first_year(model, target, until), _ceiling(model)
    else:
        found = earliest_year(model, aim, horizon=look_far(model, aim).path.size - 1)
        until, first, top = *_until(found), ceiling(model)
    reached = isfinite(until) and until <= LONGEST
    status = Status.NEVER if not reached else (Status.ALREADY if start_share >= target else Status.REACHED)
    path = project(model, years)
    needed = _required(model, aim, years, staff)
    if equal:
        needed[0.5] = _closed_required(model, target, years)
    return SimpleAnswer(
        status=status,
        start_year=start_year,
        start_share=start_share,
        target=target,
        hire_share=hire_share,
        years_to_target=until if reached else None,
        exact_first_year=None if first is None or not reached else start_year + first,
        ceiling=top,
        required=needed[0.5],
        required_80={} if staff is None else needed[0.8],
        share=path.share,
        share_sd=np.zeros(years + 1) if staff is None else path.share_sd,
        lifts=() if reached else _lifts(model, aim, equal),
    )


def _until(found: Earliest) -> tuple[float, int | None]:
    if found.years is None:
        return float("inf"), None
    return found.years, int(np.ceil(found.years - 1e-9))


def _numbers(model: Model) -> tuple[float, float, float, float]:
    """Start share, share of hires, exit rate and replacement, s, h, w, ρ."""
    people = model.counts[0]
    rate, h, rho = model.rates.leave[0, 0, 0, 0], model.hire_share[0, 0], model.replacement[0, 0]
    return float(people[0] / people.sum()), float(h), float(rate), float(rho)


def _first_year(model: Model, target: float, until: float) -> int | None:
    """First whole year at which the share is at the target; at the edge rounding decides nothing."""
    if not isfinite(until) or until > LONGEST:
        return None
    first = int(np.ceil(until - 1e-9))
    met = closed.share_after(*_numbers(model), first) >= target - 1e-12
    return first if met else first + 1


def _ceiling(model: Model) -> Ceiling:
    """With equal exits the share runs from s to h, or stays where nobody comes or goes."""
    s, h, w, rho = _numbers(model)
    limit = h if closed.shrinking(w, rho) < 1 else s
    highest = max(limit, s)
    return Ceiling(limit, highest, model.start_year if highest > limit else None, True)


def _closed_required(model: Model, target: float, years: int) -> dict[int, float | None]:
    s, _, w, rho = _numbers(model)
    needed = {year: closed.hires_needed(s, target, w, rho, year) for year in range(1, years + 1)}
    return {model.start_year + year: share if share <= 1 else None for year, share in needed.items()}


def _required(model: Model, aim: Target, years: int, staff: float | None) -> dict[float, dict[int, float | None]]:
    asked = (0.5,) if staff is None else (0.5, 0.8)
    found = required_share(model, aim, years=years, probabilities=asked)
    return {p: {int(year): found.by(int(year), p) for year in found.years} for p in asked}


def _lifts(model: Model, aim: Target, equal: bool) -> tuple[Lift, ...]:
    if not equal:
        return lifts(model, aim.share)
    _, h, w, rho = _numbers(model)
    # With equal exits the ceiling is the share of hires itself, as long as anybody is hired at all.
    needed = aim.share if w > 0 and rho > 0 else None
    found = [Lift(LiftBy.HIRE_SHARE, h, needed)]
    if rho == 0 and w > 0 and h > aim.share:
        found.append(Lift(LiftBy.REPLACEMENT, rho, 0.0))
    return tuple(found)
