"""The whole answer: when, with which share of hires, how realistic, which lever, and if never, why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from etappe.calc.workforce.applied import applied
from etappe.calc.workforce.arrays import Floats
from etappe.calc.workforce.bands import Band, band
from etappe.calc.workforce.ceilings import Ceiling, Lift, lifts
from etappe.calc.workforce.earliest import HORIZON, Earliest, Status, judge, look_far
from etappe.calc.workforce.errors import NoHiresError
from etappe.calc.workforce.hiring import applicants_needed
from etappe.calc.workforce.inversion import RequiredShare, required_share
from etappe.calc.workforce.leverage import Applicants, Lever, levers
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.project import Projection, project
from etappe.calc.workforce.renewal import expected
from etappe.calc.workforce.target import Target
from etappe.calc.workforce.uncertainty import Beta, Uncertainty
from etappe.calc.workforce.variants import Variants

INVERSION_DRAWS = 1024
FAR_DRAWS = 256
PULL_DRAWS = 32
"""Where vacancies pull people up, every draw is followed cell by cell."""


class Source(StrEnum):
    """Where the realistic share of hires comes from."""

    OBSERVED = "observed"
    """Counted among the hires of past years."""
    APPLICANTS = "applicants"
    """From applicants and odds of selection."""
    GIVEN = "given"
    """Assumed; nothing observed stands behind it."""


class Realism(StrEnum):
    """How a needed share of hires compares with what has been observed."""

    OBSERVED = "within-observed"
    BEYOND = "beyond-observed"
    IMPOSSIBLE = "impossible"
    """Not even hires of the group alone would be enough."""


@dataclass(frozen=True)
class Hires:
    """Hires counted in past years."""

    total: int
    of_group: int
    years: int = 1

    def beta(self) -> Beta:
        """Return what they tell of the share.

        Raises
        ------
        NoHiresError
            If there were none.
        """
        if self.total == 0:
            raise NoHiresError(
                f"Nobody was hired in {self.years} years, so the share of hires was not observed: give one, or "
                "applicants and odds of selection.",
                years=self.years,
            )
        return Beta.observed(self.of_group, self.total)


@dataclass(frozen=True)
class Realistic:
    """The share of hires that is realistic.

    Attributes
    ----------
    share
        Expected.
    high
        Upper end of its 95 % interval; a needed share above it is beyond what has been observed.
    source
        Where it comes from.
    """

    share: float
    high: float
    source: Source

    def judge(self, needed: float | None) -> Realism:
        """Compare a needed share of hires with it."""
        if needed is None:
            return Realism.IMPOSSIBLE
        return Realism.OBSERVED if needed <= self.high + 1e-9 else Realism.BEYOND


@dataclass(frozen=True)
class Deadline:
    """What a deadline needs.

    Attributes
    ----------
    year
        The deadline.
    needed, needed_80
        Share of hires that reaches the target then with 50 % and 80 %; None where none does.
    realism
        Of ``needed``.
    reached
        Probability to reach it at the realistic share of hires.
    applicants
        Share of A among applicants that ``needed`` takes at the same odds of selection; None where it is not known.
    """

    year: int
    needed: float | None
    needed_80: float | None
    realism: Realism
    reached: float
    applicants: float | None


@dataclass(frozen=True, eq=False)
class Answer:
    """Everything needed to say it, draw it and explain it.

    Attributes
    ----------
    projection, band
        At the realistic share of hires.
    earliest, earliest_80
        Year to be expected, and year that can be relied on.
    without_freeze
        Year to be expected if every post were refilled; None where every post is.
    required
        Share of hires needed by each year.
    deadline
        What the deadline needs; None without one.
    ceiling, lifts
        How far it can get, and what would lift that to the target; lifts only where the target is not reached.
    levers
        Ranked; for the deadline, or the end of the projection.
    realistic
        The share of hires behind it.
    target
        What was asked.
    model
        The workforce behind it.
    """

    projection: Projection
    band: Band
    earliest: Earliest
    earliest_80: Earliest
    without_freeze: Earliest | None
    required: RequiredShare
    deadline: Deadline | None
    ceiling: Ceiling
    lifts: tuple[Lift, ...]
    levers: tuple[Lever, ...]
    realistic: Realistic
    target: Target
    model: Model


def answer(
    model: Model,
    target: Target,
    *,
    deadline: int | None = None,
    hires: Hires | None = None,
    applicants: Applicants | None = None,
    uncertainty: Uncertainty | None = None,
    years: int = 30,
    draws: int = 10_000,
    sobol: bool = True,
    fine: bool = True,
    seed: int = 0,
) -> Answer:
    """Answer the whole question.

    Parameters
    ----------
    model, target
        Workforce, and what shall be reached.
    deadline
        Year in which the target shall be reached.
    hires, applicants
        What the realistic share of hires is known from: hires counted before applicants, these before the model's own.
    years, draws, sobol, fine
        How far and how finely. A page that answers while somebody moves a slider takes 256 draws, no Sobol indices and
        not ``fine``.
    uncertainty, seed
        What else is not known exactly, and where the draws start.

    Raises
    ------
    NoHiresError
        If hires are given, but there were none, and nothing else says which share is realistic.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.24, exit_rate=0.05, replacement=1.0, start_year=2026,
    ...                      staff=5000)
    >>> found = answer(model, Target(0.33), deadline=2035, hires=Hires(500, 120), draws=1024)
    >>> found.earliest.status.value, round(found.deadline.needed, 3), found.deadline.realism.value
    ('never', 0.688, 'beyond-observed')
    """
    realistic, known = _realistic(model, hires, applicants, uncertainty or Uncertainty())
    if realistic.source is not Source.GIVEN:
        model = applied(model, Variants(hire_share=np.array([realistic.share])))
    years = max(years, (deadline or model.start_year) - model.start_year)
    draws, sobol = (draws, sobol) if model.pull is None else (min(draws, PULL_DRAWS), False)
    future = band(model, known, target, years=years, draws=draws, seed=seed, fine=fine)
    fewer = min(draws, INVERSION_DRAWS)
    needed = required_share(model, target, years=years, uncertainty=known, draws=fewer, seed=seed, fine=fine)
    far = look_far(model, target)
    reached = _far_reached(model, target, known, future, draws)
    expected_year = judge(reached, 0.5, far)
    return Answer(
        projection=project(model, years, units=fine),
        band=future,
        earliest=expected_year,
        earliest_80=judge(reached, 0.8, far),
        without_freeze=_without_freeze(model, target),
        required=needed,
        deadline=_deadline(deadline, needed, future, realistic, applicants) if deadline else None,
        ceiling=far.top,
        lifts=lifts(model, float(future.target[-1])) if expected_year.status is Status.NEVER else (),
        levers=levers(
            model,
            deadline or model.start_year + years,
            target=target,
            applicants=applicants,
            uncertainty=known,
            sobol=sobol,
            seed=seed,
        ),
        realistic=realistic,
        target=target,
        model=model,
    )


def _realistic(
    model: Model, hires: Hires | None, applicants: Applicants | None, uncertainty: Uncertainty
) -> tuple[Realistic, Uncertainty]:
    """The realistic share of hires, and everything uncertain with its distribution."""
    if hires is not None and not (hires.total == 0 and applicants is not None):
        beta = hires.beta()
        share = hires.of_group / hires.total
        high = float(beta.quantile(np.array([1.96]))[0])
        return Realistic(share, high, Source.OBSERVED), replace(uncertainty, hire_share=beta)
    if applicants is not None:
        share = applicants.hire_share
        return Realistic(share, share, Source.APPLICANTS), uncertainty
    share = float(model.hire_share[:, -1].mean())
    beta_or_none = uncertainty.hire_share
    high = share if beta_or_none is None else float(beta_or_none.quantile(np.array([1.96]))[0])
    return Realistic(share, high, Source.GIVEN), uncertainty


def _far_reached(model: Model, target: Target, uncertainty: Uncertainty, future: Band, draws: int) -> Floats:
    """Probability to have reached the target; a longer look ahead only where the band leaves it open."""
    if (future.reached >= 0.8).any() or len(future.reached) > HORIZON:
        return future.reached
    far = band(model, uncertainty, target, years=HORIZON, draws=min(draws, FAR_DRAWS), fine=False).reached
    return np.concatenate([future.reached, far[len(future.reached) :]])


def _without_freeze(model: Model, target: Target) -> Earliest | None:
    if model.establishment is not None or float(model.replacement.min()) >= 1:
        return None
    everything = np.ones_like(model.replacement)
    free = model.having(replacement=everything)
    path = expected(free, HORIZON).share[0]
    reached = (path >= target.path(model.start_year, HORIZON)).astype(float)
    return judge(reached, 0.5, look_far(free, target))


def _deadline(
    year: int, needed: RequiredShare, future: Band, realistic: Realistic, applicants: Applicants | None
) -> Deadline:
    half, most = needed.by(year, 0.5), needed.by(year, 0.8)
    asked = None
    if applicants is not None and half is not None:
        asked = applicants_needed(half, applicants.odds_ratio)
    reached = float(future.reached[year - int(future.years[0])])
    return Deadline(year, half, most, realistic.judge(half), reached, asked)
