"""Keys of municipalities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etappe.interop.ags import InvalidKey, ags_to_ars, ars_to_ags, is_ags, is_ars, normalise_ags

NRW_KEYS = st.builds("05{:06d}".format, st.integers(0, 999_999))


@pytest.mark.parametrize(("ags", "ars"), [("05112000", "051120000000"), ("05954036", "059540036036")])
def test_short_and_long_key_name_the_same_municipality(ags: str, ars: str) -> None:
    assert ags_to_ars(ags) == ars
    assert ars_to_ags(ars) == ags


@given(NRW_KEYS)
def test_the_way_there_and_back_ends_where_it_began(ags: str) -> None:
    assert is_ars(ags_to_ars(ags))
    assert ars_to_ags(ags_to_ars(ags)) == ags


@given(NRW_KEYS)
def test_a_lost_zero_is_found_again_and_reported(ags: str) -> None:
    for cell in (int(ags), float(ags), str(int(ags))):
        repaired = normalise_ags(cell)
        assert repaired.key == ags
        assert any("führende Null" in note for note in repaired.notes)


def test_a_correct_key_is_left_alone() -> None:
    assert normalise_ags(" 05 112 000 ").key == "05112000"
    assert normalise_ags("05112000").notes == ()


def test_counties_and_long_keys_become_short_keys_and_say_so() -> None:
    assert normalise_ags("05954").key == "05954000"
    assert normalise_ags("5954").key == "05954000"
    assert normalise_ags("59540036036").key == "05954036"
    assert "Regionalschlüssel" in normalise_ags("059540036036").notes[0]


@pytest.mark.parametrize("raw", ["", "Duisburg", "99112000", "051120001", "059540036035", "٠٥١١٢٠٠٠", -5112000])
def test_what_is_no_key_is_refused_with_an_example(raw: str | int) -> None:
    with pytest.raises(InvalidKey, match="05112000"):
        normalise_ags(raw)


def test_other_states_have_associations_that_no_short_key_contains() -> None:
    assert is_ags("09276130")
    assert is_ars("092760130130")
    with pytest.raises(InvalidKey, match="Nordrhein-Westfalen"):
        ags_to_ars("09276130")


@pytest.mark.parametrize("key", ["0511200", "05112000 ", "00112000"])
def test_wrong_lengths_and_states_are_no_keys(key: str) -> None:
    assert not is_ags(key)
    with pytest.raises(InvalidKey):
        ags_to_ars(key)
    with pytest.raises(InvalidKey):
        ars_to_ags(key)
