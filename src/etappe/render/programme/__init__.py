"""The integration programme as PDF, DOCX and XLSX: one call, a report in, the bytes of a file out."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from etappe.render.errors import RenderError
from etappe.render.programme.docx import programme_docx
from etappe.render.programme.model import ProgrammeReport
from etappe.render.programme.pdf import programme_pdf
from etappe.render.programme.xlsx import programme_xlsx

__all__ = ["Format", "ProgrammeReport", "RenderError", "render_programme"]

Format: TypeAlias = Literal["pdf", "docx", "xlsx"]
_MAKERS = {"pdf": programme_pdf, "docx": programme_docx, "xlsx": programme_xlsx}


def render_programme(report: ProgrammeReport, format: Format) -> bytes:  # noqa: A002 - the word callers use
    """`report` as a file of the given format; equal reports give equal bytes.

    Raises:
        RenderError: there is no such format, or the layout failed; the message says in German what helps.
    """
    maker = _MAKERS.get(format)
    if maker is None:
        known = ", ".join(get_args(Format))
        raise RenderError(f"Das Format „{format}“ gibt es nicht. Zur Wahl stehen: {known}.")
    return maker(report)
