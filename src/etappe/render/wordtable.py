"""Tables of a Word document with real header rows and a description.

python-docx looks every cell up through the whole table, which takes seconds for a programme of a hundred measures; here
the elements of ECMA-376 part 1, section 17.4 are built in order instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_ACCENT = "0B3D66"
_WARNING = "8A3B00"
_TINT = "E9EFF5"
_LINE = "B8C4D0"
_TWIPS_A_MILLIMETRE = 1440 / 25.4
# A row with a text of this length could fill a page alone and has to break.
_LONGEST_WHOLE_ROW = 1500


def add_table(
    document: WordDocument,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    description: str,
    numeric: Sequence[int] = (),
    keep_together: bool = False,
    warning_rows: Sequence[int] = (),
) -> None:
    """Add a table whose first row is a real, repeated header and whose rows stay on one page.

    Args:
        document: where it is added, at the end.
        head: the words of the header row.
        rows: the other rows, each as long as `head`; a line feed starts a new paragraph.
        widths: of the columns in millimetres.
        description: what the table shows, for people who do not see it.
        numeric: columns set flush right.
        keep_together: whether the whole table moves to the next page rather than break.
        warning_rows: rows, counted with the header as 0, that are set in the colour of warnings.
    """
    table = _element("w:tbl")
    table.append(_properties(widths, description))
    grid = _element("w:tblGrid", [_element("w:gridCol", w=_twips(width)) for width in widths])
    table.append(grid)
    for number, words in enumerate((head, *rows)):
        row = _element("w:tr", [_row_properties(words, is_head=number == 0)])
        keep = number == 0 or (keep_together and number < len(rows))
        colour = _ACCENT if number == 0 else _WARNING if number in warning_rows else ""
        for column, (text, width) in enumerate(zip(words, widths, strict=True)):
            row.append(_cell(text, width, is_head=number == 0, right=column in numeric, keep=keep, colour=colour))
        table.append(row)
    # A table belongs before the last element of the body, which holds the page set-up.
    document.element.body.sectPr.addprevious(table)


def _properties(widths: Sequence[float], description: str) -> Any:
    """Width, hairlines between rows, room inside cells, header flag and description, in the order of the standard."""
    edges = [
        _element(f"w:{side}", val="single", sz="4", space="0", color=_LINE) for side in ("top", "bottom", "insideH")
    ]
    room = (("top", "45"), ("left", "85"), ("bottom", "45"), ("right", "85"))
    return _element(
        "w:tblPr",
        [
            _element("w:tblW", w=_twips(sum(widths)), type="dxa"),
            _element("w:tblInd", w="85", type="dxa"),
            _element("w:tblBorders", edges),
            _element("w:tblLayout", type="fixed"),
            _element("w:tblCellMar", [_element(f"w:{side}", w=twips, type="dxa") for side, twips in room]),
            _element("w:tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0"),
            _element("w:tblDescription", val=description),
        ],
    )


def _row_properties(words: Sequence[str], *, is_head: bool) -> Any:
    flags = [_element("w:cantSplit")] if max(map(len, words)) < _LONGEST_WHOLE_ROW else []
    return _element("w:trPr", [*flags, _element("w:tblHeader")] if is_head else flags)


def _cell(text: str, width: float, *, is_head: bool, right: bool, keep: bool, colour: str) -> Any:
    shading = [_element("w:shd", val="clear", color="auto", fill=_TINT)] if is_head else []
    properties = _element("w:tcPr", [_element("w:tcW", w=_twips(width), type="dxa"), *shading])
    style = "TableHead" if is_head else "TableText"
    lines = [_paragraph(line, style, right=right, keep=keep, colour=colour) for line in text.split("\n")]
    return _element("w:tc", [properties, *lines])


def _paragraph(text: str, style: str, *, right: bool, keep: bool, colour: str) -> Any:
    layout = [_element("w:pStyle", val=style)]
    layout += [_element("w:keepNext")] if keep else []
    layout += [_element("w:jc", val="right")] if right else []
    words = _element("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    emphasis = [_element("w:rPr", [_element("w:b"), _element("w:color", val=colour)])] if colour else []
    return _element("w:p", [_element("w:pPr", layout), _element("w:r", [*emphasis, words])])


def _element(name: str, children: Sequence[Any] = (), **attributes: str) -> Any:
    """An element of the word processing namespace with its attributes and children."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    element.extend(children)
    return element


def _twips(millimetres: float) -> str:
    return str(round(millimetres * _TWIPS_A_MILLIMETRE))
