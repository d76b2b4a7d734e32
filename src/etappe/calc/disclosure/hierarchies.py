"""Hierarchies: which codes add up to which, for one dimension of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from etappe.calc.disclosure.errors import (
    DuplicateCodeError,
    EmptyHierarchyError,
    HierarchyCycleError,
    MissingParentError,
    ReservedCodeError,
)

TOTAL = "Total"
"""The code of every total; a hierarchy never lists it as a code of its own."""


@dataclass(frozen=True)
class Hierarchy:
    """A tree of codes of any depth under one total.

    Parameters
    ----------
    name
        What messages call it, e.g. the name of the file it was read from.
    parents
        Code → the code it is counted in; ``"Total"`` or ``""`` at the top.

    Raises
    ------
    HierarchyError
        For a cycle, a missing parent, a code of its own that is empty or called ``Total``, or no code at all.
    """

    name: str
    parents: Mapping[str, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parents", {code: parent or TOTAL for code, parent in self.parents.items()})
        if not self.parents:
            raise EmptyHierarchyError(
                f"Hierarchy “{self.name}” is empty: list every code with the code it is counted in.",
                hierarchy=self.name,
            )
        for code, parent in self.parents.items():
            self._check_code(code, parent)
        self._check_cycles()

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[tuple[str, str]]) -> "Hierarchy":
        """Build from (code, parent) rows and refuse a code that stands in two places.

        Raises
        ------
        DuplicateCodeError
            If a code has two rows.
        HierarchyError
            As for the class itself.
        """
        parents: dict[str, str] = {}
        for code, parent in rows:
            if code in parents:
                raise DuplicateCodeError(
                    f"Hierarchy “{name}” has code “{code}” in two places, under “{parents[code] or TOTAL}” and under "
                    f"“{parent or TOTAL}”: keep one row, or give the second place to a hierarchy of its own.",
                    hierarchy=name,
                    code=code,
                )
            parents[code] = parent
        return cls(name, parents)

    def _check_code(self, code: str, parent: str) -> None:
        if not code or code == TOTAL:
            raise ReservedCodeError(
                f"Hierarchy “{self.name}” lists “{code}” as a code of its own: the total stands above every hierarchy, "
                "so remove this row.",
                hierarchy=self.name,
                code=code,
            )
        if parent != TOTAL and parent not in self.parents:
            raise MissingParentError(
                f"Hierarchy “{self.name}” counts code “{code}” in “{parent}”, but has no row for “{parent}”: add one, "
                f"with “{TOTAL}” as its parent if it is at the top.",
                hierarchy=self.name,
                code=code,
                parent=parent,
            )

    def _check_cycles(self) -> None:
        grounded = {TOTAL}
        for start in self.parents:
            path: dict[str, None] = {}
            code = start
            while code not in grounded:
                if code in path:
                    circle = [*list(path)[list(path).index(code) :], code]
                    raise HierarchyCycleError(
                        f"Hierarchy “{self.name}” runs in a circle: {' → '.join(circle)}. Give one of these codes a "
                        f"parent outside the circle, or “{TOTAL}”.",
                        hierarchy=self.name,
                        codes=tuple(circle[:-1]),
                    )
                path[code] = None
                code = self.parents[code]
            grounded.update(path)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Group (and total) → the codes directly below it, sorted."""
        below: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            below.setdefault(parent, []).append(code)
        return {group: tuple(sorted(codes)) for group, codes in sorted(below.items())}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes that nothing is counted in, sorted."""
        return tuple(sorted(set(self.parents) - set(self.children)))
