"""The protected cells, and what has been shown about each so far."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.attack.integral import Steps
from etappe.calc.disclosure.attack.reduce import Moves

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass
class Targets:
    """Protected cells with what is demanded of the attacker's interval around the true value.

    Attributes
    ----------
    cells
        Numbers in the universe.
    variable, sign
        How each moves with a variable of the space (−1: cannot move).
    up, down, width
        It must be possible to rise by ``up``, to fall by ``down``, and that both together span ``width``.
    rise, fall
        How far each is known to be able to rise and to fall, by a table that was checked.
    """

    cells: Ints
    variable: Ints
    sign: Ints
    up: Ints
    down: Ints
    width: Ints
    rise: Ints = field(init=False)
    fall: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.rise = np.zeros(self.cells.size, dtype=np.int64)
        self.fall = np.zeros(self.cells.size, dtype=np.int64)

    @property
    def settled(self) -> Bools:
        """Targets that are shown to be safe."""
        enough = (self.rise >= self.up) & (self.fall >= self.down)
        return np.logical_and(enough, self.rise + self.fall >= self.width)

    def bounds(self, space: Moves) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far each can at most rise and fall, by the bounds of the variables alone."""
        moving = self.variable >= 0
        low = np.where(moving, space.low[self.variable], 0.0) if space.size else np.zeros(self.cells.size)
        high = np.where(moving, space.high[self.variable], 0.0) if space.size else np.zeros(self.cells.size)
        return np.where(self.sign >= 0, high, -low), np.where(self.sign >= 0, -low, high)

    def record(self, steps: Steps) -> None:
        """Note what checked moves show."""
        if not steps.forth.size or not self.cells.size:
            return
        size = steps.moves.shape[1]
        entry = steps.moves.tocoo()
        ahead, behind = entry.data * steps.forth[entry.row], -entry.data * steps.back[entry.row]
        most, least = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        np.maximum.at(most, entry.col, np.maximum(ahead, behind))
        np.minimum.at(least, entry.col, np.minimum(ahead, behind))
        moving = self.variable >= 0
        upward, downward = np.where(moving, most[self.variable], 0), np.where(moving, -least[self.variable], 0)
        self.rise = np.maximum(self.rise, np.where(self.sign >= 0, upward, downward))
        self.fall = np.maximum(self.fall, np.where(self.sign >= 0, downward, upward))
