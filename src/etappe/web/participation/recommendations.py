"""Recommendations: the list, one with its sources and what became of it, merging and splitting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.audit.queries import history_of
from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import DomainError
from etappe.domain.participation.actions.recommendations import (
    change_recommendation,
    merge_recommendations,
    set_recommendation_state,
    split_recommendation,
)
from etappe.domain.participation.models import Recommendation
from etappe.domain.participation.policies import RecommendationPolicy
from etappe.domain.programme.queries import recommendations_in_a_list, recommendations_with_fate
from etappe.domain.tenancy.models import Unit
from etappe.web.components import Choice, Crumb, Option, SearchField, Sentence, Station, Words
from etappe.web.door import PUBLIC, TenantRequest, by_button, page, roles
from etappe.web.editing import ActionForm, given_for, posted_or_kept
from etappe.web.happenings import entries
from etappe.web.numbers import whole_numbers
from etappe.web.participation.concepts import crumbs

PAGE_SIZE = 25


@page(PUBLIC)
def index(request: TenantRequest) -> HttpResponse:
    """Show the list: what was recommended and what became of it."""
    sentence = _sentence(request)
    found = recommendations_in_a_list(request.actor).order_by("number")
    if request.GET.get("stand") in Recommendation.State.values:
        found = found.filter(state=request.GET["stand"])
    for word in request.GET.get("q", "").split():
        found = found.filter(text__icontains=word)
    if request.GET.get("thema"):
        found = found.filter(theme=request.GET["thema"])
    paginator = Paginator(found, PAGE_SIZE)
    merging = reverse("participation:recommendations_merge", args=[request.municipality.slug])
    return render(
        request,
        "participation/recommendations.html",
        {
            "breadcrumbs": crumbs(request, Crumb(_("Empfehlungen"))),
            "page": paginator.get_page(request.GET.get("page")),
            "count": paginator.count,
            "sentence": sentence,
            "chosen": whole_numbers(given_for(request, merging).getlist("empfehlung")),
            "may_change": RecommendationPolicy.allows(request.actor, "create", None),
        },
    )


def _sentence(request: TenantRequest) -> Sentence:
    themes = RecommendationPolicy.queryset(request.actor).exclude(theme="").values_list("theme", flat=True)
    states = (Option("", _("in jedem Stand")), *(Option(v, _("„%s“") % w) for v, w in Recommendation.State.choices))
    areas = (Option("", _("zu allen Themen")), *(Option(t, _("zum Thema %s") % t) for t in sorted(set(themes))))
    parts = (
        Words(_("Empfehlungen")),
        Choice("stand", _("Stand"), states),
        Choice("thema", _("Thema"), areas),
        Words(_("mit den Wörtern")),
        SearchField("q", _("Suchwörter"), placeholder=_("beliebig")),
    )
    return Sentence(parts, action=request.path, results="treffer").filled(request.GET)


def find(request: TenantRequest, pk: int) -> Recommendation:
    """Return the recommendation, or answer 404."""
    found: Recommendation | None = recommendations_with_fate(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Diese Empfehlung gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return found


class StateForm(ActionForm):
    """What became of a recommendation."""

    state = forms.ChoiceField(label=gettext_lazy("Stand"), choices=Recommendation.State.choices)
    reason = forms.CharField(
        label=gettext_lazy("Begründung"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Nötig bei „teilweise“ und „abgelehnt“. Wer die Empfehlung gab, liest das hier."),
    )


class TextForm(ActionForm):
    """The recommendation itself."""

    text = forms.CharField(label=gettext_lazy("Empfehlung"), widget=forms.Textarea)
    theme = forms.CharField(label=gettext_lazy("Thema"), required=False, max_length=120)
    addressee = forms.CharField(label=gettext_lazy("Adressat"), required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["addressee_unit"] = forms.ModelChoiceField(
            Unit.objects.filter(valid_until__isnull=True),
            label=_("zuständige Stelle"),
            required=False,
            empty_label=_("noch niemand"),
        )
        self.fields["is_public"] = forms.BooleanField(label=_("Auf der öffentlichen Seite zeigen"), required=False)


class SplitForm(ActionForm):
    """The parts of a recommendation, one a paragraph."""

    texts = forms.CharField(
        label=gettext_lazy("Teile"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Ein Absatz je Teil, getrennt durch eine Leerzeile. Alle Teile behalten ihre Quellen."),
    )


def _page_of(request: TenantRequest, found: Recommendation, **forms_with_errors: ActionForm) -> HttpResponse:
    may_change = RecommendationPolicy.allows(request.actor, "change", found)
    context: dict[str, Any] = {
        "breadcrumbs": crumbs(
            request,
            Crumb(_("Empfehlungen"), reverse("participation:recommendations", args=[request.municipality.slug])),
            Crumb(str(found)),
        ),
        "recommendation": found,
        "stations": stations(found),
        "may_change": may_change,
        "state_form": StateForm.within(
            request,
            _of(found, "recommendation_state"),
            initial={"state": found.state, "reason": found.reason, "version": found.version},
        ),
        "split_form": SplitForm.within(
            request, _of(found, "recommendation_split"), initial={"texts": found.text.replace("\n", "\n\n")}
        ),
        "history": entries(history_of(found)) if request.actor.is_staff else None,
    }
    status = 422 if forms_with_errors else 200
    return render(request, "participation/recommendation.html", context | forms_with_errors, status=status)


def _of(found: Recommendation, name: str) -> str:
    return reverse(f"participation:{name}", args=[found.municipality.slug, found.pk])


def stations(found: Any) -> list[Station]:
    """Return the way of a recommendation: where it came from, what was made of it."""
    finding = next(iter(found.findings.all()), None)
    way = []
    if found.working_group:
        conference = found.working_group.conference
        way.append(Station(str(found.working_group), conference.get_absolute_url(), "happened", str(conference)))
    elif found.statement_point:
        statement = found.statement_point.statement
        label = _("Stellungnahme, Punkt %d") % found.statement_point.number
        way.append(Station(label, statement.get_absolute_url(), "happened", str(statement)))
    elif finding:
        way.append(Station(_("Fundstelle im Konzept"), "", "happened", str(finding.version.concept)))
    way.append(Station(str(found), state="current", note=str(found.get_state_display())))
    goals, measures = list(found.goals.all()), list(found.measures.all())
    way += [Station(_("Ziel %s") % goal.number, goal.get_absolute_url(), "happened", goal.title) for goal in goals]
    way += [
        Station(
            _("Maßnahme %d") % measure.number, measure.get_absolute_url(), "happened", str(measure.get_state_display())
        )
        for measure in measures
    ]
    if not measures and found.state != Recommendation.State.REJECTED:
        way.append(Station(_("Maßnahme"), state="missing", note=_("Noch keine Maßnahme daraus gemacht")))
    return way


@page(PUBLIC)
def show(request: TenantRequest, pk: int) -> HttpResponse:
    """Show one recommendation: where it came from and what became of it."""
    return _page_of(request, find(request, pk))


@page(roles(Role.COORDINATOR))
def edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Edit text, theme and addressee."""
    found = find(request, pk)
    names = ("text", "theme", "addressee", "addressee_unit", "is_public", "version")
    form = TextForm(posted_or_kept(request), initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_recommendation(
                actor=request.actor,
                recommendation=found,
                changes=form.changes,
                expected_version=form.expected_version,
            )
        )
        if changed is not None:
            messages.success(request, _("%s ist gespeichert.") % found)
            return redirect(found)
    context = {
        "breadcrumbs": crumbs(request, Crumb(str(found), found.get_absolute_url()), Crumb(_("Bearbeiten"))),
        "title": str(found),
        "form": form,
        "button": _("Speichern"),
        "back": found.get_absolute_url(),
    }
    return render(request, "programme/form.html", context)


@page(roles(Role.COORDINATOR))
@by_button("participation:recommendation", "pk")
def state(request: TenantRequest, pk: int) -> HttpResponse:
    """Say what became of it."""
    found, form = find(request, pk), StateForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        changed = form.run(
            lambda: set_recommendation_state(
                actor=request.actor,
                recommendation=found,
                state=given["state"],
                reason=given["reason"],
                expected_version=form.expected_version,
            )
        )
        if changed is not None:
            messages.success(request, _("%(what)s: %(state)s.") % {"what": found, "state": changed.get_state_display()})
            return redirect(found)
    return _page_of(request, found, state_form=form)


@page(roles(Role.COORDINATOR))
@by_button("participation:recommendation", "pk")
def split(request: TenantRequest, pk: int) -> HttpResponse:
    """Split into several."""
    found, form = find(request, pk), SplitForm(request.POST)
    if form.is_valid():
        texts = [part.strip() for part in form.cleaned_data["texts"].replace("\r\n", "\n").split("\n\n")]
        parts = form.run(lambda: split_recommendation(actor=request.actor, recommendation=found, texts=texts))
        if parts is not None:
            messages.success(request, _("Aus einer Empfehlung sind %d geworden.") % len(parts))
            return redirect("participation:recommendations", request.municipality.slug)
    return _page_of(request, found, split_form=form)


@page(roles(Role.COORDINATOR))
@by_button("participation:recommendations")
def merge(request: TenantRequest) -> HttpResponse:
    """Merge the chosen ones into the first of them."""
    chosen = whole_numbers(request.POST.getlist("empfehlung"))
    found = list(recommendations_with_fate(request.actor).filter(pk__in=chosen).order_by("number"))
    if request.POST.get("wie") == "massnahme":
        numbers = "&".join(f"empfehlung={item.number}" for item in found)
        return redirect(reverse("programme:measure_create", args=[request.municipality.slug]) + f"?{numbers}")
    try:
        merged = merge_recommendations(
            actor=request.actor, recommendations=found, text="\n".join(item.text for item in found)
        )
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("participation:recommendations", request.municipality.slug)
    messages.success(request, _("Zusammengeführt in %s. Bitte den Text glätten.") % merged)
    return redirect("participation:recommendation_edit", request.municipality.slug, merged.pk)
