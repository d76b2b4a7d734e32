"""Whole-numbered moves out of the answers of linear programmes.

Counts are whole numbers, so a move in fractions proves nothing. Two facts help: a move falls apart into its connected
parts, each of which is a move by itself; and a fractional part becomes whole when multiplied by its denominator.
What comes out is checked in exact arithmetic, so nothing rests on a solver's tolerance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from etappe.calc.disclosure.attack.reduce import Moves

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

DENOMINATORS = 12
FAR = 10**6
"""Multiples of a move are counted up to here."""


@dataclass(frozen=True)
class Steps:
    """Whole-numbered moves, each with how often it can be taken forwards and backwards from the true table.

    Attributes
    ----------
    moves
        One move a row, over the variables of the space.
    forth, back
        Largest multiple within the bounds in either direction; not both zero.
    """

    moves: csr_array
    forth: Ints
    back: Ints

    @classmethod
    def none(cls, size: int) -> "Steps":
        """No move at all."""
        return cls(csr_array((0, size), dtype=np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))

    @classmethod
    def join(cls, pieces: "list[Steps]", size: int) -> "Steps":
        """All moves of several collections."""
        if not pieces:
            return cls.none(size)
        return cls(
            csr_array(vstack([piece.moves for piece in pieces])),
            np.concatenate([piece.forth for piece in pieces]),
            np.concatenate([piece.back for piece in pieces]),
        )

    def take(self, which: Ints) -> "Steps":
        """Some of the moves."""
        return Steps(self.moves[which], self.forth[which], self.back[which])


def steps(space: Moves, move: Floats) -> Steps:
    """Cut a move into connected parts, make them whole, and keep those that are possible."""
    support = np.flatnonzero(np.abs(move) > 1e-7)
    if not support.size:
        return Steps.none(space.size)
    part = _connected(space.columns, support)
    values = move[support]
    whole = np.zeros(support.size, dtype=np.int64)
    count = int(part.max()) + 1
    open_parts = np.ones(count, dtype=bool)
    for factor in range(1, DENOMINATORS + 1):
        scaled = values * factor
        error = np.zeros(count)
        np.maximum.at(error, part, np.abs(scaled - np.round(scaled)))
        good = open_parts & (error < 1e-5)
        whole = np.where(good[part], np.round(scaled).astype(np.int64), whole)
        open_parts &= ~good
    kept = ~open_parts[part]
    return exact(space, csr_array((whole[kept], (part[kept], support[kept])), shape=(count, space.size)))


def exact(space: Moves, moves: csr_array) -> Steps:
    """Moves divided by their common factor, checked exactly against rows and bounds; impossible ones are dropped."""
    moves = csr_array(moves)
    moves.eliminate_zeros()
    moves = moves[np.diff(moves.indptr) > 0]
    if not moves.shape[0]:
        return Steps.none(space.size)
    starts, lengths = moves.indptr[:-1], np.diff(moves.indptr)
    moves.data = moves.data // np.repeat(np.gcd.reduceat(np.abs(moves.data), starts), lengths)
    low, high = space.low[moves.indices], space.high[moves.indices]
    with np.errstate(invalid="ignore"):
        ahead = np.where(moves.data > 0, high / moves.data, low / moves.data)
        behind = np.where(moves.data > 0, -low / moves.data, -high / moves.data)
    forth = np.minimum(np.floor(np.minimum.reduceat(ahead, starts)), FAR).astype(np.int64)
    back = np.minimum(np.floor(np.minimum.reduceat(behind, starts)), FAR).astype(np.int64)
    residual = csr_array(moves @ space.rows.T)
    residual.eliminate_zeros()
    good = (np.diff(residual.indptr) == 0) & (np.maximum(forth, back) > 0)
    return Steps(moves, forth, back).take(np.flatnonzero(good))


def _connected(columns: csc_array, support: Ints) -> Ints:
    """Number of the connected part that each variable of a support belongs to."""
    part = columns[:, support].astype(bool).astype(np.int64)
    return connected_components(part.T @ part, directed=False)[1].astype(np.int64)
