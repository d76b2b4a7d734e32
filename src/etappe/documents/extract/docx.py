"""Word documents, by python-docx and the XML beneath it.

The XML is walked directly because python-docx leaves out content controls, text boxes and tracked insertions, in which
the templates of many offices keep their text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from etappe.documents.errors import DamagedDocumentError
from etappe.documents.extract.blocks import Block, Extract, Progress, normalise, strip_bullet
from etappe.documents.extract.limits import open_package, require_length, require_pages
from etappe.documents.extract.tables import table_blocks
from etappe.documents.model import ParagraphKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"^(?:heading|überschrift|berschrift)\s*(\d)$", re.I)
_TITLE = re.compile(r"^(?:title|titel)$", re.I)
_CONTENTS = re.compile(r"^(?:toc|verzeichnis|inhaltsverzeichnis|table of figures|abbildungsverzeichnis)\b", re.I)
_LIST = re.compile(r"\b(?:list|liste|aufzählung|listenabsatz)", re.I)
_SKIPPED = frozenset(_W + name for name in ("del", "moveFrom", "instrText", "delText", "footnoteReference", "fldData"))
_BASE_STYLES = 12
_BODY_OUTLINE = 9


def read_docx(data: bytes, filename: str, progress: Progress) -> Extract:
    """Read a Word document: headings by style or outline level, lists, tables, tracked insertions as accepted.

    Pages are counted by the page breaks that Word left in the file when it last laid it out.
    """
    open_package(data, filename).close()
    import docx

    try:
        word = docx.Document(io.BytesIO(data))
        reader = _Reader(word, progress)
        blocks = list(reader.blocks())
        title = str(word.core_properties.title or "")
    except (KeyError, ValueError, OSError, SyntaxError, AttributeError, NotImplementedError, EOFError) as error:
        raise DamagedDocumentError(filename, "ein Teil des Word-Dokuments fehlt oder ist unlesbar") from error
    except Exception as error:
        if type(error).__module__.startswith(("docx", "zipfile", "zlib", "lxml")):
            raise DamagedDocumentError(filename, "ein Teil des Word-Dokuments ist unlesbar") from error
        raise
    require_pages(reader.page, filename)
    require_length(sum(len(block.text) for block in blocks), filename)
    return Extract(blocks=blocks, title="" if _is_placeholder(title) else title, pages=reader.page)


def _is_placeholder(title: str) -> bool:
    return title.strip().lower() in ("", "word document", "dokument", "titel", "title", "vorlage")


class _Reader:
    """Walks the body in reading order and counts pages."""

    def __init__(self, word: Any, progress: Progress) -> None:
        self._body = word.element.body
        self._styles = _StyleTable(word)
        self._progress = progress
        self.page = 1

    def blocks(self) -> Iterator[Block]:
        children = list(self._body)
        for number, child in enumerate(children, start=1):
            yield from self._element(child)
            if number % 50 == 0 or number == len(children):
                self._progress(number, len(children))

    def _element(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag == _W + "p":
            yield from self._paragraph(element)
        elif tag == _W + "tbl":
            page = self.page
            yield from table_blocks(self._rows(element), page)
        elif tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "moveTo", _W + "customXml", _W + "smartTag"):
            for child in element:
                yield from self._element(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        page = self.page
        boxes: list[Any] = []
        text = normalise(self._text(paragraph, boxes))
        style, level, is_item = self._styles.describe(paragraph)
        if text and not _CONTENTS.match(style):
            if level:
                yield Block(text, level=level, page=page)
            else:
                bare, has_bullet = strip_bullet(text)
                kind = ParagraphKind.ITEM if is_item or has_bullet else ParagraphKind.TEXT
                yield Block(bare, kind=kind, page=page)
        for box in boxes:
            for child in box:
                yield from self._element(child)

    def _text(self, node: Any, boxes: list[Any]) -> str:
        """Return the text of a paragraph as it reads with all changes accepted; text boxes are set aside."""
        parts: list[str] = []
        for child in node:
            tag = child.tag
            if tag in _SKIPPED or tag == _FALLBACK:
                continue
            if tag == _W + "t":
                parts.append(child.text or "")
            elif tag in (_W + "tab", _W + "cr", _W + "br"):
                self.page += child.get(_W + "type") == "page"
                parts.append(" ")
            elif tag == _W + "lastRenderedPageBreak":
                self.page += 1
            elif tag == _W + "noBreakHyphen":
                parts.append("-")
            elif tag == _W + "txbxContent":
                boxes.append(child)
            elif tag != _W + "pPr":
                parts.append(self._text(child, boxes))
        return "".join(parts)

    def _rows(self, table: Any) -> list[list[str]]:
        """Return the cells of a table; a cell merged downwards repeats its text, one merged across fills its place."""
        rows: list[list[str]] = []
        for row in table.iter(_W + "tr"):
            if next(row.iterancestors(_W + "tbl"), None) is not table:
                continue
            cells: list[str] = []
            for cell in row.findall(f"{_W}tc") + row.findall(f"{_W}sdt/{_W}sdtContent/{_W}tc"):
                text = self._cell(cell)
                properties = cell.find(f"{_W}tcPr")
                merge = properties.find(f"{_W}vMerge") if properties is not None else None
                if merge is not None and merge.get(_W + "val") != "restart" and rows and len(cells) < len(rows[-1]):
                    text = rows[-1][len(cells)]
                span = properties.find(f"{_W}gridSpan") if properties is not None else None
                cells += [text] + [""] * (int(span.get(_W + "val", "1")) - 1 if span is not None else 0)
            rows.append(cells)
        return rows

    def _cell(self, cell: Any) -> str:
        paragraphs = [self._text(paragraph, []) for paragraph in cell.iter(_W + "p")]
        return " ".join(filter(None, map(normalise, paragraphs)))


class _StyleTable:
    """Style names, outline levels and numbering by style id, inherited as Word does."""

    def __init__(self, word: Any) -> None:
        self._by_id: dict[str, tuple[str, int, bool]] = {}
        raw = {style.get(_W + "styleId"): style for style in word.styles.element.findall(f"{_W}style")}
        for style_id in raw:
            self._by_id[style_id] = self._resolve(style_id, raw)

    def describe(self, paragraph: Any) -> tuple[str, int, bool]:
        """Return style name, heading level (0 for none) and whether the paragraph is a list item."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return "", 0, False
        reference = properties.find(f"{_W}pStyle")
        name, level, is_item = self._by_id.get(
            reference.get(_W + "val") if reference is not None else "", ("", 0, False)
        )
        own_level = _outline(properties)
        level = level if own_level is None else own_level
        is_item = is_item or (not level and properties.find(f"{_W}numPr") is not None)
        return name, level, is_item and not level

    def _resolve(self, style_id: str, raw: dict[str, Any]) -> tuple[str, int, bool]:
        names: list[str] = []
        level: int | None = None
        is_item = False
        current = style_id
        for _ in range(_BASE_STYLES):
            style = raw.get(current)
            if style is None:
                break
            name = style.find(f"{_W}name")
            names.append(name.get(_W + "val", "") if name is not None else "")
            level = _level_by_name(names[-1]) if level is None else level
            properties = style.find(f"{_W}pPr")
            if properties is not None:
                level = _outline(properties) if level is None else level
                is_item = is_item or properties.find(f"{_W}numPr") is not None
            based_on = style.find(f"{_W}basedOn")
            if based_on is None:
                break
            current = based_on.get(_W + "val")
        own = names[0] if names else ""
        return own, level or 0, is_item or bool(_LIST.search(own))


def _level_by_name(name: str) -> int | None:
    heading = _HEADING.match(name.strip())
    if heading:
        return int(heading.group(1))
    return 1 if _TITLE.match(name.strip()) else None


def _outline(properties: Any) -> int | None:
    outline = properties.find(f"{_W}outlineLvl")
    if outline is None:
        return None
    value = int(outline.get(_W + "val", str(_BODY_OUTLINE)))
    return 0 if value >= _BODY_OUTLINE else value + 1
