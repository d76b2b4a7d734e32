"""The suppression problem in plain arrays: which cells can move, how far, and what must hold."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress.errors import UnprotectableError
from etappe.calc.disclosure.tables import Universe

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Problem:
    """Cells that may be withheld (*columns*), the sums between them, and what each protected cell needs.

    A *move* is a change ``d`` of the columns with ``matrix @ d == 0`` and ``d >= -room``: the true table plus the move
    is a table that the attacker cannot rule out, if every column that moves is withheld.

    Attributes
    ----------
    cells
        Cell of the universe of each column.
    matrix
        Sums over the columns; what is published has dropped out.
    values, room, weight
        True value, how far it may fall in the attacker's eyes, and the cost of withholding; one a column.
    forced
        Columns that are withheld in any case.
    targets
        Columns of the protected cells, ascending.
    up, width
        For each target how far above its value the attacker's upper bound must reach, and how wide his interval is.
    person
        The same number for columns that count one and the same single person, who may be the attacker; −1 elsewhere.
    insider_up, insider_width
        What must hold for each target when one single's value is known; zeros if nothing.
    """

    cells: Ints
    matrix: csr_array
    values: Ints
    room: Ints
    weight: Floats
    forced: Mask
    targets: Ints
    up: Ints
    width: Ints
    person: Ints
    insider_up: Ints
    insider_width: Ints

    @property
    def size(self) -> int:
        """Number of columns."""
        return int(self.cells.size)

    @cached_property
    def incidence(self) -> csr_array:
        """Columns × rows, with the signs of the matrix."""
        return csr_array(self.matrix.T.tocsr())

    def cost(self, withheld: Mask) -> float:
        """Weight of a pattern."""
        return float(self.weight[withheld].sum())


def state(
    universe: Universe,
    primary: Mask,
    rules: Rules,
    attacker: Attacker,
    *,
    published: Mask,
    withheld: Mask,
    weights: Floats,
) -> Problem:
    """State the problem for a universe.

    Parameters
    ----------
    universe, primary, rules, attacker
        The cells, which of them are protected, what must hold and against whom.
    published
        Cells that the attacker knows whatever is decided now.
    withheld
        Cells that nobody publishes; they cost nothing.
    weights
        Cost of withholding each cell.

    Raises
    ------
    UnprotectableError
        If a protected cell is already published or follows from published cells.
    """
    hidden = ~universe.shown
    free = withheld | hidden
    movable = (universe.values > 0) | primary | free
    movable &= ~published
    movable = _loosen(universe.constraints, movable)
    _refuse(universe, primary & ~movable)
    cells = np.flatnonzero(movable)
    matrix = csr_array(universe.constraints[:, cells].astype(np.float64))
    matrix = csr_array(matrix[np.flatnonzero(np.diff(matrix.indptr))])
    values = universe.values[cells]
    floor = int(attacker.zeros_known and not rules.protect_zeros)
    targets = np.flatnonzero(primary[cells])
    up = np.maximum(rules.minimum - values[targets], 0)
    width = np.full(targets.size, rules.width)
    full, some = attacker.insiders and attacker.insiders_full, attacker.insiders
    return Problem(
        cells=cells,
        matrix=matrix,
        values=values,
        room=np.maximum(values - np.where(free[cells], 0, floor), 0),
        weight=np.where(free[cells], 0.0, weights[cells]),
        forced=(primary | free)[cells],
        targets=targets,
        up=up,
        width=width,
        person=_persons(matrix, values, (values == 1) & universe.shown[cells] & attacker.insiders),
        insider_up=up * full,
        insider_width=width if full else np.full(targets.size, int(some)),
    )


def _loosen(constraints: csr_array, movable: Mask) -> Mask:
    """Drop cells that are the only unknown of a sum, until every sum has none or at least two."""
    pattern = abs(constraints)
    while True:
        unknown = pattern @ movable.astype(np.int64)
        alone = pattern.T @ (unknown == 1).astype(np.int64) > 0
        if not (alone & movable).any():
            return movable
        movable = movable & ~alone


def _persons(matrix: csr_array, values: Ints, single: Mask) -> Ints:
    """Number the singles; a sum with only one part that is not zero counts the same person as that part."""
    filled = csr_array(abs(matrix))
    filled.data *= values[filled.indices] > 0
    filled.eliminate_zeros()
    pairs = filled.indices[filled.indptr[:-1][np.diff(filled.indptr) == 2][:, None] + np.arange(2)]
    pairs = pairs[single[pairs].all(axis=1)]
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(single.size, single.size))
    return np.where(single, connected_components(graph, directed=False)[1].astype(np.int64), -1)


def _refuse(universe: Universe, fixed: Mask) -> None:
    """Say which protected cells cannot be hidden, if any.

    Raises
    ------
    UnprotectableError
        If there are any.
    """
    cells = np.flatnonzero(fixed)
    if cells.size:
        label = " × ".join(f"{name} = {code}" for name, code in universe.label(int(cells[0])).items()) or "the total"
        raise UnprotectableError(
            f"{cells.size} protected cell(s) cannot be hidden whatever else is withheld, first {label}: what is "
            "already published (an earlier release, true zeros) gives them away. Use coarser groups or the cell-key "
            "method.",
            cells=tuple(cells.tolist()),
        )
