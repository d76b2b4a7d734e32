"""The fonts that printed reports use, shipped with the package so that a page looks the same on every machine.

Fira Sans for the text, Noto Sans Arabic for Arabic, Farsi and Urdu, Noto Emoji for pictographs; all under the SIL Open
Font License 1.1, whose texts lie beside them. A PDF/A file may hold no character that its fonts lack, so
:func:`printable` writes the code of such a character in its place.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FAMILIES = ("Fira Sans", "Noto Sans Arabic", "Noto Emoji")
"""In the order in which a character is looked for."""
_TEXT_FONTS = ("FiraSans-Regular.ttf", "FiraSans-Italic.ttf", "FiraSans-SemiBold.ttf")
_FALLBACK_FONTS = ("NotoSansArabic-Regular.ttf", "NotoEmoji-Regular.ttf")
# They shape their neighbours and need no glyph of their own: zero-width joiners, soft hyphen, emoji presentation.
_SHAPERS = frozenset({0x00AD, 0x200C, 0x200D, 0xFE0E, 0xFE0F})

# Private use, and format characters that a font happens to draw: PDF/A forbids both.
_WITHOUT_MEANING = frozenset({"Co", "Cf"})


def printable(text: str) -> str:
    """`text` composed (NFC), with “[U+4E2D]” for each character that no shipped font can print.

    A combining mark is printable only with a base from the same font. Invisible format characters without a glyph are
    left out.
    """
    text = unicodedata.normalize("NFC", text)
    if _plain().issuperset(text):
        return text
    shown: list[str] = []
    font: frozenset[int] = frozenset()
    for character in text:
        code = ord(character)
        if not _is_mark(code):
            # The font of the base; a mark that follows must come from the same one.
            font = _font_of(code)
        category = unicodedata.category(character)
        has_glyph = code in font and category not in _WITHOUT_MEANING
        if has_glyph or code in _SHAPERS or character == "\n":
            shown.append(character)
        elif category != "Cf":
            shown.append(f"[U+{code:04X}]")
    return "".join(shown)


@cache
def _plain() -> frozenset[str]:
    """Characters that need no second look: a glyph in the text font, no mark, no format character; and line feeds."""
    letters = map(chr, coverage()[0] - _SHAPERS)
    kept = (letter for letter in letters if unicodedata.category(letter) not in {"Mn", "Mc", "Me", "Co", "Cf"})
    return frozenset(kept) | {"\n"}


def _is_mark(code: int) -> bool:
    """Whether the character joins the one before it: combining marks, joiners, and the skin tones of emoji."""
    return code in _SHAPERS or 0x1F3FB <= code <= 0x1F3FF or unicodedata.category(chr(code)).startswith("M")


def _font_of(code: int) -> frozenset[int]:
    """The characters of the first font that has a glyph for `code`; empty when none has."""
    return next((font for font in coverage() if code in font), frozenset())


@cache
def coverage() -> tuple[frozenset[int], ...]:
    """The code points of each family of :data:`FAMILIES`; of the text font those that every style has."""
    text = frozenset.intersection(*(_code_points(FOLDER / name) for name in _TEXT_FONTS))
    return text, *(_code_points(FOLDER / name) for name in _FALLBACK_FONTS)


def _code_points(path: Path) -> frozenset[int]:
    """The code points in the character map of a TrueType file (subtables 4 and 12 of OpenType's table `cmap`)."""
    data = path.read_bytes()
    start = _table_start(data, b"cmap")
    found: set[int] = set()
    for number in range(_u16(data, start + 2)):
        subtable = start + _u32(data, start + 4 + 8 * number + 4)
        match _u16(data, subtable):
            case 4:
                found.update(_segments(data, subtable))
            case 12:
                found.update(_groups(data, subtable))
    return frozenset(found)


def _table_start(data: bytes, tag: bytes) -> int:
    """Offset of the table named `tag`."""
    entries = range(12, 12 + 16 * _u16(data, 4), 16)
    return next(_u32(data, entry + 8) for entry in entries if data[entry : entry + 4] == tag)


def _segments(data: bytes, start: int) -> Iterator[int]:
    """Code points of a subtable of format 4 that lead to a glyph."""
    size = _u16(data, start + 6)
    ends = start + 14
    starts, deltas, offsets = ends + size + 2, ends + 2 * size + 2, ends + 3 * size + 2
    for step in range(0, size, 2):
        first, last = _u16(data, starts + step), _u16(data, ends + step)
        offset = _u16(data, offsets + step)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = _u16(data, offsets + step + offset + 2 * (code - first)) if offset else code
            if glyph and (glyph + _u16(data, deltas + step)) & 0xFFFF:
                yield code


def _groups(data: bytes, start: int) -> Iterator[int]:
    """Code points of a subtable of format 12."""
    for number in range(_u32(data, start + 12)):
        first, last, glyph = struct.unpack_from(">III", data, start + 16 + 12 * number)
        yield from range(first if glyph else first + 1, last + 1)


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">I", data, at)[0])
