"""What keeps a survey from being evaluated; each message says what, where, and what to do."""

from __future__ import annotations


class SurveyError(Exception):
    """Counts of a survey that cannot be used.

    Parameters
    ----------
    message
        What happened, where, and what to do about it (English).
    **facts
        The same as data, so that another layer can say it in another language.
    """

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts: dict[str, object] = facts


class CountError(SurveyError):
    """Counts that contradict each other: more answers than people, more yes than answers (facts: ``name``, …)."""


class TooFewAnswersError(SurveyError):
    """So few answers that an evaluation could point at persons (facts: ``answered``, ``minimum``)."""


class NoAnswersError(SurveyError):
    """Strata that cannot be merged into one with enough answers (facts: ``stratum``)."""


class RakingError(SurveyError):
    """Weights that do not converge to the margins (facts: ``gap``, ``rounds``)."""


class MarginError(SurveyError):
    """Margins that contradict each other or the answers (facts: ``margin``)."""
