"""Names for arrays and axes: k strata, x groups (0 = A, 1 = B), l levels, a ages, t years, y group asked for."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Numbers = NDArray[Any]
"""Real, or complex where a derivative is carried along in the imaginary part."""

A: Final = 0
"""The group whose share is asked for."""
B: Final = 1
"""Everybody else."""
UNKNOWN: Final = 2
"""People of whom the group is not known: a mixture of A and B, never silently B."""

FIRST_AGE: Final = 16
LAST_AGE: Final = 67


def of_year(path: Floats, years: int) -> Floats:
    """Cut or prolong a path (…, years given) to ``years``; the last value holds on."""
    given = path.shape[-1]
    if given >= years:
        return path[..., :years]
    last = np.repeat(path[..., -1:], years - given, axis=-1)
    return np.concatenate([path, last], axis=-1)


def ratio(part: Numbers, whole: Numbers) -> Numbers:
    """``part / whole``, and nan where nothing is left to take a share of."""
    empty = whole == 0
    return np.where(empty, np.nan, part / np.where(empty, 1.0, whole))
