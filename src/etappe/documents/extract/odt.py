"""OpenDocument texts: the package by zipfile, its XML by defusedxml."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from etappe.documents.errors import DamagedDocumentError, EncryptedDocumentError, UnsafeDocumentError
from etappe.documents.extract.blocks import Block, Extract, Progress, normalise, strip_bullet
from etappe.documents.extract.limits import open_package, require_length, require_pages
from etappe.documents.extract.tables import table_blocks
from etappe.documents.model import ParagraphKind

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SKIPPED = frozenset({
    f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes", f"{_TEXT}table-of-content",
    f"{_TEXT}illustration-index", f"{_TEXT}table-index", f"{_TEXT}alphabetical-index", f"{_TEXT}sequence-decls",
})  # fmt: skip
_MAX_REPEAT = 50


def read_odt(data: bytes, filename: str, progress: Progress) -> Extract:
    """Read an OpenDocument text: headings by outline level, lists, tables; without notes and contents."""
    with open_package(data, filename) as package:
        manifest = _part(package, "META-INF/manifest.xml", filename, is_required=False)
        if manifest is not None and any(element.tag.endswith("encryption-data") for element in manifest.iter()):
            raise EncryptedDocumentError(filename)
        content = _part(package, "content.xml", filename)
        meta = _part(package, "meta.xml", filename, is_required=False)
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if body is None:
        raise DamagedDocumentError(filename, "der Textteil fehlt")
    reader = _Reader(progress)
    blocks = list(reader.blocks(body))
    require_pages(reader.page, filename)
    require_length(sum(len(block.text) for block in blocks), filename)
    title = meta.find(f".//{_DC}title") if meta is not None else None
    return Extract(blocks=blocks, title=(title.text or "") if title is not None else "", pages=reader.page)


def _part(package: zipfile.ZipFile, name: str, filename: str, is_required: bool = True) -> Element | None:
    """Return a parsed part; one that is not required may be absent."""
    if name not in package.namelist():
        if is_required:
            raise DamagedDocumentError(filename, f"der Teil {name} fehlt")
        return None
    try:
        parsed: Element = fromstring(package.read(name))
    except DefusedXmlException as error:
        raise UnsafeDocumentError(filename, f"der Teil {name} verweist auf Inhalte außerhalb des Textes") from error
    except (ParseError, zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DamagedDocumentError(filename, f"der Teil {name} ist unlesbar") from error
    return parsed


class _Reader:
    """Walks the text in reading order and counts the soft page breaks the office program left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.page = 1

    def blocks(self, body: Element) -> Iterator[Block]:
        children = list(body)
        for number, child in enumerate(children, start=1):
            yield from self._element(child, in_list=False)
            if number % 50 == 0 or number == len(children):
                self._progress(number, len(children))

    def _element(self, element: Element, in_list: bool) -> Iterator[Block]:
        tag = element.tag
        if tag in _SKIPPED:
            return
        if tag == f"{_TEXT}soft-page-break":
            self.page += 1
        elif tag == f"{_TEXT}h":
            level = int(element.get(f"{_TEXT}outline-level", "1"))
            yield Block(self._text(element), level=level, page=self.page)
        elif tag == f"{_TEXT}p":
            page = self.page
            bare, has_bullet = strip_bullet(normalise(self._text(element)))
            yield Block(bare, kind=ParagraphKind.ITEM if in_list or has_bullet else ParagraphKind.TEXT, page=page)
        elif tag == f"{_TABLE}table":
            page = self.page
            yield from table_blocks(self._rows(element), page)
        else:
            for child in element:
                yield from self._element(child, in_list or tag == f"{_TEXT}list")

    def _text(self, element: Element) -> str:
        parts = [element.text or ""]
        for child in element:
            if child.tag == f"{_TEXT}s" or child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
                parts.append(" ")
            elif child.tag == f"{_TEXT}soft-page-break":
                self.page += 1
            elif child.tag not in _SKIPPED:
                parts.append(self._text(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def _rows(self, table: Element) -> list[list[str]]:
        rows = []
        for row in table.iter(f"{_TABLE}table-row"):
            cells: list[str] = []
            for cell in row:
                if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    repeat = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _MAX_REPEAT)
                    text = " ".join(self._text(paragraph) for paragraph in cell.iter(f"{_TEXT}p"))
                    cells += [text] * repeat
            rows.append(cells)
        return rows
