"""Concept papers: taking a file in, reading it, correcting what the rules say."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from etappe.documents import (
    ConceptCheck,
    Document,
    DocumentError,
    Match,
    MatchState,
    assess_as,
    check,
    match_findings,
)
from etappe.documents import Finding as ReadFinding
from etappe.documents.model import Element, Kind
from etappe.domain.audit.recording import act
from etappe.domain.audit.values import state_of, validated
from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.kernel.numbering import next_number
from etappe.domain.participation.models import ConceptPaper, ConceptVersion, Finding, Recommendation
from etappe.domain.participation.policies import ConceptPaperPolicy, ConceptVersionPolicy, FindingPolicy
from etappe.domain.tenancy.models import Municipality

LARGEST_FILE = 50 * 1024 * 1024
State = ConceptVersion.State
CHANGES = {
    MatchState.SAME: Finding.Change.SAME,
    MatchState.CHANGED: Finding.Change.CHANGED,
    MatchState.NEW: Finding.Change.NEW,
}


def create_concept(
    *,
    actor: Actor,
    municipality: Municipality,
    title: str,
    paper: Paper | None = None,
    is_public: bool = False,
    source: str = "",
    is_example: bool = False,
) -> ConceptPaper:
    """Name a concept paper; its text follows as a version."""
    concept = ConceptPaper(
        municipality=municipality, title=title, paper=paper, is_public=is_public, source=source, is_example=is_example
    )
    with act(actor, allowed_by=ConceptPaperPolicy, to="create", on=None) as record:
        return record.create("concept.created", concept)


def upload_version(*, actor: Actor, concept: ConceptPaper, filename: str, content: bytes) -> ConceptVersion:
    """Keep the original and put it in line to be read. Raises ``Invalid`` for an empty, huge or already known file."""
    if not content:
        raise Invalid({"file": _("Die Datei ist leer. Bitte eine andere wählen.")})
    if len(content) > LARGEST_FILE:
        raise Invalid({"file": _("Die Datei ist größer als 50 MB. Bitte ohne Bilder speichern oder aufteilen.")})
    digest = hashlib.sha256(content).hexdigest()
    last = concept.versions.order_by("-number").first()
    if last is not None and last.digest == digest and last.state != State.FAILED:
        raise Invalid({"file": _("Diese Datei ist schon eingelesen, als Fassung %d.") % last.number})
    version = ConceptVersion(
        municipality=concept.municipality,
        concept=concept,
        filename=filename[:200],
        digest=digest,
        size=len(content),
    )
    with act(actor, allowed_by=ConceptPaperPolicy, to="change", on=concept) as record:
        version.number = next_number(concept, concept.versions.all())
        version.original.save(filename, ContentFile(content), save=False)
        return record.create("concept.uploaded", version)


def read_version(
    *, actor: Actor, version: ConceptVersion, progress: Callable[[int, int], None] | None = None
) -> ConceptVersion:
    """Read the original of ``version`` and classify every statement; corrections of the version before carry over.

    May be called again after an interruption: it starts anew and leaves one set of findings. What cannot be read ends
    as ``failed`` with a sentence that says why; the original is kept.
    """
    ConceptVersionPolicy.require(actor, "change", version)
    if version.state == State.READY:
        raise IllegalTransition(_("Diese Fassung ist schon gelesen."))
    _note_progress(version, 0, 100)

    def report(done: int, total: int) -> None:
        _note_progress(version, done, total)
        if progress:
            progress(done, total)

    with version.original.open("rb") as file:
        content = file.read()
    try:
        result = check(content, version.filename, report)
    except DocumentError as error:
        return _fail(actor, version, str(error))
    return _store(actor, version, result)


def _note_progress(version: ConceptVersion, done: int, total: int) -> None:
    if done == total or done - version.steps_done >= total // 20 or done == 0:
        version.steps_done, version.steps_total, version.state = done, total, State.READING
        ConceptVersion.objects.filter(pk=version.pk).update(steps_done=done, steps_total=total, state=State.READING)


def _fail(actor: Actor, version: ConceptVersion, why: str) -> ConceptVersion:
    with act(actor, allowed_by=ConceptVersionPolicy, to="change", on=version) as record:
        version.state, version.failure = State.FAILED, why
        version.save()
        record.happened("concept.not_readable", version, {"failure": why})
    return version


def _store(actor: Actor, version: ConceptVersion, result: ConceptCheck) -> ConceptVersion:
    before = _previous_findings(version)
    matches = match_findings([read_again(row) for row in before], result.findings) if before else ()
    with act(actor, allowed_by=ConceptVersionPolicy, to="change", on=version) as record:
        version.findings.all().delete()
        rows = [_row(version, result.document, found, position) for position, found in enumerate(result.findings)]
        _carry_over(rows, result.findings, matches, before)
        Finding.objects.bulk_create(rows, batch_size=500)
        _carry_links_over(rows)
        version.state = State.READY
        version.pages = result.document.pages
        version.outline = [{"label": section.label, "level": section.level} for section in result.document.sections]
        version.gone = [
            {"text": match.old.text, "kind": match.old.kind.value, "section": match.old.section}
            for match in matches
            if match.state is MatchState.GONE and match.old is not None
        ]
        version.save()
        record.happened("concept.read", version, {"statements": len(rows), "pages": version.pages})
    return version


def _previous_findings(version: ConceptVersion) -> list[Finding]:
    previous = (
        ConceptVersion.objects.filter(concept=version.concept, number__lt=version.number, state=State.READY)
        .order_by("-number")
        .first()
    )
    return list(previous.findings.select_related("version").order_by("position")) if previous else []


def read_again(row: Finding) -> ReadFinding:
    """Return a stored finding as the reading of documents knows it, for matching."""
    outline = row.version.outline
    return ReadFinding(
        id=row.key,
        section=outline[row.section]["label"] if row.section < len(outline) else "",
        text=row.text,
        kind=Kind(row.kind),
        modality=row.modality or None,
        cues=tuple(row.cues),
        rules=tuple(row.rules),
        addressee=row.addressee or None,
        missing=tuple(Element(name) for name in row.missing),
        present={name: tuple(words) for name, words in row.present.items()},
        page=row.page or 0,
        start=row.position,
        end=row.position,
        section_index=row.section,
    )


def _row(version: ConceptVersion, document: Document, found: ReadFinding, position: int) -> Finding:
    paragraphs = document.sections[found.section_index].paragraphs
    index = bisect_right([paragraph.offset for paragraph in paragraphs], found.start) - 1
    return Finding(
        municipality=version.municipality,
        version=version,
        position=position,
        section=found.section_index,
        paragraph=max(index, 0),
        layout=paragraphs[index].kind.value if paragraphs else "text",
        page=found.page,
        key=found.id,
        text=found.text,
        kind=found.kind.value,
        kind_by_rule=found.kind.value,
        modality=found.modality or "",
        cues=list(found.cues),
        rules=list(found.rules),
        addressee=(found.addressee or "")[:200],
        missing=[element.value for element in found.missing],
        present={name: list(words) for name, words in found.present.items()},
    )


def _carry_over(
    rows: list[Finding], found: Iterable[ReadFinding], matches: Iterable[Match], before: list[Finding]
) -> None:
    positions = {id(finding): position for position, finding in enumerate(found)}
    for match in matches:
        if match.new is None:
            continue
        row = rows[positions[id(match.new)]]
        row.change = CHANGES[match.state]
        if match.old is None:
            continue
        predecessor = before[match.old.start]
        row.predecessor = predecessor
        if predecessor.corrected:
            row.kind, row.corrected = predecessor.kind, True


def _carry_links_over(rows: list[Finding]) -> None:
    """What was recommended because of a sentence stays tied to it in the new version, too."""
    successors = {row.predecessor_id: row for row in rows if row.predecessor_id is not None}
    through = Recommendation.findings.through
    links = through.objects.filter(finding_id__in=successors)
    through.objects.bulk_create(
        through(recommendation_id=link.recommendation_id, finding=successors[link.finding_id]) for link in links
    )


def correct_finding(*, actor: Actor, finding: Finding, kind: str) -> Finding:
    """Say by hand what a statement is. Choosing what the rule says takes the correction back."""
    if kind not in Finding.Kind.values:
        raise Invalid({"kind": _("Diese Einordnung gibt es nicht.")})
    with act(actor, allowed_by=FindingPolicy, to="change", on=finding) as record:
        before = state_of(finding)
        finding.kind = kind
        finding.corrected = kind != finding.kind_by_rule
        if Kind(kind).asks_for_action and not (finding.missing or finding.present):
            _assess(finding)
        finding.save(update_fields=["kind", "corrected", "addressee", "missing", "present"])
        record.changed("finding.corrected", finding, before)
    return finding


def change_concept(*, actor: Actor, concept: ConceptPaper, changes: Mapping[str, Any]) -> ConceptPaper:
    """Change title, paper or publicity of a concept."""
    with act(actor, allowed_by=ConceptPaperPolicy, to="change", on=concept) as record:
        before = state_of(concept)
        for name, value in changes.items():
            setattr(concept, name, value)
        validated(concept)
        concept.save()
        record.changed("concept.changed", concept, before)
    return concept


def upload_and_queue(*, actor: Actor, concept: ConceptPaper, filename: str, content: bytes) -> ConceptVersion:
    """Take a file in and have it read in the background as soon as the upload is stored."""
    with transaction.atomic():
        version = upload_version(actor=actor, concept=concept, filename=filename, content=content)
        queue_reading(actor=actor, version=version)
    return version


def queue_reading(*, actor: Actor, version: ConceptVersion) -> None:
    """Put a version in line to be read, again if its reading failed or broke off."""
    from etappe.domain.participation.tasks import read_concept_version  # tasks call actions, actions queue tasks

    if version.state == State.READY:
        raise IllegalTransition(_("Diese Fassung ist schon gelesen."))
    with act(actor, allowed_by=ConceptVersionPolicy, to="change", on=version) as record:
        before = state_of(version)
        version.state, version.failure, version.steps_done = State.WAITING, "", 0
        version.save()
        record.changed("concept.queued", version, before)
        transaction.on_commit(lambda: read_concept_version.enqueue(version.pk, actor.user_id))


def _assess(finding: Finding) -> None:
    """A statement that asks for something only by hand: say what it names and what it leaves open, too."""
    complete = assess_as(finding.text, Kind(finding.kind))
    finding.addressee = (complete.addressee or "")[:200]
    finding.missing = [element.value for element in complete.missing]
    finding.present = {name: list(words) for name, words in complete.present.items()}
