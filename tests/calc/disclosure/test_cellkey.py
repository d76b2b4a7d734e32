"""The cell-key method: the same people, the same answer, however often and in whatever form one asks."""

import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.calc.disclosure.cellkey import KeyLinkError, Perturbed, perturb
from etappe.calc.disclosure.errors import ContradictionError, TableError
from etappe.calc.disclosure.hierarchies import Hierarchy
from etappe.calc.disclosure.keys import SecretError, cell_keys, count_records, record_keys
from etappe.calc.disclosure.ptable import KEY_SPACE, ptable
from etappe.calc.disclosure.tables import Table

SECRET = b"a made-up secret of the tests"
PTABLE = ptable(4, 2.25, 2)
AREA = Hierarchy("area", {"N": "", "S": "", "n1": "N", "n2": "N", "s1": "S", "s2": "S"})
AGE = Hierarchy("age", {"young": "", "old": ""})
SEX = Hierarchy("sex", {"m": "", "w": ""})
TREES = {"area": AREA, "age": AGE, "sex": SEX}


def _people(seed: int = 7, number: int = 60) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    columns = {name: rng.choice(tree.leaves, number) for name, tree in TREES.items()}
    return pl.DataFrame({"who": [f"p{i}" for i in range(number)], **columns})


def _counted(people: pl.DataFrame, *dimensions: str, name: str = "t") -> Table:
    counts = people.group_by(dimensions).agg(pl.len().alias("freq"))
    return Table(name, dimensions, TREES, counts)


def _as_dict(result: Perturbed, name: str = "t") -> dict[frozenset[tuple[str, str]], int]:
    frame = result.frame(name)
    dimensions = frame.columns[:-1]
    return {
        frozenset((d, code) for d, code in zip(dimensions, row[:-1], strict=True) if code != "Total"): row[-1]
        for row in frame.rows()
    }


def test_zeros_stay_zeros_and_small_counts_are_never_shown() -> None:
    result = perturb([_counted(_people(), "area", "age", "sex")], PTABLE, SECRET)
    grid, shown = result.grids[0], result.values[0]
    assert (shown[grid.counts == 0] == 0).all()
    assert not np.isin(shown, [1, 2]).any()
    assert (np.abs(shown - grid.counts) <= 4).all()
    assert (shown != grid.counts).any()


def test_asking_again_under_other_names_orders_and_shapes_gives_the_same_answer() -> None:
    people = _people()
    reference = _as_dict(perturb([_counted(people, "area", "age", "sex")], PTABLE, SECRET))
    for order in itertools.permutations(["area", "age", "sex"]):
        shuffled = people.sample(fraction=1, shuffle=True, seed=3)
        again = perturb([_counted(shuffled, *order, name="other")], PTABLE, SECRET)
        assert _as_dict(again, "other") == reference


def test_averaging_many_answers_leaves_the_noise_in_place() -> None:
    people = _people()
    answers = {
        perturb([_counted(people, *order, name=f"query {i}")], PTABLE, SECRET).frame(f"query {i}")["value"][0]
        for i, order in enumerate(itertools.permutations(["area", "age", "sex"]))
    }
    assert len(answers) == 1


def test_a_group_with_the_same_people_as_its_only_occupied_part_has_the_same_answer() -> None:
    people = _people().filter(pl.col("area") == "n1")
    values = _as_dict(perturb([_counted(people, "area", "age")], PTABLE, SECRET))
    for age in ([("age", "young")], [("age", "old")], []):
        answers = {values[frozenset([*age, ("area", code)])] for code in ("n1", "N")} | {values[frozenset(age)]}
        assert len(answers) == 1


def test_tables_counted_from_records_agree_wherever_the_same_people_are_counted() -> None:
    people = _people(number=200)
    pairs = list(itertools.combinations(TREES, 2))
    tables = [_counted(people, *pair, name="-".join(pair)) for pair in pairs]
    keys = {"-".join(pair): count_records(people, pair, "who", SECRET) for pair in pairs}
    together = perturb(tables, PTABLE, SECRET, keys=keys)
    alone = [perturb([table], PTABLE, SECRET, keys=keys) for table in tables]
    seen: dict[frozenset[tuple[str, str]], int] = {}
    for table, one in zip(tables, alone, strict=True):
        assert _as_dict(one, table.name) == _as_dict(together, table.name)
        for cell, value in _as_dict(one, table.name).items():
            assert seen.setdefault(cell, value) == value


def test_next_years_table_changes_only_where_people_changed() -> None:
    people = _people(number=100)
    moved = people.with_columns(pl.when(pl.col("who") == "p5").then(pl.lit("s1")).otherwise("area").alias("area"))
    before, after = (
        _as_dict(
            perturb(
                [_counted(year, "area", "age")],
                PTABLE,
                SECRET,
                keys={"t": count_records(year, ["area", "age"], "who", SECRET)},
            )
        )
        for year in (people, moved)
    )
    row = people.row(5, named=True)
    touched = {row["area"], "s1"} | {AREA.parents[row["area"]], "S"}
    same = {cell for cell in before if not ({code for _, code in cell} & touched)}
    assert same
    assert all(before[cell] == after[cell] for cell in same)


def test_linked_tables_of_counts_give_shared_cells_one_answer() -> None:
    people = _people(number=300)
    tables = [_counted(people, "area", "age", name="a"), _counted(people, "area", "sex", name="b")]
    result = perturb(tables, PTABLE, SECRET)
    one, two = _as_dict(result, "a"), _as_dict(result, "b")
    shared = set(one) & set(two)
    assert len(shared) == 7
    assert all(one[cell] == two[cell] for cell in shared)
    assert _as_dict(perturb(tables[::-1], PTABLE, SECRET), "b") == two


def test_a_coarser_table_takes_its_answers_from_the_finer_one() -> None:
    people = _people(number=300)
    coarse = Hierarchy("coarse", {"N": "", "S": ""})
    districts = people.with_columns(pl.col("area").replace(AREA.parents))
    counts = districts.group_by("area", "age").agg(pl.len().alias("freq"))
    district_table = Table("districts", ("area", "age"), {"area": [coarse, AREA], "age": AGE}, counts)
    result = perturb([_counted(people, "area", "age", "sex"), district_table], PTABLE, SECRET)
    fine, rough = _as_dict(result), _as_dict(result, "districts")
    assert all(fine[cell] == value for cell, value in rough.items())


def test_tables_linked_in_a_ring_need_records_and_the_message_says_so() -> None:
    people = _people(number=300)
    tables = [_counted(people, *pair, name="-".join(pair)) for pair in itertools.combinations(TREES, 2)]
    with pytest.raises(KeyLinkError, match="count keys from records"):
        perturb(tables, PTABLE, SECRET)


def test_contradicting_tables_are_refused() -> None:
    tables = [_counted(_people(1), "area", "age", name="a"), _counted(_people(2), "area", "sex", name="b")]
    with pytest.raises(ContradictionError):
        perturb(tables, PTABLE, SECRET)


def test_grand_totals_can_be_kept_exact_unless_they_are_small_themselves() -> None:
    table = _counted(_people(number=57), "area", "age")
    assert perturb([table], PTABLE, SECRET, exact_totals=True).frame("t")["value"][0] == 57
    tiny = _counted(_people(number=2), "area", "age")
    assert perturb([tiny], PTABLE, SECRET, exact_totals=True).frame("t")["value"][0] not in (1, 2)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6), st.integers(0, 120))
def test_keys_of_margins_are_the_sums_of_the_record_keys(seed: int, number: int) -> None:
    people = _people(seed, number + 1)
    keyed = count_records(people, ["area", "sex"], "who", SECRET)
    grid = perturb([_counted(people, "area", "sex")], PTABLE, SECRET, keys={"t": keyed}).grids[0]
    records = people.with_columns(pl.Series("key", record_keys(people["who"], SECRET)))
    assert int(grid.keys[0, 0]) == sum(records["key"].to_list()) % KEY_SPACE
    south = records.filter(pl.col("area").is_in(["s1", "s2"]) & (pl.col("sex") == "w"))
    place = grid.codes[0].index("S"), grid.codes[1].index("w")
    assert int(grid.keys[place]) == sum(south["key"].to_list()) % KEY_SPACE
    assert int(grid.counts[place]) == south.height


def test_noise_over_many_cells_has_the_promised_mean_and_variance() -> None:
    counts = np.full(200_000, 9, dtype=np.int64)
    keys = record_keys((f"p{i}" for i in range(counts.size)), SECRET)
    change = PTABLE.perturbation(counts, keys)
    assert abs(change.mean()) < 0.02
    assert abs((change.astype(float) ** 2).mean() - 2.25) < 0.05


def test_another_secret_gives_another_noise_and_a_short_one_is_refused() -> None:
    table = _counted(_people(), "area", "age", "sex")
    one, two = (perturb([table], PTABLE, secret).frame("t")["value"] for secret in (SECRET, b"another secret of ours"))
    assert not one.equals(two)
    with pytest.raises(SecretError, match="at least 16"):
        perturb([table], PTABLE, b"short")


def test_derived_keys_do_not_depend_on_the_order_of_columns_and_are_zero_where_nobody_is() -> None:
    cells = pl.DataFrame({"area": ["n1", "n2"], "sex": ["m", "w"], "freq": [4, 0]})
    keys = cell_keys(cells, ["area", "sex"], SECRET)
    assert keys.tolist() == cell_keys(cells, ["sex", "area"], SECRET).tolist()
    assert (keys[0] > 0, int(keys[1])) == (True, 0)


def test_people_without_a_key_are_an_error() -> None:
    people = _people()
    keyed = count_records(people, ["area"], "who", SECRET).filter(pl.col("area") != "n1")
    with pytest.raises(TableError, match="n1 has people but no key"):
        perturb([_counted(people, "area")], PTABLE, SECRET, keys={"t": keyed})
