"""Lines of pdf pages to headings and paragraphs: running heads out, hyphens back, soft line ends joined."""

from __future__ import annotations

import re
from collections import Counter

from etappe.documents.extract.blocks import Block, is_numbered_item, strip_bullet
from etappe.documents.extract.headings import level_of_number, looks_like_heading, numbered_heading, split_number
from etappe.documents.extract.pdf_lines import SOFT_HYPHEN, Line
from etappe.documents.extract.plain import join_lines
from etappe.documents.model import ParagraphKind

_EDGE_LINES = 2
_RUNNING_FROM_PAGES = 3
_RUNNING_SHARE = 0.4
_PAGE_NUMBER = re.compile(r"^(?:(?:Seite|S\.)\s*)?[-–—|]?\s*\d{1,3}\s*[-–—|]?(?:\s*(?:von|/)\s*\d{1,3})?$", re.I)
_DOT_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{0,3}$|…{2,}\s*\d{0,3}$")
_TERMINAL = re.compile(r"[.!?:;…]['“”\"»)\]]*$")
_HEADING_SIZE = 1.12
_SHORT_LINE = 0.72
_HEADING_LINES = 3


def layout(pages: list[list[Line]]) -> list[Block]:
    """Return headings and paragraphs in reading order, paragraphs joined over page ends."""
    cleaned = _without_running_lines(pages)
    body = _body_size(cleaned)
    width = _typical_width(cleaned)
    sizes = _heading_sizes(cleaned, body)
    builder = _Builder(body, width, sizes)
    for number, lines in enumerate(cleaned, start=1):
        builder.start_page(number)
        for index, line in enumerate(lines):
            after = lines[index + 1].text if index + 1 < len(lines) else ""
            builder.add(line, after)
    return builder.finish()


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop headers, footers, page numbers and the dotted lines of a table of contents.

    A running line stands outermost on its page, recurs on many pages but for its numbers, and is not set larger than
    the text, as the heading of a chapter is.
    """
    counts: Counter[str] = Counter()
    for lines in pages:
        filled = [line for line in lines if line.text]
        counts.update({_pattern(line.text) for line in filled[:_EDGE_LINES] + filled[-_EDGE_LINES:]})
    often = {
        pattern
        for pattern, count in counts.items()
        if len(pages) >= _RUNNING_FROM_PAGES and count >= max(_RUNNING_FROM_PAGES, _RUNNING_SHARE * len(pages))
    }
    largest = _body_size(pages) * _HEADING_SIZE
    return [_trimmed(lines, often, largest) for lines in pages]


def _trimmed(lines: list[Line], often: set[str], largest: float) -> list[Line]:
    """Take running lines off both ends of a page, and dotted lines anywhere."""
    kept = [line for line in lines if line.text and not _DOT_LEADERS.search(line.text)]
    for end in (0, -1):
        for _ in range(_EDGE_LINES):
            if kept and kept[end].size < largest and _is_running(kept[end].text, often):
                kept.pop(end)
    return kept


def _is_running(text: str, often: set[str]) -> bool:
    return _pattern(text) in often or _PAGE_NUMBER.match(text) is not None


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip().lower()


def _body_size(pages: list[list[Line]]) -> float:
    """Return the type size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _typical_width(pages: list[list[Line]]) -> int:
    """Return the length of a full line: the upper quartile of all."""
    lengths = sorted(len(line.text) for lines in pages for line in lines if line.text)
    return lengths[3 * len(lengths) // 4] if lengths else 0


def _heading_sizes(pages: list[list[Line]], body: float) -> list[float]:
    """Return the sizes larger than the body, largest first: they are the heading levels."""
    return sorted({line.size for lines in pages for line in lines if line.size >= body * _HEADING_SIZE}, reverse=True)[
        :6
    ]


class _Builder:
    """Collects lines into blocks."""

    def __init__(self, body: float, width: int, heading_sizes: list[float]) -> None:
        self._body = body
        self._width = width
        self._sizes = heading_sizes
        self._blocks: list[Block] = []
        self._text = ""
        self._kind = ParagraphKind.TEXT
        self._start_page = self._page = 1
        self._is_new_page = True
        self._page_starts: list[tuple[int, int]] = []
        self._last = ""
        self._heading: tuple[str, int, int, int] | None = None  # text, level, page, lines

    def start_page(self, number: int) -> None:
        self._page = number
        self._is_new_page = True

    def add(self, line: Line, after: str) -> None:
        if not line.text:
            return
        level = self._level(line, after)
        if level:
            self._add_heading(line.text, level)
            return
        self._close_heading()
        bare, is_item = strip_bullet(line.text)
        is_numbered = is_numbered_item(line.text)
        if is_item or is_numbered or not self._goes_on(line):
            self._close()
            self._start_page = self._page
            self._kind = (
                ParagraphKind.ITEM if is_item or (is_numbered and len(line.text) < self._width) else ParagraphKind.TEXT
            )
            self._text = bare
        else:
            self._extend(line.text)
        self._last = line.text
        self._is_new_page = False

    def finish(self) -> list[Block]:
        self._close_heading()
        self._close()
        return self._blocks

    def _level(self, line: Line, after: str) -> int:
        """Return the heading level of a line, 0 for text."""
        text = line.text.rstrip(SOFT_HYPHEN)
        is_large = self._body > 0 and line.size >= self._body * _HEADING_SIZE
        if is_large and len(text) < 160 and not text.endswith((".", ";")) and any(c.isalpha() for c in text):
            number, _ = split_number(text)
            return (
                level_of_number(number)
                if number
                else self._sizes.index(line.size) + 1
                if line.size in self._sizes
                else 1
            )
        starts_new = not self._text or bool(_TERMINAL.search(self._last)) or len(self._last) < self._width * _SHORT_LINE
        numbered = numbered_heading(text)
        if numbered and starts_new and len(text) < max(self._width, 40):
            return level_of_number(numbered[0])
        is_short = len(text) < self._width * _SHORT_LINE
        if (
            starts_new
            and is_short
            and bool(_TERMINAL.search(self._last) or not self._last)
            and looks_like_heading(text)
        ):
            ends_here = not after or (after[:1].isupper() and len(after) > self._width * _SHORT_LINE)
            return (
                max(1, len(self._sizes))
                if ends_here and not strip_bullet(text)[1] and not is_numbered_item(text)
                else 0
            )
        return 0

    def _add_heading(self, text: str, level: int) -> None:
        self._close()
        if (
            self._heading
            and self._heading[1] == level
            and self._heading[3] < _HEADING_LINES
            and not split_number(text)[0]
        ):
            joined = join_lines(self._heading[0], text)
            self._heading = (joined, level, self._heading[2], self._heading[3] + 1)
        else:
            self._close_heading()
            self._heading = (text, level, self._page, 1)
        self._last = ""

    def _close_heading(self) -> None:
        if self._heading:
            text, level, page, _ = self._heading
            self._blocks.append(Block(text, level=level, page=page))
            self._heading = None

    def _goes_on(self, line: Line) -> bool:
        """Whether the line continues the open paragraph."""
        text = line.text
        starts_lower = text[:1].islower()
        if not self._text or (line.has_gap and not starts_lower and not self._is_new_page):
            return False
        is_full = len(self._last) >= self._width * _SHORT_LINE
        if _TERMINAL.search(self._last):
            return is_full and not self._last.rstrip().endswith(":")
        return (
            is_full or starts_lower or self._last.endswith(("-", SOFT_HYPHEN, ",")) or self._kind is ParagraphKind.ITEM
        )

    def _extend(self, line: str) -> None:
        joined = join_lines(self._text, line)
        if self._page != (self._page_starts[-1][1] if self._page_starts else self._start_page):
            self._page_starts.append((max(0, len(joined) - len(line)), self._page))
        self._text = joined

    def _close(self) -> None:
        if self._text:
            self._blocks.append(
                Block(self._text, kind=self._kind, page=self._start_page, page_starts=tuple(self._page_starts))
            )
        self._text = ""
        self._page_starts = []
        self._last = ""
