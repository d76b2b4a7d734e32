"""How the column that says what happened to a cell is called beside columns of dimensions."""

from collections.abc import Iterable

STATUS = "status"
CELL_STATUS = "cell_status"


def status_beside(dimensions: Iterable[str]) -> str:
    """Name of the column for results: ``status``, or ``cell_status`` where a dimension is called so already."""
    return CELL_STATUS if STATUS in dimensions else STATUS


def status_among(columns: Iterable[str]) -> str:
    """Which of the columns of a release says what happened to a cell."""
    return CELL_STATUS if CELL_STATUS in columns else STATUS
