"""Publish again what no proof needs, finding other proofs where that helps."""

from collections.abc import Iterable

import numpy as np

from etappe.calc.disclosure.suppress.construct import amounts
from etappe.calc.disclosure.suppress.flows import Flows, Move
from etappe.calc.disclosure.suppress.neighbourhoods import Neighbourhoods
from etappe.calc.disclosure.suppress.problem import Floats, Ints
from etappe.calc.disclosure.suppress.proofs import Lack, Proofs

PATIENCE = 3_000
"""Steps of the simplex method after which a cell counts as needed."""


class Remover:
    """Takes secondary cells out of a pattern one by one as long as every target stays proven.

    Parameters
    ----------
    proofs
        A pool that proves every target.
    moves
        Finds other moves within the columns that are used; a linear programme if not given.

    Attributes
    ----------
    asked
        How many moves were asked for so far.
    """

    def __init__(self, proofs: Proofs, moves: Flows | Neighbourhoods | None = None) -> None:
        self.proofs = proofs
        self.flows = moves or Flows(proofs.problem, np.flatnonzero(proofs.used()), PATIENCE)
        self.open = proofs.used()
        self.asked = 0
        self.counts = (abs(proofs.problem.matrix) @ self.open.astype(np.float64)).astype(np.int64)

    def clear(self, columns: Iterable[int]) -> int:
        """Try to publish these columns, in this order; how many it was."""
        return sum(self._one(column) for column in columns)

    def _one(self, column: int) -> bool:
        proofs = self.proofs
        if self._starves(column):
            return False
        gone = frozenset(proofs.by_column[column])
        waiting = sorted({target for name in gone for target in self._speaks_for(name)})
        before = self.flows.forbid(column)
        for target in waiting:
            if not self._prove(target, gone):
                self.flows.allow(column, before)
                return False
        proofs.drop(sorted(gone))
        self.open[column] = False
        self.counts[self._rows(column)] -= 1
        return True

    def _starves(self, column: int) -> bool:
        """Whether a target would be left alone in a sum: a cheap look before anything is solved."""
        problem = self.proofs.problem
        counts, open_now = self.counts.copy(), self.open.copy()
        waiting = [column]
        while waiting:
            leaving = waiting.pop()
            if not open_now[leaving]:
                continue
            if self.proofs.number[leaving] >= 0:
                return True
            open_now[leaving] = False
            rows = self._rows(leaving)
            counts[rows] -= 1
            for row in rows[counts[rows] == 1]:
                columns = problem.matrix.indices[problem.matrix.indptr[row] : problem.matrix.indptr[row + 1]]
                waiting.extend(columns[open_now[columns]].tolist())
        return False

    def _rows(self, column: int) -> Ints:
        turned = self.proofs.problem.incidence
        return turned.indices[turned.indptr[column] : turned.indptr[column + 1]].astype(np.int64)

    def _speaks_for(self, name: int) -> list[int]:
        proofs = self.proofs
        numbers = proofs.number[proofs.moves[name].columns]
        return [int(number) for number in numbers if number >= 0]

    def _prove(self, target: int, gone: frozenset[int]) -> bool:
        """Prove a target by moves that do without the column."""
        while (lack := self.proofs.lack(target, gone)) is not None:
            move = self._move(target, lack)
            if move is None:
                return False
            self.proofs.add(move)
        return True

    def _move(self, target: int, lack: Lack) -> Move | None:
        column = int(self.proofs.problem.targets[target])
        for amount in (amount for tier in amounts(lack) for amount in tier):
            self.asked += 1
            move = self.flows.cheapest(column, amount, self._cost(), lack.single, effort=0)
            if move is not None and (move.ahead or move.back):
                return move
        return None

    def _cost(self) -> Floats:
        """Columns that few moves use are dear, so that they may be cleared later."""
        return np.where(self.proofs.problem.forced, 0.01, 1.0 / (1.0 + self.proofs.users))


def by_use(proofs: Proofs) -> Ints:
    """Secondary columns, those that fewest moves use (then the dearest) first."""
    users = proofs.users
    columns = np.flatnonzero((users > 0) & ~proofs.problem.forced)
    return columns[np.lexsort((columns, -proofs.problem.weight[columns], users[columns]))]
