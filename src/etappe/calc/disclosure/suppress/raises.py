"""The last resort: one person more, in the finest cell there is and in every sum above it.

Such a change keeps all sums of any linked tables, needs no programme, and can be repeated as often as one likes. It
withholds whole breakdowns, up to the total of all. So it comes last; the removal gives back what can be spared.
"""

from collections.abc import Iterator

import numpy as np

from etappe.calc.disclosure.suppress.flows import Move, make_move
from etappe.calc.disclosure.suppress.problem import Floats, Mask, Problem
from etappe.calc.disclosure.suppress.products import adds_up
from etappe.calc.disclosure.tables import Dimension, Universe

PLACES = 20_000
"""So many places for one more person are looked at, for one cell, before it is given up."""


class Raises:
    """Finds a place for one person more who is counted in a target.

    Parameters
    ----------
    problem, universe
        The problem and the universe it states.
    """

    def __init__(self, problem: Problem, universe: Universe) -> None:
        self.problem, self.universe = problem, universe
        self.holds = [_atoms(dimension) for dimension in universe.dimensions]
        self.movable = np.zeros(universe.size, dtype=np.bool_)
        self.movable[problem.cells] = True
        self.later = _only_total_from(universe)
        grid = np.prod([float(len(dimension.codes)) for dimension in universe.dimensions])
        self.rests = np.flatnonzero(universe.keys >= grid)
        self.rest_rows = universe.constraints[np.flatnonzero(abs(universe.constraints)[:, self.rests].sum(axis=1))]

    def cheapest(
        self,
        target: int,
        amount: int,
        cost: Floats,  # noqa: ARG002 - the same call for all finders
        still: int | None = None,
        *,
        effort: int = 0,  # noqa: ARG002 - the same call for all finders
    ) -> Move | None:
        """The first move found that raises a target; none that lowers it."""
        if amount < 0:
            return None
        free = self.movable.copy()
        if still is not None:
            free[self.problem.cells[still]] = False
        for counted in self._places(int(self.problem.cells[target]), free):
            change = counted[self.problem.cells].astype(np.int64)
            columns = np.flatnonzero(change)
            if change[target] and adds_up(self.problem, columns, change[columns]):
                return make_move(self.problem, columns, change[columns])
        return None

    def _places(self, cell: int, free: Mask) -> Iterator[Mask]:
        """The cells that one person more would be counted in, for each place where all of these are free."""
        ordinary = np.ones(free.size, dtype=np.bool_)
        ordinary[self.rests] = False
        waiting = [(0, ordinary)]
        for _ in range(PLACES):
            if not waiting:
                return
            depth, counted = waiting.pop()
            if (counted & self.later[depth] & ~free).any():
                continue
            if depth == len(self.holds):
                whole = self._with_rests(counted)
                if not (whole & ~free).any():
                    yield whole
                continue
            holds, codes = self.holds[depth], self.universe.codes[depth]
            inside = np.flatnonzero(holds[codes[cell]])
            waiting += [(depth + 1, counted & holds[codes, atom]) for atom in inside[::-1]]

    def _with_rests(self, counted: Mask) -> Mask:
        """Also the differences that the person falls into."""
        if not self.rests.size:
            return counted
        whole = counted.copy()
        left = -(self.rest_rows @ counted.astype(np.int64))
        whole[self.rests] = self.rest_rows[:, self.rests].T @ left > 0
        return whole


def _atoms(dimension: Dimension) -> Mask:
    """Which finest codes (columns) each code (row) is made of."""
    count = max(content.bit_length() for content in dimension.contents)
    return np.array([[bool(content >> atom & 1) for atom in range(count)] for content in dimension.contents])


def _only_total_from(universe: Universe) -> list[Mask]:
    """For each number of leading dimensions the cells that are not divided by any further one."""
    whole: list[Mask] = [np.ones(universe.size, dtype=np.bool_)]
    for codes in universe.codes[::-1]:
        whole.append(np.logical_and(whole[-1], codes == 0))
    return whole[::-1]
