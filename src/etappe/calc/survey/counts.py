"""Counts of a voluntary anonymous survey: how many there are, how many answered, how many said yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etappe.calc.survey.errors import CountError, NoAnswersError, TooFewAnswersError

MINIMUM = 5
"""Fewest answers that are evaluated at all, and fewest in a stratum that is shown."""


@dataclass(frozen=True)
class Census:
    """Counts of one population.

    Attributes
    ----------
    people
        Everybody asked about, N.
    answered
        People who answered the question, n.
    yes
        Of these, who said yes, k.
    skipped
        People who sent the form back but left the question open; they count as not having answered.
    """

    people: int
    answered: int
    yes: int
    skipped: int = 0

    def __post_init__(self) -> None:
        for name in ("people", "answered", "yes", "skipped"):
            value = getattr(self, name)
            if value < 0 or value != int(value):
                raise CountError(f"{name} = {value}: give a whole number from 0 on.", name=name, value=value)
        if self.yes > self.answered:
            raise CountError(
                f"{self.yes} said yes, but only {self.answered} answered.",
                name="yes",
                value=self.yes,
                most=self.answered,
            )
        if self.answered + self.skipped > self.people:
            raise CountError(
                f"{self.answered + self.skipped} forms came back from {self.people} people.",
                name="answered",
                value=self.answered + self.skipped,
                most=self.people,
            )

    @property
    def share(self) -> float:
        """Share of yes among the answers; nan without any."""
        return self.yes / self.answered if self.answered else float("nan")

    @property
    def response(self) -> float:
        """Share of people who answered."""
        return self.answered / self.people if self.people else 0.0

    def __add__(self, other: Census) -> Census:
        """Return both together."""
        return Census(
            self.people + other.people,
            self.answered + other.answered,
            self.yes + other.yes,
            self.skipped + other.skipped,
        )


@dataclass(frozen=True)
class Stratum:
    """A part of the population with its own counts."""

    name: str
    counts: Census


@dataclass(frozen=True)
class Merged:
    """Strata after merging.

    Attributes
    ----------
    strata
        Each with at least the fewest answers.
    merged
        Names of those that were put together, one tuple each.
    """

    strata: tuple[Stratum, ...]
    merged: tuple[tuple[str, ...], ...]


def merge_small(strata: Sequence[Stratum], minimum: int = MINIMUM) -> Merged:
    """Merge strata with too few answers into their neighbour, and keep a record of it.

    Parameters
    ----------
    strata
        In an order in which neighbours resemble each other (age bands, levels). Strata without people are dropped.
    minimum
        Fewest answers in a stratum.

    Raises
    ------
    TooFewAnswersError
        If all together have too few.

    Examples
    --------
    >>> some = [Stratum("a", Census(40, 20, 4)), Stratum("b", Census(10, 0, 0)), Stratum("c", Census(30, 12, 6))]
    >>> merge_small(some).merged
    (('b', 'c'),)
    """
    groups = [([one.name], one.counts) for one in strata if one.counts.people]
    if not groups:
        raise NoAnswersError("There is no stratum with people.", stratum="")
    total = sum(counts.answered for _, counts in groups)
    check_enough(total, minimum)
    while len(groups) > 1:
        at = min(range(len(groups)), key=lambda place: groups[place][1].answered)
        if groups[at][1].answered >= max(2, minimum):
            break
        beside = _smaller_neighbour(groups, at)
        first, second = sorted((at, beside))
        groups[first] = (groups[first][0] + groups[second][0], groups[first][1] + groups[second][1])
        del groups[second]
    merged = tuple(tuple(names) for names, _ in groups if len(names) > 1)
    return Merged(tuple(Stratum(" + ".join(names), counts) for names, counts in groups), merged)


def _smaller_neighbour(groups: list[tuple[list[str], Census]], at: int) -> int:
    """The neighbour with fewer answers: that costs the least detail."""
    beside = [place for place in (at - 1, at + 1) if 0 <= place < len(groups)]
    return min(beside, key=lambda place: groups[place][1].answered)


def check_enough(answered: int, minimum: int = MINIMUM) -> None:
    """Raise :class:`TooFewAnswersError` where an evaluation could point at persons."""
    if answered < minimum:
        raise TooFewAnswersError(
            f"Only {answered} people answered: with fewer than {minimum} nothing is evaluated, to protect them.",
            answered=answered,
            minimum=minimum,
        )
