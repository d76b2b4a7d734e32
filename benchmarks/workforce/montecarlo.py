"""The yardstick: the same model with whole people and dice, in plain numpy, written for speed and nothing else.

Units of one stratum are added up first (which changes nothing for the whole), and binomials are drawn for whole arrays.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce import Model, simulate


@dataclass(frozen=True)
class MonteCarlo:
    """What so many runs give, and how long they take."""

    runs: int
    mean: float
    sd: float
    seconds: float


def run(model: Model, years: int, runs: int) -> MonteCarlo:
    """Simulate, and look at the share in the last year."""
    begin = time.perf_counter()
    share = simulate(model, years, runs, seed=1).share[:, -1]
    return MonteCarlo(runs, float(share.mean()), float(np.std(share, ddof=1)), time.perf_counter() - begin)
