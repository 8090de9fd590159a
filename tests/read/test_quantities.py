"""Quantities: money kept in its currency, counts with their unit, and nothing that has no one size."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.read.quantities import find_quantities


@pytest.mark.parametrize(
    ("text", "amount", "unit", "currency"),
    [
        ("lent $720 million over the past decade", 720_000_000, "USD", "USD"),
        ("worth US$1.7bn", 1_700_000_000, "USD", "USD"),
        ("a $300-million loan", 300_000_000, "USD", "USD"),
        ("about $1.5 trillion", 1_500_000_000_000, "USD", "USD"),
        ("a USD 20 million grant", 20_000_000, "USD", "USD"),
        ("20 million US dollars", 20_000_000, "USD", "USD"),
        ("half a million dollars", 500_000, "USD", "USD"),
        ("$38.53 million", 38_530_000, "USD", "USD"),
        ("¥150 billion", 150_000_000_000, "other", "JPY"),
        ("a 5 billion yen loan", 5_000_000_000, "other", "JPY"),
        ("RMB 2 billion", 2_000_000_000, "other", "CNY"),
        ("300 million yuan", 300_000_000, "other", "CNY"),
        ("€20m", 20_000_000, "other", "EUR"),
        ("A$50 million", 50_000_000, "other", "AUD"),
        ("300 million Australian dollars", 300_000_000, "other", "AUD"),
        ("£2.3bn", 2_300_000_000, "other", "GBP"),
        ("170 billion ringgit", 170_000_000_000, "other", "MYR"),
        ("1.3 million doses of vaccines", 1_300_000, "doses", None),
        ("600,000 AstraZeneca doses", 600_000, "doses", None),
        ("two million Sinopharm vaccine doses", 2_000_000, "doses", None),
        ("1.3m doses", 1_300_000, "doses", None),
        ("25 percent of aid", 25, "percent", None),
        ("25 per cent of aid", 25, "percent", None),
        ("25.9% of aid", 25.9, "percent", None),
        ("a quarter of all aid", 25, "percent", None),
        ("three-quarters of its trade", 75, "percent", None),
        ("two thirds of members", 66.67, "percent", None),
        ("half of its debt", 50, "percent", None),
        ("for up to 40 years", 40, "years", None),
        ("a 99-year lease", 99, "years", None),
        ("the 70th year of relations", 70, "years", None),
        ("the 70th anniversary of relations", 70, "years", None),
        ("their seventieth anniversary", 70, "years", None),
        ("three decades of ties", 30, "years", None),
        ("a quarter of a century of ties", 25, "years", None),
        ("2,000 troops", 2000, "people", None),
        ("some 1.7 million Cambodians", 1_700_000, "people", None),
        ("seven United Nations officials", 7, "people", None),
        ("17 African heads of state", 17, "people", None),
        ("In April 17,600 soldiers took part", 17600, "people", None),
        ("the 150,000 of their compatriots", 150_000, "people", None),
        ("Two Japanese naval vessels", 2, "other", None),
        ("three Thai-built patrol boats", 3, "other", None),
        ("500 tonnes of rice", 500, "other", None),
        ("two hundred and fifty villages", 250, "other", None),
        ("a dozen agreements", 12, "other", None),
    ],
)
def test_one_size_is_read_with_its_unit(text: str, amount: float, unit: str, currency: str | None) -> None:
    (quantity,) = find_quantities(text)
    assert (quantity.amount, quantity.unit, quantity.currency) == (amount, unit, currency)


@pytest.mark.parametrize(
    "text",
    [
        "between $2 and $3 billion",
        "$2-3 billion",
        "$2 billion to $3 billion",
        "20 to 30 soldiers",
        "20–30 percent",
        "a multibillion-dollar project",
        "the two-day meeting",
        "three days of talks",
        "the two countries",
        "both of the two leaders",
        "top 10 donors",
        "ranked 5th",
        "Article 5 and Resolution 2758",
        "G20 and COVID-19 and F-16",
        "In 2019, on 20 March 2022 and on March 20, 2022",
        "the 1982 Convention and 2022 elections",
        "over the past 10 years",
        "two years ago",
        "a 45-year-old man",
        "10:30",
        "A/RES/68/262",
        "one of them",
        "the first quarter of 2022",
    ],
)
def test_what_has_no_one_size_is_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_a_change_from_one_size_to_another_has_both() -> None:
    assert [q.amount for q in find_quantities("rose from $2 billion to $3 billion")] == [2e9, 3e9]


def test_words_of_approximation_stand_outside_the_text() -> None:
    (quantity,) = find_quantities("spent more than $10 billion in loans")
    assert (quantity.text, quantity.qualifier, quantity.what) == ("$10 billion", "more than", "loans")


def test_money_is_decimal_until_the_end() -> None:
    assert find_quantities("$1.1 million")[0].amount == 1_100_000.0
    assert find_quantities("$0.29 billion")[0].amount == 290_000_000.0


def test_several_quantities_come_in_text_order() -> None:
    found = find_quantities("2.5 million doses in all and $310 million of aid, or a quarter of it")
    assert [(q.amount, q.unit) for q in found] == [(2_500_000, "doses"), (310_000_000, "USD"), (25, "percent")]


_PIECES = st.sampled_from(
    ["$", "US$", "1", "2,000", "1.7", "million", "bn", "percent", "%", "a", "half", "of", "years", "-", " ", "to",
     "and", "between", "doses",
     "vessels", "troops", "the", "two", "twenty", "hundred", "yen", "\n", ".", ",", "th", "anniversary", "٣", "½"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map(" ".join), st.lists(_PIECES, max_size=30).map("".join)))
@settings(max_examples=400, deadline=None)
def test_offsets_fit_any_text(text: str) -> None:
    reached = 0
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert reached <= quantity.start < quantity.end
        assert (quantity.currency is None) or quantity.unit in {"USD", "other"}
        assert (quantity.unit == "USD") == (quantity.currency == "USD")
        reached = quantity.end


@given(st.integers(1, 999_999), st.sampled_from(["million", "billion", "thousand"]))
def test_any_amount_of_dollars_is_read_back(number: int, scale: str) -> None:
    factor = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[scale]
    (quantity,) = find_quantities(f"They gave ${number:,} {scale}.")
    assert quantity.amount == number * factor
