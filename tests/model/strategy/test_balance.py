"""A burden shared by a table of balanced collections is that of the linear programme."""

from __future__ import annotations

import numpy as np
import pytest

from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.balance import balanced_collections, balanced_shares
from suasion.model.strategy.sharing import least_shares


@pytest.mark.parametrize(("n", "count"), [(1, 1), (2, 2), (3, 6), (4, 42), (5, 1292)])
def test_there_are_as_many_collections_as_are_known(n: int, count: int) -> None:
    found = balanced_collections(n)
    assert len(found) == count
    holds = np.array([[code >> j & 1 for code in range(1, 1 << n)] for j in range(n)])
    assert found @ holds.T == pytest.approx(np.ones((count, n)))


def worths(n: int, n_games: int) -> np.ndarray:
    """Return burdens without any order in them, as hard as they come, with those of larger sets larger."""
    rng = np.random.default_rng(n)
    size = np.array([code.bit_count() for code in range(1, 1 << n)])[:, None]
    return rng.uniform(0, 1, (2**n - 1, n_games)) * size


def test_three_members_share_as_written_out() -> None:
    worth = worths(3, 500)
    for table, written in zip(balanced_shares(worth), least_shares(worth), strict=True):
        assert table == pytest.approx(written, abs=1e-12)


@pytest.mark.parametrize(("n", "n_games"), [(4, 30), (5, 10)])
def test_four_and_five_members_share_as_the_programme_says(n: int, n_games: int) -> None:
    worth = worths(n, n_games)
    for table, programme in zip(balanced_shares(worth), least_shares(worth), strict=True):
        assert table == pytest.approx(programme, abs=1e-8)


@pytest.mark.parametrize("n", [4, 5])
def test_a_patron_split_in_two_leaves_the_sum_that_more_patrons_pay(n: int) -> None:
    rng = np.random.default_rng(n)
    aims, pulls = rng.uniform(-1, 1, (200, n - 1)), rng.uniform(0.1, 3, (200, n - 1))
    ideal, weight = rng.uniform(-1, 1, 200), rng.uniform(0.1, 2, 200)
    first = settle(Agency(ideal, weight, aims, pulls))
    halves = np.concatenate([pulls[:, :1] / 2, pulls[:, 1:], pulls[:, :1] / 2], axis=1)
    split = settle(Agency(ideal, weight, np.concatenate([aims, aims[:, :1]], axis=1), halves))
    assert split.position == pytest.approx(first.position, abs=1e-12)
    assert split.total == pytest.approx(first.total, abs=1e-9)
    assert split.gain == pytest.approx(first.gain, abs=1e-9)
