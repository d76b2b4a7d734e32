"""Which files may come with a reply."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import Invalid

MAX_BYTES = 10_000_000
MAX_FILES = 5
OPENDOCUMENT = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".pdf": ("application/pdf", (b"%PDF",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".docx": (f"{OFFICE}.wordprocessingml.document", (b"PK",)),
    ".xlsx": (f"{OFFICE}.spreadsheetml.sheet", (b"PK",)),
    ".pptx": (f"{OFFICE}.presentationml.presentation", (b"PK",)),
    ".odt": (f"{OPENDOCUMENT}.text", (b"PK",)),
    ".ods": (f"{OPENDOCUMENT}.spreadsheet", (b"PK",)),
}
"""By ending: the content type that is sent later, whatever the browser claimed, and how such a file begins."""


@dataclass(frozen=True)
class FileOffered:
    """A file that may be kept: its name without folders, the content type that belongs to its ending."""

    name: str
    content_type: str


def checked(name: str, content: bytes, *, present: int) -> FileOffered:
    """Return under which name and type a file is kept. ``present``: how many files the reply has already."""
    if present >= MAX_FILES:
        raise Invalid({"file": _("Mehr als %(count)d Dateien gehören nicht zu einer Antwort.") % {"count": MAX_FILES}})
    if not content:
        raise Invalid({"file": _("Diese Datei ist leer.")})
    if len(content) > MAX_BYTES:
        raise Invalid({"file": _("Diese Datei ist größer als 10 MB. Oft hilft, sie als PDF zu speichern.")})
    bare = PurePosixPath(name.replace("\\", "/")).name
    bare = "".join(letter for letter in bare if letter.isprintable()).strip()
    ending = PurePosixPath(bare).suffix.lower()
    if ending not in KINDS:
        endings = ", ".join(kind.removeprefix(".") for kind in KINDS if kind != ".jpeg")
        message = _("Solche Dateien lassen sich nicht anfügen. Möglich sind %(kinds)s.")
        raise Invalid({"file": message % {"kinds": endings}})
    content_type, beginnings = KINDS[ending]
    if not content.startswith(beginnings):
        raise Invalid({"file": _("Der Inhalt dieser Datei passt nicht zu ihrer Endung. Bitte neu speichern.")})
    stem = bare[: -len(ending)][: 150 - len(ending)]
    return FileOffered(f"{stem}{ending}", content_type)
