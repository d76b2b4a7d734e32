"""The perturbation table of the cell-key method: how likely each count is changed by how much.

Row ``i`` of the table holds the probabilities with which a true count ``i`` is changed by ``v``. Each row is the
distribution of largest entropy (that is: the one that gives an attacker least to hold on to) among all with

- mean 0, so that sums over many cells stay right,
- variance V, so that the user of a table knows the size of the noise,
- ``|v| <= D``, ``i + v >= 0`` and ``i + v`` not in ``1..js``, so that no small count is ever shown,
- by choice ``p_0 >= p_stay``, so that a share of the cells is shown unchanged.

A zero stays a zero. All counts from ``i_max`` on share the last row, which no bound touches: ``i_max`` is D without a
threshold and ``D + js + 1`` with one.

References
----------
S. Giessing (2016), Computational issues in the design of transition probabilities and disclosure risk estimation for
additive noise, in: Privacy in Statistical Databases, LNCS 9867, 237-251.
J. K. Marley, V. L. Leaver (2011), A method for confidentialising user-defined tables, 58th ISI World Congress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.errors import RuleError
from etappe.calc.disclosure.maximum_entropy import TOLERANCE, changes, largest_entropy, variance_range, with_stay

KEY_SPACE = 1 << 32
"""Cell keys are whole numbers below this."""

Infeasible = Literal["error", "nearest"]


class PTableError(RuleError):
    """No perturbation table meets the wishes; the message says which row and what would be possible."""


class ParameterError(PTableError):
    """A parameter out of its range (facts: ``name``, ``value``, ``allowed``)."""


class UnbiasedError(PTableError):
    """A row in which no change has mean 0 (facts: ``row``, ``D``, ``js``)."""


class VarianceError(PTableError):
    """A row that cannot have the variance asked for (facts: ``row``, ``V``, ``low``, ``high``)."""


class PublishedRowError(PTableError):
    """A published table that is not what it says (facts: ``row``)."""


@dataclass(frozen=True)
class PRow:
    """One row: changes ``v`` (ascending) of a true count and their probabilities ``p``."""

    count: int
    v: NDArray[np.int64]
    p: NDArray[np.float64]

    @property
    def mean(self) -> float:
        """Expected change; 0 within rounding."""
        return float(self.p @ self.v)

    @property
    def variance(self) -> float:
        """Attained expected squared change."""
        return float(self.p @ np.square(self.v))

    @property
    def stay(self) -> float:
        """Probability that the count is shown unchanged."""
        return float(self.p[self.v == 0].sum())

    @property
    def entropy(self) -> float:
        """Entropy in nats."""
        positive = self.p[self.p > 0]
        return float(-(positive * np.log(positive)).sum()) + 0.0  # never -0


@dataclass(frozen=True)
class PTable:
    """A perturbation table: its wishes and its rows ``0..i_max`` (the last one serves all larger counts)."""

    D: int
    V: float
    js: int
    p_stay: float
    rows: tuple[PRow, ...]

    @property
    def i_max(self) -> int:
        """Index of the last row."""
        return len(self.rows) - 1

    @property
    def missed(self) -> tuple[PRow, ...]:
        """Rows other than 0 whose variance is not V (empty unless ``infeasible="nearest"`` was chosen)."""
        return tuple(row for row in self.rows[1:] if abs(row.variance - self.V) > 10 * TOLERANCE * max(1.0, self.V))

    @cached_property
    def _thresholds(self) -> NDArray[np.uint64]:
        """Cumulated probabilities of all rows, end to end, as whole numbers: row r lies in ``(r, r + 1] * 2**32``."""
        width = 2 * self.D + 1
        steps = np.zeros((len(self.rows), width), dtype=np.uint64)
        for index, row in enumerate(self.rows):
            p = np.zeros(width)
            p[row.v + self.D] = row.p
            cumulated = np.minimum(np.ceil(np.cumsum(p) * KEY_SPACE), KEY_SPACE).astype(np.uint64)
            cumulated[row.v[-1] + self.D :] = KEY_SPACE  # the sum may end an ulp below 1
            steps[index] = cumulated + np.uint64(index * KEY_SPACE)
        return steps.ravel()

    def perturbation(self, counts: NDArray[np.int64], keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Change of each count: the first v whose cumulated probability lies above ``key / 2**32``.

        Parameters
        ----------
        counts : int64 array
            True counts, not negative.
        keys : uint64 array, same shape
            Cell keys below 2**32.
        """
        row = np.minimum(counts, self.i_max).astype(np.uint64)
        place = np.searchsorted(self._thresholds, row * np.uint64(KEY_SPACE) + keys, side="right")
        change: NDArray[np.int64] = place.astype(np.int64) - row.astype(np.int64) * (2 * self.D + 1) - self.D
        return change

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON: wishes, rows with attained mean and variance."""
        return {
            "D": self.D,
            "V": self.V,
            "js": self.js,
            "p_stay": self.p_stay,
            "i_max": self.i_max,
            "rows": [
                {
                    "i": row.count,
                    "v": row.v.tolist(),
                    "p": row.p.tolist(),
                    "mean": row.mean,
                    "variance": row.variance,
                    "entropy": row.entropy,
                }
                for row in self.rows
            ],
            "missed": [{"i": row.count, "variance": row.variance} for row in self.missed],
        }


def ptable(
    D: int,
    V: float,
    js: int = 0,
    *,
    p_stay: float = 0.0,
    reach: Mapping[int, int] | None = None,
    infeasible: Infeasible = "error",
) -> PTable:
    """Perturbation table of largest entropy.

    Parameters
    ----------
    D : int
        Largest change, at least 1.
    V : float
        Variance of the change, above 0.
    js : int
        Counts ``1..js`` are never shown.
    p_stay : float
        Least probability of "unchanged", in rows where unchanged is allowed.
    reach : mapping of row to largest change, optional
        Narrows single rows, as some published tables do (``{1: 3}``: a one is changed by at most 3).
    infeasible : "error" or "nearest"
        What to do where no distribution of a row has the variance V: raise, or take the nearest variance that can be
        attained. The latter is never silent: ``PTable.missed`` lists these rows with what they attain.

    Returns
    -------
    PTable

    Raises
    ------
    PTableError
        If the wishes contradict each other; the message names the row and the variances that are possible.
    """
    _check_wishes(D, V, js, p_stay)
    last = D if js == 0 else D + js + 1
    reach = dict(reach or {})
    for row, width in reach.items():
        if not (1 <= row <= last and 1 <= width <= D):
            raise ParameterError(
                f"reach: row {row} with largest change {width} is impossible; give rows 1..{last} and changes 1..{D}.",
                name="reach",
                value=f"{row}:{width}",
                allowed=f"1..{last}:1..{D}",
            )
    rows = [PRow(0, np.zeros(1, dtype=np.int64), np.ones(1))]
    rows += [_row(i, _Wish(reach.get(i, D), V, js, p_stay), infeasible) for i in range(1, last + 1)]
    return PTable(D, V, js, p_stay, tuple(rows))


def published_table(D: int, js: int, rows: Mapping[int, Mapping[int, float]], *, V: float) -> PTable:
    """Take over a published perturbation table after checking it: mean 0, sums 1, bounds, variance V in every row.

    Parameters
    ----------
    D, js, V
        What the table promises, as for :func:`ptable`.
    rows : mapping of count to mapping of change to probability
        Rows ``1..i_max`` without gaps.

    Raises
    ------
    PublishedRowError
        If a row is missing or breaks a promise.
    """
    made = [PRow(0, np.zeros(1, dtype=np.int64), np.ones(1))]
    for i in range(1, len(rows) + 1):
        if i not in rows:
            raise PublishedRowError(f"The published table has no row {i}: give all rows from 1 on.", row=i)
        v = np.array(sorted(rows[i]), dtype=np.int64)
        row = PRow(i, v, np.array([rows[i][int(x)] for x in v], dtype=np.float64))
        _check_row(row, D, js, V)
        made.append(row)
    return PTable(D, V, js, 0.0, tuple(made))


def _check_row(row: PRow, D: int, js: int, V: float) -> None:
    allowed = set(changes(row.count, D, js).tolist())
    if not set(row.v[row.p > 0].tolist()) <= allowed:
        problem = f"changes other than {sorted(allowed)}"
    elif (row.p < 0).any() or abs(row.p.sum() - 1) > TOLERANCE:
        problem = f"probabilities that add up to {row.p.sum():.6f} instead of 1"
    elif abs(row.mean) > TOLERANCE or abs(row.variance - V) > TOLERANCE:
        problem = f"mean {row.mean:.6f} instead of 0 or variance {row.variance:.6f} instead of {V}"
    else:
        return
    raise PublishedRowError(f"Row {row.count} has {problem}: compare it with its source.", row=row.count)


def _check_wishes(D: int, V: float, js: int, p_stay: float) -> None:
    checks = [
        ("D", D, D >= 1, "≥ 1"),
        ("V", V, bool(np.isfinite(V)) and V > 0, "> 0"),
        ("js", js, js >= 0, "≥ 0"),
        ("p_stay", p_stay, 0 <= p_stay < 1, "0 ≤ p_stay < 1"),
    ]
    for name, value, fine, allowed in checks:
        if not fine:
            raise ParameterError(
                f"{name} = {value} is out of range ({allowed}).", name=name, value=value, allowed=allowed
            )


@dataclass(frozen=True)
class _Wish:
    """What one row has to keep."""

    D: int
    V: float
    js: int
    p_stay: float


def _row(i: int, wish: _Wish, infeasible: Infeasible) -> PRow:
    D, V, js, p_stay = wish.D, wish.V, wish.js, wish.p_stay
    limits = variance_range(i, D, js, p_stay)
    if limits is None:
        raise UnbiasedError(
            f"Row {i}: with D = {D} and js = {js} no change has mean 0; take a larger D or a smaller js.",
            row=i,
            D=D,
            js=js,
        )
    low, high = limits
    if not low - TOLERANCE <= V <= high + TOLERANCE and infeasible == "error":
        raise VarianceError(
            f"Row {i}: the variance {V} is out of reach with D = {D}, js = {js}, p_stay = {p_stay}; "
            f"{low:.4g} to {high:.4g} is possible.",
            row=i,
            V=V,
            low=low,
            high=high,
            D=D,
            js=js,
            p_stay=p_stay,
        )
    V = min(max(V, low), high)
    v = changes(i, D, js)
    p = largest_entropy(v, V, limits)
    if p_stay > 0 and (v == 0).any() and p[v == 0][0] < p_stay:
        p = with_stay(v, V, p_stay)
    row = PRow(i, v, p)
    if max(abs(row.mean), abs(row.variance - V), abs(p.sum() - 1)) > TOLERANCE * max(1.0, high):
        raise PTableError(f"Row {i}: the solver missed its aim (variance {row.variance} instead of {V}).", row=i)
    return row
