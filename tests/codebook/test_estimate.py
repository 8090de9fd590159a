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


def test_rank_counts_only_those_who_give_more() -> None:
    terms = {"of": ("a",), "one": ("b", "c"), "other": ("d",)}
    values = {"a": 5.0, "b": 3.0, "c": 3.0, "d": 5.0}
    assert recompute(Derivation(operation="rank", terms=terms), values) == 2


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0])), st.lists(st.sampled_from([1.0, 2.0, 3.0])))
def test_a_position_stays_within_its_poles_and_without_evidence_is_neutral(s: list[float], v: list[float]) -> None:
    stances, votes = {f"s{i}#stance": x for i, x in enumerate(s)}, {f"v{i}": x for i, x in enumerate(v)}
    derivation = Derivation(operation="position", terms={"stances": tuple(stances), "votes": tuple(votes)})
    value = recompute(derivation, {**stances, **votes})
    assert -1 < value < 1
    assert (s or v) or value == 0


def test_a_no_vote_counts_against_and_an_abstention_for_neither() -> None:
    derivation = Derivation(operation="position", terms={"votes": ("a",)}, constants={"prior": 0.0})
    assert [recompute(derivation, {"a": vote}) for vote in (1.0, 2.0, 3.0)] == [1, 0, -1]
