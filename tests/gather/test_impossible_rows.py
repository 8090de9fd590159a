"""Values that cannot be and states that had ended: named with row and remedy, never taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

TRADE = "ccode,year,imports,exports"


def test_a_state_that_had_ended_is_left_out_and_named(table: Table, read: Read, problems: Problems) -> None:
    data = table(TRADE, "265,2008,12,13", "265,1985,12,13")
    assert {row["first_year"] for row in read("cow-trade-state-year", data)} == {1985}
    said = problems("cow-trade-state-year", data)
    assert any("an actor that had ended before that year" in text and "row 1" in text for text in said)


def test_a_negative_flow_is_left_out_and_named(table: Table, read: Read, problems: Problems) -> None:
    data = table(TRADE, "811,2008,-12,13")
    assert [(row["indicator"], row["value"]) for row in read("cow-trade-state-year", data)] == [("exports", 13e6)]
    said = problems("cow-trade-state-year", data)
    assert any("imports outside 0 to" in text and "row 1" in text and "Correct the rows" in text for text in said)


def test_an_old_name_for_a_state_that_took_its_place_stands_under_the_later_and_is_named(
    table: Table, read: Read, problems: Problems
) -> None:
    header = (
        "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,"
        "target_mult,sender_mult,objective,success"
    )
    data = table(header, "201,South Vietnam,United States,1976,1994,1,exp_compl,0,0,1,0,0,0,0,destab_regime,failed")
    assert [(row["actor"], row["partner"]) for row in read("gsdb-sanctions", data)] == [("USA", "VNM")]
    assert any("RVN for VNM" in text and "row 1" in text for text in problems("gsdb-sanctions", data))


def test_money_in_another_currency_or_none_is_left_out_and_named(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        "DONOR,Donor,RECIPIENT,Recipient,MEASURE,Measure,UNIT_MEASURE,PRICE_BASE,Price base,TIME_PERIOD,OBS_VALUE,"
        "BASE_PER,UNIT_MULT",
        "JPN,Japan,KHM,Cambodia,206,ODA,USD,V,Current prices,2021,120.5,,6",
        "JPN,Japan,KHM,Cambodia,206,ODA,XDC,V,Current prices,2020,13000,,6",
        "JPN,Japan,KHM,Cambodia,206,ODA,,V,Current prices,2019,13000,,6",
    )
    assert [(row["first_year"], row["value"]) for row in read("oecd-dac2a", data)] == [(2021, 120.5e6)]
    said = problems("oecd-dac2a", data)
    assert any("another currency than dollars" in text and "rows 2, 3" in text for text in said)
