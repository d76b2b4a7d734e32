"""A certificate says what was tried and what came out, and can be read back."""

import json

import numpy as np
import polars as pl
import pytest

from etappe.calc.disclosure.attack import audit
from etappe.calc.disclosure.certificate import Certificate
from etappe.calc.disclosure.errors import PatternError
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.tables import Table, Universe

ROWS = {("a", "x"): 1, ("a", "y"): 6, ("a", "z"): 30, ("b", "x"): 7, ("b", "y"): 2, ("b", "z"): 30}


def universe() -> Universe:
    frame = pl.DataFrame(
        {
            "area": [area for area, _ in ROWS],
            "origin": [origin for _, origin in ROWS],
            "freq": list(ROWS.values()),
        }
    )
    trees = {"area": Hierarchy("area", {"a": "", "b": ""}), "origin": Hierarchy("o", {"x": "", "y": "", "z": ""})}
    return Universe.build([Table("main", ("area", "origin"), trees, frame)])


def certificate(*, with_third: bool = True) -> Certificate:
    cells = universe()
    inner = [set(cells.label(cell)) == {"area", "origin"} for cell in range(cells.size)]
    third = [cells.label(cell).get("origin") == "z" for cell in range(cells.size)]
    withheld = np.array(inner) & (np.array([not z for z in third]) | with_third)
    return audit(cells, ~withheld)


def test_it_is_safe_only_without_unsafe_cells_and_exposures() -> None:
    assert certificate().safe
    exposed = certificate(with_third=False)
    assert not exposed.unsafe
    assert exposed.exposures
    assert not exposed.safe


def test_it_names_each_protected_cell_with_interval_and_method() -> None:
    proofs = certificate().proofs
    assert [proof.cell for proof in proofs] == [{"area": "a", "origin": "x"}, {"area": "b", "origin": "y"}]
    for proof in proofs:
        assert proof.lower <= 1
        assert proof.upper is not None
        assert proof.upper >= 3
        assert proof.method == "move"


def test_it_comes_back_from_json_as_it_was() -> None:
    for one in (certificate(), certificate(with_third=False)):
        assert Certificate.from_json(one.to_json()) == one


def test_two_audits_say_the_same_but_for_the_time() -> None:
    one, two = (json.loads(certificate().to_json()) for _ in range(2))
    assert one.pop("times").keys() == two.pop("times").keys() == {"seconds"}
    assert one == two


def test_a_certificate_that_contradicts_its_proofs_is_refused() -> None:
    data = json.loads(certificate(with_third=False).to_json())
    data["safe"] = True
    with pytest.raises(PatternError, match="contradicts"):
        Certificate.from_json(json.dumps(data))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"safe": true}'])
def test_what_is_no_certificate_is_refused(text: str) -> None:
    with pytest.raises(PatternError, match="no certificate"):
        Certificate.from_json(text)
