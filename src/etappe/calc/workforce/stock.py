"""Staff figures as a table: checked row by row, before anything is calculated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from etappe.calc.workforce.arrays import FIRST_AGE, LAST_AGE
from etappe.calc.workforce.errors import (
    AgeError,
    CountError,
    EmptyStockError,
    FractionError,
    GroupError,
    LevelError,
    MissingColumnError,
)

COLUMNS = ("unit", "occupation", "level", "age", "group", "count")
GROUPS = {"a": "A", "b": "B", "unknown": "unknown", "unbekannt": "unknown", "keine angabe": "unknown", "": "unknown"}


@dataclass(frozen=True, eq=False)
class Stock:
    """Checked staff figures.

    Attributes
    ----------
    frame
        Columns unit, occupation, level, age, A, B, unknown; one row a cell, sorted.
    levels
        Career levels from the lowest to the highest.
    heads
        Whether counts are people; False for full-time equivalents, whose spread is only approximate.
    """

    frame: pl.DataFrame
    levels: tuple[str, ...]
    heads: bool = True

    @property
    def total(self) -> float:
        """Everybody counted."""
        return float(self.frame.select(pl.sum_horizontal("A", "B", "unknown").sum()).item())


def read_stock(frame: pl.DataFrame, levels: Sequence[str] = (), *, heads: bool = True) -> Stock:
    """Check staff figures and put them into cells.

    Parameters
    ----------
    frame
        Columns unit, occupation, level, age, group, count; age in years, group A, B or unknown (empty is unknown).
        Rows of one cell are added.
    levels
        Order of the levels, lowest first; by default the order of their names.
    heads
        Whether counts are people. Full-time equivalents are accepted as such, never among heads.

    Raises
    ------
    StockError
        With row (the head is row 1), value and what is expected.

    Examples
    --------
    >>> rows = pl.DataFrame({"unit": ["51"] * 2, "occupation": ["educators"] * 2, "level": ["S8"] * 2,
    ...                      "age": [30, 31], "group": ["A", "B"], "count": [3, 4]})
    >>> read_stock(rows).total
    7.0
    """
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise MissingColumnError(
            f"The staff figures have no column “{missing[0]}”; there are {', '.join(frame.columns)}.",
            column=missing[0],
            columns=", ".join(frame.columns),
        )
    rows = frame.select(
        *(pl.col(name).cast(pl.String).fill_null("").str.strip_chars() for name in ("unit", "occupation", "level")),
        _ages(frame["age"]),
        _groups(frame["group"]),
        _counts(frame["count"], heads),
    )
    if rows["count"].sum() <= 0:
        raise EmptyStockError("There is not a single person in the staff figures.")
    order = tuple(levels) or tuple(sorted(rows["level"].unique().to_list()))
    unnamed = rows.filter(~pl.col("level").is_in(order))
    if not unnamed.is_empty():
        value = unnamed["level"][0]
        raise LevelError(
            f"The level “{value}” is not among the levels {', '.join(order)}: name it in their order.",
            value=value,
            levels=", ".join(order),
        )
    cells = rows.group_by("unit", "occupation", "level", "age").agg(
        *(pl.col("count").filter(pl.col("group") == name).sum().alias(name) for name in ("A", "B", "unknown"))
    )
    return Stock(cells.sort("unit", "occupation", "level", "age"), order, heads)


def _ages(given: pl.Series) -> pl.Series:
    text = given.cast(pl.String).fill_null("").str.strip_chars()
    numbers = text.cast(pl.Float64, strict=False)
    wrong = numbers.is_null() | (numbers < FIRST_AGE) | (numbers > LAST_AGE) | (numbers != numbers.floor())
    if wrong.any():
        row = _row(wrong)
        raise AgeError(
            f"Row {row}: the age “{text[row - 2]}” is no whole number from {FIRST_AGE} to {LAST_AGE}.",
            row=row,
            value=text[row - 2],
            first=FIRST_AGE,
            last=LAST_AGE,
        )
    return numbers.cast(pl.Int64).alias("age")


def _groups(given: pl.Series) -> pl.Series:
    text = given.cast(pl.String).fill_null("").str.strip_chars()
    known = text.str.to_lowercase().replace_strict(GROUPS, default=None, return_dtype=pl.String)
    wrong = known.is_null()
    if wrong.any():
        row = _row(wrong)
        raise GroupError(
            f"Row {row}: the group “{text[row - 2]}” is neither A, B nor unknown.", row=row, value=text[row - 2]
        )
    return known.alias("group")


def _counts(given: pl.Series, heads: bool) -> pl.Series:
    text = given.cast(pl.String).fill_null("").str.strip_chars()
    numbers = text.cast(pl.Float64, strict=False)
    wrong = numbers.is_null() | (numbers < 0) | numbers.is_infinite() | numbers.is_nan()
    if wrong.any():
        row = _row(wrong)
        raise CountError(
            f"Row {row}: the count “{text[row - 2]}” is no number from 0 on.", row=row, value=text[row - 2]
        )
    parts = numbers != numbers.floor()
    if heads and parts.any():
        row = _row(parts)
        raise FractionError(
            f"Row {row}: {text[row - 2]} is no number of people ({parts.sum()} such rows). Full-time equivalents and "
            "heads cannot be added: give heads, or say that all counts are full-time equivalents.",
            row=row,
            value=text[row - 2],
            rows=int(parts.sum()),
        )
    return numbers.alias("count")


def _row(wrong: pl.Series) -> int:
    """Row of the file of the first value that is wrong; the head is row 1."""
    return int(wrong.arg_true()[0]) + 2
