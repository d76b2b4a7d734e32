"""The universe: every cell of all linked tables once, with all sums that hold between them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from etappe.calc.disclosure.errors import ContradictionError, EmptyTableError, TooLargeError
from etappe.calc.disclosure.hierarchies import TOTAL
from etappe.calc.disclosure.tables.dimension import Dimension
from etappe.calc.disclosure.tables.links import link
from etappe.calc.disclosure.tables.remainders import find_remainders, remainder_rows
from etappe.calc.disclosure.tables.table import Table


@dataclass(frozen=True, eq=False)
class Universe:
    """All cells of the linked tables, each once.

    Two cells are the same if the same people are counted in them: a table without a dimension shows the margin of one
    that has it, and a group with a single member is that member. Cells are ordered by their keys, so neither the
    order of rows nor of tables matters.

    Attributes
    ----------
    dimensions
        All dimensions, sorted by name.
    tables
        The tables, sorted by name.
    keys
        One number a cell, ascending: its codes' numbers in mixed radix over ``dimensions``.
    values
        The true counts.
    constraints
        Sparse ``M`` with ``M @ values == 0``; a row has −1 at a sum and +1 at its parts.
    index
        For each table the cell of each of its rows (rows as in :meth:`frame`).
    shown
        Cells that a table shows. The others are differences between codes of linked tables: nobody publishes them,
        but whoever subtracts sees them.
    remainders
        Zeros that, if known, say of everybody counted in a sum that they are of one kind; none unless asked for
        (:meth:`with_remainders`).
    """

    dimensions: tuple[Dimension, ...]
    tables: tuple[Table, ...]
    keys: NDArray[np.int64]
    values: NDArray[np.int64]
    constraints: csr_array
    index: tuple[NDArray[np.int64], ...]
    shown: NDArray[np.bool_]
    remainders: NDArray[np.bool_]

    @classmethod
    def build(cls, tables: Iterable[Table]) -> "Universe":
        """Join tables into one universe.

        Raises
        ------
        ContradictionError
            If two tables give different values for the same cell.
        HierarchyMismatchError
            If hierarchies of one dimension do not describe the same population.
        TooLargeError
            If the combinations of codes cannot be numbered.
        """
        ordered = tuple(sorted(tables, key=lambda table: table.name))
        if not ordered:
            raise EmptyTableError("There is no table: give at least one.")
        dimensions = tuple(each.completed(_shown(each, ordered)) for each in _dimensions(ordered))
        strides = _strides(dimensions)
        own = [_cells(table, dimensions, strides) for table in ordered]
        keys, values, index = _join(ordered, own, dimensions, strides)
        linked = link(keys, values, dimensions, strides)
        shown = np.isin(linked.keys, keys, assume_unique=True)
        moved = tuple(np.searchsorted(linked.keys, keys)[places] for places in index)
        none = np.zeros(linked.keys.size, dtype=bool)
        return cls(linked.dimensions, ordered, linked.keys, linked.values, linked.constraints, moved, shown, none)

    def with_remainders(self, sensitive: Sequence[str] = ()) -> "Universe":
        """The same universe, with what is left of every sum whose whole count sits in one part.

        If a sum has two parts, what is left is the other one. If it has more, a cell that no table shows is added
        behind all others: the sum minus the part.

        Parameters
        ----------
        sensitive
            Only for sums over these dimensions; none named means all.
        """
        wanted = [d for d, dimension in enumerate(self.dimensions) if not sensitive or dimension.name in sensitive]
        found = find_remainders(self.constraints, self.values, [self.codes[d] for d in wanted])
        added = found.sums.size
        rows = remainder_rows(found, self.size)
        grown = csr_array(
            (self.constraints.data, self.constraints.indices, self.constraints.indptr),
            shape=(self.constraints.shape[0], self.size + added),
        )
        marked = np.concatenate([self.remainders, np.ones(added, dtype=bool)])
        marked[found.siblings] = True
        return replace(
            self,
            keys=np.concatenate([self.keys, self._beyond + found.sums * self.size + found.parts]),
            values=np.concatenate([self.values, np.zeros(added, dtype=np.int64)]),
            constraints=csr_array(vstack([grown, rows])),
            shown=np.concatenate([self.shown, np.zeros(added, dtype=bool)]),
            remainders=marked,
        )

    @property
    def size(self) -> int:
        """Number of cells."""
        return int(self.keys.size)

    @cached_property
    def _beyond(self) -> int:
        """The first key that is no combination of codes."""
        return int(self._radix[0]) * len(self.dimensions[0].codes)

    def _sum_and_part(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of the key of a remainder the cells it is the difference of."""
        cells = int(np.searchsorted(self.keys, self._beyond))
        rest = np.where(keys >= self._beyond, keys - self._beyond, 0)
        return rest // cells, rest % cells

    @cached_property
    def _radix(self) -> NDArray[np.int64]:
        return _strides(self.dimensions)

    @cached_property
    def codes(self) -> tuple[NDArray[np.int64], ...]:
        """For each dimension the number of every cell's code."""
        keys = np.where(self.keys < self._beyond, self.keys, self.keys[self._sum_and_part(self.keys)[0]])
        return tuple(
            keys // stride % len(dimension.codes)
            for dimension, stride in zip(self.dimensions, self._radix, strict=True)
        )

    def label(self, cell: int) -> dict[str, str]:
        """Dimension → code of a cell, without totals; for a remainder “sum − part”."""
        if self.keys[cell] >= self._beyond:
            whole, part = (self.label(int(at)) for at in self._sum_and_part(self.keys[cell]))
            return whole | {name: f"{whole.get(name, TOTAL)} − {code}" for name, code in part.items() - whole.items()}
        found: dict[str, str] = {}
        for dimension, stride in zip(self.dimensions, self._radix, strict=True):
            number = int(self.keys[cell] // stride) % len(dimension.codes)
            if number:
                found[dimension.name] = dimension.codes[number]
        return found

    def frame(self, table: int) -> pl.DataFrame:
        """Cells of one table with margins: its dimension columns, ``cell`` (number here) and ``value``.

        Rows run through the codes of the dimensions in the table's order, the total first, then sorted.
        """
        its = self.tables[table]
        by_name = {dimension.name: dimension for dimension in self.dimensions}
        codes = [its.codes(by_name[name]) for name in its.dimensions]
        grid = np.indices([len(some) for some in codes]).reshape(len(codes), -1)
        columns = {
            name: pl.Series(name, some).gather(places)
            for name, some, places in zip(its.dimensions, codes, grid, strict=True)
        }
        cells = self.index[table]
        return pl.DataFrame({**columns, "cell": cells, "value": self.values[cells]})


def _dimensions(tables: Sequence[Table]) -> tuple[Dimension, ...]:
    names = sorted({name for table in tables for name in table.dimensions})
    trees = {name: [tree for table in tables for tree in table.trees.get(name, ())] for name in names}
    return tuple(Dimension.merge(name, trees[name]) for name in names)


def _shown(dimension: Dimension, tables: Sequence[Table]) -> set[int]:
    """Numbers of the codes that some table shows."""
    having = [table for table in tables if dimension.name in table.dimensions]
    return {dimension.number(code) for table in having for code in table.codes(dimension)}


def _strides(dimensions: Sequence[Dimension]) -> NDArray[np.int64]:
    """Weights of the dimensions in a key, the first dimension the heaviest.

    Raises
    ------
    TooLargeError
        If keys would not fit into 62 bits.
    """
    strides = [1]
    for dimension in reversed(dimensions):
        strides.append(strides[-1] * len(dimension.codes))
    if strides[-1] >= 2**62:
        raise TooLargeError(
            f"The tables have {strides[-1]:.1e} combinations of codes: leave out a dimension or use coarser codes.",
            combinations=strides[-1],
        )
    return np.array(strides[-2::-1], dtype=np.int64)


def _cells(
    table: Table, dimensions: Sequence[Dimension], strides: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys and values of one table with margins, in the order of its rows."""
    by_name = {dimension.name: (dimension, stride) for dimension, stride in zip(dimensions, strides, strict=True)}
    keys = np.zeros(1, dtype=np.int64)
    for name in table.dimensions:
        dimension, stride = by_name[name]
        numbers = np.array([dimension.number(code) for code in table.codes(dimension)], dtype=np.int64)
        keys = np.add.outer(keys, numbers * stride).ravel()
    values = table.with_margins({name: by_name[name][0] for name in table.dimensions})
    return keys, values.ravel()


def _join(
    tables: Sequence[Table],
    own: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
    dimensions: Sequence[Dimension],
    strides: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[NDArray[np.int64]]]:
    """Each key once with its value, and per table where its rows went."""
    all_keys = np.concatenate([keys for keys, _ in own])
    all_values = np.concatenate([values for _, values in own])
    keys, first, inverse = np.unique(all_keys, return_index=True, return_inverse=True)
    values = all_values[first]
    wrong = np.flatnonzero(values[inverse] != all_values)
    if wrong.size:
        ends = np.cumsum([some.size for some, _ in own])
        one, two = (int(np.searchsorted(ends, at, side="right")) for at in (first[inverse[wrong[0]]], wrong[0]))
        cell = _describe(int(all_keys[wrong[0]]), dimensions, strides)
        raise ContradictionError(
            f"The cell {cell} is {all_values[first[inverse[wrong[0]]]]} in table “{tables[one].name}” and "
            f"{all_values[wrong[0]]} in table “{tables[two].name}”: the same people must be counted in both; "
            "correct one, or give the codes different names if they mean different things.",
            cell=cell,
            tables=(tables[one].name, tables[two].name),
        )
    parts = np.split(inverse.astype(np.int64), np.cumsum([some.size for some, _ in own])[:-1])
    return keys, values, parts


def _describe(key: int, dimensions: Sequence[Dimension], strides: NDArray[np.int64]) -> str:
    numbers = [key // int(stride) % len(dimension.codes) for dimension, stride in zip(dimensions, strides, strict=True)]
    codes = [f"{d.name} = {d.codes[number]}" for d, number in zip(dimensions, numbers, strict=True) if number]
    return " × ".join(codes) or "“Total”"
