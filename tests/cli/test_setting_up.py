"""Setting up an installation without example data: municipality, offices, accounts, and the event log of it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner, Result

from etappe.cli.failures import CommandFailure
from etappe.cli.main import app
from etappe.domain.accounts.models import RoleAssignment, User
from etappe.domain.audit.models import ChainHead, Event

pytestmark = pytest.mark.django_db
AGS = "05999000"


def call(*arguments: str, keyboard: str = "") -> Result:
    """Run a command; errors come through, as they would reach `guarded`."""
    return CliRunner().invoke(app, list(arguments), input=keyboard, catch_exceptions=False)


@pytest.fixture
def municipality() -> str:
    """A made-up city with one office."""
    assert "Stadt Mühlstadt" in call("municipality", "add", AGS, "Mühlstadt").output
    call("municipality", "add-unit", AGS, "Amt 51", "Jugendamt")
    return AGS


def test_a_municipality_is_listed_with_its_key(municipality: str) -> None:
    assert call("municipality", "list").output == f"{AGS}  Mühlstadt (kreisfreie Stadt)\n"


def test_an_account_gets_its_role_and_the_log_says_who_gave_it(municipality: str) -> None:
    said = call("users", "add", "Jugend@stadt.example", "--name", "Jugendamt", "--role", "owner",
                "--municipality", AGS, "--unit", "Amt 51").output  # fmt: skip
    assert "jugend@stadt.example: owner in Mühlstadt." in said
    assert "Kennwort vergessen" in said
    granted = Event.objects.get(verb="role.granted")
    assert granted.actor_label == "Betrieb"
    assert "Fachamt" in call("users", "list").output


def test_a_password_is_asked_for_twice_and_never_shown(municipality: str) -> None:
    secret = "ein langer Satz als Kennwort"
    said = call("users", "add", "ki@stadt.example", "--name", "KI", "--role", "coordinator", "--municipality", AGS,
                "--password", keyboard=f"{secret}\n{secret}\n").output  # fmt: skip
    assert secret not in said
    assert User.objects.get().check_password(secret)


def test_a_second_role_goes_to_the_same_account(municipality: str) -> None:
    for role in ("coordinator", "privacy"):
        call("users", "add", "ki@stadt.example", "--name", "KI", "--role", role, "--municipality", AGS)
    assert User.objects.count() == 1
    assert RoleAssignment.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--role", "boss", "--municipality", AGS, "--name", "X"), "Die Rolle „boss“ gibt es nicht"),
        (("--role", "owner", "--municipality", AGS, "--name", "X"), "--unit"),
        (("--role", "owner", "--municipality", AGS, "--name", "X", "--unit", "Amt 9"), "Hier gibt es: Amt 51"),
        (("--role", "admin", "--municipality", "05", "--name", "X"), f"Hier gibt es {AGS} (Mühlstadt)"),
        (("--role", "admin", "--municipality", AGS), "--name"),
    ],
)
def test_what_does_not_fit_is_explained_and_nothing_is_stored(
    municipality: str, arguments: tuple[str, ...], words: str
) -> None:
    with pytest.raises(CommandFailure) as refusal:
        call("users", "add", "a@stadt.example", *arguments)
    assert words in str(refusal.value)
    assert not User.objects.exists()


def test_without_accounts_the_list_says_how_to_open_one() -> None:
    assert "users add" in call("users", "list").output


def test_an_untouched_event_log_holds(municipality: str) -> None:
    done = call("audit", "verify")
    assert done.exit_code == 0
    assert done.output == "2 Ereignisse in 1 Ketten: Das Protokoll ist unversehrt.\n"


def test_a_chain_whose_end_is_gone_is_reported_with_its_place(municipality: str) -> None:
    ChainHead.objects.update(sequence=9)
    done = call("audit", "verify")
    assert done.exit_code == 1
    assert "Ereignis 9" in done.output
    assert "1 Brüche gefunden" in done.output
