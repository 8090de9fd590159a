"""What can be replaced gives no leverage, and what cannot gives it up to the whole stake."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import InputError
from suasion.model.strategy.substitution import leverage_lost

unhurried = settings(deadline=None)  # a busy machine is no failure

amounts = st.floats(0, 1e4, allow_subnormal=False)
elasticities = st.one_of(st.floats(0.05, 50), st.just(np.inf), st.just(1.0))


def lost(
    flows: list[float],
    *,
    elasticity: float = np.inf,
    refill: list[float] | None = None,
    weights: list[float] | None = None,
    size: float = 100.0,
    reference: float = 1.0,
    patron: int = 0,
) -> float:
    n = len(flows)
    found = leverage_lost(
        np.array(flows, dtype=float),
        patron=patron,
        weights=np.array(weights or [1.0] * n),
        elasticity=np.array(elasticity),
        refill=np.array(refill or [0.0] * n),
        size=np.array(size),
        reference=np.array(reference),
    )
    return float(found)


@unhurried
@given(st.lists(amounts, min_size=2, max_size=4), st.lists(st.floats(0.01, 1), min_size=4, max_size=4))
def test_full_substitution_kills_leverage(flows: list[float], parts: list[float]) -> None:
    others = np.array(parts[: len(flows) - 1])
    refill = [0.0, *(others / others.sum()).tolist()]
    assert lost(flows, refill=refill) == pytest.approx(0, abs=1e-12)


@unhurried
@given(st.lists(amounts, min_size=1, max_size=4), elasticities, st.floats(0, 1))
def test_leverage_lies_between_nothing_and_a_full_stake(flows: list[float], elasticity: float, part: float) -> None:
    n = len(flows)
    refill = [0.0] + [part / max(1, n - 1)] * (n - 1)
    assert 0 <= lost(flows, elasticity=elasticity, refill=refill) <= 1


@unhurried
@given(st.lists(amounts, min_size=1, max_size=4), elasticities, st.floats(0, 1e4))
def test_more_of_a_flow_never_lowers_its_leverage_if_nobody_refills(
    flows: list[float], elasticity: float, more: float
) -> None:
    first = lost(flows, elasticity=elasticity)
    assert lost([flows[0] + more, *flows[1:]], elasticity=elasticity) >= first - 1e-9


@unhurried
@given(st.lists(amounts, min_size=2, max_size=4), st.floats(0, 1), st.floats(0, 1))
def test_the_more_is_refilled_the_less_leverage_is_left(flows: list[float], one: float, other: float) -> None:
    less, more = sorted((one, other))
    left = [lost(flows, refill=[0.0, part, *[0.0] * (len(flows) - 2)]) for part in (less, more)]
    assert left[1] <= left[0] + 1e-12


def test_what_replaces_another_fully_is_the_sum_and_the_stake_that_of_leverage() -> None:
    expected = (np.log1p(9) - np.log1p(3)) / np.log1p(100)
    assert lost([6, 3]) == pytest.approx(expected, abs=1e-12)


def test_a_stake_is_never_more_than_full() -> None:
    assert lost([1e6], reference=0.25) == 1
    assert lost([1e6, 1e6], reference=0.25) == 0  # one of two floods is more than enough


@pytest.mark.parametrize("near", [1e-12, 1e-9, 1e-6, -1e-6, -1e-9, -1e-12])
def test_leverage_is_smooth_where_the_elasticity_passes_one(near: float) -> None:
    flows, refill = [5.0, 2.0, 9.0], [0.0, 0.3, 0.3]
    limit = 3 * np.prod(flows) ** (1 / 3)  # without one of the flows, which none can replace, there is nothing
    at_one = lost(flows, elasticity=1.0, refill=refill)
    assert at_one == pytest.approx(np.log1p(limit) / np.log1p(100), abs=1e-12)
    assert lost(flows, elasticity=1 + near, refill=refill) == pytest.approx(at_one, abs=1e-5)


@pytest.mark.parametrize("elasticity", [0.02, 0.5, 2.0, 30.0, 1e6])
def test_the_composite_is_that_of_its_formula(elasticity: float) -> None:
    """Before less after a loss without refill, against the power mean written out."""
    flows, shares = np.array([5.0, 2.0, 9.0]), np.array([0.5, 0.2, 0.3])
    power = (elasticity - 1) / elasticity
    whole = 3 * np.sum(shares * flows**power) ** (1 / power)
    after = 3 * np.sum(shares[1:] * flows[1:] ** power) ** (1 / power) if power > 0 else 0.0
    found = lost(flows.tolist(), weights=shares.tolist(), elasticity=elasticity)
    assert found == pytest.approx((np.log1p(whole) - np.log1p(after)) / np.log1p(100), abs=1e-9)


def test_a_patron_whose_flow_is_better_given_by_others_has_no_leverage() -> None:
    assert lost([5, 5], weights=[0.1, 0.9], refill=[0.0, 1.0]) == 0


def test_flows_that_nothing_replaces_are_worth_the_smallest_of_them() -> None:
    """Raised to so high a power, no flow may overflow: of a thousandth and a thousand the first counts."""
    assert lost([1e-3, 1e3], elasticity=0.005) == pytest.approx(np.log1p(2e-3) / np.log1p(100), rel=0.01)


def test_a_patron_that_is_not_needed_has_no_leverage() -> None:
    assert lost([5, 5], weights=[0, 1], elasticity=0.5) == 0
    assert lost([0, 5], elasticity=2.0) == 0


def test_no_flows_at_all_give_nobody_leverage() -> None:
    for elasticity in (0.5, 1.0, 2.0, np.inf):
        assert lost([0, 0], elasticity=elasticity) == 0


def test_draws_are_answered_as_they_would_be_alone() -> None:
    rng = np.random.default_rng(1)
    flows, elasticity = rng.uniform(0, 10, (50, 3)), rng.uniform(0.2, 5, 50)
    together = leverage_lost(
        flows, patron=1, weights=np.ones(3), elasticity=elasticity, refill=np.array([0.2, 0, 0.5]),
        size=np.array(100.0), reference=np.array(1.0),
    )  # fmt: skip
    alone = [
        lost(row.tolist(), elasticity=float(sigma), refill=[0.2, 0, 0.5], patron=1)
        for row, sigma in zip(flows, elasticity, strict=True)
    ]
    assert together == pytest.approx(alone, abs=1e-12)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"flows": [-1.0, 1.0]}, "below 0"),
        ({"weights": [0.0, 0.0]}, "weight 0"),
        ({"elasticity": 0.0}, "elasticity"),
        ({"size": 0.0}, "size"),
        ({"reference": -1.0}, "reference"),
        ({"refill": [0.0, 1.2]}, "more than all"),
        ({"refill": [0.0, -0.2]}, "less than nothing"),
    ],
)
def test_quantities_that_are_none_are_refused(changed: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        lost(**({"flows": [1.0, 1.0]} | changed))  # type: ignore[arg-type]
