"""Statements of associations, point by point."""

from __future__ import annotations

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor
from etappe.domain.participation.models import ConceptPaper, Statement, StatementPoint
from etappe.domain.participation.policies import StatementPolicy
from etappe.domain.tenancy.models import Organisation
from etappe.interop.fuzzy_dates import FuzzyDate


def create_statement(
    *,
    actor: Actor,
    author: Organisation,
    title: str,
    when: FuzzyDate,
    concept: ConceptPaper | None = None,
    summary: str = "",
    is_public: bool = False,
    source: str = "",
    is_example: bool = False,
) -> Statement:
    """Enter a statement that ``author`` has handed in."""
    statement = Statement(
        municipality=author.municipality,
        author=author,
        title=title,
        concept=concept,
        summary=summary,
        is_public=is_public,
        source=source,
        is_example=is_example,
    )
    statement.when = when
    with act(actor, allowed_by=StatementPolicy, to="create", on=None) as record:
        return record.create("statement.created", statement)


def add_point(*, actor: Actor, statement: Statement, title: str, text: str, addressee: str = "") -> StatementPoint:
    """Add the next point to ``statement``."""
    last = statement.points.order_by("-number").first()
    point = StatementPoint(
        municipality=statement.municipality,
        statement=statement,
        number=last.number + 1 if last else 1,
        title=title,
        text=text,
        addressee=addressee,
    )
    with act(actor, allowed_by=StatementPolicy, to="change", on=statement) as record:
        return record.create("statement.point_added", point)
