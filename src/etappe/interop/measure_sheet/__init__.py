"""Measures in a spreadsheet: one template, the same for export and import.

:func:`write_sheet` makes the file, :func:`read_sheet` reads it back, :func:`read_pasted` reads what was copied out of
any spreadsheet. Reading never raises on bad input: what is wrong is reported by row and column, in German.
"""

from etappe.interop.measure_sheet.columns import COLUMNS, Column
from etappe.interop.measure_sheet.pasted import read_pasted
from etappe.interop.measure_sheet.read import MAX_BYTES, MAX_ROWS, read_sheet
from etappe.interop.measure_sheet.rows import Influence, MeasureRow, MilestoneRow, SheetError, SheetResult, State
from etappe.interop.measure_sheet.write import SheetLists, write_sheet

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "MAX_ROWS",
    "Column",
    "Influence",
    "MeasureRow",
    "MilestoneRow",
    "SheetError",
    "SheetLists",
    "SheetResult",
    "State",
    "read_pasted",
    "read_sheet",
    "write_sheet",
]
