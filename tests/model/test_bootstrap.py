"""Resampled votes give intervals around what the votes say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import Derivation, recompute
from suasion.model.bootstrap import MEASURES, alignment_of_tables, resampled_alignment

pairs = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), min_size=1, max_size=40)


@given(pairs)
def test_a_table_of_votes_gives_what_the_votes_give(votes: list[tuple[int, int]]) -> None:
    table = np.zeros((1, 3, 3), dtype=np.int64)
    for a, b in votes:
        table[0, a - 1, b - 1] += 1
    found = alignment_of_tables(table)
    one, other = (
        {f"a{i}": float(a) for i, (a, _) in enumerate(votes)},
        {f"b{i}": float(b) for i, (_, b) in enumerate(votes)},
    )
    for measure in MEASURES:
        derivation = Derivation(operation=measure, terms={"one": tuple(one), "other": tuple(other)})
        assert found[measure][0] == pytest.approx(recompute(derivation, {**one, **other}), nan_ok=True, abs=1e-9)


def test_the_interval_holds_the_value_and_narrows_with_more_votes() -> None:
    one, other = np.array([1, 1, 1, 2, 3, 1] * 5, dtype=np.int8), np.array([1, 2, 1, 2, 3, 3] * 5, dtype=np.int8)
    widths = []
    for times in (1, 16):
        draws = resampled_alignment(np.tile(one, times), np.tile(other, times), draws=2000, seed=4)["agreement"]
        low, high = np.quantile(draws, [0.05, 0.95])
        assert low < 2 / 3 < high
        widths.append(high - low)
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.15)  # a bootstrap error falls with the root of n


def test_unanimous_votes_have_undefined_chance_correction() -> None:
    same = np.ones(10, dtype=np.int8)
    assert np.isnan(resampled_alignment(same, same, draws=5, seed=0)["kappa"]).all()
