"""A client among all its patrons: level, balance, consistency, risk and return apart, and a line beside them."""

from __future__ import annotations

import pytest

from suasion.assess.standing import standing
from suasion.codebook import Contest

YEARS = range(2012, 2018)
CONTEST = Contest(client="KHM", patrons=("CHN", "USA", "JPN"), first_year=2012, last_year=2017)


def ties(write, *, finance=None, trade=None, arms=None, gdp: float = 2e10) -> None:
    """Write what China, the United States and Japan give in each domain, the same every year."""
    for patron, amount in zip(("CHN", "USA", "JPN"), finance or (), strict=False):
        write.yearly("oda-gross", patron, dict.fromkeys(YEARS, amount))
    for patron, amount in zip(("CHN", "USA", "JPN"), trade or (), strict=False):
        for kind in ("exports", "imports"):
            write.yearly(kind, "KHM", dict.fromkeys(YEARS, amount / 2), partner=patron)
    for patron, amount in zip(("CHN", "USA", "JPN"), arms or (), strict=False):
        if amount:
            write.yearly("arms-transfer", patron, dict.fromkeys(YEARS, amount))
    write.yearly("gdp", "KHM", dict.fromkeys(YEARS, gdp), partner=None, unit="USD-2022")


def stands(write, contest: Contest = CONTEST):
    found = standing(write.record, contest, (), draws=128)
    assert found is not None
    return found


def test_even_deep_ties_in_every_domain_are_a_hedge_at_the_middle_of_the_line(write) -> None:
    ties(write, finance=(4e8, 4e8, 4e8), trade=(2e9, 2e9, 2e9), arms=(9.0, 9.0, 9.0))
    found = stands(write)
    assert (found.reading, found.balance.value, found.consistency.value) == (
        "hedger",
        pytest.approx(1),
        pytest.approx(1),
    )
    assert found.line.value == pytest.approx(50)
    assert found.line_lacks == ("political-diplomatic", "cultural", "signalling")
    assert "not AOCAI's" in found.line.method
    assert [one.domain for one in found.domains] == ["finance", "trade", "arms"]
    assert found.returns.value > 0.2


def test_shallow_ties_are_isolation_at_the_same_place_of_the_line(write) -> None:
    ties(write, finance=(4e6, 4e6, 4e6), trade=(2e7, 2e7, 2e7), arms=(1.0, 1.0, 1.0))
    found = stands(write)
    assert (found.reading, found.line.value) == ("isolated", pytest.approx(50))
    assert found.level.value < 0.1


def test_money_with_one_and_trade_with_another_is_split_at_the_same_place(write) -> None:
    ties(write, finance=(1.2e9, 0.0, 1e6), trade=(1.0, 8e9, 1.0), arms=(0, 0, 9.0))
    found = stands(write)
    assert found.reading == "split"
    assert found.line.value == pytest.approx(50, abs=1)
    assert found.consistency.value < 0.2 < 0.8 < found.balance.value


def test_leaning_to_a_third_patron_is_no_middle_though_the_line_says_so(write) -> None:
    ties(write, finance=(1e7, 1e7, 2e9), trade=(1e8, 1e8, 6e9), arms=(1.0, 1.0, 99.0))
    found = stands(write)
    assert (found.reading, found.line.value) == ("leaning", pytest.approx(50))
    assert found.risk.value > 0.5


def test_a_pact_with_one_makes_an_even_standing_a_leaning(write) -> None:
    ties(write, finance=(4e8, 4e8, 4e8), trade=(2e9, 2e9, 2e9))
    write.yearly("alliance-defense", "USA", {2014: 1.0})
    found = stands(write)
    assert found.reading == "leaning"
    assert dict(found.line_domains)["military-security"] == 100


def test_a_domain_in_which_a_patron_has_no_rows_does_not_count_it_as_nothing(write) -> None:
    ties(write, finance=(4e8, 4e8), trade=(2e9, 2e9, 2e9))
    found = stands(write)
    assert [one.domain for one in found.domains] == ["trade"]
    assert found.risk.value is None
    assert found.consistency.value is None
    assert "without finance and arms" in found.balance.note


def test_the_order_of_patrons_changes_no_number(write) -> None:
    ties(write, finance=(4e8, 1e8, 2e8), trade=(2e9, 1e9, 3e9), arms=(5.0, 1.0, 2.0))
    one = stands(write)
    other = stands(write, Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2012, last_year=2017))
    for name in ("level", "balance", "consistency", "risk", "returns", "line"):
        a, b = getattr(one, name), getattr(other, name)
        assert (a.value, a.low, a.high) == pytest.approx((b.value, b.low, b.high))
    assert one.reading == other.reading


def test_without_china_and_america_there_is_no_line_and_with_one_patron_no_standing(write) -> None:
    ties(write, finance=(4e8, 4e8, 4e8))
    pair = Contest(client="KHM", patrons=("CHN", "JPN"), first_year=2012, last_year=2017)
    assert stands(write, pair).line.value is None
    alone = Contest(client="KHM", patrons=("CHN",), first_year=2012, last_year=2017)
    assert standing(write.record, alone, (), draws=16) is None
