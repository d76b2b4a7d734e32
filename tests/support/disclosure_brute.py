"""All tables of whole numbers that fit what is published, one by one: the yardstick for the auditor."""

from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.tables import Universe


def free_cells(universe: Universe, published: NDArray[np.bool_]) -> tuple[list[int], list[int], list[list[Fraction]]]:
    """Withheld cells that determine all others: (free, determined, coefficients with the constant last)."""
    unknown = [int(cell) for cell in np.flatnonzero(~published)]
    matrix = universe.constraints.toarray()
    constant = matrix[:, published] @ universe.values[published]
    rows = [
        [Fraction(int(row[cell])) for cell in unknown] + [Fraction(-int(rest))]
        for row, rest in zip(matrix, constant, strict=True)
    ]
    pivots: list[int] = []
    done: list[list[Fraction]] = []
    for column in range(len(unknown)):
        at = next((number for number, row in enumerate(rows) if row[column]), None)
        if at is None:
            continue
        chosen = rows.pop(at)
        chosen = [entry / chosen[column] for entry in chosen]
        rows = [_clear(row, chosen, column) for row in rows]
        done = [_clear(row, chosen, column) for row in done]
        done.append(chosen)
        pivots.append(column)
    free = [column for column in range(len(unknown)) if column not in pivots]
    formulas = [[-row[column] for column in free] + [row[-1]] for row in done]
    return [unknown[column] for column in free], [unknown[column] for column in pivots], formulas


def _clear(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column]
    return [entry - factor * other for entry, other in zip(row, pivot, strict=True)] if factor else row


def largest(universe: Universe, published: NDArray[np.bool_]) -> NDArray[np.int64]:
    """No cell is larger than a published sum it is part of, nor than the total of all."""
    high = np.full(universe.size, universe.values[0])
    for row in universe.constraints.toarray():
        whole = int(np.flatnonzero(row == -1)[0])
        if published[whole]:
            high[row == 1] = np.minimum(high[row == 1], universe.values[whole])
    return np.where(published, universe.values, high)


def combinations(universe: Universe, published: NDArray[np.bool_], low: NDArray[np.int64]) -> int:
    """How many tables :func:`consistent_tables` has to try."""
    free, _, _ = free_cells(universe, published)
    return int(np.prod((largest(universe, published) - low + 1)[free], dtype=object)) if free else 1


def consistent_tables(universe: Universe, published: NDArray[np.bool_], low: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every table of whole numbers, one a row, with y ≥ low where withheld and the truth where published."""
    free, determined, formulas = free_cells(universe, published)
    high = largest(universe, published)
    ranges = [np.arange(low[cell], high[cell] + 1) for cell in free]
    chosen = np.stack([grid.ravel() for grid in np.meshgrid(*ranges, indexing="ij")] or [np.zeros(0)]).astype(np.int64)
    if not free:
        chosen = np.zeros((0, 1), dtype=np.int64)
    tables = np.repeat(universe.values[None, :], chosen.shape[1], axis=0)
    tables[:, free] = chosen.T
    fits = np.ones(chosen.shape[1], dtype=bool)
    for cell, formula in zip(determined, formulas, strict=True):
        denominator = lcm(*(entry.denominator for entry in formula))
        weights = [int(entry * denominator) for entry in formula]
        value = np.array(weights[:-1], dtype=np.int64) @ chosen + weights[-1]
        fits &= (value % denominator == 0) & (value >= low[cell] * denominator) & (value <= high[cell] * denominator)
        tables[:, cell] = value // denominator
    return tables[fits]
