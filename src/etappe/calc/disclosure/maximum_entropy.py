"""Distributions of largest entropy on whole changes with mean 0 and a given variance.

Reference
---------
S. Giessing (2016), Computational issues in the design of transition probabilities and disclosure risk estimation for
additive noise, in: Privacy in Statistical Databases, LNCS 9867, 237-251.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, root
from scipy.special import logsumexp

TOLERANCE = 1e-9
"""Largest accepted distance between a wish and what is attained."""


def changes(i: int, D: int, js: int) -> NDArray[np.int64]:
    """Allowed changes of a count i, ascending."""
    v = np.arange(max(-D, -i), D + 1, dtype=np.int64)
    shown = i + v
    allowed: NDArray[np.int64] = v[(shown == 0) | (shown > js)]
    return allowed


def variance_range(i: int, D: int, js: int = 0, p_stay: float = 0.0) -> tuple[float, float] | None:
    """Smallest and largest variance a row can attain with mean 0, or None where no distribution has mean 0.

    ``v**2`` is strictly convex, so that the extremes sit on two points: the outermost changes for the largest, the
    innermost on both sides of 0 for the smallest variance (0 itself where "unchanged" is allowed).
    """
    v = changes(i, D, js)
    below, above = v[v < 0], v[v > 0]
    unchanged = bool((v == 0).any())
    if below.size == 0 or above.size == 0:
        return (0.0, 0.0) if unchanged else None
    moved = 1.0 - p_stay if unchanged else 1.0
    smallest = 0.0 if unchanged else float(-below[-1] * above[0])
    return smallest, float(-below[0] * above[-1]) * moved


def with_stay(v: NDArray[np.int64], V: float, p_stay: float) -> NDArray[np.float64]:
    """The bound on "unchanged" binds: entropy splits, the moved part is a problem of its own with V / (1 - p_stay)."""
    moved = v[v != 0]
    part = largest_entropy(moved, V / (1 - p_stay), _extremes(moved))
    p = np.empty(v.size)
    p[v == 0] = p_stay
    p[v != 0] = part * (1 - p_stay)
    return p


def _extremes(v: NDArray[np.int64]) -> tuple[float, float]:
    below, above = v[v < 0], v[v > 0]
    return float(-below[-1] * above[0]), float(-below[0] * above[-1])


def largest_entropy(v: NDArray[np.int64], V: float, limits: tuple[float, float]) -> NDArray[np.float64]:
    """Largest entropy with mean 0 and variance V: ``p ~ exp(a v + b v**2)`` from the convex dual in (a, b).

    At the ends of the attainable range the dual has no finite solution; there the distribution has two points.
    """
    low, high = limits
    if high - V <= TOLERANCE * max(1.0, high):
        return _two_points(v, int(v[0]), int(v[-1]))
    if V - low <= TOLERANCE:
        return _two_points(v, int(v[v < 0][-1]), int(v[v > 0][0])) if low > 0 else (v == 0).astype(np.float64)
    scale = float(np.abs(v).max())
    u = v / scale
    features = np.vstack([u, u * u])
    target = np.array([0.0, V / scale**2])

    def weights(dual: NDArray[np.float64]) -> NDArray[np.float64]:
        exponent = dual @ features
        result: NDArray[np.float64] = np.exp(exponent - logsumexp(exponent))
        return result

    def value(dual: NDArray[np.float64]) -> float:
        return float(logsumexp(dual @ features) - dual @ target)

    def gradient(dual: NDArray[np.float64]) -> NDArray[np.float64]:
        result: NDArray[np.float64] = features @ weights(dual) - target
        return result

    def hessian(dual: NDArray[np.float64]) -> NDArray[np.float64]:
        p = weights(dual)
        mean = features @ p
        result: NDArray[np.float64] = (features * p) @ features.T - np.outer(mean, mean)
        return result

    start = minimize(value, np.zeros(2), jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-8})
    return weights(root(gradient, start.x, jac=hessian, tol=1e-14).x)


def _two_points(v: NDArray[np.int64], below: int, above: int) -> NDArray[np.float64]:
    p = np.zeros(v.size)
    p[v == below] = above / (above - below)
    p[v == above] = -below / (above - below)
    return p
