"""From statements in a paper to recommendations, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from etappe.domain.audit.recording import act
from etappe.domain.kernel.actor import Actor
from etappe.domain.kernel.errors import Invalid
from etappe.domain.kernel.numbering import next_number
from etappe.domain.participation.models import Finding, Recommendation, StatementPoint, WorkingGroup
from etappe.domain.participation.policies import RecommendationPolicy
from etappe.domain.tenancy.models import Municipality, Organisation, Unit

State = Recommendation.State
SOURCES = ("working_group", "statement_point", "recommended_by", "addressee_unit")
"""What a merged recommendation takes over from the first that has it."""


def create_recommendation(
    *,
    actor: Actor,
    municipality: Municipality,
    text: str,
    theme: str = "",
    addressee: str = "",
    addressee_unit: Unit | None = None,
    findings: Iterable[Finding] = (),
    working_group: WorkingGroup | None = None,
    statement_point: StatementPoint | None = None,
    recommended_by: Organisation | None = None,
    is_public: bool = False,
    source: str = "",
    is_example: bool = False,
) -> Recommendation:
    """Add a recommendation with the next free number. Its sources stay attached for good."""
    recommendation = Recommendation(
        municipality=municipality,
        text=text,
        theme=theme,
        addressee=addressee,
        addressee_unit=addressee_unit,
        working_group=working_group,
        statement_point=statement_point,
        recommended_by=recommended_by,
        is_public=is_public,
        source=source,
        is_example=is_example,
    )
    with act(actor, allowed_by=RecommendationPolicy, to="create", on=None) as record:
        recommendation.number = _next_number(municipality)
        return record.create("recommendation.created", recommendation, findings=list(findings))


def change_recommendation(
    *, actor: Actor, recommendation: Recommendation, changes: Mapping[str, Any], expected_version: int | None = None
) -> Recommendation:
    """Change text, theme, addressee or publicity. The state has actions of its own."""
    with act(actor, allowed_by=RecommendationPolicy, to="change", on=recommendation) as record:
        return record.change("recommendation.changed", recommendation, changes, expected_version=expected_version)


def set_recommendation_state(
    *, actor: Actor, recommendation: Recommendation, state: str, reason: str = "", expected_version: int | None = None
) -> Recommendation:
    """Say what became of a recommendation. ``rejected`` and ``partly`` need a reason; those who recommended read it."""
    if state in {State.REJECTED, State.PARTLY} and not reason.strip():
        raise Invalid({"reason": _("Bitte begründen: Wer die Empfehlung gegeben hat, liest hier, warum.")})
    with act(actor, allowed_by=RecommendationPolicy, to="change", on=recommendation, reason=reason) as record:
        return record.change(
            "recommendation.decided",
            recommendation,
            {"state": state, "reason": reason.strip()},
            expected_version=expected_version,
        )


def merge_recommendations(*, actor: Actor, recommendations: Sequence[Recommendation], text: str) -> Recommendation:
    """Merge several open recommendations into the first; all their sources move along, the others are removed.

    Raises ``Invalid`` for fewer than two, for decided ones, and for ones that goals or measures already refer to.
    """
    if len(recommendations) < 2:
        raise Invalid({"": _("Zum Zusammenführen bitte mindestens zwei Empfehlungen auswählen.")})
    _require_untouched(recommendations[1:])
    first, *others = recommendations
    findings = [finding for item in recommendations for finding in item.findings.all()]
    with act(actor, allowed_by=RecommendationPolicy, to="change", on=first) as record:
        for other in others:
            RecommendationPolicy.require(actor, "change", other)
            record.removed("recommendation.merged_away", other)
            other.delete()
        sources = {name: _first_source(recommendations, name) for name in SOURCES}
        return record.change("recommendation.merged", first, {"text": text, "findings": findings, **sources})


def split_recommendation(*, actor: Actor, recommendation: Recommendation, texts: Sequence[str]) -> list[Recommendation]:
    """Split one recommendation into as many as there are ``texts``; every part keeps all sources."""
    parts = [text.strip() for text in texts if text.strip()]
    if len(parts) < 2:
        raise Invalid({"": _("Zum Teilen bitte mindestens zwei Texte angeben, durch eine Leerzeile getrennt.")})
    with act(actor, allowed_by=RecommendationPolicy, to="change", on=recommendation) as record:
        findings = list(recommendation.findings.all())
        first = record.change("recommendation.split", recommendation, {"text": parts[0]})
        created = [
            record.create(
                "recommendation.split_off",
                Recommendation(
                    municipality=recommendation.municipality,
                    number=_next_number(recommendation.municipality),
                    text=part,
                    theme=recommendation.theme,
                    addressee=recommendation.addressee,
                    addressee_unit=recommendation.addressee_unit,
                    working_group=recommendation.working_group,
                    statement_point=recommendation.statement_point,
                    recommended_by=recommendation.recommended_by,
                    is_public=recommendation.is_public,
                    source=recommendation.source,
                    is_example=recommendation.is_example,
                ),
                findings=findings,
            )
            for part in parts[1:]
        ]
    return [first, *created]


def _first_source(recommendations: Sequence[Recommendation], name: str) -> Any:
    return next((getattr(item, name) for item in recommendations if getattr(item, name) is not None), None)


def _next_number(municipality: Municipality) -> int:
    return next_number(municipality, Recommendation.objects.filter(municipality=municipality))


def _require_untouched(recommendations: Sequence[Recommendation]) -> None:
    for item in recommendations:
        if item.state != State.OPEN:
            message = _("Empfehlung %(number)d ist schon entschieden und bleibt eigenständig.")
            raise Invalid({"": message % {"number": item.number}})
        if _is_used(item):
            message = _("Aus Empfehlung %(number)d ist schon etwas geworden; sie bleibt eigenständig.")
            raise Invalid({"": message % {"number": item.number}})


def _is_used(recommendation: Recommendation) -> bool:
    # Goals and measures belong to a later app, which this one knows only by the relations that lead here.
    relations = (relation.get_accessor_name() for relation in recommendation._meta.related_objects)
    return any(getattr(recommendation, name).exists() for name in relations if name)


def accept_open(*, actor: Actor, recommendations: Iterable[Recommendation]) -> None:
    """Accept those of ``recommendations`` that are still open: something is being made of them."""
    for recommendation in recommendations:
        if recommendation.state == State.OPEN:
            set_recommendation_state(actor=actor, recommendation=recommendation, state=State.ACCEPTED)
