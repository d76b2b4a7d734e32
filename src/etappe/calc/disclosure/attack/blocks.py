"""Small parts of a universe in which a move for a protected cell is likely to be found.

A cell is balanced by cells that share all but one of its codes: its neighbours under the same group, the group itself
and what is above, and, for a group, what is below. The *family* of a code collects these; the block of a cell is the
product of its codes' families. Cells with the same families share a block.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.tables import Dimension, Universe

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def families(dimension: Dimension) -> Bools:
    """For each code (row) which codes are its family (columns)."""
    size = len(dimension.codes)
    contents = dimension.contents
    family = np.eye(size, dtype=bool)
    for group, parts in dimension.rules:
        for part in parts:
            family[part, [group, *parts]] = True
    for one, inside in enumerate(contents):
        for two, other in enumerate(contents):
            if inside | other in (inside, other):
                family[one, two] = True
    return family


class Blocks:
    """Blocks of a universe, from the smallest sensible ones to the whole.

    Parameters
    ----------
    universe
        The cells.
    unknown
        The numbers of the cells the attacker does not know.
    """

    def __init__(self, universe: Universe, unknown: Ints) -> None:
        self.family = [families(dimension) for dimension in universe.dimensions]
        self.codes = universe.codes
        self.unknown = unknown
        self._near = [
            np.unique(family, axis=0, return_inverse=True)[1].astype(np.int64).ravel() for family in self.family
        ]

    def around(self, cells: Ints, free: tuple[int, ...] = ()) -> Iterator[tuple[Ints, Ints]]:
        """Blocks that together hold the given cells; some dimensions may be taken whole.

        Yields
        ------
        Places of the cells in the given array, and the unknown cells of their block.
        """
        dimensions = [d for d in range(len(self.family)) if d not in free]
        kinds = np.stack([self._near[d][self.codes[d][cells]] for d in dimensions], axis=1) if dimensions else None
        if kinds is None:
            yield np.arange(cells.size), self.unknown
            return
        _, first, group = np.unique(kinds, axis=0, return_index=True, return_inverse=True)
        for number, example in enumerate(cells[first]):
            inside = np.ones(self.unknown.size, dtype=bool)
            for d in dimensions:
                inside &= self.family[d][self.codes[d][example]][self.codes[d][self.unknown]]
            yield np.flatnonzero(group.ravel() == number), self.unknown[inside]
