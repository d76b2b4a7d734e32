"""What can be wrong with a file somebody hands in, each said to a person: what, where, and what to do."""

from __future__ import annotations


class DocumentError(Exception):
    """A concept paper that cannot be read. ``str(error)`` is one German sentence or two for the person who chose it."""


class EmptyDocumentError(DocumentError):
    """The file holds no text at all."""

    def __init__(self, filename: str) -> None:
        super().__init__(
            f"„{filename}“ enthält keinen Text. Bitte prüfen Sie, ob es die richtige Datei ist, und wählen Sie sie neu."
        )


class ScannedDocumentError(DocumentError):
    """A pdf made of pictures of pages."""

    def __init__(self, filename: str, pages: int) -> None:
        where = "auf der einen Seite" if pages == 1 else f"auf keiner der {pages} Seiten"
        what = "steht kein lesbarer Text" if pages == 1 else "steht lesbarer Text"
        super().__init__(
            f"In „{filename}“ {what} {where}: vermutlich ist das Papier eingescannt. "
            "Bitte lassen Sie zuerst eine Texterkennung (OCR) darüber laufen oder verwenden Sie die Word-Datei."
        )


class EncryptedDocumentError(DocumentError):
    """A file that asks for a password."""

    def __init__(self, filename: str) -> None:
        super().__init__(
            f"„{filename}“ ist mit einem Kennwort geschützt und lässt sich nicht öffnen. "
            "Bitte speichern Sie eine Fassung ohne Kennwort und wählen Sie diese."
        )


class DamagedDocumentError(DocumentError):
    """A file that breaks off or is not what it claims to be inside; ``where`` names the spot in German."""

    def __init__(self, filename: str, where: str) -> None:
        super().__init__(
            f"„{filename}“ ist beschädigt ({where}). "
            "Bitte öffnen Sie das Papier in seinem Programm, speichern Sie es neu und versuchen Sie es noch einmal."
        )


class UnsafeDocumentError(DocumentError):
    """A file built to exhaust memory (zip bomb) or to reach outside itself (XML entities)."""

    def __init__(self, filename: str, why: str) -> None:
        super().__init__(
            f"„{filename}“ wird aus Sicherheitsgründen nicht geöffnet: {why}. "
            "Bitte speichern Sie den Text in einem neuen, leeren Dokument und wählen Sie dieses."
        )


class TooLargeDocumentError(DocumentError):
    """A file above one of the limits; ``what`` says which, ``limit`` how much is possible."""

    def __init__(self, filename: str, what: str, limit: str) -> None:
        super().__init__(
            f"„{filename}“ ist zu groß: {what}, möglich sind {limit}. "
            "Bitte teilen Sie das Papier, etwa nach Kapiteln, oder lassen Sie Bilder und Anhänge weg."
        )


class UnknownFormatError(DocumentError):
    """A file of a format that is not read here."""

    def __init__(self, filename: str, found: str | None = None) -> None:
        recognised = f" ({found})" if found else ""
        super().__init__(
            f"Das Format von „{filename}“{recognised} kann Etappe nicht lesen. "
            "Möglich sind Word (.docx), PDF (.pdf), OpenDocument (.odt), Text (.txt) und Markdown (.md); "
            "bitte speichern Sie das Papier in einem davon."
        )


class WrongExtensionError(DocumentError):
    """A file whose content is not what its name says."""

    def __init__(self, filename: str, found: str, extension: str) -> None:
        super().__init__(
            f"„{filename}“ ist dem Namen nach {_ARTICLE.get(extension, extension)}, dem Inhalt nach aber "
            f"{_ARTICLE.get(found, found)}. Bitte geben Sie der Datei die Endung .{found} und versuchen Sie es erneut."
        )


class UnreadableFileError(DocumentError):
    """A path that leads nowhere, to a folder, or to a file one may not read."""

    def __init__(self, filename: str, why: str) -> None:
        super().__init__(f"„{filename}“ lässt sich nicht öffnen: {why}. Bitte prüfen Sie Ort und Namen der Datei.")


_ARTICLE = {
    "docx": "ein Word-Dokument",
    "pdf": "ein PDF",
    "odt": "ein OpenDocument-Text",
    "txt": "eine Textdatei",
    "md": "eine Markdown-Datei",
}
