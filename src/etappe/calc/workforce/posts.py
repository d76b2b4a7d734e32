"""Who will hold a post: the backward pass, exact for every horizon at once.

With push promotion and proportional replacement every post is a Markov chain of its own. A post that falls vacant in
year t is worth ``vacancy[k, t, T, y]``: the probability that it is held by group y at time T. From that follows, for
each cell, the probability g that a post held there today is held by y at T, and with it mean, variance and the gradient
of every year's share of hires.

Forward ``n_{t+1} = n_t Q_t`` and backward ``g_t = Q_t g_{t+1}`` are the same chain read from its two ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import UNKNOWN, A, B, Floats, Ints, of_year
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.survival import Curves, curves_of, table
from etappe.calc.workforce.training import cohorts

BLOCK = 64
"""Rows multiplied at a time: small enough that the linear algebra library does not wake up more threads for them."""


@dataclass(frozen=True, eq=False)
class Posts:
    """Probabilities by post.

    Attributes
    ----------
    rows : (R, 3) ints
        Stratum, level, age index of every occupied cell.
    people : (R, 3) floats
        People of A, B, unknown there.
    held : (R, 2, T + 1, 2) floats
        Probability that the post of an A (B) is held by A, by B at each time; the rest is no longer there.
    filled : (K, 2, T, T + 1, 2) floats
        The same for a post filled with an A (B) at the end of year t.
    vacancy : (K, T, T + 1, 2) floats
        The same for a post vacated in year t, before it is known whether it is refilled.
    curves
        The survival curves used.
    """

    rows: Ints
    people: Floats
    held: Floats
    filled: Floats
    vacancy: Floats
    curves: Curves


def look_back(model: Model, years: int) -> Posts:
    """Run the backward pass for all horizons up to ``years``."""
    survive = table(model.rates, years)
    curves = curves_of(model, survive)
    filled, vacancy = values(model, years, curves.hired)
    rows, people = _occupied(model)
    held = _held(rows, survive, vacancy)
    return Posts(rows, people, held, filled, vacancy, curves)


def values(model: Model, years: int, hired: Floats) -> tuple[Floats, Floats]:
    """Value of a post filled, and of a post vacated, in each year t for each horizon T: see :class:`Posts`."""
    K, *_ = model.shape
    rho, h = of_year(model.replacement, years), of_year(model.hire_share, years)
    lost = np.moveaxis(hired[:-1] - hired[1:], 0, -1)
    filled = np.zeros((K, 2, years, years + 1, 2))
    vacancy = np.zeros((K, years, years + 1, 2))
    flat = vacancy.reshape(K, years, -1)
    for t in range(years - 1, -1, -1):
        later = years - 1 - t
        now = filled[:, :, t]
        if later:
            now += (lost[..., :later] @ flat[:, t + 1 :]).reshape(now.shape)
        for x in (A, B):
            now[:, x, t + 1 :, x] += hired[: later + 1, :, x].T
        mixed = h[:, t, None, None] * now[:, A] + (1 - h[:, t, None, None]) * now[:, B]
        vacancy[:, t] = rho[:, t, None, None] * mixed
    return filled, vacancy


@dataclass(frozen=True, eq=False)
class Places:
    """Training places of one cohort, seen as posts.

    Attributes
    ----------
    people
        How many there are.
    staff : (K, T + 1, 2) floats
        Probability that such a place has led to a post in stratum k, held by A, by B at each time.
    training : (T + 1, 2) floats
        Probability that it is still a training place that counts as staff.
    """

    people: float
    staff: Floats
    training: Floats

    @property
    def held(self) -> Floats:
        """Probability to count as A, as B: (T + 1, 2)."""
        return np.asarray(self.staff.sum(0) + self.training)


def training_places(model: Model, years: int, posts: Posts) -> list[Places]:
    """Cohorts of trainees as posts; of those who are in training already the group is known."""
    trainees = model.trainees
    if trainees is None:
        return []
    then = _taken_over(model, posts)
    result = []
    for begin, ready, people in cohorts(trainees, years):
        staff = np.zeros((2, len(trainees.weight), years + 1, 2))
        training = np.zeros((2, years + 1, 2))
        for x in (A, B):
            if ready.at <= years:
                staff[x] += ready.completion * trainees.take_over * then[x, ready.at]
            for year, left in ready.still if trainees.counted else ():
                training[x, year, x] += left
        size = people
        if begin < 0:
            result += [Places(float(size[x]), staff[x], training[x]) for x in (A, B)]
        elif size.sum() > 0:
            mixture = size / size.sum()
            result.append(
                Places(float(size.sum()), np.tensordot(mixture, staff, 1), np.tensordot(mixture, training, 1))
            )
    return result


def _taken_over(model: Model, posts: Posts) -> Floats:
    """Who is taken over at time s, as A or B: probability (2, T + 1, K, T + 1, 2) of a post in k held by y at T."""
    trainees, years = model.trainees, posts.vacancy.shape[1]
    K, *_ = model.shape
    result = np.zeros((2, years + 1, K, years + 1, 2))
    if trainees is None:
        return result
    trained = posts.curves.trained
    lost = np.moveaxis(trained[:-1] - trained[1:], 0, -1)
    flat = posts.vacancy.reshape(K, years, -1)
    for s in range(1, years + 1):
        later = years - s
        again = (lost[..., :later] @ flat[:, s:]).reshape(K, 2, years + 1, 2)
        for x in (A, B):
            again[:, x, s:, x] += trained[: later + 1, :, x].T
            result[x, s] = trainees.weight[:, None, None] * again[:, x]
    return result


def _occupied(model: Model) -> tuple[Ints, Floats]:
    """Cells with people, sorted by stratum."""
    anybody = model.dense.sum(1) > 0
    rows = np.argwhere(anybody)
    return rows, np.moveaxis(model.dense, 1, -1)[anybody]


def _held(rows: Ints, survive: Floats, vacancy: Floats) -> Floats:
    by_cell = np.moveaxis(survive, (0, 2), (-1, -2))
    k, level, age = rows.T
    return _combine(rows, by_cell[k, level, age], vacancy)


def _combine(rows: Ints, stays: Floats, vacancy: Floats) -> Floats:
    K, years = vacancy.shape[:2]
    leaves = stays[..., :-1] - stays[..., 1:]
    held = np.empty((len(rows), 2, years + 1, 2))
    edges = np.searchsorted(rows[:, 0], np.arange(K + 1))
    for k in range(K):
        worth = vacancy[k].reshape(years, -1)
        for first in range(edges[k], edges[k + 1], BLOCK):
            some = slice(first, min(first + BLOCK, edges[k + 1]))
            held[some] = (leaves[some].reshape(-1, years) @ worth).reshape(-1, 2, years + 1, 2)
    held[:, A, :, A] += stays[:, A]
    held[:, B, :, B] += stays[:, B]
    return held


def probabilities(posts: Posts, unknown_share: float) -> list[tuple[Floats, Floats]]:
    """Pairs of people (R,) and their probabilities (R, T + 1, 2): the As, the Bs, and the unknown as a mixture."""
    result = [(posts.people[:, x], posts.held[:, x]) for x in (A, B)]
    if posts.people[:, UNKNOWN].any():
        mixture = unknown_share * posts.held[:, A] + (1 - unknown_share) * posts.held[:, B]
        result.append((posts.people[:, UNKNOWN], mixture))
    return [(people, held) for people, held in result if people.any()]
