"""Tables of measures to statements: a row that names what, who and when is one statement."""

from __future__ import annotations

import re

from etappe.documents.extract.blocks import Block, normalise
from etappe.documents.model import ParagraphKind

_LABEL = re.compile(
    r"^(?:Nr\.?|Lfd\.?\s?Nr\.?|Maßnahmen?(?:titel|nr\.?|beschreibung)?|Projekte?|Vorhaben|Ziele?|Leitziele?"
    r"|Teilziele?|Handlungsziele?|Handlungsfeld(?:er)?|Handlungsempfehlung(?:en)?|Empfehlung(?:en)?"
    r"|Beschreibung|Inhalte?|Aktivität(?:en)?|Umsetzung(?:sschritte)?|Zuständig(?:keit(?:en)?)?"
    r"|Verantwortlich(?:keit(?:en)?|e)?|Federführung|Beteiligte|Akteur(?:e|innen und Akteure)?"
    r"|Partner(?:innen und Partner)?|Kooperationspartner\w*"
    r"|Frist|Termin|Zeitraum|Zeitrahmen|Zeitplan(?:ung)?|Zeit|Bis wann|Beginn|Laufzeit|Zielgruppen?"
    r"|Indikator(?:en)?|Kennzahl(?:en)?|Zielwert|Erfolgskriterien|Kosten|Finanzierung|Ressourcen|Mittel"
    r"|Budget"
    r"|Ort|Sozialraum|Stadtteil|Priorität|Status|Stand|Sachstand|Bemerkung(?:en)?|Wer|Was|Wann|Für wen"
    r"|Womit)\s*(?:\([^)]*\))?\s*:?\s*\??$",
    re.I,
)
_LONG_CELL = 80
_SYNONYMS = (
    (re.compile(r"^(?:Wer|Verantwortlich\w*|Federführung|Zuständig\w*)\b.*", re.I), "Zuständig"),
    (re.compile(r"^(?:Wann|Bis wann|Termin|Zeit\w*|Frist|Laufzeit)\b.*", re.I), "Frist"),
    (re.compile(r"^Für wen\b.*", re.I), "Zielgruppe"),
    (re.compile(r"^Was\b.*", re.I), "Maßnahme"),
    (re.compile(r"^Womit\b.*", re.I), "Mittel"),
)


def table_blocks(rows: list[list[str]], page: int) -> list[Block]:
    """Turn the rows of a table into blocks.

    A table with a header of known words (*Maßnahme, Zuständig, Frist*) becomes one row statement a line, each cell with
    its header. A sheet with such words in its first column becomes one field a line. Any other table becomes a row a
    line, or, where cells hold running text, a paragraph a cell.
    """
    cleaned = [[normalise(cell) for cell in row] for row in rows]
    cleaned = [row for row in cleaned if any(row)]
    if not cleaned:
        return []
    if sum(_is_label(cell) for cell in cleaned[0]) >= 2:
        return [_record(cleaned[0], row, page) for row in cleaned[1:]]
    if sum(_is_label(row[0]) for row in cleaned if row) >= 2:
        return [block for row in cleaned for block in _sheet_row(row, page)]
    return [block for row in cleaned for block in _plain_row(row, page)]


def _is_label(cell: str) -> bool:
    return _LABEL.match(cell) is not None


def _label(cell: str) -> str:
    """Return the header in the words the checks know (``Bis wann?`` is ``Frist``)."""
    bare = cell.rstrip(" :?")
    return next((word for pattern, word in _SYNONYMS if pattern.match(bare)), bare)


def _record(header: list[str], row: list[str], page: int) -> Block:
    parts = []
    for index, cell in enumerate(row):
        name = _label(header[index]) if index < len(header) else ""
        if cell and not re.match(r"^(?:Lfd|Nr)", name):
            parts.append(f"{name}: {cell.rstrip('.;')}" if name else cell)
    return Block("; ".join(parts), kind=ParagraphKind.ROW, page=page)


def _sheet_row(row: list[str], page: int) -> list[Block]:
    distinct = list(dict.fromkeys(cell for cell in row[1:] if cell))
    if not _is_label(row[0]) or not distinct:
        return _plain_row(row, page)
    return [Block(f"{_label(row[0])}: {' '.join(distinct)}", kind=ParagraphKind.FIELD, page=page)]


def _plain_row(row: list[str], page: int) -> list[Block]:
    cells = list(dict.fromkeys(cell for cell in row if cell))
    if len(cells) == 1 or any(len(cell) >= _LONG_CELL for cell in cells):
        return [Block(cell, page=page) for cell in cells]
    return [Block("; ".join(cells), kind=ParagraphKind.ROW, page=page)]
