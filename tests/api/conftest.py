"""Fixtures of the tests of the REST interface."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from etappe.domain.kernel.actor import Role
from support.api import Caller
from support.town import Town, build_town


@pytest.fixture(autouse=True, scope="session")
def _folder_of_static_files() -> None:
    # `etappe serve` collects static files before it starts; WhiteNoise warns where the folder is absent.
    Path(configured.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _uploads_in_memory(settings: Any) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}


@pytest.fixture
def town(db: None) -> Town:
    """A town with a user for every role."""
    return build_town()


@pytest.fixture
def other_town(db: None) -> Town:
    """Another town, whose data must stay out of reach."""
    return build_town("Fremdstadt")


@pytest.fixture
def calling(town: Town) -> Callable[[Role | None], Caller]:
    """Call the interface as the holder of a role in ``town``, or as a visitor for None."""

    def caller(role: Role | None) -> Caller:
        return Caller.visitor(town) if role is None else Caller.with_token(town, role)

    return caller
