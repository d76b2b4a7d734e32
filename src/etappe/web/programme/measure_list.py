"""The list of measures: a sentence that filters, a table on a desk, cards on a phone, an export of what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Role
from etappe.domain.programme.completeness import REQUIREMENTS, completeness_of
from etappe.domain.programme.models import FieldOfAction, Influence, Measure
from etappe.domain.programme.policies import MeasurePolicy, ProgrammePolicy
from etappe.domain.programme.queries import DUE_CHOICES, OWN, UNFINISHED, WITHOUT, MeasureFilter
from etappe.domain.programme.queries import measures as find_measures
from etappe.domain.tenancy.models import Unit
from etappe.render.spreadsheet import Column, Value
from etappe.render.table_xlsx import render_csv, render_table
from etappe.web.components import Choice, Crumb, Option, SearchField, Sentence, Words
from etappe.web.door import PUBLIC, TenantRequest, page

PAGE_SIZE = 25
ADDRESS_NAMES = {
    "words": "q",
    "programme": "programm",
    "field": "feld",
    "state": "stand",
    "owner": "stelle",
    "influence": "einfluss",
    "complete": "vollstaendig",
    "due": "frist",
    "sort": "sort",
}
"""Names in the address of the parts of a filter."""

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def wanted_from(query: QueryDict) -> MeasureFilter:
    """Read a filter from an address."""
    return MeasureFilter(**{part.name: query.get(ADDRESS_NAMES[part.name], "") for part in fields(MeasureFilter)})


@page(PUBLIC)
def measures(request: TenantRequest) -> HttpResponse:
    """Show the list."""
    wanted, today = wanted_from(request.GET), timezone.localdate()
    paginator = Paginator(find_measures(request.actor, wanted, today=today), PAGE_SIZE)
    shown = paginator.get_page(request.GET.get("page"))
    rows = [(measure, completeness_of(measure), is_late(measure, today)) for measure in shown]
    return render(
        request,
        "programme/measures.html",
        {
            "breadcrumbs": [
                Crumb(_("Programm"), reverse("programme:home", args=[request.municipality.slug])),
                Crumb(_("Maßnahmen")),
            ],
            "page": shown,
            "rows": rows,
            "sentence": _sentence(request),
            "count": paginator.count,
            "may_create": MeasurePolicy.allows(request.actor, "create", None),
            "query": request.GET.urlencode(),
        },
    )


def is_late(measure: Measure, today: date) -> bool:
    """Whether the deadline has passed without the measure being finished."""
    finished = measure.state in {Measure.State.DONE, Measure.State.STOPPED}
    return measure.deadline is not None and measure.deadline.end < today and not finished


def _sentence(request: TenantRequest) -> Sentence:
    programmes = ProgrammePolicy.queryset(request.actor).values_list("slug", "title")
    areas = FieldOfAction.objects.values_list("number", "name")
    owners = Unit.objects.filter(measures__isnull=False).distinct().values_list("pk", "short")
    own = [(OWN, _("Ihrer Stelle"))] if request.actor.has(Role.OWNER, Role.DECIDER) else []
    owners_shown = [*own, *((str(pk), _("von %s") % short) for pk, short in owners)]
    states = [(UNFINISHED, _("nicht erledigt")), *((v, _("„%s“") % w) for v, w in Measure.State.choices)]
    lacking = [(f"{WITHOUT}{each.key}", _("ohne „%s“") % each.label) for each in REQUIREMENTS]
    parts = (
        Words(_("Maßnahmen")),
        _choice(
            "programm", _("Programm"), _("aller Programme"), [(slug, _("„%s“") % title) for slug, title in programmes]
        ),
        _choice("stelle", _("Zuständig"), _("aller Stellen"), owners_shown),
        _choice(
            "feld", _("Handlungsfeld"), _("in allen Feldern"), [(str(n), _("im Feld %s") % name) for n, name in areas]
        ),
        _choice("stand", _("Stand"), _("in jedem Stand"), states),
        _choice("frist", _("Frist"), _("mit jeder Frist"), list(DUE_CHOICES.items())),
        _choice(
            "vollstaendig",
            _("Vollständigkeit"),
            _("vollständig oder nicht"),
            [("ja", _("mit allen Angaben")), ("nein", _("mit fehlenden Angaben")), *lacking],
        ),
        _choice(
            "einfluss",
            _("Einfluss"),
            _("mit jedem Einfluss"),
            [(v, _("die die Kommune %s") % w) for v, w in Influence.choices],
        ),
        Words(_("mit den Wörtern")),
        SearchField("q", _("Suchwörter"), placeholder=_("beliebig")),
    )
    sort = request.GET.get("sort", "")
    kept = (("sort", sort),) if sort else ()
    return Sentence(parts, action=request.path, results="treffer", kept=kept).filled(request.GET)


def _choice(name: str, label: str, everything: str, options: Sequence[tuple[str, object]]) -> Choice:
    return Choice(name, label, (Option("", everything), *(Option(value, str(words)) for value, words in options)))


@page(PUBLIC)
def export(request: TenantRequest, format: str) -> HttpResponse:  # noqa: A002 - as it stands in the address
    """Hand out exactly what the list shows, all pages of it."""
    if format not in MEDIA_TYPES:
        raise Http404
    today = timezone.localdate()
    found = list(find_measures(request.actor, wanted_from(request.GET), today=today))
    columns = [
        Column(_("Nr."), "number", 6),
        Column(_("Maßnahme"), width=48),
        Column(_("Handlungsfeld"), width=26),
        Column(_("Zuständig")),
        Column(_("Stand"), width=12),
        Column(_("Frist"), width=16),
        Column(_("Ort"), width=24),
        Column(_("Einfluss"), width=12),
        Column(_("Angaben"), width=10),
        Column(_("Es fehlt"), width=40),
        Column(_("Hinweis"), width=10),
    ]
    rows = [_exported(measure) for measure in found]
    title = _("Maßnahmen – %s") % request.municipality.title
    if format == "csv":
        content = render_csv(columns, rows)
    else:
        note = _("Beispieldaten, frei erfunden.") if request.municipality.is_example else ""
        content = render_table(title, columns, rows, as_of=today, note=note)
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="massnahmen-{request.municipality.slug}.{format}"'
    return response


def _exported(measure: Measure) -> list[Value]:
    complete = completeness_of(measure)
    return [
        measure.number,
        measure.title,
        str(measure.field),
        str(measure.owner or ""),
        str(measure.get_state_display()),
        measure.deadline.words if measure.deadline else "",
        measure.place,
        str(measure.get_influence_display()),
        _("%(present)d von %(total)d") % {"present": len(complete.present), "total": complete.total},
        ", ".join(str(requirement.label) for requirement in complete.missing),
        _("Beispiel") if measure.is_example else "",
    ]
