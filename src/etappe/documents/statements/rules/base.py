"""The shape of a rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from etappe.documents.model import Kind
from etappe.documents.statements.sentence import Context


class Acting(StrEnum):
    """Where a rule finds the one who is to act."""

    SUBJECT = "subject"  # the subject of the clause, or "durch …" with a passive
    ASKED = "asked"  # the subject, also of a passive: "die Verwaltung wird beauftragt"
    OBJECT = "object"  # the one who is asked or instructed: "beauftragt die Verwaltung"
    THAT = "that"  # the subject of the clause with "dass", or "durch …"
    NOBODY = "nobody"


STRENGTH = {Kind.COMMITMENT: 50, Kind.DEMAND: 40, Kind.INTENT: 30, Kind.FINDING: 20, Kind.BACKGROUND: 10}
"""Which rule decides where several apply: the highest strength. A rule may have one of its own."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it looks for, what that means, and how a person is told.

    Parameters
    ----------
    id
        Never changes once published: corrections and tests name it.
    pattern
        Regular expression on the sentence without quoted mentions. Its groups, or else the whole match, are the cues.
    modality
        The word the interface shows for how it is put; empty for findings and background.
    explanation
        German, for the person who asks why.
    example
        A made-up sentence that this rule decides, in ``example_context``; a test holds it to that.
    needs, unless
        Names of conditions in ``statements.conditions`` of which all, or none, must hold for the match.
    acting
        Where the one who is to act is found.
    strength
        Which rule decides; by default that of the kind.
    """

    id: str
    kind: Kind
    pattern: str
    modality: str
    explanation: str
    example: str
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    acting: Acting = Acting.SUBJECT
    strength: int = 0
    example_context: Context = field(default_factory=Context)
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the pattern once and settle the strength."""
        object.__setattr__(self, "compiled", re.compile(self.pattern, re.IGNORECASE))
        if not self.strength:
            object.__setattr__(self, "strength", STRENGTH[self.kind])
