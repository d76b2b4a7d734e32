"""Answering: saving while one types, confirming, files, finishing. Page, spreadsheet and API all end here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from etappe.domain.audit.recording import Recorder, act
from etappe.domain.audit.values import plain, state_of, value_now
from etappe.domain.kernel.actor import Actor, Grant, Role
from etappe.domain.kernel.errors import Conflict, IllegalTransition, Invalid
from etappe.domain.programme.actions.measures import report_state, tick_milestone
from etappe.domain.programme.models import Measure, Milestone
from etappe.domain.rounds.actions.checking import (
    accept_request,
    correct_round,
    freeze_item,
    give_back,
    pass_on_dissolved,
    pass_on_request,
)
from etappe.domain.rounds.files import FileOffered, checked
from etappe.domain.rounds.letters import send_copy
from etappe.domain.rounds.models import Reply, ReplyFile, Request, RequestedMeasure, Round
from etappe.domain.rounds.policies import RequestPolicy
from etappe.domain.rounds.queries import last_replies
from etappe.domain.rounds.values import MEASURE_STATES, ReplyValues, columns_of_values, initial_values

__all__ = [
    "accept_request",
    "attach_file",
    "confirm_reply",
    "correct_round",
    "finish_request",
    "freeze_item",
    "give_back",
    "pass_on_dissolved",
    "pass_on_request",
    "remove_file",
    "save_draft",
]


def save_draft(
    *, actor: Actor, item: RequestedMeasure, values: ReplyValues, expected_version: int | None, channel: str
) -> Reply:
    """Keep what somebody has typed so far. ``expected_version`` is 0 where there was no reply when they began.

    Where two people of one unit type at once, fields only one of them has changed are merged; the same field changed
    by both raises ``Conflict``. A confirmed reply is not turned into a draft again: it stands until the next one is
    confirmed.
    """
    with act(actor, allowed_by=RequestPolicy, to="reply", on=item.request) as record:
        current = _open_item(item)
        reply, version = _reply_to(record, current, channel, expected_version)
        if reply.confirmed_at is not None:
            raise IllegalTransition(
                _("Diese Antwort ist schon bestätigt. Eine Änderung gilt, sobald sie von Neuem bestätigt ist.")
            )
        milestones = list(current.measure.milestones.all())
        changes = columns_of_values(values, milestones) | {"channel": channel}
        return record.change("reply.saved", reply, changes, expected_version=version)


def confirm_reply(
    *,
    actor: Actor,
    item: RequestedMeasure,
    values: ReplyValues | None,
    unchanged: bool = False,
    expected_version: int | None = None,
    channel: str,
    now: datetime,
) -> Reply:
    """Confirm how a measure stands; only now the measure itself changes: its state and the milestones that are ticked.

    ``unchanged`` confirms what the form began with: last time's answer. Without ``values`` and ``unchanged`` the draft
    is confirmed as it stands. Raises ``Conflict`` where somebody else has answered differently since
    ``expected_version`` (0: no reply when the form was made), and refuses after closing.
    """
    with act(actor, allowed_by=RequestPolicy, to="reply", on=item.request) as record:
        current = _open_item(item)
        measure = _locked_measure(current.measure_id)
        milestones = list(measure.milestones.all())
        reply, version = _reply_to(record, current, channel, expected_version)
        said = _initial(current) if unchanged else values
        if said is not None:
            reply = _say(record, reply, columns_of_values(said, milestones), version)
        _refuse_unfinished(reply)
        seen = frozenset(said.seen or ()) if said is not None else frozenset()
        confirmation = {
            "channel": channel,
            "unchanged": unchanged,
            "confirmed_at": now,
            "confirmed_by": actor.label[:200],
        }
        reply = record.change("reply.confirmed", reply, confirmation)
        _settle_question(record, current)
        _apply_state(actor, measure, reply)
        _apply_milestones(actor, measure, milestones, reply, seen=seen, day=timezone.localtime(now).date())
        return reply


def attach_file(*, actor: Actor, item: RequestedMeasure, name: str, content: bytes) -> ReplyFile:
    """Add a file to a reply. Raises ``Invalid`` where it is too large, one too many, or of a kind that is refused."""
    with act(actor, allowed_by=RequestPolicy, to="reply", on=item.request) as record:
        current = _open_item(item)
        reply, _version = _reply_to(record, current, Reply.Channel.PAGE, None)
        offered: FileOffered = checked(name, content, present=reply.files.count())
        file = ReplyFile(
            municipality=current.municipality,
            reply=reply,
            name=offered.name,
            content_type=offered.content_type,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
        )
        return record.create("reply.file_attached", file)


def remove_file(*, actor: Actor, file: ReplyFile) -> None:
    """Take a file back, as long as the answer may still be changed."""
    with act(actor, allowed_by=RequestPolicy, to="reply", on=file.reply.item.request) as record:
        _open_item(file.reply.item)
        record.removed("reply.file_removed", file)
        file.delete()


def finish_request(*, actor: Actor, request: Request, now: datetime) -> Request:
    """Finish: every measure has a confirmed answer and every question is settled. A copy goes out by mail.

    May be done again after a correction. Raises ``Invalid`` that names the measures still missing.
    """
    with act(actor, allowed_by=RequestPolicy, to="reply", on=request) as record:
        _open_round(request.round_id)
        items = list(request.items.select_related("measure", "reply").order_by("measure__number"))
        missing = [item for item in items if not _is_confirmed(item)]
        if missing:
            raise Invalid({"items": _missing_sentence(missing)})
        asked = [str(item.measure) for item in items if item.question]
        if asked:
            measures = ", ".join(asked)
            raise Invalid({"items": _("Hier ist noch eine Rückfrage offen: %(measures)s.") % {"measures": measures}})
        changes = {"answered_at": now, "question": ""}
        finished = record.advance("request.answered", request, "answer", changes)
        send_copy(actor, finished, items, now)
        return finished


def _open_round(round_id: int) -> Round:
    """Lock the round, so that nobody closes it between our look and our writing."""
    current: Round = Round.objects.select_for_update().get(pk=round_id)
    if current.state == Round.State.CLOSED and current.closed_at is not None:
        day = date_format(timezone.localtime(current.closed_at), "j. F Y")
        raise IllegalTransition(
            _(
                "Diese Abfrage ist seit dem %(day)s abgeschlossen, geändert ist nichts. "
                "Eine Berichtigung nimmt das Kommunale Integrationszentrum entgegen."
            )
            % {"day": day}
        )
    if current.state != Round.State.OPEN:
        raise IllegalTransition(_("Diese Abfrage läuft nicht; Antworten sind erst möglich, wenn sie versendet ist."))
    return current


def _open_item(item: RequestedMeasure) -> RequestedMeasure:
    """Lock and return what is asked, read anew; raise with a sentence of its own where no answer is taken."""
    _open_round(item.round_id)
    current: RequestedMeasure = (
        RequestedMeasure.objects.select_for_update(of=("self",))
        .select_related("request__municipality", "measure", "round")
        .get(pk=item.pk)
    )
    request = current.request
    if not request.may("answer"):
        raise IllegalTransition(str(Request.REFUSALS["answer", request.state]))
    if current.frozen_at is not None:
        raise IllegalTransition(
            _(
                "Diese Antwort hat das Kommunale Integrationszentrum festgeschrieben. "
                "Was nicht stimmt, nimmt es gern als Hinweis entgegen."
            )
        )
    return current


def _locked_measure(pk: int) -> Measure:
    """Locked before any event is written, so that two who wait for each other cannot occur."""
    measure: Measure = Measure.objects.select_for_update(of=("self",)).select_related("programme").get(pk=pk)
    return measure


def _initial(item: RequestedMeasure) -> ReplyValues:
    return initial_values(item.measure, last_replies([item]).get(item.measure_id))


def _reply_to(
    record: Recorder, item: RequestedMeasure, channel: str, expected_version: int | None
) -> tuple[Reply, int | None]:
    """Return the reply and the version the person has seen.

    The first one to write begins with what the form began with, as version 1. Thus of two who begin with the same
    empty form the second is merged with the first like any later change.
    """
    found: Reply | None = Reply.objects.filter(item=item).first()
    if found is None:
        start = _initial(item)
        milestones = list(item.measure.milestones.all())
        columns = columns_of_values(start, milestones)
        reached = columns.pop("reached", [])
        reply = Reply(municipality=item.municipality, item=item, channel=channel, **columns)
        return record.create("reply.begun", reply, reached=reached), 1 if expected_version is not None else None
    return found, max(expected_version, 1) if expected_version is not None else None


def _say(record: Recorder, reply: Reply, columns: Mapping[str, Any], version: int | None) -> Reply:
    """Store what is confirmed; it must be all of it, or somebody would confirm what they have not seen."""
    stored = record.change("reply.saved", reply, columns, expected_version=version)
    theirs = {}
    for name, wanted in columns.items():
        now = value_now(stored, name)
        mine = sorted(step.pk for step in wanted) if name == "reached" else plain(wanted)
        if plain(now) != mine:
            theirs[name] = now
    if theirs:
        raise Conflict(
            _("Inzwischen hat jemand anderes aus Ihrer Stelle etwas geändert. Ihre Eingaben sind noch da."),
            current_version=stored.version,
            theirs=theirs,
        )
    return stored


def _refuse_unfinished(reply: Reply) -> None:
    if not reply.state:
        raise Invalid({"state": _("Bitte wählen, wie es um die Maßnahme steht.")})
    if reply.state == Reply.State.STOPPED and not reply.sentence.strip():
        raise Invalid({"sentence": _("Bitte in einem Satz begründen, warum die Maßnahme gestoppt ist.")})


def _settle_question(record: Recorder, item: RequestedMeasure) -> None:
    if not item.question:
        return
    before = state_of(item)
    item.question = ""
    item.save(update_fields=["question"])
    record.changed("request.question_settled", item, before)


def _apply_state(actor: Actor, measure: Measure, reply: Reply) -> None:
    state = MEASURE_STATES[reply.state]
    if measure.state != state:
        report_state(actor=_reporting(actor, measure), measure=measure, state=state, reason=reply.sentence)


def _apply_milestones(
    actor: Actor, measure: Measure, milestones: list[Milestone], reply: Reply, *, seen: frozenset[int], day: date
) -> None:
    """Tick what the answer ticks; untick only what the person has seen ticked."""
    reached = set(reply.reached.values_list("pk", flat=True))
    for milestone in milestones:
        is_reached = milestone.reached_on is not None
        if milestone.pk in reached and not is_reached:
            tick_milestone(actor=_reporting(actor, measure), milestone=milestone, reached_on=day)
        elif milestone.pk in seen - reached and is_reached:
            tick_milestone(actor=_reporting(actor, measure), milestone=milestone, reached_on=None)


def _reporting(actor: Actor, measure: Measure) -> Actor:
    """Whoever was asked for a measure may report on it, owner or not."""
    units = frozenset({measure.owner_id} if measure.owner_id is not None else ())
    return replace(actor, grants=(*actor.grants, Grant(Role.OWNER, unit_ids=units)))


def _is_confirmed(item: RequestedMeasure) -> bool:
    reply: Reply | None = getattr(item, "reply", None)
    return reply is not None and reply.confirmed_at is not None


def _missing_sentence(missing: list[RequestedMeasure]) -> str:
    if len(missing) == 1:
        return _("Es fehlt noch eine Antwort: %(measure)s.") % {"measure": missing[0].measure}
    shown = ", ".join(str(item.measure.number) for item in missing[:20])
    return _("Es fehlen noch %(count)d Antworten: Maßnahmen %(numbers)s.") % {"count": len(missing), "numbers": shown}
