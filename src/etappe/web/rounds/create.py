"""A new round, and the round that is still being prepared: what it asks for, until when, with which words."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.programme.models import Programme
from etappe.domain.rounds.actions.rounds import change_round, create_round, propose_requests
from etappe.domain.rounds.models import Round
from etappe.web.components import Crumb
from etappe.web.door import COORDINATION, TenantRequest, page
from etappe.web.editing import ActionForm, posted_or_kept
from etappe.web.numbers import whole
from etappe.web.rounds.overview import crumbs, find

TIME_TO_ANSWER = timedelta(days=21)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, chosen from a calendar where the browser has one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class RoundForm(ActionForm):
    """What a round asks for, until when, and with which words."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leer heißt: „Sachstand zum“ und der Stichtag."),
    )
    reporting_date = day_field(gettext_lazy("Stichtag"))
    deadline = day_field(gettext_lazy("Antwort bis"))
    letter = forms.CharField(
        label=gettext_lazy("Anschreiben"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Zwei Sätze genügen. Link, Frist und Maßnahmen stehen von selbst in der Nachricht."),
    )
    reminder_cap = forms.IntegerField(
        label=gettext_lazy("Höchstens so viele Erinnerungen"),
        min_value=0,
        max_value=12,
        help_text=gettext_lazy("Sieben Tage und einen Tag vorher, am Tag selbst, dann alle fünf Tage."),
    )

    @property
    def given(self) -> dict[str, Any]:
        """The values, with a title if none was given."""
        values = self.changes
        day = values["reporting_date"]
        return values | {"title": values["title"] or _("Sachstand zum %s") % date_format(day, "j. F Y")}


class NewRoundForm(RoundForm):
    """The same with the programme, which is chosen once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"] = forms.ModelChoiceField(
            Programme.objects.all(), label=_("Programm"), empty_label=None
        )
        self.order_fields(["programme", "reporting_date", "deadline", "title", "letter"])


class RunningForm(ActionForm):
    """What may still change while a round is on."""

    deadline = day_field(gettext_lazy("Antwort bis"))
    reminder_cap = RoundForm.base_fields["reminder_cap"]

    @property
    def given(self) -> dict[str, Any]:
        """The values."""
        return self.changes


def last_day_of_half(day: date) -> date:
    """Return the last day of the half-year in which ``day`` lies: the usual reporting date."""
    month = 6 if day.month <= 6 else 12
    return date(day.year, month, monthrange(day.year, month)[1])


def beginning(before: Round | None, today: date) -> dict[str, Any]:
    """Return what the form begins with: the last round moved on by half a year, or the end of this half-year."""
    if before is None:
        day = last_day_of_half(today)
        return {"reporting_date": day, "deadline": max(day, today) + TIME_TO_ANSWER, "reminder_cap": 6}
    day = max(last_day_of_half(before.reporting_date + timedelta(days=1)), last_day_of_half(today))
    answering = max(before.deadline - before.reporting_date, TIME_TO_ANSWER)
    return {
        "programme": before.programme_id,
        "reporting_date": day,
        "deadline": max(day, today) + answering,
        "letter": before.letter,
        "reminder_cap": before.reminder_cap,
    }


@page(COORDINATION)
def create(request: TenantRequest) -> HttpResponse:
    """Set a round up, from nothing or like an earlier one."""
    number = whole(request.GET.get("wie", ""))
    before = find(request, number) if number is not None else None
    form = NewRoundForm(posted_or_kept(request), initial=beginning(before, timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        made = form.run(lambda: _set_up(request, form, before))
        if made is not None:
            return redirect("rounds:prepare", request.municipality.slug, made.pk)
    title = _("Abfrage wie „%s“") % before.title if before else _("Neue Sachstandsabfrage")
    back = reverse("rounds:home", args=[request.municipality.slug])
    return _form_page(request, form, title, button=_("Weiter: Wer wird gefragt?"), back=back)


def _set_up(request: TenantRequest, form: NewRoundForm, before: Round | None) -> Round:
    with transaction.atomic():
        made = create_round(actor=request.actor, copied_from=before, **form.given)
        propose_requests(actor=request.actor, round=made)
    return made


@page(COORDINATION)
def edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change date, deadline and words; while the round runs only what does not go back on what was sent."""
    found = find(request, pk)
    initial = {name: getattr(found, name) for name in RoundForm.base_fields if name != "version"}
    form_of = RoundForm if found.state == Round.State.DRAFT else RunningForm
    form = form_of(posted_or_kept(request), initial=initial | {"version": found.version})
    if request.method == "POST" and form.is_valid():
        changed = form.run(
            lambda: change_round(
                actor=request.actor, round=found, changes=form.given, expected_version=form.expected_version
            )
        )
        if changed is not None:
            messages.success(request, _("Die Abfrage ist gespeichert."))
            return redirect(changed)
    return _form_page(
        request, form, _("Abfrage ändern"), button=_("Speichern"), back=found.get_absolute_url(), lead=found.title
    )


def _form_page(
    request: TenantRequest, form: ActionForm, title: str, *, button: str, back: str, lead: str = ""
) -> HttpResponse:
    context = {
        "breadcrumbs": crumbs(request, Crumb(title)),
        "title": title,
        "lead": lead,
        "form": form,
        "button": button,
        "back": back,
    }
    return render(request, "programme/form.html", context)
