"""Democracy, violence, travel, sanctions lists. Rows are made up for the test in the publishers' forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from suasion.errors import DatasetError

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

VDEM = (
    "country_name,country_text_id,country_id,year,historical_date,project,COWcode,v2x_polyarchy,v2x_polyarchy_codelow,"
    "v2x_polyarchy_codehigh,v2x_libdem,v2x_libdem_codelow,v2x_libdem_codehigh,v2x_regime,v2x_corr,v2x_corr_codelow,"
    "v2x_corr_codehigh,v2x_partip"
)


def vdem(name: str, letters: str, year: int, number: object, polyarchy: object = 0.2) -> str:
    return f"{name},{letters},55,{year},{year}-12-31,0,{number},{polyarchy},0.15,0.25,0.1,0.08,0.12,1,0.8,0.7,0.9,0.3"


def test_v_dem_states_are_told_by_number_and_not_by_its_letters(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        VDEM, vdem("Cambodia", "KHM", 2020, 811), vdem("Republic of Vietnam", "VDR", 1970, 817),
        vdem("Vietnam", "VNM", 1970, 816), vdem("Hong Kong", "HKG", 2020, ""), vdem("Spain", "ESP", 1800, 230),
    )  # fmt: skip
    rows = [row for row in read("vdem", data) if row["indicator"] == "democracy-electoral"]
    assert [(row["actor"], row["first_year"]) for row in rows] == [("KHM", 2020), ("RVN", 1970), ("VDR", 1970)]
    assert rows[0]["label"] == "Cambodia; V-Dem gives 0.15 to 0.25"
    said = problems("vdem", data)
    assert any("'nothing' (1)" in text and "row 4" in text for text in said)
    assert any("before 1816" in text and "row 5" in text for text in said)


def test_v_dem_figures_keep_absence_and_range(table: Table, read: Read, problems: Problems) -> None:
    data = table(VDEM, vdem("Cambodia", "KHM", 2020, 811, ""), vdem("Cambodia", "KHM", 2021, 811, 1.7))
    rows = {(row["indicator"], row["first_year"]): row for row in read("vdem", data)}
    assert rows["democracy-electoral", 2020]["status"] == "missing"
    assert ("democracy-electoral", 2021) not in rows
    assert rows["regime", 2021]["value"] == 1.0
    assert rows["corruption", 2021]["value"] == 0.8
    assert any("democracy-electoral outside 0 to 1" in text for text in problems("vdem", data))


ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)


@pytest.mark.parametrize("day", ["2023-02-16", "16 February 2023"])
def test_acled_events_are_of_the_country_in_which_they_happened(table: Table, read: Read, day: str) -> None:
    data = table(
        ACLED,
        f"CAM100,{day},2023,1,Political violence,Battles,Armed clash,Army (Cambodia),,1,Army (Thailand),,8,18,,116,"
        'Southeast Asia,Cambodia,A,B,C,Preah Vihear,1,2,1,A,National,"A note, with a comma",3,,1676500000',
    )
    counted, killed = read("acled", data)
    assert (counted["actor"], counted["partner"], counted["value"]) == ("KHM", None, 1.0)
    assert (counted["date"], counted["known"], counted["item"]) == ("2023-02-16", "2023-02-16", "CAM100")
    assert counted["label"] == "Battles, Armed clash, at Preah Vihear: Army (Cambodia); Army (Thailand)"
    assert (killed["indicator"], killed["value"]) == ("fatalities", 3.0)


COLT = (
    "TripID,LeaderID,LeaderFullName,LeaderRole,LeaderCountryOrIGO,LeaderCountryISO,LeaderRegion,CountryVisited,"
    "CountryVisitedISO,RegionVisited,CityVisited,TripYear,TripStartDate,TripEndDate,TripDuration,MetHostHoGS,"
    "AttendedMultilatEvent,SignedAgreement,Confidence(1-5)"
)


def colt(trip: str, role: str, sender: str, host: str, start: str = "2022-03-20") -> str:
    return f"{trip},1,Fumio Kishida,{role},{sender},X,A,{host},X,A,Phnom Penh,2022,{start},2022-03-21,2,Yes,No,Yes,5"


def test_a_trip_is_a_visit_of_the_travellers_state(table: Table, read: Read, problems: Problems) -> None:
    data = table(COLT, colt("7-JPN-KHM-1", "G", "Japan", "Cambodia"), colt("7-JPN-X-2", "G", "Japan", "Unknown"))
    (row,) = read("colt", data)
    assert (row["actor"], row["partner"], row["indicator"], row["value"]) == ("JPN", "KHM", "visit", 1.0)
    assert row["label"] == (
        "Fumio Kishida (G) in Phnom Penh, 2022-03-20 to 2022-03-21; met the host's leader; attended no meeting of many "
        "states"
    )
    assert any("'Unknown' (1)" in text for text in problems("colt", data))


def test_a_day_that_could_be_two_is_missing_and_named(table: Table, read: Read, problems: Problems) -> None:
    data = table(COLT, colt("7-JPN-KHM-1", "G", "Japan", "Cambodia", start="3/4/2022"))
    (row,) = read("colt", data)
    assert (row["first_year"], row["date"]) == (2022, None)
    assert any("'3/4/2022' (1) is no date" in text for text in problems("colt", data))


SIMPLE = (
    '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails",'
    '"program_ids","dataset","first_seen","last_seen","last_change"'
)


def listed(entry: str, countries: str, programmes: str, seen: str = "2026-09-15T13:11:55") -> str:
    return f'"{entry}","Person","A","","","{countries}","","","","","","{programmes}","A list","2022-01-01","{seen}",""'


def test_listings_are_counted_by_issuer_and_country_on_the_files_day(
    table: Table, read: Read, problems: Problems
) -> None:
    data = table(
        SIMPLE,
        listed("NK-1", "kh", "US-GLOMAG;US-CAM"), listed("NK-2", "kh;cn", "US-GLOMAG;GB-HR", "2026-09-14T00:00:00"),
        listed("NK-3", "", "EU-RUS"), listed("NK-4", "ru;suhh", "EU-RUS"),
    )  # fmt: skip
    rows = read("opensanctions", data)
    assert {(row["actor"], row["partner"]): row["value"] for row in rows} == {
        ("USA", "KHM"): 2.0, ("USA", "CHN"): 1.0, ("GBR", "KHM"): 1.0, ("GBR", "CHN"): 1.0, ("EU", "RUS"): 1.0,
    }  # fmt: skip
    assert {(row["first_year"], row["date"], row["known"]) for row in rows} == {(2026, "2026-09-15", "2026-09-15")}
    assert not any("NK-" in str(row) for row in rows)
    said = problems("opensanctions", data)
    assert any("no country or no issuer" in text and "row 3" in text for text in said)
    assert any("'suhh' (1)" in text for text in said)


def ftm(entry: str, schema: str, **properties: list[str]) -> dict[str, Any]:
    return {
        "id": entry, "caption": "A", "schema": schema, "properties": properties, "datasets": ["us_ofac_sdn"],
        "referents": [], "target": schema == "Person", "first_seen": "2022-01-01", "last_seen": "2026-09-15T13:11:55",
        "last_change": "2025-01-01",
    }  # fmt: skip


def lines(*entities: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(entity) for entity in entities).encode()


def test_the_follow_the_money_file_says_the_same_through_its_sanctions(read: Read) -> None:
    data = lines(
        ftm("p1", "Person", name=["A"], nationality=["kh"], country=["kh", "cn"]),
        ftm("s1", "Sanction", entity=["p1"], country=["us"], authority=["OFAC"]),
        ftm("s2", "Sanction", entity=["p1"], country=["us"], authority=["OFAC"]),
        ftm("v1", "Vessel", flag=["ru"]),
        ftm("s3", "Sanction", entity=["v1"], country=["eu"]),
        ftm("s4", "Sanction", entity=["gone"], country=["eu"]),
    )
    rows = read("opensanctions", data, "entities.ftm.json")
    assert {(row["actor"], row["partner"]): row["value"] for row in rows} == {
        ("USA", "KHM"): 1.0, ("USA", "CHN"): 1.0, ("EU", "RUS"): 1.0,
    }  # fmt: skip


def test_a_follow_the_money_file_without_sanctions_is_an_error_that_says_what_to_take(read: Read) -> None:
    data = lines(ftm("p1", "Person", nationality=["kh"]), ftm("p2", "Person", nationality=["kh"]))
    with pytest.raises(DatasetError, match=r"targets\.simple\.csv"):
        read("opensanctions", data, "entities.ftm.json")


def test_half_a_line_of_json_is_one_clear_error(read: Read) -> None:
    with pytest.raises(DatasetError, match="damaged or half-downloaded"):
        read("opensanctions", lines(ftm("p1", "Person")) + b'\n{"id": "p2", "sch', "entities.ftm.json")
