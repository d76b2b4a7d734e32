"""Cheapest moves among the near cells of a target: small programmes where one over everything would be too large.

What balances a cell is mostly found among cells whose codes are its own codes' relatives: the other parts of the same
group, the groups above, and what lies below. Targets whose codes have the same relatives share a programme.
"""

import numpy as np

from etappe.calc.disclosure.suppress.flows import Flows, Move
from etappe.calc.disclosure.suppress.problem import Floats, Ints, Mask, Problem
from etappe.calc.disclosure.tables import Dimension, Universe

PATIENCE = 1_000
"""Steps of the simplex method after which a move counts as not found, unless asked otherwise."""


class Neighbourhoods:
    """Finds cheapest moves by linear programming, each among the neighbours of its target.

    Parameters
    ----------
    problem, universe
        The problem and the universe it states.
    columns
        The columns that may move.
    patience
        Steps of the simplex method after which a move counts as not found.
    """

    def __init__(self, problem: Problem, universe: Universe, columns: Ints, patience: int = PATIENCE) -> None:
        self.problem, self.patience = problem, patience
        self.free = np.zeros(problem.size, dtype=np.bool_)
        self.free[columns] = True
        self.codes = [codes[problem.cells] for codes in universe.codes]
        self.relatives = [relatives(dimension) for dimension in universe.dimensions]
        self.kinds = [np.unique(rows, axis=0, return_inverse=True)[1].ravel() for rows in self.relatives]
        self.programmes: dict[tuple[int, ...], tuple[Flows, int]] = {}
        self.gone: list[int] = []
        self.tried: int | None = None

    def cheapest(
        self, target: int, amount: int, cost: Floats, still: int | None = None, *, effort: int = 0
    ) -> Move | None:
        """The cheapest move that changes a target by ``amount``; as for the moves of a larger programme."""
        flows = self._around(target)
        if self.tried is None:
            return flows.cheapest(target, amount, cost, still, effort=effort)
        before = flows.forbid(self.tried)
        move = flows.cheapest(target, amount, cost, still, effort=effort)
        flows.allow(self.tried, before)
        return move

    def forbid(self, column: int) -> tuple[float, float]:
        """Keep a column still: until :meth:`allow`, or for good once another one is forbidden."""
        if self.tried is not None:
            self.free[self.tried] = False
            self.gone.append(self.tried)
        self.tried = column
        return 0.0, 0.0

    def allow(self, column: int, before: tuple[float, float]) -> None:  # noqa: ARG002 - the same call for all finders
        """Undo the last :meth:`forbid`."""
        self.tried = None

    def _around(self, target: int) -> Flows:
        """The programme of a target's neighbours, without the columns that have gone since it was made."""
        key = tuple(int(kind[codes[target]]) for kind, codes in zip(self.kinds, self.codes, strict=True))
        if key not in self.programmes:
            near = self._near(target)
            self.programmes[key] = Flows(self.problem, np.flatnonzero(near), self.patience), len(self.gone)
        flows, known = self.programmes[key]
        for column in self.gone[known:]:
            flows.forbid(column)
        self.programmes[key] = flows, len(self.gone)
        return flows

    def _near(self, target: int) -> Mask:
        near = self.free.copy()
        for rows, codes in zip(self.relatives, self.codes, strict=True):
            near &= rows[codes[target]][codes]
        return near


def relatives(dimension: Dimension) -> Mask:
    """For each code (row) itself, what lies above and below, and the other parts of its groups."""
    contents = dimension.contents
    found = np.array([[one | other in (one, other) for other in contents] for one in contents], dtype=np.bool_)
    for _, parts in dimension.rules:
        found[np.ix_(parts, parts)] = True
    return found
