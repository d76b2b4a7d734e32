"""Linear and integer programmes over moves, solved by HiGHS.

Every programme here asks for a move: a difference between the true table and another that the attacker cannot rule
out. HiGHS must not be given different numbers of threads within one process (it then reports *NotSet*), so it is
always one.
"""

from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, hstack

from etappe.calc.disclosure.attack.reduce import Moves

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Answer:
    """What a programme says: whether it was solved to the end, the bound it proves, and the move it found."""

    solved: bool
    bound: float
    move: Floats


def new_solver(time_limit: float | None = None) -> highspy.Highs:
    """A silent solver with the options that every programme of the auditor shares."""
    solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    if time_limit is not None:
        solver.setOptionValue("time_limit", max(time_limit, 0.01))
    return solver


def load(
    solver: highspy.Highs, matrix: csc_array, cost: Floats, low: Floats, high: Floats, *, whole: bool = False
) -> None:
    """Give a solver: minimise cost · x, matrix · x = 0, low ≤ x ≤ high (whole numbers if asked)."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, low, high
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * matrix.shape[1]
    solver.passModel(model)


def push(  # noqa: PLR0917 - one programme
    space: Moves, allowed: Ints, wanted: Floats, cost: Floats, reward: float, time_limit: float | None
) -> Floats:
    """Move many variables at once by as much as wanted, touching as little else as possible.

    Parameters
    ----------
    space
        The space of moves.
    allowed
        Variables that may move; all others stay.
    wanted
        For each allowed variable how far it should move (negative: down; 0: no wish).
    cost, reward
        Cost of moving each allowed variable by one, gain of moving one that is wanted by one.
    time_limit
        Seconds after which there is no answer.

    Returns
    -------
    The move, for all variables of the space; zero if none was found.
    """
    part = space.columns[:, allowed]
    part = csc_array(part[np.unique(part.indices)])
    aims = np.flatnonzero(wanted)
    direction = np.sign(wanted[aims])
    room = np.where(direction > 0, space.high[allowed[aims]], -space.low[allowed[aims]])
    gain = np.minimum(np.abs(wanted[aims]), room)
    up, down = space.high[allowed].copy(), -space.low[allowed]
    up[aims] = np.where(direction > 0, room - gain, 0)
    down[aims] = np.where(direction > 0, 0, room - gain)
    boost = part[:, aims].copy()
    boost.data = boost.data * np.repeat(direction, np.diff(boost.indptr)).astype(boost.data.dtype)
    solver = new_solver(time_limit)
    load(
        solver,
        csc_array(hstack([part, -part, boost])),
        np.concatenate([cost, cost, cost[aims] - reward]),
        np.zeros(2 * allowed.size + aims.size),
        np.concatenate([up, down, gain]),
    )
    solver.run()
    move = np.zeros(space.size)
    if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
        x = np.asarray(solver.getSolution().col_value)
        move[allowed] = x[: allowed.size] - x[allowed.size : 2 * allowed.size]
        move[allowed[aims]] += direction * x[2 * allowed.size :]
    return move


@dataclass
class Extremes:
    """How far single variables can move, one programme after another on the same model.

    Parameters
    ----------
    space
        The space of moves.
    variables
        The variables of one component; everything else stands still anyway.
    """

    space: Moves
    variables: Ints
    _solver: highspy.Highs = field(init=False)

    def __post_init__(self) -> None:
        part = self.space.columns[:, self.variables]
        self._part = csc_array(part[np.unique(part.indices)])
        self._place = {int(variable): place for place, variable in enumerate(self.variables)}
        size = self.variables.size
        self._solver = new_solver()
        low, high = self.space.low[self.variables], self.space.high[self.variables]
        load(self._solver, self._part, np.zeros(size), low, high)

    def reach(self, variable: int, direction: int, still: Ints, time_limit: float | None = None) -> Answer:
        """The furthest real move of a variable up (+1) or down (−1) while some others stand still."""
        place = self._place[variable]
        fixed = [self._place[int(other)] for other in still if int(other) in self._place]
        for other in fixed:
            self._solver.changeColBounds(other, 0.0, 0.0)
        self._solver.changeColCost(place, float(-direction))
        if time_limit is not None:
            self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(time_limit, 0.01))
        self._solver.run()
        answer = self._read(direction, place)
        self._solver.changeColCost(place, 0.0)
        for other in fixed:
            variable_there = self.variables[other]
            self._solver.changeColBounds(other, self.space.low[variable_there], self.space.high[variable_there])
        return answer

    def _read(self, direction: int, place: int) -> Answer:
        status = self._solver.getModelStatus()
        move = np.zeros(self.space.size)
        if status == highspy.HighsModelStatus.kOptimal:
            move[self.variables] = np.asarray(self._solver.getSolution().col_value)
            return Answer(True, direction * float(move[self.variables[place]]), move)
        unbounded = status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        return Answer(unbounded, np.inf, move)

    def reach_whole(
        self, variable: int, direction: int, amount: float, still: Ints, time_limit: float | None
    ) -> Answer:
        """The furthest move in whole numbers, cut off at ``amount``, while some others stand still."""
        place = self._place[variable]
        low, high = self.space.low[self.variables].copy(), self.space.high[self.variables].copy()
        for other in still:
            if int(other) in self._place:
                low[self._place[int(other)]] = high[self._place[int(other)]] = 0.0
        low[place] = max(low[place], 0.0 if direction > 0 else -amount)
        high[place] = min(high[place], amount if direction > 0 else 0.0)
        cost = np.zeros(self.variables.size)
        cost[place] = -direction
        solver = new_solver(time_limit)
        solver.setOptionValue("mip_rel_gap", 0.0)
        load(solver, self._part, cost, low, high, whole=True)
        solver.run()
        move = np.zeros(self.space.size)
        info = solver.getInfo()
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            move[self.variables] = np.round(np.asarray(solver.getSolution().col_value))
        solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Answer(solved, float(np.floor(-info.mip_dual_bound + TOLERANCE)), move)
