"""The programme as an accessible, archivable PDF."""

from __future__ import annotations

import typst

from etappe.render.errors import RenderError
from etappe.render.german import counted, day_in_words
from etappe.render.programme.layout import payload
from etappe.render.programme.model import ProgrammeReport
from etappe.render.typesetting import set_pdf


def programme_pdf(report: ProgrammeReport) -> bytes:
    """`report` as PDF; equal reports give equal bytes.

    Raises:
        RenderError: the layout failed; nothing was written.
    """
    try:
        return set_pdf("programme/programme.typ", payload(report), report.as_of)
    except typst.TypstError as error:
        raise RenderError(_explanation(report, error.message)) from error


def _explanation(report: ProgrammeReport, message: str) -> str:
    """What a person can do about a failed layout; `message` is Typst's own."""
    return (
        f"Das PDF „{report.title}“ (Stand {day_in_words(report.as_of)}, "
        f"{counted(len(report.measures), 'Maßnahme', 'Maßnahmen')}) ließ sich nicht setzen. Es wurde nichts "
        f"geschrieben; DOCX und XLSX sind davon nicht betroffen. Meldung des Satzprogramms: {message}"
    )
