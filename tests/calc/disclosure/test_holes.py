"""The holes that widely used tools leave, one by one: a builder without the remedy fails here.

Each table comes with the pattern such a builder is content with. The weaker audit, which shares its blind spot, passes
it; the full audit names the cell that is disclosed; and a builder with the remedy finds a pattern that holds.
"""

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.primary import find
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import build
from etappe.calc.disclosure.tables import Table, Universe

Cell = tuple[str, str]


def town(counts: dict[Cell, int], areas: dict[str, str]) -> Universe:
    frame = pl.DataFrame(
        {
            "area": [area for area, _ in counts],
            "origin": [origin for _, origin in counts],
            "freq": list(counts.values()),
        }
    )
    origins = Hierarchy("origin", {origin: "" for _, origin in counts})
    return Universe.build(
        [Table("main", ("area", "origin"), {"area": Hierarchy("area", areas), "origin": origins}, frame)]
    )


def without(universe: Universe, *withheld: Cell) -> NDArray[np.bool_]:
    """Publish all but some cells."""
    labels = [universe.label(cell) for cell in range(universe.size)]
    return np.array([(label.get("area", TOTAL), label.get("origin", TOTAL)) not in withheld for label in labels])


WEAKER = Attacker(zeros_known=False, insiders=False)

FLAT = {"a": "", "b": "", "c": ""}


def square(*rows: tuple[int, int, int]) -> dict[Cell, int]:
    return {
        (area, origin): count
        for area, row in zip("abc", rows, strict=True)
        for origin, count in zip("xyz", row, strict=True)
    }


class TestKnownZerosMakeEveryWithheldCellAtLeastOne:
    """Two withheld cells that add up to three are 1 and 2 in some order: both “below 3”."""

    universe = town(square((2, 1, 30), (4, 6, 30), (9, 9, 9)), FLAT)
    pattern = (("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"))

    def test_a_builder_that_lets_cells_be_zero_is_content(self) -> None:
        assert audit(self.universe, without(self.universe, *self.pattern), attacker=WEAKER).safe

    def test_the_attacker_concludes_below_three(self) -> None:
        certificate = audit(self.universe, without(self.universe, *self.pattern), exact=True)
        assert [(proof.cell["origin"], proof.lower, proof.upper) for proof in certificate.unsafe] == [
            ("x", 1, 2),
            ("y", 1, 2),
        ]


class TestTheOnlyPersonInACellSubtracts:
    """A square of four withheld cells has one degree of freedom; whoever knows one cell knows all."""

    universe = town(square((1, 6, 30), (7, 2, 30), (9, 9, 9)), FLAT)
    pattern = (("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"))

    def test_a_builder_without_insiders_is_content(self) -> None:
        assert audit(self.universe, without(self.universe, *self.pattern), attacker=Attacker(insiders=False)).safe

    def test_the_insider_learns_the_other_small_count(self) -> None:
        certificate = audit(self.universe, without(self.universe, *self.pattern))
        assert not certificate.unsafe
        assert [(exposure.insider, exposure.cell) for exposure in certificate.exposures] == [
            ({"area": "a", "origin": "x"}, {"area": "b", "origin": "y"})
        ]

    def test_a_third_column_holds_the_insider_off(self) -> None:
        more = (*self.pattern, ("a", "z"), ("b", "z"))
        assert audit(self.universe, without(self.universe, *more)).safe

    def test_the_full_limits_against_insiders_ask_for_more(self) -> None:
        universe = town(square((1, 3, 4), (7, 2, 2), (9, 9, 9)), FLAT)
        published = without(universe, *((area, origin) for area in "ab" for origin in "xyz"))
        assert audit(universe, published, rules=Rules(width=3)).safe
        certificate = audit(universe, published, rules=Rules(width=3), attacker=Attacker(insiders_full=True))
        assert not certificate.unsafe
        assert [exposure.cell for exposure in certificate.exposures] == [
            {"area": "b", "origin": "y"},
            {"area": "b", "origin": "z"},
        ]


class TestTheWholeIsLessSafeThanItsSubtables:
    """Table by table each pattern leaves room; the sums that join the tables take it away."""

    areas = {"D1": "", "D2": "", "a": "D1", "b": "D1", "c": "D2", "d": "D2"}
    universe = town(
        {
            ("a", "x"): 1, ("b", "x"): 9, ("a", "y"): 5, ("b", "y"): 5,
            ("c", "x"): 1, ("d", "x"): 0, ("c", "y"): 10, ("d", "y"): 8,
        },
        areas,
    )  # fmt: skip
    upper = (("D1", "x"), ("D1", "y"), ("D2", "x"), ("D2", "y"))
    lower = (("a", "x"), ("a", "y"), ("D1", "x"), ("D1", "y"))
    other = (("c", "x"), ("c", "y"), ("D2", "x"), ("D2", "y"))

    @pytest.mark.parametrize(
        ("districts", "withheld"), [(("D1", "D2"), upper), (("a", "b", "D1"), lower), (("c", "d", "D2"), other)]
    )
    def test_each_subtable_alone_is_safe(self, districts: tuple[str, ...], withheld: tuple[Cell, ...]) -> None:
        whole = dict(
            zip(map(str, map(self.universe.label, range(self.universe.size))), self.universe.values, strict=True)
        )
        parts = [area for area in districts if not (area.startswith("D") and len(districts) == 3)]
        counts = {
            (area, origin): int(whole[str({"area": area, "origin": origin})]) if (area, origin) != ("d", "x") else 0
            for area in parts
            for origin in "xy"
        }
        subtable = town(counts, dict.fromkeys(parts, ""))
        named = {area: TOTAL if len(districts) == 3 and area.startswith("D") else area for area in districts}
        published = without(subtable, *((named[area], origin) for area, origin in withheld if area in named))
        assert audit(subtable, published, attacker=Attacker(insiders=False)).safe

    def test_the_whole_discloses_a_cell_exactly(self) -> None:
        published = without(self.universe, *self.upper, *self.lower, *self.other)
        certificate = audit(self.universe, published, attacker=Attacker(insiders=False))
        assert ({"area": "a", "origin": "x"}, 1, 1) in [(p.cell, p.lower, p.upper) for p in certificate.unsafe]


class TestAnEarlierReleaseStaysKnown:
    """What is withheld today may have been published last year, in another shape."""

    universe = town(square((2, 9, 30), (8, 6, 30), (9, 9, 9)), FLAT)
    today = (("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"))

    def test_a_builder_that_looks_at_one_release_only_is_content(self) -> None:
        assert audit(self.universe, without(self.universe, *self.today)).safe

    def test_both_releases_together_disclose(self) -> None:
        earlier = without(self.universe, ("a", "x"), ("a", "z"), ("c", "x"), ("c", "z"))
        assert audit(self.universe, earlier).safe
        certificate = audit(self.universe, without(self.universe, *self.today) | earlier)
        assert [(proof.cell, proof.lower, proof.upper) for proof in certificate.unsafe] == [
            ({"area": "a", "origin": "x"}, 2, 2)
        ]


@pytest.mark.parametrize(
    "universe",
    [
        TestKnownZerosMakeEveryWithheldCellAtLeastOne.universe,
        TestTheOnlyPersonInACellSubtracts.universe,
        TestTheWholeIsLessSafeThanItsSubtables.universe,
        TestAnEarlierReleaseStaysKnown.universe,
    ],
)
def test_the_builder_of_this_module_closes_the_hole(universe: Universe) -> None:
    rules, attacker = Rules(), Attacker()
    found = build(universe, find(universe, rules).cells, rules, attacker)
    assert audit(universe, found.pattern.published, rules=rules, attacker=attacker).safe
