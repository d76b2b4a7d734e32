"""Releases add up: what comes later never endangers what was protected before."""

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etappe.calc.disclosure import Attacker, Hierarchy, Protected, Table, audit, protect
from etappe.calc.disclosure.attack import audit as attack
from etappe.calc.disclosure.releases import published_mask
from etappe.calc.disclosure.suppress import UnprotectableError
from etappe.calc.disclosure.tables import Universe

TREES = {
    "area": Hierarchy("area", {"N": "", "S": "", "1": "N", "2": "N", "3": "S", "4": "S"}),
    "age": Hierarchy("age", {"j": "", "m": "", "a": ""}),
    "sex": Hierarchy("sex", {"x": "", "y": ""}),
}
SHAPE = (4, 3, 2)


def people(seed: int) -> pl.DataFrame:
    """Counts by area, age and sex, with few people in many cells."""
    counts = np.random.default_rng(seed).choice([0, 0, 1, 2, 4, 7, 12, 20], size=SHAPE).ravel()
    cells = product(*(TREES[name].leaves for name in ("area", "age", "sex")))
    rows = [(*cell, int(count)) for cell, count in zip(cells, counts, strict=True)]
    return pl.DataFrame(rows, schema=["area", "age", "sex", "freq"], orient="row")


def table(counted: pl.DataFrame, *dimensions: str) -> Table:
    return Table(" ".join(dimensions), dimensions, TREES, counted.group_by(dimensions).agg(pl.col("freq").sum()))


def released(tables: list[Table], attacker: Attacker, *earlier: Protected) -> Protected | None:
    """The next release, or none where nothing can protect its cells."""
    try:
        return protect(tables, attacker=attacker, history=[frame for one in earlier for frame in one.frames.values()])
    except UnprotectableError:
        return None


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_adding_a_release_never_endangers_an_older_one(seed: int, insiders: bool, zeros_known: bool) -> None:
    """Whoever keeps both releases still cannot come close to a protected cell of the first."""
    counted, attacker = people(seed), Attacker(insiders=insiders, zeros_known=zeros_known)
    old = table(counted, "area", "age")
    both = [old, table(counted, "area", "sex"), table(counted, "age", "sex")]
    first = released([old], attacker)
    second = released(both, attacker, first) if first else None
    if first is None or second is None:
        return
    united = audit(both, second.frames, attacker=attacker, history=first.frames.values())
    assert united.safe
    guarded = {str(proof.cell) for proof in first.certificate.proofs}
    assert guarded <= {str(proof.cell) for proof in united.proofs}
    alone = Universe.build([old])
    known = published_mask(alone, first.frames) | published_mask(alone, second.frames)
    assert attack(alone, known, attacker=attacker).safe


def test_a_second_release_that_ignores_the_first_would_endanger_it() -> None:
    """The property above is not empty: without the history, two safe releases of the same people disclose."""
    endangered = 0
    for seed in range(12):
        counted = people(seed)
        one, other = table(counted, "area", "age"), table(counted, "age", "sex")
        first, second = released([one], Attacker()), released([one, other], Attacker())
        if first and second and not audit([one, other], second.frames, history=first.frames.values()).safe:
            endangered += 1
    assert endangered


class TestNestedAreas:
    """A district published with and without one of its quarters: the difference is the quarter."""

    DISTRICT = Hierarchy("district", {"D": "", "E": ""})
    QUARTERS = Hierarchy("quarters", {"D": "", "E": "", "d1": "D", "d2": "D", "d3": "D"})
    WITHOUT = Hierarchy("without d3", {"d1+d2": "", "d3": "", "E": ""})
    WITHOUT_QUARTERS = Hierarchy("without d3, quarters", {"d1+d2": "", "d1": "d1+d2", "d2": "d1+d2", "d3": "", "E": ""})

    def universe(self) -> Universe:
        whole = pl.DataFrame({"area": ["D", "E"], "freq": [41, 60]})
        part = pl.DataFrame({"area": ["d1+d2", "d3", "E"], "freq": [39, 2, 60]})
        return Universe.build(
            [
                Table("districts", ("area",), {"area": [self.DISTRICT, self.QUARTERS]}, whole),
                Table("rest", ("area",), {"area": [self.WITHOUT, self.WITHOUT_QUARTERS]}, part),
            ]
        )

    def test_the_quarter_follows_by_subtraction_even_if_it_is_withheld(self) -> None:
        universe = self.universe()
        published = np.array([universe.label(cell).get("area") != "d3" for cell in range(universe.size)])
        certificate = attack(universe, published & universe.shown)
        assert [(proof.cell, proof.lower, proof.upper) for proof in certificate.unsafe] == [({"area": "d3"}, 2, 2)]

    def test_protected_together_the_quarter_holds(self) -> None:
        universe = self.universe()
        result = protect(universe.tables)
        assert result.certificate.safe
        values = {name: frame["value"].drop_nulls().to_list() for name, frame in result.frames.items()}
        assert 41 not in values["districts"] or 39 not in values["rest"]


class TestConsecutiveYears:
    """All years so far, published every year: the difference of two releases is one year."""

    def test_a_sum_over_years_and_the_sum_of_last_year_are_one_problem(self) -> None:
        counts = {("2024", "j"): 9, ("2024", "m"): 12, ("2025", "j"): 1, ("2025", "m"): 8}
        frame = pl.DataFrame([(*cell, n) for cell, n in counts.items()], schema=["year", "age", "freq"], orient="row")
        trees = {"year": Hierarchy("year", {"2024": "", "2025": ""}), "age": Hierarchy("age", {"j": "", "m": ""})}
        tables = [Table("years", ("year", "age"), trees, frame)]
        last_year = pl.DataFrame({"year": ["2024", "2024"], "age": ["j", "m"], "value": [9, 12]})
        sums = pl.DataFrame({"year": ["Total"] * 2, "age": ["j", "m"], "value": [10, 20]})
        with pytest.raises(UnprotectableError):
            protect(tables, history=[last_year, sums])
        result = protect(tables, history=[last_year])
        shown = {row[:2]: row[2] for row in result.frame("years").select("year", "age", "value").rows()}
        assert shown["2024", "j"] == 9
        assert shown["2025", "j"] is None
        assert shown["Total", "j"] is None


class TestOverlappingAgeBands:
    """Bands of two laws that overlap: under 18, and from 15 on."""

    YEARS = Hierarchy("years", {"0-14": "0-17", "15-17": "0-17", "0-17": "", "18+": ""})
    SCHOOL_IN_YEARS = Hierarchy("school in years", {"0-14": "", "15+": "", "15-17": "15+", "18+": "15+"})

    def tables(self) -> list[Table]:
        adults, school = Hierarchy("adults", {"0-17": "", "18+": ""}), Hierarchy("school", {"0-14": "", "15+": ""})
        by_law = {"adults": ([adults, self.YEARS], [21, 80]), "school": ([school, self.SCHOOL_IN_YEARS], [20, 81])}
        return [
            Table(name, ("age",), {"age": trees}, pl.DataFrame({"age": trees[0].leaves, "freq": counts}))
            for name, (trees, counts) in by_law.items()
        ]

    def test_the_one_person_in_both_bands_does_not_follow(self) -> None:
        result = protect(self.tables())
        universe = result.universe
        band = next(cell for cell in range(universe.size) if universe.label(cell) == {"age": "15-17"})
        proof = next(proof for proof in result.certificate.proofs if proof.cell == universe.label(band))
        assert universe.values[band] == 1
        assert proof.safe
        assert proof.upper is None or proof.upper >= 3
        published = {name: frame["value"].drop_nulls().to_list() for name, frame in result.frames.items()}
        assert 21 not in published["adults"] or 20 not in published["school"]
