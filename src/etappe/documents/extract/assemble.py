"""Blocks to sections: numbers, levels, paths and offsets."""

from __future__ import annotations

from dataclasses import dataclass, field

from etappe.documents.extract.blocks import Extract, normalise
from etappe.documents.extract.headings import split_number
from etappe.documents.model import Document, Paragraph, Section


@dataclass(slots=True)
class _Open:
    """The section that is being filled."""

    number: str = ""
    title: str = ""
    level: int = 0
    path: tuple[str, ...] = ()
    page: int = 1
    offset: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)

    def close(self) -> Section:
        return Section(
            number=self.number,
            title=self.title,
            level=self.level,
            path=self.path,
            paragraphs=tuple(self.paragraphs),
            page=self.page,
            offset=self.offset,
        )


def assemble(extract: Extract, format_name: str, fallback_title: str) -> Document:
    """Build the document from blocks; every block is one line of the full text."""
    lines: list[str] = []
    length = 0
    sections: list[Section] = []
    current = _Open()
    trail: list[tuple[int, str]] = []
    for block in extract.blocks:
        text = normalise(block.text)
        if not text:
            continue
        if block.level:
            if current.title or current.paragraphs:
                sections.append(current.close())
            trail = [step for step in trail if step[0] < block.level] + [(block.level, text)]
            number, title = split_number(text)
            path = tuple(title for _, title in trail)
            current = _Open(number, title, block.level, path, block.page, length)
        else:
            current.paragraphs.append(Paragraph(text, block.page, length, block.kind, block.page_starts))
        lines.append(text)
        length += len(text) + 1
    if current.title or current.number or current.paragraphs:
        sections.append(current.close())
    return Document(
        title=normalise(extract.title) or _first_title(sections) or fallback_title,
        sections=tuple(sections),
        pages=max(1, extract.pages),
        format=format_name,
        text="\n".join(lines),
    )


def _first_title(sections: list[Section]) -> str:
    """Return the first heading if it is that of the paper, not of a numbered chapter."""
    first = next((section for section in sections if section.label), None)
    return first.title if first is not None and not first.number else ""
