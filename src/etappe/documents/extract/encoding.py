"""Bytes of a text file to text, whatever program wrote them."""

from __future__ import annotations

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_GERMAN = set("äöüÄÖÜß„“–’§€")


def decode(data: bytes) -> str:
    """Return the text: byte-order mark, then UTF-8, then Windows-1252, then what charset-normalizer finds.

    Windows-1252 is taken where its letters beyond ASCII read as German; text files of German offices are in one of
    the two. Line ends become line feeds.
    """
    return _decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return _guess(data)
    beyond_ascii = [letter for letter in text if ord(letter) > 127]
    german = sum(letter in _GERMAN for letter in beyond_ascii)
    return text if german * 2 >= len(beyond_ascii) else _guess(data)


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    return str(best) if best is not None else data.decode("cp1252", errors="replace")
