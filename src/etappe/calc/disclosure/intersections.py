"""The attacker who intersects: what bounds on all cells, taken together, say about one of them.

A rounded or perturbed count says that the true one lies within known bounds. True counts add up; so the bounds of many
cells narrow each other. This module looks for true tables that fit everything published and keep each protected cell
away from what must not be known. A table that was found is a proof, whoever finds it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Universe

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Progress = Callable[[str, float], None]

_SLACK = 1e-6
"""Values of linear programmes count as reached within this."""


@dataclass(frozen=True)
class Intersection:
    """What an attacker who intersects bounds can find out.

    Attributes
    ----------
    cells
        The protected cells.
    low, high
        For each of them an interval that was reached: the attacker cannot rule out either end.
    unsafe
        Protected cells whose upper bound stays below the minimum or whose interval is too narrow.
    exposed
        (insider's cell, protected cell) pairs where the insider learns the other cell.
    insiders
        How many insiders were tried.
    complete
        False if the time ran out; then nothing is proven.
    """

    cells: Ints
    low: Floats
    high: Floats
    unsafe: tuple[int, ...]
    exposed: tuple[tuple[int, int], ...]
    insiders: int
    complete: bool

    @property
    def safe(self) -> bool:
        """Whether every protected cell was proven safe."""
        return self.complete and not self.unsafe and not self.exposed


def intersect(
    universe: Universe,
    bounds: tuple[Ints, Ints],
    rules: Rules,
    attacker: Attacker,
    *,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Intersection:
    """Attack bounds on all cells of a universe.

    Parameters
    ----------
    universe
        The true counts and their sums.
    bounds
        Least and largest value of each cell that its published one allows.
    rules, attacker
        Protected are the cells of 1 … ``minimum - 1``; each must be able to reach ``minimum`` and keep the width. With
        ``attacker.insiders`` the only person in a cell adds that cell to what is known.
    time_limit
        Seconds.
    progress
        Called with a stage and the share done.
    """
    end = time.monotonic() + (np.inf if time_limit is None else time_limit)
    protected = np.flatnonzero((universe.values > 0) & (universe.values < rules.minimum))
    hunt = _Hunt(universe, bounds, protected, end)
    moves = _Moves(universe, bounds, protected)
    width = rules.width
    settled = hunt.settle(rules.minimum, width)
    unsafe = tuple(protected[~settled].tolist())
    low, high = hunt.low.copy(), hunt.high.copy()
    singles = protected[universe.values[protected] == 1] if attacker.insiders else protected[:0]
    exposed: list[tuple[int, int]] = []
    least = (rules.minimum, width) if attacker.insiders_full else (0, 1)
    unmoved = moves.unmoved(singles) if not attacker.insiders_full else [None] * singles.size
    for at, (single, left) in enumerate(zip(singles.tolist(), unmoved, strict=True)):
        if progress:
            progress("insiders", at / singles.size)
        if left is None or left.size:
            exposed += [(single, cell) for cell in hunt.as_insider(single, left, *least)]
    return Intersection(protected, low, high, unsafe, tuple(exposed), int(singles.size), not hunt.late)


class _Hunt:
    """Looks for tables within bounds that move the protected cells; remembers all it found."""

    def __init__(self, universe: Universe, bounds: tuple[Ints, Ints], protected: Ints, end: float) -> None:
        self.protected, self.end, self.late = protected, end, False
        self.truth = universe.values[protected].astype(np.float64)
        self.pool = self.truth[None, :]
        self.low, self.high = self.truth.copy(), self.truth.copy()
        self.bounds = bounds
        self.cells = universe.size
        self.solver = _solver(universe, bounds)

    def settle(self, minimum: int, width: int) -> NDArray[np.bool_]:
        """Push protected cells up and down, all unsettled together first, then one by one."""

        def open_cells() -> NDArray[np.int64]:
            fine = (self.high >= minimum - _SLACK) & (self.high - self.low >= width - _SLACK)
            return np.flatnonzero(~fine)

        before = -1
        while (left := open_cells()).size not in (0, before) and not self.late:
            before = left.size
            self._push(left, 1.0)
            self._push(left, -1.0)
        for cell in left.tolist():
            self._push(np.array([cell]), 1.0)
            self._push(np.array([cell]), -1.0)
        settled = np.ones(self.protected.size, dtype=np.bool_)
        settled[open_cells()] = False
        return settled

    def as_insider(self, single: int, left: Ints | None, minimum: int, width: int) -> list[int]:
        """Protected cells (of those left, if given) that the person in a cell of one learns, knowing it is one."""
        column = int(np.searchsorted(self.protected, single))
        known = self.pool[np.abs(self.pool[:, column] - 1) < _SLACK]
        self.low, self.high = known.min(axis=0), known.max(axis=0)
        if left is not None:
            elsewhere = np.setdiff1d(np.arange(self.protected.size), left)
            self.low[elsewhere], self.high[elsewhere] = -np.inf, np.inf  # settled without a linear programme
        self.low[column], self.high[column] = -np.inf, np.inf  # his own cell is no secret to him
        self.solver.changeColBounds(single, 1.0, 1.0)
        settled = self.settle(minimum, width)
        self.solver.changeColBounds(single, float(self.bounds[0][single]), float(self.bounds[1][single]))
        found: list[int] = self.protected[~settled].tolist()
        return found

    def _push(self, places: NDArray[np.int64], direction: float) -> None:
        """One linear programme: raise or lower the sum of some protected cells."""
        if self.late or time.monotonic() > self.end:
            self.late = True
            return
        cost = np.zeros(self.cells)
        cost[self.protected[places]] = -direction
        self.solver.changeColsCost(self.cells, np.arange(self.cells, dtype=np.int32), cost)
        if np.isfinite(self.end):
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.1, self.end - time.monotonic()))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.late = True
            return
        found = np.array(self.solver.getSolution().col_value)[self.protected]
        self.pool = np.vstack([self.pool, found])
        self.low, self.high = np.minimum(self.low, found), np.maximum(self.high, found)


class _Moves:
    """Tables that differ from the truth by one person in one inner cell: proofs that need no linear programme."""

    def __init__(self, universe: Universe, bounds: tuple[Ints, Ints], protected: Ints) -> None:
        self.protected = protected
        self.counts = _inner_cells(universe)
        up, down = (self._free(side >= 1) for side in (bounds[1] - universe.values, universe.values - bounds[0]))
        self.free = up | down

    def _free(self, room: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Inner cells all of whose sums have room for one person."""
        full: NDArray[np.bool_] = self.counts.T @ (~room).astype(np.int64) == 0
        return full

    def unmoved(self, singles: Ints) -> list[Ints]:
        """For each insider the places of protected cells that no move outside his own cell reaches."""
        moving = self.counts[self.protected] * self.free[None, :]
        all_moves = moving.sum(axis=1)
        his = (moving @ self.counts[singles].T).toarray()
        return [np.flatnonzero(all_moves - his[:, at] == 0) for at in range(singles.size)]


def _inner_cells(universe: Universe) -> csr_array:
    """Cells × inner cells: 1 where the inner cell is counted. Only inner cells that fit every sum."""
    matrix = csr_array(universe.constraints)
    sums = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    is_sum = matrix.data < 0
    rows_of, first = np.unique(matrix.indices[is_sum], return_index=True)
    one_row = np.full(universe.size, -1)
    one_row[rows_of] = sums[is_sum][first]
    part = ~is_sum & (one_row[_sum_of_row(matrix)][sums] == sums)
    step = csr_array(
        (np.ones(int(part.sum()), dtype=np.int64), (_sum_of_row(matrix)[sums[part]], matrix.indices[part])),
        shape=(universe.size, universe.size),
    )
    leaves = np.flatnonzero(one_row < 0)
    inner = csr_array(
        (np.ones(leaves.size, dtype=np.int64), (leaves, np.arange(leaves.size))), shape=(universe.size, leaves.size)
    )
    counted = inner
    while True:
        further = csr_array(inner + step @ counted)
        if further.nnz == counted.nnz:
            break
        counted = further
    fits = np.asarray(abs(matrix @ counted).sum(axis=0)).ravel() == 0
    return csr_array(counted[:, np.flatnonzero(fits)])


def _sum_of_row(matrix: csr_array) -> Ints:
    """For each constraint the cell that is the sum."""
    found: Ints = np.zeros(matrix.shape[0], dtype=np.int64)
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    found[rows[matrix.data < 0]] = matrix.indices[matrix.data < 0]
    return found


def _solver(universe: Universe, bounds: tuple[Ints, Ints]) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)  # one value a process: mixed ones end in status NotSet
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("random_seed", 0)
    matrix = csc_array(universe.constraints.astype(np.float64))
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(universe.size)
    model.col_lower_, model.col_upper_ = (side.astype(np.float64) for side in bounds)
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    highs.passModel(model)
    return highs
