"""Measures copied out of a spreadsheet and pasted as text: cells separated by tabs."""

from __future__ import annotations

import csv
import io

from etappe.interop.measure_sheet.rows import SheetError, SheetResult
from etappe.interop.measure_sheet.table import read_table

MAX_CHARACTERS = 5_000_000
MAX_PASTED_ROWS = 50_000


def read_pasted(text: str) -> SheetResult:
    """Read rows as spreadsheets put them on the clipboard, with the column titles in the first row.

    Cells with line breaks or quotation marks are quoted, as LibreOffice and Excel do. Rows are numbered from 1.
    """
    if len(text) > MAX_CHARACTERS:
        return _refused(
            "Der eingefügte Text ist zu lang.", "höchstens fünf Millionen Zeichen; größere Listen als XLSX-Datei."
        )
    if "\t" not in text:
        return _refused(
            "Im eingefügten Text sind keine Spalten zu erkennen.",
            "Zellen aus einer Tabelle, mitsamt der Zeile mit den Spaltentiteln kopiert.",
        )
    try:
        lines = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter="\t", strict=False))
    except csv.Error:
        return _refused(
            "Eine Zelle ist zu lang oder ein Anführungszeichen nicht geschlossen.", "Zellen aus einer Tabelle."
        )
    if len(lines) > MAX_PASTED_ROWS:
        return _refused(f"Eingefügt wurden {len(lines)} Zeilen.", f"höchstens {MAX_PASTED_ROWS} Zeilen.")
    return read_table(list(enumerate(lines, start=1)))


def _refused(message: str, expected: str) -> SheetResult:
    return SheetResult((), (SheetError(message, expected=expected),))
