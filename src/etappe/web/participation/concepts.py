"""Concept papers: the overview, taking a file in, handing the original out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.concepts import create_concept, queue_reading, upload_and_queue
from etappe.domain.participation.models import ConceptPaper, ConceptVersion
from etappe.domain.participation.policies import ConceptPaperPolicy, StatementPolicy
from etappe.domain.participation.queries import concepts, conferences
from etappe.domain.programme.queries import recommendations_with_fate
from etappe.web.components import Crumb
from etappe.web.door import PUBLIC, STAFF, TenantRequest, by_button, page, roles
from etappe.web.editing import ActionForm, posted_or_kept

ACCEPTED = ".docx,.pdf,.odt,.txt,.md"


def crumbs(request: TenantRequest, *more: Crumb) -> list[Crumb]:
    """Return the breadcrumb of a page in this area."""
    return [Crumb(_("Beteiligung"), reverse("participation:home", args=[request.municipality.slug])), *more]


@page(PUBLIC)
def home(request: TenantRequest) -> HttpResponse:
    """Show where demands come from: concept papers, conferences, statements; and what became of them."""
    found = list(recommendations_with_fate(request.actor).order_by("number"))
    statements: Any = StatementPolicy.queryset(request.actor).select_related("author", "municipality")
    return render(
        request,
        "participation/home.html",
        {
            "breadcrumbs": [Crumb(_("Beteiligung"))],
            "concepts": concepts(request.actor) if request.actor.is_staff else [],
            "conferences": conferences(request.actor),
            "statements": statements,
            "recommendation_count": len(found),
            "open_count": sum(item.state == "open" for item in found),
            "made_count": sum(bool(item.measures.all() or item.goals.all()) for item in found),
            "may_upload": ConceptPaperPolicy.allows(request.actor, "create", None),
            "may_state": StatementPolicy.allows(request.actor, "create", None),
        },
    )


class FileForm(ActionForm):
    """A file to read."""

    file = forms.FileField(
        label=gettext_lazy("Datei"),
        help_text=gettext_lazy("docx, pdf, odt, txt oder md; höchstens 50 MB und 300 Seiten."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before reading it."""
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("Die Datei ist größer als 50 MB. Bitte ohne Bilder speichern oder aufteilen.")
            )
        return file


class ConceptForm(FileForm):
    """A new concept paper."""

    title = forms.CharField(
        label=gettext_lazy("Titel des Konzepts"), max_length=200, help_text=gettext_lazy("So, wie es alle nennen.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["paper"] = forms.ModelChoiceField(
            Paper.objects.all(), label=_("Drucksache"), required=False, empty_label=_("keine")
        )
        self.order_fields(["title", "file", "paper"])


@page(roles(Role.COORDINATOR))
def upload(request: TenantRequest) -> HttpResponse:
    """Take a new concept paper in."""
    form = ConceptForm(posted_or_kept(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        version = form.run(lambda: _take_in(request, form))
        if version is not None:
            return redirect(version.concept.get_absolute_url())
    return _form(request, form, _("Konzept einlesen"), reverse("participation:home", args=[request.municipality.slug]))


def _take_in(request: TenantRequest, form: ConceptForm) -> ConceptVersion:
    given = form.cleaned_data
    concept = ConceptPaper.objects.filter(title=given["title"]).select_related("municipality").first()
    if concept is None:
        concept = create_concept(
            actor=request.actor, municipality=request.municipality, title=given["title"], paper=given["paper"]
        )
    return upload_and_queue(
        actor=request.actor, concept=concept, filename=given["file"].name, content=given["file"].read()
    )


def find(request: TenantRequest, pk: int) -> ConceptPaper:
    """Return the concept paper, or answer 404."""
    found: ConceptPaper | None = concepts(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Dieses Konzept gibt es hier nicht."))
    return found


@page(roles(Role.COORDINATOR))
def upload_version(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a revised version in; corrections carry over."""
    concept = find(request, pk)
    form = FileForm(posted_or_kept(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        version = form.run(
            lambda: upload_and_queue(actor=request.actor, concept=concept, filename=file.name, content=file.read())
        )
        if version is not None:
            return redirect(concept.get_absolute_url())
    return _form(request, form, _("Neue Fassung von „%s“") % concept.title, concept.get_absolute_url())


@page(STAFF)
def original(request: TenantRequest, pk: int, number: int) -> FileResponse:
    """Hand out the file exactly as it came in."""
    version = find(request, pk).versions.filter(number=number).first()
    if version is None:
        raise Http404(_("Diese Fassung gibt es nicht."))
    return FileResponse(version.original.open("rb"), as_attachment=True, filename=version.filename)


@page(roles(Role.COORDINATOR))
@by_button("participation:concept", "pk")
def read_again(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """Try again to read a version whose reading failed or broke off."""
    concept = find(request, pk)
    version = concept.versions.select_related("concept", "municipality").filter(number=number).first()
    if version is None:
        raise Http404(_("Diese Fassung gibt es nicht."))
    queue_reading(actor=request.actor, version=version)
    messages.info(request, _("„%s“ wird noch einmal gelesen.") % version.filename)
    return redirect(concept.get_absolute_url())


def _form(request: TenantRequest, form: ActionForm, title: str, back: str) -> HttpResponse:
    return render(
        request,
        "programme/form.html",
        {
            "breadcrumbs": crumbs(request, Crumb(title)),
            "title": title,
            "lead": _("Etappe behält das Original und ordnet jeden Satz ein. Sie können die Seite derweil verlassen."),
            "form": form,
            "button": _("Einlesen"),
            "back": back,
        },
    )
