"""What a person reads once the pages answer: the address, and who can sign in to look around."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from etappe.demo.accounts import DemoAccount

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound
"""Addresses that mean all networks, and under which of them this machine reaches itself."""


def announce(host: str, port: int, accounts: Sequence[DemoAccount], password: str) -> None:
    """Print the address and, where there are any, the accounts made for looking around."""
    console = Console(highlight=False)
    address = address_of(host, port)
    console.print(f"\n[bold]Etappe läuft:[/bold] [link={address}]{address}[/link]   (beenden mit Strg+C)\n")
    if not accounts:
        return
    console.print(f"Zum Ausprobieren, alle mit dem Kennwort [bold]{password}[/bold]:")
    console.print(_table(accounts))
    if not _only_here(host):
        console.print(
            "[bold]Achtung:[/bold] Diese Konten sind aus dem Netz erreichbar und ihr Kennwort ist bekannt. "
            "Für den echten Betrieb starten Sie bitte mit einem neuen ETAPPE_HOME und --no-demo."
        )


def address_of(host: str, port: int) -> str:
    """Return the address to open on this machine."""
    here = EVERYWHERE.get(host, host)
    return f"http://[{here}]:{port}" if ":" in here else f"http://{here}:{port}"


def accounts_present() -> list[DemoAccount]:
    """Return the accounts to begin looking around with, as far as they are in the database."""
    from etappe.demo.accounts import accounts_for_looking_around
    from etappe.domain.accounts.models import User

    accounts = accounts_for_looking_around()
    emails = [account.email for account in accounts]
    present = set(User.objects.filter(email__in=emails, is_active=True).values_list("email", flat=True))
    return [account for account in accounts if account.email in present]


def _table(accounts: Sequence[DemoAccount]) -> Table:
    from etappe.domain.kernel.actor import ROLE_LABELS, Role

    table = Table(box=None, pad_edge=False)
    whole = max(len(account.email) for account in accounts)  # an address cut short is no use for signing in
    table.add_column("E-Mail-Adresse", no_wrap=True, min_width=whole)
    table.add_column("Rolle")
    for account in accounts:
        table.add_row(account.email, str(ROLE_LABELS[Role(account.role)]))
    return table


def _only_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
