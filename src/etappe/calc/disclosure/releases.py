"""Releases as frames: which cells of a universe they show, and whether they say the truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure.columns import status_among
from etappe.calc.disclosure.errors import ContradictionError, PatternError
from etappe.calc.disclosure.hierarchies import TOTAL
from etappe.calc.disclosure.tables import Dimension, Universe

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class UnknownReleaseError(ContradictionError):
    """An earlier release shows cells that the tables do not describe (facts: ``dimension``, ``code``)."""


def locate(universe: Universe, frame: pl.DataFrame) -> Ints:
    """Cell of each row of a release (dimension columns, ``value``, ``status``); −1 where the universe has none.

    A dimension that the release does not name stands at its total.
    """
    keys = np.zeros(frame.height, dtype=np.int64)
    fits = np.ones(frame.height, dtype=np.bool_)
    by_name = {dimension.name: dimension for dimension in universe.dimensions}
    strides = _strides(universe)
    for name in _dimensions(frame):
        column = frame[name].cast(pl.String)
        if name in by_name:
            numbers = _numbers(column, by_name[name])
            fits &= numbers >= 0
            keys += np.maximum(numbers, 0) * strides[name]
        else:
            fits &= (column == TOTAL).to_numpy()
    places = np.minimum(np.searchsorted(universe.keys, keys), universe.size - 1)
    return np.where(fits & (universe.keys[places] == keys), places, -1)


def known_from(universe: Universe, releases: Iterable[pl.DataFrame], shown_as: Ints | None = None) -> Bools:
    """Cells whose true value earlier releases have shown.

    Parameters
    ----------
    universe
        The cells with their true values.
    releases
        Frames with dimension columns and ``value`` (null where withheld).
    shown_as
        What is to be published of each cell now, if that is not the truth. A release that shows just this tells
        nothing new; any other change of the same cells could be averaged with it and is refused.

    Raises
    ------
    ContradictionError
        If a release shows another value than the tables have.
    UnknownReleaseError
        If a release shows a cell that the tables do not describe, so that what it gives away cannot be judged.
    """
    known = np.zeros(universe.size, dtype=np.bool_)
    for frame in releases:
        shown = frame.filter(pl.col("value").is_not_null())
        cells = locate(universe, shown)
        if (cells < 0).any():
            _refuse_unknown(shown, int(np.flatnonzero(cells < 0)[0]))
        if shown_as is not None and np.array_equal(shown["value"].to_numpy(), shown_as[cells]):
            continue
        _check_values(universe, shown, cells)
        known[cells] = True
    return known & universe.shown


def published_mask(universe: Universe, published: Mapping[str, pl.DataFrame]) -> Bools:
    """Cells whose value a publication of these tables shows.

    Raises
    ------
    PatternError
        If a table is missing or does not have each of its cells once.
    ContradictionError
        If a value is not the true one.
    """
    mask = np.zeros(universe.size, dtype=np.bool_)
    for number, table in enumerate(universe.tables):
        if table.name not in published:
            raise PatternError(f"The publication has no table “{table.name}”.", table=table.name)
        cells = whole_table(universe, number, published[table.name])
        shown = published[table.name]["value"].is_not_null().to_numpy()
        _check_values(universe, published[table.name].filter(shown), cells[shown])
        mask[cells[shown]] = True
    return mask


def whole_table(universe: Universe, number: int, frame: pl.DataFrame) -> Ints:
    """Cell of each row of a published table, which must have every cell of the table.

    Raises
    ------
    PatternError
        If rows are missing, doubled or foreign.
    """
    table = universe.tables[number]
    missing = [name for name in table.dimensions if name not in frame.columns]
    cells = locate(universe, frame) if not missing else np.zeros(0, dtype=np.int64)
    own = universe.index[number]
    if missing or frame.height != own.size or not np.array_equal(np.sort(cells), np.sort(own)):
        raise PatternError(
            f"The published table “{table.name}” has {frame.height} rows, but not each of its {own.size} cells once.",
            table=table.name,
            rows=frame.height,
            cells=int(own.size),
        )
    return cells


def _check_values(universe: Universe, frame: pl.DataFrame, cells: Ints) -> None:
    given = frame["value"].to_numpy()
    wrong = np.flatnonzero(given != universe.values[cells])
    if wrong.size:
        cell = int(cells[wrong[0]])
        label = " × ".join(f"{name} = {code}" for name, code in universe.label(cell).items()) or TOTAL
        raise ContradictionError(
            f"The release shows {given[wrong[0]]} for the cell {label}, the tables have {universe.values[cell]}; "
            f"{wrong.size} cells differ. A release can only be held against the data it was made from.",
            cell=label,
            released=int(given[wrong[0]]),
            now=int(universe.values[cell]),
            differing=int(wrong.size),
        )


def _refuse_unknown(frame: pl.DataFrame, row: int) -> None:
    cell = " × ".join(f"{name} = {frame[name][row]}" for name in _dimensions(frame) if frame[name][row] != TOTAL)
    raise UnknownReleaseError(
        f"An earlier release shows the cell {cell or TOTAL}, which these tables do not describe: give the table it "
        "belongs to as a table too, so that both can be judged together.",
        cell=cell or TOTAL,
    )


def _dimensions(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name not in ("value", status_among(frame.columns))]


def _numbers(column: pl.Series, dimension: Dimension) -> Ints:
    codes = [code for code in dimension.atoms if code is not None]
    numbers: Ints = column.replace_strict(
        codes, [dimension.number(code) for code in codes], default=-1, return_dtype=pl.Int64
    ).to_numpy()
    return numbers


def _strides(universe: Universe) -> dict[str, int]:
    strides: dict[str, int] = {}
    weight = 1
    for dimension in reversed(universe.dimensions):
        strides[dimension.name] = weight
        weight *= len(dimension.codes)
    return strides
