"""Sobol's indices are those worked out by hand, with errors that tell how far off they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from suasion.errors import InputError
from suasion.model.strategy.agency import Agency
from suasion.model.strategy.inverse import standing
from suasion.model.strategy.sensitivity import sensitivity


def ishigami(points: Any) -> Any:
    x = np.pi * (2 * points - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def client(points: Any) -> Any:
    """Return where a client of one patron and one rival settles."""
    aims, pulls = np.broadcast_to([1.0, -1.0], (len(points), 2)), points[:, 2:4]
    return standing(Agency(2 * points[:, 0] - 1, 0.2 + points[:, 1], aims, pulls))[0]


def test_the_indices_of_ishigamis_function_are_those_published() -> None:
    for seed in range(3):
        found = sensitivity(ishigami, 3, n=2**14, seed=seed)
        assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
        assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
        assert found.runs == 5 * 2**14
        assert np.all((found.first_error > 0) & (found.first_error < 0.02))


def test_a_position_and_whether_it_reaches_a_target_are_shared_out_in_one_run() -> None:
    def both(points: Any) -> Any:
        position = client(points)
        return np.column_stack([position, position >= 0.3])

    found = sensitivity(both, 5, seed=1)
    position, chance = sensitivity(client, 5, seed=1), sensitivity(lambda points: client(points) >= 0.3, 5, seed=1)
    assert found.first.shape == (2, 5)
    assert np.allclose(found.first, [position.first, chance.first], atol=1e-12)
    assert np.allclose(found.total, [position.total, chance.total], atol=1e-12)
    assert np.allclose(found.variance, [position.variance, chance.variance], atol=1e-12)
    # An input that the model passes over has no part, and one that matters has more in all than alone.
    assert np.all(np.abs(found.total[:, 4]) < 1e-12)
    assert np.all(found.total[:, :4] > found.first[:, :4] - 2 * found.first_error[:, :4])


def test_parts_of_a_sum_are_its_variances_and_add_up_to_one() -> None:
    weights = np.array([1.0, 2.0, 3.0])
    found = sensitivity(lambda points: points @ weights, 3, seed=0)
    expected = weights**2 / np.sum(weights**2)
    assert found.first == pytest.approx(expected, abs=0.01)
    assert found.total == pytest.approx(expected, abs=0.01)
    assert float(found.variance) == pytest.approx(14 / 12, rel=0.01)


def test_errors_hold_the_truth_as_often_as_they_say() -> None:
    truth = sensitivity(client, 4, n=2**15, seed=99).total
    runs = [sensitivity(client, 4, n=256, seed=seed) for seed in range(30)]
    inside = [np.abs(run.total - truth) < 2 * run.total_error for run in runs]
    assert np.mean(inside) > 0.95


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, again, other = (sensitivity(client, 4, n=256, seed=seed) for seed in (3, 3, 4))
    assert one.first.tobytes() == again.first.tobytes()
    assert one.total_error.tobytes() == again.total_error.tobytes()
    assert one.first.tobytes() != other.first.tobytes()


def test_what_never_varies_has_nothing_to_share_out() -> None:
    found = sensitivity(lambda points: np.full(len(points), 0.1), 2, n=64, seed=0)
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()


@pytest.mark.parametrize(
    ("inputs", "n", "what"),
    [(0, 64, "without uncertain inputs"), (2, 100, "no power of 2"), (40, 256, "for each of 40")],
)
def test_too_few_inputs_or_uneven_rows_are_said(inputs: int, n: int, what: str) -> None:
    with pytest.raises(InputError, match=what):
        sensitivity(client, inputs, n=n, seed=0)


def test_an_answer_that_is_not_known_is_said() -> None:
    with pytest.raises(InputError, match="finite answer"):
        sensitivity(lambda points: np.where(points[:, 0] > 0.5, np.nan, 0.0), 2, n=64, seed=0)
