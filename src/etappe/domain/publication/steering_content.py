"""What a steering report says, as plain data: figures from the round, deviations and decisions of its time.

Frozen as JSON when the report is released, and printed from that for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.language import official_language
from etappe.domain.mail.models import Mail
from etappe.domain.programme.models import Measure
from etappe.domain.publication.council_front import council_front, in_paragraphs, shown_date
from etappe.domain.publication.models import SteeringReport
from etappe.domain.rounds.correspondence import REMINDER
from etappe.domain.rounds.models import Correction, Request, Round, Snapshot
from etappe.domain.rounds.snapshot import load, snapshot_content
from etappe.domain.rounds.snapshot_data import MeasureThen, SnapshotData, read
from etappe.domain.rounds.values import REPLY_STATES
from etappe.domain.steering.cases import UNDECIDED
from etappe.domain.steering.models import Decision, Deviation, Level
from etappe.domain.steering.policies import DeviationPolicy
from etappe.domain.steering.queries import decisions
from etappe.render import steering as printing
from etappe.render.german import euro
from etappe.render.programme.model import Influence
from etappe.render.steering import Format
from etappe.render.steering.model import (
    CorrectionEntry,
    DecisionEntry,
    DeviationEntry,
    MeasureStatus,
    OptionEntry,
    Passage,
    SilentUnit,
    Standing,
)


def steering_content(*, reader: Actor, report: SteeringReport, as_of: date, status: str) -> printing.SteeringReport:
    """Return what ``report`` says to ``reader`` on the day ``as_of``, in German, for a council reads it.

    Whoever does not work in the administration reads of public measures and of decisions they may see, and nothing
    about who has not answered.
    """
    with official_language():
        snapshot = Snapshot.objects.filter(round=report.round).first()
        data = load(snapshot) if snapshot is not None else read(snapshot_content(report.round))
        shown = {measure.id for measure in data.measures if reader.is_staff or measure.is_public}
        cases = _deviations(reader, report.round, data, shown, as_of)
        return printing.SteeringReport(
            title=report.title,
            municipality=data.municipality_title,
            programme=data.programme.title,
            reporting_date=data.round.reporting_date,
            as_of=as_of,
            status=status,
            digest=snapshot.digest if snapshot is not None else "",
            previous=data.previous.title if data.previous else "",
            is_example=data.is_example or report.is_example,
            passages=(
                Passage(_("Zusammenfassung"), in_paragraphs(report.summary)),
                Passage(_("Ausblick"), in_paragraphs(report.outlook)),
            ),
            council=council_front(
                report.paper,
                subject=report.title,
                draft_resolution=report.resolution_draft,
                statement=report.facts or report.summary,
                financial_effects=report.financial_effects,
                attachment=f"{report.title}, {data.round.title}",
            ),
            measures=tuple(_status(measure, data) for measure in _in_order(data.measures) if measure.id in shown),
            deviations=cases,
            decisions=tuple(case.decision for case in cases if case.decision),
            silent=_silent(data) if reader.is_staff else (),
            corrections=_corrections(snapshot, shown) if snapshot is not None else (),
        )


def _in_order(measures: Iterable[MeasureThen]) -> list[MeasureThen]:
    return sorted(measures, key=lambda measure: (measure.field_number, measure.number))


def _status(measure: MeasureThen, data: SnapshotData) -> MeasureStatus:
    reply = measure.reply
    obstacles = data.words["obstacles"]
    return MeasureStatus(
        number=str(measure.number),
        title=measure.title,
        field=f"{measure.field_number} {measure.field_name}",
        influence=Influence(measure.influence),
        owner=measure.owner.name if measure.owner else "",
        standing=_standing(measure),
        before=Standing(measure.previous_state) if measure.previous_state else None,
        sentence=reply.sentence if reply else "",
        obstacles=tuple(obstacles.get(code, code) for code in reply.obstacles) if reply else (),
        deadline=shown_date(measure.deadline),
        forecast=shown_date(reply.forecast if reply else None),
        milestones_reached=sum(step.reached_on is not None for step in measure.milestones),
        milestones=len(measure.milestones),
        budget=measure.budget,
        spent=reply.spent if reply else None,
        is_asked=measure.asked is not None,
        is_example=measure.is_example,
    )


def _standing(measure: MeasureThen) -> Standing:
    """The state that was reported; silence where somebody was asked; else the state in the programme."""
    if measure.reply is not None:
        return Standing(measure.reply.state)
    return Standing.SILENT if measure.is_silent else Standing(REPLY_STATES[measure.measure_state])


def _deviations(
    reader: Actor, round_: Round, data: SnapshotData, shown: set[int], as_of: date
) -> tuple[DeviationEntry, ...]:
    """Cases of that day that are still undecided, and those decided since the round before."""
    since = data.previous.reporting_date if data.previous else date.min
    found: Any = (
        DeviationPolicy.queryset(reader)
        .filter(measure__programme_id=round_.programme_id, measure_id__in=shown, opened_on__lte=as_of)
        .exclude(state=Deviation.State.WITHDRAWN)
        .select_related("measure")
        .prefetch_related("options", "explanations", Prefetch("decisions", decisions(reader)))
        .order_by("due", "pk")
    )
    return tuple(_deviation(case) for case in found if _belongs(case, since))


def _belongs(case: Deviation, since: date) -> bool:
    if case.state in UNDECIDED:
        return True
    return any(localdate(decision.decided_at) > since for decision in case.decisions.all())


def _deviation(case: Deviation) -> DeviationEntry:
    explanations, decided = list(case.explanations.all()), list(case.decisions.all())
    return DeviationEntry(
        measure=_name(case.measure),
        summary=case.summary,
        state=str(case.get_state_display()),
        level=str(case.get_level_display()),
        due=case.due,
        needs_reader=case.state in UNDECIDED and case.level in {Level.COMMITTEE, Level.COUNCIL},
        cause=case.cause,
        explanation=explanations[-1].text if explanations else "",
        options=tuple(
            OptionEntry(str(option.get_course_display()), option.consequence, option.recommended)
            for option in case.options.all()
        ),
        decision=_decision(decided[0]) if decided else None,
    )


def _decision(decision: Decision) -> DecisionEntry:
    return DecisionEntry(
        measure=_name(decision.measure),
        course=str(decision.get_course_display()),
        reason=decision.reason,
        mandate=decision.mandate_words,
        decided_on=localdate(decision.decided_at),
        change=_change(decision),
        paper=", ".join(link.paper.number for link in decision.papers.all()),
        conditions=tuple(
            _("%(task)s bis %(day)s") % {"task": task.title, "day": f"{task.due:%d.%m.%Y}"}
            for task in decision.tasks.all()
        ),
    )


def _change(decision: Decision) -> str:
    """From what to what, in words; empty where nothing of the measure changed."""
    parts = []
    if decision.new_deadline is not None:
        old = decision.old_deadline.words if decision.old_deadline else _("keine")
        parts.append(_("Frist bisher %(old)s, neu %(new)s") % {"old": old, "new": decision.new_deadline.words})
    if decision.new_target:
        old = decision.old_target or _("keiner")
        parts.append(_("Zielwert bisher %(old)s, neu %(new)s") % {"old": old, "new": decision.new_target})
    if decision.amount is not None and decision.from_measure is not None:
        parts.append(
            _("%(amount)s aus Maßnahme %(measure)s")
            % {"amount": euro(decision.amount), "measure": decision.from_measure}
        )
    return "; ".join(parts)


def _silent(data: SnapshotData) -> tuple[SilentUnit, ...]:
    ids = [str(one.id) for one in data.silent]
    sent = Counter(
        Mail.objects.filter(kind=REMINDER, about_type=Request._meta.label_lower, about_id__in=ids).values_list(
            "about_id", flat=True
        )
    )
    numbers: dict[int | None, list[str]] = {}
    for measure in data.measures:
        if measure.is_silent:
            numbers.setdefault(measure.request_id, []).append(str(measure.number))
    return tuple(
        SilentUnit(
            department=one.deputy.name if one.deputy else "",
            unit=one.unit.name,
            measures=tuple(numbers.get(one.id, ())),
            reminders=sent[str(one.id)],
        )
        for one in data.silent
    )


def _corrections(snapshot: Snapshot, shown: set[int]) -> tuple[CorrectionEntry, ...]:
    found: Iterable[Correction] = snapshot.corrections.select_related("measure")
    return tuple(
        CorrectionEntry(_name(one.measure) if one.measure else "", one.text, localdate(one.made_at))
        for one in found
        if one.measure_id is None or one.measure_id in shown
    )


def _name(measure: Measure) -> str:
    return f"{measure.number} {measure.title}"


@cache
def _adapter() -> TypeAdapter[printing.SteeringReport]:
    return TypeAdapter(printing.SteeringReport)


def frozen_content(content: printing.SteeringReport) -> str:
    """Return ``content`` as JSON, names included."""
    return _adapter().dump_json(content).decode()


def print_frozen(frozen: str, format: Format) -> bytes:  # noqa: A002 - the word callers use
    """Return the file that a frozen report makes: the same bytes today and in ten years."""
    return printing.render_steering(_adapter().validate_json(frozen), format)


def print_steering(*, reader: Actor, report: SteeringReport, format: Format, as_of: date) -> bytes:  # noqa: A002
    """Return the report as it would be printed today; once it is released, as it was printed then."""
    if report.content:
        return print_frozen(report.content, format)
    with official_language():
        content = steering_content(reader=reader, report=report, as_of=as_of, status=_("Entwurf"))
    return printing.render_steering(content, format)
