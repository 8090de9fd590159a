"""A publisher's total of a group is the sum of its members, or the gap is named. The rows are made up for the test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

HEAD = "Recipient,Donor,Aid type,Amount type,Year,Value"
NET = "ODA: Total Net"


def aid(donor: str, year: int, value: float, kind: str = NET, recipient: str = "Cambodia") -> str:
    return f'"{recipient}","{donor}","{kind}",Constant Prices (2022 USD millions),{year},{value}'


def gaps(problems: Problems, table: Table, *lines: str) -> list[str]:
    return [text for text in problems("oecd-dac2a", table(HEAD, *lines)) if "is not the sum" in text]


def test_a_total_that_is_the_sum_of_its_members_is_no_problem_and_no_giver(
    table: Table, read: Read, problems: Problems
) -> None:
    lines = [
        aid("Japan", 2015, 100.12), aid("Korea", 2015, -3.5), aid("Türkiye", 2015, 50), aid("Hungary", 2015, 7),
        aid("DAC Countries, Total", 2015, 96.63),  # a hundredth off: three figures were rounded
        aid("G7 Countries, Total", 2015, 100.12),
    ]  # fmt: skip
    assert gaps(problems, table, *lines) == []
    assert {row["actor"] for row in read("oecd-dac2a", table(HEAD, *lines))} == {"JPN", "KOR", "TUR", "HUN"}


def test_a_total_of_todays_members_is_no_problem_either(table: Table, problems: Problems) -> None:
    members = [aid("Japan", 2015, 100), aid("Hungary", 2015, 7), aid("Lithuania", 2015, 1)]
    assert gaps(problems, table, *members, aid("DAC Countries, Total", 2015, 108)) == []
    assert gaps(problems, table, *members, aid("DAC Countries, Total", 2015, 100)) == []
    assert len(gaps(problems, table, *members, aid("DAC Countries, Total", 2015, 107))) == 1


def test_a_gap_is_named_with_recipient_year_and_kind(table: Table, problems: Problems) -> None:
    [said] = gaps(
        problems, table, aid("Japan", 2015, 100), aid("Japan", 2016, 90),
        aid("Japan", 2015, 5, recipient="Africa, regional"),
        aid("DAC Countries, Total", 2015, 100), aid("DAC Countries, Total", 2016, 90.5),
        aid("DAC Countries, Total", 2015, 5, recipient="Africa, regional"), aid("DAC Countries, Total", 2017, 0),
    )  # fmt: skip
    assert "DAC countries" in said
    assert "1 of 4 cells" in said
    assert "Cambodia in 2016, oda-net: 0.50 million" in said


def test_kinds_and_prices_are_not_mixed(table: Table, problems: Problems) -> None:
    lines = [
        aid("Japan", 2015, 100), aid("Japan", 2015, 60, "Grants, Total"), aid("DAC Countries, Total", 2015, 100),
        aid("DAC Countries, Total", 2015, 60, "Grants, Total"),
        'Cambodia,Japan,"ODA: Total Net",Current Prices (USD millions),2015,80',
        'Cambodia,"DAC Countries, Total","ODA: Total Net",Current Prices (USD millions),2015,80',
    ]  # fmt: skip
    assert gaps(problems, table, *lines) == []
