"""Reading concept papers, recommendations, conferences; the number of SQL queries does not grow with the rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etappe.documents import summarise
from etappe.documents.model import Element, Kind
from etappe.documents.summary import Summary
from etappe.domain.kernel.actor import Actor
from etappe.domain.participation.actions.concepts import read_again
from etappe.domain.participation.models import ConceptPaper, ConceptVersion, Conference, Finding
from etappe.domain.participation.policies import ConceptPaperPolicy, ConferencePolicy, RecommendationPolicy

OPEN_KINDS = (Finding.Kind.DEMAND, Finding.Kind.INTENT)
"""Kinds that ask for something nobody is bound to yet."""


@dataclass(frozen=True)
class Worksheet:
    """A version of a concept with its statements, grouped by section, and the line at its head."""

    version: ConceptVersion
    findings: list[Finding]
    headline: str
    counts: dict[str, int]
    corrected: int
    used: int


def worksheet(version: ConceptVersion) -> Worksheet:
    """Return what the worksheet of ``version`` shows, in a constant number of queries."""
    findings = list(
        version.findings.select_related("version", "municipality", "predecessor")
        .prefetch_related("recommendations__municipality")
        .order_by("position")
    )
    for finding in findings:
        finding.version = version  # one object, not one a row
    counts = Counter(finding.kind for finding in findings)
    return Worksheet(
        version=version,
        findings=findings,
        headline=_headline(summarise([read_again(finding) for finding in findings])),
        counts={kind: counts.get(kind, 0) for kind in Finding.Kind.values},
        corrected=sum(finding.corrected for finding in findings),
        used=sum(bool(finding.recommendations.all()) for finding in findings if finding.kind in OPEN_KINDS),
    )


def _headline(summary: Summary) -> str:
    """The head line of the concept check in the language of the page; in German word for word as the check says it."""
    demands = summary.kinds[Kind.DEMAND]
    if not demands.count:
        return _("Keine Forderungen.")
    text = ngettext(
        "%(count)s Forderung, %(owner)s mit Zuständigkeit, %(deadline)s mit Frist, %(target)s mit Zielwert.",
        "%(count)s Forderungen, %(owner)s mit Zuständigkeit, %(deadline)s mit Frist, %(target)s mit Zielwert.",
        demands.count,
    )
    named = {element.value: number_format(demands.named[element]) for element in Element}
    return text % {"count": number_format(demands.count), **named}


def concepts(actor: Actor) -> QuerySet[Any]:
    """Return the concept papers ``actor`` may see, with their versions."""
    return ConceptPaperPolicy.queryset(actor).select_related("municipality", "paper").prefetch_related("versions")


def recommendations(actor: Actor) -> QuerySet[Any]:
    """Return the recommendations ``actor`` may see, with where they come from."""
    found: QuerySet[Any] = RecommendationPolicy.queryset(actor).select_related(
        "municipality", "addressee_unit", "working_group__conference", "statement_point__statement", "recommended_by"
    )
    return found


def conferences(actor: Actor) -> QuerySet[Any]:
    """Return the conferences with their groups."""
    return ConferencePolicy.queryset(actor).select_related("municipality", "report_paper").prefetch_related("groups")


def conference_in_full(actor: Actor, pk: int) -> Conference | None:
    """Return one conference with groups, sessions, organisations and recommendations."""
    found: Conference | None = (
        conferences(actor)
        .prefetch_related(
            "organisations",
            "units",
            "groups__sessions",
            "groups__organisations",
            "groups__units",
            "groups__lead_unit",
            "groups__recommendations__municipality",
        )
        .filter(pk=pk)
        .first()
    )
    return found


def latest_version(concept: ConceptPaper, number: int | None = None) -> ConceptVersion | None:
    """Return the version with this number, or the latest."""
    versions = concept.versions.select_related("concept", "municipality").order_by("-number")
    found: ConceptVersion | None = (versions.filter(number=number) if number else versions).first()
    return found
