"""A report as a sequence of blocks, set as PDF and written as DOCX: the same words and figures in both."""

from __future__ import annotations

from etappe.render.document.blocks import Bars, Block, Chapter, Document, Section, Text, WordTable
from etappe.render.document.docx import document_docx
from etappe.render.document.pdf import document_pdf

__all__ = [
    "Bars",
    "Block",
    "Chapter",
    "Document",
    "Section",
    "Text",
    "WordTable",
    "document_docx",
    "document_pdf",
]
