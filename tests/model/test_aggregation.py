"""A total under unknown weights, its parts, and where its uncertainty comes from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.model.aggregation import shapley, variance_shares, weight_draws, weighted_total
from suasion.model.leverage import Components

unit = st.floats(0, 1)


@given(st.dictionaries(st.sampled_from("abcdef"), unit, min_size=1))
def test_parts_add_up_to_the_whole(values: dict[str, float]) -> None:
    whole = 1 - np.prod([1 - value for value in values.values()])
    parts = shapley(values)
    assert sum(parts.values()) == pytest.approx(whole, abs=1e-12)
    assert all(part >= -1e-15 for part in parts.values())


def test_weights_add_up_and_favour_no_instrument() -> None:
    weights = weight_draws(["aid", "trade", "loans"], draws=4096, seed=1)
    assert np.allclose(sum(weights.values()), 1)
    assert all(abs(weight.mean() - 1 / 3) < 0.01 for weight in weights.values())
    fewer = weight_draws(["aid", "trade"], draws=4096, seed=1)
    whole = weights["aid"] + weights["trade"]
    assert np.allclose(weights["aid"] / whole, fewer["aid"])  # another instrument changes nothing between these


@given(unit, unit, unit)
def test_a_larger_leverage_never_lowers_the_mean(one: float, other: float, more: float) -> None:
    weights = weight_draws(["aid", "trade"], draws=32, seed=0)
    ones = np.ones(32)
    before = weighted_total({("aid",): one * ones, ("trade",): other * ones}, weights)
    after = weighted_total({("aid",): max(one, more) * ones, ("trade",): other * ones}, weights)
    assert (after >= before).all()
    assert ((before >= 0) & (before <= 1 + 1e-12)).all()


def test_variance_is_laid_at_the_door_of_what_varies() -> None:
    draw = np.random.default_rng(0)
    ones = np.ones(500)
    aid = Components(stake=0.5 * ones, share=draw.uniform(0.1, 0.9, 500), substitutability=0.2 * ones, control=ones)
    trade = Components(stake=0.5 * ones, share=0.1 * ones, substitutability=0.2 * ones, control=ones)
    parts = {"aid": aid, "trade": trade}
    found = variance_shares({name: part.leverage for name, part in parts.items()}, parts)
    assert found["aid", "share"] == pytest.approx(1)
    assert sum(found.values()) == pytest.approx(1)
    assert variance_shares({"trade": trade.leverage}, parts) == {}
