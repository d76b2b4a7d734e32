"""What can be wrong with staff figures, rates and scenarios; each message says what, where, and what to do."""

from __future__ import annotations


class WorkforceError(Exception):
    """Something that keeps a workforce from being projected.

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


class StockError(WorkforceError):
    """Staff figures that cannot be counts of people."""


class MissingColumnError(StockError):
    """The staff figures lack a column (facts: ``column``, ``columns``)."""


class EmptyStockError(StockError):
    """Staff figures without a single person."""


class CountError(StockError):
    """A count that is missing, negative or no number (facts: ``row``, ``value``)."""


class FractionError(StockError):
    """A fraction among head counts: full-time equivalents mixed with heads (facts: ``row``, ``value``, ``rows``)."""


class AgeError(StockError):
    """An age outside the working ages (facts: ``row``, ``value``, ``first``, ``last``)."""


class GroupError(StockError):
    """A group that is neither A, B nor unknown (facts: ``row``, ``value``)."""


class LevelError(StockError):
    """A career level that the order of levels does not name (facts: ``value``, ``levels``)."""


class UnknownGroupError(StockError):
    """For too many the group is unknown, and nothing says how they shall count (facts: ``share``, ``limit``)."""


class RateError(WorkforceError):
    """A rate or share outside 0 to 1 (facts: ``name``, ``value``)."""


class RuleError(WorkforceError):
    """A rule for a rate that fits nobody or names something unknown (facts: ``name``, ``value``)."""


class ParameterError(WorkforceError):
    """A parameter outside its range (facts: ``name``, ``value``, ``allowed``)."""


class NoHiresError(WorkforceError):
    """Nobody was hired in the years observed: the share of hires is not known (facts: ``years``)."""


class SuccessorError(WorkforceError):
    """Units that split or merge: a unit has no successor, or its shares do not make one (facts: ``unit``, ``sum``)."""


class ScenarioError(WorkforceError):
    """A scenario file cannot be used (facts: ``file``, ``where``, ``expected``)."""

    def __init__(self, file: str, where: str, expected: str) -> None:
        super().__init__(f"{file}, {where}: {expected}", file=file, where=where, expected=expected)
