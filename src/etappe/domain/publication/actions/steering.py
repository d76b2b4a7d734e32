"""Steering reports: begin, put into words, release, publish."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, get_args

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor, visitor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.language import official_language
from etappe.domain.publication.models import Report, SteeringReport
from etappe.domain.publication.policies import SteeringReportPolicy
from etappe.domain.publication.steering_content import frozen_content, print_frozen, steering_content
from etappe.domain.rounds.models import Round
from etappe.render.steering import Format


def begin_steering_report(
    *,
    actor: Actor,
    round: Round,  # noqa: A002 - the word callers use
    title: str,
    is_example: bool = False,
) -> SteeringReport:
    """Begin a report on `round`; its figures follow the round until it is released."""
    with official_language():  # a council reads these words
        report = SteeringReport(
            municipality=round.municipality,
            round=round,
            title=title,
            resolution_draft=_("Der Bericht wird zur Kenntnis genommen."),
            financial_effects=_("Der Bericht selbst hat keine finanziellen Auswirkungen."),
            is_example=is_example,
        )
    with act(actor, allowed_by=SteeringReportPolicy, to="create", on=None) as record:
        return record.create("steering_report.begun", report)


def edit_steering_report(
    *, actor: Actor, report: SteeringReport, changes: Mapping[str, Any], expected_version: int | None = None
) -> SteeringReport:
    """Change title, passages or paper of a draft."""
    with act(actor, allowed_by=SteeringReportPolicy, to="change", on=report) as record:
        report.take("edit")
        return record.change("steering_report.edited", report, changes, expected_version=expected_version)


def release_steering_report(*, actor: Actor, report: SteeringReport, now: datetime) -> SteeringReport:
    """Freeze what the report says and keep its PDF, DOCX and XLSX, for the committee and for the public.

    Raises ``Invalid`` while the round is still open: a committee gets what was reported, not what may still change.
    """
    if not Round.objects.filter(pk=report.round_id, state=Round.State.CLOSED).exists():
        raise Invalid(
            {"": _("Die Abfrage läuft noch. Bitte sie erst abschließen; bis dahin lässt sich der Entwurf ansehen.")}
        )
    day = now.date()
    content = frozen_content(steering_content(reader=actor, report=report, as_of=day, status=_("ausgegeben")))
    public = frozen_content(
        steering_content(
            reader=visitor(report.municipality_id), report=report, as_of=day, status=_("öffentliche Fassung")
        )
    )
    with act(actor, allowed_by=SteeringReportPolicy, to="release", on=report) as record:
        released = record.advance(
            "steering_report.released",
            report,
            "release",
            {"content": content, "digest": hashlib.sha256(content.encode()).hexdigest(), "released_at": now},
        )
        for frozen, for_public in ((content, False), (public, True)):
            for kind in get_args(Format):
                record.create("report.made", _file(released, frozen, kind, day, for_public=for_public))
    return released


def _file(report: SteeringReport, frozen: str, kind: Format, day: date, *, for_public: bool) -> Report:
    made = print_frozen(frozen, kind)
    return Report(
        municipality=report.municipality,
        kind=Report.Kind.STEERING,
        programme=report.round.programme,
        steering=report,
        paper=report.paper,
        format=kind,
        as_of=day,
        content=made,
        for_public=for_public,
        digest=hashlib.sha256(made).hexdigest(),
    )
