"""`load`: all example data, through the same actions a person's clicks lead to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django_scopes import scope

from etappe.demo.council import load_council, load_stages
from etappe.demo.files import table, toml
from etappe.demo.participation import (
    load_concept,
    load_conference,
    load_group,
    load_recommendations,
    load_statement,
    load_version,
)
from etappe.demo.places import Place, load_accounts, load_alliance, load_municipalities, load_offices
from etappe.demo.programme import (
    load_fields,
    load_goals,
    load_measure,
    load_milestones,
    load_programme,
    load_target_groups,
)
from etappe.demo.reports import load_reports
from etappe.demo.rounds import load_rounds
from etappe.demo.steering import load_steering
from etappe.domain.kernel.actor import Role
from etappe.domain.programme.models import AllianceField

DUISBURG, COUNTY, EXAMPLE_CITY = "05112000", "05954000", "05999000"
STEPS = 6
Progress = Callable[[str, int, int], None]


def load(progress: Progress) -> None:
    """Load everything in one transaction: all of it or nothing.

    ``progress(step in words, done, total)`` is called as the work goes on.
    """
    with transaction.atomic():
        progress("Kommunen und Bündnis", 0, STEPS * 100)
        places = load_municipalities()
        alliance, fields = load_alliance(places)
        sources = {DUISBURG: "duisburg.toml", COUNTY: "ennepe-ruhr.toml", EXAMPLE_CITY: "musterhafen/city.toml"}
        for key, name in sources.items():
            load_offices(places[key], toml(name))
        load_accounts(places, alliance, role=Role.COORDINATOR.value)
        progress("Duisburg: der Prozess in Etappen", 100, STEPS * 100)
        load_duisburg(places[DUISBURG], fields)
        progress("Ennepe-Ruhr-Kreis", 200, STEPS * 100)
        load_county(places[COUNTY], fields)
        load_example_city(places[EXAMPLE_CITY], fields, progress)
        load_accounts(places, alliance)
        load_steering(places[EXAMPLE_CITY])
        load_reports(places[EXAMPLE_CITY])
        progress("Fertig", STEPS * 100, STEPS * 100)


def load_duisburg(place: Place, fields: dict[int, AllianceField]) -> None:
    """Load Duisburg's process."""
    data = toml("duisburg.toml")
    with scope(municipality=place.municipality):
        council = load_council(place, data)
        conferences = {entry["slug"]: load_conference(place, council, entry) for entry in data["conference"]}
        for entry in data["group"]:
            load_group(place, conferences[entry["conference"]], entry)
        load_fields(place, data["field"], fields)
        load_programme(place, council, data["programme"])
        load_stages(place, council, data)
        load_statement(place)


def load_county(place: Place, fields: dict[int, AllianceField]) -> None:
    """Load the county's fields and projects."""
    data = toml("ennepe-ruhr.toml")
    with scope(municipality=place.municipality):
        council = load_council(place, {"committee": [], "paper": []})
        own = load_fields(place, data["field"], fields)
        programme = load_programme(place, council, data["programme"])
        groups = load_target_groups(place, data["target_group"])
        for entry in data["measure"]:
            load_measure(place, programme, own, groups, entry)
        for entry in data["group"]:
            load_conference(
                place,
                council,
                {**entry, "when": entry["since"], "description": entry["text"]},
            )


def load_example_city(place: Place, fields: dict[int, AllianceField], progress: Progress) -> None:
    """Load the made-up city: conference, concept in two versions, recommendations, goals, measures."""
    data = toml("musterhafen/city.toml")
    with scope(municipality=place.municipality):
        council = load_council(place, toml("musterhafen/council.toml"))
        load_stages(place, council, toml("musterhafen/council.toml"))
        conference_data = toml("musterhafen/conference.toml")
        conference = load_conference(place, council, conference_data["conference"])
        groups = [load_group(place, conference, entry) for entry in conference_data["group"]]
        concept = load_concept(place, council, data["concept"])
        reading = partial(_reading, progress)
        version = load_version(place, concept, "musterhafen/concept.md", partial(reading, 0))
        known = load_recommendations(place, groups, version)
        load_version(place, concept, "musterhafen/concept-2026.md", partial(reading, 1))
        progress("Musterhafen: Ziele und Maßnahmen", 400, STEPS * 100)
        own = load_fields(place, data["field"], fields)
        programme = load_programme(place, council, data["programme"])
        target_groups = load_target_groups(place, table("musterhafen/target_groups.csv"))
        goals = load_goals(place, programme, own, known)
        measures = {}
        rows = table("musterhafen/measures.csv")
        for index, row in enumerate(rows):
            sources = [known[number] for number in row["recommendations"].split(" | ") if number]
            measures[row["number"]] = load_measure(
                place, programme, own, target_groups, row, goal=goals.get(row["goal"]), recommendations=sources
            )
            progress("Musterhafen: Maßnahmen", 400 + 200 * index // len(rows), STEPS * 100)
        load_milestones(place, measures)
        load_rounds(place, programme)


def _reading(progress: Progress, version: int, done: int, total: int) -> None:
    progress("Musterhafen: Konzept lesen", 300 + 50 * version + 50 * done // total, STEPS * 100)
