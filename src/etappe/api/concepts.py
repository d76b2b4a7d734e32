"""Concept papers: sending a file in, following how it is read, and its statements with the findings on them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from ninja import File, Query, Router
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from etappe.api.recommendations import section_of
from etappe.api.routing import Here, reads, writes
from etappe.api.values import Change, Entry, Id, OneOf, Page, Paging, Ref, Text, Title, named, page_of, ref
from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.errors import Invalid
from etappe.domain.participation.actions import concepts as actions
from etappe.domain.participation.models import ConceptPaper, ConceptVersion, Finding
from etappe.domain.participation.policies import ConceptPaperPolicy, ConceptVersionPolicy, FindingPolicy
from etappe.domain.participation.queries import worksheet

router = Router(tags=["Concept papers"])


class ConceptOut(BaseModel):
    """A concept paper."""

    id: int
    title: str
    paper: Ref | None = Field(description="The paper under which it was handed in, where that may be seen.")
    versions: list[int] = Field(description="Numbers of the versions read in; only for the administration.")
    is_public: bool
    source: str
    is_example: bool


class ConceptIn(Entry):
    """A new concept paper; its text follows as a version."""

    title: Title
    paper: Id | None = None
    is_public: bool = False
    source: Text = ""


class ConceptChange(Change):
    """What to change; what is not sent stays as it is."""

    title: Title = ""
    paper: Id | None = None
    is_public: bool = False
    source: Text = ""


class VersionOut(BaseModel):
    """One reading of a file, and how far it has got."""

    id: int
    number: int
    filename: str
    size: int = Field(description="Bytes.")
    sha256: str
    uploaded_at: datetime
    state: Annotated[str, OneOf(ConceptVersion.State)]
    steps_done: int
    steps_total: int
    failure: str = Field(description="Why the file could not be read, and what helps.")
    pages: int


class SectionOut(BaseModel):
    """A heading of a concept."""

    label: str
    level: int


class GoneOut(BaseModel):
    """A statement of the version before that this version no longer has."""

    text: str
    kind: Annotated[str, OneOf(Finding.Kind)]


class VersionInFull(VersionOut):
    """One version with the line at the head of its worksheet."""

    headline: str = Field(
        description="The result in one line.",
        examples=["41 Forderungen, 3 mit Zuständigkeit, 0 mit Frist, 0 mit Zielwert."],
    )
    counts: dict[str, int] = Field(description="Statements by kind.")
    corrected: int = Field(description="Statements classified by hand.")
    used: int = Field(description="Demands and intents of which a recommendation was made.")
    sections: list[SectionOut]
    gone: list[GoneOut]


class FindingOut(BaseModel):
    """One classified statement."""

    id: int
    position: int
    section: str
    page: int | None
    text: str
    kind: Annotated[str, OneOf(Finding.Kind)] = Field(description="What holds: the rule's verdict unless corrected.")
    kind_by_rule: Annotated[str, OneOf(Finding.Kind)]
    corrected: bool
    modality: str
    cues: list[str] = Field(description="The words that made it so.")
    rules: list[str] = Field(description="The rules that applied.")
    addressee: str
    missing: list[str] = Field(
        description="What a commitment would need and this does not have: "
        "owner, deadline, target, target_group, place, means."
    )
    change: Annotated[str, OneOf(Finding.Change)] = Field(description="How it relates to the version before.")
    recommendations: list[Ref] = Field(description="What was made of it.")


class FindingFilter(Entry):
    """Which statements a list shows."""

    kind: Annotated[str, OneOf(Finding.Kind)] | None = Field(None)


class Correction(Entry):
    """What a statement is, said by hand."""

    kind: Annotated[str, OneOf(Finding.Kind)]


@reads(router, "/concepts")
def list_concepts(here: Here, paging: Query[Paging]) -> Page[ConceptOut]:
    """List the concept papers."""
    return page_of(_concepts(here).order_by("title", "pk"), paging, _concept)


@reads(router, "/concepts/{int:pk}")
def get_concept(here: Here, pk: Id) -> ConceptOut:
    """Show one concept paper."""
    return _concept(here.one(_concepts(here), pk=pk))


@writes(router, "post", "/concepts", status=201)
def add_concept(here: Here, body: ConceptIn) -> ConceptOut:
    """Name a concept paper; its text follows as a version."""
    values = here.values(body, {"paper": PaperPolicy})
    made = actions.create_concept(actor=here.actor, municipality=here.municipality, **values)
    return _concept(here.one(_concepts(here), pk=made.pk))


@writes(router, "patch", "/concepts/{int:pk}")
def change_concept(here: Here, pk: Id, body: ConceptChange) -> ConceptOut:
    """Change title, paper or publicity; only what is sent."""
    concept = here.get(ConceptPaperPolicy, pk)
    actions.change_concept(actor=here.actor, concept=concept, changes=here.values(body, {"paper": PaperPolicy}))
    return _concept(here.one(_concepts(here), pk=pk))


@reads(router, "/concepts/{int:pk}/versions")
def list_versions(here: Here, pk: Id, paging: Query[Paging]) -> Page[VersionOut]:
    """List the versions of a concept, newest first; empty for everyone outside the administration."""
    concept = here.get(ConceptPaperPolicy, pk)
    return page_of(_versions(here).filter(concept=concept).order_by("-number"), paging, _version)


@writes(router, "post", "/concepts/{int:pk}/versions", status=201)
def add_version(here: Here, pk: Id, file: File[UploadedFile]) -> VersionOut:
    """Send a file in and have it read in the background: docx, pdf, odt, txt or md.

    The answer comes at once; `GET …/versions/{number}` says how far the reading has got.
    """
    concept = here.get(ConceptPaperPolicy, pk)
    ConceptPaperPolicy.require(here.actor, "change", concept)
    if (file.size or 0) > settings.LARGEST_UPLOAD:
        raise Invalid({"file": _("Die Datei ist größer als 50 MB. Bitte ohne Bilder speichern oder aufteilen.")})
    version = actions.upload_and_queue(actor=here.actor, concept=concept, filename=file.name or "", content=file.read())
    return _version(version)


@reads(router, "/concepts/{int:pk}/versions/{int:number}")
def get_version(here: Here, pk: Id, number: Id) -> VersionInFull:
    """Show how far the reading of a version has got, and its result in one line. Only for the administration."""
    version = here.one(_versions(here), concept_id=pk, number=number)
    sheet = worksheet(version)
    return VersionInFull(
        **dict(_version(version)),
        headline=sheet.headline,
        counts=sheet.counts,
        corrected=sheet.corrected,
        used=sheet.used,
        sections=[SectionOut(label=section["label"], level=section["level"]) for section in version.outline],
        gone=[GoneOut(text=gone["text"], kind=gone["kind"]) for gone in version.gone],
    )


@writes(router, "post", "/concepts/{int:pk}/versions/{int:number}/read")
def read_version_again(here: Here, pk: Id, number: Id) -> VersionOut:
    """Put a version in line to be read again, where its reading failed or broke off."""
    version = here.one(_versions(here), concept_id=pk, number=number)
    actions.queue_reading(actor=here.actor, version=version)
    return _version(version)


@reads(router, "/concepts/{int:pk}/versions/{int:number}/findings")
def list_findings(
    here: Here, pk: Id, number: Id, paging: Query[Paging], wanted: Query[FindingFilter]
) -> Page[FindingOut]:
    """List the statements of a version in the order of the text. Only for the administration."""
    version = here.one(_versions(here), concept_id=pk, number=number)
    found = _findings(here).filter(version=version).order_by("position")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    return page_of(found, paging, _finding)


@writes(router, "patch", "/findings/{int:pk}")
def correct_finding(here: Here, pk: Id, body: Correction) -> FindingOut:
    """Say by hand what a statement is; choosing what the rule says takes the correction back."""
    actions.correct_finding(actor=here.actor, finding=here.get(FindingPolicy, pk), kind=body.kind)
    return _finding(here.one(_findings(here), pk=pk))


def _concepts(here: Here) -> QuerySet[Any]:
    paper = Prefetch("paper", PaperPolicy.queryset(here.actor))
    versions = Prefetch("versions", ConceptVersionPolicy.queryset(here.actor).order_by("number"))
    found: QuerySet[Any] = ConceptPaperPolicy.queryset(here.actor).prefetch_related(paper, versions)
    return found


def _concept(concept: ConceptPaper) -> ConceptOut:
    return ConceptOut(
        id=concept.pk,
        title=concept.title,
        paper=ref(concept.paper),
        versions=[version.number for version in concept.versions.all()],
        is_public=concept.is_public,
        source=concept.source,
        is_example=concept.is_example,
    )


def _versions(here: Here) -> QuerySet[Any]:
    found: QuerySet[Any] = ConceptVersionPolicy.queryset(here.actor).select_related("concept", "municipality")
    return found


def _version(version: ConceptVersion) -> VersionOut:
    return VersionOut(
        id=version.pk,
        number=version.number,
        filename=version.filename,
        size=version.size,
        sha256=version.digest,
        uploaded_at=version.uploaded_at,
        state=version.state,
        steps_done=version.steps_done,
        steps_total=version.steps_total,
        failure=version.failure,
        pages=version.pages,
    )


def _findings(here: Here) -> QuerySet[Any]:
    found: QuerySet[Any] = FindingPolicy.queryset(here.actor).select_related("version")
    return found.prefetch_related("recommendations")


def _finding(finding: Finding) -> FindingOut:
    return FindingOut(
        id=finding.pk,
        position=finding.position,
        section=section_of(finding),
        page=finding.page,
        text=finding.text,
        kind=finding.kind,
        kind_by_rule=finding.kind_by_rule,
        corrected=finding.corrected,
        modality=finding.modality,
        cues=finding.cues,
        rules=finding.rules,
        addressee=finding.addressee,
        missing=finding.missing,
        change=finding.change,
        recommendations=[named(item) for item in finding.recommendations.all()],
    )
