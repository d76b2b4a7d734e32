"""The workforce as it is counted, and the rates by which it moves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from etappe.calc.workforce.arrays import FIRST_AGE, UNKNOWN, Floats, Ints
from etappe.calc.workforce.errors import EmptyStockError, ParameterError, RateError

Placement = Literal["additional", "vacancies"]


@dataclass(frozen=True, eq=False)
class Rates:
    """Yearly probabilities of one person, by stratum k, group x (A, B), level l and age a.

    Attributes
    ----------
    retire, leave, transfer, promote : (K, 2, L, N) floats
        Retirement, resignation, transfer to another employer, promotion to the next level of those who stay.
        Exits compete: ``w = 1 − (1−retire)(1−leave)(1−transfer)``. Nobody is promoted from the last level.
    entry : (K, 2, L, N) floats
        Level and age of those hired; each (k, x) sums to one.
    aging
        Whether a year makes a person a year older; then everybody retires at the last age.

    Raises
    ------
    RateError
        If a probability is not within 0 to 1 or ``entry`` does not sum to one.
    """

    retire: Floats
    leave: Floats
    transfer: Floats
    promote: Floats
    entry: Floats
    aging: bool = True

    def __post_init__(self) -> None:
        for name in ("retire", "leave", "transfer", "promote", "entry"):
            check_share(name, getattr(self, name))
        sums = self.entry.sum((-1, -2))
        if not np.allclose(sums, 1.0, atol=1e-9):
            wrong = float(sums.ravel()[np.abs(sums - 1).argmax()])
            raise RateError(f"Levels and ages of hires must sum to 1, not {wrong:g}.", name="entry", value=wrong)
        if self.aging:
            retire = self.retire.copy()
            retire[..., -1] = 1.0
            object.__setattr__(self, "retire", retire)
        promote = self.promote.copy()
        promote[:, :, -1, :] = 0.0
        object.__setattr__(self, "promote", promote)

    @cached_property
    def log_stay(self) -> Floats:
        """Logarithm of the probability not to resign and not to be transferred (−745 stands for never staying)."""
        stay = (1 - self.leave) * (1 - self.transfer)
        return np.log(np.maximum(stay, 5e-324))

    @property
    def exits(self) -> Floats:
        """Probability to leave within the year, w."""
        return np.asarray(1 - (1 - self.retire) * (1 - self.leave) * (1 - self.transfer))


@dataclass(frozen=True, eq=False)
class Trainees:
    """Trainees: a chain of their own that ends in posts of the staff.

    Attributes
    ----------
    intake : (Y,) floats
        Trainees who begin in each year; the last value holds on.
    share
        Share of A among them.
    duration
        Years of training, 1 or more.
    completion
        Probability that a person who begins completes the training.
    take_over
        Probability that a person who completes it is taken over.
    weight : (K,) floats
        Where those taken over go, by stratum; sums to one.
    entry : (K, L, N) floats
        Level and age at which they become staff; sums to one for each stratum.
    counted
        Whether trainees count as staff (in numerator and denominator).
    in_training : (duration, 2) floats
        Those in training at the start, by years still to go (first row: one year) and group.
    placement
        ``additional``: taken over into posts of their own, whatever the freeze says; ``vacancies``: they fill vacant
        posts first, and only the rest is advertised.
    """

    intake: Floats
    share: float
    duration: int
    completion: float
    take_over: float
    weight: Floats
    entry: Floats
    counted: bool = False
    in_training: Floats | None = None
    placement: Placement = "additional"

    def __post_init__(self) -> None:
        for name in ("share", "completion", "take_over"):
            check_share(name, np.asarray(getattr(self, name)))
        if self.duration < 1:
            raise ParameterError(
                f"Training lasts at least one year, not {self.duration}.",
                name="duration",
                value=self.duration,
                allowed="≥ 1",
            )
        check_not_negative("intake", self.intake)

    def remaining(self, years_to_go: float) -> float:
        """Probability that a beginner is still there with so many years to go."""
        return float(self.completion ** (1 - years_to_go / self.duration))


@dataclass(frozen=True, eq=False)
class Model:
    """A workforce: counts by cell, rates by stratum, paths by year.

    A stratum is a set of posts that share rates, replacement and the share of hires: an occupation, or an
    occupation in certain units. Leavers are replaced within their stratum.

    Attributes
    ----------
    start_year
        Year of the counts; the first projected year is the next one.
    strata, levels, units
        Names along the axes.
    occupation : (K,) names
        Occupation of each stratum.
    rates
        :class:`Rates`.
    cells : (R, 4) ints
        Unit, stratum, level, age index of each row of ``counts``.
    counts : (R, 3) floats
        People of group A, B and unknown.
    replacement : (K, Y) floats
        Posts refilled per post vacated, ρ, by year; the last value holds on.
    hire_share : (K, Y) floats
        Share of A among hires, h.
    exempt : (K,) bools
        Strata that a freeze does not touch; levers on replacement leave them alone.
    unknown_share
        Share of A assumed among the unknown.
    trainees
        :class:`Trainees`, or None.
    establishment : (K, Y) floats, optional
        Posts that shall exist; vacancies are then what is missing, not ρ·leavers.
    pull
        Probability that a vacancy is filled from the level below, or None where promotion follows ``rates.promote``.
    """

    start_year: int
    strata: tuple[str, ...]
    levels: tuple[str, ...]
    units: tuple[str, ...]
    occupation: tuple[str, ...]
    rates: Rates
    cells: Ints
    counts: Floats
    replacement: Floats
    hire_share: Floats
    exempt: tuple[bool, ...] = ()
    unknown_share: float = 0.0
    trainees: Trainees | None = None
    establishment: Floats | None = None
    pull: float | None = None
    first_age: int = FIRST_AGE
    kept: dict[str, object] = field(default_factory=dict, repr=False, compare=False)
    """What has been found once and depends on stock and rates alone; shared by variants that change neither."""

    def __post_init__(self) -> None:
        check_share("replacement", self.replacement)
        check_share("hire_share", self.hire_share)
        check_share("unknown_share", np.asarray(self.unknown_share))
        check_not_negative("counts", self.counts)
        if self.counts.sum() <= 0:
            raise EmptyStockError("There is not a single person in the staff figures.")
        if self.pull is not None:
            check_share("pull", np.asarray(self.pull))
        if not self.exempt:
            object.__setattr__(self, "exempt", (False,) * len(self.strata))

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Number of strata, groups (2), levels, ages."""
        K, X, L, N = self.rates.retire.shape
        return K, X, L, N

    @property
    def coupled(self) -> bool:
        """Whether posts influence each other, so that moments come from a simulation."""
        fills = self.trainees is not None and self.trainees.placement == "vacancies"
        return self.establishment is not None or self.pull is not None or fills

    @property
    def dense(self) -> Floats:
        """Counts as (K, 3, L, N) array: units of one stratum are added, which changes no result for the whole."""
        found = self.kept.get("dense")
        if not isinstance(found, np.ndarray):
            K, _, L, N = self.shape
            found = np.zeros((K, 3, L, N))
            _, k, level, age = self.cells.T
            for x in range(UNKNOWN + 1):
                np.add.at(found, (k, x, level, age), self.counts[:, x])
            self.kept["dense"] = found
        return found

    @cached_property
    def unknown(self) -> float:
        """Share of the staff whose group is not known."""
        return float(self.counts[:, UNKNOWN].sum() / self.counts.sum())

    @property
    def shares_only(self) -> bool:
        """Whether counts are shares of one, so that chance has no size."""
        return bool(self.counts.sum() <= 1)

    def having(self, **changes: object) -> Model:
        """Return a copy with some attributes changed."""
        same = not changes.keys() & {"rates", "cells", "counts"}
        if "trainees" in changes and same:
            old, new = self.trainees, changes["trainees"]
            same = old is not None and isinstance(new, Trainees) and new.entry is old.entry
        return replace(self, **{"kept": self.kept if same else {}, **changes})  # type: ignore[arg-type]


def check_share(name: str, values: Floats) -> None:
    """Raise :class:`RateError` unless all values lie within 0 to 1."""
    wrong = ~((values >= 0) & (values <= 1))
    if wrong.any():
        value = float(values[wrong].ravel()[0]) if values.ndim else float(values)
        raise RateError(f"{name} = {value:g}: a share or probability lies between 0 and 1.", name=name, value=value)


def check_not_negative(name: str, values: Floats) -> None:
    """Raise :class:`ParameterError` if a value is negative or no number."""
    wrong = ~(np.asarray(values) >= 0)
    if wrong.any():
        value = float(np.asarray(values)[wrong].ravel()[0])
        raise ParameterError(f"{name} = {value:g}: give a number from 0 on.", name=name, value=value, allowed="≥ 0")
