"""Errors of the domain. Each carries a sentence that may be shown to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """Something a person asked for cannot be done; ``str(error)`` says why and what to do."""


class NotAllowed(DomainError):
    """The actor lacks the role or mandate for this action."""


class Invalid(DomainError):
    """Values break a rule. ``fields`` maps field names to messages; ``""`` is the object as a whole."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = dict(fields)
        super().__init__(" ".join(f"{name}: {message}" if name else message for name, message in self.fields.items()))


class IllegalTransition(DomainError):
    """The object is in a state from which this step does not lead on."""


class Conflict(DomainError):
    """Somebody else has changed the object since it was read.

    ``theirs`` maps each field changed meanwhile to its present value, so that a page can show both.
    """

    def __init__(self, message: str, *, current_version: int, theirs: Mapping[str, Any]) -> None:
        self.current_version = current_version
        self.theirs = dict(theirs)
        super().__init__(message)
