"""Patterns for tables of any size: guided construction, then removal of what no proof needs."""

import numpy as np

from etappe.calc.disclosure.suppress.clock import Clock
from etappe.calc.disclosure.suppress.construct import Constructor
from etappe.calc.disclosure.suppress.errors import TimeLimitError, UnprotectableError
from etappe.calc.disclosure.suppress.flows import Flows
from etappe.calc.disclosure.suppress.guide import Guide
from etappe.calc.disclosure.suppress.problem import Ints, Problem
from etappe.calc.disclosure.suppress.products import Products, fits
from etappe.calc.disclosure.suppress.proofs import Proofs
from etappe.calc.disclosure.suppress.removal import Remover, by_use
from etappe.calc.disclosure.tables import Universe

SLACK = 1.02
"""Price of a column is its weight times this less its share in the guide, so that nothing is free."""

NARROW = 0.01
"""Columns with less than this share in the guide are tried only where the others do not suffice."""

WIDE = 6_000
"""Columns up to which all of them are tried at once; with insiders, up to which programmes find the moves."""

PROGRAMMED = 20_000
"""Columns up to which programmes guide the search, and find the moves where there are no insiders."""


def by_products(problem: Problem, universe: Universe) -> bool:
    """Whether a problem is too large for programmes: products of exchanges come first, and a guide costs too much."""
    limit = WIDE if problem.insider_width.any() else PROGRAMMED
    return problem.size > limit and fits(universe)


def construct(problem: Problem, universe: Universe, guide: Guide, clock: Clock) -> Proofs:
    """Build a safe pattern with its proofs.

    Raises
    ------
    UnprotectableError
        If a cell stays disclosed even with everything withheld.
    TimeLimitError
        If the time runs out first.
    """
    proofs = Proofs(problem)
    builder = Constructor(proofs, problem.forced.copy(), (SLACK - guide.share) * problem.weight)
    waiting = _order(problem).tolist()
    everything = np.arange(problem.size)
    if by_products(problem, universe):
        waiting = _protect(builder, Products(problem, universe, everything), waiting, 0, clock)
    elif problem.size > WIDE:
        likely = np.flatnonzero(problem.forced | (guide.share > NARROW))
        waiting = _protect(builder, Flows(problem, likely, clock=clock), waiting, 1, clock)
    lost = waiting
    for effort in (1, 2):
        if lost:
            lost = _protect(builder, Flows(problem, everything, clock=clock), lost, effort, clock)
    if lost:
        cells = problem.cells[problem.targets[np.array(lost)]]
        raise UnprotectableError(
            f"{cells.size} protected cell(s) stay disclosed even if everything that may be withheld is withheld. "
            "Use coarser groups or the cell-key method.",
            cells=tuple(cells.tolist()),
        )
    return proofs


def _protect(builder: Constructor, flows: Flows | Products, targets: list[int], effort: int, clock: Clock) -> list[int]:
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
    if by_products(proofs.problem, universe):
        _remove(proofs, Remover(proofs, Products(proofs.problem, universe, np.flatnonzero(proofs.used()))), clock)
    if not by_products(proofs.problem, universe) or proofs.problem.size <= PROGRAMMED:
        _remove(proofs, Remover(proofs), clock)


def _remove(proofs: Proofs, remover: Remover, clock: Clock) -> None:
    columns = by_use(proofs).tolist()
    for done, column in enumerate(columns):
        if clock.over:
            return
        remover.clear([column])
        clock.progress("remove", (done + 1) / len(columns))
