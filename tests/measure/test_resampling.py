"""Resampled votes give intervals around what the votes say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import Derivation, recompute
from suasion.measure.alignment import MEASURES
from suasion.measure.likeness import likeness
from suasion.measure.resampling import resampled_likeness

pairs = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), min_size=1, max_size=40)


@given(pairs)
def test_a_table_of_votes_gives_what_the_votes_give(votes: list[tuple[int, int]]) -> None:
    table = np.zeros((1, 3, 3), dtype=np.int64)
    for a, b in votes:
        table[0, a - 1, b - 1] += 1
    found = dict(zip(MEASURES, likeness(table.astype(float), MEASURES), strict=True))
    one, other = (
        {f"a{i}": float(a) for i, (a, _) in enumerate(votes)},
        {f"b{i}": float(b) for i, (_, b) in enumerate(votes)},
    )
    for measure in MEASURES:
        derivation = Derivation(operation=measure, terms={"one": tuple(one), "other": tuple(other)})
        assert found[measure][0] == pytest.approx(recompute(derivation, {**one, **other}), nan_ok=True, abs=1e-9)


def test_the_interval_holds_the_value_and_narrows_with_more_votes() -> None:
    table = np.array([[[2, 1, 1], [0, 1, 0], [0, 0, 1]]]) * 5
    widths = []
    for times in (1, 16):
        (draws,) = resampled_likeness(table * times, np.ones(1), ["agreement"], draws=2000, seed=4)
        low, high = np.quantile(draws, [0.05, 0.95])
        assert low < 2 / 3 < high
        widths.append(high - low)
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.15)  # a bootstrap error falls with the root of n


def test_unanimous_votes_have_undefined_chance_correction() -> None:
    same = np.zeros((1, 3, 3), dtype=np.int64)
    same[0, 0, 0] = 10
    assert np.isnan(resampled_likeness(same, np.ones(1), ["kappa"], draws=5, seed=0)).all()
