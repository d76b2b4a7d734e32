"""Deciding on the page of a case, recording what a committee has decided, and the paper that carries a decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import Conflict, Invalid
from etappe.domain.steering.actions.decisions import attach_paper, decide, record_committee_decision
from etappe.domain.steering.models import Decision
from etappe.domain.steering.policies import DecisionPolicy, DeviationPolicy
from etappe.domain.steering.queries import decisions
from etappe.web.door import TenantRequest, by_button, page
from etappe.web.steering.access import INSIDE
from etappe.web.steering.deviation import address, find, page_of
from etappe.web.steering.forms import DecideForm, PaperForm, RecordForm

OF_A_CASE = by_button("steering:deviation", "pk")
OF_THE_LIST = by_button("steering:home")


@page(INSIDE)
@OF_A_CASE
def decision(request: TenantRequest, pk: int) -> HttpResponse:
    """Take the decision of whoever holds the mandate."""
    deviation = find(request, pk)
    DeviationPolicy.require(request.actor, "decide", deviation)
    form = DecideForm(request.POST, actor=request.actor, measure=deviation.measure)
    form.address = address(deviation, "decide")
    if form.is_valid():
        seen = {"expected_version": form.expected_version, "measure_version": form.cleaned_data["measure_version"]}
        taken = _run(form, lambda given: decide(actor=request.actor, deviation=deviation, **seen, **given))
        if taken is not None:
            messages.success(request, _("Entschieden: %s.") % taken.get_course_display())
            return redirect(taken)
    fresh = find(request, pk)
    if form.is_stale:
        form.has_seen(fresh)
    return page_of(request, fresh, 422, decide_form=form)


@page(INSIDE)
@OF_A_CASE
def resolution(request: TenantRequest, pk: int) -> HttpResponse:
    """Record what a committee has decided."""
    deviation = find(request, pk)
    DeviationPolicy.require(request.actor, "prepare", deviation)
    form = RecordForm(request.POST, actor=request.actor, measure=deviation.measure, auto_id="id_record_%s")
    form.address = address(deviation, "record")
    if form.is_valid():
        extra = {"resolution": form.cleaned_data["resolution"], "expected_version": form.expected_version}
        record = record_committee_decision
        taken = _run(form, lambda given: record(actor=request.actor, deviation=deviation, **extra, **given))
        if taken is not None:
            messages.success(request, _("Der Beschluss steht beim Fall und ist ausgeführt."))
            return redirect(taken)
    fresh = find(request, pk)
    if form.is_stale:
        form.has_seen(fresh)
    return page_of(request, fresh, 422, record_form=form)


@page(INSIDE)
@OF_THE_LIST
def paper(request: TenantRequest, pk: int) -> HttpResponse:
    """Attach the paper with which a decision goes to a committee."""
    found = decisions(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404(_("Diese Entscheidung gibt es hier nicht."))
    DecisionPolicy.require(request.actor, "attach_paper", found)
    form = PaperForm(request.POST, actor=request.actor, auto_id=f"id_paper{found.pk}_%s")
    if form.is_valid():
        chosen = form.cleaned_data["paper"]
        attached = form.run(lambda: attach_paper(actor=request.actor, decision=found, paper=chosen))
        if attached is not None:
            messages.success(request, _("Die Drucksache %s trägt jetzt diese Entscheidung.") % chosen.number)
            return redirect(found)
    problem = " ".join(str(message) for messages_ in form.errors.values() for message in messages_)
    return page_of(request, find(request, found.deviation_id), 422, problem=problem)


def _run(form: DecideForm, action: Any) -> Decision | None:
    """Run ``action`` with the values of the form; where the case has changed meanwhile, say what has happened."""
    content = form.content
    given = {
        "course": content.course,
        "new_deadline": content.new_deadline,
        "new_target": content.new_target,
        "amount": content.amount,
        "from_measure": content.from_measure,
        "reason": form.cleaned_data["reason"],
        "conditions": form.conditions,
        "now": timezone.now(),
    }

    def run() -> Decision:
        try:
            taken: Decision = action(given)
        except Conflict as conflict:
            form.is_stale = True
            again = _("Bitte den Fall noch einmal ansehen; dann gilt Ihre Entscheidung, wie Sie sie eingegeben haben.")
            raise Invalid({"": f"{conflict} {again}"}) from conflict
        return taken

    return form.run(run)
