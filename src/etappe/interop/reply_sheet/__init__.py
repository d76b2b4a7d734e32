"""Answers in a spreadsheet: written for one unit, filled in there, read back.

:func:`write_reply_sheet` makes the file, :func:`read_reply_sheet` reads it. Reading never raises on bad input: what is
wrong is reported by row and column, in German.
"""

from etappe.interop.reply_sheet.columns import COLUMNS, OBSTACLE_WORDS, STATE_WORDS
from etappe.interop.reply_sheet.read import MAX_BYTES, MAX_ROWS, read_reply_sheet
from etappe.interop.reply_sheet.rows import AnswerRow, AskedRow, ReplySheet, SheetHead
from etappe.interop.reply_sheet.write import write_reply_sheet

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "MAX_ROWS",
    "OBSTACLE_WORDS",
    "STATE_WORDS",
    "AnswerRow",
    "AskedRow",
    "ReplySheet",
    "SheetHead",
    "read_reply_sheet",
    "write_reply_sheet",
]
