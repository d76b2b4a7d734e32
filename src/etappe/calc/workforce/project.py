"""A workforce through the years: expected numbers, their spread, and everything needed to draw and explain them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from etappe.calc.workforce.arrays import UNKNOWN, A, B, Floats, Ints
from etappe.calc.workforce.fluid import CAUSES, Flow, flow
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


def project(model: Model, years: int = 30, *, runs: int = RUNS, seed: int = 0) -> Projection:
    """Project a workforce.

    Parameters
    ----------
    model
        The workforce, from :func:`~etappe.calc.workforce.build` or
        :func:`~etappe.calc.workforce.simple_model`.
    years
        Number of years, T.
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
        occupations=_occupations(model, years, posts, places),
        units=_units(model, posts),
        by_level=_levels(model, moves),
        movements=_movements(model, moves),
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
    for place in places:
        result = result + of_posts(np.array([place.people]), place.held[None])
    return result


def _simulated(model: Model, years: int, moves: Flow, runs: int, seed: int) -> Projection:
    numbers = moves.stock.sum((1, 3)) + moves.in_training
    whole = bool((model.counts == np.floor(model.counts)).all())
    notes = (*_notes(model, moves), Note.COUPLED if whole else Note.MEAN_ONLY)
    zero = np.zeros(years + 1)
    found = simulate(model, years, runs, seed) if whole else None
    bounds = [_share(flow(model.having(unknown_share=share), years)) for share in (0.0, 1.0)] if model.unknown else None
    share = _share(moves)
    return Projection(
        years=model.start_year + np.arange(years + 1),
        group=numbers[:, A],
        others=numbers[:, B],
        share=share,
        share_sd=zero if found is None else np.nanstd(found.share, axis=0, ddof=1),
        group_sd=zero if found is None else np.std(found.group, axis=0, ddof=1),
        share_low=share if bounds is None else bounds[0],
        share_high=share if bounds is None else bounds[1],
        method=Method.SIMULATED,
        notes=notes,
        flow=moves,
        occupations=_from_flow(model, moves),
        units=_frame([], model.start_year),
        by_level=_levels(model, moves),
        movements=_movements(model, moves),
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


def _occupations(model: Model, years: int, posts: Posts, places: list[Places]) -> pl.DataFrame:
    of_row = np.asarray(model.occupation)[posts.rows[:, 0]]
    of_stratum = np.asarray(model.occupation)
    parts = []
    for name in sorted(set(model.occupation)):
        some, strata = of_row == name, of_stratum == name
        found = nothing(years)
        for people, held in _probabilities(model, posts):
            found = found + of_posts(people[some], held[some])
        for place in places:
            found = found + of_posts(np.array([place.people]), place.staff[strata].sum(0)[None])
        parts.append((name, found))
    return _frame(parts, model.start_year)


def _probabilities(model: Model, posts: Posts) -> list[tuple[Floats, Floats]]:
    """People and probabilities by row, rows without people of a group included."""
    held = posts.held
    mixture = model.unknown_share * held[:, A] + (1 - model.unknown_share) * held[:, B] if model.unknown else None
    result = [(posts.people[:, A], held[:, A]), (posts.people[:, B], held[:, B])]
    return result if mixture is None else [*result, (posts.people[:, UNKNOWN], mixture)]


def _units(model: Model, posts: Posts) -> pl.DataFrame:
    """Moments of each unit's posts: the same probabilities, weighted with the unit's own people."""
    K, _, L, N = model.shape
    place = np.zeros((K, L, N), dtype=np.int64)
    place[tuple(posts.rows.T)] = np.arange(len(posts.rows))
    unit, k, level, age = model.cells.T
    row = place[k, level, age]
    from scipy.sparse import csr_array

    size = (len(model.units), len(posts.rows))
    years = posts.held.shape[2] - 1
    flat = nothing(years)
    mean, variance = np.zeros((size[0], years + 1, 2)), np.zeros((size[0], years + 1, 2))
    covariance = np.zeros((size[0], years + 1))
    for x, (_, held) in enumerate(_probabilities(model, posts)):
        weight = csr_array((model.counts[:, x], (unit, row)), shape=size)
        mean += (weight @ held.reshape(size[1], -1)).reshape(mean.shape)
        variance += (weight @ (held * (1 - held)).reshape(size[1], -1)).reshape(mean.shape)
        covariance -= weight @ (held[..., A] * held[..., B])
    parts = [(name, Moments(mean[u], variance[u], covariance[u])) for u, name in enumerate(model.units)]
    return _frame(parts or [("", flat)], model.start_year)


def _frame(parts: list[tuple[str, Moments]], start_year: int) -> pl.DataFrame:
    if not parts:
        kinds = {"year": pl.Int64, "name": pl.String}
        numbers = ("group", "others", "share", "share_sd")
        return pl.DataFrame(schema={**kinds, **dict.fromkeys(numbers, pl.Float64)})
    length = len(parts[0][1].mean)
    names = [name for name, _ in parts]
    return pl.DataFrame(
        {
            "year": np.tile(start_year + np.arange(length), len(parts)),
            "name": pl.Series(names).gather(np.repeat(np.arange(len(names)), length)),
            "group": np.concatenate([some.mean[:, A] for _, some in parts]),
            "others": np.concatenate([some.mean[:, B] for _, some in parts]),
            "share": np.concatenate([some.share for _, some in parts]),
            "share_sd": np.concatenate([some.share_sd for _, some in parts]),
        }
    )


def _from_flow(model: Model, moves: Flow) -> pl.DataFrame:
    parts = []
    of_stratum = np.asarray(model.occupation)
    for name in sorted(set(model.occupation)):
        mean = moves.stock[:, of_stratum == name].sum((1, 3))
        parts.append((name, Moments(mean, np.full_like(mean, np.nan), np.full(len(mean), np.nan))))
    return _frame(parts, model.start_year)


def _levels(model: Model, moves: Flow) -> pl.DataFrame:
    numbers = moves.stock.sum(1)
    parts = []
    for at, name in enumerate(model.levels):
        mean = numbers[:, :, at]
        parts.append((name, Moments(mean, np.full_like(mean, np.nan), np.full(len(mean), np.nan))))
    return _frame(parts, model.start_year).drop("share_sd")


def _movements(model: Model, moves: Flow) -> pl.DataFrame:
    years = model.start_year + np.arange(len(moves.left))
    left = {name: moves.left[:, at].sum((1, 2)) for at, name in enumerate(CAUSES)}
    return pl.DataFrame(
        {
            "year": years,
            **left,
            "hired": moves.hired.sum((1, 2)),
            "taken_over": moves.taken_over.sum((1, 2)),
            "promoted": moves.promoted.sum((1, 2)),
            "of_group": moves.hired[:, :, A].sum(1),
        }
    )
