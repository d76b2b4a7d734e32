"""Insiders: the only person in a cell knows that cell, and subtracts.

A cell of value 1 is a *singleton*. Whoever is counted there knows one more cell than the public: their own. So each
protected cell needs a table that leaves the insider's cells untouched and still moves the protected one. Cells of
value 1 that count the same person (a sum of 1 and its only part of 1) are one insider, who cannot be disclosed to
themselves.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array, find
from scipy.sparse.csgraph import connected_components

from etappe.calc.disclosure.attack.integral import Steps
from etappe.calc.disclosure.attack.search import Demand, Search
from etappe.calc.disclosure.attack.targets import Targets
from etappe.calc.disclosure.tables import Universe

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KEPT = 60
"""Moves per cell that are compared with insiders at first, the shortest; all, where these do not suffice."""


def persons(universe: Universe, unknown: Bools) -> Ints:
    """For each cell the insider who is alone in it, or −1; the same number for cells that count the same person."""
    alone = unknown & universe.shown & (universe.values == 1)
    rows = universe.constraints
    entries = rows.tocoo()
    counted = universe.values[entries.col] > 0
    row, cell = entries.row[counted], entries.col[counted]
    pairs = np.bincount(row, minlength=rows.shape[0]) == 2
    order = np.argsort(row, kind="stable")
    chosen = cell[order][pairs[row[order]]].reshape(-1, 2)
    chosen = chosen[(universe.values[chosen] == 1).all(axis=1)]
    graph = coo_array((np.ones(chosen.shape[0]), (chosen[:, 0], chosen[:, 1])), shape=(universe.size, universe.size))
    label = connected_components(graph, directed=False)[1]
    found = np.full(universe.size, -1, dtype=np.int64)
    found[alone] = np.unique(label[alone], return_inverse=True)[1]
    return found


def self_evident(universe: Universe, person: Ints) -> Ints:
    """For each cell that is what is left of a sum of one person that very insider, or −1.

    That nobody else is counted there is no news to the only person counted. If the same zero is also what is left of
    a sum of others, it tells of them, and nobody is excused.
    """
    entry = universe.constraints.tocoo()
    full = (entry.data > 0) & (universe.values[entry.col] > 0)
    one_kind = np.bincount(entry.row[full], minlength=universe.constraints.shape[0]) == 1
    its = np.full(one_kind.size, -1, dtype=np.int64)
    its[entry.row[full]] = person[entry.col[full]]
    rest = (entry.data > 0) & universe.remainders[entry.col] & one_kind[entry.row]
    low, high = np.full(universe.size, np.iinfo(np.int64).max), np.full(universe.size, -1, dtype=np.int64)
    np.minimum.at(low, entry.col[rest], its[entry.row[rest]])
    np.maximum.at(high, entry.col[rest], its[entry.row[rest]])
    return np.where(low == high, high, -1)


class Insiders:
    """What insiders can learn, given the moves found so far.

    Parameters
    ----------
    search
        The space and its moves.
    targets
        The protected cells.
    person
        For each cell of the universe its insider or −1.
    own
        For each cell of the universe the insider to whom it tells nothing of others, or −1.
    full
        Demand the full limits instead of “not exactly known”.
    """

    def __init__(self, search: Search, targets: Targets, person: Ints, own: Ints, full: bool) -> None:
        self.search, self.targets, self.full = search, targets, full
        self.own = own[targets.cells]
        space = search.space
        cells = np.flatnonzero((person >= 0) & (space.variable >= 0))
        self.count = int(person.max(initial=-1)) + 1
        marks = np.ones(cells.size, dtype=np.int64)
        shape = (space.size, max(self.count, 1))
        touches = csr_array((marks, (space.variable[cells], person[cells])), shape=shape)
        touches.data[:] = 1
        self.touches = touches
        self.variables = csc_array(touches)

    def still(self, person: int) -> Ints:
        """The variables that an insider knows."""
        return self.variables.indices[self.variables.indptr[person] : self.variables.indptr[person + 1]].astype(
            np.int64
        )

    def demand(self, target: int) -> Demand:
        """How far a target must be able to move against an insider."""
        if self.full:
            return Demand(int(self.targets.up[target]), int(self.targets.down[target]), int(self.targets.width[target]))
        return Demand(0, 0, 1)

    def open_pairs(self, which: Ints) -> Iterator[tuple[int, Ints]]:
        """Targets with the insiders against whom no move found so far holds."""
        steps = _shortest_first(self.search.since())
        touched = self._touched(steps)
        by_variable = csc_array(steps.moves)
        for target in which:
            variable = self.targets.variable[target]
            span = slice(by_variable.indptr[variable], by_variable.indptr[variable + 1])
            rows, entries = by_variable.indices[span].astype(np.int64), by_variable.data[span]
            missing = self._missing(int(target), steps, rows, entries, touched)
            if missing.size:
                yield int(target), missing

    def held_off(self, target: int, people: Ints, steps: Steps) -> Bools:
        """Against which of some insiders the given moves suffice for a target."""
        rows, _, entries = find(steps.moves[:, [self.targets.variable[target]]])
        if not rows.size:
            return np.zeros(people.size, dtype=bool)
        missing = self._missing(target, steps, rows.astype(np.int64), entries, self._touched(steps))
        enough = self._enough(target, *self._ranges(target, steps, rows.astype(np.int64), entries))
        return np.logical_and(enough, ~np.isin(people, missing))

    def _touched(self, steps: Steps) -> csr_array:
        """Which insiders (columns) each move (row) changes the cells of."""
        return csr_array(abs(steps.moves).astype(bool).astype(np.int64) @ self.touches)

    def _ranges(self, target: int, steps: Steps, rows: Ints, entries: Ints) -> tuple[Ints, Ints]:
        """How far each of some moves lets a target rise and fall."""
        ahead, behind = entries * steps.forth[rows], -entries * steps.back[rows]
        high, low = np.maximum(ahead, behind), np.minimum(ahead, behind)
        return (high, -low) if self.targets.sign[target] > 0 else (-low, high)

    def _enough(self, target: int, rise: Ints, fall: Ints) -> Bools:
        """Whether moves (first axis) together take a target as far as demanded."""
        demand = self.demand(target)
        most_rise, most_fall = rise.max(axis=0, initial=0), fall.max(axis=0, initial=0)
        enough: Bools = (most_rise >= demand.up) & (most_fall >= demand.down) & (most_rise + most_fall >= demand.width)
        return enough

    def _missing(self, target: int, steps: Steps, rows: Ints, entries: Ints, touched: csr_array) -> Ints:
        """Insiders touched by the given moves who are not held off by the rest of them."""
        rise, fall = self._ranges(target, steps, rows, entries)
        best = [rise.argmax(), fall.argmax()] if rows.size else []
        kept = np.unique(np.concatenate([np.arange(min(rows.size, KEPT)), best]).astype(np.int64))
        missing = self._against(target, touched[rows[kept]], rise[kept], fall[kept])
        if not missing.size or kept.size == rows.size:
            return missing
        return self._against(target, touched[rows], rise, fall)

    def _against(self, target: int, touched: csr_array, rise: Ints, fall: Ints) -> Ints:
        """Insiders touched by some moves (rows) who are not held off by the rest of them."""
        block = touched.tocoo()
        who, column = np.unique(block.col, return_inverse=True)
        hit = np.zeros((rise.size, who.size), dtype=bool)
        hit[block.row, column] = True
        enough = self._enough(target, np.where(hit, 0, rise[:, None]), np.where(hit, 0, fall[:, None]))
        missing: Ints = who[~enough & (who != self.own[target])].astype(np.int64)
        return missing


def _shortest_first(steps: Steps) -> Steps:
    return steps.take(np.argsort(np.diff(steps.moves.indptr), kind="stable"))
