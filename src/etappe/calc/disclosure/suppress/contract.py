"""Columns that can only move together, as one."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from etappe.calc.disclosure.suppress.problem import Ints


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups of columns that move as one.

    Attributes
    ----------
    of
        Group of each column, −1 if it cannot move.
    sign
        +1 or −1: with its group or against it.
    rows
        Sums over the groups.
    """

    of: Ints
    sign: Ints
    rows: csr_array

    @property
    def size(self) -> int:
        """Number of groups."""
        return int(self.rows.shape[1])


def contract(matrix: csr_array) -> Groups:
    """Join columns that are alone in a sum, again and again; a column without company cannot move.

    Parameters
    ----------
    matrix
        Sums over the columns.
    """
    count = matrix.shape[1]
    of, sign = np.arange(count), np.ones(count, dtype=np.int64)
    rows = _tidy(matrix)
    while True:
        lengths = np.diff(rows.indptr)
        single = rows.indices[rows.indptr[:-1][lengths == 1]]
        pairs = _pairs(rows, lengths)
        if not single.size and not len(pairs[0]):
            return Groups(of, sign, rows)
        parent, turn = _join(rows.shape[1], *pairs)
        dead = np.unique(np.concatenate([parent[single], parent[turn == 0]]))
        kept = ~np.isin(parent, dead)
        name = np.full(rows.shape[1], -1, dtype=np.int64)
        name[kept] = np.unique(parent[kept], return_inverse=True)[1]
        moving = of >= 0
        sign[moving] *= turn[of[moving]]
        of[moving] = name[of[moving]]
        sign[of < 0] = 0
        alive = np.flatnonzero(kept)
        shape = (rows.shape[1], int(name.max(initial=-1)) + 1)
        rows = _tidy(rows @ csr_array((turn[alive].astype(np.float64), (alive, name[alive])), shape=shape))


def _tidy(rows: csr_array) -> csr_array:
    """Without zeros, empty rows and repetitions."""
    rows = csr_array(rows)
    rows.sum_duplicates()
    rows.eliminate_zeros()
    lengths = np.diff(rows.indptr)
    if not rows.nnz:
        return csr_array((0, rows.shape[1]))
    rows = csr_array(rows[np.flatnonzero(lengths)])
    lead = np.sign(rows.data[rows.indptr[:-1]])
    marks = np.random.default_rng(1).random((rows.shape[1], 2))
    prints = np.round((rows @ marks) * lead[:, None], 9)
    kept = np.unique(np.column_stack([np.diff(rows.indptr), prints]), axis=0, return_index=True)[1]
    return csr_array(rows[np.sort(kept)])


def _pairs(rows: csr_array, lengths: Ints) -> tuple[list[int], list[int], list[int]]:
    """Columns of sums with two of equal weight, and whether they move against each other (−1) or together (+1)."""
    start = rows.indptr[:-1][lengths == 2]
    equal = np.abs(rows.data[start]) == np.abs(rows.data[start + 1])
    start = start[equal]
    turn = np.where(rows.data[start] * rows.data[start + 1] > 0, -1, 1)
    return rows.indices[start].tolist(), rows.indices[start + 1].tolist(), turn.tolist()


def _join(count: int, one: list[int], two: list[int], turns: list[int]) -> tuple[Ints, Ints]:
    """For each column the first of its group and its sign in it; sign 0 where it would move against itself."""
    parent, turn = list(range(count)), [1] * count
    broken: set[int] = set()

    def find(column: int) -> tuple[int, int]:
        sign = 1
        path = []
        while parent[column] != column:
            path.append((column, sign))
            sign *= turn[column]
            column = parent[column]
        for passed, before in path:
            parent[passed], turn[passed] = column, sign * before
        return column, sign

    for left, right, way in zip(one, two, turns, strict=True):
        (a, sign_a), (b, sign_b) = find(left), find(right)
        if a != b:
            parent[b], turn[b] = a, sign_a * sign_b * way
        elif sign_a * sign_b * way < 0:
            broken.add(a)
    roots = [find(column) for column in range(count)]
    lost = {find(column)[0] for column in broken}
    signs = [0 if root in lost else sign for root, sign in roots]
    return np.array([root for root, _ in roots], dtype=np.int64), np.array(signs, dtype=np.int64)
