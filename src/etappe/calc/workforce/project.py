"""A workforce through the years: expected numbers, their spread, and everything needed to draw and explain them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from etappe.calc.workforce import breakdowns
from etappe.calc.workforce.arrays import A, B, Floats, Ints
from etappe.calc.workforce.fluid import Flow, flow
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.moments import Moments, nothing, of_posts
from etappe.calc.workforce.posts import Places, Posts, look_back, probabilities, training_places
from etappe.calc.workforce.simulation import simulate

RUNS = 200


class Method(StrEnum):
    """How mean and spread were found."""

    EXACT = "exact"
    """Posts are independent: both are exact."""
    SIMULATED = "fluid-and-simulation"
    """Posts influence each other: the mean is that of the flows, the spread comes from a seeded simulation."""


class Note(StrEnum):
    """What a reader has to know."""

    UNKNOWN_GROUP = "unknown-group"
    """For some the group is unknown: see the bounds."""
    MOSTLY_UNKNOWN = "mostly-unknown"
    """For more than half the group is unknown."""
    NO_HIRES = "no-hires"
    """Nobody is hired: the share moves only by who leaves."""
    SHRINKS = "shrinks"
    """The staff falls below half of today's."""
    EMPTY = "empty"
    """At some time hardly anybody is left."""
    COUPLED = "coupled"
    """Posts influence each other: the spread comes from a simulation."""
    MEAN_ONLY = "mean-only"
    """Counts are no whole people: the spread is left out where posts influence each other."""


@dataclass(frozen=True, eq=False)
class Projection:
    """A projection over T years.

    Attributes
    ----------
    years : (T + 1,) ints
        The first is that of the counts.
    group, others : (T + 1,) floats
        Expected people of A and B.
    share, share_sd : (T + 1,) floats
        Share of A, and its standard deviation from chance alone (who leaves, who is hired); rates are taken as given.
    group_sd : (T + 1,) floats
        Standard deviation of the number of A.
    share_low, share_high : (T + 1,) floats
        Share if of those of unknown group nobody, or everybody, were A.
    method, notes
        How it was found, and what to know.
    flow
        All stocks and movements.
    occupations, units, by_level, movements : frames
        Columns year, name, group, others, share, share_sd (units: only posts of today's units; levels without sd);
        movements has year, retired, left, transferred, hired, taken_over, promoted and of_group (hires of A).
    """

    years: Ints
    group: Floats
    others: Floats
    share: Floats
    share_sd: Floats
    group_sd: Floats
    share_low: Floats
    share_high: Floats
    method: Method
    notes: tuple[Note, ...]
    flow: Flow
    occupations: pl.DataFrame
    units: pl.DataFrame
    by_level: pl.DataFrame
    movements: pl.DataFrame

    @property
    def total(self) -> Floats:
        """Expected people, (T + 1,)."""
        return self.group + self.others


def project(model: Model, years: int = 30, *, units: bool = True, runs: int = RUNS, seed: int = 0) -> Projection:
    """Project a workforce.

    Parameters
    ----------
    model
        The workforce, from :func:`~etappe.calc.workforce.build` or
        :func:`~etappe.calc.workforce.simple_model`.
    years
        Number of years, T.
    units
        Whether to break down by unit, too; False for a fast preview.
    runs, seed
        Of the simulation, where one is needed.

    References
    ----------
    D. J. Bartholomew, A. F. Forbes, S. I. McClean (1991), Statistical Techniques for Manpower Planning, ch. 4–6.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026,
    ...                      staff=1000)
    >>> future = project(model, 30)
    >>> future.share[28].round(4), future.share_sd[28].round(4), future.total[28].round()
    (np.float64(0.3334), np.float64(0.0147), np.float64(1000.0))
    """
    moves = flow(model, years)
    if model.coupled:
        return _simulated(model, years, moves, runs, seed)
    posts = look_back(model, years)
    places = training_places(model, years, posts)
    whole = moments(model, years, posts, places)
    low, high = (moments(model, years, posts, places, unknown_share=share).share for share in (0.0, 1.0))
    return Projection(
        years=model.start_year + np.arange(years + 1),
        group=whole.mean[:, A],
        others=whole.mean[:, B],
        share=whole.share,
        share_sd=whole.share_sd,
        group_sd=np.sqrt(whole.variance[:, A]),
        share_low=low,
        share_high=high,
        method=Method.EXACT,
        notes=_notes(model, moves),
        flow=moves,
        occupations=breakdowns.occupations(model, years, posts, places),
        units=breakdowns.units(model, posts) if units else breakdowns.frame([], model.start_year),
        by_level=breakdowns.levels(model, moves),
        movements=breakdowns.movements(model, moves),
    )


def mean_and_sd(model: Model, years: int) -> Moments:
    """Exact moments of the whole alone, without any breakdown."""
    posts = look_back(model, years)
    return moments(model, years, posts, training_places(model, years, posts))


def moments(
    model: Model, years: int, posts: Posts, places: list[Places], *, unknown_share: float | None = None
) -> Moments:
    """Add up posts and training places."""
    share = model.unknown_share if unknown_share is None else unknown_share
    result = nothing(years)
    for people, held in probabilities(posts, share):
        result = result + of_posts(people, held)
    if places:
        training = np.array([place.people for place in places]), np.stack([place.held for place in places])
        result = result + of_posts(*training)
    return result


def _simulated(model: Model, years: int, moves: Flow, runs: int, seed: int) -> Projection:
    numbers = moves.stock.sum((1, 3)) + moves.in_training
    whole = bool((model.counts == np.floor(model.counts)).all())
    notes = (*_notes(model, moves), Note.COUPLED if whole else Note.MEAN_ONLY)
    zero = np.zeros(years + 1)
    found = simulate(model, years, runs, seed) if whole else None
    bounds = [_share(flow(model.having(unknown_share=share), years)) for share in (0.0, 1.0)] if model.unknown else None
    share = _share(moves)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # in the last years nobody may be left in any run
        sd = zero if found is None else np.nanstd(found.share, axis=0, ddof=1)
    return Projection(
        years=model.start_year + np.arange(years + 1),
        group=numbers[:, A],
        others=numbers[:, B],
        share=share,
        share_sd=sd,
        group_sd=zero if found is None else np.std(found.group, axis=0, ddof=1),
        share_low=share if bounds is None else bounds[0],
        share_high=share if bounds is None else bounds[1],
        method=Method.SIMULATED,
        notes=notes,
        flow=moves,
        occupations=breakdowns.from_flow(model, moves),
        units=breakdowns.frame([], model.start_year),
        by_level=breakdowns.levels(model, moves),
        movements=breakdowns.movements(model, moves),
    )


def _share(moves: Flow) -> Floats:
    numbers = moves.stock.sum((1, 3)) + moves.in_training
    total = numbers.sum(1)
    return np.where(total > 0, numbers[:, A] / np.where(total > 0, total, 1.0), np.nan)


def _notes(model: Model, moves: Flow) -> tuple[Note, ...]:
    total = moves.stock.sum((1, 2, 3))
    said = {
        Note.UNKNOWN_GROUP: 0 < model.unknown <= 0.5,
        Note.MOSTLY_UNKNOWN: model.unknown > 0.5,
        Note.NO_HIRES: not moves.hired.any() and not moves.taken_over.any(),
        Note.SHRINKS: total[-1] < total[0] / 2,
        Note.EMPTY: total.min() < 1e-6 * total[0],
    }
    return tuple(note for note, holds in said.items() if holds)
