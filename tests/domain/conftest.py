"""Fixtures of the domain tests."""

from __future__ import annotations

import pytest

from support.fixtures import here, static_folder, there, uploads
from support.town import Town, build_town

__all__ = ["here", "static_folder", "there", "uploads"]


@pytest.fixture
def town(db: None) -> Town:
    """A town with a user for every role."""
    return build_town()


@pytest.fixture
def other_town(db: None) -> Town:
    """Another town, whose data must stay out of reach."""
    return build_town("Fremdstadt")
