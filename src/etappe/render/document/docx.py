"""A document as DOCX: a German council paper with the report as its annex."""

from __future__ import annotations

from docx.document import Document as WordDocument

from etappe.render.council_docx import add_council_paper
from etappe.render.council_paper import CouncilPaper
from etappe.render.document.blocks import Bars, Block, Chapter, Document, Section, Text, WordTable
from etappe.render.german import day
from etappe.render.text import one_line, running_words
from etappe.render.wordprocessing import new_document, set_running_lines, to_bytes
from etappe.render.wordtable import add_table


def document_docx(document: Document) -> bytes:
    """`document` as DOCX; equal documents give equal bytes."""
    paper = document.council or CouncilPaper(subject=document.title)
    made = new_document(document.title, document.municipality, document.as_of)
    number = one_line(paper.number)
    set_running_lines(
        made,
        running_words(document.municipality),
        running_words(f"Drucksache {number}" if number else document.title),
        " · ".join((f"Stand {day(document.as_of)}", *document.marks)),
    )
    add_council_paper(
        made,
        paper,
        municipality=document.municipality,
        as_of=document.as_of,
        marks=document.marks,
        note=document.note,
        annex=f"{document.title} ({document.subtitle})",
    )
    made.add_heading(f"Anlage: {document.title}", level=1).paragraph_format.page_break_before = True
    made.add_paragraph(document.subtitle, style="Subtitle")
    made.add_paragraph(document.headline)
    for block in document.blocks:
        _add(made, block)
    return to_bytes(made)


def _add(made: WordDocument, block: Block) -> None:
    match block:
        case Chapter():
            made.add_heading(block.title, level=2)
        case Section():
            made.add_heading(block.title, level=3)
        case Text():
            for line in block.lines:
                made.add_paragraph(line)
        case WordTable():
            if block.title:
                made.add_heading(block.title, level=3)
            description = block.title or ", ".join(block.head)
            add_table(made, block.head, block.rows, block.widths, description=description, numeric=block.numeric)
        case Bars():
            pass  # the table beside the picture says the same; one that no word processor can edit adds nothing
