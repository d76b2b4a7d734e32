"""Text of other people, made fit for XML and for print without changing what it says."""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
_RUNNING_LENGTH = 70
# Line separators that word processors and browsers leave behind all mean a new line.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_INVALID = re.compile("[\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """`text` with plain line feeds, without control characters, and with U+FFFD for what no file format can hold."""
    text = _LINE_ENDS.sub("\n", text)
    return _INVALID.sub(REPLACEMENT, _UNPRINTABLE.sub("", text))


def one_line(text: str) -> str:
    """`text` cleaned, with every run of spaces and line ends as a single space, and no white space around it."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-empty lines of `text`, cleaned; a report sets each as a paragraph of its own."""
    lines = (one_line(line) for line in clean(text).split("\n"))
    return tuple(line for line in lines if line)


def running_words(text: str) -> str:
    """`text` for the head of a page, where only a short line fits; “keine Angabe” where there is none."""
    line = one_line(text) or "keine Angabe"
    return line if len(line) <= _RUNNING_LENGTH else f"{line[:_RUNNING_LENGTH].rstrip()} …"
