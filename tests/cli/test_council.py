"""`etappe council`: read the council information system at the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from etappe.cli.council import app
from etappe.cli.failures import CommandFailure
from etappe.domain.council.models import Paper
from etappe.domain.kernel.errors import Invalid
from support.oparl_server import CouncilSystem, furnish, running
from support.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def system(settings: Any) -> Iterator[CouncilSystem]:
    settings.COUNCIL_PRIVATE_HOSTS = ["127.0.0.1"]
    with running() as system:
        furnish(system)
        yield system


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_reads_a_source_and_says_what_came(town: Town, system: CouncilSystem) -> None:
    assert run("source", town.municipality.slug, system.body).exit_code == 0
    answer = run("sync", town.municipality.ags)
    assert answer.exit_code == 0
    assert "Stadt Musterstadt (Beispieldaten): 14 neu, 0 geändert, 0 zurückgezogen" in answer.output
    with town.scope():
        assert Paper.objects.count() == 4


def test_a_reading_that_was_broken_off_says_why(town: Town, system: CouncilSystem) -> None:
    run("source", town.municipality.slug, system.body)
    system.fail("/body/1", status=200, body=b"<html>Wartung</html>")
    answer = run("sync", town.municipality.slug)
    assert isinstance(answer.exception, CommandFailure)
    assert "kein JSON, sondern: HTML" in str(answer.exception)


def test_without_a_source_it_says_how_to_enter_one(town: Town) -> None:
    answer = run("sync", town.municipality.slug)
    assert isinstance(answer.exception, CommandFailure)
    assert "etappe council source" in str(answer.exception)


def test_an_address_inside_the_own_network_is_refused(town: Town) -> None:
    answer = run("source", town.municipality.slug, "http://10.0.0.1/oparl")
    assert isinstance(answer.exception, Invalid)
