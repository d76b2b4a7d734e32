"""What is not public yet shows nowhere: not by itself, and not through what hangs on it."""

from __future__ import annotations

from etappe.domain.council.actions import create_paper, record_resolution
from etappe.domain.council.policies import ResolutionPolicy
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.actions.recommendations import create_recommendation
from etappe.domain.participation.actions.statements import add_point, create_statement
from etappe.domain.participation.policies import RecommendationPolicy
from etappe.interop.fuzzy_dates import parse_fuzzy_date
from support.town import Town


def test_a_recommendation_waits_for_its_statement(town: Town) -> None:
    coordinator, day = town.actor(Role.COORDINATOR), parse_fuzzy_date("13.01.2026")
    with town.scope():
        statement = create_statement(actor=coordinator, author=town.association, title="Stellungnahme", when=day)
        point = add_point(actor=coordinator, statement=statement, title="Plätze", text="Mehr Plätze")
        recommendation = create_recommendation(
            actor=coordinator, municipality=town.municipality, text="Mehr Plätze", statement_point=point, is_public=True
        )
        assert not RecommendationPolicy.queryset(town.visitor).exists()
        assert not RecommendationPolicy.allows(town.visitor, "view", recommendation)
        statement.is_public = True
        statement.save()
        assert RecommendationPolicy.queryset(town.visitor).exists()


def test_a_resolution_on_a_draft_paper_is_seen_by_the_administration_only(town: Town) -> None:
    coordinator, day = town.actor(Role.COORDINATOR), parse_fuzzy_date("13.01.2026")
    with town.scope():
        paper = create_paper(
            actor=coordinator,
            municipality=town.municipality,
            number="26-0815",
            title="Nichtöffentlich",
            kind="decision",
        )
        record_resolution(
            actor=coordinator, committee=town.committee, outcome="adopted", text="Vertraulich", when=day, paper=paper
        )
        assert not ResolutionPolicy.queryset(town.visitor).exists()
        assert ResolutionPolicy.queryset(town.actor(Role.OWNER)).exists()
