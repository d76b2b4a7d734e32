"""Units that split, merge or are renamed: old staff figures in the units of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from etappe.calc.workforce.arrays import Floats, Ints
from etappe.calc.workforce.errors import SuccessorError

Successors = Mapping[str, Mapping[str, float]]
"""Old unit → new unit → share of its staff; the shares of an old unit sum to one."""


@dataclass(frozen=True, eq=False)
class Regrouped:
    """Staff figures in new units.

    Attributes
    ----------
    frame
        As given, with new units.
    divided
        Units whose staff was divided by shares: which person went where is an assumption.
    """

    frame: pl.DataFrame
    divided: tuple[str, ...]


def regroup(frame: pl.DataFrame, successors: Successors) -> Regrouped:
    """Put staff figures into the units of today; nobody is lost, and whole people stay whole.

    Parameters
    ----------
    frame
        Columns unit and count, and any others.
    successors
        See :data:`Successors`; units not named stay as they are.

    Raises
    ------
    SuccessorError
        If shares are negative or do not sum to one.

    Examples
    --------
    >>> old = pl.DataFrame({"unit": ["50", "51"], "age": [40, 40], "count": [5, 4]})
    >>> new = regroup(old, {"50": {"50a": 0.5, "50b": 0.5}, "51": {"50a": 1.0}})
    >>> new.frame.sort("unit").rows(), new.divided
    ([('50a', 40, 7), ('50b', 40, 2)], ('50',))
    """
    for unit, shares in successors.items():
        total = sum(shares.values())
        if abs(total - 1) > 1e-9 or min(shares.values(), default=0.0) < 0:
            raise SuccessorError(f"The shares of unit “{unit}” sum to {total:g}, not to 1.", unit=unit, sum=total)
    rows: list[dict[str, object]] = []
    for row in frame.iter_rows(named=True):
        shares = successors.get(row["unit"], {row["unit"]: 1.0})
        parts = _apportion(row["count"], np.array(list(shares.values())))
        rows += [
            {**row, "unit": unit, "count": part} for unit, part in zip(shares, parts.tolist(), strict=True) if part
        ]
    others = [name for name in frame.columns if name != "count"]
    new = pl.DataFrame(rows, schema=frame.schema, strict=False) if rows else frame.clear()
    table = new.group_by(others, maintain_order=True).agg(pl.col("count").sum()).select(frame.columns)
    return Regrouped(table, tuple(sorted(unit for unit, shares in successors.items() if len(shares) > 1)))


def _apportion(count: float, shares: Floats) -> Floats | Ints:
    """Divide by largest remainders; fractions of people only where there were some."""
    exact = count * shares
    if count != int(count):
        return exact
    whole = np.floor(exact + 1e-9).astype(np.int64)
    left = int(count) - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:left]] += 1
    return whole
