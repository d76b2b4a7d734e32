"""Expected numbers of many variants at once, from the survival curves alone (a renewal recursion).

Who leaves in year t was there at the start, came by hiring in an earlier year s or was taken over after training; the
expected number follows from the curves of :mod:`survival` without looking at cells again. Ten thousand variants
therefore cost little more than one, and the expectation of each is exact.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce import nodes
from etappe.calc.workforce.applied import applied
from etappe.calc.workforce.arrays import Numbers, of_year, ratio
from etappe.calc.workforce.fluid import flow
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.survival import Curves
from etappe.calc.workforce.training import already_in_training, beginners
from etappe.calc.workforce.variants import Variants

CHUNK = 256
"""Variants at a time: their arrays then fit the processor's cache."""
THREADS = 2
GONE = 1e-9
"""Part of today's staff below which what is left is rounding, not people."""


@dataclass(frozen=True, eq=False)
class Expected:
    """Expected numbers of V variants.

    Attributes
    ----------
    group, others : (V, T + 1) numbers
        People of group A and B at the start of each year, trainees included where they count.
    """

    group: Numbers
    others: Numbers

    @property
    def share(self) -> Numbers:
        """Share of A: (V, T + 1); nan where (up to rounding) nobody is left."""
        total = self.group + self.others
        gone = np.abs(total) < GONE * np.abs(total[:, :1])
        return ratio(self.group, np.where(gone, 0.0, total))


def expected(model: Model, years: int, variants: Variants | None = None) -> Expected:
    """Project the expected numbers of all variants.

    Parameters
    ----------
    model
        The workforce; one with ``pull`` promotion is followed cell by cell, variant by variant, which takes longer.
    years
        Number of years, T.
    variants
        Settings; None for the model as it is.

    Examples
    --------
    >>> from etappe.calc.workforce import simple_model
    >>> model = simple_model(start_share=0.12, hire_share=0.40, exit_rate=0.05, replacement=1.0, start_year=2026)
    >>> expected(model, 28).share[0, [0, 27, 28]].round(4)
    array([0.12  , 0.3299, 0.3334])
    """
    variants = variants or Variants()
    if model.pull is not None:
        return _by_flow(model, years, variants)
    source = nodes.curves_for(model, years, variants)
    spans = [(start, min(start + CHUNK, variants.size)) for start in range(0, variants.size, CHUNK)]

    def run(span: tuple[int, int]) -> Expected:
        return _chunk(model, years, variants.part(*span), span[1] - span[0], source.part(*span))

    if len(spans) == 1:
        return run(spans[0])
    with ThreadPoolExecutor(max_workers=THREADS) as pool:  # numpy lets go of the interpreter while it calculates
        parts = list(pool.map(run, spans))
    return Expected(np.concatenate([part.group for part in parts]), np.concatenate([part.others for part in parts]))


def _by_flow(model: Model, years: int, variants: Variants) -> Expected:
    """Where vacancies pull people up, how long somebody stays depends on everybody else: no curves describe that."""
    people = np.empty((variants.size, years + 1, 2))
    for at in range(variants.size):
        moves = flow(applied(model, variants, at), years)
        people[at] = moves.stock.sum((1, 3)) + moves.in_training
    return Expected(people[..., 0], people[..., 1])


def _chunk(model: Model, years: int, variants: Variants, size: int, curves: Curves) -> Expected:
    """Arrays here run (…, K, 2, V): the variants last, next to each other in memory."""
    kind = complex if variants.is_complex else float
    K, *_ = model.shape
    rho, h = _replacement(model, years, variants), _hires(model, years, variants)
    stock = _initial(model, curves, variants)
    entries, counted = _from_training(model, years, variants, size, kind)
    leaving = np.zeros((years, K, 2, size), dtype=kind)
    leaving += stock[:-1] - stock[1:]
    weight = np.zeros(K) if model.trainees is None else model.trainees.weight
    _leave_again(leaving, entries, weight, curves.trained)
    lost = curves.hired[:-1] - curves.hired[1:]
    there = np.zeros((years + 1, K, 2, size), dtype=kind)
    there[0] += stock[0]
    room, hires = np.empty_like(leaving), np.empty((K, 2, size), dtype=kind)
    for t in range(years):
        there[t + 1] = there[t] - leaving[t]
        incoming = entries[t + 1] * weight[:, None, None]
        posts = _vacancies(model, t, rho[t] * leaving[t].sum(1), there[t + 1], incoming)
        hires[:, 0] = posts * h[t]
        hires[:, 1] = posts - hires[:, 0]
        there[t + 1] += hires + incoming
        if t + 1 < years:
            np.multiply(lost[: years - 1 - t], hires, out=room[t + 1 :])
            leaving[t + 1 :] += room[t + 1 :]
    total = there.sum(1) + counted
    return Expected(np.ascontiguousarray(total[:, 0].T), np.ascontiguousarray(total[:, 1].T))


def _replacement(model: Model, years: int, variants: Variants) -> Numbers:
    """(T, K, V or 1)."""
    rho: Numbers = of_year(model.replacement, years).T[:, :, None]
    free = ~np.asarray(model.exempt)[None, :, None]
    if variants.replacement is not None:
        rho = np.where(free & ~np.isnan(variants.replacement), variants.replacement, rho)
    if variants.replacement_shift is not None:
        rho = rho + free * variants.replacement_shift.T[:, None, :]
    return rho


def _hires(model: Model, years: int, variants: Variants) -> Numbers:
    """(T, K, V or 1)."""
    h: Numbers = of_year(model.hire_share, years).T[:, :, None]
    if variants.hire_share is not None:
        h = np.where(np.isnan(variants.hire_share), h, variants.hire_share)
    if variants.hire_shift is not None:
        h = h + variants.hire_shift.T[:, None, :]
    return h


def _initial(model: Model, curves: Curves, variants: Variants) -> Numbers:
    """Today's staff still there: (T + 1, K, 2, V or 1); the unknown are split by their assumed share."""
    if not model.unknown:
        return curves.stock
    share = np.asarray([model.unknown_share]) if variants.unknown_share is None else variants.unknown_share
    return np.asarray(curves.stock + curves.unknown * np.stack([share, 1 - share]))


def _vacancies(model: Model, t: int, refilled: Numbers, there: Numbers, entries: Numbers) -> Numbers:
    """Posts to be filled by hiring at the end of year t: (K, V)."""
    if model.establishment is None:
        posts = refilled
    else:
        wanted = of_year(model.establishment, t + 1)[:, -1:]
        posts = np.maximum(0.0, wanted - there.sum(1))
    if model.trainees is not None and model.trainees.placement == "vacancies":
        posts = np.maximum(0.0, posts - entries.sum(1))
    return posts


def _leave_again(leaving: Numbers, entries: Numbers, weight: Numbers, trained: Numbers) -> None:
    """Add those taken over who leave.

    Summed by parts, only years in which the number taken over changes need a look at the curves:
    ``Σ e_b (Z_{t−b} − Z_{t−b+1}) = Σ (e_b − e_{b−1})(1 − Z_{t−b+1})``.
    """
    years = len(leaving)
    for begin in range(1, years):
        change = entries[begin] - entries[begin - 1]
        if change.any():
            leaving[begin:] += (1 - trained[1 : years - begin + 1]) * (change * weight[:, None, None])


def _from_training(model: Model, years: int, variants: Variants, size: int, kind: type) -> tuple[Numbers, Numbers]:
    """Those taken over at the start of each year and trainees who count, both (T + 1, 2, V)."""
    entries: Numbers = np.zeros((years + 1, 2, size), dtype=kind)
    counted: Numbers = np.zeros((years + 1, 2, size), dtype=kind)
    trainees = model.trainees
    if trainees is None:
        return entries, counted
    taken = np.full(size, trainees.take_over) if variants.take_over is None else variants.take_over
    for ready, people in already_in_training(trainees, years, size):
        if ready.at <= years:
            entries[ready.at] += people * ready.completion * taken
        for year, left in ready.still if trainees.counted else ():
            counted[year] += people * left
    intake = of_year(trainees.intake, years)[:, None, None] * beginners(trainees, variants, size)
    duration = trainees.duration
    if duration <= years:
        entries[duration:] += intake[: years + 1 - duration] * trainees.completion * taken
    for since in range(1, min(duration, years + 1)) if trainees.counted else ():
        counted[since:] += intake[: years + 1 - since] * trainees.remaining(duration - since)
    return entries, counted
