"""The front door: what is returned is proven, and independent of rows, names and tables."""

import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.calc.disclosure import Attacker, Hierarchy, Table, audit, protect
from etappe.calc.disclosure.errors import ContradictionError, PatternError
from etappe.calc.disclosure.facade import AlreadyPublishedError
from etappe.calc.disclosure.releases import UnknownReleaseError
from etappe.calc.disclosure.suppress import UnprotectableError

TREES = {
    "area": Hierarchy("area", {"N": "", "S": "", "1": "N", "2": "N", "3": "S", "4": "S"}),
    "age": Hierarchy("age", {"j": "", "m": "", "a": ""}),
    "sex": Hierarchy("sex", {"x": "", "y": ""}),
}
COUNTS = {
    ("1", "j"): 1, ("1", "m"): 14, ("1", "a"): 9, ("2", "j"): 22, ("2", "m"): 2, ("2", "a"): 17,
    ("3", "j"): 31, ("3", "m"): 12, ("3", "a"): 8, ("4", "j"): 9, ("4", "m"): 25,
}  # fmt: skip


def _table(counts: dict[tuple[str, str], int], name: str = "t", dimensions: tuple[str, str] = ("area", "age")) -> Table:
    rows = [(*cell, count) for cell, count in counts.items()]
    return Table(name, dimensions, TREES, pl.DataFrame(rows, schema=["area", "age", "freq"], orient="row"))


def _values(frame: pl.DataFrame) -> dict[tuple[str, str], tuple[int | None, str]]:
    return {(row["area"], row["age"]): (row["value"], row["status"]) for row in frame.iter_rows(named=True)}


def test_small_cells_are_withheld_and_the_certificate_is_safe() -> None:
    result = protect([_table(COUNTS)])
    values = _values(result.frame("t"))
    assert values["1", "j"] == (None, "primary")
    assert values["2", "m"] == (None, "primary")
    assert values["4", "a"] == (0, "published")
    assert result.certificate.safe
    assert all(proof.upper is None or proof.upper >= 3 for proof in result.certificate.proofs)


def test_neither_the_order_of_rows_nor_names_nor_the_order_of_dimensions_matters() -> None:
    reference = _values(protect([_table(COUNTS)]).frame("t"))
    backwards = dict(reversed(COUNTS.items()))
    again = protect([_table(backwards, name="another", dimensions=("age", "area"))])
    assert _values(again.frame("another")) == reference


def test_linked_tables_are_protected_together_whatever_their_order() -> None:
    sexes = {
        ("1", "x"): 11,
        ("1", "y"): 13,
        ("2", "x"): 39,
        ("2", "y"): 2,
        ("3", "x"): 26,
        ("3", "y"): 25,
        ("4", "x"): 34,
    }
    rows = [(*cell, count) for cell, count in sexes.items()]
    second = Table("u", ("area", "sex"), TREES, pl.DataFrame(rows, schema=["area", "sex", "freq"], orient="row"))
    one, two = (protect(list(order)) for order in itertools.permutations([_table(COUNTS), second]))
    assert all(one.frame(name).equals(two.frame(name)) for name in "tu")
    margins = one.frame("t").filter(pl.col("age") == "Total").sort("area")["value"]
    assert margins.equals(one.frame("u").filter(pl.col("sex") == "Total").sort("area")["value"])
    assert audit([_table(COUNTS), second], one.frames).safe


@settings(deadline=None, max_examples=12)
@given(st.lists(st.integers(0, 6), min_size=12, max_size=12), st.booleans())
def test_whatever_is_returned_survives_the_audit_and_adding_it_as_history_changes_nothing_published(
    counts: list[int], zeros_known: bool
) -> None:
    cells = dict(zip(itertools.product("1234", "jma"), counts, strict=True))
    table, attacker = _table(cells), Attacker(zeros_known=zeros_known)
    try:
        result = protect([table], attacker=attacker)
    except UnprotectableError:
        return
    assert audit([table], result.frames, attacker=attacker).safe
    again = protect([table], attacker=attacker, history=result.frames.values())
    before, after = result.frame("t")["value"], again.frame("t")["value"]
    assert after.filter(before.is_not_null()).equals(before.drop_nulls())


def test_the_audit_fails_a_publication_that_withholds_only_the_small_cells() -> None:
    table = _table(COUNTS)
    frame = protect([table]).frame("t")
    naive = frame.with_columns(
        pl.when(pl.col("status") != "primary").then(pl.lit("published")).otherwise("status").alias("status")
    )
    truth = {row[:2]: row[2] for row in audit_truth(table)}
    values = [
        None if status == "primary" else truth[area, age]
        for area, age, status in naive.select("area", "age", "status").rows()
    ]
    certificate = audit([table], {"t": naive.with_columns(pl.Series("value", values, dtype=pl.Int64))})
    assert not certificate.safe
    assert {tuple(proof.cell.values()) for proof in certificate.unsafe} == {("j", "1"), ("m", "2")}


def audit_truth(table: Table) -> list[tuple[str, str, int]]:
    """All cells with margins, by plain addition."""
    inside = {"Total": "1234", "N": "12", "S": "34"}
    rows = {(a, b): n for a, b, n in table.counts.rows()}
    areas, ages = ["Total", "N", "S", *"1234"], ["Total", *"jma"]
    return [
        (
            area,
            age,
            sum(rows.get((a, b), 0) for a in inside.get(area, area) for b in ("jma" if age == "Total" else age)),
        )
        for area, age in itertools.product(areas, ages)
    ]


def test_a_publication_of_other_data_or_with_other_rows_is_refused() -> None:
    table = _table(COUNTS)
    frame = protect([table]).frame("t")
    with pytest.raises(ContradictionError):
        audit([table], {"t": frame.with_columns(pl.col("value") + 1)})
    with pytest.raises(PatternError, match="not each of its 28 cells once"):
        audit([table], {"t": frame.head(27)})
    with pytest.raises(PatternError, match="no table"):
        audit([table], {})


def test_earlier_releases_count_as_known() -> None:
    table = _table(COUNTS)
    shown = pl.DataFrame({"area": ["1", "N"], "age": ["m", "j"], "value": [14, 23], "status": ["published"] * 2})
    result = protect([table], history=[shown])
    values = _values(result.frame("t"))
    assert values["1", "m"] == (14, "published")
    assert int(result.known.sum()) == 2
    with pytest.raises(AlreadyPublishedError):
        protect([table], history=[shown.with_columns(area=pl.lit("1"), age=pl.lit("j"), value=pl.lit(1))])
    with pytest.raises(UnknownReleaseError):
        protect([table], history=[shown.with_columns(pl.lit("x").alias("sex"))])
    with pytest.raises(ContradictionError):
        protect([table], history=[shown.with_columns(value=pl.lit(3))])
    only_totals = shown.with_columns(pl.lit("Total").alias("sex"))
    assert protect([table], history=[only_totals]).known.sum() == 2


def test_progress_is_told_by_stage() -> None:
    told: list[tuple[str, float]] = []
    protect([_table(COUNTS)], progress=lambda stage, share: told.append((stage, share)))
    assert told
    assert all(stage and 0 <= share <= 1 for stage, share in told)
