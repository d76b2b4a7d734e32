"""Stocks and flows: whether what came and went explains the difference, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from etappe.calc.workforce.errors import MissingColumnError

IN = ("hired", "taken_over", "moved_in")
OUT = ("retired", "left", "transferred", "moved_out")


@dataclass(frozen=True)
class Mismatch:
    """A row in which stocks and flows do not fit together.

    Attributes
    ----------
    keys
        Which row, by name of the column.
    opening, closing
        Stocks at both ends of the year.
    came, went
        Sums of the flows.
    difference
        ``closing − (opening + came − went)``; positive where people have appeared from nowhere.
    """

    keys: dict[str, str]
    opening: float
    came: float
    went: float
    closing: float

    @property
    def difference(self) -> float:
        """By how much the closing stock is too large."""
        return self.closing - (self.opening + self.came - self.went)


def reconcile(
    opening: pl.DataFrame,
    flows: pl.DataFrame,
    closing: pl.DataFrame,
    keys: Sequence[str] = ("unit", "occupation", "group"),
) -> tuple[Mismatch, ...]:
    """Compare the stock at the end of a year with what stock and flows make of it.

    Parameters
    ----------
    opening, closing
        Columns of ``keys`` and ``count``.
    keys
        Columns that name a row.
    flows
        Columns of ``keys`` and any of hired, taken_over, moved_in, retired, left, transferred, moved_out; moves between
        units, levels or groups of ages count in both rows.

    Returns
    -------
    tuple
        Every row that does not fit, the largest difference first; empty where all do.

    Examples
    --------
    >>> before = pl.DataFrame({"unit": ["51", "32"], "count": [10, 5]})
    >>> moved = pl.DataFrame({"unit": ["51"], "hired": [2], "retired": [1]})
    >>> after = pl.DataFrame({"unit": ["51", "32"], "count": [11, 4]})
    >>> [(row.keys["unit"], row.difference) for row in reconcile(before, moved, after, keys=("unit",))]
    [('32', -1.0)]
    """
    for name, frame, column in (("opening", opening, "count"), ("closing", closing, "count")):
        _need(frame, (*keys, column), name)
    _need(flows, keys, "flows")
    came = pl.sum_horizontal(*(pl.col(name) for name in IN if name in flows.columns), pl.lit(0.0))
    went = pl.sum_horizontal(*(pl.col(name) for name in OUT if name in flows.columns), pl.lit(0.0))
    parts = [
        _by(opening, keys, pl.col("count"), "opening"),
        _by(flows, keys, came, "came"),
        _by(flows, keys, went, "went"),
        _by(closing, keys, pl.col("count"), "closing"),
    ]
    table = parts[0]
    for part in parts[1:]:
        table = table.join(part, on=list(keys), how="full", coalesce=True)
    table = table.fill_null(0.0).sort(list(keys))
    found = [
        Mismatch({name: str(row[name]) for name in keys}, row["opening"], row["came"], row["went"], row["closing"])
        for row in table.iter_rows(named=True)
    ]
    wrong = [row for row in found if abs(row.difference) > 1e-6]
    return tuple(sorted(wrong, key=lambda row: -abs(row.difference)))


def _by(frame: pl.DataFrame, keys: Sequence[str], value: pl.Expr, name: str) -> pl.DataFrame:
    texts = [pl.col(key).cast(pl.String) for key in keys]
    return frame.select(*texts, value.cast(pl.Float64).alias(name)).group_by(list(keys)).agg(pl.col(name).sum())


def _need(frame: pl.DataFrame, columns: Sequence[str], where: str) -> None:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise MissingColumnError(
            f"The table of {where} has no column “{missing[0]}”; there are {', '.join(frame.columns)}.",
            column=missing[0],
            columns=", ".join(frame.columns),
        )
