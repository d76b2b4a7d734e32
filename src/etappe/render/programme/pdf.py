"""The programme as an accessible, archivable PDF (PDF/UA-1 and PDF/A-2a), set by Typst."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TypeAlias

import typst

from etappe.render import fonts
from etappe.render.errors import RenderError
from etappe.render.german import counted, day_in_words
from etappe.render.programme.layout import payload
from etappe.render.programme.model import ProgrammeReport

STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_TEMPLATE = Path(__file__).with_name("programme.typ")
# No German word is longer; what is gets places to break at, so that it stays on the page.
_LONGEST_WORD = 40
_BREAK_EVERY = 12
_ZERO_WIDTH_SPACE = "\u200b"

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"


def programme_pdf(report: ProgrammeReport) -> bytes:
    """`report` as PDF; equal reports give equal bytes.

    Raises:
        RenderError: the layout failed; nothing was written.
    """
    made = datetime.combine(report.as_of, time(), UTC)
    data = json.dumps(_printable(payload(report)), ensure_ascii=False)
    try:
        return typst.compile(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            font_paths=_shipped_fonts(),
            format="pdf",
            sys_inputs={"report": data},
            pdf_standards=STANDARDS,
            timestamp=made,
        )
    except typst.TypstError as error:
        raise RenderError(_explanation(report, error.message)) from error


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


def _explanation(report: ProgrammeReport, message: str) -> str:
    """What a person can do about a failed layout; `message` is Typst's own."""
    return (
        f"Das PDF „{report.title}“ (Stand {day_in_words(report.as_of)}, "
        f"{counted(len(report.measures), 'Maßnahme', 'Maßnahmen')}) ließ sich nicht setzen. Es wurde nichts "
        f"geschrieben; DOCX und XLSX sind davon nicht betroffen. Meldung des Satzprogramms: {message}"
    )
