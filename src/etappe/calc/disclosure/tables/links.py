"""All sums that hold between the cells of linked tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from etappe.calc.disclosure.errors import ContradictionError
from etappe.calc.disclosure.tables.dimension import Dimension

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Linked:
    """Cells, values and constraints of a universe."""

    dimensions: tuple[Dimension, ...]
    keys: Ints
    values: Ints
    constraints: csr_array


def link(keys: Ints, values: Ints, dimensions: Sequence[Dimension], strides: Ints) -> Linked:
    """Find every sum between the given cells that a rule of a dimension implies, and what subtraction tells.

    Where all members of a sum but one are given, the last one is added: no table shows it, but anybody can subtract.

    Raises
    ------
    ContradictionError
        If parts are larger than their sum, or two subtractions disagree.
    """
    rules = [
        _Rule(dimension, int(stride), group, parts)
        for dimension, stride in zip(dimensions, strides, strict=True)
        for group, parts in dimension.rules
    ]
    grown = True
    while grown:
        grown = False
        for rule in rules:
            keys, values, added = rule.subtract(keys, values)
            grown |= added
    blocks = [rule.rows(keys) for rule in rules]
    return Linked(tuple(dimensions), keys, values, _matrix([block for block in blocks if block.size], keys.size))


@dataclass(frozen=True)
class _Rule:
    """In one dimension the parts of a group add up to it."""

    dimension: Dimension
    stride: int
    group: int
    parts: tuple[int, ...]

    def _members(self, keys: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """For each combination of the other dimensions: keys of group and parts, their places, and which exist."""
        members = np.array([self.group, *self.parts], dtype=np.int64)
        codes = keys // self.stride % len(self.dimension.codes)
        around = np.unique((keys - codes * self.stride)[np.isin(codes, members)])
        wanted = around[:, None] + members * self.stride
        places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        return wanted, places, keys[places] == wanted

    def rows(self, keys: Ints) -> Ints:
        """Cells of the group, each with the cells of its parts: one row a sum, the group first."""
        _, places, present = self._members(keys)
        whole: Ints = places[present.all(axis=1)]
        return whole

    def subtract(self, keys: Ints, values: Ints) -> tuple[Ints, Ints, bool]:
        """Add the member of each sum that is the only one missing."""
        wanted, places, present = self._members(keys)
        alone = np.flatnonzero(present.sum(axis=1) == present.shape[1] - 1)
        if not alone.size:
            return keys, values, False
        missing = ~present[alone]
        known = np.where(missing, 0, values[places[alone]])
        parts = known[:, 1:].sum(axis=1)
        found = np.where(missing[:, 0], parts, known[:, 0] - parts)
        if (found < 0).any():
            code = self.dimension.codes[self.group]
            raise ContradictionError(
                f"Dimension “{self.dimension.name}”: parts of “{code}” count more people than “{code}” itself in "
                "another table. Both must count the same people; correct one, or give the codes different names.",
                dimension=self.dimension.name,
                code=code,
            )
        all_keys = np.concatenate([keys, wanted[alone][missing]])
        order = np.argsort(all_keys, kind="stable")
        return all_keys[order], np.concatenate([values, found])[order], True


def _matrix(blocks: list[Ints], cells: int) -> csr_array:
    rows = sum(block.shape[0] for block in blocks)
    lengths = np.concatenate([np.full(block.shape[0], block.shape[1]) for block in blocks] or [np.zeros(0, np.int64)])
    columns = np.concatenate([block.ravel() for block in blocks] or [np.zeros(0, np.int64)])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    signs = np.ones(columns.size, dtype=np.int64)
    signs[starts[:-1]] = -1
    matrix = csr_array((signs, columns, starts), shape=(rows, cells))
    matrix.sort_indices()
    return matrix
