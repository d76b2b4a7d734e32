"""Sums that are all of one kind, and what is left of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Remainders:
    """What is left of sums whose whole count sits in one part.

    Attributes
    ----------
    siblings
        Cells that are the whole rest of such a sum by themselves.
    sums, parts
        Cells of the other such sums, and of the part that holds their count.
    """

    siblings: Ints
    sums: Ints
    parts: Ints


def find_remainders(constraints: csr_array, values: Ints, codes: Sequence[Ints]) -> Remainders:
    """Find the sums of which one part holds everything, where sum and part differ in one of the given codes."""
    entry = constraints.tocoo()
    size = constraints.shape[0]
    whole, only, other = (np.full(size, -1, dtype=np.int64) for _ in range(3))
    is_sum = entry.data < 0
    full = ~is_sum & (values[entry.col] > 0)
    empty = ~is_sum & (values[entry.col] == 0)
    whole[entry.row[is_sum]] = entry.col[is_sum]
    only[entry.row[full]] = entry.col[full]
    other[entry.row[empty]] = entry.col[empty]
    holding = np.bincount(entry.row[full], minlength=size) == 1
    rest = np.bincount(entry.row[empty], minlength=size)
    asked = np.zeros(size, dtype=bool)
    for code in codes:
        asked |= code[whole] != code[only]
    rows = holding & asked & (rest > 0)
    pairs = np.unique(np.stack([whole, only])[:, rows & (rest > 1)], axis=1)
    return Remainders(np.unique(other[rows & (rest == 1)]), pairs[0], pairs[1])


def remainder_rows(found: Remainders, cells: int) -> csr_array:
    """Constraints: part plus remainder is the sum; the remainders are cells of their own behind all others."""
    added = found.sums.size
    columns = np.stack([found.parts, found.sums, cells + np.arange(added)], axis=1).ravel()
    signs = np.tile(np.array([1, -1, 1], dtype=np.int64), added)
    return csr_array((signs, columns, np.arange(added + 1) * 3), shape=(added, cells + added))
