"""Checking answers: back with a question, accepted, frozen; handing over to a successor; corrections afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.audit.values import state_of
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import IllegalTransition, Invalid
from etappe.domain.programme.actions.measures import change_measure
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.letters import ask_back, hand_over, send_link
from etappe.domain.rounds.links import VALID_AFTER_DEADLINE, new_secret
from etappe.domain.rounds.models import Correction, Request, RequestedMeasure, Round, Snapshot
from etappe.domain.rounds.policies import RequestPolicy, SnapshotPolicy
from etappe.domain.rounds.proposals import Units, addresses_of
from etappe.domain.tenancy.models import Unit

Address = Callable[[Request], str]
"""Makes the absolute address of the personal link of a request."""


def give_back(
    *,
    actor: Actor,
    request: Request,
    question: str,
    items: Mapping[RequestedMeasure, str],
    now: datetime,
    address: Address,
) -> Request:
    """Send an answer back with a question about all of it, about single measures, or both. The answers stay."""
    asked = {item: text.strip() for item, text in items.items() if text.strip()}
    if not question.strip() and not asked:
        raise Invalid({"question": _("Bitte schreiben, was noch offen ist.")})
    with act(actor, allowed_by=RequestPolicy, to="give_back", on=request) as record:
        _running(request.round_id)
        returned = record.advance("request.returned", request, "give_back", {"question": question.strip()})
        back = []
        for item, text in asked.items():
            current = _item_of(returned, item)
            before = state_of(current)
            current.question, current.frozen_at = text, None
            current.save(update_fields=["question", "frozen_at"])
            record.changed("request.asked_back", current, before)
            back.append(current)
        ask_back(actor, returned, back, address(returned), now)
        return returned


def accept_request(*, actor: Actor, request: Request, now: datetime) -> Request:
    """Say that an answer has been checked; from then on the unit can no longer change it."""
    with act(actor, allowed_by=RequestPolicy, to="accept", on=request) as record:
        _running(request.round_id)
        return record.advance("request.accepted", request, "accept", {"accepted_at": now})


def freeze_item(*, actor: Actor, item: RequestedMeasure, now: datetime) -> RequestedMeasure:
    """Fix the answer for one measure before the round closes."""
    with act(actor, allowed_by=RequestPolicy, to="freeze", on=item.request) as record:
        _running(item.round_id)
        current = _item_of(item.request, item)
        reply = getattr(current, "reply", None)
        if reply is None or reply.confirmed_at is None:
            raise IllegalTransition(_("Für diese Maßnahme gibt es noch keine bestätigte Antwort zum Festschreiben."))
        if current.frozen_at is not None:
            raise IllegalTransition(_("Diese Antwort ist schon festgeschrieben."))
        before = state_of(current)
        current.frozen_at = now
        current.save(update_fields=["frozen_at"])
        record.changed("request.item_frozen", current, before)
        return current


def pass_on_request(*, actor: Actor, request: Request, successor: Unit, now: datetime, address: Address) -> Request:
    """Hand what a dissolved unit was asked for to ``successor``, with all that was typed; it gets a mail.

    The successor becomes responsible for the measures too. Where it has been asked already, the measures join its own
    request; where it had answered, that comes back to it. The old link says where the measures are now.
    """
    with act(actor, allowed_by=RequestPolicy, to="pass_on", on=request) as record:
        round_ = _running(request.round_id)
        if successor.pk == request.unit_id:
            raise Invalid({"successor": _("Bitte eine andere Stelle wählen: Diese wird bereits gefragt.")})
        items = list(
            RequestedMeasure.objects.select_for_update(of=("self",)).filter(request=request).select_related("measure")
        )
        # Locked before the first event is written, in one order, so that nobody waits for us while we wait for them.
        numbers = [item.measure_id for item in items]
        measures = list(Measure.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
        taking = _request_of(record, round_, successor)
        for item in items:
            before = state_of(item)
            item.request = taking
            item.save(update_fields=["request"])
            record.changed("request.measure_moved", item, before)
        left = record.advance("request.passed_on", request, "pass_on", {"passed_on_to": taking})
        taking = _sent_again(record, taking, left.unit, now)
        for measure in measures:
            if measure.owner_id == request.unit_id:
                reason = _("%(old)s wurde aufgelöst, %(new)s führt die Aufgaben weiter.")
                change_measure(
                    actor=actor,
                    measure=measure,
                    changes={"owner": successor},
                    reason=reason % {"old": left.unit.title, "new": successor.title},
                )
        hand_over(
            actor,
            taking,
            now,
            predecessor=left.unit,
            measures=sorted(measures, key=lambda one: one.number),
            link=address(taking),
        )
        return taking


def pass_on_dissolved(*, actor: Actor, round: Round, today: date, now: datetime, address: Address) -> list[Request]:
    """Hand over every unanswered request of a unit that is no more on ``today``, where its successor is known.

    Returns the requests of the successors. A unit without successor stays in the progress of the round, marked.
    """
    units = Units(today)
    waiting = round.requests.filter(state__in=(Request.State.SENT, Request.State.RETURNED))
    taken = []
    for request in waiting.select_related("unit", "round").order_by("pk"):
        successor = units.in_force(request.unit_id)
        if successor.pk != request.unit_id and not units.is_dissolved(successor.pk):
            taken.append(pass_on_request(actor=actor, request=request, successor=successor, now=now, address=address))
    return taken


def correct_round(*, actor: Actor, snapshot: Snapshot, measure: Measure | None, text: str, now: datetime) -> Correction:
    """Put a notice beside a closed round that says what was wrong and what is right. It cannot be changed either."""
    correction = Correction(
        municipality=snapshot.municipality,
        snapshot=snapshot,
        measure=measure,
        text=text.strip(),
        made_at=now,
        made_by=actor.label[:200],
    )
    with act(actor, allowed_by=SnapshotPolicy, to="correct", on=snapshot) as record:
        return record.create("round.corrected", correction)


def revoke_link(*, actor: Actor, request: Request, now: datetime) -> Request:
    """Make the personal link of a request worthless."""
    with act(actor, allowed_by=RequestPolicy, to="revoke", on=request) as record:
        return record.change("request.link_revoked", request, {"link_revoked_at": now})


def renew_link(*, actor: Actor, request: Request, expires: date) -> Request:
    """Give a request a new personal link, good until ``expires``; every older one is worthless from now on."""
    with act(actor, allowed_by=RequestPolicy, to="renew", on=request) as record:
        changed = record.change("request.link_changed", request, {"link_revoked_at": None, "link_expires": expires})
        changed.secret = new_secret()
        changed.save(update_fields=["secret"])
        record.happened("request.link_renewed", changed, {"link_expires": expires.isoformat()})
        return changed


def send_new_link(*, actor: Actor, request: Request, now: datetime, address: Address) -> Request:
    """Renew the link of a request and mail it to the unit: for a link that was lost, revoked or has expired."""
    with act(actor, allowed_by=RequestPolicy, to="renew", on=request) as record:
        round_ = _running(request.round_id)
        if not request.to:
            raise Invalid({"to": _("Dieser Stelle fehlt noch eine E-Mail-Adresse. Bitte zuerst eintragen.")})
        expires = max(round_.deadline, timezone.localdate(now)) + VALID_AFTER_DEADLINE
        renewed = renew_link(actor=actor, request=request, expires=expires)
        record.happened("request.link_sent", renewed, {"to": renewed.to})
        send_link(actor, renewed, address(renewed), now)
        return renewed


def _running(round_id: int) -> Round:
    current: Round = Round.objects.select_for_update().get(pk=round_id)
    if current.state != Round.State.OPEN:
        raise IllegalTransition(_("Das geht nur, solange die Abfrage läuft."))
    return current


def _item_of(request: Request, item: RequestedMeasure) -> RequestedMeasure:
    found: RequestedMeasure | None = (
        RequestedMeasure.objects.select_for_update(of=("self",))
        .select_related("measure", "reply")
        .filter(pk=item.pk, request_id=request.pk)
        .first()
    )
    if found is None:
        raise Invalid({"items": _("Diese Maßnahme gehört zu einer anderen Anfrage.")})
    return found


def _request_of(record: Recorder, round_: Round, unit: Unit) -> Request:
    """The request of the unit in this round, made anew where there is none."""
    present: Request | None = Request.objects.filter(round=round_, unit=unit).first()
    if present is not None:
        return present
    addresses = addresses_of(round_, [unit.pk])[unit.pk]
    request = Request(
        municipality=round_.municipality,
        round=round_,
        unit=unit,
        to=addresses.to,
        copy_to=addresses.copy_to,
        secret=new_secret(),
        link_expires=round_.deadline + VALID_AFTER_DEADLINE,
    )
    return record.create("request.prepared", request)


def _sent_again(record: Recorder, request: Request, predecessor: Unit, now: datetime) -> Request:
    """Bring the successor's request to where it waits for an answer."""
    if request.state == Request.State.PREPARED:
        return record.advance("request.sent", request, "send", {"sent_at": now})
    if request.may("give_back"):
        question = _("Neu hinzugekommen sind die Maßnahmen von %(unit)s.") % {"unit": predecessor.title}
        return record.advance("request.returned", request, "give_back", {"question": question})
    return request
