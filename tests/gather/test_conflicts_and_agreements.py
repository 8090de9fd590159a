"""Disputes, rivalries, armed conflicts, trade agreements. Rows are made up for the test in the publishers' forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

MID = (
    "dispnum,ccode1,ccode2,year,dispongoing,disponset,sidea1,sidea2,fatality1,fatality2,fatalpre1,fatalpre2,hiact1,"
    "hiact2,hostlev1,hostlev2,orig1,orig2"
)


def test_a_dispute_has_each_sides_own_hostility(table: Table, read: Read) -> None:
    data = table(
        MID, "4471,800,811,2008,1,1,1,0,1,1,0,0,17,17,4,4,1,1", "4471,811,800,2008,1,1,0,1,1,1,0,0,0,17,1,4,1,1"
    )
    one, other = read("cow-mid-dyads", data)
    assert (one["actor"], one["partner"], one["value"], one["item"]) == ("THA", "KHM", 4.0, "mid-4471")
    assert one["label"] == "clash; side A, which acted first, from the first day; its dead: 1 to 25; began that year"
    assert (other["actor"], other["value"]) == ("KHM", 1.0)
    assert other["label"].startswith("no militarised act; side B")


def test_a_hostility_that_is_no_level_is_left_out_and_named(table: Table, problems: Problems) -> None:
    lines = ("1,800,811,2008,1,1,1,0,1,1,0,0,17,17,8,4,1,1", "2,800,811,2008,1,1,1,0,1,1,0,0,17,17,4,4,1,1")
    said = problems("cow-mid-dyads", table(MID, *lines))
    assert any("dispute outside 1 to 5" in text and "row 1" in text for text in said)


def test_the_revised_disputes_have_their_own_items(table: Table, read: Read) -> None:
    header = (
        "dispnum,ccode1,ccode2,year,midongoing,midonset,sidea1,sidea2,fatality1,hiact1,hostlev1,orig1,orig2,hiact,"
        "hostlev,version"
    )
    (row,) = read("gml-mid-dyads", table(header, "4471,800,811,2008,1,0,1,0,-9,17,4,1,1,17,4,gml-2.2.1"))
    assert row["item"] == "gml-4471"
    assert row["label"].endswith("its dead: not known; began in an earlier year")


RIVALRY = "tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin"


def test_an_old_rivalry_stands_from_the_first_year_of_the_system(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        RIVALRY, "2,Britain-France 1,200,220,1494,1716,1,1,,,1,", "14,Ottoman E-Russia,365,640,1668,1918,1,1,,,,1"
    )
    (row,) = read("tss-rivalries", data)
    assert (row["actor"], row["partner"], row["first_year"], row["last_year"]) == ("RUS", "TUR", 1816, 1918)
    assert row["label"] == "Ottoman E-Russia; positional, spatial; since 1668"
    assert any("ended before 1816" in text and "row 1:" in text for text in problems("tss-rivalries", data))


def test_two_rivalries_that_begin_in_one_year_are_both_there(table: Table, read: Read) -> None:
    data = table(
        RIVALRY, "158,Oman-S. Yemen,679,698,1967,1982,,1,1,1,,1", "159,N. Yemen-S. Yemen,678,680,1967,1990,,1,1,1,,"
    )
    assert len(read("tss-rivalries", data)) == 2


UCDP = (
    "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,territory_name,year,"
    "intensity_level,cumulative_intensity,type_of_conflict,start_date,start_prec,start_date2,start_prec2,ep_end,"
    "ep_end_date,ep_end_prec,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,region,version"
)


def conflict(n: int, year: int, level: int, kind: int, a: str, with_a: str = "", b: str = "", with_b: str = "") -> str:
    head = f"{n},X,A,1,,B,2,,2,,{year},{level},0,{kind},1990-01-01,1,1990-01-01,1,0,,"
    return head + f',"{a}","{with_a}","{b}","{with_b}",1,1,25.1'


def test_conflicts_within_and_between_states_are_told_apart(table: Table, read: Read) -> None:
    data = table(UCDP, conflict(1, 1990, 2, 3, "811"), conflict(2, 2011, 1, 2, "800", b="811"))
    rows = read("ucdp-acd", data)
    assert [(row["indicator"], row["actor"], row["partner"], row["value"], row["item"]) for row in rows] == [
        ("armed-conflict", "KHM", None, 2.0, "ucdp-1"),
        ("armed-conflict-interstate", "THA", "KHM", 1.0, "ucdp-2"),
    ]
    assert rows[0]["label"] == "intrastate, over government"


def test_each_supporter_in_a_list_supports_each_state_of_its_side(table: Table, read: Read) -> None:
    data = table(UCDP, conflict(3, 2013, 1, 4, "432", with_a="220, 2"), conflict(4, 2003, 2, 2, "2, 200", b="645"))
    rows = read("ucdp-acd", data)
    support = {(r["actor"], r["partner"]) for r in rows if r["indicator"] == "armed-conflict-support"}
    assert support == {("FRA", "MLI"), ("USA", "MLI")}
    between = {(r["actor"], r["partner"]) for r in rows if r["indicator"] == "armed-conflict-interstate"}
    assert between == {("USA", "IRQ"), ("GBR", "IRQ")}


def test_supporters_of_armed_groups_are_named(table: Table, problems: Problems) -> None:
    said = problems("ucdp-acd", table(UCDP, conflict(5, 1998, 1, 4, "490", with_b="517")))
    assert any("support an armed group" in text and "row 1:" in text for text in said)


DESTA = "number,base_treaty,name,entry_type,consolidated,year,entryforceyear,language,typememb,regioncon,wto_listed"


def treaty(head: str, *members: tuple[int, int]) -> bytes:
    cells = [[str(code) for code, _ in members], [str(group) for _, group in members]]
    columns = [f"{name}{n}" for name in ("c", "mc") for n in range(1, len(members) + 1)]
    return (f"{DESTA},{','.join(columns)}\n{head},{','.join([*cells[0], *cells[1]])}\n").encode()


def pairs(rows: Rows, indicator: str) -> set[frozenset[str]]:
    return {frozenset((row["actor"], row["partner"])) for row in rows if row["indicator"] == indicator}


def test_an_agreement_of_many_pairs_all_of_them_in_both_of_its_years(read: Read) -> None:
    data = treaty("7,7,A pact,base_treaty,0,1992.0,1993.0,English,2,Asia,1.0", (116, 0), (764, 0), (704, 0))
    rows = read("desta", data)
    assert pairs(rows, "trade-agreement-signed") == {
        frozenset(p) for p in (("KHM", "THA"), ("KHM", "VNM"), ("THA", "VNM"))
    }
    assert {(r["indicator"], r["first_year"]) for r in rows} == {
        ("trade-agreement-signed", 1992), ("trade-agreement-force", 1993)
    }  # fmt: skip
    assert rows[0]["label"] == "A pact (agreement)"


@pytest.mark.parametrize(
    ("kind", "entry", "members", "joined"),
    [
        (3, "base_treaty", [(116, 0), (250, 1), (276, 1)], {("KHM", "FRA"), ("KHM", "DEU")}),
        (4, "base_treaty", [(116, 2), (764, 2), (36, 3)], {("KHM", "AUS"), ("THA", "AUS")}),
        (5, "accession", [(764, 2), (116, 1), (704, 1)], {("KHM", "THA"), ("VNM", "THA"), ("KHM", "VNM")}),
        (6, "accession", [(12, 3), (616, 2), (348, 2)], {("DZA", "POL"), ("DZA", "HUN")}),
    ],
)
def test_groups_are_paired_across_and_newcomers_with_each_other(
    read: Read, kind: int, entry: str, members: list[tuple[int, int]], joined: set[tuple[str, str]]
) -> None:
    rows = read("desta", treaty(f"7,7,A pact,{entry},0,1992,,English,{kind},Asia,1", *members))
    assert pairs(rows, "trade-agreement-signed") == {frozenset(pair) for pair in joined}
    assert pairs(rows, "trade-agreement-force") == set()


def test_the_serbia_of_an_old_agreement_is_the_yugoslavia_of_its_year(read: Read) -> None:
    rows = read("desta", treaty("9,9,EC pact,base_treaty,0,1980,,English,3,Europe,1", (688, 0), (250, 1)))
    assert pairs(rows, "trade-agreement-signed") == {frozenset(("YUG", "FRA"))}
