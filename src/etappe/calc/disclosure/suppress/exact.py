"""The lightest safe pattern of a small table, proven so.

Whether a pattern is safe only grows with what is withheld. So each unsafe pattern, enlarged as long as a cell stays
unsafe, says that of what it still publishes at least one cell has to be withheld: a cut for a master programme that
chooses the lightest pattern hitting all cuts (Benders' way of Fischetti and Salazar 2001; the cuts here hold for
whole numbers, for intervals' widths and for insiders alike). When the choice is safe, nothing lighter is.

References
----------
Fischetti, M., Salazar, J. J. (2001): Solving the cell suppression problem on tabular data with linear constraints.
Management Science 47(7), 1008-1027.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from etappe.calc.disclosure.suppress.clock import Clock
from etappe.calc.disclosure.suppress.construct import Constructor
from etappe.calc.disclosure.suppress.flows import Flows
from etappe.calc.disclosure.suppress.guide import every_company_cut, stack, target_cuts
from etappe.calc.disclosure.suppress.problem import Floats, Ints, Mask, Problem
from etappe.calc.disclosure.suppress.proofs import Proofs
from etappe.calc.disclosure.suppress.solver import INFINITY, pass_model, solution, solver

SMALL = 250
"""Columns up to which the exact method is worth its time."""

ROUNDS = 400
"""Rounds of the master programme before the best pattern so far is returned without proof of its optimality."""

EQUAL = 1e-6
"""Weights this near are equal."""


@dataclass(frozen=True, eq=False)
class Optimum:
    """The proofs of the lightest pattern found, and the weight that none goes below."""

    proofs: Proofs
    bound: float


def optimise(problem: Problem, start: Proofs, clock: Clock) -> Optimum:
    """Improve a safe pattern until it is proven lightest, or rounds or time run out."""
    judge = Judge(problem)
    master = Master(problem)
    best, weight, bound = start, problem.cost(start.used()), 0.0
    for done in range(ROUNDS):
        chosen, bound = master.choose()
        if bound >= weight - EQUAL or clock.over:
            break
        proofs, unsafe = judge.check(chosen)
        if not unsafe:
            return Optimum(proofs, bound)
        master.add([judge.enlarge(chosen, target) for target in unsafe])
        clock.progress("optimise", (done + 1) / ROUNDS)
    return Optimum(best, min(bound, weight))


class Judge:
    """Decides whether targets are safe in a pattern."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.flows = Flows(problem, np.arange(problem.size))

    def check(self, withheld: Mask) -> tuple[Proofs, list[int]]:
        """Proofs within a pattern, and the targets that have none."""
        proofs = Proofs(self.problem)
        builder = Constructor(proofs, withheld.copy(), np.ones(self.problem.size))
        self.flows.restrict(withheld)
        return proofs, builder.protect(self.flows, range(self.problem.targets.size))

    def enlarge(self, withheld: Mask, target: int) -> Mask:
        """A pattern as large as possible in which a target is still unsafe."""
        grown = withheld.copy()
        waiting = [np.flatnonzero(~withheld)]
        while waiting:
            more = waiting.pop()
            tried = grown.copy()
            tried[more] = True
            if self._unsafe(tried, target):
                grown = tried
            elif more.size > 1:
                waiting += [more[more.size // 2 :], more[: more.size // 2]]
        return grown

    def _unsafe(self, withheld: Mask, target: int) -> bool:
        builder = Constructor(Proofs(self.problem), withheld.copy(), np.ones(self.problem.size))
        self.flows.restrict(withheld)
        return bool(builder.protect(self.flows, [target]))


class Master:
    """Chooses the lightest pattern that meets all cuts so far."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cuts = target_cuts(problem) + every_company_cut(problem)

    def choose(self) -> tuple[Mask, float]:
        """The pattern, and a lower bound of every safe pattern's weight."""
        problem, cuts = self.problem, self.cuts
        highs = solver()
        bounds = problem.forced.astype(np.float64), np.ones(problem.size)
        pass_model(highs, cuts.matrix, problem.weight, bounds, (cuts.least, np.full(cuts.least.size, INFINITY)))
        every = np.arange(problem.size, dtype=np.int32)
        kinds = np.full(problem.size, int(highspy.HighsVarType.kInteger), np.uint8)
        highs.changeColsIntegrality(problem.size, every, kinds)
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.run()
        return solution(highs) > 0.5, float(highs.getInfo().mip_dual_bound)

    def add(self, unsafe: list[Mask]) -> None:
        """Demand that of what each of these patterns publishes something is withheld."""
        self.cuts += stack([_hit(~pattern) for pattern in unsafe], self.problem.size)


def _hit(published: Mask) -> tuple[Ints, Floats, float]:
    columns = np.flatnonzero(published)
    return columns, np.ones(columns.size), 1.0
