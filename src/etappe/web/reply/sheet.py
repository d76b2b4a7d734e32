"""Answering with the spreadsheet: out, back, the difference first, conflicts chosen, broken cells by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.kernel.errors import DomainError
from etappe.domain.rounds.actions.sheets import apply_reply_sheet, difference_of, upload_reply_sheet
from etappe.domain.rounds.models import ReturnedSheet
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.sheet import SHEET_TYPE, reply_sheet, sheet_name
from etappe.web.editing import ActionForm, sentence_of

if TYPE_CHECKING:
    from etappe.web.reply.page import Desk


class SheetForm(ActionForm):
    """The sheet, filled in."""

    file = forms.FileField(
        label=gettext_lazy("Ausgefüllte Tabelle (XLSX)"), widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return ``content`` as a download under ``name``."""
    header = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": header})


def download(desk: Desk) -> HttpResponse:
    """Hand the sheet out, filled with what the page shows."""
    RequestPolicy.require(desk.actor, "reply", desk.asked)
    return attached(reply_sheet(desk.asked), SHEET_TYPE, sheet_name(desk.asked))


def sheet_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show how it works; keep a sheet that comes back and lead to its difference."""
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = form.run(
            lambda: upload_reply_sheet(actor=desk.actor, request=desk.asked, filename=file.name, content=file.read())
        )
        if kept is not None:
            return redirect(f"{desk.sheet_address}{kept.pk}/")
    context = _frame(desk, form)
    return render(request, "reply/sheet.html", context, status=422 if form.errors else 200)


def difference_page(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Show what a kept sheet would change; take it over."""
    sheet = ReturnedSheet.objects.filter(pk=pk, request=desk.asked).select_related("request__unit").first()
    if sheet is None:
        raise Http404(_("Diese Tabelle gibt es hier nicht mehr."))
    problem, choices = "", {name.removeprefix("wahl-"): str(value) for name, value in request.POST.items()}
    if request.method == "POST":
        try:
            apply_reply_sheet(
                actor=desk.actor,
                sheet=sheet,
                choices=choices,
                fingerprint=request.POST.get("fingerprint", ""),
                now=timezone.now(),
            )
        except DomainError as error:
            problem = sentence_of(error)
        else:
            return redirect(desk.address)
    difference = difference_of(actor=desk.actor, sheet=sheet)
    rows = [row for row in difference.rows if row.kind != "untouched"]
    context = _frame(desk, SheetForm()) | {
        "sheet": sheet,
        "difference": difference,
        "rows": [(row, [(cell, choices.get(cell.key, "")) for cell in row.conflicts]) for row in rows],
        "untouched": difference.count("untouched"),
        "problem": problem,
        "may_apply": bool(rows) and not difference.errors and sheet.applied_at is None,
    }
    return render(request, "reply/sheet.html", context, status=422 if problem else 200)


def _frame(desk: Desk, form: SheetForm) -> dict[str, Any]:
    day = date_format(desk.asked.round.reporting_date, "j. F Y")
    return {
        "title": _("%(unit)s: Sachstand zum %(day)s als Tabelle") % {"unit": desk.asked.unit.name, "day": day},
        "desk": desk,
        "csrf": bool(desk.back),
        "form": form,
    }
