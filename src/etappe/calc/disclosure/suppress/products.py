"""Moves that are products of exchanges, one a dimension: always whole, found without any programme.

Every change of the finest cells is a table again. Take for each dimension either one finest code or an exchange of
two, one up and one down: groups that hold both stay the same, and so does everything outside of these codes. The
product over all dimensions changes each cell by at most one. Whether groups of one or of several hierarchies lie over
the codes is all the same. The costs of all products for one cell are sums over a grid and found together, dimension by
dimension.
"""

from functools import cache
from math import prod

import numpy as np
from scipy.sparse import csr_array

from etappe.calc.disclosure.suppress.flows import Move, make_move
from etappe.calc.disclosure.suppress.problem import Floats, Ints, Problem
from etappe.calc.disclosure.tables import Universe

STEPS = 1024
"""Costs are whole multiples of one in so many: their sums are the same on every machine."""

NEVER = float(2**44)
"""Cost of a change that is not allowed; sums of it stay exact."""

CELLS = 4_000_000
"""Largest grid."""

PRODUCTS = 500_000
"""Products that are looked at for one cell."""


class Products:
    """Finds cheapest products of exchanges.

    Parameters
    ----------
    problem, universe
        The problem and the universe it states; see :func:`fits`.
    columns
        The columns that may move.
    """

    def __init__(self, problem: Problem, universe: Universe, columns: Ints) -> None:
        self.problem = problem
        self.shape = tuple(len(dimension.codes) for dimension in universe.dimensions)
        self.contents = [dimension.contents for dimension in universe.dimensions]
        self.keys = universe.keys[problem.cells]
        self.fixed = np.zeros(prod(self.shape))
        self.fixed[universe.keys] = NEVER
        self.forbidden = np.ones(problem.size, dtype=np.bool_)
        self.forbidden[columns] = False
        self.options = cache(self._options)

    def cheapest(
        self, target: int, amount: int, cost: Floats, still: int | None = None, *, effort: int = 0
    ) -> Move | None:
        """The cheapest product that changes a target by ``amount``; as for the moves of a programme.

        Parameters
        ----------
        target, amount, cost, still
            Column to change, by how much, cost of a change of every column, and a column that must not move.
        effort
            How many products are looked at where there are very many.
        """
        if -amount > self.problem.room[target]:
            return None
        price = np.rint(np.minimum(cost * STEPS, NEVER))
        price[self.forbidden] = NEVER
        if still is not None:
            price[still] = NEVER
        stuck = np.where(self.problem.room < abs(amount), NEVER / 2, 0.0)
        wheels = self._wheels(int(self.keys[target]), PRODUCTS * (1 + effort))
        exchanges = self._cheapest(wheels, price, stuck, 1 if amount > 0 else -1)
        return None if exchanges is None else self._move(exchanges, 1 if amount > 0 else -1)

    def _cheapest(self, wheels: list[csr_array], price: Floats, stuck: Floats, sign: int) -> list[Ints] | None:
        """For each dimension the exchange of the cheapest product that raises (+1) or lowers (-1) a target."""
        rise_or_fall, fall = self.fixed.copy(), np.zeros(self.fixed.size)
        rise_or_fall[self.keys] = price + stuck
        fall[self.keys] = stuck
        cost = self._turn(rise_or_fall, [abs(wheel) for wheel in wheels]) - sign * self._turn(fall, wheels)
        best = int(np.argmin(cost))
        if cost.ravel()[best] >= NEVER / 2:
            return None
        rows = np.unravel_index(best, cost.shape)
        return [wheel[[int(at)]].toarray()[0].astype(np.int64) for wheel, at in zip(wheels, rows, strict=True)]

    def _wheels(self, place: int, most: int) -> list[csr_array]:
        """The exchanges of each dimension, shortest first; of very many only the shorter half, again and again."""
        wheels = [self.options(d, int(code)) for d, code in enumerate(np.unravel_index(place, self.shape))]
        while prod(wheel.shape[0] for wheel in wheels) > most:
            longest = max(range(len(wheels)), key=lambda d: wheels[d].shape[0])
            wheels[longest] = csr_array(wheels[longest][: wheels[longest].shape[0] // 2])
        return wheels

    def _options(self, d: int, code: int) -> csr_array:
        """Exchanges of one dimension in which a code rises by one; short ones first."""
        contents = self.contents[d]
        atoms = [1 << bit for bit in range(contents[0].bit_length())]
        holds = {atom: np.array([float(bool(content & atom)) for content in contents]) for atom in atoms}
        inside = [atom for atom in atoms if contents[code] & atom]
        outside = [atom for atom in atoms if not contents[code] & atom]
        moved = [holds[one] - holds[other] for one in inside for other in outside]
        unique = np.unique(np.array([holds[one] for one in inside] + moved), axis=0)
        return csr_array(unique[np.argsort(abs(unique).sum(axis=1), kind="stable")])

    def _turn(self, grid: Floats, wheels: list[csr_array]) -> Floats:
        """Sums over the grid for every product, one dimension after the other."""
        turned = grid
        for wheel, codes in zip(wheels, self.shape, strict=True):
            turned = (wheel @ np.ascontiguousarray(turned.reshape(codes, -1))).T
        return np.ascontiguousarray(turned).reshape([wheel.shape[0] for wheel in wheels])

    def _move(self, exchanges: list[Ints], sign: int) -> Move | None:
        grid = np.full(1, sign, dtype=np.int64)
        for exchange in exchanges:
            grid = np.multiply.outer(grid, exchange).ravel()
        columns = np.flatnonzero(grid[self.keys])
        change = grid[self.keys[columns]]
        return make_move(self.problem, columns, change) if adds_up(self.problem, columns, change) else None


def adds_up(problem: Problem, columns: Ints, change: Ints) -> bool:
    """Whether a change keeps all sums."""
    return not (problem.incidence[columns].T @ change).any()


def fits(universe: Universe) -> bool:
    """Whether the universe can be laid out on a grid: not too many combinations of codes, no remainders."""
    cells = prod(len(dimension.codes) for dimension in universe.dimensions)
    return cells <= CELLS and bool(universe.keys[-1] < cells)
