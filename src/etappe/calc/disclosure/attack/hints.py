"""Moves that somebody claims to be possible: each is checked like any other, and what does not hold is forgotten.

To find a proof takes long, to check one does not. So whoever built a pattern may say by which moves it is safe. The
auditor believes none of it: a claim counts only as a change of cells nobody sees that keeps all sums and bounds.
"""

import numpy as np
from scipy.sparse import csr_array

from etappe.calc.disclosure.attack.integral import Steps, exact
from etappe.calc.disclosure.attack.reduce import Moves


def checked(space: Moves, claims: csr_array) -> Steps:
    """The claims that hold, as moves of the space.

    Parameters
    ----------
    space
        The space of moves.
    claims
        Whole numbers: one claimed change a row, one cell of the universe a column.
    """
    if claims.shape[1] != space.variable.size or not np.issubdtype(claims.dtype, np.integer) or not space.size:
        return Steps.none(space.size)
    cells = np.flatnonzero(space.variable >= 0)
    variables, first = np.unique(space.variable[cells], return_index=True)
    speaking = cells[first]
    pick = csr_array((space.sign[speaking], (speaking, variables)), shape=(space.variable.size, space.size))
    moves = csr_array(claims @ pick)
    wrong = csr_array(space.expand(moves) - claims)
    wrong.eliminate_zeros()
    return exact(space, csr_array(moves[np.flatnonzero(np.diff(wrong.indptr) == 0)]))
