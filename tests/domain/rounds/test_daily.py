"""What the clockwork does for rounds: it hands the work of dissolved units to their successors."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from etappe.domain.kernel.actor import Role, operator
from etappe.domain.mail.models import Mail
from etappe.domain.programme.models import Measure
from etappe.domain.rounds.actions.rounds import create_round, open_round, propose_requests
from etappe.domain.rounds.daily import hand_over_dissolved
from etappe.domain.rounds.models import Request, Round
from etappe.domain.tenancy.models import Unit
from support.round import address
from support.town import Town, build_programme

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def running(town: Town) -> Round:
    actor = town.actor(Role.COORDINATOR)
    programme = build_programme(town, measures=1)
    with town.scope():
        made = create_round(
            actor=actor,
            programme=programme,
            title="Sachstand",
            reporting_date=date(2026, 6, 30),
            deadline=date(2026, 7, 31),
        )
        propose_requests(actor=actor, round=made)
        return open_round(actor=actor, round=made, now=NOW, address=address)


def test_the_successor_of_a_dissolved_unit_is_asked_and_told_and_owns_the_measures(town: Town, running: Round) -> None:
    with town.scope():
        Unit.objects.filter(pk=town.office.pk).update(valid_until=date(2026, 7, 9), successor=town.other_office)
        hand_over_dissolved(operator(town.municipality.pk, "Uhrwerk"), town.municipality, NOW)
        taking = Request.objects.get(round=running, unit=town.other_office)
        assert Request.objects.get(round=running, unit=town.office).passed_on_to == taking
        assert Measure.objects.get().owner == town.other_office
        assert Mail.objects.filter(kind="round.passed_on", about_id=str(taking.pk)).exists() or not taking.to


def test_a_second_day_hands_over_nothing_more(town: Town, running: Round) -> None:
    with town.scope():
        Unit.objects.filter(pk=town.office.pk).update(valid_until=date(2026, 7, 9), successor=town.other_office)
        for _day in range(2):
            hand_over_dissolved(operator(town.municipality.pk, "Uhrwerk"), town.municipality, NOW)
        assert Request.objects.filter(round=running).count() == 2


def test_units_in_force_keep_what_they_were_asked(town: Town, running: Round) -> None:
    with town.scope():
        hand_over_dissolved(operator(town.municipality.pk, "Uhrwerk"), town.municipality, NOW)
        assert not Request.objects.filter(round=running, passed_on_to__isnull=False).exists()
