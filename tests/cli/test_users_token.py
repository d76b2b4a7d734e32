"""`etappe users token`: a key for a program, made at the command line of the server."""

from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from etappe.cli.failures import CommandFailure
from etappe.cli.users import app
from etappe.domain.accounts.tokens import user_of_token
from etappe.domain.kernel.actor import Role
from support.town import build_town

pytestmark = pytest.mark.django_db


def test_the_token_is_shown_once_and_opens_its_account() -> None:
    from datetime import date

    user = build_town().users[Role.COORDINATOR]
    result = CliRunner().invoke(app, ["token", user.email, "--until", "2199-12-31"])
    assert result.exit_code == 0
    secret = result.stdout.splitlines()[0]
    assert user_of_token(secret, today=date(2199, 12, 31)) == user
    assert user_of_token(secret, today=date(2200, 1, 1)) is None


def test_a_token_is_listed_by_its_number_and_revoked_by_it() -> None:
    from datetime import date

    user = build_town().users[Role.COORDINATOR]
    run = CliRunner().invoke
    assert "keinen Zugangsschlüssel" in run(app, ["tokens", user.email]).stdout
    secret = run(app, ["token", user.email, "--label", "Ratsinfo"]).stdout.splitlines()[0]
    token = user.tokens.get()
    assert re.search(rf"\b{token.pk} +│ Ratsinfo", run(app, ["tokens", user.email]).stdout)
    assert "widerrufen" in run(app, ["token-revoke", str(token.pk)]).stdout
    assert user_of_token(secret, today=date.today()) is None  # noqa: DTZ011 - revoked on any day
    assert isinstance(run(app, ["token-revoke", "999999"]).exception, CommandFailure)


def test_an_unknown_account_is_told() -> None:
    result = CliRunner().invoke(app, ["token", "niemand@example.org"])
    assert isinstance(result.exception, CommandFailure)
    assert "niemand@example.org" in str(result.exception)
