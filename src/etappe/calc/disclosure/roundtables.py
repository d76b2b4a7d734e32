"""Rounded tables with proof: round, attack by intersecting, withhold what rounding alone cannot hide."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from etappe.calc.disclosure.cellkey import keyed
from etappe.calc.disclosure.columns import status_beside
from etappe.calc.disclosure.errors import ContradictionError, DisclosureError
from etappe.calc.disclosure.hierarchies import TOTAL
from etappe.calc.disclosure.intersections import Intersection, intersect
from etappe.calc.disclosure.releases import known_from
from etappe.calc.disclosure.rounding import Rounded, Way, around
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Status, Table, Universe

Ints = NDArray[np.int64]
Progress = Callable[[str, float], None]

_WITHOUT_END = 2**40
"""Stands for "no upper bound" of a withheld cell: more than any sum of rounded counts allows."""

_REPAIRS = 6
"""How often cells are withheld and everything is attacked again."""


class RoundingNotSafeError(DisclosureError):
    """Rounding does not hide enough (facts: ``base``, ``way``, ``unsafe``, ``exposures``, ``complete``)."""


@dataclass(frozen=True, eq=False)
class RoundedTables:
    """Rounded tables that may be published, and what the attacker can do with them.

    Attributes
    ----------
    universe
        All cells with their true counts.
    base, way
        How they were rounded.
    rounded
        The rounded counts and what each stems from.
    status
        Published or withheld, for each cell: rounding may leave a few cells that have to be withheld.
    intersection
        The attack that found nothing.
    seconds
        Time for all.
    """

    universe: Universe
    base: int
    way: Way
    rounded: Rounded
    status: NDArray[np.int8]
    intersection: Intersection
    seconds: float

    def frame(self, name: str) -> pl.DataFrame:
        """One table: dimension columns, ``value`` (rounded; null where withheld), ``status``."""
        number = [table.name for table in self.universe.tables].index(name)
        cells = self.universe.index[number]
        words = np.array([item.name.lower() for item in Status])[self.status[cells]]
        values = pl.Series("value", self.rounded.values[cells])
        frame = self.universe.frame(number).drop("cell", "value")
        status = status_beside(frame.columns)
        return frame.with_columns(values, pl.Series(status, words, dtype=pl.String)).with_columns(
            pl.when(pl.col(status) == "published").then(pl.col("value")).alias("value")
        )

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """All tables by name."""
        return {table.name: self.frame(table.name) for table in self.universe.tables}


def usual_base(rules: Rules) -> int:
    """The smallest usual base with which a published zero may hide ``minimum`` people."""
    return next((base for base in (3, 5, 10) if base > rules.minimum), rules.minimum + 1)


def round_tables(
    tables: Sequence[Table],
    rules: Rules | None = None,
    *,
    secret: bytes,
    base: int | None = None,
    way: Way = "random",
    attacker: Attacker | None = None,
    keys: Mapping[str, pl.DataFrame] | None = None,
    history: Iterable[pl.DataFrame] = (),
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> RoundedTables:
    """Round tables and prove that nobody can work out a protected cell from all rounded counts together.

    Every cell, totals too, is rounded from its own true count. If the attack finds cells that rounding alone does not
    hide, they are withheld and everything is attacked again.

    Parameters
    ----------
    tables
        Tables to be published together.
    rules, attacker
        What must hold, against whom.
    secret, keys
        As for :func:`~etappe.calc.disclosure.cellkey.perturb`; used by the random way.
    base
        Counts become multiples of it; by default the smallest of 3, 5, 10 above the minimum.
    way
        ``"random"``, ``"nearest"`` or ``"controlled"``; see :mod:`etappe.calc.disclosure.rounding`.
    history
        Earlier releases: of true values, which the attacker then knows, or of the same rounded ones.
    time_limit, progress
        Seconds for all; called with a stage and the share done.

    Raises
    ------
    ContradictionError
        If an earlier release shows neither the truth nor the same rounded counts.
    RoundingNotSafeError
        If there is no proof, for want of a larger base or of time.
    """
    start = time.monotonic()
    rules, attacker = rules or Rules(), attacker or Attacker()
    universe = Universe.build(tables)
    used = base or usual_base(rules)
    rounded = around(universe.values, _keys(universe, tables, secret, keys, way), universe.constraints, used, way)
    low, high = rounded.low.copy(), rounded.high.copy()
    low[~universe.shown], high[~universe.shown] = 0, _WITHOUT_END
    known = known_from(universe, history, rounded.values)
    low[known] = high[known] = universe.values[known]
    status = np.where(universe.shown, Status.PUBLISHED, Status.SECONDARY).astype(np.int8)
    for _ in range(_REPAIRS):
        left = None if time_limit is None else time_limit - (time.monotonic() - start)
        found = intersect(universe, (low, high), rules, attacker, time_limit=left, progress=progress)
        open_cells = np.array(sorted({*found.unsafe, *(cell for _, cell in found.exposed)}), dtype=np.int64)
        if found.safe:
            rounded = replace(rounded, low=low, high=high)
            return RoundedTables(universe, used, way, rounded, status, found, time.monotonic() - start)
        fresh = open_cells[(status[open_cells] == Status.PUBLISHED) & ~known[open_cells]]
        if not found.complete or not fresh.size or len(found.unsafe) > found.cells.size // 3:
            break
        status[fresh] = Status.PRIMARY
        low[fresh], high[fresh] = 0, _WITHOUT_END
    raise _not_safe(found, used, way)


def rounded_bounds(universe: Universe, published: Mapping[int, int], base: int, way: Way) -> tuple[Ints, Ints]:
    """Least and largest true count of each cell that published rounded counts (cell → value) allow.

    Raises
    ------
    ContradictionError
        If a published value is no multiple of the base, or too far from the truth to be the rounded count.
    """
    low = np.zeros(universe.size, dtype=np.int64)
    high = np.full(universe.size, _WITHOUT_END)
    cells = np.array(list(published), dtype=np.int64)
    values = np.array(list(published.values()), dtype=np.int64)
    below, above = (base // 2, (base - 1) // 2) if way == "nearest" else (base - 1, base - 1)
    low[cells], high[cells] = np.maximum(values - below, 0), values + above
    wrong = np.flatnonzero((universe.values < low) | (universe.values > high))
    odd = cells[values % base != 0]
    if wrong.size or odd.size:
        cell = int(wrong[0] if wrong.size else odd[0])
        label = " × ".join(f"{name} = {code}" for name, code in universe.label(cell).items()) or TOTAL
        raise ContradictionError(
            f"The publication shows {published[cell]} for the cell {label}, which is not {universe.values[cell]} "
            f"rounded to base {base}.",
            cell=label,
            released=published[cell],
            now=int(universe.values[cell]),
            differing=int(wrong.size + odd.size),
        )
    return low, high


def _keys(
    universe: Universe, tables: Sequence[Table], secret: bytes, keys: Mapping[str, pl.DataFrame] | None, way: Way
) -> NDArray[np.uint64]:
    """Cell keys of the universe; zeros where the way needs none."""
    found = np.zeros(universe.size, dtype=np.uint64)
    if way == "random":
        for number, grid in enumerate(keyed(tables, secret, keys)):
            found[universe.index[number]] = grid.keys.ravel()
    return found


def _not_safe(found: Intersection, base: int, way: Way) -> RoundingNotSafeError:
    why = "was not attacked to the end in time" if not found.complete else "does not hide enough"
    return RoundingNotSafeError(
        f"Rounding to base {base} ({way}) {why}: {len(found.unsafe)} of {found.cells.size} protected cells and "
        f"{len(found.exposed)} insiders' views stay open. Take a larger base, the random way, or withhold cells.",
        base=base,
        way=way,
        unsafe=len(found.unsafe),
        exposures=len(found.exposed),
        protected=int(found.cells.size),
        complete=found.complete,
    )
