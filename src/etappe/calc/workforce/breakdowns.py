"""Projections broken down: by occupation, unit and level, and what moves in each year."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.sparse import csr_array

from etappe.calc.workforce.arrays import UNKNOWN, A, B, Floats
from etappe.calc.workforce.fluid import CAUSES, Flow
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.moments import Moments, nothing, of_posts
from etappe.calc.workforce.posts import Places, Posts


def occupations(model: Model, years: int, posts: Posts, places: list[Places]) -> pl.DataFrame:
    """Posts of each occupation, with those that trainees were taken over into."""
    of_row = np.asarray(model.occupation)[posts.rows[:, 0]]
    of_stratum = np.asarray(model.occupation)
    parts = []
    for name in sorted(set(model.occupation)):
        some, strata = of_row == name, of_stratum == name
        found = nothing(years)
        for people, held in _probabilities(model, posts):
            found = found + of_posts(people[some], held[some])
        if places:
            led_here = np.stack([place.staff[strata].sum(0) for place in places])
            found = found + of_posts(np.array([place.people for place in places]), led_here)
        parts.append((name, found))
    return frame(parts, model.start_year)


def _probabilities(model: Model, posts: Posts) -> list[tuple[Floats, Floats]]:
    """People and probabilities by row, rows without people of a group included."""
    held = posts.held
    mixture = model.unknown_share * held[:, A] + (1 - model.unknown_share) * held[:, B] if model.unknown else None
    result = [(posts.people[:, A], held[:, A]), (posts.people[:, B], held[:, B])]
    return result if mixture is None else [*result, (posts.people[:, UNKNOWN], mixture)]


def units(model: Model, posts: Posts) -> pl.DataFrame:
    """Moments of each unit's posts: the same probabilities, weighted with the unit's own people."""
    K, _, L, N = model.shape
    place = np.zeros((K, L, N), dtype=np.int64)
    place[tuple(posts.rows.T)] = np.arange(len(posts.rows))
    unit, k, level, age = model.cells.T
    row = place[k, level, age]
    size = (len(model.units), len(posts.rows))
    years = posts.held.shape[2] - 1
    mean, variance = np.zeros((size[0], years + 1, 2)), np.zeros((size[0], years + 1, 2))
    covariance = np.zeros((size[0], years + 1))
    for x, (_, held) in enumerate(_probabilities(model, posts)):
        weight = csr_array((model.counts[:, x], (unit, row)), shape=size)
        mean += (weight @ held.reshape(size[1], -1)).reshape(mean.shape)
        variance += (weight @ (held * (1 - held)).reshape(size[1], -1)).reshape(mean.shape)
        covariance -= weight @ (held[..., A] * held[..., B])
    parts = [(name, Moments(mean[u], variance[u], covariance[u])) for u, name in enumerate(model.units)]
    return frame(parts, model.start_year)


def frame(parts: list[tuple[str, Moments]], start_year: int) -> pl.DataFrame:
    """Moments by name as a table: year, name, group, others, share, share_sd."""
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


def from_flow(model: Model, moves: Flow) -> pl.DataFrame:
    """Occupations where posts are coupled: expected numbers, no spread."""
    parts = []
    of_stratum = np.asarray(model.occupation)
    for name in sorted(set(model.occupation)):
        mean = moves.stock[:, of_stratum == name].sum((1, 3))
        parts.append((name, Moments(mean, np.full_like(mean, np.nan), np.full(len(mean), np.nan))))
    return frame(parts, model.start_year)


def levels(model: Model, moves: Flow) -> pl.DataFrame:
    """Expected numbers by career level."""
    numbers = moves.stock.sum(1)
    parts = []
    for at, name in enumerate(model.levels):
        mean = numbers[:, :, at]
        parts.append((name, Moments(mean, np.full_like(mean, np.nan), np.full(len(mean), np.nan))))
    return frame(parts, model.start_year).drop("share_sd")


def movements(model: Model, moves: Flow) -> pl.DataFrame:
    """Everything that moves in each year, over the whole staff."""
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
