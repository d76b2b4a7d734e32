"""Tables for the tests of disclosure control."""

from pathlib import Path

import polars as pl

from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.tables import Table

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "sdc"


def read_case(name: str) -> Table:
    """One of the synthetic city tables."""
    folder = CASES / name
    counts = pl.read_csv(folder / "main.csv")
    dimensions = tuple(column for column in counts.columns if column != "freq")
    trees = {
        dimension: Hierarchy.from_rows(dimension, pl.read_csv(folder / f"{dimension}.csv").rows())
        for dimension in dimensions
    }
    return Table("main", dimensions, trees, counts)
