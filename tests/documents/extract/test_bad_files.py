"""Every way in which a file can be wrong has its own message: what, where, what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support import documents as papers

from etappe.documents import DocumentError, check, errors
from etappe.documents.extract import limits

CASES: dict[str, tuple[str, Callable[[], bytes], type[DocumentError], str]] = {
    "scanned pdf": ("scan.pdf", papers.scanned_pdf, errors.ScannedDocumentError, "Texterkennung"),
    "pdf with password": ("geheim.pdf", papers.encrypted_pdf, errors.EncryptedDocumentError, "Kennwort"),
    "docx with password": (
        "geheim.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        errors.EncryptedDocumentError,
        "Kennwort",
    ),
    "truncated docx": ("halb.docx", lambda: papers.docx_paper()[:9000], errors.DamagedDocumentError, "beschädigt"),
    "truncated pdf": ("halb.pdf", lambda: papers.pdf_paper()[:4000], errors.DamagedDocumentError, "beschädigt"),
    "docx without its text": (
        "leer.docx",
        lambda: papers.package_of({"word/styles.xml": "<x/>"}),
        errors.DamagedDocumentError,
        "Textteil",
    ),
    "odt that is no XML": (
        "kaputt.odt",
        lambda: papers.odt_paper("<offen>"),
        errors.DamagedDocumentError,
        "content.xml",
    ),
    "zip bomb as docx": ("bombe.docx", papers.zip_bomb, errors.UnsafeDocumentError, "300 MB"),
    "zip bomb as odt": ("bombe.odt", lambda: papers.zip_bomb("odt"), errors.UnsafeDocumentError, "300 MB"),
    "small zip bomb": ("bombe.docx", lambda: papers.zip_bomb(megabytes=20), errors.UnsafeDocumentError, "20 MB"),
    "XML entities": ("entitaeten.docx", papers.docx_with_entities, errors.UnsafeDocumentError, "Sicherheit"),
    "60 MB": ("gross.pdf", lambda: b"%PDF-1.7\n" + bytes(60 * 1024 * 1024), errors.TooLargeDocumentError, "60 MB"),
    "no bytes": ("leer.docx", lambda: b"", errors.EmptyDocumentError, "keinen Text"),
    "only space": ("leer.txt", lambda: b" \n\t\n", errors.EmptyDocumentError, "keinen Text"),
    "docx named pdf": ("papier.pdf", papers.docx_paper, errors.WrongExtensionError, ".docx"),
    "pdf named docx": ("papier.docx", papers.pdf_paper, errors.WrongExtensionError, ".pdf"),
    "text named pdf": ("papier.pdf", lambda: b"Nur Text.", errors.DamagedDocumentError, "beschädigt"),
    "a spreadsheet": ("liste.xlsx", lambda: b"a;b", errors.UnknownFormatError, ".docx"),
    "a picture": ("bild.txt", lambda: b"\x89PNG\r\n\x1a\n", errors.UnknownFormatError, "ein Bild"),
    "old Word": ("alt.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", errors.UnknownFormatError, "älteres"),
    "binary rubbish": ("daten.txt", lambda: bytes(range(256)), errors.UnknownFormatError, "Format"),
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_bad_file_says_what_is_wrong_and_what_to_do(case: str) -> None:
    filename, make, error, words = CASES[case]
    with pytest.raises(error) as raised:
        check(make(), filename)
    message = str(raised.value)
    assert filename in message
    assert words in message
    assert "Bitte" in message or "bitte" in message


def test_more_than_300_pages_are_refused_with_both_numbers() -> None:
    with pytest.raises(errors.TooLargeDocumentError, match=r"301 Seiten.*300 Seiten"):
        check(b"\f".join([b"Eine Seite."] * (limits.MAX_PAGES + 1)), "lang.txt")


def test_a_text_without_pages_is_measured_by_its_length() -> None:
    too_long = b"Ein Satz. " * (limits.MAX_PAGES * limits.CHARACTERS_PER_PAGE // 10 + 1_000)
    with pytest.raises(errors.TooLargeDocumentError, match="eng bedruckte"):
        check(too_long, "lang.txt")


def test_the_bomb_is_small_and_is_not_unpacked() -> None:
    bomb = papers.zip_bomb()
    assert len(bomb) < 1_000_000
    with pytest.raises(errors.UnsafeDocumentError):
        limits.open_package(bomb, "bombe.docx")


@pytest.mark.parametrize(
    ("place", "words"), [("fehlt.docx", "nicht"), (".", "Ordner")], ids=["nothing there", "a folder"]
)
def test_a_path_that_leads_nowhere_is_said(tmp_path: Path, place: str, words: str) -> None:
    with pytest.raises(errors.UnreadableFileError, match=words):
        check(tmp_path / place)


def test_a_file_larger_than_allowed_is_not_loaded(tmp_path: Path) -> None:
    file = tmp_path / "gross.pdf"
    with file.open("wb") as sparse:
        sparse.truncate(200 * 1024 * 1024)
    with pytest.raises(errors.TooLargeDocumentError, match="200 MB"):
        check(file)
