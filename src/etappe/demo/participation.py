"""Conferences, concept papers, statements and recommendations."""

from __future__ import annotations

from collections.abc import Callable

from etappe.demo.council import Council
from etappe.demo.files import Entry, content, origin, table, toml, when
from etappe.demo.places import Place
from etappe.domain.participation.actions.concepts import create_concept, read_version, upload_version
from etappe.domain.participation.actions.conferences import add_session, add_working_group, create_conference
from etappe.domain.participation.actions.recommendations import create_recommendation, set_recommendation_state
from etappe.domain.participation.actions.statements import add_point, create_statement
from etappe.domain.participation.models import (
    ConceptPaper,
    ConceptVersion,
    Conference,
    Finding,
    Recommendation,
    WorkingGroup,
)


def load_conference(place: Place, council: Council, entry: Entry) -> Conference:
    """Load a conference; its groups follow."""
    return create_conference(
        actor=place.coordinator,
        municipality=place.municipality,
        title=entry["title"],
        when=when(entry),
        description=entry.get("description", ""),
        participants=entry.get("participants"),
        participants_note=entry.get("participants_note", ""),
        organisations=[place.organisations[name] for name in entry.get("organisations", ())],
        units=[place.units[short] for short in entry.get("units", ())],
        report_paper=council.papers.get(entry.get("report_paper", "")),
        **origin(entry),
    )


def load_group(place: Place, conference: Conference, entry: Entry) -> WorkingGroup:
    """Load a working group with its sessions."""
    group = add_working_group(
        actor=place.coordinator,
        conference=conference,
        theme=entry["theme"],
        lead_unit=place.units.get(entry.get("lead_unit", "")),
        organisations=[place.organisations[name] for name in entry.get("organisations", ())],
        units=[place.units[short] for short in entry.get("units", ())],
        report=entry.get("report", ""),
        is_example=entry.get("example", False),
    )
    for session in entry.get("sessions", ()):
        add_session(
            actor=place.coordinator,
            group=group,
            when=when(session),
            topic=session.get("topic", ""),
            attendance=session.get("attendance"),
        )
    return group


def load_concept(place: Place, council: Council, entry: Entry) -> ConceptPaper:
    """Name a concept paper; its versions follow."""
    return create_concept(
        actor=place.coordinator,
        municipality=place.municipality,
        title=entry["title"],
        paper=council.papers.get(entry.get("paper", "")),
        is_public=entry.get("public", False),
        **origin(entry),
    )


def load_version(
    place: Place, concept: ConceptPaper, name: str, progress: Callable[[int, int], None]
) -> ConceptVersion:
    """Read one version in, as a person would."""
    filename = name.rpartition("/")[2]
    version = upload_version(actor=place.coordinator, concept=concept, filename=filename, content=content(name))
    return read_version(actor=place.coordinator, version=version, progress=progress)


def load_statement(place: Place) -> None:
    """Load the associations' statement, every point with the recommendations it makes."""
    data, actor = toml("statement.toml"), place.coordinator
    about = data["statement"]
    author = place.organisations[about["author"]]
    statement = create_statement(
        actor=actor,
        author=author,
        title=about["title"],
        when=when(about),
        summary=about["summary"],
        is_public=True,
        **origin(about),
    )
    for entry in data["point"]:
        point = add_point(
            actor=actor, statement=statement, title=entry["title"], text=entry["text"], addressee=entry["addressee"]
        )
        for demand in entry["demands"]:
            create_recommendation(
                actor=actor,
                municipality=place.municipality,
                text=demand,
                theme=entry["theme"],
                addressee=entry["addressee"],
                statement_point=point,
                recommended_by=author,
                is_public=True,
                source=about["source"],
            )


def load_recommendations(
    place: Place, groups: list[WorkingGroup], version: ConceptVersion
) -> dict[str, Recommendation]:
    """Load the recommendations of the made-up city, tied to the sentences they came from; return them by number."""
    actor = place.coordinator
    sentences = {finding.text: finding for finding in Finding.objects.filter(version=version)}
    association = next(item for item in place.organisations.values() if item.kind == "welfare")
    made: dict[str, Recommendation] = {}
    for row in table("musterhafen/recommendations.csv"):
        finding = sentences[row["concept_sentence"]] if row["concept_sentence"] else None
        group = groups[int(row["working_group"]) - 1] if row["working_group"] else None
        recommendation = create_recommendation(
            actor=actor,
            municipality=place.municipality,
            text=row["text"],
            theme=row["theme"],
            addressee=row["addressee"],
            addressee_unit=place.units.get(row["addressee_unit"]),
            findings=[finding] if finding else [],
            working_group=group,
            recommended_by=association if group and association in group.organisations.all() else None,
            is_public=True,
            **origin(row),
        )
        if row["state"] != Recommendation.State.OPEN:
            recommendation = set_recommendation_state(
                actor=actor, recommendation=recommendation, state=row["state"], reason=row["reason"]
            )
        made[row["number"]] = recommendation
    return made
