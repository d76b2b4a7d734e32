"""Text files: paragraphs, headings and list items from line breaks alone."""

from __future__ import annotations

import itertools
import re

from etappe.documents.extract.blocks import Block, Extract, Progress, is_numbered_item, normalise, strip_bullet
from etappe.documents.extract.encoding import decode
from etappe.documents.extract.headings import level_of_number, looks_like_heading, numbered_heading
from etappe.documents.extract.limits import require_length, require_pages
from etappe.documents.model import ParagraphKind

_WRAPPED_UP_TO = 100
_ENDS = re.compile(r"[.!?:;…]['“”\"»)]*$")
_LONG = 120


def read_plain(data: bytes, filename: str, progress: Progress) -> Extract:
    """Read a text file. A form feed starts a page; hard-wrapped lines are joined."""
    text = decode(data)
    require_length(len(text), filename)
    pages = text.split("\f")
    require_pages(len(pages), filename)
    blocks: list[Block] = []
    for number, page in enumerate(pages, start=1):
        blocks += _blocks(page, number)
        progress(number, len(pages))
    return Extract(blocks=blocks, title="", pages=len(pages))


def _blocks(page: str, number: int) -> list[Block]:
    lines = [line.rstrip() for line in page.split("\n")]
    paragraphs = _join_wrapped(lines) if _is_wrapped(lines) else lines
    cleaned = [normalise(line) for line in paragraphs]
    blocks = []
    for index, text in enumerate(cleaned):
        if text:
            after = next((line for line in cleaned[index + 1 :] if line), "")
            blocks.append(_block(text, after, number))
    return blocks


def _block(text: str, after: str, page: int) -> Block:
    """Make a heading or a paragraph of one line, looking at the next that is not empty."""
    numbered = numbered_heading(text)
    if numbered:
        return Block(text, level=level_of_number(numbered[0]), page=page)
    bare, is_item = strip_bullet(text)
    if is_item:
        return Block(bare, kind=ParagraphKind.ITEM, page=page)
    if is_numbered_item(text):
        return Block(text, kind=ParagraphKind.ITEM if len(text) < _LONG else ParagraphKind.TEXT, page=page)
    if looks_like_heading(text) and after and not strip_bullet(text)[1] and _is_body(after):
        return Block(text, level=1, page=page)
    return Block(text, page=page)


def _is_body(text: str) -> bool:
    """Whether a line is what stands under a heading: a sentence, an item, or the next heading below it."""
    return bool(_ENDS.search(text)) or len(text) > _LONG or strip_bullet(text)[1] or looks_like_heading(text)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the file breaks its lines at a fixed width: hardly a line is longer, many end in mid-sentence."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < 4 or max(map(len, filled)) > _WRAPPED_UP_TO:
        return False
    followed = [line for line, after in itertools.pairwise(lines) if line.strip() and after.strip()]
    return sum(not _ENDS.search(line) and len(line) > 50 for line in followed) * 3 > len(followed)


def _join_wrapped(lines: list[str]) -> list[str]:
    joined: list[str] = []
    is_open = False
    for line in lines:
        text = line.strip()
        starts_anew = strip_bullet(text)[1] or is_numbered_item(text) or numbered_heading(text) is not None
        if not text:
            is_open = False
        elif is_open and not starts_anew:
            joined[-1] = join_lines(joined[-1], text)
            is_open = True
        else:
            joined.append(text)
            is_open = True
    return joined


_HYPHEN_STAYS = re.compile(r"^(?:und|oder|bzw\.|sowie|als|wie|noch)\b")


def join_lines(first: str, second: str) -> str:
    """Join two lines of one paragraph, taking back a hyphen set at the line end only.

    A hyphen stays before a capital (``Nordrhein-`` / ``Westfalen``) and where it stands for a left-out word
    (``Kinder-`` / ``und Jugendhilfe``).
    """
    if first.endswith("\u00ad"):
        return first[:-1] + second
    if len(first) > 1 and first[-1] in "-‐" and first[-2].isalpha():
        if _HYPHEN_STAYS.match(second):
            return f"{first} {second}"
        return first + second if second[:1].isupper() or second[:1].isdigit() else first[:-1] + second
    return f"{first} {second}"
