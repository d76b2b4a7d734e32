"""The question turned round: which share of hires, which year, which ceiling, which lever."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from etappe.calc.workforce import (
    Applicants,
    Beta,
    Hires,
    LeverCode,
    LiftBy,
    Status,
    Target,
    Uncertainty,
    Variants,
    answer,
    band,
    ceiling,
    closed,
    earliest_year,
    gradient,
    levers,
    lifts,
    project,
    required_share,
    simple_model,
)
from etappe.calc.workforce.applied import applied
from etappe.calc.workforce.bands import noise
from etappe.calc.workforce.gradients import share_slopes
from etappe.calc.workforce.model import Model
from etappe.calc.workforce.project import mean_and_sd
from etappe.calc.workforce.renewal import expected
from etappe.calc.workforce.uncertainty import draw
from support.staff import small_city, trainees

UNCERTAIN = Uncertainty(
    hire_share=Beta.observed(30, 100),
    trainee_share=Beta.observed(10, 20),
    leaving={("", "A"): Beta.observed(20, 400), ("educators", "B"): Beta.observed(30, 500)},
)


def _simple(hires: float = 0.40, replacement: float = 1.0, others: float | None = None) -> Model:
    return simple_model(
        start_share=0.12,
        hire_share=hires,
        exit_rate=0.05,
        exit_rate_others=others,
        replacement=replacement,
        start_year=2026,
        staff=1000,
    )


@pytest.mark.parametrize(("replacement", "years", "first"), [(1.0, 27.0, 2054), (0.5, 53.4, 2080)])
def test_the_headline(replacement: float, years: float, first: int) -> None:
    assert closed.years_to_target(0.12, 0.33, 0.40, 0.05, replacement) == pytest.approx(years, abs=0.05)
    found = earliest_year(_simple(replacement=replacement), Target(0.33))
    assert (found.status, found.year) == (Status.REACHED, first)
    assert found.years == pytest.approx(closed.years_to_target(0.12, 0.33, 0.40, 0.05, replacement), abs=1e-6)


@given(s=st.floats(0, 1), h=st.floats(0, 1), w=st.floats(0.01, 1), rho=st.floats(0, 1), years=st.integers(0, 40))
@settings(max_examples=25, deadline=None)
def test_the_closed_form_is_the_projection(s: float, h: float, w: float, rho: float, years: int) -> None:
    model = simple_model(start_share=s, hire_share=h, exit_rate=w, replacement=rho, start_year=2026)
    found = expected(model, years)
    # Where hardly a millionth of the staff is left, rounding is as large as they are.
    if found.group[0, years] + found.others[0, years] > 1e-6:
        assert found.share[0, years] == pytest.approx(closed.share_after(s, h, w, rho, years), abs=1e-9)


@pytest.mark.parametrize("model", [small_city(), small_city(trainees=trainees(), unknown=0.1)], ids=["plain", "more"])
def test_the_gradient_by_year_equals_finite_differences(model: Model) -> None:
    years, step = 8, 1e-5
    found = gradient(model, years)
    for t in (0, 3, 7):
        moved = np.zeros((2, years))
        moved[0, t], moved[1, t] = step, -step
        hires = expected(model, years, Variants(hire_shift=moved))
        posts = expected(model, years, Variants(replacement_shift=moved))
        by_hires = (hires.group[0] - hires.group[1]) / (2 * step)
        np.testing.assert_allclose(found.group_by_hires[t], by_hires, atol=1e-6)
        np.testing.assert_allclose(found.share_by_hires[t], (hires.share[0] - hires.share[1]) / (2 * step), atol=1e-6)
        np.testing.assert_allclose(
            found.group_by_replacement[t], (posts.group[0] - posts.group[1]) / (2 * step), atol=1e-6
        )


def test_slopes_of_all_settings_equal_finite_differences() -> None:
    model, years, step = small_city(trainees=trainees(), unknown=0.1), 8, 1e-5
    plan = model.trainees
    assert plan is not None
    K = len(model.strata)
    ends = {
        "trainee_share": Variants(trainee_share=plan.share + step * np.array([1, -1])),
        "take_over": Variants(take_over=plan.take_over + step * np.array([1, -1])),
        "intake": Variants(intake=1 + step * np.array([1, -1])),
        "unknown_share": Variants(unknown_share=model.unknown_share + step * np.array([1, -1])),
        "leaving_group": Variants(leaving=np.ones((2, K, 2)) + step * np.array([1, -1])[:, None, None] * [1, 0]),
    }
    found = share_slopes(model, years, tuple(ends))
    for name, variants in ends.items():
        share = expected(model, years, variants).share
        np.testing.assert_allclose(found[name], (share[0] - share[1]) / (2 * step), atol=1e-6, err_msg=name)


@pytest.mark.parametrize("probability", [0.5, 0.8])
def test_the_share_of_hires_found_reaches_the_target(probability: float) -> None:
    model = small_city(trainees=trainees())
    needed = required_share(model, Target(0.30), years=15)
    for year in (2032, 2041):
        h = needed.by(year, probability)
        assert h is not None
        found = mean_and_sd(applied(model, Variants(hire_share=np.array([h]))), 15)
        at = year - 2026
        assert float(ndtr((found.share[at] - 0.30) / found.share_sd[at])) == pytest.approx(probability, abs=1e-6)


def test_more_certainty_needs_more_hires_and_more_time_fewer() -> None:
    needed = required_share(small_city(), Target(0.30), years=12, uncertainty=UNCERTAIN, draws=256)
    half, most = needed.shares
    there = np.isfinite(most)
    assert (half[there] < most[there]).all()
    assert (np.diff(half[np.isfinite(half)]) < 0).all()


def test_no_share_of_hires_is_enough_for_next_year() -> None:
    assert required_share(_simple(), Target(0.9), years=5).by(2027) is None


def test_a_target_met_needs_no_hires_at_all() -> None:
    assert required_share(_simple(), Target(0.05), years=3).by(2027) == 0.0


def test_never_comes_with_its_ceiling_and_what_would_lift_it() -> None:
    model = _simple(hires=0.34, others=0.04)
    found = earliest_year(model, Target(0.33))
    assert found.status is Status.NEVER
    assert found.year is None
    assert found.ceiling.limit == pytest.approx(closed.ceiling(0.34, 0.05, 0.04), abs=1e-8)
    lift = next(lift for lift in lifts(model, 0.33) if lift.by is LiftBy.HIRE_SHARE)
    assert lift.needed == pytest.approx(closed.least_hires(0.33, 0.05, 0.04), abs=1e-6)


def test_the_ceiling_of_a_real_staff_is_not_exceeded() -> None:
    model = small_city(trainees=trainees())
    assert expected(model, 200).share[0].max() <= ceiling(model).highest + 1e-9


def test_a_staff_that_dies_out_has_a_ceiling_all_the_same() -> None:
    model = simple_model(
        start_share=0.3, hire_share=0.9, exit_rate=0.05, exit_rate_others=0.06, replacement=0.0, start_year=2026
    )
    top = ceiling(model)
    assert 0.3 < top.highest < 0.6
    assert not top.settled
    assert earliest_year(model, Target(0.6)).status is Status.NEVER
    by_replacement = next(lift for lift in lifts(model, 0.6) if lift.by is LiftBy.REPLACEMENT)
    assert by_replacement.needed is not None


def test_a_target_may_be_met_today_and_lost_later() -> None:
    model = simple_model(start_share=0.3, hire_share=0.1, exit_rate=0.05, replacement=1.0, start_year=2026)
    found = earliest_year(model, Target(0.25))
    assert found.status is Status.ALREADY
    assert found.year == 2026
    assert found.lost == 2032


def test_parity_runs_ahead_of_the_staff() -> None:
    model = _simple(hires=0.45)
    fixed, moving = Target(0.35), Target(0.35, change=0.004, year=2026)
    assert earliest_year(model, fixed).status is Status.REACHED
    assert earliest_year(model, moving).status is Status.NEVER


def test_draws_are_exact_in_the_mean_and_close_in_spread() -> None:
    model, years = small_city(trainees=trainees()), 10
    drawn = draw(model, UNCERTAIN, None, years, count=512)
    paths = expected(model, years, drawn.variants)
    spread = noise(model, years, drawn).sd(paths, drawn.variants)
    for at in (0, 100, 511):
        alone = mean_and_sd(applied(model, drawn.variants, at), years)
        np.testing.assert_allclose(paths.share[at], alone.share, atol=1e-9)
        np.testing.assert_allclose(spread[at, 1:], alone.share_sd[1:], rtol=0.03)


def test_bands_hold_what_is_to_come_as_often_as_they_say() -> None:
    """A city whose true rates are drawn from what is known of them, lived through with dice, 240 times."""
    model, years, times = small_city(120), 6, 240
    known = Uncertainty(hire_share=Beta.observed(30, 100), leaving={("", "A"): Beta.observed(20, 400)})
    found = band(model, known, years=years, draws=2048)
    lives = draw(model, known, None, years, count=256, seed=11).variants
    random = np.random.default_rng(2)
    inside = 0
    for at in range(times):
        truth = mean_and_sd(applied(model, lives, at), years)
        lived = random.normal(truth.share[years], truth.share_sd[years])
        inside += found.quantiles[1, years] <= lived <= found.quantiles[3, years]
    assert 0.75 <= inside / times <= 0.85


def test_levers_are_ranked_and_trainees_count() -> None:
    model = small_city(trainees=trainees())
    found = levers(model, 2036, applicants=Applicants(0.4, 0.6), uncertainty=UNCERTAIN, target=Target(0.4), sobol=True)
    sizes = [abs(lever.per_point) for lever in found]
    assert sizes == sorted(sizes, reverse=True)
    by_code = {lever.code: lever for lever in found}
    assert set(by_code) == set(LeverCode)
    hires = by_code[LeverCode.HIRE_SHARE]
    assert hires.share_low < hires.share_high
    assert hires.first_order is not None
    assert by_code[LeverCode.KEEP_GROUP].per_point > 0
    a, odds = 0.4, 0.6
    slope = odds / (1 - a + a * odds) ** 2
    assert by_code[LeverCode.APPLICANTS].per_point == pytest.approx(hires.per_point * slope)


def test_a_slower_freeze_cannot_beat_a_full_one_in_years() -> None:
    slow, fast = (earliest_year(_simple(replacement=rho), Target(0.33)).year for rho in (0.5, 1.0))
    assert slow is not None
    assert fast is not None
    assert slow > fast


@pytest.mark.parametrize(
    "plan", [{"pull": 0.5, "replacement": 1.0}, {"establishment": {"educators": [90]}}], ids=["pull", "establishment"]
)
def test_coupled_posts_get_a_whole_answer_too(plan: dict[str, object]) -> None:
    model = small_city(60, plan=plan)
    found = answer(model, Target(0.3), deadline=2032, hires=Hires(100, 35), years=6, draws=8, fine=False)
    np.testing.assert_allclose(found.projection.share, expected(found.model, 6).share[0], atol=1e-9)
    assert found.levers[0].code is LeverCode.HIRE_SHARE
    assert found.required.shares.shape == (2, 6)


def test_merit_selection_gives_the_share_of_hires() -> None:
    future = project(_simple(hires=Applicants(0.5, 1.0).hire_share), 1)
    assert future.flow.hired[0, 0, 0] == pytest.approx(future.flow.hired[0, 0, 1])
