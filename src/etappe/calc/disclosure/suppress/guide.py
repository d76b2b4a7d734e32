"""Which cells a good pattern is likely to withhold: a linear programme over row conditions.

In any pattern without waste each withheld cell has company in each of its sums (*bridgeless* cuts of Fischetti and
Salazar 2001, here one a cell and row): if ``i`` is withheld, the others of the row can take up its change. For a
protected cell the others must take up all it needs, each at most its own room; and where a single of the same row may
be the attacker, company besides that single. These conditions are necessary, so the optimum of the relaxed programme
is a lower bound of every safe pattern's weight, and its solution guides the search.

References
----------
Fischetti, M., Salazar, J. J. (2001): Solving the cell suppression problem on tabular data with linear constraints.
Management Science 47(7), 1008-1027.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from etappe.calc.disclosure.suppress.clock import Clock
from etappe.calc.disclosure.suppress.problem import Floats, Ints, Problem
from etappe.calc.disclosure.suppress.solver import INFINITY, pass_model, solution, solver

ROUNDS = 40
"""Rounds of adding violated conditions; the bound holds after any number."""

SIMPLEX = 6_000
"""Columns up to which the programme is solved to a vertex, warm from round to round; beyond, by interior points."""

ROUGH = 1e-3
"""Accuracy of interior points; the bound is made safe from the multipliers."""


@dataclass(frozen=True, eq=False)
class Guide:
    """How much of each column the relaxed programme withholds, and the weight that every pattern has at least."""

    share: Floats
    bound: float


@dataclass(frozen=True, eq=False)
class Cuts:
    """Conditions ``matrix @ x >= least`` on the shares."""

    matrix: csr_array
    least: Floats

    def __add__(self, other: "Cuts") -> "Cuts":
        return Cuts(csr_array(vstack([self.matrix, other.matrix]).tocsr()), np.concatenate([self.least, other.least]))


def relax(problem: Problem, clock: Clock, rounds: int = ROUNDS) -> Guide:
    """Solve the relaxed programme, adding conditions of secondary cells as they are violated.

    Where the conditions contradict each other or the time is up, the guide says nothing but what is withheld anyway.
    """
    cuts = target_cuts(problem)
    if problem.size <= SIMPLEX:
        return _by_simplex(problem, cuts, clock, rounds)
    return _by_interior_points(problem, cuts, clock, min(rounds, 5))


def _by_simplex(problem: Problem, cuts: Cuts, clock: Clock, rounds: int) -> Guide:
    highs, guide = solver(), no_guide(problem)
    _pass(highs, problem, cuts)
    for _ in range(rounds):
        if not _solved(highs, clock):
            break
        guide = Guide(np.clip(solution(highs), 0.0, 1.0), max(guide.bound, _safe_bound(problem, cuts, highs)))
        more = company_cuts(problem, guide.share)
        if not more.least.size:
            break
        cuts += more
        _add_rows(highs, more)
    return guide


def _by_interior_points(problem: Problem, cuts: Cuts, clock: Clock, rounds: int) -> Guide:
    guide = no_guide(problem)
    for _ in range(rounds):
        highs = solver()
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
        highs.setOptionValue("ipm_optimality_tolerance", ROUGH)
        _pass(highs, problem, cuts)
        if not _solved(highs, clock):
            break
        guide = Guide(np.clip(solution(highs), 0.0, 1.0), max(guide.bound, _safe_bound(problem, cuts, highs)))
        more = company_cuts(problem, guide.share, ROUGH)
        if not more.least.size:
            break
        cuts += more
    return guide


def no_guide(problem: Problem) -> Guide:
    """A guide that says nothing but what is withheld anyway."""
    return Guide(problem.forced.astype(np.float64), problem.cost(problem.forced))


def _solved(highs: highspy.Highs, clock: Clock) -> bool:
    """Solve; whether the answer is of use (interior points stop at rough answers, *unknown* to the solver)."""
    if clock.over:
        return False
    highs.setOptionValue("time_limit", clock.left)
    highs.run()
    return highs.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown)


def _pass(highs: highspy.Highs, problem: Problem, cuts: Cuts) -> None:
    bounds = problem.forced.astype(np.float64), np.ones(problem.size)
    pass_model(highs, cuts.matrix, problem.weight, bounds, (cuts.least, np.full(cuts.least.size, INFINITY)))


def _add_rows(highs: highspy.Highs, more: Cuts) -> None:
    count, matrix = more.least.size, more.matrix
    most = np.full(count, INFINITY)
    highs.addRows(count, more.least, most, matrix.nnz, matrix.indptr[:-1], matrix.indices, matrix.data)


def _safe_bound(problem: Problem, cuts: Cuts, highs: highspy.Highs) -> float:
    """Lagrange's bound from whatever multipliers the solver has: valid even if they are not exact."""
    multipliers = np.maximum(np.array(highs.getSolution().row_dual), 0.0)
    reduced = problem.weight - cuts.matrix.T @ multipliers
    return float(cuts.least @ multipliers + np.where(problem.forced, reduced, np.minimum(reduced, 0.0)).sum())


def target_cuts(problem: Problem) -> Cuts:
    """Conditions for each protected cell and each sum it stands in."""
    rows: list[tuple[Ints, Floats, float]] = []
    matrix, incidence = problem.matrix, problem.incidence
    for number, target in enumerate(problem.targets):
        at = slice(incidence.indptr[target], incidence.indptr[target + 1])
        for row, sign in zip(incidence.indices[at], incidence.data[at], strict=True):
            span = slice(matrix.indptr[row], matrix.indptr[row + 1])
            others = matrix.indices[span] != target
            columns = matrix.indices[span][others]
            falls = matrix.data[span][others] == sign
            need = float(max(problem.up[number], 1))
            rows.append((columns, np.where(falls, np.minimum(problem.room[columns], need), need), need))
            if problem.insider_width[number]:
                rows.extend(_besides_singles(problem, int(target), columns))
    return stack(rows, problem.size)


def _besides_singles(problem: Problem, target: int, columns: Ints) -> list[tuple[Ints, Floats, float]]:
    """Conditions of a target against each single of a row."""
    person = problem.person[columns]
    known = (person >= 0) & (person != problem.person[target]) & problem.forced[columns]
    rests = [columns[columns != column] for column in columns[known]]
    return [(rest, np.ones(rest.size), 1.0) for rest in rests]


def company_cuts(problem: Problem, share: Floats, tolerance: float = 1e-6) -> Cuts:
    """Conditions of cells that a solution withholds without company in a sum; at most one a sum can be violated."""
    matrix = problem.matrix
    inside = share[matrix.indices]
    starts = matrix.indptr[:-1]
    sums = np.add.reduceat(inside, starts)
    tops = np.maximum.reduceat(inside, starts)
    rows: list[tuple[Ints, Floats, float]] = []
    for row in np.flatnonzero(2 * tops > sums + tolerance):
        columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
        factors = np.ones(columns.size)
        factors[np.argmax(share[columns])] = -1.0
        rows.append((columns, factors, 0.0))
    return stack(rows, problem.size)


def every_company_cut(problem: Problem) -> Cuts:
    """Conditions of each cell and each sum it stands in (for small problems)."""
    matrix = problem.matrix
    rows: list[tuple[Ints, Floats, float]] = []
    for row in range(matrix.shape[0]):
        columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)
        rows.extend((columns, np.where(columns == column, -1.0, 1.0), 0.0) for column in columns)
    return stack(rows, problem.size)


def stack(rows: list[tuple[Ints, Floats, float]], size: int) -> Cuts:
    """Conditions given as columns, factors and least value."""
    lengths = [columns.size for columns, _, _ in rows]
    columns = np.concatenate([columns for columns, _, _ in rows] or [np.zeros(0, np.int64)])
    factors = np.concatenate([factors for _, factors, _ in rows] or [np.zeros(0)])
    matrix = csr_array((factors, columns, np.concatenate([[0], np.cumsum(lengths)])), shape=(len(rows), size))
    return Cuts(matrix, np.array([least for _, _, least in rows], dtype=np.float64))
