"""The same dollars are never added twice, and what cannot be added says why."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import INDICATORS
from suasion.errors import InputError
from suasion.measure.double_counts import PARTS, STAGES, counted_once, overlap, refuse_double_counts

NAMES = st.sampled_from(sorted(STAGES))


@given(NAMES, NAMES)
def test_overlap_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert (overlap(one, other) is None) == (overlap(other, one) is None)
    assert overlap(one, one) is not None


@pytest.mark.parametrize(
    ("indicators", "reason"),
    [
        (("oda-gross", "oda-grants"), "a part of oda-gross"),
        (("oda-net", "oda-gross"), "less repayments"),
        (("oda-net", "oda-grants"), "a part of oda-net"),
        (("oda-net", "oda-loans-net"), "a part of oda-net"),
        (("oda-loans-net", "oda-loans-gross"), "less repayments"),
        (("oda-grants", "oda-technical"), "two cuts of the same aid"),
        (("oda-humanitarian", "oda-technical"), "two cuts of the same aid"),
        (("oda-gross", "finance-oda"), "committed"),
        (("debt-owed", "debt-service"), "paid back"),
    ],
)
def test_sums_that_count_twice_are_refused_with_the_reason(indicators: tuple[str, ...], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        refuse_double_counts(indicators)


@pytest.mark.parametrize(
    "indicators",
    [("oda-grants", "oda-loans-gross"), ("oda-grants", "oda-loans-net"), ("oda-gross", "oda-multilateral"),
     ("finance-oda", "finance-oof", "finance-vague")],
)  # fmt: skip
def test_what_holds_different_dollars_may_be_added(indicators: tuple[str, ...]) -> None:
    refuse_double_counts(indicators)


@given(st.lists(NAMES, max_size=6))
def test_what_is_counted_once_can_be_added_and_loses_only_parts(indicators: list[str]) -> None:
    try:
        left = counted_once(indicators)
    except InputError:
        return
    assert not any(overlap(*pair) for pair in combinations(left, 2))
    dropped = set(indicators) - set(left)
    assert all(any(name in PARTS.get(whole, ()) for whole in indicators) for name in dropped)


def test_an_indicator_that_is_no_money_is_refused() -> None:
    with pytest.raises(InputError, match="un-vote"):
        refuse_double_counts(["oda-net", "un-vote"])


def test_every_kind_of_money_is_an_indicator() -> None:
    assert set(STAGES) <= set(INDICATORS)
