"""The common form between the format readers and the document: a list of blocks in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from etappe.documents.model import ParagraphKind

Progress = Callable[[int, int], None]
"""Called with (steps done, steps in all) while a paper is read."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (``level`` from 1) or a paragraph (``level`` 0) with the page on which it starts."""

    text: str
    level: int = 0
    kind: ParagraphKind = ParagraphKind.TEXT
    page: int = 1
    page_starts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format reader returns."""

    blocks: list[Block]
    title: str
    pages: int


_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_LIGATURES = str.maketrans(
    {
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬀ": "ff",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "\u00ad": None,
        "\u2011": "-",
        "\uf0b7": "•",
        "\uf0a7": "•",
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

_BULLET = re.compile(r"^(?:[•‣▪■□◦●○►➢➔→✓–—*·o-]|\uf0d8|\(?[a-z]\)|\(?\d{1,2}\))\s+(?=\S)")
_NUMBERED = re.compile(r"^\(?(\d{1,3})[.)]\s+(?=\S)")


def normalise(text: str) -> str:
    """Return ``text`` composed (NFC), without control characters, ligatures and soft hyphens, with single spaces."""
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text)).translate(_LIGATURES)
    return _SPACE.sub(" ", text).strip()


def strip_bullet(text: str) -> tuple[str, bool]:
    """Return the text without a leading bullet or ``a)``, and whether there was one."""
    shorter = _BULLET.sub("", text, count=1)
    return shorter, shorter != text


def is_numbered_item(text: str) -> bool:
    """Whether the text starts like an item of a numbered list (``3. …``)."""
    return _NUMBERED.match(text) is not None
