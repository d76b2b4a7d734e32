"""Accessible, quiet Word documents on top of python-docx: styles, running lines with page numbers, language."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from etappe.render.archive import without_times

FONT = "Arial"
ACCENT = RGBColor(0x0B, 0x3D, 0x66)
QUIET = RGBColor(0x4A, 0x55, 0x61)
WARNING = RGBColor(0x8A, 0x3B, 0x00)
TEXT_WIDTH = 165
"""Width between the margins of a page in millimetres."""
_LONGEST_PROPERTY = 255
"""Characters that a property of an office file can hold (ECMA-376 part 2)."""
_HEADINGS = ((1, 15, 18, 6), (2, 12.5, 14, 5), (3, 11, 12, 3))
"""Level, size, space before and after in points."""


def new_document(title: str, author: str, as_of: date) -> WordDocument:
    """An empty A4 document in German with its styles, its title and its one date set."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    properties = document.core_properties
    made = datetime.combine(as_of, time(), UTC)
    properties.title, properties.author = title[:_LONGEST_PROPERTY], author[:_LONGEST_PROPERTY]
    properties.language = "de-DE"
    properties.created = properties.modified = made
    properties.last_modified_by, properties.comments, properties.revision = properties.author, "", 1
    return document


def to_bytes(document: WordDocument) -> bytes:
    """The document as a file; equal documents give equal bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return without_times(buffer.getvalue())


def set_running_lines(document: WordDocument, left: str, right: str, foot: str) -> None:
    """Header with `left` and `right`, footer with `foot` and “Seite x von y”."""
    section = document.sections[0]
    for part, words in ((section.header, (left, right)), (section.footer, (foot, None))):
        paragraph = part.paragraphs[0]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        first, last = words
        paragraph.add_run(f"{first}\t{last or 'Seite '}")
        if last is None:
            _add_field(paragraph, "PAGE")
            paragraph.add_run(" von ")
            _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that the word processor fills in, such as the page number."""
    for kind in ("begin", "instruction", "separate", "value", "end"):
        run = paragraph.add_run()
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.text = instruction
        elif kind == "value":
            run.text = "1"
            continue
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(20)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)


def _set_styles(document: WordDocument) -> None:
    normal = _style(document, "Normal", size=10.5, after=6)
    normal.paragraph_format.line_spacing = 1.15
    _set_language(normal)
    _style(document, "Title", size=20, after=4, bold=True, colour=ACCENT)
    _style(document, "Subtitle", size=12, after=4, colour=QUIET)
    for level, size, before, after in _HEADINGS:
        style = _style(document, f"Heading {level}", size=size, after=after, bold=True, colour=ACCENT)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.keep_with_next = True
    _style(document, "Header", size=8.5, after=0, colour=QUIET)
    _style(document, "Footer", size=8.5, after=0, colour=QUIET)
    _style(document, "List Number", size=10.5, after=4)
    document.styles["Header"].paragraph_format.tab_stops.clear_all()
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    for name in ("Table Text", "Table Head"):
        document.styles.add_style(name, 1).base_style = normal
        style = _style(document, name, size=9, after=0, bold=name == "Table Head")
        style.paragraph_format.line_spacing = 1.05
    document.styles["Table Head"].font.color.rgb = ACCENT
    document.styles["Table Head"].paragraph_format.keep_with_next = True


def _style(
    document: WordDocument,
    name: str,
    *,
    size: float,
    after: float,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> ParagraphStyle:
    """The style called `name`, set to one font for all scripts."""
    style: ParagraphStyle = document.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.paragraph_format.space_after = Pt(after)
    # The built-in title has a line below it, the built-in subtitle wide letters.
    for unwanted in (*style.element.iter(qn("w:pBdr")), *style.element.iter(qn("w:spacing"))):
        if unwanted.tag == qn("w:pBdr") or unwanted.getparent().tag == qn("w:rPr"):
            unwanted.getparent().remove(unwanted)
    return style


def _set_language(normal: ParagraphStyle) -> None:
    """German for the whole document: in its defaults and in the style that all others rest on."""
    defaults = normal.element.getparent().find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for properties in (defaults, normal.element.get_or_add_rPr()):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        language = OxmlElement("w:lang")
        for attribute, value in (("val", "de-DE"), ("eastAsia", "de-DE"), ("bidi", "ar-SA")):
            language.set(qn(f"w:{attribute}"), value)
        properties.append(language)
