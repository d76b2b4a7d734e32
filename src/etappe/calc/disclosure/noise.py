"""What perturbation costs the reader, in figures, and what it promises, checked on the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.cellkey import Grid, Perturbed
from etappe.calc.disclosure.hierarchies import TOTAL
from etappe.calc.disclosure.ptable import PTable
from etappe.calc.disclosure.rules import Rules

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_BASE = 100
"""Shares are looked at where at least so many people are counted in the whole."""

_MOST_CELLS = 2_000_000
"""Shares and gaps of larger tables are not computed."""


@dataclass(frozen=True)
class Deviation:
    """Distances between published and true figures: how many were compared, and how far apart they are."""

    number: int
    median: float
    most: float
    largest: float

    @classmethod
    def of(cls, distances: list[Floats]) -> Deviation | None:
        """Median, 95 % quantile and maximum; None without any distance."""
        joined = np.abs(np.concatenate(distances)) if distances else np.zeros(0)
        if not joined.size:
            return None
        median, most = np.quantile(joined, [0.5, 0.95])
        return cls(int(joined.size), float(median), float(most), float(joined.max()))


@dataclass(frozen=True)
class Effects:
    """Effects of perturbation on all tables together.

    Attributes
    ----------
    cells, occupied
        Cells, and cells that count somebody.
    changed
        Share of the occupied cells whose value changed.
    mean, variance
        Of the change of occupied cells.
    sums
        Distances between a total and the sum of its published parts.
    shares
        Distances of shares in percentage points (each code in the total of its dimension, where at least
        ``LEAST_BASE`` are counted); None if the tables are too large.
    gaps
        The same for differences of a share between two neighbouring groups.
    """

    cells: int
    occupied: int
    changed: float
    mean: float
    variance: float
    sums: Deviation | None
    shares: Deviation | None
    gaps: Deviation | None

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def effects(result: Perturbed) -> Effects:
    """Compare published with true figures."""
    change = np.concatenate(
        [(values - grid.counts)[grid.counts > 0] for grid, values in zip(result.grids, result.values, strict=True)]
    )
    cells = sum(grid.counts.size for grid in result.grids)
    pairs = list(zip(result.grids, result.values, strict=True))
    shares: list[Floats] = []
    gaps: list[Floats] = []
    if cells <= _MOST_CELLS:
        for grid, values in pairs:
            for axis in range(values.ndim):
                some_shares, some_gaps = _shares(grid, values, axis)
                shares.append(some_shares)
                gaps += some_gaps
    return Effects(
        cells=cells,
        occupied=int(change.size),
        changed=float((change != 0).mean()) if change.size else 0.0,
        mean=float(change.mean()) if change.size else 0.0,
        variance=float(np.square(change).mean()) if change.size else 0.0,
        sums=Deviation.of([gap for grid, values in pairs for gap in _sums(grid, values)]),
        shares=Deviation.of(shares),
        gaps=Deviation.of(gaps),
    )


def _sums(grid: Grid, values: Ints) -> Iterator[Floats]:
    """For each group of each dimension: its published value minus the sum of its published parts."""
    for axis, name in enumerate(grid.table.dimensions):
        place = {code: at for at, code in enumerate(grid.codes[axis])}
        for group, parts in grid.table.trees[name][0].children.items():
            total = values.take(place[group], axis)
            own = grid.counts.take(place[group], axis) > 0
            yield (total - values.take([place[part] for part in parts], axis).sum(axis))[own].astype(np.float64)


def _shares(grid: Grid, values: Ints, axis: int) -> tuple[Floats, list[Floats]]:
    """Errors of shares along one axis in points, and errors of their gaps between neighbouring top groups of others."""
    true_base, base = grid.counts.take([0], axis), values.take([0], axis)
    fine = (true_base >= LEAST_BASE) & (base > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(fine, 100 * (values / base - grid.counts / true_base), np.nan)
    error = np.delete(error, 0, axis)
    gaps = []
    for other, name in enumerate(grid.table.dimensions):
        if other != axis:
            top = [grid.codes[other].index(code) for code in grid.table.trees[name][0].children[TOTAL]]
            gap = np.diff(error.take(top, other), axis=other).ravel()
            gaps.append(gap[~np.isnan(gap)])
    flat = error.ravel()
    return flat[~np.isnan(flat)], gaps


@dataclass(frozen=True)
class Promise:
    """One promise and whether the result keeps it."""

    name: str
    kept: bool


def promises(result: Perturbed, rules: Rules) -> tuple[Promise, ...]:
    """What the cell-key method promises, checked on every published cell.

    - ``zeros``: a published zero that nobody is counted in was zero; zeros stay zero.
    - ``small``: no value from 1 to ``minimum - 1`` is shown, and none could be.
    - ``reach``: no value is further from the truth than D.
    - ``variance``: every row of the perturbation table has the variance it says.
    - ``doubt``: whatever is shown for a protected cell can stem from a count of ``minimum`` or more, and from counts
      at least ``width`` apart.
    """
    pairs = list(zip(result.grids, result.values, strict=True))
    table = result.ptable
    small = any(bool(((values > 0) & (values < rules.minimum)).any()) for _, values in pairs)
    return (
        Promise("zeros", all(bool((values[grid.counts == 0] == 0).all()) for grid, values in pairs)),
        Promise("small", table.js >= rules.minimum - 1 and not small),
        Promise("reach", all(int(np.abs(values - grid.counts).max()) <= table.D for grid, values in pairs)),
        Promise("variance", not table.missed),
        Promise("doubt", _leaves_doubt(table, rules)),
    )


def origins(table: PTable, rules: Rules) -> dict[int, tuple[int, int]]:
    """Shown value → least and largest true count it can stem from, for all that a protected count can be shown as."""
    found: dict[int, set[int]] = {}
    for count in range(max(table.i_max, rules.minimum) + 2 * table.D + 1):
        row = table.rows[min(count, table.i_max)]
        for change in row.v[row.p > 0].tolist():
            found.setdefault(count + change, set()).add(count)
    return {
        shown: (min(counts), max(counts))
        for shown, counts in sorted(found.items())
        if any(1 <= count < rules.minimum for count in counts)
    }


def _leaves_doubt(table: PTable, rules: Rules) -> bool:
    """Whether every shown value of a protected count has other possible origins far enough away."""
    return all(high >= rules.minimum and high - low >= rules.width for low, high in origins(table, rules).values())
