"""A projection is exact: three ways to the same numbers, a fourth with dice, and figures of others."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etappe.calc.workforce import Method, Model, Note, Rates, project, simple_model, simulate
from etappe.calc.workforce.moments import distribution
from etappe.calc.workforce.posts import look_back
from etappe.calc.workforce.project import mean_and_sd
from etappe.calc.workforce.renewal import expected
from support.staff import small_city, trainees

PEER = Path(__file__).resolve().parents[3].parent / "shared" / "cases" / "pyugend2.json"
UNUSUAL = 4.0

CITIES = {
    "plain": small_city,
    "everybody replaced": lambda: small_city(replacement=1.0),
    "nobody replaced": lambda: small_city(replacement=0.0),
    "only A hired": lambda: small_city(hire_share=1.0),
    "only B hired": lambda: small_city(hire_share=0.0),
    "some unknown": lambda: small_city(unknown=0.2),
    "trainees": lambda: small_city(trainees=trainees()),
    "trainees who count": lambda: small_city(trainees=trainees(counted=True)),
}


@pytest.mark.parametrize("name", CITIES)
def test_nobody_appears_or_vanishes(name: str) -> None:
    assert project(CITIES[name](), 25).flow.imbalance < 1e-9


@pytest.mark.parametrize("name", CITIES)
def test_forward_backward_and_renewal_agree(name: str) -> None:
    model = CITIES[name]()
    future, renewed = project(model, 20), expected(model, 20)
    forward = future.flow.stock.sum((1, 3)) + future.flow.in_training
    np.testing.assert_allclose(future.group, forward[:, 0], atol=1e-9)
    np.testing.assert_allclose(future.others, forward[:, 1], atol=1e-9)
    np.testing.assert_allclose(future.group, renewed.group[0], atol=1e-9)


@pytest.mark.parametrize("name", CITIES)
def test_dice_give_the_same_mean_and_spread(name: str) -> None:
    model, runs = CITIES[name](), 300
    future = project(model, 6)
    group = simulate(model, 6, runs, seed=5).group[:, 1:]
    error = np.maximum(future.group_sd[1:], 1e-9) / np.sqrt(runs)
    assert (np.abs(group.mean(0) - future.group[1:]) < UNUSUAL * error + 1e-9).all()
    ratio = group.std(0, ddof=1) / np.maximum(future.group_sd[1:], 1e-9)
    assert (np.abs(ratio - 1) < UNUSUAL / np.sqrt(2 * runs)).all()


@pytest.mark.parametrize(
    "plan",
    [
        {"establishment": {"educators": [100, 100, 90, 80]}},
        {"pull": 0.6},
        {"trainees": trainees(placement="vacancies")},
    ],
    ids=["posts are capped", "promotion by vacancies", "trainees fill vacancies"],
)
def test_coupled_posts_are_simulated_and_say_so(plan: dict[str, object]) -> None:
    model = small_city(plan=plan)
    future = project(model, 6, runs=150)
    assert future.method is Method.SIMULATED
    assert Note.COUPLED in future.notes
    assert future.flow.imbalance < 1e-9
    mean = simulate(model, 6, 150, seed=9).share.mean(0)
    # Caps bend the mean a little: a fluid of fractions is not the mean of whole people.
    assert np.abs(mean - future.share).max() < UNUSUAL * future.share_sd.max() / np.sqrt(150) + 0.003


def _peer() -> tuple[Model, dict[str, list[float]]]:
    if not PEER.exists():
        pytest.skip("the peer's figures are not here")
    case = json.loads(PEER.read_text())
    args = case["args"]

    def by_level(women: str, men: str, levels: int = 3) -> np.ndarray:
        values = np.zeros((1, 2, 3, 1))
        for level in range(levels):
            values[0, :, level, 0] = args[women.format(level + 1)], args[men.format(level + 1)]
        return values

    hires = by_level("hiring_rate_women_{}", "hiring_rate_men_{}")
    leave = by_level("attrition_rate_women_{}", "attrition_rate_men_{}")
    promote = by_level("female_promotion_probability_{}", "male_promotion_probability_{}", 2)
    none = np.zeros_like(leave)
    rates = Rates(none, leave, none, promote, hires / hires.sum((2, 3), keepdims=True), aging=False)
    n0 = case["n0"]
    model = Model(
        start_year=2000,
        strata=("all",),
        levels=("1", "2", "3"),
        units=("all",),
        occupation=("all",),
        rates=rates,
        cells=np.array([[0, 0, level, 0] for level in range(3)]),
        counts=np.array([[n0[level], n0[3 + level], 0.0] for level in range(3)]),
        replacement=np.ones((1, 1)),
        hire_share=np.array([[hires[0, 0].sum() / hires.sum()]]),
    )
    return model, case


def test_the_chain_of_a_published_model_is_met_exactly() -> None:
    model, case = _peer()
    future = project(model, 29)
    np.testing.assert_allclose(future.share, case["exact_mean_share"], atol=1e-9)
    np.testing.assert_allclose(future.share_sd, case["exact_sd_share"], atol=1e-9)


def test_the_peers_runs_scatter_around_it() -> None:
    model, case = _peer()
    future, runs = project(model, 29), np.array(case["peer_mc400_mean_sd"])
    error = 4 * runs[1:, 1] / 20
    assert (np.abs(runs[1:, 0] - future.share[1:]) < error).all()


def test_the_share_of_hires_may_change_from_year_to_year() -> None:
    model = small_city()
    path = np.linspace(0.1, 0.6, 8)[None].repeat(len(model.strata), 0)
    moving = project(model.having(hire_share=path), 8)
    assert moving.share[8] > project(model.having(hire_share=path[:, :1]), 8).share[8]
    assert moving.flow.imbalance < 1e-9


def test_breakdowns_add_up_to_the_whole() -> None:
    future = project(small_city(unknown=0.1, trainees=trainees()), 10)
    occupations = future.occupations.filter(future.occupations["year"] == 2036)
    levels = future.by_level.filter(future.by_level["year"] == 2036)
    assert occupations["group"].sum() == pytest.approx(future.group[10])
    assert levels["others"].sum() == pytest.approx(future.others[10])
    today = future.units.filter(future.units["year"] == 2026)
    assert today["group"].sum() == pytest.approx(future.group[0])
    assert set(future.occupations["name"]) == {"administration", "educators"}


def test_the_unknown_are_never_silently_others() -> None:
    model = small_city(unknown=0.3)
    future = project(model, 10)
    assert Note.UNKNOWN_GROUP in future.notes
    assert (future.share_low <= future.share).all()
    assert (future.share <= future.share_high).all()
    known = model.counts[:, 0].sum() / model.counts[:, :2].sum()
    assert future.share[0] == pytest.approx(known)


def test_nobody_hired_leaves_an_empty_house() -> None:
    future = project(small_city(replacement=0.0, plan={"exempt_units": []}), 55)
    assert {Note.NO_HIRES, Note.SHRINKS, Note.EMPTY} <= set(future.notes)
    assert future.total[55] == pytest.approx(0.0)
    assert np.isnan(future.share[55])


def test_the_retirement_wave_follows_the_real_ages() -> None:
    future = project(small_city(), 10)
    assert future.movements["retired"][0] > 0
    total = future.movements.select("retired", "left", "transferred").sum().row(0)
    assert sum(total) == pytest.approx(future.flow.left.sum())


@given(
    start=st.floats(0, 1),
    hires=st.floats(0, 1),
    leave=st.floats(0, 1),
    others=st.floats(0, 1),
    refill=st.floats(0, 1),
)
@settings(max_examples=40, deadline=None)
def test_numbers_stay_within_reason(start: float, hires: float, leave: float, others: float, refill: float) -> None:
    model = simple_model(
        start_share=start,
        hire_share=hires,
        exit_rate=leave,
        exit_rate_others=others,
        replacement=refill,
        start_year=2026,
        staff=100,
    )
    future = project(model, 12)
    assert future.flow.imbalance < 1e-9
    assert (future.group >= -1e-9).all()
    assert (future.total <= 100 + 1e-9).all()
    share = future.share[np.isfinite(future.share)]
    assert ((share >= -1e-12) & (share <= 1 + 1e-12)).all()
    assert (future.group_sd >= 0).all()


def test_at_constant_size_the_whole_distribution_is_known() -> None:
    model = small_city(120, replacement=1.0)
    posts = look_back(model, 5)
    people = posts.people[:, :2].T.ravel()
    held = np.concatenate([posts.held[:, 0, 5, 0], posts.held[:, 1, 5, 0]])
    start, chances = distribution(people[people > 0], held[people > 0])
    numbers = start + np.arange(len(chances))
    found = mean_and_sd(model, 5)
    assert chances.sum() == pytest.approx(1.0)
    assert numbers @ chances == pytest.approx(found.mean[5, 0])
    assert np.sqrt((numbers - found.mean[5, 0]) ** 2 @ chances) == pytest.approx(np.sqrt(found.variance[5, 0]))
