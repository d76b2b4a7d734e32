"""Makes ten years of an alliance: 54 municipalities with 120 measures each and their history. All made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django_scopes import scopes_disabled

from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.audit.chain import digest_of
from etappe.domain.audit.models import ChainHead, Event
from etappe.domain.council.models import Committee, Meeting, Paper
from etappe.domain.kernel.actor import Role
from etappe.domain.participation.models import Recommendation
from etappe.domain.programme.actions.measures import search_text_of
from etappe.domain.programme.models import FieldOfAction, Goal, Influence, Measure, Milestone, Programme, TargetGroup
from etappe.domain.tenancy.models import Municipality, Unit
from etappe.interop.fuzzy_dates import parse_fuzzy_date

WORDS = [
    "Sprache",
    "Kita",
    "Schule",
    "Beruf",
    "Wohnen",
    "Quartier",
    "Gesundheit",
    "Pflege",
    "Sport",
    "Kultur",
    "Beratung",
    "Ausbildung",
    "Ehrenamt",
]
FIELDS = ("Bildung", "Arbeit", "Wohnen", "Gesundheit", "Teilhabe", "Verwaltung")
FIRST_YEAR, LAST_YEAR = 2017, 2026
CHANGES_A_YEAR = 4


def make(*, municipalities: int = 54, measures: int = 120, seed: int = 1) -> None:
    """Fill an empty database."""
    chance = random.Random(seed)
    with scopes_disabled(), transaction.atomic():
        for index in range(municipalities):
            _municipality(index, measures, chance)


def _municipality(index: int, measures: int, chance: random.Random) -> None:
    place = Municipality.objects.create(
        ags=f"05{index:06d}", name=f"Messstadt {index:02d}", slug=f"messstadt-{index:02d}", kind="city", is_example=True
    )
    department = Unit.objects.create(
        municipality=place, name="Dezernat", short="Dez.", kind="department", authority="decides"
    )
    units = [
        Unit.objects.create(
            municipality=place,
            name=f"Amt {n}",
            short=f"Amt {n}",
            kind="office",
            authority="executes",
            parent=department,
        )
        for n in range(40, 54)
    ]
    fields = [FieldOfAction.objects.create(municipality=place, number=n, name=name) for n, name in enumerate(FIELDS, 1)]
    programme = Programme.objects.create(
        municipality=place, title="Integrationsprogramm", slug="programm", is_public=True, state="adopted"
    )
    groups = [
        TargetGroup.objects.create(municipality=place, name=f"Gruppe {n}", age_from=n, age_to=n + 5) for n in range(12)
    ]
    goals = [
        Goal.objects.create(
            municipality=place, programme=programme, field=field, number=f"{field.number}.{n}", title="Ein Ziel"
        )
        for field in fields
        for n in range(1, 4)
    ]
    _council(place)
    recommendations = Recommendation.objects.bulk_create(
        Recommendation(
            municipality=place,
            number=n,
            text=_sentence(chance),
            theme=chance.choice(FIELDS),
            is_public=True,
            state="accepted",
        )
        for n in range(1, 81)
    )
    made = [_measure(programme, chance.choice(goals), chance.choice(units), n, chance) for n in range(1, measures + 1)]
    Measure.objects.bulk_create(made)
    _links(made, groups, recommendations, chance)
    user = User.objects.create_user(f"ki@{place.slug}.example", "messen-messen", name="KI")
    RoleAssignment.objects.create(
        user=user, role=Role.COORDINATOR.value, municipality=place, valid_from=date(FIRST_YEAR, 1, 1)
    )
    _history(place, user, made, chance)


def _council(place: Municipality) -> None:
    committee = Committee.objects.create(municipality=place, name="Ausschuss", kind="committee")
    for year in range(FIRST_YEAR, LAST_YEAR + 2):
        for month in (3, 6, 9, 12):
            meeting = Meeting(municipality=place, committee=committee)
            meeting.when = parse_fuzzy_date(f"{year}-{month:02d}-15")
            meeting.save()
            Paper.objects.create(
                municipality=place,
                number=f"{year % 100:02d}-{month:04d}",
                number_key=f"{year}-{month}",
                is_public=True,
                title="Sachstand",
                kind="notice",
                number_year=year,
            )


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=12))


def _measure(programme: Programme, goal: Goal, owner: Unit, number: int, chance: random.Random) -> Measure:
    measure = Measure(
        municipality=programme.municipality,
        programme=programme,
        field=goal.field,
        goal=goal,
        number=number,
        owner=owner,
        is_public=True,
        title=_sentence(chance)[:80],
        description=_sentence(chance),
        state=chance.choice(Measure.State.values),
        influence=chance.choice(Influence.values),
        place=chance.choice(("", "Nord", "Süd")),
        is_example=True,
        indicator=chance.choice(("", "Plätze")),
        target_value=chance.choice(("", "120")),
    )
    measure.deadline = parse_fuzzy_date(f"{chance.randint(2024, 2029)}-{chance.randint(1, 12):02d}-28")
    measure.search_text = search_text_of(measure)
    return measure


def _links(
    made: list[Measure], groups: list[TargetGroup], recommendations: list[Recommendation], chance: random.Random
) -> None:
    place = made[0].municipality
    Milestone.objects.bulk_create(
        Milestone(municipality=place, measure=measure, position=n, title=f"Schritt {n}")
        for measure in made
        for n in (1, 2, 3)
    )
    through = Measure.target_groups.through
    through.objects.bulk_create(
        through(measure=measure, targetgroup=group) for measure in made for group in chance.sample(groups, 2)
    )
    through = Measure.recommendations.through
    through.objects.bulk_create(
        through(measure=measure, recommendation=chance.choice(recommendations)) for measure in made
    )


def _history(place: Municipality, user: User, made: list[Measure], chance: random.Random) -> None:
    events = list(_events(place, user, made, chance))
    Event.objects.bulk_create(events, batch_size=1000)
    ChainHead.objects.create(chain=str(place.pk), sequence=len(events), digest=events[-1].digest)


def _events(place: Municipality, user: User, made: list[Measure], chance: random.Random) -> Iterator[Event]:
    digest, sequence = "", 0
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    for _year in range(FIRST_YEAR, LAST_YEAR + 1):
        for measure in made * CHANGES_A_YEAR:
            sequence, moment = sequence + 1, moment + timedelta(hours=1)
            event = Event(
                chain=str(place.pk),
                sequence=sequence,
                at=moment,
                verb="measure.reported",
                actor_label="KI",
                user_id=user.pk,
                municipality_id=place.pk,
                object_type="programme.measure",
                object_id=str(measure.pk),
                object_label=str(measure)[:300],
                object_version=sequence,
                before={"state": "planned"},
                after={"state": chance.choice(Measure.State.values)},
                previous_digest=digest,
            )
            event.digest = digest = digest_of(event)
            yield event
