"""The language of what is kept: the administration's own, whichever language a page is read in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import override


@contextmanager
def official_language() -> Iterator[None]:
    """Write records and council papers in German, also for a person who reads the interface in English."""
    with override(settings.LANGUAGE_CODE):
        yield
