"""What can be wrong with tables, rules and releases; each message says what happened, where, and what to do."""


class DisclosureError(Exception):
    """Something that keeps tables from being protected or judged.

    Parameters
    ----------
    message
        What happened, where, and what to do about it (English).
    **facts
        The same as data (names, codes, values), so that another layer can say it in another language.
    """

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.facts: dict[str, object] = facts


class HierarchyError(DisclosureError):
    """A hierarchy that is not a tree under one total."""


class HierarchyCycleError(HierarchyError):
    """Codes that are, step by step, their own parent."""


class MissingParentError(HierarchyError):
    """A code stands under a parent that the hierarchy does not know."""


class DuplicateCodeError(HierarchyError):
    """One code in two places of a hierarchy."""


class ReservedCodeError(HierarchyError):
    """A code of its own that is empty or named like the total."""


class EmptyHierarchyError(HierarchyError):
    """A hierarchy without a single code."""


class HierarchyMismatchError(HierarchyError):
    """Hierarchies of one dimension that do not describe the same population."""


class TableError(DisclosureError):
    """A table that cannot be read as counts of people."""


class EmptyTableError(TableError):
    """A table without dimensions or without a single inner cell."""


class MissingColumnError(TableError):
    """A dimension or the count has no column, or a dimension no hierarchy."""


class ReservedNameError(TableError):
    """A dimension named like a column of the results."""


class UnknownCodeError(TableError):
    """An inner cell names a code that its hierarchy does not know, or one that is a group."""


class DuplicateCellError(TableError):
    """One inner cell given twice."""


class InvalidCountError(TableError):
    """A count that is missing, negative, fractional or too large to be exact."""


class ContradictionError(DisclosureError):
    """The same cell has different values in two tables or releases."""


class TooLargeError(DisclosureError):
    """More cells than can be numbered or held in memory."""


class RuleError(DisclosureError):
    """A rule or an attacker that cannot be meant as given."""


class PatternError(DisclosureError):
    """A pattern or a publication that does not fit the tables."""
