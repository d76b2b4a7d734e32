"""PDF files, by pypdf: text with its size and place, page by page."""

from __future__ import annotations

import io
import logging
from typing import Any

from etappe.documents.errors import DamagedDocumentError, DocumentError, EncryptedDocumentError, ScannedDocumentError
from etappe.documents.extract.blocks import Extract, Progress, normalise
from etappe.documents.extract.limits import require_pages
from etappe.documents.extract.pdf_layout import layout
from etappe.documents.extract.pdf_lines import Line, page_lines

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it notes of odd files is nothing to act on
_READABLE_LETTERS_A_PAGE = 20


def read_pdf(data: bytes, filename: str, progress: Progress) -> Extract:
    """Read a pdf.

    Raises
    ------
    EncryptedDocumentError
        It asks for a password to be opened (one that only forbids changes does not).
    ScannedDocumentError
        Its pages are pictures.
    DamagedDocumentError
        It breaks off.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise EncryptedDocumentError(filename)
        require_pages(len(reader.pages), filename)
        pages = _pages(reader, progress)
        title = str((reader.metadata.title if reader.metadata else None) or "")
    except DocumentError:
        raise
    except DependencyError as error:
        raise EncryptedDocumentError(filename) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        raise DamagedDocumentError(filename, "der Aufbau der Seiten ist unlesbar") from error
    letters = sum(character.isalpha() for lines in pages for line in lines for character in line.text)
    if not pages:
        raise DamagedDocumentError(filename, "es enthält keine Seiten")
    if letters < _READABLE_LETTERS_A_PAGE * len(pages) and _has_pictures(reader):
        raise ScannedDocumentError(filename, len(pages))
    return Extract(blocks=layout(pages), title=_title(title), pages=len(pages))


def _pages(reader: Any, progress: Progress) -> list[list[Line]]:
    pages: list[list[Line]] = []
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        pages.append(page_lines(page))
        progress(number, total)
    return pages


def _has_pictures(reader: Any) -> bool:
    return any(len(page.images) > 0 for page in list(reader.pages)[:5])


def _title(title: str) -> str:
    """Return the title of the metadata unless it is a leftover of the writing program."""
    cleaned = normalise(title)
    looks_technical = cleaned.lower().endswith(
        (".doc", ".docx", ".indd", ".odt", ".pdf")
    ) or cleaned.lower().startswith("microsoft word")
    return "" if looks_technical or len(cleaned) < 4 else cleaned
