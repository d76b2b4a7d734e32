"""HiGHS as this module uses it: one thread, quiet, the same answer on every machine."""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

Floats = NDArray[np.float64]
INFINITY = float(highspy.kHighsInf)
OPTIMAL = highspy.HighsModelStatus.kOptimal


def solver() -> highspy.Highs:
    """A solver; every one of a process uses one thread (mixed values end in status *NotSet*)."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | str] = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
    for option, value in options.items():
        highs.setOptionValue(option, value)
    return highs


def pass_model(
    highs: highspy.Highs,
    matrix: csc_array | csr_array,
    cost: Floats,
    columns: tuple[Floats, Floats],
    rows: tuple[Floats, Floats],
) -> None:
    """Give the solver min cost @ x with bounds on columns and rows."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, columns[0], columns[1]
    model.row_lower_, model.row_upper_ = rows
    by_rows = isinstance(matrix, csr_array)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise if by_rows else highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr
    model.a_matrix_.index_ = matrix.indices
    model.a_matrix_.value_ = matrix.data
    highs.passModel(model)


def solution(highs: highspy.Highs) -> Floats:
    """Values of the columns."""
    return np.array(highs.getSolution().col_value, dtype=np.float64)
