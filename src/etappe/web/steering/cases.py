"""The list of cases, first what waits for whoever asks; and opening one by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.actor import Role
from etappe.domain.programme.policies import MeasurePolicy
from etappe.domain.steering.actions.deviations import open_deviation
from etappe.domain.steering.models import Deviation, Level, RuleKind
from etappe.domain.steering.policies import DeviationPolicy, RulePolicy
from etappe.domain.steering.queries import MINE, UNFINISHED, CaseFilter, cases_for, due_tasks
from etappe.domain.tenancy.models import Unit
from etappe.web.components import Choice, Crumb, Option, SearchField, Sentence, Words
from etappe.web.door import TenantRequest, page, roles
from etappe.web.editing import posted_or_kept
from etappe.web.numbers import whole
from etappe.web.steering.access import INSIDE
from etappe.web.steering.forms import OpenForm
from etappe.web.steering.words import lies_in_words

PAGE_SIZE = 25


@page(INSIDE)
def home(request: TenantRequest) -> HttpResponse:
    """Show the list."""
    actor, query = request.actor, request.GET
    wanted = CaseFilter(
        whose=query.get("fuer", ""),
        state=query.get("stand", UNFINISHED),
        level=query.get("ebene", ""),
        rule=query.get("regel", ""),
        owner=query.get("stelle", ""),
        words=query.get("q", ""),
    )
    paginator = Paginator(cases_for(actor, wanted), PAGE_SIZE)
    shown = paginator.get_page(query.get("page"))
    context = {
        "breadcrumbs": [Crumb(_("Sachstand")), Crumb(_("Abweichungen"))],
        "page": shown,
        "rows": [(case, lies_in_words(case) if case.is_open else "") for case in shown],
        "count": paginator.count,
        "sentence": _sentence(request),
        "today": timezone.localdate(),
        "may_open": DeviationPolicy.allows(actor, "open", None),
        "may_set_rules": RulePolicy.allows(actor, "change", None),
        "task_count": due_tasks(actor, timezone.localdate()).count(),
    }
    return render(request, "steering/home.html", context)


def _sentence(request: TenantRequest) -> Sentence:
    owners = Unit.objects.filter(measures__deviations__isnull=False).distinct().values_list("pk", "short")
    states = [(value, _("„%s“") % label) for value, label in Deviation.State.choices]
    levels = [(value, _("bei „%s“") % label) for value, label in Level.choices]
    rules = [(value, _("nach „%s“") % label) for value, label in RuleKind.choices]
    parts = (
        Words(_("Abweichungen")),
        Choice(
            "stand",
            _("Zustand"),
            (Option(UNFINISHED, _("noch ohne Entscheidung")), Option("", _("in jedem Zustand")), *_options(states)),
            UNFINISHED,
        ),
        _choice("fuer", _("Für wen"), _("für alle"), [(MINE, _("die auf Sie warten"))]),
        _choice("stelle", _("Zuständig"), _("aller Stellen"), [(str(pk), _("von %s") % short) for pk, short in owners]),
        _choice("ebene", _("Ebene"), _("auf jeder Ebene"), levels),
        _choice("regel", _("Regel"), _("aus jedem Anlass"), rules),
        Words(_("mit den Wörtern")),
        SearchField("q", _("Suchwörter"), placeholder=_("beliebig")),
    )
    return Sentence(parts, action=request.path, results="treffer").filled(request.GET)


def _options(choices: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(value, words) for value, words in choices)


def _choice(name: str, label: str, everything: str, choices: Sequence[tuple[str, str]]) -> Choice:
    return Choice(name, label, (Option("", everything), *_options(choices)))


@page(roles(Role.COORDINATOR))
def create(request: TenantRequest) -> HttpResponse:
    """Open a case by hand, possibly from a measure (``?massnahme=…``)."""
    number = whole(request.GET.get("massnahme", ""))
    chosen = MeasurePolicy.queryset(request.actor).filter(pk=number).first() if number else None
    form = OpenForm(posted_or_kept(request), actor=request.actor, initial={"measure": chosen})
    if request.method == "POST" and form.is_valid():
        given = form.changes
        opened = form.run(lambda: open_deviation(actor=request.actor, today=timezone.localdate(), **given))
        if opened is not None:
            messages.success(request, _("Die Abweichung ist eröffnet. Die zuständige Stelle kann Stellung nehmen."))
            return redirect(opened)
    home = reverse("steering:home", args=[request.municipality.slug])
    context = {
        "breadcrumbs": [Crumb(_("Abweichungen"), home), Crumb(_("Abweichung eröffnen"))],
        "title": _("Abweichung eröffnen"),
        "lead": _("Für alles, was anders läuft als vereinbart und keine Regel bemerkt hat."),
        "form": form,
        "button": _("Abweichung eröffnen"),
        "back": home,
    }
    return render(request, "programme/form.html", context)
