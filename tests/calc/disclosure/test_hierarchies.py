"""A hierarchy is a tree under one total, or it says why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.calc.disclosure.errors import (
    DisclosureError,
    DuplicateCodeError,
    EmptyHierarchyError,
    HierarchyCycleError,
    HierarchyMismatchError,
    MissingParentError,
    ReservedCodeError,
)
from etappe.calc.disclosure.hierarchies import TOTAL, Hierarchy
from etappe.calc.disclosure.tables import Dimension


def test_the_total_and_an_empty_parent_mean_the_same() -> None:
    assert Hierarchy("a", {"x": ""}) == Hierarchy("a", {"x": TOTAL})


def test_leaves_are_the_codes_that_nothing_is_counted_in() -> None:
    tree = Hierarchy("area", {"D1": "", "D2": "", "D1_a": "D1", "D1_b": "D1"})
    assert tree.leaves == ("D1_a", "D1_b", "D2")
    assert tree.children == {"D1": ("D1_a", "D1_b"), TOTAL: ("D1", "D2")}


@pytest.mark.parametrize(
    ("parents", "kind", "named"),
    [
        ({}, EmptyHierarchyError, "empty"),
        ({"a": "b", "b": "a"}, HierarchyCycleError, "a → b → a"),
        ({"a": "a"}, HierarchyCycleError, "a → a"),
        ({"x": "a", "a": "b", "b": "a", "y": ""}, HierarchyCycleError, "a → b → a"),
        ({"a": "b"}, MissingParentError, "“b”"),
        ({TOTAL: ""}, ReservedCodeError, "Total"),
        ({"": TOTAL}, ReservedCodeError, "total"),
    ],
)
def test_what_is_no_tree_is_refused_by_name(parents: dict[str, str], kind: type[DisclosureError], named: str) -> None:
    with pytest.raises(kind, match=named) as refusal:
        Hierarchy("area.csv", parents)
    assert "area.csv" in str(refusal.value)
    assert refusal.value.facts["hierarchy"] == "area.csv"


def test_a_code_in_two_places_is_refused_with_both_places() -> None:
    with pytest.raises(DuplicateCodeError, match=r"“D1”.*“D2”"):
        Hierarchy.from_rows("area", [("D1", ""), ("D2", ""), ("x", "D1"), ("x", "D2")])


def test_a_thousand_levels_are_no_problem() -> None:
    parents = {f"{level:04}": f"{level - 1:04}" if level else "" for level in range(1000)}
    assert Hierarchy("deep", parents).leaves == ("0999",)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_any_list_of_earlier_parents_is_a_tree(choices: list[int]) -> None:
    parents = {f"c{n}": f"c{choice % n}" if n and choice < 25 else "" for n, choice in enumerate(choices)}
    tree = Hierarchy("random", parents)
    assert sorted([*tree.leaves, *(group for group in tree.children if group != TOTAL)]) == sorted(parents)


class TestSeveralHierarchiesOfOneDimension:
    AGES = Hierarchy("bands", {"A": "", "B": "", "a1": "A", "a2": "A", "b1": "B"})
    OTHERWISE = Hierarchy("school", {"S": "", "a1": "S", "a2": "", "b1": "S"})

    def test_codes_with_the_same_people_are_one(self) -> None:
        dimension = Dimension.merge("age", [self.AGES])
        assert dimension.number("B") == dimension.number("b1")
        assert dimension.number("A") != dimension.number("a1")

    def test_the_total_is_number_zero(self) -> None:
        assert Dimension.merge("age", [self.AGES, self.OTHERWISE]).number(TOTAL) == 0

    def test_groups_of_one_that_fill_a_group_of_another_add_up_to_it(self) -> None:
        bands = Hierarchy("bands", {"A": "", "B": "", "c": "", "a1": "A", "a2": "A", "b1": "B", "b2": "B"})
        wide = Hierarchy("wide", {"W": "", "c": "", "a1": "W", "a2": "W", "b1": "W", "b2": "W"})
        dimension = Dimension.merge("age", [bands, wide])
        assert (dimension.number("W"), (dimension.number("A"), dimension.number("B"))) in dimension.rules

    def test_the_order_in_which_they_are_given_does_not_matter(self) -> None:
        assert Dimension.merge("age", [self.AGES, self.OTHERWISE]) == Dimension.merge(
            "age", [self.OTHERWISE, self.AGES, self.AGES]
        )

    def test_one_that_leaves_somebody_out_is_refused(self) -> None:
        with pytest.raises(HierarchyMismatchError, match="“b1”"):
            Dimension.merge("age", [self.AGES, Hierarchy("short", {"a1": "", "a2": ""})])

    def test_one_that_counts_somebody_twice_is_refused(self) -> None:
        twice = Hierarchy("twice", {"A": "", "a1": "", "b1": ""})
        with pytest.raises(HierarchyMismatchError, match="twice"):
            Dimension.merge("age", [self.AGES, twice])

    def test_two_that_turn_each_other_inside_out_are_refused(self) -> None:
        with pytest.raises(HierarchyMismatchError, match="itself"):
            Dimension.merge("age", [Hierarchy("one", {"x": "", "y": "x"}), Hierarchy("two", {"y": "", "x": "y"})])
