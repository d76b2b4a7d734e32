"""The auditor says of every cell what trying out all tables says."""

import numpy as np
import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from tests.support.disclosure_brute import combinations, consistent_tables

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.tables import Table, Universe

GROUPED = {
    "a": Hierarchy("a", {"a1": "A", "a2": "A", "a3": "", "A": ""}),
    "b": Hierarchy("b", {"b1": "", "b2": "", "b3": ""}),
    "c": Hierarchy("c", {"c1": "", "c2": ""}),
}
OTHER_GROUPS = Hierarchy("a otherwise", {"a1": "", "a2": "B", "a3": "B", "B": ""})


@st.composite
def linked_tables(draw: st.DrawFn) -> list[Table]:
    """One to three tables of the same people, by different dimensions and with different groups."""
    a = draw(st.sampled_from([2, 3]))
    shape = (a, draw(st.sampled_from([2, 3])), draw(st.sampled_from([1, 2])))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    some = draw(st.sampled_from([(0, 1, 1, 2, 2, 3, 4, 5), (1, 2, 3, 4), (1, 1, 1, 4, 5), (0, 1, 2, 6)]))
    counts = chance.choice(some, size=int(np.prod(shape)))
    places = np.indices(shape).reshape(3, -1)
    people = pl.DataFrame(
        {
            **{name: [f"{name}{at + 1}" for at in some] for name, some in zip("abc", places, strict=True)},
            "freq": counts,
        }
    )
    trees: dict[str, Hierarchy | list[Hierarchy]] = {**GROUPED}
    if a == 3 and draw(st.booleans()):
        trees["a"] = [GROUPED["a"], OTHER_GROUPS]
    chosen = draw(st.lists(st.sampled_from(["ab", "abc", "bc", "ac", "a"]), min_size=1, max_size=3, unique=True))
    return [Table(name, tuple(name), trees, people.group_by(list(name)).agg(pl.col("freq").sum())) for name in chosen]


@st.composite
def publications(draw: st.DrawFn, universe: Universe, attacker: Attacker) -> np.ndarray:
    """Withhold the small counts (almost always) and some other cells, never the total of all."""
    values = universe.values
    share = draw(st.sampled_from([0.5, 0.7, 0.9, 0.2]))
    careless = draw(st.sampled_from([0.0, 0.0, 0.2]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    small = (values > 0) & (values < 3)
    withheld = (small & (chance.random(values.size) >= careless)) | (chance.random(values.size) < share)
    if attacker.zeros_known:
        withheld &= values > 0
    withheld[0] = False
    return ~withheld


@st.composite
def true_and_false_claims(draw: st.DrawFn, universe: Universe, tables: np.ndarray) -> csr_array | None:
    """What a builder might say is possible: nothing, changes to other tables, changes that never were."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    true = tables[chance.integers(0, len(tables), 2)] - universe.values
    false = chance.integers(-2, 3, size=(3, universe.size)) * (chance.random((3, universe.size)) < 0.3)
    said = draw(st.sampled_from([None, true, false, np.vstack([true, false])]))
    return None if said is None else csr_array(said.astype(np.int64))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_auditor_agrees_with_trying_out_all_tables(data: st.DataObject) -> None:
    universe = Universe.build(data.draw(linked_tables()))
    attacker = Attacker(zeros_known=data.draw(st.booleans()), insiders_full=data.draw(st.booleans()))
    rules = Rules(minimum=data.draw(st.sampled_from([3, 4, 2])), width=data.draw(st.integers(1, 3)))
    published = data.draw(publications(universe, attacker))
    low = np.where(published, universe.values, 1 if attacker.zeros_known else 0)
    assume(combinations(universe, published, low) <= 500_000)
    tables = consistent_tables(universe, published, low)
    claims = data.draw(true_and_false_claims(universe, tables))

    certificate = audit(universe, published, rules=rules, attacker=attacker, claims=claims, exact=True)

    small = np.flatnonzero((universe.values > 0) & (universe.values < rules.minimum))
    lower, upper = tables.min(axis=0), tables.max(axis=0)
    assert [(p.cell, p.lower, p.upper, p.safe) for p in certificate.proofs] == [
        (
            universe.label(int(cell)),
            lower[cell],
            upper[cell],
            upper[cell] >= rules.minimum and upper[cell] - lower[cell] >= rules.width,
        )
        for cell in small
    ]
    assert {(str(e.insider), str(e.cell)) for e in certificate.exposures} == exposed_pairs(
        universe, published, tables, rules, attacker
    )


def exposed_pairs(
    universe: Universe, published: np.ndarray, tables: np.ndarray, rules: Rules, attacker: Attacker
) -> set[tuple[str, str]]:
    """(insider, cell) by trying out: which cells does the only person in another cell learn too much about?"""
    rows = universe.constraints.toarray()
    values = universe.values
    alone = [int(cell) for cell in np.flatnonzero(~published & (values == 1))]
    person = {cell: cell for cell in np.flatnonzero(values == 1)}
    for row in rows:
        counted = np.flatnonzero((row != 0) & (values > 0))
        if counted.size == 2 and (values[counted] == 1).all():
            one, two = (person[int(cell)] for cell in counted)
            person = {cell: min(one, two) if its in (one, two) else its for cell, its in person.items()}
    found = set()
    demand = (rules.minimum, rules.width) if attacker.insiders_full else (0, 1)
    for who in {person[cell] for cell in alone}:
        own = [cell for cell in alone if person[cell] == who]
        seen = tables[(tables[:, own] == 1).all(axis=1)]
        for cell in np.flatnonzero((values > 0) & (values < rules.minimum)):
            everybody = tables[:, cell]
            if everybody.max() < rules.minimum or np.ptp(everybody) < rules.width or person.get(int(cell)) == who:
                continue
            if seen[:, cell].max() < demand[0] or np.ptp(seen[:, cell]) < demand[1]:
                found.add((str(universe.label(own[0])), str(universe.label(int(cell)))))
    return found
