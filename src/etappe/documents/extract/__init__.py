"""Files in, documents out: one small module a format."""

from __future__ import annotations

from pathlib import Path, PurePath

from etappe.documents.errors import EmptyDocumentError, UnreadableFileError
from etappe.documents.extract.assemble import assemble
from etappe.documents.extract.blocks import Extract, Progress
from etappe.documents.extract.limits import require_size
from etappe.documents.extract.sniff import detect_format
from etappe.documents.model import Document

__all__ = ["FORMATS", "Progress", "read_document"]

FORMATS = ("docx", "pdf", "odt", "txt", "md")
"""The formats that are read, as file extensions."""


def read_document(
    source: str | Path | bytes, filename: str | None = None, progress: Progress | None = None
) -> Document:
    """Read a concept paper.

    Parameters
    ----------
    source
        A path, or the bytes of an uploaded file.
    filename
        The name to show in messages and to compare with the content; taken from the path where it is left out.
    progress
        Called with (pages or parts done, all of them).

    Raises
    ------
    DocumentError
        One of its subclasses, with a message for the person who chose the file.
    """
    data, name = _load(source, filename)
    if not data:
        raise EmptyDocumentError(name)
    format_name = detect_format(data, name)
    extract = _read(format_name, data, name, progress or _silent)
    document = assemble(extract, format_name, PurePath(name).stem)
    if not any(section.paragraphs for section in document.sections):
        raise EmptyDocumentError(name)
    return document


def _load(source: str | Path | bytes, filename: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        name = filename or "Dokument"
        require_size(len(source), name)
        return source, name
    path = Path(source)
    name = filename or path.name
    try:
        require_size(path.stat().st_size, name)
        return path.read_bytes(), name
    except FileNotFoundError as error:
        raise UnreadableFileError(name, "es gibt sie an diesem Ort nicht") from error
    except IsADirectoryError as error:
        raise UnreadableFileError(name, "es ist ein Ordner") from error
    except PermissionError as error:
        raise UnreadableFileError(name, "das Recht zum Lesen fehlt") from error
    except OSError as error:
        raise UnreadableFileError(name, "der Datenträger meldet einen Fehler") from error


def _read(format_name: str, data: bytes, filename: str, progress: Progress) -> Extract:
    """Call the reader of the format; each is imported only when needed, so that the command line starts quickly."""
    if format_name == "docx":
        from etappe.documents.extract.docx import read_docx

        return read_docx(data, filename, progress)
    if format_name == "pdf":
        from etappe.documents.extract.pdf import read_pdf

        return read_pdf(data, filename, progress)
    if format_name == "odt":
        from etappe.documents.extract.odt import read_odt

        return read_odt(data, filename, progress)
    if format_name == "md":
        from etappe.documents.extract.markdown import read_markdown

        return read_markdown(data, filename, progress)
    from etappe.documents.extract.plain import read_plain

    return read_plain(data, filename, progress)


def _silent(done: int, total: int) -> None:
    """Report to nobody."""
