"""What an attacker does not know, made as small as it gets before anything is solved.

The attacker's tables are written as *moves* δ away from the true one: M δ = 0, δ = 0 where a cell is published, and
δ ≥ lb − x elsewhere. δ = 0 is the truth itself, so there is always a solution, and every other one is a table the
attacker cannot rule out. Three steps shrink the problem without changing its solutions:

- bounds: in a sum, no cell can rise by more than the others can fall;
- pairs: two cells that are alone in a sum move together (or against each other) and become one variable;
- rows that are empty or equal are dropped, and variables that cannot move are fixed.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDS = 30
"""Passes of bound tightening after which the rest is left to the linear programmes."""


@dataclass(frozen=True)
class Moves:
    """The space of moves in as few variables as possible.

    Attributes
    ----------
    variable
        For each cell of the universe its variable, or −1 if it cannot move.
    sign
        +1 or −1: whether the cell moves with its variable or against it; 0 if it cannot move.
    low, high
        Bounds of the variables (``low <= 0 <= high``; ``inf`` where there is none).
    rows
        Integer matrix ``A`` with ``A @ z == 0`` for every move ``z``.
    """

    variable: Ints
    sign: Ints
    low: Floats
    high: Floats
    rows: csr_array

    @property
    def size(self) -> int:
        """Number of variables."""
        return int(self.low.size)

    @cached_property
    def columns(self) -> csc_array:
        """The rows, stored by column."""
        return csc_array(self.rows)

    def expand(self, moves: csr_array) -> csr_array:
        """Moves of the variables (one a row) as moves of the cells of the universe."""
        cells = np.flatnonzero(self.variable >= 0)
        shape = (self.size, self.variable.size)
        return csr_array(moves @ csr_array((self.sign[cells], (self.variable[cells], cells)), shape=shape))


def reduce(constraints: csr_array, unknown: Bools, low: Floats, high: Floats) -> Moves:
    """Shrink the space of moves.

    Parameters
    ----------
    constraints
        M over all cells.
    unknown
        Cells whose value the attacker does not know.
    low, high
        How far a cell can fall (≤ 0) or rise (≥ 0) by what the attacker knows of it alone.
    """
    cells = np.flatnonzero(unknown)
    state = _State(np.arange(cells.size), np.ones(cells.size, dtype=np.int64), low[cells], high[cells])
    rows = _tidy(constraints[:, cells])
    while True:
        _tighten(rows, state)
        rows, changed = _merge_pairs(rows, state)
        if not changed:
            break
    variable = np.full(unknown.size, -1, dtype=np.int64)
    sign = np.zeros(unknown.size, dtype=np.int64)
    variable[cells], sign[cells] = state.variable, state.sign
    return Moves(variable, np.where(variable >= 0, sign, 0), state.low, state.high, rows)


@dataclass
class _State:
    """Variables so far: of each unknown cell, and their bounds."""

    variable: Ints
    sign: Ints
    low: Floats
    high: Floats

    def substitute(self, target: Ints, sign: Ints) -> None:
        """Replace each variable by ``sign`` times another (−1: by nothing)."""
        size = int(target.max(initial=-1)) + 1
        low, high = np.full(size, -np.inf), np.full(size, np.inf)
        kept = target >= 0
        ends = np.where(sign > 0, self.low, -self.high), np.where(sign > 0, self.high, -self.low)
        np.maximum.at(low, target[kept], ends[0][kept])
        np.minimum.at(high, target[kept], ends[1][kept])
        moving = self.variable >= 0
        self.sign = np.where(moving, self.sign * sign[self.variable], 0)
        self.variable = np.where(moving, target[self.variable], -1)
        self.low, self.high = low, high


def _tidy(rows: csr_array) -> csr_array:
    """Drop zeros, empty rows and repeated rows; the first entry of each row becomes positive."""
    rows = csr_array(rows)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    rows = rows[np.diff(rows.indptr) > 0]
    if not rows.shape[0]:
        return rows
    first = np.sign(rows.data[rows.indptr[:-1]])
    rows.data *= np.repeat(first, np.diff(rows.indptr))
    rng = np.random.default_rng(0)
    marks = rng.integers(1, 2**31, size=(2, rows.shape[1]))
    prints = np.stack([rows @ marks[0], rows @ marks[1], np.diff(rows.indptr)], axis=1)
    _, kept = np.unique(prints, axis=0, return_index=True)
    return rows[np.sort(kept)]


def _tighten(rows: csr_array, state: _State) -> None:
    """Tighten bounds: in a row, a variable balances at most what all others can do."""
    if not rows.nnz:
        return
    starts, at, a = rows.indptr[:-1].astype(np.int64), rows.indices, rows.data
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    for _ in range(ROUNDS):
        least = np.where(a > 0, a * state.low[at], a * state.high[at])
        most = np.where(a > 0, a * state.high[at], a * state.low[at])
        falls = _others(least, row, starts, -np.inf)
        rises = _others(most, row, starts, np.inf)
        up = np.where(a > 0, -falls / a, -rises / a)
        down = np.where(a > 0, -rises / a, -falls / a)
        low, high = state.low.copy(), state.high.copy()
        np.maximum.at(low, at, np.ceil(down))
        np.minimum.at(high, at, np.floor(up))
        if np.array_equal(low, state.low) and np.array_equal(high, state.high):
            return
        state.low, state.high = low, high


def _others(amount: Floats, row: Ints, starts: Ints, endless: float) -> Floats:
    """For each entry the sum over the other entries of its row; ``endless`` if one of these has no bound."""
    free = np.isinf(amount)
    finite = np.where(free, 0.0, amount)
    total = np.add.reduceat(finite, starts)[row] - finite
    count = np.add.reduceat(free.astype(np.int64), starts)[row] - free
    return np.where(count > 0, endless, total)


def _merge_pairs(rows: csr_array, state: _State) -> tuple[csr_array, bool]:
    """Make one variable of two that move together, none of one that cannot move; whether anything changed."""
    size = state.low.size
    lengths = np.diff(rows.indptr)
    still = (state.low == 0) & (state.high == 0)
    still[rows.indices[rows.indptr[:-1][lengths == 1]]] = True
    start = rows.indptr[:-1][lengths == 2]
    one, two = rows.indices[start], rows.indices[start + 1]
    first, second = rows.data[start], rows.data[start + 1]
    equal = np.abs(first) == np.abs(second)
    one, two, opposed = one[equal], two[equal], (first * second > 0)[equal]
    if not one.size and not still.any():
        return rows, False
    # Each variable is two nodes, itself (j) and its negative (size + j); the last node is zero.
    zero = np.flatnonzero(still)
    plus = np.where(opposed, two + size, two)
    minus = np.where(opposed, two, two + size)
    tail = np.concatenate([one, one + size, zero, zero + size])
    head = np.concatenate([plus, minus, np.full(2 * zero.size, 2 * size)])
    graph = coo_array((np.ones(tail.size), (tail, head)), shape=(2 * size + 1, 2 * size + 1))
    group = connected_components(graph, directed=False)[1].astype(np.int64)
    itself, negative, gone = group[:size], group[size : 2 * size], group[2 * size]
    dead = (itself == negative) | (itself == gone)
    names = np.minimum(itself, negative)
    target = np.full(size, -1, dtype=np.int64)
    target[~dead] = np.unique(names[~dead], return_inverse=True)[1]
    sign = np.where(itself <= negative, 1, -1)
    state.substitute(target, sign)
    kept = np.flatnonzero(~dead)
    merge = csr_array((sign[kept], (kept, target[kept])), shape=(size, state.low.size))
    return _tidy(rows @ merge), True
