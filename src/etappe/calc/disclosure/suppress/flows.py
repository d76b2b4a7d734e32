"""Cheapest moves: how a protected cell can change at the least new loss."""

from dataclasses import dataclass
from typing import Protocol

import highspy
import numpy as np
from scipy.sparse import csc_array, hstack

from etappe.calc.disclosure.suppress.clock import Clock
from etappe.calc.disclosure.suppress.contract import contract
from etappe.calc.disclosure.suppress.problem import Floats, Ints, Mask, Problem
from etappe.calc.disclosure.suppress.solver import pass_model, solution, solver

REACH = 64
"""Largest change of a column in a move; keeps the numbers of the programmes near each other."""

WHOLE = 1e-6
"""How near to a whole number counts as whole."""

SCALE = 8
"""Largest multiple of a move that is looked at."""

TRIALS = 4
"""Other prices to try before a fractional answer goes to integer programming."""

NODES = 20
"""Nodes of an integer programme among some columns before more columns are tried."""

CHEAP = 0.2
"""Columns that cost no more than this are tried in integer programmes before all others."""

ANSWERED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)
IMPOSSIBLE = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)


@dataclass(frozen=True, eq=False)
class Move:
    """An integer change of some columns.

    Attributes
    ----------
    columns, change
        The columns that change, and by how much.
    ahead, back
        The largest multiples of the move, and of its reverse, that the attacker cannot rule out.
    """

    columns: Ints
    change: Ints
    ahead: int
    back: int


def make_move(problem: Problem, columns: Ints, change: Ints) -> Move:
    """A move with its largest multiples."""
    room = problem.room[columns]
    falls, rises = change < 0, change > 0
    ahead = np.min(room[falls] // -change[falls], initial=SCALE)
    back = np.min(room[rises] // change[rises], initial=SCALE)
    return Move(columns, change, int(ahead), int(back))


class Finder(Protocol):
    """Whatever finds moves: programmes over many columns or few, products."""

    def cheapest(
        self, target: int, amount: int, cost: Floats, still: int | None = None, *, effort: int = 0
    ) -> Move | None:
        """A cheap move that changes a target by ``amount``."""


class Flows:
    """Finds cheapest moves within some columns by linear programming, each from the same beginning.

    Columns that can only move together are one variable, its rise and its fall one column each of the programme.

    Parameters
    ----------
    problem
        The problem.
    columns
        The columns that may move.
    limit
        Steps of the simplex method after which a move counts as not found; 0 for no limit.
    clock
        When to stop; a move that is not found by then counts as not found.
    nodes
        Nodes of an integer programme among all columns after which a move counts as not found; 0 for no limit.

    Attributes
    ----------
    gave_up
        Whether a limit has ever ended a search among all columns without an answer.
    """

    def __init__(
        self, problem: Problem, columns: Ints, limit: int = 0, clock: Clock | None = None, nodes: int = 0
    ) -> None:
        self.problem, self.clock, self.nodes, self.gave_up = problem, clock, nodes, False
        groups = contract(problem.matrix[:, columns])
        self.size = groups.size
        self.group, self.sign = np.full(problem.size, -1, dtype=np.int64), np.zeros(problem.size, dtype=np.int64)
        self.group[columns], self.sign[columns] = groups.of, groups.sign
        self.moving = np.flatnonzero(self.group >= 0)
        self.upper = self._limits()
        self.every = np.arange(2 * self.size, dtype=np.int32)
        self.highs = solver()
        self.highs.setOptionValue("presolve", "off")
        if limit:
            self.highs.setOptionValue("simplex_iteration_limit", limit)
        part = csc_array(groups.rows)
        zero, rows = np.zeros(2 * self.size), np.zeros(part.shape[0])
        pass_model(self.highs, csc_array(hstack([part, -part])), zero, (zero, self.upper), (rows, rows))
        self.solved = 0

    def _limits(self) -> Floats:
        """How far each group can rise, then how far it can fall."""
        upper = np.full(2 * self.size, float(REACH))
        at, sign = self.group[self.moving], self.sign[self.moving]
        np.minimum.at(upper, np.where(sign > 0, at + self.size, at), self.problem.room[self.moving].astype(np.float64))
        return upper

    def restrict(self, withheld: Mask) -> None:
        """Let only these columns move from now on."""
        still = self.group[self.moving[~withheld[self.moving]]]
        self.upper = self._limits()
        self.upper[still] = self.upper[still + self.size] = 0.0
        self.highs.changeColsBounds(self.every.size, self.every, np.zeros(self.every.size), self.upper)

    def cheapest(
        self, target: int, amount: int, cost: Floats, still: int | None = None, *, effort: int = 2
    ) -> Move | None:
        """The cheapest move that changes a target by ``amount``, or by twice as much.

        Parameters
        ----------
        target
            Column to change.
        amount
            By how much; negative to lower it.
        cost
            Cost of a change by one of every column of the problem.
        still
            A column that must not move.
        effort
            Where the cheapest move is fractional: 0 gives up, 1 tries other prices and integer programming among the
            cheap columns, 2 among all.

        Returns
        -------
        Move | None
            ``None`` if there is no such move within the columns.
        """
        if self.group[target] < 0 or (still is not None and self.group[still] == self.group[target]):
            return None
        price: Floats = np.bincount(self.group[self.moving], cost[self.moving], minlength=self.size).astype(np.float64)
        self.highs.changeColsCost(self.every.size, self.every, np.tile(price, 2))
        amount *= int(self.sign[target])
        self._bound(target, max(amount, 0), max(-amount, 0))
        fixed = still is not None and self.group[still] >= 0
        if still is not None and fixed:
            self._bound(still, 0, 0)
        change = self._solve(effort, price)
        self._free(target)
        if still is not None and fixed:
            self._free(still)
        return None if change is None else self._expand(change)

    def _expand(self, change: Ints) -> Move | None:
        every = self.sign[self.moving] * change[self.group[self.moving]]
        used = np.flatnonzero(every)
        if (self.problem.incidence[self.moving[used]].T @ every[used]).any():
            return None  # A proof is a table that adds up, whatever the solver and the joining of columns say.
        return make_move(self.problem, self.moving[used], every[used])

    def _solve(self, effort: int, price: Floats) -> Ints | None:
        """Solve, and make the answer whole: as it is, doubled, at other prices, by integer programming."""
        raw = self._run()
        if raw is None or not effort:
            return None if raw is None else self._whole(raw)
        support = np.abs(raw) > WHOLE
        for trial in range(TRIALS):
            if (whole := self._whole(raw)) is not None:
                return whole
            noise = 1.0 + 0.5 * np.random.default_rng(trial).random(self.every.size)
            self.highs.changeColsCost(self.every.size, self.every, np.tile(price, 2) * noise)
            again = self._run()
            raw = raw if again is None else again
            support |= np.abs(raw) > WHOLE
        for among in (support, support | (price <= CHEAP), np.ones_like(support))[: effort + 1]:
            if (whole := self._integer_programme(among, self.nodes if among.all() else NODES)) is not None:
                return whole
        return None

    def _whole(self, raw: Floats) -> Ints | None:
        """A solution as integers, if need be doubled; ``None`` if it is fractional."""
        for factor in (1.0, 2.0):
            whole = np.rint(factor * raw)
            fits = (whole <= self.upper[: self.size]) & (-whole <= self.upper[self.size :])
            if np.abs(factor * raw - whole).max(initial=0.0) <= WHOLE and fits.all():
                return whole.astype(np.int64)
        return None

    def _run(self) -> Floats | None:
        if self.clock is not None and self.clock.end is not None:
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + self.clock.left)
        self.highs.clearSolver()  # No move at all is dual feasible; the last answer, at new prices, is not.
        self.highs.run()
        self.solved += 1
        if self.highs.getModelStatus() not in ANSWERED or self.highs.getInfo().primal_solution_status != FEASIBLE:
            return None
        both = solution(self.highs)
        return both[: self.size] - both[self.size :]

    def _integer_programme(self, among: Mask, nodes: int) -> Ints | None:
        """Any whole answer among some groups, for the rare vertex that stays fractional."""
        highs, count = self.highs, self.every.size
        bounds = np.array(highs.getLp().col_lower_), np.array(highs.getLp().col_upper_)
        inside = np.tile(among, 2)
        highs.changeColsBounds(count, self.every, np.where(inside, bounds[0], 0), np.where(inside, bounds[1], 0))
        highs.setOptionValue("mip_max_improving_sols", 1)
        highs.setOptionValue("mip_max_nodes", nodes or highspy.kHighsIInf)
        self._kinds(highspy.HighsVarType.kInteger)
        raw = self._run()
        self.gave_up |= raw is None and bool(among.all()) and self.highs.getModelStatus() not in IMPOSSIBLE
        self._kinds(highspy.HighsVarType.kContinuous)
        highs.changeColsBounds(count, self.every, *bounds)
        return None if raw is None else np.rint(raw).astype(np.int64)

    def _kinds(self, kind: highspy.HighsVarType) -> None:
        self.highs.changeColsIntegrality(self.every.size, self.every, np.full(self.every.size, int(kind), np.uint8))

    def _bound(self, column: int, rise: int, fall: int) -> None:
        at = int(self.group[column])
        self.highs.changeColBounds(at, float(rise), float(rise))
        self.highs.changeColBounds(at + self.size, float(fall), float(fall))

    def _free(self, column: int) -> None:
        at = int(self.group[column])
        self.highs.changeColBounds(at, 0.0, float(self.upper[at]))
        self.highs.changeColBounds(at + self.size, 0.0, float(self.upper[at + self.size]))

    def forbid(self, column: int) -> tuple[float, float]:
        """Keep a column, and all that move with it, still; what :meth:`allow` needs to undo this."""
        at = int(self.group[column])
        if at < 0:
            return 0.0, 0.0
        before = float(self.upper[at]), float(self.upper[at + self.size])
        self.upper[[at, at + self.size]] = 0.0
        self._free(column)
        return before

    def allow(self, column: int, before: tuple[float, float]) -> None:
        """Undo :meth:`forbid`."""
        at = int(self.group[column])
        if at >= 0:
            self.upper[at], self.upper[at + self.size] = before
            self._free(column)
