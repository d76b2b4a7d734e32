"""The worksheet of a concept paper: its text beside what Etappe says of it, to correct and to recommend from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.documents import RULES
from etappe.documents.model import Element, Kind
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import DomainError
from etappe.domain.participation.actions.concepts import correct_finding
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.models import ConceptVersion, Finding
from etappe.domain.participation.policies import FindingPolicy
from etappe.domain.participation.queries import OPEN_KINDS, Worksheet, latest_version, worksheet
from etappe.render.spreadsheet import Column
from etappe.render.table_xlsx import render_csv
from etappe.web.components import Crumb
from etappe.web.door import STAFF, TenantRequest, by_button, page, roles
from etappe.web.editing import given_for
from etappe.web.numbers import whole, whole_numbers
from etappe.web.participation.concepts import crumbs, find

STATEMENTS_A_PAGE = 120
EXPLANATIONS = {rule.id: rule for rule in RULES}
ELEMENT_WORDS: dict[str, str | Promise] = {
    Element.OWNER: gettext_lazy("Zuständigkeit"),
    Element.DEADLINE: gettext_lazy("Frist"),
    Element.TARGET: gettext_lazy("Zielwert"),
    Element.TARGET_GROUP: gettext_lazy("Zielgruppe"),
    Element.PLACE: gettext_lazy("Ort"),
    Element.MEANS: gettext_lazy("Mittel"),
}
VIEWS: dict[str, str | Promise] = {
    "offen": gettext_lazy("Forderungen und Absichten"),
    "alle": gettext_lazy("alle Sätze"),
    "zusagen": gettext_lazy("Zusagen"),
    "feststellungen": gettext_lazy("Feststellungen"),
    "geaendert": gettext_lazy("neu oder geändert seit der letzten Fassung"),
    "korrigiert": gettext_lazy("von Hand eingeordnet"),
}


@dataclass(frozen=True)
class Card:
    """One statement as the worksheet shows it."""

    finding: Finding
    rules: list[str]
    missing: list[str | Promise]
    present: list[tuple[str | Promise, str]]


@dataclass(frozen=True)
class SectionShown:
    """A section: its paragraphs on the left, its cards on the right."""

    label: str
    level: int
    paragraphs: list[tuple[str, list[Finding]]]
    cards: list[Card]


def _version(request: TenantRequest, pk: int) -> ConceptVersion:
    version = latest_version(find(request, pk), whole(request.GET.get("fassung", "")))
    if version is None:
        raise Http404(_("Diese Fassung gibt es nicht."))
    return version


@page(STAFF)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the worksheet, or how far the reading has got."""
    version = _version(request, pk)
    choosing = reverse("participation:concept_recommend", args=[request.municipality.slug, pk])
    context: dict[str, Any] = {
        "breadcrumbs": crumbs(request, Crumb(version.concept.title)),
        "concept": version.concept,
        "version": version,
        "versions": version.concept.versions.order_by("-number"),
        "may_change": FindingPolicy.allows(request.actor, "change", None),
        "chosen": whole_numbers(given_for(request, choosing).getlist("fundstelle")),
    }
    if version.state != ConceptVersion.State.READY:
        template = "participation/_reading.html" if request.htmx else "participation/reading.html"  # type: ignore[attr-defined]
        response = render(request, template, context)
        if version.state in {ConceptVersion.State.WAITING, ConceptVersion.State.READING} and not request.htmx:  # type: ignore[attr-defined]
            response["Refresh"] = "3"  # without JavaScript the page itself asks again
        return response
    if request.htmx and request.htmx.target == "lesen":  # type: ignore[attr-defined]
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "participation/worksheet.html", context | _sheet(request, worksheet(version)))


def _sheet(request: TenantRequest, sheet: Worksheet) -> dict[str, Any]:
    wanted = request.GET.get("zeige", "offen")
    shown = [finding for finding in sheet.findings if _is_wanted(finding, wanted)]
    sections = _pages(sheet, {finding.pk for finding in shown})
    paginator = Paginator(sections, 1)
    current = paginator.get_page(request.GET.get("page"))
    asked = sum(sheet.counts[kind] for kind in OPEN_KINDS)
    return {
        "sheet": sheet,
        "views": [(name, words, name == wanted) for name, words in VIEWS.items()],
        "page": current,
        "sections": current.object_list[0] if sections else [],
        "kinds": Finding.Kind.choices,
        "done": sheet.used,
        "total": asked,
        "count": len(shown),
    }


def _is_wanted(finding: Finding, wanted: str) -> bool:
    tests = {
        "alle": True,
        "zusagen": finding.kind == Finding.Kind.COMMITMENT,
        "feststellungen": finding.kind == Finding.Kind.FINDING,
        "geaendert": finding.change in {Finding.Change.NEW, Finding.Change.CHANGED},
        "korrigiert": finding.corrected,
    }
    return tests.get(wanted, finding.kind in OPEN_KINDS)


def _pages(sheet: Worksheet, shown: set[int]) -> list[list[SectionShown]]:
    """Cut the paper into pages of whole sections, or of whole paragraphs where a section is long.

    A page ends with the paragraph in which it reaches ``STATEMENTS_A_PAGE`` statements.
    """
    pages: list[list[SectionShown]] = []
    size = STATEMENTS_A_PAGE
    for index, findings in _portions(sheet.findings):
        cards = [card_of(finding) for finding in findings if finding.pk in shown]
        if not cards:
            continue
        known = index < len(sheet.version.outline)
        outline: dict[str, Any] = sheet.version.outline[index] if known else {"label": "", "level": 1}
        paragraphs = [
            (layout, list(sentences))
            for (_number, layout), sentences in groupby(
                findings, key=lambda finding: (finding.paragraph, finding.layout)
            )
        ]
        if size >= STATEMENTS_A_PAGE:
            pages.append([])
            size = 0
        pages[-1].append(SectionShown(outline["label"], outline["level"], paragraphs, cards))
        size += len(findings)
    return pages


def _portions(findings: list[Finding]) -> Iterator[tuple[int, list[Finding]]]:
    for index, group in groupby(findings, key=lambda finding: finding.section):
        portion: list[Finding] = []
        for finding in group:
            if len(portion) >= STATEMENTS_A_PAGE and finding.paragraph != portion[-1].paragraph:
                yield index, portion
                portion = []
            portion.append(finding)
        yield index, portion


def card_of(finding: Finding) -> Card:
    """Return what the worksheet says of one statement: which rule, which words, what is there and what is missing."""
    return Card(
        finding=finding,
        rules=[EXPLANATIONS[rule].explanation for rule in finding.rules if rule in EXPLANATIONS],
        missing=[ELEMENT_WORDS[name] for name in finding.missing] if Kind(finding.kind).asks_for_action else [],
        present=[
            (ELEMENT_WORDS[name], " … ".join(words)) for name, words in finding.present.items() if name in ELEMENT_WORDS
        ],
    )


@page(roles(Role.COORDINATOR))
@by_button("participation:concept", "pk")
def correct(request: TenantRequest, pk: int, finding: int) -> HttpResponse:
    """Take a correction: one key, one click."""
    found = (
        Finding.objects.select_related("version__concept", "municipality", "predecessor")
        .prefetch_related("recommendations__municipality")
        .filter(pk=finding, version__concept_id=pk)
        .first()
    )
    if found is None:
        raise Http404(_("Diese Fundstelle gibt es nicht mehr."))
    correct_finding(actor=request.actor, finding=found, kind=request.POST.get("kind", ""))
    if request.htmx:  # type: ignore[attr-defined]
        context = {
            "card": card_of(found),
            "kinds": Finding.Kind.choices,
            "concept": found.version.concept,
            "may_change": True,
        }
        return render(request, "participation/_card.html", context)
    back = request.POST.get("back", "")
    here = found.version.concept.get_absolute_url()
    return redirect(f"{here}?{back}#f{found.position}" if "\n" not in back else here)


@page(roles(Role.COORDINATOR))
@by_button("participation:concept", "pk")
def recommend(request: TenantRequest, pk: int) -> HttpResponse:
    """Make recommendations of the chosen statements: one of each, or one of all together."""
    concept = find(request, pk)
    chosen = whole_numbers(request.POST.getlist("fundstelle"))
    findings = list(
        Finding.objects.filter(pk__in=chosen, version__concept=concept)
        .select_related("municipality")
        .order_by("position")
    )
    if not findings:
        messages.warning(request, _("Bitte zuerst Sätze auswählen, dann eine Empfehlung daraus machen."))
        return redirect(f"{concept.get_absolute_url()}?{request.POST.get('back', '')}")
    groups = [findings] if request.POST.get("wie") == "eine" else [[finding] for finding in findings]
    try:
        made = [_recommend(request, group, concept.title) for group in groups]
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(concept.get_absolute_url())
    if len(made) == 1:
        messages.success(request, _("%s ist angelegt.") % made[0])
        return redirect(made[0])
    messages.success(request, _("%d Empfehlungen sind angelegt.") % len(made))
    return redirect(reverse("participation:recommendations", args=[request.municipality.slug]) + "?stand=open")


def _recommend(request: TenantRequest, findings: list[Finding], source: str) -> Any:
    addressee = next((finding.addressee for finding in findings if finding.addressee), "")
    return create_recommendation(
        actor=request.actor,
        municipality=request.municipality,
        text="\n".join(finding.text for finding in findings),
        addressee=addressee,
        findings=findings,
        source=source,
        is_example=request.municipality.is_example,
    )


@page(STAFF)
def export(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand out all statements with their classification as a table."""
    sheet = worksheet(_version(request, pk))
    titles = (
        _("Abschnitt"),
        _("Seite"),
        _("Wortlaut"),
        _("Einordnung"),
        _("Ausdrucksweise"),
        _("Adressat"),
        _("Es fehlt"),
    )
    columns = [Column(title) for title in titles]
    rows = [
        [
            sheet.version.outline[finding.section]["label"] if sheet.version.outline else "",
            finding.page or "",
            finding.text,
            str(finding.get_kind_display()),
            finding.modality,
            finding.addressee,
            ", ".join(str(ELEMENT_WORDS[name]) for name in finding.missing),
        ]
        for finding in sheet.findings
    ]
    response = HttpResponse(render_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="befund-{sheet.version.concept_id}.csv"'
    return response
