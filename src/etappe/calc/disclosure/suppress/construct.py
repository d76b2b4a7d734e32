"""Protect one cell after the other, each by the cheapest moves that the pattern so far leaves open."""

from collections.abc import Iterable

import numpy as np

from etappe.calc.disclosure.suppress.flows import Finder, Move
from etappe.calc.disclosure.suppress.problem import Floats, Mask
from etappe.calc.disclosure.suppress.proofs import Lack, Proofs

FREE = 1e-3
"""Cost of moving what is withheld already: short moves rather than long ones."""

SINGLE = 0.15
"""Extra cost of moving a cell whose only person may be the attacker."""


class Constructor:
    """Grows a pattern and its proofs together.

    Parameters
    ----------
    proofs
        The pool, empty or not.
    withheld
        The pattern so far; grows.
    price
        Cost of withholding each column that is not withheld yet.
    """

    def __init__(self, proofs: Proofs, withheld: Mask, price: Floats) -> None:
        self.proofs, self.withheld, self.price = proofs, withheld, price
        self.extra = np.where(proofs.problem.person >= 0, SINGLE, 0.0)

    def protect(self, flows: Finder, targets: Iterable[int], effort: int = 2) -> list[int]:
        """Prove targets safe, in this order.

        Returns
        -------
        list[int]
            Targets that were not proven with these columns and this effort.
        """
        return [target for target in targets if not self._one(flows, target, effort)]

    def _one(self, flows: Finder, target: int, effort: int) -> bool:
        while (lack := self.proofs.lack(target)) is not None:
            move = self._move(flows, target, lack, effort)
            if move is None:
                return False
            self.proofs.add(move)
            self.withheld[move.columns] = True
        return True

    def _move(self, flows: Finder, target: int, lack: Lack, effort: int) -> Move | None:
        column = int(self.proofs.problem.targets[target])
        cost = np.where(self.withheld, FREE, self.price) + self.extra
        for tier in amounts(lack):
            found = [flows.cheapest(column, amount, cost, lack.single, effort=effort) for amount in tier]
            moves = [move for move in found if move is not None and (move.ahead or move.back)]
            if moves:
                return min(moves, key=lambda move: float(cost[move.columns].sum()))
        return None


def amounts(lack: Lack) -> list[tuple[int, ...]]:
    """Changes of which any one helps, the ones that make good all that is lacking before single steps."""
    if lack.rise:
        return [(lack.rise,)]
    rise, fall = lack.width - lack.known_fall, lack.width - lack.known_rise
    steps = tuple(
        step for step, whole in ((lack.known_rise + 1, rise), (-lack.known_fall - 1, -fall)) if abs(step) < abs(whole)
    )
    return [(rise, -fall), steps] if steps else [(rise, -fall)]
