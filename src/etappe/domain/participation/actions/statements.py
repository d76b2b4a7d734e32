"""Statements of associations, point by point, and what the municipality answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.council.models import Paper
from etappe.domain.kernel.actor import Actor, Role
from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.numbering import next_number
from etappe.domain.participation.models import ConceptPaper, PointAnswer, Statement, StatementPoint
from etappe.domain.participation.policies import PointAnswerPolicy, StatementPolicy
from etappe.domain.tenancy.models import Organisation, Unit
from etappe.interop.fuzzy_dates import FuzzyDate


def create_statement(
    *,
    actor: Actor,
    author: Organisation,
    title: str,
    when: FuzzyDate,
    concept: ConceptPaper | None = None,
    paper: Paper | None = None,
    summary: str = "",
    is_public: bool = False,
    source: str = "",
    is_example: bool = False,
) -> Statement:
    """Begin a statement of ``author``: its own people write a draft, the office enters what was handed in."""
    by_author = author.pk in actor.organisations and actor.has(Role.PROVIDER)
    statement = Statement(
        municipality=author.municipality,
        author=author,
        title=title,
        concept=concept,
        paper=paper,
        state=Statement.State.DRAFT if by_author else Statement.State.HANDED_IN,
        summary=summary,
        is_public=is_public and not by_author,
        source=source,
        is_example=is_example,
    )
    statement.when = when
    with act(actor, allowed_by=StatementPolicy, to="create", on=statement) as record:
        return record.create("statement.created", statement)


def add_point(*, actor: Actor, statement: Statement, title: str, text: str, addressee: str = "") -> StatementPoint:
    """Add the next point to ``statement``: its authors to their draft, the office to what was handed in."""
    if statement.state == Statement.State.DRAFT or not StatementPolicy.allows(actor, "change", statement):
        StatementPolicy.require(actor, "write", statement)
        statement.take("write")
    point = StatementPoint(
        municipality=statement.municipality,
        statement=statement,
        title=title,
        text=text,
        addressee=addressee,
    )
    with act(actor, allowed_by=StatementPolicy, to="write", on=statement) as record:
        point.number = next_number(statement, statement.points.all())
        return record.create("statement.point_added", point)


def hand_in_statement(*, actor: Actor, statement: Statement) -> Statement:
    """Hand the draft in. Raises ``Invalid`` where it has no point to answer."""
    if not statement.points.exists():
        raise Invalid({"": _("Noch steht kein Punkt darin. Bitte mindestens einen Punkt ergänzen, dann einreichen.")})
    with act(actor, allowed_by=StatementPolicy, to="hand_in", on=statement) as record:
        return record.advance("statement.handed_in", statement, "hand_in")


def assign_point(*, actor: Actor, point: StatementPoint, unit: Unit) -> PointAnswer:
    """Say which office owns the answer to ``point``; a second time it passes to another."""
    answer = PointAnswer.objects.filter(point=point).first()
    if answer is not None:
        return change_answer(actor=actor, answer=answer, changes={"unit": unit})
    with act(actor, allowed_by=StatementPolicy, to="answer", on=point.statement) as record:
        return record.create(
            "statement.point_assigned", PointAnswer(municipality=point.municipality, point=point, unit=unit)
        )


def change_answer(
    *, actor: Actor, answer: PointAnswer, changes: Mapping[str, Any], expected_version: int | None = None
) -> PointAnswer:
    """Write an answer, its consequence and deadline. What has gone out stays as it is."""
    statement = answer.point.statement
    if statement.state == Statement.State.ANSWERED:
        statement.take("conclude")
    with act(actor, allowed_by=PointAnswerPolicy, to="change", on=answer) as record:
        return record.change("statement.point_answered", answer, changes, expected_version=expected_version)


def conclude_statement(*, actor: Actor, statement: Statement, now: datetime) -> Statement:
    """Let all answers go out. Raises ``Invalid`` that names the points still without answer or consequence."""
    points = statement.points.select_related("answer")
    missing = [str(point.number) for point in points if not _answered(point)]
    if missing:
        raise Invalid({"": _("Noch ohne Antwort oder Konsequenz: Punkt %s.") % ", ".join(missing)})
    with act(actor, allowed_by=StatementPolicy, to="conclude", on=statement) as record:
        return record.advance("statement.answered", statement, "conclude", {"answered_at": now})


def _answered(point: StatementPoint) -> bool:
    answer: PointAnswer | None = getattr(point, "answer", None)
    return answer is not None and answer.is_complete
