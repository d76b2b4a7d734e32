"""What all tests share."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings as configured
from hypothesis import settings

# A shared machine may take its time over one example; no test judges seconds.
settings.register_profile("etappe", deadline=None)
settings.load_profile("etappe")


def pytest_configure() -> None:
    """`etappe serve` collects static files before it starts; WhiteNoise warns where their folder is absent."""
    Path(configured.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
