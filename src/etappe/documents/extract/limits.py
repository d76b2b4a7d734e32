"""Limits that are checked before anything is read, so that no file can fill the memory."""

from __future__ import annotations

import io
import zipfile

from etappe.documents.errors import (
    DamagedDocumentError,
    EncryptedDocumentError,
    TooLargeDocumentError,
    UnsafeDocumentError,
)

MAX_BYTES = 50 * 1024 * 1024
"""Largest file that is read."""

MAX_PAGES = 300
"""Most pages of one paper."""

CHARACTERS_PER_PAGE = 4_000
"""Characters of a densely set page; formats without pages are measured by it."""

MAX_UNPACKED = 200 * 1024 * 1024
"""Most bytes that a docx or odt may hold unpacked."""

MAX_RATIO = 150
"""Most bytes unpacked for one byte packed. Text in XML shrinks to a tenth or twentieth, hardly ever to a hundredth."""

MAX_MEMBERS = 5_000
"""Most files inside a docx or odt."""

_RATIO_MATTERS_FROM = 5 * 1024 * 1024
_PROLOGUE = 4_096
_ENCRYPTED_FLAG = 0x1


def require_size(size: int, filename: str) -> None:
    """Raise ``TooLargeDocumentError`` where a file has more than ``MAX_BYTES``."""
    if size > MAX_BYTES:
        raise TooLargeDocumentError(filename, f"die Datei hat {size / 1024 / 1024:.0f} MB", "50 MB")


def require_pages(pages: int, filename: str) -> None:
    """Raise ``TooLargeDocumentError`` where a paper has more than ``MAX_PAGES`` pages."""
    if pages > MAX_PAGES:
        raise TooLargeDocumentError(filename, f"das Papier hat {pages} Seiten", f"{MAX_PAGES} Seiten")


def require_length(characters: int, filename: str) -> None:
    """Raise ``TooLargeDocumentError`` where a text without pages would fill more than ``MAX_PAGES`` dense pages."""
    pages = -(-characters // CHARACTERS_PER_PAGE)
    if pages > MAX_PAGES:
        raise TooLargeDocumentError(
            filename, f"der Text füllt etwa {pages} eng bedruckte Seiten", f"{MAX_PAGES} Seiten"
        )


def open_package(data: bytes, filename: str) -> zipfile.ZipFile:
    """Open a docx or odt package after checking what it would unpack to.

    The sizes in the directory of the package are upper bounds: ``zipfile`` never returns more than they say.

    Raises
    ------
    DamagedDocumentError
        The package breaks off or its directory cannot be read.
    EncryptedDocumentError
        A member is encrypted.
    UnsafeDocumentError
        It would unpack to more than allowed, or an XML part declares entities.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise DamagedDocumentError(filename, "das Ende der Datei fehlt") from error
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS:
        raise UnsafeDocumentError(filename, f"die Datei besteht aus {len(members)} Teilen")
    if unpacked > MAX_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked > MAX_RATIO * len(data)):
        raise UnsafeDocumentError(filename, f"ausgepackt wäre sie {unpacked / 1024 / 1024:.0f} MB groß")
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise EncryptedDocumentError(filename)
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            _refuse_entities(package, member, filename)
    return package


def _refuse_entities(package: zipfile.ZipFile, member: zipfile.ZipInfo, filename: str) -> None:
    """Refuse a part with a document type: office formats never have one, attacks by XML entities need one."""
    try:
        with package.open(member) as part:
            prologue = part.read(_PROLOGUE)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise DamagedDocumentError(filename, f"der Teil {member.filename} ist unvollständig") from error
    if b"<!DOCTYPE" in prologue.replace(b"\0", b""):
        raise UnsafeDocumentError(filename, f"der Teil {member.filename} verweist auf Inhalte außerhalb des Textes")
