"""The tables of the benchmark: the shared city tables where present, and made-up ones of other seeds and shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.disclosure.town import Shape, make
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.tables import Table

SHARED = Path("../shared/cases/sdc")

THREE = ("age", "origin")
MADE = {
    "two dimensions, seed 0": (Shape(3, 4, ("origin",), 2_000), 0),
    "two dimensions, seed 1": (Shape(3, 4, ("origin",), 2_000), 1),
    "two dimensions, seed 2": (Shape(3, 4, ("origin",), 2_000), 2),
    "three dimensions, 4 × 3 areas": (Shape(4, 3, THREE, 30_000), 11),
    "three dimensions, 2 × 8 areas, denser": (Shape(2, 8, THREE, 60_000), 12),
    "three dimensions, 3 × 4 areas, thinner": (Shape(3, 4, THREE, 12_000), 13),
    "three dimensions, 6 × 5 areas": (Shape(6, 5, THREE, 120_000), 14),
}


@dataclass(frozen=True)
class Case:
    """A table of the benchmark."""

    name: str
    table: Table


def cases(largest: bool) -> Iterator[Case]:
    """All tables, the shared ones first; the five-dimensional one only if asked for."""
    for name in ("xs", "s", "m", "l", *(["xl"] if largest else [])):
        if (SHARED / name).exists():
            yield Case(name, _read(SHARED / name))
    for name, (shape, seed) in MADE.items():
        yield Case(name, make(shape, seed))


def _read(folder: Path) -> Table:
    """A shared table; its dimension *status* is called *residence*, as outputs have a column *status*."""
    counts = pl.read_csv(folder / "main.csv").rename({"status": "residence"}, strict=False)
    dimensions = tuple(column for column in counts.columns if column != "freq")
    files = {name: folder / f"{'status' if name == 'residence' else name}.csv" for name in dimensions}
    trees = {name: Hierarchy.from_rows(name, pl.read_csv(file).rows()) for name, file in files.items()}
    return Table("city", dimensions, trees, counts)
