"""A table of counts as a statistics office holds it: inner cells, dimensions and their hierarchies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure.errors import (
    DuplicateCellError,
    EmptyTableError,
    InvalidCountError,
    MissingColumnError,
    ReservedNameError,
    UnknownCodeError,
)
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.tables.dimension import Dimension

EXACT = 2**53
"""Counts up to here are exact in every number format used; a table's total must not exceed it."""

RESERVED = frozenset({"freq", "value", "cell", "cell_status"})
"""Names of columns that stand beside those of the dimensions."""


@dataclass(frozen=True, eq=False)
class Table:
    """Inner cells of a table of counts.

    Parameters
    ----------
    name
        What messages and files call it.
    dimensions
        Names of the columns that divide the population, in the order of the output.
    hierarchies
        For each dimension a hierarchy, or several: the leaves of the first are the codes of the inner cells; the
        further ones add groups of these codes, or (where they are finer) only say how codes of linked tables relate.
    counts
        Frame with one column per dimension and a count ``freq``; a combination without a row counts zero.

    Raises
    ------
    TableError
        If counts are missing, negative, fractional or huge; codes unknown; cells given twice; the table empty.
    HierarchyError
        If the hierarchies of a dimension contradict each other.
    """

    name: str
    dimensions: tuple[str, ...]
    hierarchies: Mapping[str, Hierarchy | Sequence[Hierarchy]]
    counts: pl.DataFrame

    def __post_init__(self) -> None:
        object.__setattr__(self, "dimensions", tuple(self.dimensions))
        self._check_columns()
        counts = self.counts.select(
            *(pl.col(name).cast(pl.String) for name in self.dimensions), _whole_numbers(self.name, self.counts["freq"])
        )
        object.__setattr__(self, "counts", counts.sort(self.dimensions))
        self._check_codes()
        self._check_duplicates()

    def _check_columns(self) -> None:
        if not self.dimensions or self.counts.is_empty():
            raise EmptyTableError(
                f"Table “{self.name}” is empty: give at least one dimension and one inner cell.", table=self.name
            )
        if len(set(self.dimensions)) < len(self.dimensions):
            raise MissingColumnError(f"Table “{self.name}” names a dimension twice: name each once.", table=self.name)
        for name in [name for name in self.dimensions if name in RESERVED]:
            raise ReservedNameError(
                f"Table “{self.name}”: a dimension cannot be called “{name}”; rename it and its column.",
                table=self.name,
                dimension=name,
            )
        for name in (*self.dimensions, "freq"):
            if name not in self.counts.columns:
                raise MissingColumnError(
                    f"Table “{self.name}” has no column “{name}”: add it, or correct the dimensions.",
                    table=self.name,
                    column=name,
                )
        for name in self.dimensions:
            if not self.trees.get(name):
                raise MissingColumnError(
                    f"Dimension “{name}” of table “{self.name}” has no hierarchy: add one with each code "
                    "and its parent.",
                    table=self.name,
                    dimension=name,
                )

    def _check_codes(self) -> None:
        for name in self.dimensions:
            leaves = self.trees[name][0].leaves
            wrong = self.counts.filter(~pl.col(name).is_in(list(leaves)) | pl.col(name).is_null())
            if not wrong.is_empty():
                self._refuse_code(name, wrong[name][0])

    def _refuse_code(self, dimension: str, code: str | None) -> None:
        tree = self.trees[dimension][0]
        known = code in tree.children
        why = (
            "is a group: give the inner cells only, sums are added"
            if known
            else "is not in the hierarchy: add it there"
        )
        raise UnknownCodeError(
            f"Table “{self.name}”, column “{dimension}”: code “{code or ''}” {why} (“{tree.name}”), "
            "or correct the row.",
            table=self.name,
            dimension=dimension,
            code=code,
        )

    def _check_duplicates(self) -> None:
        twice = self.counts.filter(self.counts.select(self.dimensions).is_duplicated())
        if not twice.is_empty():
            cell = " × ".join(twice.row(0)[:-1])
            raise DuplicateCellError(
                f"Table “{self.name}” gives the cell {cell} more than once: add the rows up, or remove all but one.",
                table=self.name,
                cell=twice.row(0)[:-1],
            )

    @cached_property
    def trees(self) -> dict[str, tuple[Hierarchy, ...]]:
        """For each dimension its hierarchies; the first one's leaves are the codes of the inner cells."""
        given = {name: self.hierarchies[name] for name in self.dimensions if name in self.hierarchies}
        return {name: (it,) if isinstance(it, Hierarchy) else tuple(it) for name, it in given.items()}

    def codes(self, dimension: Dimension) -> tuple[str, ...]:
        """The codes that the table shows in a dimension: the total first, then leaves and groups, sorted."""
        trees = self.trees[dimension.name]
        leaves = [dimension.atoms[leaf] for leaf in trees[0].leaves]
        own = {code for tree in trees for code in tree.parents}
        return (TOTAL, *sorted(code for code in own if _made_of(dimension.atoms[code], leaves)))

    def with_margins(self, dimensions: Mapping[str, Dimension]) -> NDArray[np.int64]:
        """All cells with margins, one axis per dimension in the order of :meth:`codes`."""
        leaves = {name: {code: at for at, code in enumerate(self.trees[name][0].leaves)} for name in self.dimensions}
        shape = tuple(len(leaves[name]) for name in self.dimensions)
        places = [
            self.counts[name].replace_strict(leaves[name], return_dtype=pl.Int64).to_numpy() for name in self.dimensions
        ]
        cells = np.zeros(shape, dtype=np.int64)
        cells[tuple(places)] = self.counts["freq"].to_numpy()
        for axis, name in enumerate(self.dimensions):
            cells = _add_groups(cells, axis, self._members(dimensions[name]))
        return cells

    def _members(self, dimension: Dimension) -> list[NDArray[np.int64]]:
        """For each shown code the places of the leaves it counts."""
        leaves = [dimension.atoms[leaf] for leaf in self.trees[dimension.name][0].leaves]
        contents = [dimension.atoms[code] for code in self.codes(dimension)]
        return [
            np.array([at for at, leaf in enumerate(leaves) if leaf & content], dtype=np.int64) for content in contents
        ]


def _made_of(content: int, leaves: list[int]) -> bool:
    """Whether a set of atoms is a union of leaves."""
    return all(leaf & content in (0, leaf) for leaf in leaves)


def _add_groups(cells: NDArray[np.int64], axis: int, members: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Sum the leaves along one axis into each shown code."""
    ahead = np.moveaxis(cells, axis, 0)
    sums = np.stack([ahead[places].sum(axis=0) for places in members])
    return np.ascontiguousarray(np.moveaxis(sums, 0, axis))


def _whole_numbers(table: str, counts: pl.Series) -> pl.Series:
    """The counts as integers.

    Raises
    ------
    InvalidCountError
        If one is missing, not a number, negative, fractional, or the sum too large to be exact.
    """
    if not counts.dtype.is_numeric():
        raise InvalidCountError(
            f"Table “{table}”: the column “freq” holds text: give whole numbers without separators.", table=table
        )
    real = counts.cast(pl.Float64)
    problems = {
        "is missing": counts.is_null() | ~real.is_finite(),
        "is negative": real < 0,
        "is not a whole number": real != real.floor(),
        "is larger than 2⁵³": real > EXACT,
    }
    for problem, where in problems.items():
        if where.fill_null(value=False).any():
            row = int(where.fill_null(value=False).arg_true()[0])
            raise InvalidCountError(
                f"Table “{table}”, row {row + 1}: the count {counts[row]} {problem}. Counts of people are whole "
                "numbers from zero up; correct it in the source.",
                table=table,
                row=row + 1,
                value=counts[row],
            )
    if float(real.sum()) > EXACT:
        raise InvalidCountError(
            f"Table “{table}”: the counts add up to more than 2⁵³ and would not be exact. Check their unit.",
            table=table,
        )
    return counts.cast(pl.Int64).alias("freq")
