"""Statements of associations: written point by point, answered point by point."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.policies import PaperPolicy
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import DomainError
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.actions.statements import (
    add_point,
    assign_point,
    change_answer,
    conclude_statement,
    create_statement,
    hand_in_statement,
)
from etappe.domain.participation.models import PointAnswer, Statement, StatementPoint
from etappe.domain.participation.policies import ConceptPaperPolicy, PointAnswerPolicy, StatementPolicy
from etappe.domain.programme.queries import recommendations_with_fate
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.fields import FuzzyDateField
from etappe.web.participation.concepts import crumbs
from etappe.web.participation.conferences import form_page

WRITING = roles(Role.COORDINATOR, Role.PROVIDER)
ANSWERING = roles(Role.COORDINATOR, Role.OWNER, Role.DECIDER)


class StatementForm(ActionForm):
    """A statement of an association, on a concept paper or on a report by its paper."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    when = FuzzyDateField(label=gettext_lazy("Datum"))
    summary = forms.CharField(label=gettext_lazy("Kernaussage"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, request: TenantRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        actor, office = request.actor, request.actor.has(Role.COORDINATOR)
        authors = Organisation.objects.all() if office else Organisation.objects.filter(pk__in=actor.organisations)
        self.fields["author"] = forms.ModelChoiceField(authors, label=_("Von wem"), empty_label=None)
        self.fields["concept"] = forms.ModelChoiceField(
            ConceptPaperPolicy.queryset(actor), label=_("Zum Konzept"), required=False, empty_label=_("zu keinem")
        )
        self.fields["paper"] = forms.ModelChoiceField(
            PaperPolicy.queryset(actor), label=_("Zur Drucksache"), required=False, empty_label=_("zu keiner")
        )
        if office:
            self.fields["is_public"] = forms.BooleanField(label=_("Auf der öffentlichen Seite zeigen"), required=False)
        self.order_fields(["author", "title", "when", "concept", "paper"])


class PointForm(ActionForm):
    """A point of a statement; the office can make a recommendation of it at once."""

    title = forms.CharField(label=gettext_lazy("Worum es geht"), max_length=200)
    text = forms.CharField(label=gettext_lazy("Inhalt"), widget=forms.Textarea)
    addressee = forms.CharField(label=gettext_lazy("Adressat"), required=False, max_length=200)

    def __init__(self, *args: Any, office: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if office:
            self.fields["as_recommendation"] = forms.BooleanField(
                label=_("Gleich eine Empfehlung daraus machen"), required=False, initial=True
            )


class AnswerForm(ActionForm):
    """What the municipality answers."""

    text = forms.CharField(label=gettext_lazy("Antwort"), required=False, widget=forms.Textarea)
    consequence = forms.ChoiceField(
        label=gettext_lazy("Was daraus folgt"),
        required=False,
        choices=[("", gettext_lazy("noch offen")), *PointAnswer.Consequence.choices],
    )
    due = forms.DateField(
        label=gettext_lazy("bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Nötig, wenn der Punkt geprüft wird."),
    )


class AssignForm(ActionForm):
    """Which office owns the answer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = forms.ModelChoiceField(
            Unit.objects.filter(valid_until__isnull=True), label=_("Zuständig für die Antwort"), empty_label=None
        )


def find_statement(request: TenantRequest, pk: int) -> Statement:
    """Return the statement, or answer 404."""
    found: Statement | None = (
        StatementPolicy.queryset(request.actor)
        .select_related("author", "municipality", "concept__municipality", "paper__municipality")
        .prefetch_related("points")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("Diese Stellungnahme gibt es hier nicht, oder sie ist noch nicht öffentlich."))
    return found


@page(PUBLIC)
def statement(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a statement point by point: what is answered, and what became of each."""
    found = find_statement(request, pk)
    actor = request.actor
    by_point: dict[int, list[Any]] = {}
    for item in recommendations_with_fate(actor).filter(statement_point__statement=found).order_by("number"):
        by_point.setdefault(item.statement_point_id, []).append(item)
    answers: dict[int, PointAnswer] = {
        answer.point_id: answer
        for answer in PointAnswerPolicy.queryset(actor)
        .filter(point__statement=found)
        .select_related("unit", "municipality", "point__statement")
    }
    points = [
        (point, by_point.get(point.pk, []), answers.get(point.pk), _may_write(actor, answers.get(point.pk)))
        for point in found.points.all()
    ]
    context = {
        "breadcrumbs": crumbs(request, Crumb(found.title)),
        "statement": found,
        "points": points,
        "open_points": sum(answer is None or not answer.is_complete for _point, _made, answer, _may in points),
        "may_add": _may_add(request, found),
        "may_hand_in": found.may("hand_in") and StatementPolicy.allows(actor, "hand_in", found),
        "may_answer": found.may("conclude") and StatementPolicy.allows(actor, "answer", found),
        "concept_shown": found.concept and ConceptPaperPolicy.allows(actor, "view", found.concept),
        "concept_opens": actor.is_staff,
        "paper_readable": found.paper and PaperPolicy.allows(actor, "view", found.paper),
    }
    return render(request, "participation/statement.html", context)


def _may_write(actor: Actor, answer: PointAnswer | None) -> bool:
    if answer is None or answer.point.statement.state != Statement.State.HANDED_IN:
        return False
    return PointAnswerPolicy.allows(actor, "change", answer)


def _may_add(request: TenantRequest, found: Statement) -> bool:
    if found.state == Statement.State.DRAFT:
        return StatementPolicy.allows(request.actor, "write", found)
    return found.state == Statement.State.HANDED_IN and StatementPolicy.allows(request.actor, "change", found)


@page(WRITING)
def statement_create(request: TenantRequest) -> HttpResponse:
    """Begin a statement, or enter one that was handed in."""
    form = StatementForm(posted_or_kept(request), request=request)
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: create_statement(actor=request.actor, **form.changes))
        if made is not None:
            messages.success(request, _("Die Stellungnahme ist angelegt. Als Nächstes: ihre Punkte."))
            return redirect(made)
    return form_page(request, form, _("Stellungnahme anlegen"))


@page(WRITING)
def point_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a point, and the recommendation that follows from it."""
    found = find_statement(request, pk)
    form = PointForm(posted_or_kept(request), office=request.actor.has(Role.COORDINATOR))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        texts = {name: given[name] for name in ("title", "text", "addressee")}
        made = form.run(lambda: add_point(actor=request.actor, statement=found, **texts))
        if made is not None:
            if given.get("as_recommendation"):
                create_recommendation(
                    actor=request.actor,
                    municipality=request.municipality,
                    text=given["text"],
                    addressee=given["addressee"],
                    statement_point=made,
                    recommended_by=found.author,
                    is_public=found.is_public,
                )
            return redirect(f"{found.get_absolute_url()}#punkt-{made.number}")
    return form_page(request, form, _("Punkt hinzufügen"), found.get_absolute_url())


@page(WRITING)
def hand_in(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand the draft in; whoever opens the address comes to the statement."""
    found = find_statement(request, pk)
    if request.method == "POST":
        hand_in_statement(actor=request.actor, statement=found)
        messages.success(request, _("Ihre Stellungnahme ist eingereicht. Zu jedem Punkt kommt eine Antwort."))
    return redirect(found)


def _point(request: TenantRequest, pk: int, number: int) -> StatementPoint:
    found = find_statement(request, pk)
    point: StatementPoint | None = (
        found.points.select_related("statement__municipality", "municipality").filter(number=number).first()
    )
    if point is None:
        raise Http404(_("Diesen Punkt gibt es in der Stellungnahme nicht."))
    return point


@page(roles(Role.COORDINATOR))
def assign(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Say which office owns the answer to a point."""
    point = _point(request, pk, number)
    form = AssignForm(posted_or_kept(request))
    if request.method == "POST" and form.is_valid():
        answer = form.run(lambda: assign_point(actor=request.actor, point=point, unit=form.cleaned_data["unit"]))
        if answer is not None:
            messages.success(
                request,
                _("Für die Antwort auf „%(point)s“ ist %(unit)s zuständig.") % {"point": point, "unit": answer.unit},
            )
            return redirect("participation:answer", request.municipality.slug, pk, number)
    title = _("Zuständigkeit für „%s“") % point
    return form_page(request, form, title, f"{point.statement.get_absolute_url()}#punkt-{number}")


@page(ANSWERING)
def answer(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Answer a point."""
    point = _point(request, pk, number)
    found: PointAnswer | None = PointAnswer.objects.select_related("point__statement").filter(point=point).first()
    if found is None:
        return redirect("participation:assign", request.municipality.slug, pk, number)
    PointAnswerPolicy.require(request.actor, "change", found)
    initial = {name: getattr(found, name) for name in ("text", "consequence", "due", "version")}
    form = AnswerForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = form.run(
            lambda: change_answer(
                actor=request.actor, answer=found, changes=form.changes, expected_version=form.expected_version
            )
        )
        if saved is not None:
            messages.success(request, _("Die Antwort auf „%s“ ist gespeichert.") % point)
            return redirect(f"{point.statement.get_absolute_url()}#punkt-{number}")
    return form_page(
        request, form, _("Antwort auf „%s“") % point, f"{point.statement.get_absolute_url()}#punkt-{number}"
    )


@page(roles(Role.COORDINATOR))
def conclude(request: TenantRequest, pk: int) -> HttpResponse:
    """Let the answers go out; whoever opens the address comes to the statement."""
    found = find_statement(request, pk)
    if request.method == "POST":
        try:
            conclude_statement(actor=request.actor, statement=found, now=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Die Antworten sind draußen: %s sieht sie jetzt.") % found.author)
    return redirect(found)
