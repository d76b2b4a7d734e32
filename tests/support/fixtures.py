"""Fixtures shared by the tests of the domain and of its pages; a conftest imports those it offers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from support.database import undone
from support.inhabited import Inhabited, build_inhabited


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> None:
    """Make the folder of static files: `etappe serve` collects into it first, WhiteNoise warns where it is absent."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep uploaded files of the tests in a folder of their own."""
    folder = tmp_path_factory.mktemp("files")
    stores = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}}
    with override_settings(STORAGES=stores):
        yield folder


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any, uploads: Path) -> Iterator[Inhabited]:
    """A town with one of everything, built once a module; every test takes back what it writes."""
    with django_db_blocker.unblock(), undone():
        yield build_inhabited()


@pytest.fixture(scope="module")
def there(here: Inhabited) -> Inhabited:
    """Another such town, whose data must stay out of reach."""
    return build_inhabited("Fremdstadt")
