"""What has no measure is drawn widely; what has one is left alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from suasion.model.allowance import SHARE_POWER, STAKE_POWER, filled
from suasion.model.leverage import Components
from suasion.model.sampling import uniform_columns

DRAWS = 4096
U = uniform_columns(["stake", "share", "willingness", "capacity"], draws=DRAWS, seed=0)
NONE = np.full(DRAWS, np.nan)
parts = st.one_of(st.just(np.nan), st.floats(0, 1))


def leverage(stake: float, share: float, substitutability: float, control: float = 0.8) -> np.ndarray:
    known = Components(*(np.full(DRAWS, part) for part in (stake, share, substitutability, control)))
    return filled(
        known, stake=U["stake"], share=U["share"], willingness=U["willingness"], capacity=0.25 + 0.75 * U["capacity"]
    )


def test_what_is_measured_is_left_alone() -> None:
    assert np.allclose(leverage(0.5, 0.4, 0.3), 0.5 * 0.4 * 0.7 * 0.8)


@given(parts, parts, parts)
def test_it_stays_between_nothing_and_control(stake: float, share: float, substitutability: float) -> None:
    drawn = leverage(stake, share, substitutability)
    assert ((drawn >= 0) & (drawn <= 0.8 + 1e-12)).all()


def test_a_larger_known_share_gives_more() -> None:
    assert (
        leverage(np.nan, 0.9, np.nan).mean() > leverage(np.nan, 0.3, np.nan).mean() > leverage(np.nan, np.nan, 0).min()
    )


def test_unknown_parts_have_the_quantiles_that_the_comments_give() -> None:
    stake, share = U["stake"] ** STAKE_POWER, U["share"] ** SHARE_POWER
    assert np.quantile(stake, [0.5, 0.95]).round(2).tolist() == [0.25, 0.9]
    assert np.quantile(share, [0.5, 0.95]).round(2).tolist() == [0.06, 0.81]
