"""The concept check: a file in, one finding a sentence out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etappe.documents.completeness import assess
from etappe.documents.extract import Progress, read_document
from etappe.documents.identity import Identifier
from etappe.documents.model import ConceptCheck, Document, Finding, Paragraph, ParagraphKind
from etappe.documents.sentences import Span, split_sentences
from etappe.documents.statements.classify import Verdict, classify
from etappe.documents.statements.sentence import Context
from etappe.documents.summary import summarise

_FIELD_RULE = "hintergrund.angabe"
_FIELDS_REACH = 8


def check(source: str | Path | bytes, filename: str | None = None, progress: Progress | None = None) -> ConceptCheck:
    """Read a concept paper and say of every sentence what it does and what it leaves open.

    Parameters
    ----------
    source
        A path, or the bytes of an uploaded file.
    filename
        The name to show in messages; taken from the path where it is left out.
    progress
        Called with (steps done, steps in all): first the pages read, then the sections checked. ``done`` never falls
        and reaches ``total``.

    Raises
    ------
    DocumentError
        One of its subclasses, with a message for the person who chose the file.

    Examples
    --------
    >>> result = check(b"Man sollte mehr Sprachkurse anbieten.", "konzept.txt")
    >>> result.findings[0].kind.value, [element.value for element in result.findings[0].missing][:2]
    ('intent', ['owner', 'deadline'])
    """
    steps = _Steps(progress)
    document = read_document(source, filename, steps.reading)
    findings = tuple(check_document(document, steps.checking))
    return ConceptCheck(document=document, findings=findings, summary=summarise(findings))


@dataclass(slots=True)
class _Steps:
    """Joins the two halves of the work, reading and checking, into one rising count of a hundred steps."""

    report: Progress | None

    def reading(self, done: int, total: int) -> None:
        if self.report:
            self.report(50 * done // max(1, total), 100)

    def checking(self, done: int, total: int) -> None:
        if self.report:
            self.report(50 + 50 * done // max(1, total), 100)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A classified sentence with its place."""

    section: int
    paragraph: Paragraph
    span: Span
    verdict: Verdict


def check_document(document: Document, progress: Progress | None = None) -> Iterator[Finding]:
    """Yield one finding a sentence, in reading order."""
    identifier = Identifier()
    total = len(document.sections)
    for index, section in enumerate(document.sections):
        statements = list(_statements(index, section.path, section.paragraphs))
        for position, statement in enumerate(statements):
            yield _finding(document, statement, _fields_after(statements, position), identifier)
        if progress:
            progress(index + 1, total)


def _statements(index: int, path: tuple[str, ...], paragraphs: tuple[Paragraph, ...]) -> Iterator[_Statement]:
    """Classify the sentences of a section; a sentence that ends in a colon leads the list after it."""
    lead = ""
    for paragraph in paragraphs:
        in_list = paragraph.kind in (ParagraphKind.ITEM, ParagraphKind.ROW)
        if not in_list:
            lead = ""
        last = ""
        for span in _spans(paragraph):
            text = paragraph.text[span.start : span.end]
            context = Context(path, paragraph.kind, lead if in_list else "")
            yield _Statement(index, paragraph, span, classify(text, context))
            last = text
        if not in_list and last.endswith(":"):
            lead = last


def _spans(paragraph: Paragraph) -> list[Span]:
    """Return the sentences of a paragraph; a table row is one statement."""
    if paragraph.kind is ParagraphKind.ROW:
        return [Span(0, len(paragraph.text))]
    return split_sentences(paragraph.text)


def _fields_after(statements: list[_Statement], position: int) -> tuple[str, ...]:
    """Return the lines of a measure sheet that follow a statement and say who, when, for whom and with what."""
    fields: list[str] = []
    for statement in statements[position + 1 : position + 1 + _FIELDS_REACH]:
        if _FIELD_RULE in statement.verdict.rules:
            fields.append(statement.verdict.sentence.text)
        elif fields or statement.verdict.kind.asks_for_action:
            break
    return tuple(fields)


def _finding(document: Document, statement: _Statement, fields: tuple[str, ...], identifier: Identifier) -> Finding:
    verdict = statement.verdict
    completeness = assess(verdict, fields)
    text = verdict.sentence.text
    start = statement.paragraph.offset + statement.span.start
    return Finding(
        id=identifier.identify(text),
        section=document.sections[statement.section].label,
        text=text,
        kind=verdict.kind,
        modality=verdict.modality,
        cues=verdict.cues,
        rules=verdict.rules,
        addressee=completeness.addressee,
        missing=completeness.missing,
        present=completeness.present,
        page=statement.paragraph.page_at(statement.span.start),
        start=start,
        end=start + len(text),
        section_index=statement.section,
    )
