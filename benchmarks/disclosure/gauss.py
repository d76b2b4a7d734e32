"""Plain Gauss elimination, the yardstick: hides what linear algebra would give away, and nothing more.

Cells are taken from the largest to the smallest and published unless a protected cell would then follow exactly from
what is published. It knows no bounds, no zeros and no insiders.
"""

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.tables import Universe

PRIME = 2**31 - 1
"""Elimination is exact but for a chance of about one in PRIME."""


def gauss(universe: Universe, primary: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which cells plain elimination publishes."""
    vectors = _as_inner_cells(universe)
    published = universe.values == 0
    secret = vectors[primary]
    order = np.argsort(-universe.values, kind="stable")
    rest = vectors[order]
    open_rows = published[order] | primary[order]
    for place in range(order.size):
        if open_rows[place]:
            continue
        row = rest[place]
        pivots = np.flatnonzero(row)
        if pivots.size:
            unit = row * pow(int(row[pivots[0]]), -1, PRIME) % PRIME
            after = (secret - secret[:, pivots[:1]] * unit) % PRIME
            if not after.any(axis=1).all():
                continue
            secret = after
            later = np.flatnonzero(rest[place + 1 :, pivots[0]]) + place + 1
            rest[later] = (rest[later] - rest[later, pivots[0]][:, None] * unit) % PRIME
        published[order[place]] = True
    return published


def _as_inner_cells(universe: Universe) -> NDArray[np.int64]:
    """Each cell as the sum of the inner cells with people in them."""
    rows = universe.constraints.tocsr()
    parts: dict[int, NDArray[np.int64]] = {}
    for row in range(rows.shape[0]):
        span = slice(rows.indptr[row], rows.indptr[row + 1])
        cells, signs = rows.indices[span], rows.data[span]
        parts.setdefault(int(cells[signs < 0][0]), cells[signs > 0])
    inner = [cell for cell in range(universe.size) if cell not in parts and universe.values[cell] > 0]
    vectors = np.zeros((universe.size, len(inner)), dtype=np.int64)
    vectors[inner, np.arange(len(inner))] = 1
    done = np.array([cell not in parts for cell in range(universe.size)])
    while not done.all():
        for cell, its in parts.items():
            if not done[cell] and done[its].all():
                vectors[cell] = vectors[its].sum(axis=0)
                done[cell] = True
    return vectors
