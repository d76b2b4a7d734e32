"""The same workforce with whole people and dice: for what couples posts, and as a check of everything exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import UNKNOWN, Floats, Ints, of_year, ratio
from etappe.calc.workforce.errors import ParameterError
from etappe.calc.workforce.fluid import ages_of_hires
from etappe.calc.workforce.model import Model, Trainees


@dataclass(frozen=True, eq=False)
class Simulated:
    """Runs of the simulation.

    Attributes
    ----------
    group, others : (runs, T + 1) ints
        People of A and B at the start of each year.
    """

    group: Ints
    others: Ints

    @property
    def share(self) -> Floats:
        """Share of A by run and year; nan where nobody is left."""
        return np.asarray(ratio(self.group.astype(float), (self.group + self.others).astype(float)))


def simulate(model: Model, years: int, runs: int = 200, seed: int = 0) -> Simulated:
    """Simulate whole people.

    Parameters
    ----------
    model, years
        Workforce, and how far to look.
    runs, seed
        Number of runs; the same seed gives the same runs.

    Raises
    ------
    ParameterError
        If counts are not whole: full-time equivalents cannot throw dice.
    """
    if not (model.counts == np.floor(model.counts)).all():
        raise ParameterError("Only whole people can be simulated.", name="counts", value="fraction", allowed="heads")
    random = np.random.default_rng(seed)
    state = _start(model, runs, random)
    classes = _Classes(model, years, runs, random)
    group, others = np.zeros((runs, years + 1), dtype=np.int64), np.zeros((runs, years + 1), dtype=np.int64)
    for t in range(years + 1):
        here = state.sum((1, 3, 4)) + classes.counted(t)
        group[:, t], others[:, t] = here[:, 0], here[:, 1]
        if t < years:
            state = _year(model, t, state, classes, random)
    return Simulated(group, others)


def _start(model: Model, runs: int, random: np.random.Generator) -> Ints:
    counts = model.dense.round().astype(np.int64)
    state = np.repeat(counts[None, :, :UNKNOWN], runs, axis=0)
    if model.unknown:
        shape = (runs, *counts[:, UNKNOWN].shape)
        of_a = random.binomial(np.broadcast_to(counts[:, UNKNOWN], shape), model.unknown_share)
        state = state + np.stack([of_a, counts[:, UNKNOWN] - of_a], axis=2)
    return state


def _year(model: Model, t: int, state: Ints, classes: _Classes, random: np.random.Generator) -> Ints:
    rates = model.rates
    leavers = random.binomial(state, rates.exits)
    state = state - leavers
    if model.pull is None:
        up = random.binomial(state, rates.promote)
        state = state - up
        state[:, :, :, 1:] += up[:, :, :, :-1]
    incoming = classes.ready(t + 1)
    posts = _vacancies(model, t, leavers, state, incoming, random=random)
    if model.pull is None:
        new = _hires(model, t, posts.sum(-1), random)
    else:
        new, state = _pulled(model, t, posts, state, random)
    state = state + new
    if rates.aging:
        state = np.concatenate([np.zeros_like(state[..., :1]), state[..., :-1]], axis=-1)
    return state + incoming


def _vacancies(
    model: Model, t: int, leavers: Ints, state: Ints, incoming: Ints, *, random: np.random.Generator
) -> Ints:
    """Posts to fill: (runs, K, L)."""
    by_level = leavers.sum((2, 4))
    if model.establishment is None:
        posts = random.binomial(by_level, of_year(model.replacement, t + 1)[:, -1:])
    else:
        wanted = np.rint(of_year(model.establishment, t + 1)[:, -1]).astype(np.int64)
        missing = np.maximum(0, wanted - state.sum((2, 3, 4)))
        total = by_level.sum(-1, keepdims=True)
        lowest = np.eye(1, by_level.shape[-1])
        posts = random.multinomial(missing, np.where(total > 0, by_level / np.maximum(total, 1), lowest))
    if model.trainees is not None and model.trainees.placement == "vacancies":
        taken = np.minimum(incoming.sum((2, 3, 4)), posts.sum(-1))
        posts = posts - _without(posts, taken, random)
    return posts


def _without(posts: Ints, taken: Ints, random: np.random.Generator) -> Ints:
    """Choose ``taken`` of the posts by lot."""
    flat = posts.reshape(-1, posts.shape[-1])
    chosen = [random.multivariate_hypergeometric(some, int(n)) for some, n in zip(flat, taken.ravel(), strict=True)]
    return np.array(chosen).reshape(posts.shape)


def _hires(model: Model, t: int, posts: Ints, random: np.random.Generator) -> Ints:
    K, X, L, N = model.shape
    of_a = random.binomial(posts, of_year(model.hire_share, t + 1)[:, -1])
    groups = np.stack([of_a, posts - of_a], axis=2)
    where = random.multinomial(groups, model.rates.entry.reshape(K, X, -1))
    return where.reshape(len(posts), K, X, L, N)


def _pulled(model: Model, t: int, posts: Ints, state: Ints, random: np.random.Generator) -> tuple[Ints, Ints]:
    runs, K, L = posts.shape
    state, posts = state.copy(), posts.copy()
    for level in range(L - 1, 0, -1):
        below = state[:, :, :, level - 1]
        wanted = np.minimum(random.binomial(posts[:, :, level], model.pull or 0.0), below.sum((2, 3)))
        up = _without(below.reshape(runs, K, -1), wanted, random).reshape(below.shape)
        state[:, :, :, level - 1] -= up
        state[:, :, :, level] += up
        posts[:, :, level] -= wanted
        posts[:, :, level - 1] += wanted
    of_a = random.binomial(posts, of_year(model.hire_share, t + 1)[:, -1][:, None])
    groups = np.stack([of_a, posts - of_a], axis=2)
    return random.multinomial(groups, ages_of_hires(model)), state


class _Classes:
    """Trainees run by run: who begins, stays and is taken over."""

    def __init__(self, model: Model, years: int, runs: int, random: np.random.Generator) -> None:
        K, X, L, N = model.shape
        self._empty = np.zeros((runs, K, X, L, N), dtype=np.int64)
        self._ready: dict[int, Ints] = {}
        self._counted: Ints = np.zeros((years + 1, runs, X), dtype=np.int64)
        trainees = model.trainees
        if trainees is None:
            return
        for to_go, people in enumerate(() if trainees.in_training is None else trainees.in_training, start=1):
            here = np.repeat(np.rint(people).astype(np.int64)[None], runs, axis=0)
            self._follow(trainees, 0, to_go, here, random, new=False)
        for begin, intake in enumerate(of_year(trainees.intake, years)):
            of_a = random.binomial(round(intake), trainees.share, size=runs)
            here = np.stack([of_a, round(intake) - of_a], axis=1)
            self._follow(trainees, begin, trainees.duration, here, random, new=True)

    def _follow(
        self, trainees: Trainees, now: int, to_go: int, here: Ints, random: np.random.Generator, *, new: bool
    ) -> None:
        """Follow a class with ``to_go`` years to go at time ``now``; who begins is counted from the next year on."""
        yearly = trainees.completion ** (1 / trainees.duration)
        for at in range(now, now + to_go):
            if trainees.counted and at < len(self._counted) and not (new and at == now):
                self._counted[at] += here
            here = random.binomial(here, yearly)
        self._take(trainees, now + to_go, random.binomial(here, trainees.take_over), random)

    def _take(self, trainees: Trainees, at: int, people: Ints, random: np.random.Generator) -> None:
        shape = self._empty.shape
        places = (trainees.weight[:, None, None] * trainees.entry).ravel()
        where = random.multinomial(people, places).reshape(shape[0], shape[2], shape[1], *shape[3:])
        self._ready[at] = self._ready.get(at, self._empty) + where.swapaxes(1, 2)

    def ready(self, at: int) -> Ints:
        """Former trainees who become staff at the start of year ``at``: (runs, K, 2, L, N)."""
        return self._ready.get(at, self._empty)

    def counted(self, at: int) -> Ints:
        """Trainees who count as staff: (runs, 2)."""
        return np.asarray(self._counted[at])
