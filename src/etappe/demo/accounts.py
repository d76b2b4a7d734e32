"""The demo accounts: one a role, each an office, all with one password that is for looking around only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from etappe.demo.files import table
from etappe.domain.kernel.actor import ROLE_LABELS, Role

PASSWORD = "etappe-ansehen"  # noqa: S105 - printed at every start of the demo, protects made-up data
LOOK_AROUND = ("ki@", "schulverwaltungsamt@", "dezernat3@", "gremium@", "verbaende@", "statistik@")


@dataclass(frozen=True)
class DemoAccount:
    """An account as it is announced; ``role`` is the stored value, ``name`` the office."""

    email: str
    name: str
    role: str
    password: str = PASSWORD


@dataclass(frozen=True)
class ShownAccount:
    """An account as the sign-in page names it: its role in words."""

    email: str
    password: str
    role: str | Promise


def demo_accounts() -> list[DemoAccount]:
    """Return all demo accounts in the order of the file."""
    return [DemoAccount(row["email"], row["name"], row["role"]) for row in table("accounts.csv")]


def accounts_for_looking_around() -> list[DemoAccount]:
    """Return the few accounts to begin with."""
    return [account for account in demo_accounts() if account.email.startswith(LOOK_AROUND)]


def shown_accounts() -> list[ShownAccount]:
    """Return all demo accounts with their role in words, for the sign-in page."""
    return [
        ShownAccount(account.email, account.password, ROLE_LABELS[Role(account.role)]) for account in demo_accounts()
    ]
