"""Fixtures of the tests of pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from etappe.domain.kernel.actor import Role
from support.fixtures import here, static_folder, there, uploads
from support.inhabited import Inhabited

__all__ = ["here", "static_folder", "there", "uploads"]
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _taken_back(here: Inhabited, db: None) -> None:
    """Let every test write in a transaction of its own, inside the one in which the town stands."""


@pytest.fixture
def signed_in(here: Inhabited) -> SignIn:
    """Return a browser in which the holder of a role is signed in; None for nobody."""

    def browser(role: Role | None, place: Inhabited = here) -> Client:
        client = Client()
        if role is not None:
            client.force_login(place.town.users[role])
        return client

    return browser
