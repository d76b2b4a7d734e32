"""What stands beside a closed round: its checksum, and notices that correct it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etappe.domain.programme.models import Measure
from etappe.domain.rounds.actions.checking import correct_round
from etappe.domain.rounds.models import Round, Snapshot
from etappe.domain.rounds.queries import snapshots
from etappe.web.door import COORDINATION, TenantRequest, by_button, page
from etappe.web.editing import ActionForm
from etappe.web.rounds.overview import find


class CorrectionForm(ActionForm):
    """A notice: what was wrong, what is right."""

    text = forms.CharField(
        label=gettext_lazy("Was war falsch, was ist richtig?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
    )

    def __init__(self, *args: Any, about: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = Measure.objects.filter(requests__round=about)
        self.fields["measure"] = forms.ModelChoiceField(
            asked, label=_("Maßnahme"), required=False, empty_label=_("die Abfrage als Ganzes")
        )
        self.order_fields(["measure", "text"])


def closed_part(request: TenantRequest, round_: Round, may_change: bool) -> dict[str, Any]:
    """Return what the page of a closed round shows besides the answers."""
    found = snapshot_of(request, round_)
    address = reverse("rounds:correct", args=[request.municipality.slug, round_.pk])
    return {
        "snapshot": found,
        "corrections": list(found.corrections.select_related("measure__municipality")) if found else [],
        "correction_form": CorrectionForm.within(request, address, about=round_) if may_change else None,
    }


def snapshot_of(request: TenantRequest, round_: Round) -> Snapshot | None:
    """Return what the round said when it closed."""
    return snapshots(request.actor).filter(round=round_).defer("content").first()


@page(COORDINATION)
@by_button("rounds:round", "pk")
def correct(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a notice beside the frozen state."""
    from etappe.web.rounds.show import shown  # the page shows this form, so each needs the other

    round_ = find(request, pk)
    found = snapshot_of(request, round_)
    if found is None:
        raise Http404(_("Diese Abfrage ist noch nicht abgeschlossen; zu berichtigen gibt es nichts."))
    form = CorrectionForm(request.POST, about=round_)
    if form.is_valid():
        given = form.cleaned_data
        made = form.run(
            lambda: correct_round(
                actor=request.actor, snapshot=found, measure=given["measure"], text=given["text"], now=timezone.now()
            )
        )
        if made is not None:
            messages.success(request, _("Die Berichtigung steht jetzt neben dem festgeschriebenen Stand."))
            return redirect(f"{round_.get_absolute_url()}#berichtigungen")
    return shown(request, round_, status=422, correction_form=form)
