"""Nested areas, overlapping age bands and linked tables: what subtraction tells belongs to the universe."""

import numpy as np
import polars as pl
import pytest

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.errors import ContradictionError
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.tables import Table, Universe

YEARS = Hierarchy("years", {"0-14": "0-17", "15-17": "0-17", "0-17": "", "18-24": "18+", "25+": "18+", "18+": ""})
FINER = Hierarchy("single years", {"0-14": "", "15": "", "16": "", "17": "", "18+": ""})
SCHOOL = Hierarchy("school", {"0-14": "", "15+": ""})
ADULTS = Hierarchy("adults", {"0-17": "", "18+": ""})
SCHOOL_IN_YEARS = Hierarchy("school in years", {"0-14": "", "15+": "", "15-17": "15+", "18-24": "15+", "25+": "15+"})
SINGLE_IN_BANDS = Hierarchy("bands", {"0-17": "", "0-14": "0-17", "15": "0-17", "16": "0-17", "17": "0-17", "18+": ""})
SINGLE_IN_SCHOOL = Hierarchy("s", {"0-14": "", "15+": "", "15": "15+", "16": "15+", "17": "15+", "18+": "15+"})


def ages(name: str, trees: list[Hierarchy], counts: dict[str, int]) -> Table:
    return Table(name, ("age",), {"age": trees}, pl.DataFrame({"age": list(counts), "freq": list(counts.values())}))


def hidden(universe: Universe) -> dict[str, int]:
    cells = np.flatnonzero(~universe.shown)
    return {universe.label(int(cell))["age"]: int(universe.values[cell]) for cell in cells}


def test_the_difference_of_two_age_bands_is_a_cell_that_nobody_publishes() -> None:
    universe = Universe.build(
        [
            ages("adults", [ADULTS, YEARS], {"0-17": 21, "18+": 80}),
            ages("school", [SCHOOL, SCHOOL_IN_YEARS], {"0-14": 20, "15+": 81}),
        ]
    )
    assert hidden(universe)["15-17"] == 1
    assert not (universe.constraints @ universe.values).any()


def test_a_difference_without_a_code_of_its_own_is_named_by_what_it_holds() -> None:
    universe = Universe.build(
        [
            ages("adults", [ADULTS, SINGLE_IN_BANDS], {"0-17": 22, "18+": 80}),
            ages("school", [SCHOOL, SINGLE_IN_SCHOOL], {"0-14": 20, "15+": 82}),
        ]
    )
    assert hidden(universe) == {"15 + 16 + 17": 2}
    assert universe.constraints.shape[0] == 4


def test_bands_that_overlap_in_one_person_must_not_both_be_published() -> None:
    universe = Universe.build(
        [
            ages("adults", [ADULTS, YEARS], {"0-17": 21, "18+": 80}),
            ages("school", [SCHOOL, SCHOOL_IN_YEARS], {"0-14": 20, "15+": 81}),
        ]
    )
    certificate = audit(universe, universe.shown.copy())
    assert [(proof.cell, proof.lower, proof.upper) for proof in certificate.unsafe] == [({"age": "15-17"}, 1, 1)]


def test_either_set_of_bands_alone_is_safe() -> None:
    universe = Universe.build(
        [
            ages("adults", [ADULTS, YEARS], {"0-17": 21, "18+": 80}),
            ages("school", [SCHOOL, SCHOOL_IN_YEARS], {"0-14": 20, "15+": 81}),
        ]
    )
    only_adults = np.array([universe.label(cell).get("age") in (None, "0-17", "18+") for cell in range(universe.size)])
    assert audit(universe, only_adults).safe


def test_bands_whose_parts_exceed_the_whole_contradict_each_other() -> None:
    with pytest.raises(ContradictionError, match="0-17"):
        Universe.build(
            [
                ages("adults", [ADULTS, YEARS], {"0-17": 19, "18+": 82}),
                ages("school", [SCHOOL, SCHOOL_IN_YEARS], {"0-14": 20, "15+": 81}),
            ]
        )


def test_single_table_has_no_differences() -> None:
    universe = Universe.build([ages("ages", [FINER], {"0-14": 5, "15": 1, "16": 2, "17": 3, "18+": 9})])
    assert universe.shown.all()
