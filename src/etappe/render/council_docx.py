"""The front of a council paper in Word: everything that stands before the annex, in the usual order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from docx.document import Document as WordDocument

from etappe.render.council_paper import CouncilPaper
from etappe.render.german import NOT_STATED, day_in_words
from etappe.render.text import one_line, paragraphs
from etappe.render.wordprocessing import WARNING
from etappe.render.wordtable import add_table

_OPEN = "Noch nicht angegeben."


def add_council_paper(
    document: WordDocument,
    paper: CouncilPaper,
    *,
    municipality: str,
    as_of: date,
    marks: Sequence[str],
    note: str,
    annex: str,
) -> None:
    """Add Betreff, Beratungsfolge, Beschlussentwurf, Sachdarstellung, Finanzielle Auswirkungen and Anlagen.

    Args:
        document: where it is added.
        paper: its texts; what is empty says “Noch nicht angegeben.”
        municipality: whose paper it is.
        as_of: the day whose state it shows.
        marks: what must be seen at once (“Entwurf”, “Beispieldaten”).
        note: explains a mark; may be empty.
        annex: the name of the annex where the paper names none.
    """
    _add_head(document, paper, municipality, as_of, marks)
    if note:
        document.add_paragraph(note)
    document.add_heading("Betreff", level=1)
    document.add_paragraph(one_line(paper.subject) or NOT_STATED)
    _add_consultations(document, paper)
    _add_text(document, "Beschlussentwurf", paper.draft_resolution)
    _add_text(document, "Sachdarstellung", paper.statement)
    _add_text(document, "Finanzielle Auswirkungen", paper.financial_effects)
    document.add_heading("Anlagen", level=1)
    for attachment in paper.attachments or (annex,):
        document.add_paragraph(one_line(attachment) or NOT_STATED, style="List Number")


def _add_head(
    document: WordDocument, paper: CouncilPaper, municipality: str, as_of: date, marks: Sequence[str]
) -> None:
    document.add_paragraph(one_line(municipality) or NOT_STATED, style="Subtitle")
    number = one_line(paper.number)
    document.add_paragraph(f"Drucksache {number}" if number else "Drucksache ohne Nummer", style="Title")
    parts = (one_line(paper.issued_by), f"Stand {day_in_words(as_of)}")
    document.add_paragraph(" · ".join(part for part in parts if part), style="Subtitle")
    for mark in marks:
        run = document.add_paragraph().add_run(mark)
        run.bold, run.font.color.rgb = True, WARNING


def _add_consultations(document: WordDocument, paper: CouncilPaper) -> None:
    document.add_heading("Beratungsfolge", level=1)
    if not paper.consultations:
        document.add_paragraph(_OPEN)
        return
    rows = [(entry.committee, entry.meeting.words, entry.responsibility) for entry in paper.consultations]
    add_table(
        document,
        ("Gremium", "Sitzungstermin", "Zuständigkeit"),
        [tuple(one_line(word) or NOT_STATED for word in row) for row in rows],
        (85, 40, 40),
        description="Beratungsfolge",
    )


def _add_text(document: WordDocument, heading: str, texts: tuple[str, ...]) -> None:
    document.add_heading(heading, level=1)
    lines = [line for text in texts for line in paragraphs(text)]
    for line in lines or [_OPEN]:
        document.add_paragraph(line)
