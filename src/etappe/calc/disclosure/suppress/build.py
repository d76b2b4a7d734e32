"""Build a pattern: which cells are withheld so that the protected ones stay hidden."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import csr_array

from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress.clock import Clock, Progress
from etappe.calc.disclosure.suppress.exact import SMALL, optimise
from etappe.calc.disclosure.suppress.guide import no_guide, relax
from etappe.calc.disclosure.suppress.large import PROGRAMMED, construct, thin
from etappe.calc.disclosure.suppress.problem import Floats, Mask, state
from etappe.calc.disclosure.suppress.proofs import Proofs
from etappe.calc.disclosure.suppress.reasons import guards
from etappe.calc.disclosure.suppress.weights import Weights, weigh
from etappe.calc.disclosure.tables import Pattern, Status, Universe


@dataclass(frozen=True, eq=False)
class Suppression:
    """A pattern with what it costs and why.

    Attributes
    ----------
    pattern
        Status of each cell.
    objective
        Weight of all withheld cells that a table shows.
    lower_bound
        No safe pattern weighs less.
    proven_optimal
        Whether none weighs less than this one.
    guards
        Secondary cell → the protected cells whose proofs need it.
    moves
        The changes of the cells, one a row, that the pattern's builder takes for its proofs.
    resorts
        Protected cells for which whole breakdowns had to be withheld, as nothing less was found in reasonable time.
    method
        How it was built.
    """

    pattern: Pattern
    objective: float
    lower_bound: float
    proven_optimal: bool
    guards: dict[int, tuple[int, ...]]
    moves: csr_array
    resorts: tuple[int, ...]
    method: Literal["exact", "large"]


def build(
    universe: Universe,
    primary: Mask,
    rules: Rules,
    attacker: Attacker,
    *,
    published: Mask | None = None,
    withheld: Mask | None = None,
    weights: Weights | Floats = Weights.FEWEST,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Suppression:
    """Find which cells to withhold besides the protected ones.

    Every protected cell of the result is proven by tables in whole numbers that the attacker cannot rule out. The
    module's auditor still judges the result; nothing of it is used here.

    Parameters
    ----------
    universe
        All cells of all linked tables and releases.
    primary
        Cells to protect.
    rules, attacker
        What must hold, against whom.
    published
        Cells that are known in any case (earlier releases); never withheld.
    withheld
        Cells that nobody publishes; they cost nothing.
    weights
        What is to be lost as little as possible.
    time_limit
        Seconds, after which the best safe pattern is returned. Without one the result is the same on every machine.
    progress
        Called with a stage and the share of it that is done.

    Raises
    ------
    UnprotectableError
        If a protected cell stays disclosed even with everything withheld.
    TimeLimitError
        If the time runs out before any pattern is proven safe.
    """
    nothing = np.zeros(universe.size, dtype=np.bool_)
    problem = state(
        universe,
        primary,
        rules,
        attacker,
        published=nothing if published is None else published,
        withheld=nothing if withheld is None else withheld,
        weights=weigh(universe, weights),
    )
    clock = Clock.of(time_limit, progress or _silent)
    guide = relax(problem, clock) if problem.size <= PROGRAMMED else no_guide(problem)
    proofs = construct(problem, universe, guide, clock)
    thin(proofs, universe, clock)
    if problem.size > SMALL or clock.over:
        return _result(universe, primary, proofs, guide.bound, "large")
    optimum = optimise(problem, proofs, clock)
    return _result(universe, primary, optimum.proofs, max(guide.bound, optimum.bound), "exact")


def _result(
    universe: Universe, primary: Mask, proofs: Proofs, bound: float, method: Literal["exact", "large"]
) -> Suppression:
    problem = proofs.problem
    open_columns = proofs.used()
    status = np.full(universe.size, int(Status.PUBLISHED), dtype=np.int8)
    status[problem.cells[open_columns]] = Status.SECONDARY
    status[primary] = Status.PRIMARY
    objective = problem.cost(open_columns)
    return Suppression(
        pattern=Pattern(universe, status),
        objective=objective,
        lower_bound=min(bound, objective),
        proven_optimal=objective <= bound + 1e-6,
        guards=guards(proofs),
        moves=proofs.changes(universe.size),
        resorts=tuple(problem.cells[problem.targets[list(proofs.resorts)]].tolist()),
        method=method,
    )


def _silent(stage: str, share: float) -> None:
    """Say nothing."""
