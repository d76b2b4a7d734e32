"""Setting accessible, archivable PDF (PDF/UA-1 and PDF/A-2a) with Typst, from data alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import typst

from etappe.render import fonts

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_FOLDER = Path(__file__).parent
# No German word is longer; what is gets places to break at, so that it stays on the page.
_LONGEST_WORD = 40
_BREAK_EVERY = 12
_ZERO_WIDTH_SPACE = "\u200b"

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


def set_pdf(template: str, payload: Mapping[str, Any], as_of: date) -> bytes:
    """Return the PDF that `template` (a file below this folder) sets from `payload`; equal payloads, equal bytes.

    Raises:
        typst.TypstError: the layout failed; nothing was written.
    """
    return typst.compile(
        _FOLDER / template,
        root=_FOLDER,
        font_paths=_shipped_fonts(),
        format="pdf",
        sys_inputs={"report": json.dumps(_printable(payload), ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(as_of, time(), UTC),
    )


@cache
def _shipped_fonts() -> typst.Fonts:
    """Only the fonts of the package, so that no machine's own fonts change a page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])


def _printable(value: Json) -> Json:
    """`value` with every text in it fit for the fonts and for the width of a page."""
    if isinstance(value, str):
        return _breakable(fonts.printable(value))
    if isinstance(value, Mapping):
        return {key: _printable(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_printable(part) for part in value]
    return value


def _breakable(text: str) -> str:
    """`text` with invisible places to break inside words that no line could hold."""
    return re.sub(rf"\S{{{_LONGEST_WORD},}}", _with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    return re.sub(rf"(\S{{{_BREAK_EVERY}}})(?=\S)", rf"\1{_ZERO_WIDTH_SPACE}", word.group())
