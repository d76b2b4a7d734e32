"""A draft and a running round, built once a module; every test takes back what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from support.database import undone
from support.round import Running, build_draft, build_running
from support.town import build_town


@pytest.fixture(scope="module")
def prepared(django_db_setup: None, django_db_blocker: Any) -> Iterator[Running]:
    """A town with a round that is being prepared."""
    with django_db_blocker.unblock(), undone():
        town = build_town()
        with town.scope():
            yield build_draft(town)


@pytest.fixture(scope="module")
def opened(django_db_setup: None, django_db_blocker: Any) -> Iterator[Running]:
    """A town with a round that is on."""
    with django_db_blocker.unblock(), undone():
        town = build_town()
        with town.scope():
            yield build_running(town)


@pytest.fixture
def draft(prepared: Running, db: None) -> Iterator[Running]:
    """A round that is being prepared, inside the scope of its town."""
    with prepared.town.scope():
        yield replace(prepared)


@pytest.fixture
def running(opened: Running, db: None) -> Iterator[Running]:
    """A round that is on, inside the scope of its town."""
    with opened.town.scope():
        yield replace(opened)
