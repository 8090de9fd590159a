"""Hedging is read from official finance, and not where patrons are allies or data are missing."""

from __future__ import annotations

import pytest

from suasion.assess.hedging import hedging
from suasion.codebook import Contest, recompute
from suasion.model.leverage import REALISED

YEARS = range(2012, 2022)
CONTEST = Contest(client="KHM", patrons=("JPN", "CHN", "USA"), first_year=2012, last_year=2021)


def given(write, *, japan: float, china: float, america: float | None = None, gdp: float = 2e10) -> None:
    write.yearly("oda-gross", "JPN", dict.fromkeys(YEARS, japan))
    if america is not None:
        write.yearly("oda-gross", "USA", dict.fromkeys(YEARS, america))
    write.yearly("finance-oof", "CHN", dict.fromkeys(YEARS, china))
    write.yearly("gdp", "KHM", dict.fromkeys(YEARS, gdp), partner=None, unit="USD-2022")


def found(record) -> dict[tuple[str, str], object]:
    return {pair.patrons: pair for pair in hedging(record, CONTEST, draws=256)}


def test_even_and_deep_ties_are_a_hedge(write) -> None:
    given(write, japan=5e8, china=6e8)
    pair = found(write.record)["JPN", "CHN"]
    rows = write.record.run(write.record.observations().select("id", "value")).to_pylist()
    values = {row["id"]: row["value"] for row in rows}
    assert pair.reading == "hedger"
    for estimate in (pair.balance, pair.depth):
        assert estimate.value == recompute(estimate.derivation, values)
        assert estimate.low <= estimate.value <= estimate.high
    factor = 118.023 / 110.186 * REALISED[1]
    assert pair.depth.value == pytest.approx((5e8 + 6e8 * factor) / 2e10, rel=1e-6)


def test_a_product_carried_to_other_years_makes_depth_less_sure(write) -> None:
    write.yearly("oda-gross", "JPN", dict.fromkeys(YEARS, 5e8))
    write.yearly("oda-gross", "USA", dict.fromkeys(YEARS, 5e8))
    write.yearly("gdp", "KHM", {2014: 2e10}, partner=None, unit="USD-2022")
    carried = found(write.record)["JPN", "USA"].depth
    write.yearly("gdp", "KHM", dict.fromkeys(YEARS, 2e10), partner=None, unit="USD-2022")
    whole = found(write.record)["JPN", "USA"].depth
    assert whole.low is None  # the same in all years
    assert carried.low < carried.value < carried.high
    assert "9 of 10 years" in carried.note


def test_uneven_ties_lean_and_shallow_ones_isolate(write) -> None:
    given(write, japan=5e7, china=2e9, america=4e7)
    assert found(write.record)["JPN", "CHN"].reading == "leaning"
    assert "larger tie is with China" in found(write.record)["JPN", "CHN"].balance.note
    for partner in ("JPN", "USA"):
        for kind in ("exports", "imports"):
            write.yearly(kind, "KHM", {2015: 1e8}, partner=partner)
    assert found(write.record)["JPN", "USA"].reading == "isolated"


def test_who_trades_or_may_trade_with_both_is_not_isolated_for_want_of_loans(write) -> None:
    given(write, japan=5e7, china=5e7, america=4e7)
    pair = found(write.record)["JPN", "USA"]
    assert pair.reading == "not identified"
    assert "trade with the two is not in the record" in pair.depth.note
    for partner in ("JPN", "USA"):
        for kind in ("exports", "imports"):
            write.yearly(kind, "KHM", {2015: 1e9}, partner=partner)
    pair = found(write.record)["JPN", "USA"]
    assert pair.reading == "not identified"
    assert pair.depth.note.endswith("trade with the two is not")


def test_a_patron_without_rows_is_not_identified(write) -> None:
    given(write, japan=5e8, china=5e8)
    pair = found(write.record)["CHN", "USA"]
    assert pair.reading == "not identified"
    assert pair.balance.value is None
    assert "the United States" in pair.balance.note


def test_allied_patrons_are_no_rivals_and_a_pact_with_one_is_a_leaning(write) -> None:
    given(write, japan=5e8, china=5e8, america=5e8)
    write.yearly("alliance-defense", "JPN", {2012: 1.0}, partner="USA")
    assert found(write.record)["JPN", "USA"].reading == "not identified"
    assert found(write.record)["JPN", "CHN"].reading == "hedger"
    write.yearly("alliance-defense", "CHN", {2013: 1.0})
    assert found(write.record)["JPN", "CHN"].reading == "leaning"


def test_a_pact_with_one_and_most_money_from_the_other_point_apart(write) -> None:
    given(write, japan=5e7, china=2e9)
    write.yearly("alliance-defense", "JPN", {2013: 1.0})
    assert found(write.record)["JPN", "CHN"].reading == "not identified"


def test_without_the_clients_product_depth_is_missing(write) -> None:
    write.yearly("oda-gross", "JPN", dict.fromkeys(YEARS, 5e8))
    write.yearly("oda-gross", "USA", dict.fromkeys(YEARS, 5e8))
    pair = found(write.record)["JPN", "USA"]
    assert pair.balance.value == 1
    assert pair.depth.value is None
    assert pair.reading == "not identified"
