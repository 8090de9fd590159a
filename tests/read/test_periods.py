"""Periods: as exact as text and publication allow, and no date that neither gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.read.periods import find_periods

PUBLISHED = "2022-03-24"  # a Thursday


@pytest.mark.parametrize(
    ("text", "period", "date", "last"),
    [
        ("It signed in 2019.", "in 2019", "2019", None),
        ("It imposed sanctions last year.", "last year", "2021", None),
        ("This year it holds the chair.", "This year", "2022", None),
        ("It will do so next year.", "next year", "2023", None),
        ("It came earlier this month.", "earlier this month", "2022-03", None),
        ("It came last month.", "last month", "2022-02", None),
        ("It will come next month.", "next month", "2022-04", None),
        ("Over the past week it worked.", "Over the past week", "2022-03", None),
        ("It met on March 20, 2022.", "on March 20, 2022", "2022-03-20", None),
        ("It met on 20 March 2022.", "on 20 March 2022", "2022-03-20", None),
        ("It met on the 7th of November 2021.", "on the 7th of November 2021", "2021-11-07", None),
        ("It met on Nov. 10, 2021.", "on Nov. 10, 2021", "2021-11-10", None),
        ("Dated 2022-03-20.", "Dated 2022-03-20", "2022-03-20", None),
        ("It met on March 20.", "on March 20", "2022-03-20", None),
        ("It met on June 3.", "on June 3", "2021-06-03", None),
        ("It will meet on June 3.", "on June 3", "2022-06-03", None),
        ("In August it signed.", "In August", "2021-08", None),
        ("In August it will sign.", "In August", "2022-08", None),
        ("Since late January it has.", "Since late January", "2022-01", None),
        ("It came last August.", "last August", "2021-08", None),
        ("It came at the end of July.", "at the end of July", "2021-07", None),
        ("It has since 2015.", "since 2015", "2015", None),
        ("It gave aid from 2012 to 2021.", "from 2012 to 2021", "2012", "2021"),
        ("It fought between 1975 and 1979.", "between 1975 and 1979", "1975", "1979"),
        ("Aid (2019-21) fell.", "2019-21", "2019", "2021"),
        ("It met on November 7-9, 2022.", "on November 7-9, 2022", "2022-11-07", "2022-11-09"),
        ("It met from 10 to 12 November 2022.", "from 10 to 12 November 2022", "2022-11-10", "2022-11-12"),
        ("It grows by 2030.", "by 2030", "2030", None),
        ("It ends by the end of 2023.", "by the end of 2023", "2023", None),
        ("In the first half of 2021 it fell.", "In the first half of 2021", "2021", None),
        ("In late 2021 it fell.", "In late 2021", "2021", None),
        ("In FY2021 it fell.", "In FY2021", "2021", None),
        ("It spoke on Tuesday.", "on Tuesday", "2022-03-22", None),
        ("It spoke on Thursday.", "on Thursday", "2022-03-24", None),
        ("It spoke last Thursday.", "last Thursday", "2022-03-17", None),
        ("It will speak on Tuesday.", "on Tuesday", "2022-03-29", None),
        ("It spoke yesterday.", "yesterday", "2022-03-23", None),
        ("It came two years ago.", "two years ago", "2020", None),
        ("It came three months ago.", "three months ago", "2021-12", None),
        ("Over the past decade it gave.", "Over the past decade", None, None),
        ("During the COVID-19 pandemic it gave.", "During the COVID-19 pandemic", None, None),
        ("It convicted them recently.", "recently", None, None),
        ("In the past it did.", "In the past", None, None),
        ("It has for many months.", "for many months", None, None),
        ("It is leased for up to 40 years.", "for up to 40 years", None, None),
        ("It began a decade ago.", "a decade ago", None, None),
        ("In the 2010s it grew.", "In the 2010s", None, None),
        ("It fell that year.", "that year", None, None),
    ],
)
def test_a_period_is_dated_as_exactly_as_it_can_be(text: str, period: str, date: str | None, last: str | None) -> None:
    found = [(p.text, p.date, p.last) for p in find_periods(text, published=PUBLISHED)]
    assert found == [(period, date, last)]


def test_without_publication_what_is_counted_from_it_has_no_date() -> None:
    for text in ("last year", "this month", "on Tuesday", "in August", "on March 20", "yesterday", "two years ago"):
        for published in (None, "2022", "2022-03", "soon", "2022-13-45"):
            assert [p.date for p in find_periods(text, published=published)] == [None], (text, published)
    assert find_periods("in 2019")[0].date == "2019"


@pytest.mark.parametrize(
    "text",
    [
        "the 1982 United Nations Convention",
        "Resolution 1970",
        "in 2,000 villages",
        "It may fall, they march.",
        "2021 people",
        "Article 5",
    ],
)
def test_numbers_and_names_are_no_periods(text: str) -> None:
    assert find_periods(text, published=PUBLISHED) == []


def test_a_week_in_two_years_has_no_date() -> None:
    assert [p.date for p in find_periods("It came last week.", published="2022-01-05")] == [None]
    assert [p.date for p in find_periods("It came last week.", published="2022-02-02")] == ["2022-01"]
    assert [p.date for p in find_periods("It came last week.", published="2022-03-03")] == ["2022-02"]
    assert [p.date for p in find_periods("It came last week.", published="2022-04-06")] == ["2022"]


def test_a_day_that_no_month_has_is_not_dated() -> None:
    assert [p.date for p in find_periods("on February 30, 2022")] == [None]


_PIECES = st.sampled_from(
    ["in", "on", "March", "20", "2022", "20,", "last", "year", "the", "past", "decade", "Tuesday", "two", "weeks",
     "ago", "-", "from", "to",
     "99999", "2019-21", "end of", "early", "FY", "Sept.", "1990s", " ", "\n", ".", "ſ", "٢٠٢٢"]
)  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(_PIECES, max_size=30).map(" ".join), st.lists(_PIECES, max_size=30).map("".join)),
    st.dates().map(lambda d: d.isoformat()),
)
@settings(max_examples=400, deadline=None)
def test_offsets_fit_any_text(text: str, published: str) -> None:
    reached = 0
    for period in find_periods(text, published=published):
        assert text[period.start : period.end] == period.text
        assert reached <= period.start < period.end
        assert period.last is None or period.date is not None
        reached = period.end


@given(st.dates())
def test_any_day_written_out_is_read_back(day: object) -> None:
    import datetime

    assert isinstance(day, datetime.date)
    if not 1800 <= day.year <= 2099:
        return
    written = f"{day.day} {day:%B} {day.year}"
    assert [p.date for p in find_periods(f"It met on {written}.")] == [day.isoformat()]
