"""Committees, papers with their paths, meetings, resolutions and stages."""

from __future__ import annotations

from dataclasses import dataclass, field

from etappe.demo.files import Entry, fuzzy, origin, when
from etappe.demo.places import Place
from etappe.domain.council.actions import (
    add_agenda_item,
    add_consultation,
    create_committee,
    create_meeting,
    create_paper,
    record_resolution,
)
from etappe.domain.council.models import Committee, Meeting, Paper
from etappe.domain.participation.actions.conferences import create_stage


@dataclass
class Council:
    """What later steps refer to by name or number."""

    committees: dict[str, Committee] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    meetings: dict[tuple[str, str], Meeting] = field(default_factory=dict)


def load_council(place: Place, data: Entry) -> Council:
    """Load the council of one municipality."""
    council, actor = Council(), place.coordinator
    for entry in data["committee"]:
        council.committees[entry["name"]] = create_committee(
            actor=actor,
            municipality=place.municipality,
            name=entry["name"],
            kind=entry["kind"],
            description=entry.get("description", ""),
            founded=fuzzy(entry.get("founded")),
            **origin(entry),
        )
    for entry in data["paper"]:
        _load_paper(place, council, entry)
    for entry in data.get("meeting", ()):
        meeting = _meeting(place, council, entry)
        if entry.get("topic"):
            add_agenda_item(actor=actor, meeting=meeting, number="1", title=entry["topic"])
    for entry in data.get("resolution", ()):
        record_resolution(
            actor=actor,
            committee=council.committees[entry["committee"]],
            outcome=entry["outcome"],
            text=entry["text"],
            when=when(entry),
            paper=council.papers.get(entry.get("paper", "")),
            **origin(entry),
        )
    return council


def _meeting(place: Place, council: Council, entry: Entry) -> Meeting:
    key = (entry["committee"], entry["when"])
    if key not in council.meetings:
        council.meetings[key] = create_meeting(
            actor=place.coordinator, committee=council.committees[entry["committee"]], when=when(entry), **origin(entry)
        )
    return council.meetings[key]


def _load_paper(place: Place, council: Council, entry: Entry) -> None:
    actor = place.coordinator
    paper = create_paper(
        actor=actor,
        municipality=place.municipality,
        number=entry["number"],
        title=entry["title"],
        kind=entry["kind"],
        summary=entry.get("summary", ""),
        dated=fuzzy(entry.get("dated"), entry.get("year")),
        is_public=entry.get("public", False),
        **origin(entry),
    )
    council.papers[entry["number"]] = paper
    for step in entry.get("consultations", ()):
        marked = step | {"example": entry.get("example", False), "source": entry.get("source", "")}
        meeting = _meeting(place, council, marked) if step.get("when") else None
        committee = council.committees[step["committee"]]
        consultation = add_consultation(
            actor=actor, paper=paper, committee=committee, part=step["part"], meeting=meeting
        )
        if step.get("outcome"):
            record_resolution(
                actor=actor,
                committee=committee,
                outcome=step["outcome"],
                text=step["text"],
                when=when(step),
                paper=paper,
                consultation=consultation,
                **origin(marked),
            )


def load_stages(place: Place, council: Council, data: Entry) -> None:
    """Load the timeline."""
    for position, entry in enumerate(data["stage"], start=1):
        create_stage(
            actor=place.coordinator,
            municipality=place.municipality,
            title=entry["title"],
            text=entry["text"],
            when=when(entry),
            papers=[council.papers[number] for number in entry.get("papers", ())],
            position=entry.get("position", position),
            **origin(entry),
        )
