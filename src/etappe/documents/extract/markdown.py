"""Markdown files, by the tokens of markdown-it-py."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from etappe.documents.extract.blocks import Block, Extract, Progress
from etappe.documents.extract.encoding import decode
from etappe.documents.extract.limits import require_length
from etappe.documents.extract.tables import table_blocks
from etappe.documents.model import ParagraphKind


def read_markdown(data: bytes, filename: str, progress: Progress) -> Extract:
    """Read a Markdown file: headings by their marks, lists and tables as such; raw HTML is left out."""
    text = decode(data)
    require_length(len(text), filename)
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(_without_front_matter(text))
    blocks = list(_blocks(tokens))
    progress(1, 1)
    return Extract(blocks=blocks, title="", pages=1)


def _without_front_matter(text: str) -> str:
    if not text.startswith("---\n"):
        return text
    end = text.find("\n---\n", 4)
    return text[end + 5 :] if end > 0 else text


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    level = lists = 0
    rows: list[list[str]] = []
    in_table = False
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "list_item_open":
            lists += 1
        elif token.type == "list_item_close":
            lists -= 1
        elif token.type == "table_open":
            in_table, rows = True, []
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            in_table = False
            yield from table_blocks(rows, page=1)
        elif token.type == "inline":
            if in_table:
                rows[-1].append(_text(token))
            else:
                yield Block(_text(token), level, ParagraphKind.ITEM if lists else ParagraphKind.TEXT)
                level = 0


def _text(inline: Token) -> str:
    """Return the words of an inline token without marks; links and images by their text."""
    parts = []
    for child in inline.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)
