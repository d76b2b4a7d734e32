"""Which cells are published and which are withheld."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from etappe.calc.disclosure.errors import PatternError
from etappe.calc.disclosure.tables.universe import Universe


class Status(IntEnum):
    """What happens to a cell."""

    PUBLISHED = 0
    PRIMARY = 1
    SECONDARY = 2


@dataclass(frozen=True, eq=False)
class Pattern:
    """The status of each cell of a universe.

    Parameters
    ----------
    universe
        The cells.
    status
        One :class:`Status` a cell, as ``int8``.

    Raises
    ------
    PatternError
        If the statuses do not fit the universe.
    """

    universe: Universe
    status: NDArray[np.int8]

    def __post_init__(self) -> None:
        if self.status.shape != (self.universe.size,):
            raise PatternError(
                f"The pattern has {self.status.size} cells, the tables have {self.universe.size}: "
                "build it from the same tables.",
                cells=self.universe.size,
            )
        if not np.isin(self.status, list(Status)).all():
            raise PatternError("The pattern holds a status that is none of published, primary and secondary.")
        object.__setattr__(self, "status", self.status.astype(np.int8))

    @property
    def published(self) -> NDArray[np.bool_]:
        """Cells whose value everybody sees."""
        return np.equal(self.status, Status.PUBLISHED)

    @property
    def withheld(self) -> NDArray[np.bool_]:
        """Cells that a table shows without their value."""
        return np.logical_and(~self.published, self.universe.shown)
