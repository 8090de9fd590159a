"""Words about time are read as the years that they may fairly mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suasion.assess.windows import windows


@pytest.mark.parametrize(
    ("words", "natural"),
    [
        ("over the past decade", "2012 to 2021"),
        ("in the last three decades", "1992 to 2021"),
        ("over the past five years", "2017 to 2021"),
        ("since 1992", "1992 to 2021"),
        ("between 2015 and 2020", "2015 to 2020"),
        ("in 2019", "2019"),
        ("last year", "2021"),
        ("this year", "2022"),
        ("during the COVID-19 pandemic", "2020 to 2021"),
    ],
)
def test_a_wording_has_its_natural_years_first(words: str, natural: str) -> None:
    found = windows(words, published=2022)
    assert found is not None
    assert str(found.readings[0]) == natural


def test_words_that_say_nothing_of_time_give_no_years() -> None:
    assert windows("through international organizations", published=2022) is None


def test_a_date_serves_where_words_do_not() -> None:
    found = windows(None, published=2022, date="2019-07")
    assert found is not None
    assert str(found.readings[0]) == "2019"


@given(st.text(), st.integers(1990, 2100))
def test_years_run_forwards_whatever_the_words(words: str, published: int) -> None:
    found = windows(words, published=published)
    assert found is None or all(reading.first <= reading.last for reading in found.readings)
