"""Patterns for tables of any size: guided construction, then removal of what no proof needs."""

from collections import deque

import numpy as np

from etappe.calc.disclosure.suppress.clock import Clock
from etappe.calc.disclosure.suppress.construct import Constructor
from etappe.calc.disclosure.suppress.errors import NoProofError, TimeLimitError, UnprotectableError
from etappe.calc.disclosure.suppress.flows import Finder, Flows
from etappe.calc.disclosure.suppress.guide import Guide
from etappe.calc.disclosure.suppress.neighbourhoods import Neighbourhoods
from etappe.calc.disclosure.suppress.problem import Ints, Problem
from etappe.calc.disclosure.suppress.products import Products, fits
from etappe.calc.disclosure.suppress.proofs import Proofs
from etappe.calc.disclosure.suppress.raises import Raises
from etappe.calc.disclosure.suppress.removal import Remover, by_use
from etappe.calc.disclosure.tables import Universe

SLACK = 1.02
"""Price of a column is its weight times this less its share in the guide, so that nothing is free."""

WIDE = 6_000
"""Columns up to which all of them are tried at once; beyond, neighbours come first."""

PROGRAMMED = 20_000
"""Columns up to which one programme over all of them guides the search and takes part in the removal."""

BRIEF = 300
"""Steps of the simplex method that the removal spends on a move among neighbours."""

LAST = 500
"""Columns that the removal looks back on to judge whether going on pays."""

YIELD = 0.02
"""Share of these that must have gone."""

THOROUGH = 2_000
"""Nodes of an integer programme over all columns after which a cell is left to the last resort."""


def construct(problem: Problem, universe: Universe, guide: Guide, clock: Clock) -> Proofs:
    """Build a safe pattern with its proofs.

    Raises
    ------
    UnprotectableError
        If a cell stays disclosed even with everything withheld.
    NoProofError
        If it stays open whether it does.
    TimeLimitError
        If the time runs out first.
    """
    proofs = Proofs(problem)
    builder = Constructor(proofs, problem.forced.copy(), (SLACK - guide.share) * problem.weight)
    waiting = _order(problem).tolist()
    everything = np.arange(problem.size)
    if problem.size > WIDE:
        waiting = _protect(builder, Neighbourhoods(problem, universe, everything), waiting, 0, clock)
    if problem.size > WIDE and fits(universe):
        waiting = _protect(builder, Products(problem, universe, everything), waiting, 0, clock)
    for effort in (1, 2) if problem.size <= PROGRAMMED else ():
        waiting = _programmed(builder, waiting, effort, clock)
    if waiting:
        tried, waiting = waiting, _protect(builder, Raises(problem, universe), waiting, 0, clock)
        proofs.resorts = tuple(sorted(set(tried) - set(waiting)))
    if waiting and problem.size > PROGRAMMED:
        waiting = _programmed(builder, waiting, 2, clock)
    if waiting:
        _refuse(builder, waiting, clock)
    return proofs


def _programmed(builder: Constructor, targets: list[int], effort: int, clock: Clock) -> list[int]:
    if not targets:
        return []
    problem = builder.proofs.problem
    flows = Flows(problem, np.arange(problem.size), clock=clock, nodes=THOROUGH)
    return _protect(builder, flows, targets, effort, clock)


def _refuse(builder: Constructor, targets: list[int], clock: Clock) -> None:
    """Say of cells for which all has been tried whether they cannot be protected, or that this stays open.

    Raises
    ------
    UnprotectableError, NoProofError
    """
    problem = builder.proofs.problem
    flows = Flows(problem, np.arange(problem.size), clock=clock, nodes=THOROUGH)
    _protect(builder, flows, targets[:1], 2, clock)
    cells = tuple(problem.cells[problem.targets[np.array(targets)]].tolist())
    if flows.gave_up:
        raise NoProofError(
            f"For {len(cells)} protected cell(s) no proof was found in reasonable time, and none that they cannot be "
            "protected: nothing can be published. Use coarser groups or the cell-key method.",
            cells=cells,
        )
    raise UnprotectableError(
        f"{len(cells)} protected cell(s) stay disclosed even if everything that may be withheld is withheld. "
        "Use coarser groups or the cell-key method.",
        cells=cells,
    )


def _protect(builder: Constructor, flows: Finder, targets: list[int], effort: int, clock: Clock) -> list[int]:
    missed: list[int] = []
    for done, target in enumerate(targets):
        missed += builder.protect(flows, [target], effort)
        if clock.over:
            raise TimeLimitError(
                f"The time limit ended the search before all cells were protected ({done} of {len(targets)}): nothing "
                "can be published yet. Allow more time, use coarser groups or the cell-key method.",
                protected=done,
                targets=len(targets),
            )
        clock.progress("protect", (done + 1) / len(targets))
    return missed


def _order(problem: Problem) -> Ints:
    """Cells that need most first where falls are known to end at one, else last; ties by number."""
    values = problem.values[problem.targets]
    known = (problem.room[problem.targets] < values).any()
    return np.argsort(values if known else -values, kind="stable")


def thin(proofs: Proofs, universe: Universe, clock: Clock) -> None:
    """Publish again what no proof needs, in place; the pattern stays safe at every step."""
    problem = proofs.problem
    if problem.size > WIDE:
        moves = Neighbourhoods(problem, universe, np.flatnonzero(proofs.used()), BRIEF)
        _remove(proofs, Remover(proofs, moves), clock, thrifty=problem.size > PROGRAMMED)
    if problem.size <= PROGRAMMED:
        _remove(proofs, Remover(proofs), clock)


def _remove(proofs: Proofs, remover: Remover, clock: Clock, *, thrifty: bool = False) -> None:
    """Try every secondary column; a thrifty removal ends when hardly any of the last ones could go."""
    columns = by_use(proofs).tolist()
    went = deque([1] * LAST, maxlen=LAST)
    for done, column in enumerate(columns):
        if clock.over or (thrifty and sum(went) < YIELD * LAST):
            return
        solved = remover.asked
        gone = remover.clear([column])
        if remover.asked > solved:
            went.append(gone)
        clock.progress("remove", (done + 1) / len(columns))
