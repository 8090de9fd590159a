"""Estimates can be worked out again from their evidence."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import OPERATIONS, Derivation, Estimate, recompute

votes = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), min_size=1, max_size=40)


def alignment(operation: str, pairs: list[tuple[int, int]]) -> float:
    one = {f"a{i}": float(a) for i, (a, _) in enumerate(pairs)}
    other = {f"b{i}": float(b) for i, (_, b) in enumerate(pairs)}
    derivation = Derivation(operation=operation, terms={"one": tuple(one), "other": tuple(other)})
    return recompute(derivation, {**one, **other})


@given(votes, st.sampled_from(["agreement", "s-score", "kappa", "pi"]))
def test_alignment_is_symmetric_and_bounded(pairs: list[tuple[int, int]], operation: str) -> None:
    value = alignment(operation, pairs)
    assert value == pytest.approx(alignment(operation, [(b, a) for a, b in pairs]), nan_ok=True)
    assert math.isnan(value) or value <= 1 + 1e-12


@given(votes)
def test_like_votes_are_fully_aligned(pairs: list[tuple[int, int]]) -> None:
    same = [(a, a) for a, _ in pairs]
    assert alignment("agreement", same) == 1
    assert alignment("s-score", same) == 1
    if len({a for a, _ in same}) > 1:
        assert alignment("pi", same) == pytest.approx(1)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(0, 1e9), min_size=1))
def test_shares_of_all_parts_sum_to_one(values: dict[str, float]) -> None:
    if sum(values.values()) == 0:
        return
    whole = tuple(values)
    shares = [recompute(Derivation(operation="share", terms={"part": (k,), "whole": whole}), values) for k in whole]
    assert sum(shares) == pytest.approx(1)


def test_a_share_of_nothing_is_not_a_number() -> None:
    assert math.isnan(recompute(Derivation(operation="share", terms={"part": ("a",), "whole": ("a",)}), {"a": 0.0}))


def test_an_estimate_is_named_by_its_content() -> None:
    one, same = Estimate(name="x", value=1.0), Estimate(name="x", value=1.0)
    assert one.id == same.id
    assert one.id != Estimate(name="x", value=2.0).id


def test_every_operation_says_nan_or_a_number_for_two_plain_inputs() -> None:
    terms = dict.fromkeys(
        ("values", "less", "part", "whole", "numerator", "denominator", "one", "other", "weights", "shares"), ("a", "b")
    )
    for operation in OPERATIONS:
        assert math.isfinite(recompute(Derivation(operation=operation, terms=terms), {"a": 1.0, "b": 3.0}))
