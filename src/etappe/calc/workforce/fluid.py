"""Expected numbers by cell, year by year: the forward pass with all its details.

The order within a year is fixed: exit, promotion of those who stay, vacancies, take-over of trainees, hiring, one year
older. Establishment caps and promotion by vacancies are followed as flows of fractions of people (“fluid mean”).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import UNKNOWN, Floats, of_year
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.training import cohorts

CAUSES = ("retired", "left", "transferred")


@dataclass(frozen=True, eq=False)
class Flow:
    """Everything that moves.

    Attributes
    ----------
    stock : (T + 1, K, 2, L) floats
        People at the start of each year by stratum, group and level.
    ages : (T + 1, 2, N) floats
        People by group and age.
    left : (T, 3, K, 2) floats
        Leavers by cause (:data:`CAUSES`), stratum and group.
    promoted : (T, K, 2) floats
    hired : (T, K, 2) floats
        Filled by hiring at the end of each year.
    taken_over : (T, K, 2) floats
        Former trainees who became staff.
    in_training : (T + 1, 2) floats
        Trainees who count as staff.
    """

    stock: Floats
    ages: Floats
    left: Floats
    promoted: Floats
    hired: Floats
    taken_over: Floats
    in_training: Floats

    @property
    def imbalance(self) -> float:
        """Largest amount by which a stock differs from the stock before, less exits, plus entries; in people."""
        before, after = self.stock[:-1].sum(-1), self.stock[1:].sum(-1)
        return float(np.abs(after - (before - self.left.sum(1) + self.hired + self.taken_over)).max(initial=0.0))


def flow(model: Model, years: int) -> Flow:
    """Project every cell forward."""
    K, X, L, N = model.shape
    state = initial(model)
    entries, training = _taken_over(model, years)
    stock, ages = np.zeros((years + 1, K, X, L)), np.zeros((years + 1, X, N))
    left, promoted, hired = np.zeros((years, 3, K, X)), np.zeros((years, K, X)), np.zeros((years, K, X))
    for t in range(years + 1):
        stock[t], ages[t] = state.sum(-1), state.sum((0, 2))
        if t == years:
            break
        causes, state = _exits(model, state)
        left[t] = causes.sum((-1, -2))
        moved, state = _promotion(model, state)
        promoted[t] = moved
        incoming = entries[t + 1].sum((-1, -2))
        posts = _vacancies(model, t, causes, state, incoming)
        if model.pull is None:
            people = _by_group(model, t, posts.sum(-1))
            new = people[..., None, None] * model.rates.entry
        else:
            new, state, moved = pulled(model, t, posts, state)
            promoted[t] += moved
        hired[t] = new.sum((-1, -2))
        state = state + new
        if model.rates.aging:
            state = np.concatenate([np.zeros_like(state[..., :1]), state[..., :-1]], axis=-1)
        state = state + entries[t + 1]
    return Flow(stock, ages, left, promoted, hired, entries[1:].sum((-1, -2)), training)


def initial(model: Model) -> Floats:
    """Today's staff by stratum, group, level, age; the unknown split by their assumed share."""
    unknown = model.dense[:, UNKNOWN]
    share = model.unknown_share
    return np.asarray(model.dense[:, :UNKNOWN] + np.stack([share * unknown, (1 - share) * unknown], axis=1))


def _exits(model: Model, state: Floats) -> tuple[Floats, Floats]:
    """Leavers by cause (3, K, 2, L, N), and who stays; retirement comes first where causes compete."""
    rates = model.rates
    retired = state * rates.retire
    left = (state - retired) * rates.leave
    transferred = (state - retired - left) * rates.transfer
    return np.stack([retired, left, transferred]), state - retired - left - transferred


def _promotion(model: Model, state: Floats) -> tuple[Floats, Floats]:
    if model.pull is not None:
        return np.zeros(state.shape[:2]), state
    up = state * model.rates.promote
    after = state - up
    after[:, :, 1:] += up[:, :, :-1]
    return up.sum((-1, -2)), after


def _vacancies(model: Model, t: int, causes: Floats, state: Floats, incoming: Floats) -> Floats:
    """Posts to fill by stratum and level (K, L)."""
    leavers = causes.sum((0, 2, 4))
    if model.establishment is None:
        posts = of_year(model.replacement, t + 1)[:, -1:] * leavers
    else:
        wanted = of_year(model.establishment, t + 1)[:, -1]
        missing = np.maximum(0.0, wanted - state.sum((1, 2, 3)))
        posts = missing[:, None] * _spread(leavers)
    if model.trainees is not None and model.trainees.placement == "vacancies":
        total = posts.sum(-1, keepdims=True)
        rest = np.maximum(0.0, total - incoming.sum(-1)[:, None])
        posts = posts * np.where(total > 0, rest / np.where(total > 0, total, 1.0), 0.0)
    return np.asarray(posts)


def _spread(leavers: Floats) -> Floats:
    """Shares of the levels in the leavers; all at the lowest where nobody left."""
    total = leavers.sum(-1, keepdims=True)
    lowest = np.zeros_like(leavers)
    lowest[:, 0] = 1.0
    return np.where(total > 0, leavers / np.where(total > 0, total, 1.0), lowest)


def _by_group(model: Model, t: int, posts: Floats) -> Floats:
    h = of_year(model.hire_share, t + 1)[:, -1]
    return np.stack([posts * h, posts * (1 - h)], axis=1)


def pulled(model: Model, t: int, posts: Floats, state: Floats) -> tuple[Floats, Floats, Floats]:
    """Fill vacancies from the level below where possible; return hires by cell, who is there, and the promoted."""
    _, _, L, _ = model.shape
    state = state.copy()
    open_posts = posts.copy()
    moved = np.zeros(state.shape[:2])
    for level in range(L - 1, 0, -1):
        below = state[:, :, level - 1]
        there = below.sum((1, 2))
        wanted = np.minimum((model.pull or 0.0) * open_posts[:, level], there)
        part = np.where(there > 0, wanted / np.where(there > 0, there, 1.0), 0.0)
        up = below * part[:, None, None]
        state[:, :, level - 1] -= up
        state[:, :, level] += up
        moved += up.sum(-1)
        open_posts[:, level] -= wanted
        open_posts[:, level - 1] += wanted
    h = of_year(model.hire_share, t + 1)[:, -1]
    groups = np.stack([h, 1 - h], axis=1)
    return groups[:, :, None, None] * open_posts[:, None, :, None] * ages_of_hires(model), state, moved


def ages_of_hires(model: Model) -> Floats:
    """Ages of hires within each level (K, 2, L, N), summing to one; where the rates name none, those of all levels."""
    entry = model.rates.entry
    by_level = entry.sum(-1, keepdims=True)
    overall = np.broadcast_to(entry.sum(-2, keepdims=True), entry.shape)
    return np.where(by_level > 0, entry / np.where(by_level > 0, by_level, 1.0), overall)


def _taken_over(model: Model, years: int) -> tuple[Floats, Floats]:
    """Former trainees by year of entry and cell (T + 1, K, 2, L, N), and trainees who count (T + 1, 2)."""
    K, X, L, N = model.shape
    entries, counted = np.zeros((years + 1, K, X, L, N)), np.zeros((years + 1, X))
    trainees = model.trainees
    if trainees is None:
        return entries, counted
    places = trainees.weight[:, None, None] * trainees.entry
    for _, ready, people in cohorts(trainees, years):
        if ready.at <= years:
            ready_people = people * ready.completion * trainees.take_over
            entries[ready.at] += ready_people[None, :, None, None] * places[:, None]
        for year, left in ready.still if trainees.counted else ():
            counted[year] += people * left
    return entries, counted
