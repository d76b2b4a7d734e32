"""A document as an accessible, archivable PDF."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import typst

from etappe.render import fonts
from etappe.render.document.blocks import Bars, Block, Chapter, Document, Section, Text, WordTable
from etappe.render.errors import RenderError
from etappe.render.german import day, day_in_words
from etappe.render.text import one_line, running_words
from etappe.render.typesetting import set_pdf


def document_pdf(document: Document) -> bytes:
    """`document` as PDF/UA-1 and PDF/A-2a; equal documents give equal bytes.

    Raises:
        RenderError: the layout failed; nothing was written.
    """
    try:
        return set_pdf("document/document.typ", _payload(document), document.as_of)
    except typst.TypstError as error:
        raise RenderError(
            f"Das PDF „{document.title}“ (Stand {day_in_words(document.as_of)}) ließ sich nicht setzen. Es wurde "
            f"nichts geschrieben; DOCX und XLSX sind davon nicht betroffen. Meldung des Satzprogramms: {error.message}"
        ) from error


def _payload(document: Document) -> dict[str, Any]:
    """The names that `document.typ` reads, JSON-ready."""
    return {
        "title": document.title,
        "municipality": document.municipality,
        "running": [running_words(document.municipality), running_words(document.title)],
        "subtitle": document.subtitle,
        "date": [document.as_of.year, document.as_of.month, document.as_of.day],
        "as-of": f"Stand {day(document.as_of)}",
        "as-of-words": f"Stand {day_in_words(document.as_of)}",
        "marks": document.marks,
        "note": document.note,
        "paper": one_line(document.council.number) if document.council else "",
        "fonts": fonts.FAMILIES,
        "headline": document.headline,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Chapter():
            return {"kind": "chapter", **asdict(block)}
        case Section():
            return {"kind": "section", **asdict(block)}
        case Text():
            return {"kind": "text", **asdict(block)}
        case WordTable():
            return {"kind": "table", **asdict(block)}
        case Bars():
            rows = [{"name": name, "parts": parts} for name, parts in block.rows]
            return {"kind": "bars", "legend": block.legend, "rows": rows, "alt": block.alt}
