"""When no sparing way to protect a cell is found: whole breakdowns are withheld, and the build comes to an end."""

from importlib import import_module

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from etappe.calc.disclosure import german, protect, report
from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.rules import Attacker, Rules
from etappe.calc.disclosure.suppress import UnprotectableError, build
from etappe.calc.disclosure.suppress import large as large_tables
from etappe.calc.disclosure.suppress.errors import NoProofError
from etappe.calc.disclosure.suppress.flows import Flows
from etappe.calc.disclosure.tables import Table, Universe

TREES = {name: Hierarchy(name, {f"{name}1": "", f"{name}2": "", f"{name}3": ""}) for name in ("area", "age", "sex")}


class Helpless(Flows):
    """Programmes that never find anything, as if all were too hard."""

    def cheapest(self, *given: object, **more: object) -> None:
        self.gave_up = True


@pytest.fixture
def hopeless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_tables, "Flows", Helpless)
    monkeypatch.setattr(import_module("etappe.calc.disclosure.suppress.build"), "SMALL", 0)


def linked(seed: int, *dimensions: str) -> list[Table]:
    """Tables of the same people by some pairs of dimensions: no table has them all."""
    counts = np.random.default_rng(seed).choice([0, 1, 2, 3, 9], size=(3, 3, 3))
    grid = np.indices(counts.shape).reshape(3, -1)
    people = pl.DataFrame(
        {
            **{name: [f"{name}{at + 1}" for at in places] for name, places in zip(TREES, grid, strict=True)},
            "freq": counts.ravel(),
        }
    )
    pairs = [tuple(pair.split("-")) for pair in dimensions]
    return [Table("-".join(pair), pair, TREES, people.group_by(pair).agg(pl.col("freq").sum())) for pair in pairs]


@pytest.mark.usefixtures("hopeless")
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 2**32 - 1),
    attacker=st.sampled_from([Attacker(), Attacker(zeros_known=False, insiders=False)]),
    dimensions=st.sampled_from([("area-age", "age-sex"), ("area-age", "age-sex", "area-sex"), ("area-age-sex",)]),
)
def test_without_any_programme_linked_tables_are_still_protected(
    seed: int, attacker: Attacker, dimensions: tuple[str, ...]
) -> None:
    universe = Universe.build(linked(seed, *dimensions))
    primary = (universe.values > 0) & (universe.values < 3)
    assume(primary.any())
    try:
        found = build(universe, primary, Rules(), attacker)
    except UnprotectableError:
        assume(False)
    assert found.resorts
    assert set(found.resorts) <= set(np.flatnonzero(primary).tolist())
    assert audit(universe, found.pattern.published, attacker=attacker).safe


@pytest.mark.usefixtures("hopeless")
def test_the_report_says_that_whole_breakdowns_are_missing() -> None:
    assert "ganze Aufgliederungen" in report.suppression(protect(linked(1, "area-age-sex")))


@pytest.mark.usefixtures("hopeless")
def test_if_the_total_of_all_is_known_already_nothing_is_claimed_that_was_not_proven() -> None:
    tables = linked(1, "area-age-sex")
    known = pl.DataFrame({**{name: ["Total"] for name in TREES}, "value": [int(tables[0].counts["freq"].sum())]})
    with pytest.raises(NoProofError) as refusal:
        protect(tables, history=[known])
    assert "in vertretbarer Zeit kein Schutz" in german.say(refusal.value)
