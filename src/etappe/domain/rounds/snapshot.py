"""What a closed round said, complete and for good: names, words and figures as they were, as canonical JSON.

Whoever renders a report from a snapshot needs nothing else from the database. That is why it reads the same after a
unit was renamed, a field of action merged or a measure changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.kernel.errors import DomainError
from etappe.domain.kernel.language import official_language
from etappe.domain.programme.models import Cooperation, Goal, Influence, Measure, Milestone
from etappe.domain.rounds.models import Obstacle, Reply, ReplyFile, Request, RequestedMeasure, Round, Snapshot
from etappe.domain.rounds.progress import deputy_of
from etappe.domain.rounds.snapshot_data import SnapshotData, read
from etappe.domain.tenancy.models import Unit
from etappe.interop.fuzzy_dates import FuzzyDate

FORMAT = 1
"""Raised when the shape of the content changes; old snapshots keep theirs."""


class SnapshotDamaged(DomainError):
    """What is stored is not what was frozen: its SHA-256 does not fit."""


def canonical(content: Mapping[str, Any]) -> str:
    """Return ``content`` in the one way to write it: sorted keys, no spaces, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(snapshot: Snapshot) -> SnapshotData:
    """Return what a snapshot says. Raises :class:`SnapshotDamaged` where its SHA-256 does not fit its content."""
    if hashlib.sha256(snapshot.content.encode()).hexdigest() != snapshot.digest:
        raise SnapshotDamaged(
            _("Dieser festgeschriebene Stand ist beschädigt: Seine Prüfsumme stimmt nicht. Bitte die Sicherung prüfen.")
        )
    return read(json.loads(snapshot.content))


def snapshot_content(round: Round) -> dict[str, Any]:
    """Return all that a report on ``round`` will need. The number of queries does not depend on its size."""
    with official_language():
        return _Content(round).as_dict()


class _Content:
    """Reads everything once and writes it down."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.units: dict[int, Unit] = {unit.pk: unit for unit in Unit.objects.all()}
        self.requests: list[Request] = list(
            Request.objects.filter(round=round_).select_related("passed_on_to").order_by("unit__name", "pk")
        )
        self.items: dict[int, RequestedMeasure] = {item.measure_id: item for item in self._items()}
        self.measures: list[Measure] = list(
            Measure.objects.filter(programme_id=round_.programme_id)
            .select_related("field", "goal")
            .prefetch_related("milestones", "target_groups", "cooperations__organisation", "cooperations__unit")
            .order_by("number")
        )
        self.previous = _previous_states(round_)

    def _items(self) -> Iterable[RequestedMeasure]:
        found: Iterable[RequestedMeasure] = (
            RequestedMeasure.objects.filter(round=self.round)
            .select_related("reply", "request")
            .prefetch_related("reply__files")
        )
        return found

    def as_dict(self) -> dict[str, Any]:
        round_, programme, place = self.round, self.round.programme, self.round.municipality
        return {
            "format": FORMAT,
            "municipality": {"name": place.name, "title": place.title, "ags": place.ags},
            "is_example": round_.is_example,
            "programme": {"id": programme.pk, "title": programme.title, "period": _fuzzy(programme.period)},
            "round": {
                "id": round_.pk,
                "title": round_.title,
                "reporting_date": round_.reporting_date.isoformat(),
                "deadline": round_.deadline.isoformat(),
                "opened_at": round_.opened_at.isoformat() if round_.opened_at else "",
                "closed_at": round_.closed_at.isoformat() if round_.closed_at else "",
            },
            "previous": self.previous["round"],
            "words": {
                "states": _words(Reply.State.choices),
                "obstacles": _words(Obstacle.choices),
                "influences": _words(Influence.choices),
                "measure_states": _words(Measure.State.choices),
            },
            "goals": [self._goal(goal) for goal in self._goals()],
            "requests": [self._request(request) for request in self.requests],
            "measures": [self._measure(measure) for measure in self.measures],
        }

    def _goals(self) -> list[Goal]:
        found = Goal.objects.filter(programme_id=self.round.programme_id).select_related("field")
        return list(found.order_by("field__number", "number", "pk"))

    def _goal(self, goal: Goal) -> dict[str, Any]:
        return {
            "id": goal.pk,
            "number": goal.number,
            "title": goal.title,
            "field_number": goal.field.number,
            "influence": goal.influence,
            "deadline": _fuzzy(goal.deadline),
            "indicator": goal.indicator,
            "target_value": goal.target_value,
        }

    def _unit(self, pk: int | None) -> dict[str, Any] | None:
        unit = self.units.get(pk) if pk is not None else None
        if unit is None:
            return None
        return {"id": unit.pk, "name": unit.name, "short": unit.short, "kind": unit.kind, "authority": unit.authority}

    def _deputy(self, pk: int | None) -> dict[str, Any] | None:
        unit = self.units.get(pk) if pk is not None else None
        above = deputy_of(unit, self.units) if unit is not None else None
        return self._unit(above.pk) if above is not None else None

    def _request(self, request: Request) -> dict[str, Any]:
        own = [item for item in self.items.values() if item.request_id == request.pk]
        return {
            "id": request.pk,
            "unit": self._unit(request.unit_id),
            "deputy": self._deputy(request.unit_id),
            "state": request.state,
            "asked": len(own),
            "confirmed": sum(_confirmed(item) is not None for item in own),
            "sent_at": request.sent_at.isoformat() if request.sent_at else "",
            "answered_at": request.answered_at.isoformat() if request.answered_at else "",
            "passed_on_to": self._unit(request.passed_on_to.unit_id) if request.passed_on_to else None,
        }

    def _measure(self, measure: Measure) -> dict[str, Any]:
        item = self.items.get(measure.pk)
        reply = _confirmed(item) if item is not None else None
        return {
            "id": measure.pk,
            "number": measure.number,
            "title": measure.title,
            "description": measure.description,
            "field": {"number": measure.field.number, "name": measure.field.name},
            "goal": {"number": measure.goal.number, "title": measure.goal.title} if measure.goal else None,
            "owner": self._unit(measure.owner_id),
            "deputy": self._deputy(measure.owner_id),
            "partners": sorted(_partner(cooperation) for cooperation in measure.cooperations.all()),
            "influence": measure.influence,
            "target_groups": [group.name for group in measure.target_groups.all()],
            "place": measure.place,
            "start": _fuzzy(measure.start),
            "deadline": _fuzzy(measure.deadline),
            "budget": _money(measure.budget),
            "funding_source": measure.funding_source,
            "output": measure.output,
            "outcome": measure.outcome,
            "indicator": measure.indicator,
            "target_value": measure.target_value,
            "measure_state": measure.state,
            "is_public": measure.is_public,
            "is_example": measure.is_example,
            "milestones": [_milestone(step) for step in measure.milestones.all()],
            "asked": self._unit(item.request.unit_id) if item is not None else None,
            "request": item.request_id if item is not None else None,
            "reply": _reply(reply) if reply is not None else None,
            "previous_state": self.previous["states"].get(str(measure.pk), ""),
        }


def _previous_states(round_: Round) -> dict[str, Any]:
    """What the closed round before this one said of each measure."""
    last = (
        Snapshot.objects.filter(
            round__programme_id=round_.programme_id, round__reporting_date__lt=round_.reporting_date
        )
        .select_related("round")
        .order_by("-round__reporting_date", "-pk")
        .first()
    )
    if last is None:
        return {"round": None, "states": {}}
    data = load(last)
    states = {str(measure.id): measure.reply.state for measure in data.measures if measure.reply is not None}
    about = {"id": last.round_id, "title": data.round.title, "reporting_date": data.round.reporting_date.isoformat()}
    return {"round": {**about, "digest": last.digest}, "states": states}


def _confirmed(item: RequestedMeasure) -> Reply | None:
    reply: Reply | None = getattr(item, "reply", None)
    return reply if reply is not None and reply.confirmed_at is not None else None


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "state": reply.state,
        "sentence": reply.sentence,
        "obstacles": reply.obstacles,
        "forecast": _fuzzy(reply.forecast),
        "spent": _money(reply.spent),
        "unchanged": reply.unchanged,
        "channel": reply.channel,
        "confirmed_at": reply.confirmed_at.isoformat() if reply.confirmed_at else "",
        "confirmed_by": reply.confirmed_by,
        "files": [_file(file) for file in reply.files.all()],
    }


def _file(file: ReplyFile) -> dict[str, str]:
    return {"name": file.name, "digest": file.digest}


def _milestone(step: Milestone) -> dict[str, Any]:
    reached = step.reached_on.isoformat() if step.reached_on else ""
    return {"id": step.pk, "title": step.title, "due": _fuzzy(step.due), "reached_on": reached}


def _partner(cooperation: Cooperation) -> str:
    return str(cooperation)


def _fuzzy(value: FuzzyDate | None) -> dict[str, str] | None:
    if value is None:
        return None
    return {
        "from": value.start.isoformat(),
        "until": value.end.isoformat(),
        "precision": value.precision.value,
        "words": value.words,
    }


def _money(amount: Any) -> str | None:
    return f"{amount:.2f}" if amount is not None else None


def _words(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {str(value): str(label) for value, label in choices}
