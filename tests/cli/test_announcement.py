"""What a person reads when Etappe runs."""

from __future__ import annotations

import pytest

from etappe.cli.serving.announcement import accounts_present, address_of, announce
from etappe.demo.accounts import PASSWORD, DemoAccount, accounts_for_looking_around
from etappe.domain.accounts.actions import open_account
from etappe.domain.accounts.models import User
from etappe.domain.kernel.actor import operator


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("rathaus", "http://rathaus:8000"),
    ],
)
def test_the_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    assert address_of(host, 8000) == address


@pytest.fixture
def accounts(db: None) -> list[DemoAccount]:
    """Two of the example accounts are in the database, one of them closed; and one account that is real."""
    first, second = accounts_for_looking_around()[:2]
    for email in (first.email, second.email, "ki@muehlstadt.de"):
        open_account(actor=operator(), email=email, name="Kommunales Integrationszentrum")
    User.objects.filter(email=second.email).update(is_active=False)
    return accounts_present()


def test_only_example_accounts_that_can_sign_in_are_shown(
    accounts: list[DemoAccount], capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = accounts_for_looking_around()
    announce("127.0.0.1", 8000, accounts, PASSWORD)
    said = capsys.readouterr().out
    assert first.email in said
    assert PASSWORD in said
    assert not [account.email for account in others if account.email in said]
    assert "muehlstadt.de" not in said
    assert "Achtung" not in said


def test_example_accounts_open_to_a_network_are_warned_of(
    accounts: list[DemoAccount], capsys: pytest.CaptureFixture[str]
) -> None:
    announce("0.0.0.0", 8000, accounts, PASSWORD)
    assert "Achtung" in capsys.readouterr().out


def test_without_example_accounts_no_password_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    announce("127.0.0.1", 8000, [], PASSWORD)
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000" in said
    assert "Kennwort" not in said
