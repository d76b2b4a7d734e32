"""Survival curves for many multipliers of the hazard to leave.

Summed over cells, a survival curve is a smooth function of one number, the multiplier. It is computed exactly at a few
Chebyshev nodes and interpolated for ten thousand draws; the error is far below 1e-9 (a test holds it against the direct
computation).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import Floats, Numbers
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.survival import Curves, curves
from etappe.calc.workforce.variants import Variants

NODES = 12
GRID = 0.25
"""Ranges of the multiplier are widened to this grid, so that another set of draws finds its nodes again."""
DIRECT = 8
"""Up to so many different multipliers are computed directly."""


@dataclass(frozen=True, eq=False)
class CurveSource:
    """Curves for variants, handed out part by part; arrays end in an axis of V variants, or of length 1."""

    shared: Curves | None
    fitted: Curves | None
    weights: Numbers | None
    """(nodes, V, K, 2): how much each node counts for each variant."""

    def part(self, start: int, stop: int) -> Curves:
        """Return the curves of the variants from ``start`` to ``stop``."""
        if self.shared is not None:
            return self.shared
        if self.fitted is None or self.weights is None:
            raise AssertionError("curves are either shared or fitted")
        w = np.ascontiguousarray(np.moveaxis(self.weights[:, start:stop], 1, -1))
        return Curves(*(_blend(values, w) for values in _each(self.fitted)))


def curves_for(model: Model, years: int, variants: Variants) -> CurveSource:
    """Prepare the curves that ``variants`` need."""
    leaving = variants.leaving
    if leaving is None:
        plain = _kept(model, years, (1.0, 1.0))
        return CurveSource(Curves(*(values[0, ..., None] for values in _each(plain))), None, None)
    different, which = np.unique(leaving.reshape(len(leaving), -1), axis=0, return_inverse=True)
    if len(different) <= DIRECT:
        found = [curves(model, years, one.reshape(*leaving.shape[1:], 1, 1)) for one in different]
        fitted = _stack(found)
        chosen = (np.arange(len(different))[:, None] == which.ravel()[None, :]).astype(float)
        return CurveSource(None, fitted, np.broadcast_to(chosen[..., None, None], (*chosen.shape, *leaving.shape[1:])))
    return CurveSource(None, *_fitted(model, years, leaving))


def _fitted(model: Model, years: int, leaving: Floats) -> tuple[Curves, Floats]:
    low, high = np.floor(leaving.min() / GRID) * GRID, np.ceil(leaving.max() / GRID) * GRID
    # Not down to 0: where everybody leaves at once, the curve would jump there.
    span = float(low) if low > 0 else float(leaving.min()), float(high)
    return _kept(model, years, span), lagrange(_places(*span), leaving)


def _places(low: float, high: float) -> Floats:
    """Chebyshev points of the first kind; a single one where the range is a point."""
    if low == high:
        return np.array([low])
    return np.asarray(low + (high - low) * (1 - np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES)) / 2)


def _kept(model: Model, years: int, span: tuple[float, float]) -> Curves:
    """Curves at the nodes of a range, (nodes, years + 1, K, 2); a shorter look is the start of a longer one."""
    name = f"curves {span}"
    found = model.kept.get(name)
    if not isinstance(found, Curves) or found.stock.shape[1] < years + 1:
        found = _stack([curves(model, years, float(place)) for place in _places(*span)])
        model.kept[name] = found
    return Curves(*(values[:, : years + 1] for values in _each(found)))


def lagrange(places: Floats, at: Floats) -> Floats:
    """Weights (nodes, …) by which values at ``places`` (Chebyshev points of the first kind) make those at ``at``."""
    count = len(places)
    angle = np.pi * (np.arange(count) + 0.5) / count
    sign = np.sin(angle) * (-1.0) ** np.arange(count)
    distance = at[None] - places.reshape(-1, *(1,) * at.ndim)
    exact = distance == 0
    parts = sign.reshape(-1, *(1,) * at.ndim) / np.where(exact, 1.0, distance)
    weights = parts / parts.sum(0)
    return np.asarray(np.where(exact.any(0), exact.astype(float), weights))


def _each(some: Curves) -> tuple[Numbers, ...]:
    return some.stock, some.unknown, some.hired, some.trained


def _stack(found: list[Curves]) -> Curves:
    return Curves(*(np.stack(values) for values in zip(*(_each(one) for one in found), strict=True)))


def _blend(values: Numbers, weights: Numbers) -> Numbers:
    """(nodes, T + 1, K, 2) × (nodes, K, 2, V) → (T + 1, K, 2, V)."""
    by_cell = np.moveaxis(values, (2, 3), (0, 1)).swapaxes(-1, -2)
    if not by_cell.any():
        return np.zeros((by_cell.shape[2], *weights.shape[1:]))
    mixed = by_cell @ np.moveaxis(weights, 0, -2)
    return np.ascontiguousarray(np.moveaxis(mixed, 2, 0))
