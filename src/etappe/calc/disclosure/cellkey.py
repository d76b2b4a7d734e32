"""The cell-key method: every count is changed a little, always the same way for the same people.

Counts and keys of the inner cells are summed to all margins; the perturbation table turns (count, key) into a change.
Totals are not made to add up afterwards: each is as near to the truth as any other cell, and small differences between
a total and the sum of its parts are the price, which the report puts into figures.

References
----------
B. Fraser, J. Wooton (2005), A proposed method for confidentialising tabular output to protect against differencing.
J. Höhne, J. Höninger (2018), Die Cell-Key-Methode: ein Geheimhaltungsverfahren, Statistische Monatshefte Niedersachsen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure.errors import ContradictionError, TableError
from etappe.calc.disclosure.keys import Keys, cell_keys
from etappe.calc.disclosure.ptable import KEY_SPACE, PTable
from etappe.calc.disclosure.tables import Dimension, Table, Universe

Ints = NDArray[np.int64]
Cells = TypeVar("Cells", Ints, Keys)


class KeyLinkError(ContradictionError):
    """Cells that several tables share cannot get one key from counts alone (facts: ``tables``)."""


@dataclass(frozen=True, eq=False)
class Grid:
    """One table with all margins as dense arrays, one axis a dimension, codes in the order of the output."""

    table: Table
    codes: tuple[tuple[str, ...], ...]
    members: tuple[tuple[Ints, ...], ...]
    counts: Ints
    inner_keys: Keys

    @cached_property
    def keys(self) -> Keys:
        """Keys of all cells."""
        keys = self.inner_keys
        for axis, members in enumerate(self.members):
            keys = _add_margins(keys, axis, members)
        return keys & np.uint64(KEY_SPACE - 1)

    def frame(self, values: Ints) -> pl.DataFrame:
        """Dimension columns and ``value``, one row a cell, the last dimension running fastest."""
        columns = [self._column(axis) for axis in range(values.ndim)]
        return pl.DataFrame([*columns, pl.Series("value", values.ravel())])

    def _column(self, axis: int) -> pl.Series:
        shape = self.counts.shape
        places = np.arange(shape[axis], dtype=np.uint32).reshape([-1 if at == axis else 1 for at in range(len(shape))])
        codes = pl.Enum(list(self.codes[axis]))
        return pl.Series(self.table.dimensions[axis], np.broadcast_to(places, shape).ravel()).cast(codes)


@dataclass(frozen=True, eq=False)
class Perturbed:
    """Tables after perturbation.

    Attributes
    ----------
    ptable
        The perturbation table used.
    grids
        The true counts and keys, one :class:`Grid` a table, sorted by table name.
    values
        What is published, for each grid.
    exact_totals
        Whether the grand totals were left as they are.
    """

    ptable: PTable
    grids: tuple[Grid, ...]
    values: tuple[Ints, ...]
    exact_totals: bool

    def frame(self, name: str) -> pl.DataFrame:
        """Dimension columns and the published ``value`` of one table."""
        for grid, values in zip(self.grids, self.values, strict=True):
            if grid.table.name == name:
                return grid.frame(values)
        raise KeyError(name)


def perturb(
    tables: Sequence[Table],
    ptable: PTable,
    secret: bytes,
    *,
    keys: Mapping[str, pl.DataFrame] | None = None,
    exact_totals: bool = False,
) -> Perturbed:
    """Protect tables by the cell-key method.

    Parameters
    ----------
    tables
        The tables to publish; tables that share cells are given the same value there.
    ptable
        The perturbation table.
    secret
        The statistics office's secret key, the same for all publications.
    keys
        For tables counted from records: table name → frame of :func:`~etappe.calc.disclosure.keys.count_records`
        (dimension columns and ``key``). The others get keys from their counts.
    exact_totals
        Leave the grand total of each table as it is, unless it is itself too small to be shown.

    Raises
    ------
    ContradictionError
        If two tables give different counts for the same cell.
    KeyLinkError
        If tables overlap so that counts alone cannot give shared cells one key; keys from records can.
    """
    grids = keyed(tables, secret, keys)
    values = tuple(grid.counts + ptable.perturbation(grid.counts, grid.keys) for grid in grids)
    if exact_totals:
        values = tuple(_keep_total(grid, value, ptable.js) for grid, value in zip(grids, values, strict=True))
    return Perturbed(ptable, grids, values, exact_totals)


def keyed(tables: Sequence[Table], secret: bytes, keys: Mapping[str, pl.DataFrame] | None = None) -> tuple[Grid, ...]:
    """Counts and cell keys of tables with margins, sorted by table name; parameters and errors as :func:`perturb`."""
    ordered = sorted(tables, key=lambda table: table.name)
    return _link([_grid(table, secret, (keys or {}).get(table.name)) for table in ordered])


def _keep_total(grid: Grid, values: Ints, js: int) -> Ints:
    corner = (0,) * values.ndim
    if int(grid.counts[corner]) > js:
        values = values.copy()
        values[corner] = grid.counts[corner]
    return values


def _grid(table: Table, secret: bytes, keyed: pl.DataFrame | None) -> Grid:
    dimensions = [Dimension.merge(name, table.trees[name]) for name in table.dimensions]
    leaves = [table.trees[name][0].leaves for name in table.dimensions]
    inner = _inner_keys(table, secret, keyed)
    places = tuple(
        table.counts[name].replace_strict(list(some), list(range(len(some))), return_dtype=pl.Int64).to_numpy()
        for name, some in zip(table.dimensions, leaves, strict=True)
    )
    shape = [len(some) for some in leaves]
    counts, keys = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.uint64)
    counts[places] = table.counts["freq"].to_numpy()
    keys[places] = inner
    codes = tuple(table.codes(dimension) for dimension in dimensions)
    members = tuple(_members(*each) for each in zip(dimensions, codes, leaves, strict=True))
    for axis, some_members in enumerate(members):
        counts = _add_margins(counts, axis, some_members)
    return Grid(table, codes, members, counts, keys)


def _inner_keys(table: Table, secret: bytes, keyed: pl.DataFrame | None) -> Keys:
    """Keys of the rows of ``table.counts``."""
    if keyed is None:
        return cell_keys(table.counts, table.dimensions, secret)
    names = list(table.dimensions)
    own = keyed.select(*(pl.col(name).cast(pl.String) for name in names), pl.col("key").cast(pl.UInt64))
    joined = table.counts.join(own, on=names, how="left", maintain_order="left")
    missing = joined.filter(pl.col("key").is_null() & (pl.col("freq") > 0))
    if not missing.is_empty():
        cell = " × ".join(missing.select(names).row(0))
        raise TableError(
            f"Table “{table.name}”: the cell {cell} has people but no key; count both from the same records.",
            table=table.name,
            cell=cell,
        )
    return joined["key"].fill_null(0).to_numpy()


def _members(dimension: Dimension, codes: Sequence[str], leaves: Sequence[str]) -> tuple[Ints, ...]:
    """For each code the places of the leaves it counts."""
    bits = [dimension.atoms[leaf] for leaf in leaves]
    contents = [dimension.atoms[code] for code in codes]
    return tuple(np.array([at for at, bit in enumerate(bits) if bit & content], dtype=np.int64) for content in contents)


def _add_margins(cells: Cells, axis: int, members: tuple[Ints, ...]) -> Cells:
    """Sum leaves into every code along one axis; unsigned keys wrap at 2**64, which 2**32 divides."""
    ahead: Cells = np.moveaxis(cells, axis, 0)
    sums: Cells = np.empty((len(members), *ahead.shape[1:]), dtype=cells.dtype)
    for at, places in enumerate(members):
        np.sum(ahead[places], axis=0, out=sums[at, ...])
    return np.ascontiguousarray(np.moveaxis(sums, 0, axis))


def _link(grids: list[Grid]) -> tuple[Grid, ...]:
    """Give cells that several tables share the same key; the finest table leads, the others follow."""
    if len(grids) < 2:
        return tuple(grids)
    universe = Universe.build([grid.table for grid in grids])
    assigned = np.zeros(universe.size, dtype=np.uint64)
    known = np.zeros(universe.size, dtype=np.bool_)
    linked: dict[str, Grid] = {}
    order = sorted(range(len(grids)), key=lambda at: (-grids[at].inner_keys.size, sorted(grids[at].table.dimensions)))
    for at in order:
        cells = universe.index[at]
        grid = _follow(grids[at], known[cells], assigned[cells])
        assigned[cells] = grid.keys.ravel()
        known[cells] = True
        linked[grid.table.name] = grid
    return tuple(linked[grid.table.name] for grid in grids)


def _follow(grid: Grid, known: NDArray[np.bool_], assigned: Keys) -> Grid:
    """Shift inner keys until every known cell has the key it was assigned.

    Known cells are taken from small to large. What a cell lacks goes into its first occupied inner cell that no smaller
    known cell has settled; sums over the same people therefore stay equal.

    Raises
    ------
    KeyLinkError
        If known cells overlap so that this leaves one of them with another key.
    """
    occupied = grid.counts.ravel() > 0
    wanted = np.flatnonzero(known & occupied)
    if (grid.keys.ravel()[wanted] == assigned[wanted]).all():
        return grid
    inner, people = grid.inner_keys.copy(), _inner(grid)
    settled = np.zeros(inner.shape, dtype=np.bool_)
    for cell in sorted(wanted.tolist(), key=lambda at: _extent(grid, at)):
        block = np.ix_(*_block(grid, cell))
        free = np.argwhere((people[block] > 0) & ~settled[block])
        if free.size:
            lack = int(assigned[cell]) - int(inner[block].sum(dtype=np.uint64))
            at = tuple(axis.ravel()[place] for axis, place in zip(block, free[0], strict=True))
            inner[at] = (int(inner[at]) + lack) % KEY_SPACE
            settled[block] = True
    shifted = replace(grid, inner_keys=inner)
    if (shifted.keys.ravel()[wanted] != assigned[wanted]).any():
        raise KeyLinkError(
            f"Table “{grid.table.name}” overlaps the other tables so that counts alone cannot give shared cells one "
            "key: count keys from records, or give one table that has all dimensions.",
            table=grid.table.name,
        )
    return shifted


def _block(grid: Grid, cell: int) -> list[Ints]:
    """For each axis the places of the leaves that a cell counts."""
    places = np.unravel_index(cell, grid.counts.shape)
    return [members[int(place)] for members, place in zip(grid.members, places, strict=True)]


def _extent(grid: Grid, cell: int) -> tuple[int, int]:
    return int(np.prod([part.size for part in _block(grid, cell)])), cell


def _inner(grid: Grid) -> Ints:
    """The counts of the inner cells."""
    leaves = [
        [grid.codes[axis].index(leaf) for leaf in grid.table.trees[name][0].leaves]
        for axis, name in enumerate(grid.table.dimensions)
    ]
    inner: Ints = grid.counts[np.ix_(*leaves)]
    return inner
