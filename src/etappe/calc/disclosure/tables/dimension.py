"""One dimension of the linked tables: all its hierarchies merged, codes with the same people unified."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from etappe.calc.disclosure.errors import HierarchyMismatchError
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy


@dataclass(frozen=True)
class Dimension:
    """A dimension as all hierarchies of all linked tables describe it together.

    Codes that no hierarchy divides are its *atoms*. Each code stands for a set of atoms, held as the bits of an
    integer; two codes with the same set are the same code, whatever they are called.

    Attributes
    ----------
    name
        The name of the dimension.
    atoms
        Code (also ``Total``) → set of atoms as bits.
    canonical
        Set of atoms → number of the code that stands for it; 0 is the total.
    codes
        One name for each number, the total first.
    rules
        (group, parts): numbers of codes of which the second add up to the first.
    """

    name: str
    atoms: dict[str, int]
    canonical: dict[int, int]
    codes: tuple[str, ...]
    rules: tuple[tuple[int, tuple[int, ...]], ...]

    @classmethod
    def merge(cls, name: str, hierarchies: Iterable[Hierarchy]) -> "Dimension":
        """Merge the hierarchies of one dimension.

        Raises
        ------
        HierarchyMismatchError
            If a code has different contents in two hierarchies, or they do not add up to the same total.
        """
        trees = _distinct(hierarchies)
        atoms = _Contents(name, trees).resolve()
        best: dict[int, str] = {}
        for code in sorted(atoms):
            best.setdefault(atoms[code], code)
        best[atoms[TOTAL]] = TOTAL
        names = [TOTAL, *sorted(code for code in best.values() if code != TOTAL)]
        canonical = {atoms[code]: number for number, code in enumerate(names)}
        rules = _rules(trees, atoms, canonical)
        return cls(name, atoms, canonical, tuple(names), rules)

    def completed(self, shown: set[int]) -> "Dimension":
        """The same dimension with codes for what subtraction of shown codes leaves.

        Where a shown group has some parts that are shown and several that are not, the difference of the group and
        the shown parts is known: it becomes a code of its own.

        Parameters
        ----------
        shown
            Numbers of the codes that some table shows.
        """
        contents = self.contents
        canonical, codes, rules = dict(self.canonical), list(self.codes), list(self.rules)
        for group, parts in self.rules:
            seen = [part for part in parts if part in shown]
            rest = [part for part in parts if part not in shown]
            if group not in shown or not seen or len(rest) < 2:
                continue
            content = sum(contents[part] for part in rest)
            if content not in canonical:
                canonical[content] = len(codes)
                codes.append(" + ".join(self.codes[part] for part in rest))
            rules.append((group, tuple(sorted([*seen, canonical[content]]))))
        return Dimension(self.name, self.atoms, canonical, tuple(codes), tuple(sorted(set(rules))))

    def number(self, code: str) -> int:
        """The number of a code; ``KeyError`` if no hierarchy knows it."""
        return self.canonical[self.atoms[code]]

    @cached_property
    def contents(self) -> tuple[int, ...]:
        """For each number its set of atoms."""
        return tuple(sorted(self.canonical, key=self.canonical.__getitem__))


def _distinct(hierarchies: Iterable[Hierarchy]) -> list[Hierarchy]:
    """Each tree once, in an order that does not depend on how they were given."""
    seen = {tuple(sorted(tree.parents.items())): tree for tree in hierarchies}
    return [seen[key] for key in sorted(seen)]


class _Contents:
    """Works out the atoms below each code over several trees."""

    def __init__(self, dimension: str, trees: list[Hierarchy]) -> None:
        self.dimension = dimension
        self.divisions: dict[str, list[tuple[Hierarchy, tuple[str, ...]]]] = {}
        codes: set[str] = set()
        for tree in trees:
            codes.update(tree.parents)
            for group, parts in tree.children.items():
                self.divisions.setdefault(group, []).append((tree, parts))
        self.bits = {code: 1 << place for place, code in enumerate(sorted(codes - set(self.divisions)))}
        self.codes = codes
        self.done: dict[str, int] = {}
        self.open: set[str] = set()

    def resolve(self) -> dict[str, int]:
        return {code: self._set(code) for code in [*sorted(self.codes), TOTAL]}

    def _set(self, code: str) -> int:
        if code in self.done:
            return self.done[code]
        if code in self.open:
            raise HierarchyMismatchError(
                f"The hierarchies of dimension “{self.dimension}” count “{code}” in itself when taken together: give "
                "the codes of one of them names of their own.",
                dimension=self.dimension,
                code=code,
            )
        self.open.add(code)
        found = [(tree, self._union(tree, code, parts)) for tree, parts in self.divisions.get(code, [])]
        self.open.discard(code)
        for tree, content in found[1:]:
            if content != found[0][1]:
                self._mismatch(code, found[0], (tree, content))
        self.done[code] = found[0][1] if found else self.bits[code]
        return self.done[code]

    def _union(self, tree: Hierarchy, group: str, parts: tuple[str, ...]) -> int:
        union = 0
        for part in parts:
            content = self._set(part)
            if union & content:
                raise HierarchyMismatchError(
                    f"Hierarchy “{tree.name}” of dimension “{self.dimension}” counts “{self._first(union & content)}” "
                    f"twice in “{group}”: the parts of a group must not overlap.",
                    dimension=self.dimension,
                    hierarchy=tree.name,
                    code=group,
                )
            union |= content
        return union

    def _mismatch(self, code: str, one: tuple[Hierarchy, int], two: tuple[Hierarchy, int]) -> None:
        difference = self._first(one[1] ^ two[1])
        raise HierarchyMismatchError(
            f"Dimension “{self.dimension}”: “{code}” is not the same in hierarchy “{one[0].name}” and in "
            f"“{two[0].name}”; “{difference}” is counted in one of them only. If it is a different group of people, "
            "give it a name of its own; if the codes overlap, add a hierarchy with their common subdivision.",
            dimension=self.dimension,
            code=code,
            hierarchies=(one[0].name, two[0].name),
            difference=difference,
        )

    def _first(self, content: int) -> str:
        return next(code for code, bit in self.bits.items() if bit & content)


Rule = tuple[int, tuple[int, ...]]


def _rules(trees: list[Hierarchy], atoms: dict[str, int], canonical: dict[int, int]) -> tuple[Rule, ...]:
    """Sums stated by a tree, and those that follow because groups of one tree fill a code of another."""
    rules: set[Rule] = set()

    def add(group: int, parts: Iterable[int]) -> None:
        numbers = tuple(sorted(canonical[part] for part in parts))
        if len(numbers) > 1:
            rules.add((canonical[group], numbers))

    for tree in trees:
        for group, parts in tree.children.items():
            add(atoms[group], [atoms[part] for part in parts])
    if len(trees) > 1:
        for content in canonical:
            for tree in trees:
                inside = _largest_inside(tree, atoms, content)
                if inside and sum(inside) == content:
                    add(content, inside)
    return tuple(sorted(rules))


def _largest_inside(tree: Hierarchy, atoms: dict[str, int], content: int) -> list[int]:
    """The largest codes of a tree that lie fully and properly inside a set; they never overlap."""
    found: list[int] = []
    queue = [TOTAL]
    while queue:
        code = queue.pop()
        if atoms[code] | content == content and atoms[code] != content:
            found.append(atoms[code])
        elif atoms[code] & content:
            queue.extend(tree.children.get(code, ()))
    return found
