"""The steering report as PDF, DOCX and XLSX: one call, a report in, the bytes of a file out."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from etappe.render.document import document_docx, document_pdf
from etappe.render.errors import RenderError
from etappe.render.steering.contents import document_of
from etappe.render.steering.model import SteeringReport
from etappe.render.steering.xlsx import steering_xlsx

__all__ = ["Format", "SteeringReport", "render_steering"]

Format: TypeAlias = Literal["pdf", "docx", "xlsx"]


def render_steering(report: SteeringReport, format: Format) -> bytes:  # noqa: A002 - the word callers use
    """`report` as a file of the given format; equal reports give equal bytes.

    Raises:
        RenderError: there is no such format, or the layout failed; the message says in German what helps.
    """
    if format == "xlsx":
        return steering_xlsx(report)
    if format == "pdf":
        return document_pdf(document_of(report))
    if format == "docx":
        return document_docx(document_of(report))
    raise RenderError(f"Das Format „{format}“ gibt es nicht. Zur Wahl stehen: {', '.join(get_args(Format))}.")
