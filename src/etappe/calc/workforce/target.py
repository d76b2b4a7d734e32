"""What shall be reached: a fixed share, or parity with a share that moves itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import Floats
from etappe.calc.workforce.errors import ParameterError
from etappe.calc.workforce.model import check_share


@dataclass(frozen=True)
class Target:
    """A share to be reached.

    Attributes
    ----------
    share
        The target in ``year`` (for parity: the share in the population then).
    change
        By how much it grows each year; 0 for a fixed target.
    year
        Year of ``share``; None for the year in which the projection starts.
    sd, sd_change
        Standard deviations of ``share`` and ``change``; a fixed target has none.

    Examples
    --------
    >>> Target(0.40, change=0.005, year=2026).path(2026, 3).round(3)
    array([0.4  , 0.405, 0.41 , 0.415])
    """

    share: float
    change: float = 0.0
    year: int | None = None
    sd: float = 0.0
    sd_change: float = 0.0

    def __post_init__(self) -> None:
        check_share("target", np.asarray(self.share))
        for name in ("sd", "sd_change"):
            value = getattr(self, name)
            if not value >= 0:
                raise ParameterError(
                    f"{name} = {value:g}: give a number from 0 on.", name=name, value=value, allowed="≥ 0"
                )

    @property
    def moves(self) -> bool:
        """Whether the target is not the same in all years, or not certain."""
        return bool(self.change or self.sd or self.sd_change)

    def path(self, start_year: int, years: int) -> Floats:
        """Expected target at the start of each year, (T + 1,), kept within 0 to 1."""
        return np.clip(self.share + self.change * self._since(start_year, years), 0.0, 1.0)

    def draws(self, start_year: int, years: int, level: Floats, slope: Floats) -> Floats:
        """Targets (D, T + 1) for standard normal draws of level and slope, both (D,)."""
        change = self.change + self.sd_change * slope[:, None]
        return np.clip(self.share + self.sd * level[:, None] + change * self._since(start_year, years), 0.0, 1.0)

    def _since(self, start_year: int, years: int) -> Floats:
        first = start_year - (start_year if self.year is None else self.year)
        return np.arange(first, first + years + 1, dtype=np.float64)
