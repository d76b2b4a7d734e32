"""Which format a file has: by its content first, by its name second."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

from etappe.documents.errors import (
    DamagedDocumentError,
    EncryptedDocumentError,
    UnknownFormatError,
    WrongExtensionError,
)

_MARKDOWN = {"md", "markdown"}
_TEXT = {"txt", "text", ""}
_ZIP_FORMATS = {"docx", "odt"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"{\\rtf", "Rich Text"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"GIF8", "ein Bild"),
    (b"II*\0", "ein Bild"),
    (b"MM\0*", "ein Bild"),
    (b"\x1f\x8b", "ein Archiv"),
    (b"7z\xbc\xaf", "ein Archiv"),
    (b"Rar!", "ein Archiv"),
)
_PDF_HEADER_WITHIN = 1_024
_TEXT_SAMPLE = 8_192
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def detect_format(data: bytes, filename: str) -> str:
    """Return ``docx``, ``pdf``, ``odt``, ``txt`` or ``md``.

    Raises
    ------
    WrongExtensionError
        The content is a readable format, but another one than the name says.
    UnknownFormatError, EncryptedDocumentError, DamagedDocumentError
        It is none of the readable formats, an encrypted Office file, or a broken package.
    """
    extension = PurePath(filename).suffix.lower().lstrip(".")
    found = _by_content(data, extension, filename)
    claimed = "md" if extension in _MARKDOWN else "txt" if extension in _TEXT else extension
    if found in ("txt", "md") and claimed in ("txt", "md"):
        return claimed
    if found == claimed or extension == "":
        return found
    if claimed in _ZIP_FORMATS | {"pdf", "txt", "md"}:
        raise WrongExtensionError(filename, found, claimed)
    raise UnknownFormatError(filename)


def _by_content(data: bytes, extension: str, filename: str) -> str:
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if data.startswith(b"PK"):
        return _by_package(data, extension, filename)
    if data.startswith(_OLE):
        if extension == "docx":  # Word wraps a docx with a password into an OLE container
            raise EncryptedDocumentError(filename)
        raise UnknownFormatError(filename, "ein älteres Office-Dokument")
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise UnknownFormatError(filename, name)
    if extension in _ZIP_FORMATS | {"pdf"} and data:
        raise DamagedDocumentError(filename, f"der Anfang passt nicht zu einer .{extension}-Datei")
    if b"\0" in data[:_TEXT_SAMPLE] and not data.startswith(_UTF16):
        raise UnknownFormatError(filename)
    return "txt"


def _by_package(data: bytes, extension: str, filename: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            kind = b""
            if "mimetype" in names:
                with package.open("mimetype") as part:  # a few bytes only: nothing is guarded yet
                    kind = part.read(200)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        if extension in _ZIP_FORMATS:
            raise DamagedDocumentError(filename, "das Ende der Datei fehlt") from error
        raise UnknownFormatError(filename, "ein Archiv") from error
    if "word/document.xml" in names:
        return "docx"
    if b"opendocument.text" in kind:
        return "odt"
    if any(name.startswith("xl/") for name in names) or b"spreadsheet" in kind:
        raise UnknownFormatError(filename, "eine Tabelle")
    if any(name.startswith("ppt/") for name in names) or b"presentation" in kind:
        raise UnknownFormatError(filename, "eine Präsentation")
    if extension in _ZIP_FORMATS:
        raise DamagedDocumentError(filename, "der Textteil fehlt")
    raise UnknownFormatError(filename, "ein Archiv")
