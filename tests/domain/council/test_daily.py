"""The council information system is read every day, where there is one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from etappe.domain.council.actions import set_council_source
from etappe.domain.council.models import CouncilSource
from etappe.domain.council.tasks import read_council_source, read_every_day
from etappe.domain.kernel.actor import Role, operator
from support.town import Town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


def test_a_day_asks_for_one_reading_where_there_is_a_source(
    town: Town, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    clockwork = operator(town.municipality.pk, "Uhrwerk")
    with town.scope():
        with django_capture_on_commit_callbacks() as nothing:
            read_every_day(clockwork, town.municipality, NOW)
        set_council_source(
            actor=town.actor(Role.ADMIN), municipality=town.municipality, address="https://ris.invalid/oparl/body/1"
        )
        with django_capture_on_commit_callbacks() as readings:
            read_every_day(clockwork, town.municipality, NOW)
    assert (len(nothing), len(readings)) == (0, 1)


def test_a_reading_nobody_asked_for_in_person_ends_in_a_state_people_can_see(town: Town) -> None:
    with town.scope():
        set_council_source(
            actor=town.actor(Role.ADMIN), municipality=town.municipality, address="https://ris.invalid/oparl/body/1"
        )
    assert read_council_source.call(town.municipality.pk, None) == CouncilSource.State.STOPPED
