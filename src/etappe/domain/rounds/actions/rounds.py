"""Preparing a round, sending it out, closing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.audit.values import state_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.programme.models import Measure, Programme
from etappe.domain.rounds.letters import invite
from etappe.domain.rounds.links import VALID_AFTER_DEADLINE, new_secret
from etappe.domain.rounds.models import Request, RequestedMeasure, Round, Snapshot
from etappe.domain.rounds.policies import RequestPolicy, RoundPolicy
from etappe.domain.rounds.proposals import open_measures, propose
from etappe.domain.rounds.snapshot import canonical, snapshot_content
from etappe.domain.tenancy.models import Unit


def create_round(
    *,
    actor: Actor,
    programme: Programme,
    title: str,
    reporting_date: date,
    deadline: date,
    letter: str = "",
    reminder_cap: int = 6,
    copied_from: Round | None = None,
) -> Round:
    """Start a round as a draft. From ``copied_from`` comes the letter, where none is given, and later who is asked."""
    _refuse_early_deadline(reporting_date, deadline)
    made = Round(
        municipality=programme.municipality,
        programme=programme,
        title=title,
        reporting_date=reporting_date,
        deadline=deadline,
        letter=letter or (copied_from.letter if copied_from else ""),
        reminder_cap=reminder_cap,
        copied_from=copied_from,
        is_example=programme.is_example,
    )
    with act(actor, allowed_by=RoundPolicy, to="create", on=None) as record:
        return record.create("round.created", made)


def change_round(
    *, actor: Actor, round: Round, changes: Mapping[str, Any], expected_version: int | None = None
) -> Round:
    """Change a round: everything while it is a draft; while it runs the deadline, the cap and nothing else."""
    with act(actor, allowed_by=RoundPolicy, to="change", on=round) as record:
        current = _locked(round)
        allowed = _changeable(current)
        if set(changes) - allowed:
            raise IllegalTransition(
                _("Diese Abfrage läuft schon. Ändern lassen sich noch die Frist und die Zahl der Erinnerungen.")
                if allowed
                else _("Diese Abfrage ist zu Ende und bleibt, wie sie ist.")
            )
        _refuse_early_deadline(
            changes.get("reporting_date", current.reporting_date), changes.get("deadline", current.deadline)
        )
        changed = record.change("round.changed", current, changes, expected_version=expected_version)
        for request in changed.requests.all():
            _extend_link(record, request, changed)
        return changed


def propose_requests(*, actor: Actor, round: Round) -> list[Request]:
    """Fill a draft: every open measure that is not in it yet goes to the unit that should be asked.

    Returns all requests of the round. Measures without owner are left out; ``proposals.without_owner`` names them.
    """
    with act(actor, allowed_by=RoundPolicy, to="change", on=round) as record:
        current = _draft(round)
        present = set(RequestedMeasure.objects.filter(round=current).values_list("measure_id", flat=True))
        missing = [measure for measure in open_measures(current.programme) if measure.pk not in present]
        known = {request.unit_id: request for request in current.requests.all()}
        for proposal in propose(current, missing):
            request = known.get(proposal.unit.pk) or _ask(
                record, current, proposal.unit, proposal.addresses.to, proposal.addresses.copy_to
            )
            for measure in proposal.measures:
                _add_item(request, measure)
            record.happened("request.proposed", request, {"measures": [one.number for one in proposal.measures]})
        record.happened("round.proposed", current, {"measures": len(missing)})
        return list(current.requests.select_related("unit").order_by("unit__name"))


def ask_unit(*, actor: Actor, round: Round, unit: Unit, to: str = "", copy_to: str = "") -> Request:
    """Add a unit to a draft that nobody has proposed; measures can then be moved to it."""
    with act(actor, allowed_by=RequestPolicy, to="create", on=None) as record:
        return _ask(record, _draft(round), unit, to, copy_to)


def ask_for_measure(*, actor: Actor, request: Request, measure: Measure) -> RequestedMeasure:
    """Ask for a measure after all that was left out or had no owner when the round was proposed."""
    with act(actor, allowed_by=RequestPolicy, to="change", on=request) as record:
        _draft(request.round)
        if measure.owner_id is None:
            raise Invalid({"measure": _("Für diese Maßnahme ist noch niemand zuständig. Bitte das zuerst eintragen.")})
        item = RequestedMeasure(
            municipality=request.municipality, request=request, round=request.round, measure=measure
        )
        return record.create("request.measure_added", item)


def address_request(*, actor: Actor, request: Request, to: str, copy_to: str) -> Request:
    """Say where the mail of a request goes, and who gets it as deputy."""
    with act(actor, allowed_by=RequestPolicy, to="change", on=request) as record:
        return record.change("request.addressed", request, {"to": to.strip(), "copy_to": copy_to.strip()})


def move_measure(*, actor: Actor, item: RequestedMeasure, request: Request) -> RequestedMeasure:
    """Ask another unit for a measure, while the round is a draft."""
    with act(actor, allowed_by=RequestPolicy, to="change", on=request) as record:
        _draft(item.round)
        if request.round_id != item.round_id:
            raise Invalid({"request": _("Diese Stelle wird in einer anderen Abfrage gefragt.")})
        before, left = state_of(item), item.request
        item.request = request
        item.save(update_fields=["request"])
        record.changed("request.measure_moved", item, before)
        _remove_if_empty(record, left)
        return item


def leave_out(*, actor: Actor, item: RequestedMeasure) -> None:
    """Do not ask for a measure this time; while the round is a draft."""
    with act(actor, allowed_by=RequestPolicy, to="change", on=item.request) as record:
        _draft(item.round)
        record.removed("request.measure_left_out", item)
        request = item.request
        item.delete()
        _remove_if_empty(record, request)


def open_round(*, actor: Actor, round: Round, now: datetime, address: Callable[[Request], str]) -> Round:
    """Send a round out: one mail a request, and one to its deputy. ``address`` makes the absolute personal link.

    Raises ``Invalid`` where nobody is asked or a unit has no address; then nothing is sent.
    """
    with act(actor, allowed_by=RoundPolicy, to="open", on=round) as record:
        opened = record.advance("round.opened", round, "open", {"opened_at": now})
        requests = list(
            opened.requests.select_related("unit", "municipality", "round__programme").prefetch_related(
                "items__measure"
            )
        )
        _refuse_unsendable(requests)
        for request in requests:
            sent = record.advance("request.sent", request, "send", {"sent_at": now})
            request.sent_at = sent.sent_at
            invite(actor, request, address(request), now)
        return opened


def cancel_round(*, actor: Actor, round: Round) -> Round:
    """Drop a draft."""
    with act(actor, allowed_by=RoundPolicy, to="cancel", on=round) as record:
        return record.advance("round.cancelled", round, "cancel")


def close_round(*, actor: Actor, round: Round, now: datetime) -> Snapshot:
    """Close a round for good and freeze what it says, with its SHA-256. Who has not answered is part of it."""
    with act(actor, allowed_by=RoundPolicy, to="close", on=round) as record:
        closed = record.advance("round.closed", round, "close", {"closed_at": now})
        content = canonical(snapshot_content(closed))
        snapshot = Snapshot(
            municipality=closed.municipality,
            round=closed,
            content=content,
            digest=hashlib.sha256(content.encode()).hexdigest(),
            made_at=now,
        )
        snapshot.save(force_insert=True)
        record.happened("round.frozen", snapshot, {"digest": snapshot.digest})
        return snapshot


def _locked(round_: Round) -> Round:
    current: Round = Round.objects.select_for_update().get(pk=round_.pk)
    return current


def _draft(round_: Round) -> Round:
    current = _locked(round_)
    if current.state != Round.State.DRAFT:
        raise IllegalTransition(_("Wer wonach gefragt wird, steht fest, sobald eine Abfrage versendet ist."))
    return current


def _changeable(round_: Round) -> set[str]:
    if round_.state == Round.State.DRAFT:
        return {"title", "reporting_date", "deadline", "letter", "reminder_cap"}
    return {"deadline", "reminder_cap"} if round_.state == Round.State.OPEN else set()


def _refuse_early_deadline(reporting_date: date, deadline: date) -> None:
    if deadline < reporting_date:
        raise Invalid({"deadline": _("Die Antwortfrist liegt vor dem Stichtag. Bitte einen späteren Tag wählen.")})


def _extend_link(record: Recorder, request: Request, round_: Round) -> None:
    expires = round_.deadline + VALID_AFTER_DEADLINE
    if request.link_expires < expires:
        record.change("request.link_extended", request, {"link_expires": expires})


def _ask(record: Recorder, round_: Round, unit: Unit, to: str, copy_to: str) -> Request:
    request = Request(
        municipality=round_.municipality,
        round=round_,
        unit=unit,
        to=to.strip(),
        copy_to=copy_to.strip(),
        secret=new_secret(),
        link_expires=round_.deadline + VALID_AFTER_DEADLINE,
    )
    return record.create("request.prepared", request)


def _add_item(request: Request, measure: Measure) -> None:
    RequestedMeasure.objects.create(
        municipality=request.municipality, request=request, round=request.round, measure=measure
    )


def _remove_if_empty(record: Recorder, request: Request) -> None:
    if not request.items.exists():
        record.removed("request.removed", request)
        request.delete()


def _refuse_unsendable(requests: list[Request]) -> None:
    if not requests:
        raise Invalid({"": _("In dieser Abfrage wird noch niemand gefragt. Bitte zuerst Stellen auswählen.")})
    idle = [str(request.unit) for request in requests if not request.items.all()]
    if idle:
        raise Invalid({"": _("Diese Stellen werden nach nichts gefragt: %(units)s.") % {"units": ", ".join(idle)}})
    silent = [str(request.unit) for request in requests if not request.to]
    if silent:
        units = ", ".join(silent)
        raise Invalid({"to": _("Diesen Stellen fehlt noch eine E-Mail-Adresse: %(units)s.") % {"units": units}})
