"""Many measures at once: take the sheet out, change it, look at the difference, take it in – all of it or nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.kernel.actor import Role
from etappe.domain.kernel.errors import DomainError
from etappe.domain.programme.actions.sheets import apply_sheet, export_sheet, plan_of, upload_sheet
from etappe.domain.programme.models import Programme, SheetImport
from etappe.domain.programme.policies import SheetImportPolicy
from etappe.web.components import Crumb
from etappe.web.door import TenantRequest, page, roles
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.programme.measure_list import MEDIA_TYPES
from etappe.web.programme.programmes import find

COORDINATOR = roles(Role.COORDINATOR)
ROWS_SHOWN = 200


class SheetForm(ActionForm):
    """A file, or cells pasted from any spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Tabelle (XLSX)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("Am einfachsten die Vorlage von hier, ausgefüllt."),
    )
    cells = forms.CharField(
        label=gettext_lazy("oder Zellen hier einfügen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "In der Tabelle markieren, kopieren, hier einfügen. Die erste Zeile enthält die Überschriften."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"] = forms.ModelChoiceField(
            Programme.objects.all(), label=_("Programm"), empty_label=None
        )
        self.order_fields(["programme"])

    def clean(self) -> dict[str, Any]:
        """Insist on one of the two."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("file") and not given.get("cells"):
            raise forms.ValidationError(_("Bitte eine Datei wählen oder Zellen einfügen."))
        if given.get("file") and given["file"].size > settings.LARGEST_UPLOAD:
            raise forms.ValidationError(_("Die Datei ist zu groß. Bitte nur das Blatt mit den Maßnahmen speichern."))
        return given


def _crumbs(request: TenantRequest, *more: Crumb) -> list[Crumb]:
    slug = request.municipality.slug
    home, listed = reverse("programme:home", args=[slug]), reverse("programme:measures", args=[slug])
    return [Crumb(_("Programm"), home), Crumb(_("Maßnahmen"), listed), *more]


@page(COORDINATOR)
def sheet(request: TenantRequest) -> HttpResponse:
    """Offer the sheet of each programme and take one in."""
    form = SheetForm(posted_or_kept(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        taken = form.run(
            lambda: upload_sheet(
                actor=request.actor,
                programme=given["programme"],
                filename=file.name if file else _("eingefügte Zellen"),
                content=file.read() if file else given["cells"].encode(),
                pasted=file is None,
            )
        )
        if taken is not None:
            return redirect("programme:sheet_plan", request.municipality.slug, taken.pk)
    context = {
        "breadcrumbs": _crumbs(request, Crumb(_("Viele auf einmal"))),
        "form": form,
        "programmes": Programme.objects.select_related("municipality"),
        "imports": SheetImport.objects.filter(applied_at__isnull=False).defer("content")[:5],
    }
    return render(request, "programme/sheet.html", context)


@page(COORDINATOR)
def sheet_export(request: TenantRequest, slug: str) -> HttpResponse:
    """Hand the sheet of a programme out."""
    programme = find(request, slug)
    response = HttpResponse(export_sheet(actor=request.actor, programme=programme), content_type=MEDIA_TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="massnahmen-{programme.slug}.xlsx"'
    return response


@page(COORDINATOR)
def sheet_plan(request: TenantRequest, pk: int) -> HttpResponse:
    """Show the difference; take it over."""
    found: SheetImport | None = (
        SheetImportPolicy.queryset(request.actor).select_related("programme", "municipality").filter(pk=pk).first()
    )
    if found is None:
        raise Http404(_("Diese Tabelle gibt es hier nicht mehr."))
    if request.method == "POST":
        try:
            applied = apply_sheet(actor=request.actor, sheet=found, fingerprint=request.POST.get("fingerprint", ""))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            text = _("Übernommen: %(new)d neue, %(changed)d geänderte Maßnahmen.")
            messages.success(request, text % {"new": applied.count("new"), "changed": applied.count("changed")})
            return redirect("programme:measures", request.municipality.slug)
    plan = plan_of(actor=request.actor, sheet=found)
    shown = [row for row in plan.rows if row.kind != "same"]
    context = {
        "breadcrumbs": _crumbs(
            request,
            Crumb(_("Viele auf einmal"), reverse("programme:sheet", args=[request.municipality.slug])),
            Crumb(_("Unterschied")),
        ),
        "sheet": found,
        "plan": plan,
        "rows": shown[:ROWS_SHOWN],
        "more": max(0, len(shown) - ROWS_SHOWN),
        "counts": {kind: plan.count(kind) for kind in ("new", "changed", "same")},
        "may_apply": not plan.errors and bool(shown) and found.applied_at is None,
    }
    return render(request, "programme/sheet_plan.html", context)
