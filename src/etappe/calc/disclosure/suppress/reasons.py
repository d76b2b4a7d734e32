"""Why a cell is withheld: which protected cells it guards."""

from etappe.calc.disclosure.suppress.proofs import Proofs


def guards(proofs: Proofs) -> dict[int, tuple[int, ...]]:
    """Secondary cell → protected cells whose proofs in the pool change it; cells as numbers of the universe."""
    problem = proofs.problem
    found: dict[int, set[int]] = {}
    for move in proofs.moves.values():
        free = ~problem.forced[move.columns]
        speaks = problem.cells[move.columns[proofs.number[move.columns] >= 0]].tolist()
        for cell in problem.cells[move.columns[free]].tolist():
            found.setdefault(cell, set()).update(speaks)
    return {cell: tuple(sorted(found[cell])) for cell in sorted(found)}
