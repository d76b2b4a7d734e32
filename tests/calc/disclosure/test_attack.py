"""The audit fails closed, whatever it is given."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.errors import PatternError, RuleError
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Table, Universe


def square(counts: list[int], rename: dict[str, str] | None = None, name: str = "main") -> Universe:
    """Three areas by three origins."""
    new = rename or {}
    areas = [new.get(area, area) for area in "abc" for _ in "xyz"]
    origins = [new.get(origin, origin) for _ in "abc" for origin in "xyz"]
    trees = {
        "area": Hierarchy("area", dict.fromkeys(areas, "")),
        "origin": Hierarchy("origin", dict.fromkeys(origins, "")),
    }
    frame = pl.DataFrame({"area": areas, "origin": origins, "freq": counts})
    return Universe.build([Table(name, ("area", "origin"), trees, frame)])


COUNTS = [1, 6, 30, 7, 2, 30, 9, 0, 9]


def cells(universe: Universe, *withheld: tuple[str, str]) -> np.ndarray:
    labels = [universe.label(cell) for cell in range(universe.size)]
    return np.array([(label.get("area", TOTAL), label.get("origin", TOTAL)) not in withheld for label in labels])


BLOCK = (("a", "x"), ("a", "y"), ("a", "z"), ("b", "x"), ("b", "y"), ("b", "z"))


def test_a_small_count_that_is_published_is_unsafe() -> None:
    universe = square(COUNTS)
    certificate = audit(universe, universe.shown.copy())
    assert [(proof.method, proof.lower, proof.upper) for proof in certificate.unsafe] == [
        ("published", 1, 1),
        ("published", 2, 2),
    ]


def test_a_table_without_small_counts_is_safe_as_it_is() -> None:
    universe = square([5, 6, 30, 7, 8, 30, 9, 0, 9])
    certificate = audit(universe, universe.shown.copy())
    assert certificate.safe
    assert not certificate.proofs


def test_without_time_nothing_counts_as_safe() -> None:
    universe = square(COUNTS)
    assert audit(universe, cells(universe, *BLOCK)).safe
    certificate = audit(universe, cells(universe, *BLOCK), time_limit=0.0)
    assert {proof.method for proof in certificate.unsafe} == {"undecided"}


def test_an_open_total_leaves_no_upper_bound() -> None:
    universe = square(COUNTS)
    everything = np.where(universe.values == 0, True, False)
    certificate = audit(universe, everything, exact=True)
    assert certificate.safe
    assert {proof.upper for proof in certificate.proofs} == {None}


def test_a_withheld_zero_is_refused_if_zeros_are_known() -> None:
    universe = square(COUNTS)
    with pytest.raises(PatternError, match="zeros"):
        audit(universe, cells(universe, ("c", "y")))
    assert audit(universe, cells(universe, *BLOCK, ("c", "y")), attacker=Attacker(zeros_known=False)).proofs


def test_zeros_cannot_be_known_and_protected() -> None:
    universe = square(COUNTS)
    with pytest.raises(RuleError, match="Zeros"):
        audit(universe, universe.shown.copy(), rules=Rules(protect_zeros=True))


def test_a_publication_of_another_table_is_refused() -> None:
    universe = square(COUNTS)
    with pytest.raises(PatternError):
        audit(universe, np.ones(universe.size + 1, dtype=bool))
    with pytest.raises(PatternError):
        audit(universe, np.ones(universe.size, dtype=np.int64))  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "value"), [("minimum", 0), ("minimum", 2.5), ("width", 0), ("width", True)])
def test_rules_that_mean_nothing_are_refused(name: str, value: object) -> None:
    with pytest.raises(RuleError, match=name):
        Rules(**{name: value})  # type: ignore[arg-type]


def test_further_cells_can_be_protected() -> None:
    universe = square(COUNTS)
    nine = np.array([universe.label(cell) == {"area": "c", "origin": "x"} for cell in range(universe.size)])
    certificate = audit(universe, cells(universe, *BLOCK), protect=nine)
    assert [proof.cell for proof in certificate.unsafe] == [{"area": "c", "origin": "x"}]


def test_progress_is_told() -> None:
    universe = square(COUNTS)
    heard: list[tuple[str, float]] = []
    audit(universe, cells(universe, *BLOCK), progress=lambda stage, share: heard.append((stage, share)))
    assert ("public", 1.0) in heard


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(st.integers(0, 6), min_size=9, max_size=9),
    hide=st.lists(st.booleans(), min_size=9, max_size=9),
    names=st.permutations(list("pqrstu")),
)
def test_names_of_codes_and_tables_do_not_matter(counts: list[int], hide: list[bool], names: list[str]) -> None:
    """The same people under other names: the same cells are safe, with the same intervals."""
    rename = dict(zip("abcxyz", names, strict=True))
    withheld = [
        pair
        for pair, count, hidden in zip([(a, o) for a in "abc" for o in "xyz"], counts, hide, strict=True)
        if count and (hidden or count < 3)
    ]
    if not any(counts):
        counts = [1, *counts[1:]]
    plain, other = square(counts), square(counts, rename, "z")
    one = audit(plain, cells(plain, *withheld), exact=True)
    two = audit(other, cells(other, *((rename[a], rename[o]) for a, o in withheld)), exact=True)
    told = {(tuple(sorted(rename[c] for c in p.cell.values())), p.lower, p.upper, p.safe) for p in one.proofs}
    assert told == {(tuple(sorted(p.cell.values())), p.lower, p.upper, p.safe) for p in two.proofs}
    assert len(one.exposures) == len(two.exposures)


def test_a_proof_that_somebody_claims_is_checked_and_then_settles_without_a_search() -> None:
    universe = square(COUNTS)
    published = cells(universe, *BLOCK)
    claim = change(universe, {("a", "x"): 1, ("a", "y"): -1, ("b", "x"): -1, ("b", "y"): 1})
    two_ways = csr_array(np.stack([2 * claim, -claim]))
    assert [proof.method for proof in audit(universe, published, claims=two_ways, time_limit=0.0).proofs] == [
        "move",
        "move",
    ]


@pytest.mark.parametrize(
    "claimed",
    [
        {("a", "x"): 2, ("a", "y"): -2},
        {("a", "x"): 2, ("a", "z"): -2, ("c", "x"): -2, ("c", "z"): 2},
        {("a", "x"): 20, ("a", "y"): -19, ("a", "z"): -1, ("b", "x"): -20, ("b", "y"): 19, ("b", "z"): 1},
    ],
    ids=["sums do not hold", "changes what is published", "falls below one"],
)
def test_a_claim_that_is_not_true_proves_nothing(claimed: dict[tuple[str, str], int]) -> None:
    universe = square(COUNTS)
    claims = csr_array(change(universe, claimed)[None, :])
    certificate = audit(universe, cells(universe, ("a", "x"), ("a", "y")), claims=claims)
    assert len(certificate.unsafe) == 2
    assert len(audit(universe, cells(universe, *BLOCK), claims=claims, time_limit=0.0).unsafe) == 2


def test_claims_about_another_table_are_ignored() -> None:
    universe = square(COUNTS)
    claims = csr_array(np.ones((1, universe.size + 1), dtype=np.int64))
    assert audit(universe, cells(universe, *BLOCK), claims=claims).safe


def change(universe: Universe, by: dict[tuple[str, str], int]) -> np.ndarray:
    labels = [universe.label(cell) for cell in range(universe.size)]
    return np.array([by.get((its.get("area", TOTAL), its.get("origin", TOTAL)), 0) for its in labels], dtype=np.int64)
