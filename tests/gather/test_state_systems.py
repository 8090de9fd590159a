"""State systems, spells and state-level tables. Rows are made up for the test in the publishers' forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from suasion import gather
from suasion.errors import DatasetError

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

COW = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"


def spells(rows: Rows) -> list[tuple[str, int, int, str]]:
    return [(row["actor"], row["first_year"], row["last_year"], row["item"]) for row in rows]


def test_abbreviations_of_a_system_are_not_read_as_codes(table: Table, read: Read) -> None:
    data = table(COW, "CAM,811,Cambodia,1953,11,9,2016,12,31,2016", "CAO,471,Cameroon,1960,1,1,2016,12,31,2016")
    rows = read("cow-states", data)
    assert spells(rows) == [("KHM", 1953, 2016, "cow-811"), ("CMR", 1960, 2016, "cow-471")]
    assert (rows[0]["date"], rows[0]["value"], rows[0]["indicator"]) == ("1953-11-09", 1.0, "system-cow")
    assert rows[0]["label"] == "Cambodia (CAM), 1953-11-09 to 2016-12-31"


def test_a_number_that_passes_to_another_state_gives_each_its_days(table: Table, read: Read) -> None:
    data = table(
        COW,
        "YUG,345,Yugoslavia,1944,10,20,2016,12,31,2016",
        "DRV,816,Vietnam,1954,7,21,2016,12,31,2016",
        "RUS,365,Russia,1816,1,1,2016,12,31,2016",
    )
    assert spells(read("cow-states", data)) == [
        ("YUG", 1944, 2003, "cow-345"), ("SCG", 2003, 2006, "cow-345"), ("SRB", 2006, 2016, "cow-345"),
        ("VDR", 1954, 1976, "cow-816"), ("VNM", 1976, 2016, "cow-816"),
        ("RUS", 1816, 1922, "cow-365"), ("SUN", 1922, 1991, "cow-365"), ("RUS", 1991, 2016, "cow-365"),
    ]  # fmt: skip


def test_the_two_systems_tell_germany_and_yemen_apart_in_their_own_ways(table: Table, read: Read) -> None:
    cow = read(
        "cow-states",
        table(
            COW,
            "GMY,255,Germany,1990,10,3,2016,12,31,2016",
            "GFR,260,German Federal Republic,1955,5,5,1990,10,2,2016",
            "YEM,679,Yemen,1990,5,22,2016,12,31,2016",
        ),
    )
    gw = read(
        "gw-states",
        table(
            "gwcode,stateabb,statename,startdate,enddate",
            "260,GFR,German Federal Republic,1949-09-21,2017-12-31",
            "678,YEM,Yemen (Arab Republic of Yemen),1918-10-30,2017-12-31",
        ),
    )
    assert spells(cow) == [
        ("DEU", 1990, 2016, "cow-255"), ("DEU", 1955, 1990, "cow-260"), ("YEM", 1990, 2016, "cow-679")
    ]  # fmt: skip
    assert spells(gw) == [("DEU", 1949, 2017, "gw-260"), ("YEM", 1918, 2017, "gw-678")]


def test_spells_that_the_actor_list_does_not_know_are_named(table: Table, problems: Problems) -> None:
    said = problems(
        "cow-states",
        table(
            COW,
            "CAM,811,Cambodia,1900,1,1,2016,12,31,2016",
            "XXX,999,Atlantis,1900,1,1,1950,12,31,2016",
            "USA,2,United States,1816,1,1,2016,12,31,2016",
        ),
    )
    assert any("row 2:" in text and "no state of the actor list" in text for text in said)
    assert any("row 1:" in text and "begin earlier or end later" in text for text in said)


def test_major_powers_and_contiguity_are_spells_with_their_days(table: Table, read: Read) -> None:
    (major,) = read(
        "cow-majors",
        table(
            "ccode,styear,stmonth,stday,endyear,endmonth,endday,version",
            "740,1991,4,1,2016,12,31,2016",
        ),
    )
    assert (major["actor"], major["first_year"], major["last_year"], major["date"]) == ("JPN", 1991, 2016, "1991-04-01")
    (border,) = read("cow-contdir", table("ccode1,ccode2,conttype,stdate,enddate", "811,800,1,1953-11-01,2016-12-01"))
    assert (border["actor"], border["partner"], border["value"]) == ("KHM", "THA", 1.0)
    assert border["label"] == "by land or river, 1953-11-01 to 2016-12-01"


def test_a_contiguity_that_the_codebook_does_not_have_is_left_out_and_named(table: Table, problems: Problems) -> None:
    lines = ("811,800,9,1953-11-01,2016-12-01", "811,812,1,1953-11-01,2016-12-01")
    said = problems("cow-contdir", table("ccode1,ccode2,conttype,stdate,enddate", *lines))
    assert any("contiguity outside 0 to 5" in text and "row 1" in text for text in said)


def test_distances_and_memberships_are_read_from_their_description_alone(table: Table, read: Read) -> None:
    (far,) = read("cow-mindist", table("ccode1,ccode2,year,mindist", "740,811,2010,3610.5"))
    assert (far["actor"], far["partner"], far["value"], far["unit"]) == ("JPN", "KHM", 3610.5, "km")
    rows = read(
        "cow-igo-state-year",
        table(
            "ccode,year,sum_igo_full,sum_igo_associate,sum_igo_observer,sum_igo_anytype", "811,2014,51,0,1,52",
            "811,1900,0,0,0,0",
        ),
    )  # fmt: skip
    assert [(row["first_year"], row["value"], row["status"]) for row in rows] == [
        (2014, 51.0, "observed"), (1900, 0.0, "observed"),
    ]  # fmt: skip


def test_capitals_give_a_row_for_each_coordinate(table: Table, read: Read) -> None:
    data = table(
        "ccode,statenme,capital,stdate,enddate,lat,lng",
        "811,Cambodia,Phnom Penh,1953-01-01,2024-12-31,11.573,104.858",
    )
    rows = read("cow-capitals", data)
    assert {row["indicator"]: row["value"] for row in rows} == {
        "capital-latitude": 11.573,
        "capital-longitude": 104.858,
    }
    gw = read("gw-capitals", data.replace(b"ccode", b"gwcode"))
    assert [row["actor"] for row in gw] == ["KHM", "KHM"]


ARCHIGOS = "obsid,gwcode,leadid,leader,yrborn,gender,startdate,enddate,entry,exit,exitcode"
HUN_SEN = "CAM-1998,811,x,Hun Sen,1952,M,1998-11-30,2015-12-31,Regular,Still in Office,Still in Office"


def test_a_leader_is_a_row_of_the_state_for_the_years_of_the_term(table: Table, read: Read) -> None:
    (row,) = read("archigos", table(ARCHIGOS, HUN_SEN))
    assert (row["actor"], row["item"], row["first_year"], row["last_year"]) == ("KHM", "CAM-1998", 1998, 2015)
    assert row["label"] == ("Hun Sen (M, born 1952), 1998-11-30 to 2015-12-31; came: Regular; went: Still in Office")


LEAD = (
    "obsid,leveledu,milservice,combat,rebel,warwin,warloss,rebelwin,rebelloss,yrsexper,physhealth,mentalhealth",
    "CAM-1998,1,1,1,1,0,1,1,0,19,0,NA",
)


def test_a_leaders_background_stands_with_state_and_years_from_archigos(table: Table, read: Read) -> None:
    rows = read("lead", gather.bundle({"LEAD.csv": table(*LEAD), "archigos.csv": table(ARCHIGOS, HUN_SEN)}))
    found = {row["item"]: row for row in rows}
    assert len(found) == 11
    years = found["CAM-1998/yrsexper"]
    assert (years["actor"], years["first_year"], years["value"], years["unit"]) == ("KHM", 1998, 19.0, "years")
    assert found["CAM-1998/rebel"]["label"] == "Hun Sen: was a rebel"
    assert found["CAM-1998/mentalhealth"]["status"] == "missing"


def test_backgrounds_without_the_terms_are_an_error_that_says_what_to_give(table: Table, read: Read) -> None:
    with pytest.raises(DatasetError, match=r"--from LEAD --from ARCHIGOS"):
        read("lead", table(*LEAD))


def test_a_background_of_an_unknown_term_is_named(table: Table, problems: Problems) -> None:
    data = gather.bundle(
        {"LEAD.csv": table(*LEAD, "CAM-2050,1,1,1,1,0,1,1,0,19,0,0"), "archigos.csv": table(ARCHIGOS, HUN_SEN)}
    )
    assert any("not in Archigos's table" in text and "row 2" in text for text in problems("lead", data))
