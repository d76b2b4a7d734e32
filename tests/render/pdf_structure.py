"""Reads what a screen reader reads: the structure tree and the bookmarks of a PDF."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdf


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every structure element, in reading order."""
    yield from _walk(pdf.Root.StructTreeRoot)


def _walk(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
    children = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _walk(child)


def tag_counts(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(str(element.S) for element in elements(pdf))


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    """All bookmarks, depth first."""
    with pdf.open_outline() as outline:
        return list(_titles(outline.root))


def _titles(items: list[pikepdf.OutlineItem]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def bare(text: str) -> str:
    """`text` without what line breaking adds or takes: white space, hyphens, invisible places to break."""
    return "".join(
        character for character in text if not character.isspace() and character not in "-\u00ad\u200b\u2010"
    )
