"""Each data set in its publisher's own form. All rows here are made up for the test, unless the test says otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from suasion import gather
from suasion.errors import DatasetError

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

VOTES = ("rcid,country,country_code,vote", "5279,Cambodia,KH,abstain", "5279,Japan,JP,yes", "5280,Cambodia,KH,no")
ROLL_CALLS = (
    "rcid,session,importantvote,date,unres,amend,para,short,descr",
    '5279,68,0,2014-03-27,R/68/262,NA,NA,PREVENTION,"Territorial integrity of Ukraine : resolution / adopted by the '
    'General Assembly"',
    '5280,68,0,2014-03-28,R/68/262,NA,1,,"The President: A vote has been asked for on a paragraph"',
)


def by(rows: Rows, *keys: str) -> dict[Any, Any]:
    """Values by the fields named."""
    return {tuple(row[key] for key in keys) if len(keys) > 1 else row[keys[0]]: row["value"] for row in rows}


# UN votes


def votes(*tables: bytes) -> bytes:
    return gather.bundle({f"{i}.csv": table for i, table in enumerate(tables)})


def test_votes_take_date_title_and_symbol_from_their_roll_call(table: Table, read: Read) -> None:
    rows = read("un-votes", votes(table(*VOTES), table(*ROLL_CALLS)))
    assert by(rows, "actor", "item") == {
        ("KHM", "A/RES/68/262"): 2.0,
        ("JPN", "A/RES/68/262"): 1.0,
        ("KHM", "rcid-5280"): 3.0,
    }
    whole = rows[0]
    assert (whole["date"], whole["first_year"], whole["known"]) == ("2014-03-27", 2014, "2014-03-27")
    assert whole["label"] == "Territorial integrity of Ukraine"
    assert whole["row"] == "row 1"
    assert rows[2]["label"] == "Untitled roll call (on a paragraph; A/RES/68/262)"


def test_votes_carry_the_issues_of_their_roll_call(table: Table, read: Read) -> None:
    issues = table("rcid,short_name,issue", "5279,hr,Human rights", "5279,co,Colonialism")
    rows = read("un-votes", votes(table(*VOTES), table(*ROLL_CALLS), issues))
    assert rows[0]["label"] == "Territorial integrity of Ukraine [Colonialism; Human rights]"


def test_votes_without_roll_calls_are_an_error_that_says_what_to_give(table: Table, read: Read) -> None:
    with pytest.raises(DatasetError, match=r"--from VOTES --from ROLL_CALLS"):
        read("un-votes", table(*VOTES))


def test_a_vote_on_an_unknown_roll_call_is_named(table: Table, problems: Problems) -> None:
    said = problems("un-votes", votes(table(*VOTES, "9999,Japan,JP,yes"), table(*ROLL_CALLS)))
    assert any("1 votes are on roll calls" in text and "row 4" in text for text in said)


def test_an_unknown_vote_code_stops_its_row_and_is_named(table: Table, read: Read, problems: Problems) -> None:
    data = votes(table(*VOTES, "5280,Japan,JP,maybe"), table(*ROLL_CALLS))
    assert ("JPN", "rcid-5280") not in by(read("un-votes", data), "actor", "item")
    assert any("'maybe' (1)" in text and "row 4" in text for text in problems("un-votes", data))


def test_voetens_single_table_tells_absence_from_not_being_a_member(table: Table, read: Read) -> None:
    data = table(
        "rcid,ccode,member,vote,Country,Countryname,year,session,date,unres,short,descr,amend,para,me,hr",
        "5279,811,1,8,CAM,Cambodia,2014,68,2014-03-27,R/68/262,PREVENTION,,,,0,1",
        "5279,740,1,1,JPN,Japan,2014,68,2014-03-27,R/68/262,PREVENTION,,,,0,1",
        "5279,2,0,9,USA,United States,2014,68,2014-03-27,R/68/262,PREVENTION,,,,0,1",
    )
    assert by(read("un-votes", data), "actor") == {"KHM": 0.0, "JPN": 1.0}


def test_numbers_that_were_pages_before_1985_are_no_symbols(table: Table, read: Read) -> None:
    calls = table(ROLL_CALLS[0], "771,16,0,1961-12-02,R/16/1138,0,0,TIBET,TO ADOPT A DRAFT")
    rows = read("un-votes", votes(table(VOTES[0], "771,Japan,JP,yes"), calls))
    assert (rows[0]["item"], rows[0]["label"]) == ("rcid-771", "TIBET (numbered R/16/1138 in the source)")


def test_special_sessions_have_their_symbols(table: Table, read: Read) -> None:
    calls = table(
        ROLL_CALLS[0], "1,52,0,1997-04-25,ESS/10/2,0,0,EAST JERUSALEM,", "2,17,0,1990-02-23,SS/17/2,0,0,DRUGS,"
    )
    rows = read("un-votes", votes(table(VOTES[0], "1,Japan,JP,yes", "2,Japan,JP,yes"), calls))
    assert {row["item"] for row in rows} == {"A/RES/ES-10/2", "A/RES/S-17/2"}


@pytest.mark.parametrize("plural", ["", "s"])
def test_the_un_librarys_votes_are_read_in_both_of_its_headers(table: Table, read: Read, plural: str) -> None:
    data = table(
        f"undl_id,ms_code{plural},ms_name{plural},ms_vote{plural},date,resolution{plural},title,subjects",
        "1,KHM,CAMBODIA,Y,2022-03-02,A/RES/ES-11/1,Aggression against Ukraine,",
        "1,CHN,CHINA,A,2022-03-02,A/RES/ES-11/1,Aggression against Ukraine,",
        "1,RUS,RUSSIAN FEDERATION,N,2022-03-02,A/RES/ES-11/1,Aggression against Ukraine,",
        "1,VEN,VENEZUELA,X,2022-03-02,A/RES/ES-11/1,Aggression against Ukraine,",
    )
    rows = read("un-library-votes", data)
    assert by(rows, "actor") == {"KHM": 1.0, "CHN": 2.0, "RUS": 3.0, "VEN": 0.0}
    assert rows[0]["known"] == "2022-03-02"


# Aid and finance


def test_aid_in_the_data_explorers_form_is_scaled_by_its_own_multiplier(table: Table, read: Read) -> None:
    data = table(
        "STRUCTURE,STRUCTURE_ID,DONOR,Donor,RECIPIENT,Recipient,MEASURE,Measure,UNIT_MEASURE,Unit of measure,"
        "PRICE_BASE,Price base,TIME_PERIOD,Time period,OBS_VALUE,Observation value,BASE_PER,Base period,UNIT_MULT,"
        "Unit multiplier",
        "DATAFLOW,x,JPN,Japan,KHM,Cambodia,206,Official development assistance,USD,US dollar,Q,Constant prices,2021,,"
        "120.5,,2022,2022,6,Millions",
        "DATAFLOW,x,JPN,Japan,KHM,Cambodia,201,Grants,USD,US dollar,V,Current prices,2021,,90,,,,6,Millions",
    )
    rows = read("oecd-dac2a", data)
    assert by(rows, "indicator", "unit") == {("oda-net", "USD-2022"): 120.5e6, ("oda-grants", "USD"): 90e6}
    assert {(row["actor"], row["partner"], row["first_year"]) for row in rows} == {("JPN", "KHM", 2021)}


OLD_AID = "Recipient,Donor,Aid type,Amount type,Year,Value"
CONSTANT = "Constant Prices (2022 USD millions)"


def test_every_kind_of_aid_has_its_indicator(table: Table, read: Read) -> None:
    kinds = {
        "ODA: Total Net": "oda-net",
        "Memo: ODA Total, Gross disbursements": "oda-gross",
        "Grants, Total": "oda-grants",
        "ODA Gross Loans": "oda-loans-gross",
        "ODA Loans: Total Net": "oda-loans-net",
        "Humanitarian Aid": "oda-humanitarian",
        "Technical Cooperation": "oda-technical",
        "Imputed Multilateral ODA": "oda-multilateral",
    }
    lines = [f'Cambodia,Japan,"{kind}",{CONSTANT},2015,{i}' for i, kind in enumerate(kinds, start=1)]
    rows = read("oecd-dac2a", table(OLD_AID, *lines, f"Cambodia,Japan,Development Food Aid,{CONSTANT},2015,9"))
    assert by(rows, "indicator") == {indicator: i * 1e6 for i, indicator in enumerate(kinds.values(), start=1)}


def test_an_unknown_kind_of_aid_and_groups_of_donors_are_named(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        OLD_AID,
        f'Cambodia,Japan,"ODA: Total Net",{CONSTANT},2015,1',
        f"Cambodia,Japan,Aid on the moon,{CONSTANT},2015,2",
        f'Cambodia,"DAC Countries, Total","ODA: Total Net",{CONSTANT},2015,3',
    )
    assert by(read("oecd-dac2a", data), "actor") == {"JPN": 1e6}
    said = problems("oecd-dac2a", data)
    assert any("'Aid on the moon' (1)" in text for text in said)
    assert any("'DAC Countries, Total' (1)" in text for text in said)


def test_prices_of_no_year_are_named(table: Table, problems: Problems) -> None:
    data = table(OLD_AID, 'Cambodia,Japan,"ODA: Total Net",Constant prices,2015,1')
    assert any("unit is unknown" in text for text in problems("oecd-dac2a", data))


def test_chinas_finance_by_project_takes_what_is_recommended_and_adjusted(table: Table, read: Read) -> None:
    data = table(
        "AidData Record ID,Recommended For Aggregates,Recipient,Recipient ISO-3,Commitment Year,Flow Class,Title,"
        "Amount (Constant USD 2021),Adjusted Amount (Constant USD 2021),Sector Name",
        "101,Yes,Cambodia,KHM,2010,OOF-like,A dam,500,400,ENERGY",
        "102,No,Cambodia,KHM,2010,OOF-like,The same dam,500,500,ENERGY",
        "103,Yes,Cambodia,KHM,2011,Vague (Official Finance),A road,,,TRANSPORT",
    )
    rows = read("aiddata-gcdf3", data)
    assert by(rows, "indicator", "item") == {("finance-oof", "gcdf-101"): 400.0, ("finance-vague", "gcdf-103"): None}
    assert rows[1]["status"] == "missing"
    assert {(row["actor"], row["partner"], row["unit"]) for row in rows} == {("CHN", "KHM", "USD-2021")}


def test_chinas_finance_by_country_keeps_zeros(table: Table, read: Read) -> None:
    data = table("ccode,year,oof_amt,oof_adj,oda_amt,oda_adj,vof_amt,vof_adj", "811,2010,9,5,0,0,1,1")
    assert by(read("aiddata-gcdf3", data), "indicator") == {"finance-oof": 5, "finance-oda": 0, "finance-vague": 1}


# Arms, troops, alliances, sanctions, posts, visits


def test_sipris_register_is_read_below_its_notes_delivery_by_delivery(table: Table, read: Read) -> None:
    data = table(
        *[f"Note {i}" for i in range(11)],
        "SIPRI AT Database ID,Supplier,Recipient,Designation,Description,Armament category,Order date,"
        "Order date is estimate,Numbers delivered,Numbers delivered is estimate,Delivery year,"
        "Delivery year is estimate,Status,SIPRI estimate,TIV deal unit,TIV delivery values,Local production;",
        "77,China,Cambodia,Z-9,helicopter,Aircraft,2011,No,6,No,2013,No,New,1.5,3,9.5,No;",
        "77,China,Cambodia,Z-9,helicopter,Aircraft,2011,No,6,No,2013,No,New,1.5,3,9.5,No;",
    )
    rows = read("sipri-tiv", data, "trade-register.csv")
    assert [(row["item"], row["label"], row["value"]) for row in rows] == [
        ("deal-77-row-1", "Z-9 helicopter", 9.5),
        ("deal-77-row-2", "Z-9 helicopter", 9.5),
    ]


def test_armed_groups_and_unknown_parties_are_left_out_and_named(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        "supplier,recipient,year,value,supplier_cown,recipient_cown",
        "China,Khmer Rouge (Cambodia)*,1985,3,710,",
        "Unknown supplier(s),Cambodia,1990,1,,811",
        "China,Cambodia,2010,0,710,811",
    )
    rows = read("sipri-tiv", data)
    assert [(row["first_year"], row["value"], row["status"]) for row in rows] == [(2010, 0.0, "observed")]
    assert sum("are no actor" in text for text in problems("sipri-tiv", data)) == 2


def test_troops_stand_from_the_united_states_to_hosts_that_are_states(table: Table, read: Read) -> None:
    data = table(
        "countryname,year,ccode,iso3c,region,troops_ad,army_ad",
        "Cambodia,2015,811,KHM,East Asia & Pacific,27,1",
        "Wake Island,2015,1014,,East Asia & Pacific,5,1",
        "United States,2015,2,USA,North America,1000000,1",
    )
    assert by(read("us-troops", data), "actor", "partner") == {("USA", "KHM"): 27.0}


def test_alliances_are_directed_and_their_label_names_all_obligations(table: Table, read: Read) -> None:
    data = table(
        "ddyad,year,stateA,stateB,atopally,defense,offense,neutral,nonagg,consul,asymm",
        "2740,1960,2,740,1,1,0,0,0,1,1",
        "740002,1960,740,2,1,0,0,0,0,1,1",
    )
    rows = read("atop-alliance", data)
    assert by(rows, "actor", "partner") == {("USA", "JPN"): 1.0, ("JPN", "USA"): 0.0}
    assert rows[0]["label"] == "obligations: defence, consultation"


SANCTIONS = (
    "case_id,sanctioned_state,sanctioning_state,begin,end,trade,descr_trade,arms,military,financial,travel,other,"
    "target_mult,sender_mult,objective,success"
)


def test_a_case_of_several_states_is_a_row_for_each_pair(table: Table, read: Read) -> None:
    data = table(
        SANCTIONS,
        '9,"Korea, North, Russia","United States, Japan",2006,2010,1,"exp_part,imp_compl",1,0,0,0,0,1,1,'
        '"human_rights,other","failed,failed"',
    )
    rows = read("gsdb-sanctions", data)
    assert {(row["actor"], row["partner"]) for row in rows} == {
        (sender, target) for sender in ("USA", "JPN") for target in ("PRK", "RUS")
    }
    assert {(row["first_year"], row["last_year"], row["item"], row["row"]) for row in rows} == {
        (2006, 2010, "gsdb-9", "row 1")
    }
    assert rows[0]["label"] == (
        "trade (exports, partial; imports, complete), arms; aim: human rights, other; outcome: failed"
    )


def test_the_european_union_imposes_sanctions_as_itself(table: Table, read: Read) -> None:
    data = table(SANCTIONS, "1,Cambodia,EU,2020,2023,1,imp_part,0,0,0,0,0,0,1,human_rights,ongoing")
    assert [(row["actor"], row["partner"]) for row in read("gsdb-sanctions", data)] == [("EU", "KHM")]


def test_sanctions_that_end_before_they_begin_are_left_out_and_named(table: Table, problems: Problems) -> None:
    data = table(
        SANCTIONS,
        "1,Cambodia,Japan,2020,2023,0,,0,0,1,0,0,0,0,other,failed",
        "2,Cambodia,Japan,2020,2010,0,,0,0,1,0,0,0,0,other,failed",
    )
    assert any("row 2" in text and "before the first" in text for text in problems("gsdb-sanctions", data))


def test_posts_are_counted_by_host_and_missions_to_organisations_are_not(table: Table, read: Read) -> None:
    data = table(
        'COUNTRY,POPULATION (M),"GDP (B, USD)",G20 RANK,OVERALL RANK,POST CITY,POST COUNTRY,TYPE OF POST,'
        "POST TYPE TITLE",
        "Japan,126,5000,1,1,Phnom Penh,Cambodia,Embassy / High Commission,Embassy",
        "Japan,126,5000,1,1,Siem Reap,Cambodia,Consulate / Consulate-General,Consular Office",
        "Japan,126,5000,1,1,Geneva,Switzerland,Permanent Mission,Mission to UN",
    )
    rows = read("lowy-gdi", data)
    assert by(rows, "actor", "partner") == {("JPN", "KHM"): 2.0}
    assert rows[0]["label"] == "1 Consulate / Consulate-General; 1 Embassy / High Commission"
    assert rows[0]["first_year"] == 2019


def test_visits_say_that_they_are_counted_in_both_directions(table: Table, read: Read) -> None:
    data = table(
        "receiving_country,year,confucius_institutes,sister_cities_established,government_visits,military_visits,"
        "total_elite_visits,ambassador_op_eds,journalist_visits,media_partnerships,outbound_chinese_students,"
        "inbound_students_to_china",
        "Cambodia,2010,1,0,14,N/A,14,0,0,0,0,0",
    )
    rows = read("china-public-diplomacy", data)
    assert by(rows, "actor", "partner", "indicator") == {
        ("CHN", "KHM", "visit"): 14.0,
        ("CHN", "KHM", "visit-military"): None,
    }
    assert "either direction" in rows[0]["label"]


# The Correlates of War, FBIC, ideal points, events, the World Bank


def test_total_trade_is_in_full_dollars_and_minus_nine_is_missing(table: Table, read: Read) -> None:
    data = table(
        "ccode,statename,stateabb,year,imports,exports,alt_imports,alt_exports,source1,source2,version",
        "811,Cambodia,CAM,2014,18000.5,-9,-9,-9,1,1,4",
    )
    assert by(read("cow-trade-state-year", data), "indicator") == {"imports": 18000.5e6, "exports": None}


def test_trade_of_a_pair_is_the_importers_figure_in_both_directions(table: Table, read: Read) -> None:
    data = table(
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,version",
        "710,811,2014,China,Cambodia,480,3270,480,4",
    )
    assert by(read("cow-trade-dyads", data), "indicator", "actor", "partner") == {
        ("imports", "CHN", "KHM"): 480e6,
        ("exports", "KHM", "CHN"): 480e6,
        ("imports", "KHM", "CHN"): 3270e6,
        ("exports", "CHN", "KHM"): 3270e6,
    }


def test_capabilities_give_population_in_people(table: Table, read: Read) -> None:
    data = table(
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version", "CAM,811,2016,-9,-9,0,0,15762,-9,0.0014,7"
    )
    assert by(read("cow-nmc", data), "indicator") == {"cinc": 0.0014, "population": 15_762_000.0}


def test_cow_numbers_tell_cambodia_from_cameroon(table: Table, read: Read) -> None:
    data = table("ccode1,ccode2,year,dyadigos", "471,811,2014,40")
    rows = read("cow-igo-dyad-year", data)
    assert by(rows, "actor", "partner") == {("CMR", "KHM"): 40.0}


def test_memberships_of_a_state_outside_the_system_are_missing(table: Table, read: Read) -> None:
    (row,) = read("cow-igo-dyad-year", table("ccode1,ccode2,year,dyadigos", "471,811,2014,-1"))
    assert (row["value"], row["status"]) == (None, "missing")


def test_influence_capacity_comes_with_its_parts_trade_and_gdp_in_dollars_of_2011(table: Table, read: Read) -> None:
    data = table(
        "iso3a,iso3b,year,fbic,bandwidth,dependence,exportsallgoodatob_alldata,exportsallgoodatob_alldata_est,"
        "gdpmer2011usda,gdpmer2011usda_est,norm_lor_avg",
        "CHN,VNM,2023,0.206,0.7,0.3,100,3,900,0,1",
        "CHN,THA,2023,0.376,0.9,0.4,200,0,900,0,1",
    )
    rows = read("fbic", data)
    assert by(rows, "indicator", "partner")[("fbic", "VNM")] == 0.206
    assert by(rows, "indicator", "partner")[("fbic-dependence", "THA")] == 0.4
    exports = [row for row in rows if row["indicator"] == "exports"]
    assert [(row["unit"], row["label"]) for row in exports] == [
        ("USD-2011", "filled in by the publisher, code 3"),
        ("USD-2011", None),
    ]
    assert [row["row"] for row in rows if row["indicator"] == "gdp"] == ["row 1"]


def test_the_capacity_file_gives_the_product_of_either_side_once(table: Table, read: Read) -> None:
    data = table(
        "iso3a,iso3b,year,fbic,bandwidth,dependence,gdpmer2011usda,gdpmer2011usdb",
        "CHN,VNM,2023,0.206,0.7,0.3,900,50",
        "VNM,CHN,2023,0.1,0.7,0.1,50,900",
    )
    products = [row for row in read("fbic", data) if row["indicator"] == "gdp"]
    assert sorted((row["actor"], row["value"], row["unit"]) for row in products) == [
        ("CHN", 900, "USD-2011"),
        ("VNM", 50, "USD-2011"),
    ]


def test_ideal_points_take_the_year_from_the_session(table: Table, read: Read) -> None:
    data = table(
        "ccode,session,NVotesAll,IdealPointAll,QO%All,Q5%All,Q10%All,Q50%All,Q90%All,Q95%All,Q100%All,iso3c,Countryname",
        "811,70,74,-0.969,-1.4,-1.15,-1.1,-0.97,-0.8,-0.75,-0.5,KHM,Cambodia",
    )
    (row,) = read("unga-idealpoints", data)
    assert (row["actor"], row["first_year"], row["value"]) == ("KHM", 2015, -0.969)
    assert row["label"] == "session 70; 5 to 95 per cent quantiles -1.150 to -0.750"


def test_events_give_four_kinds(table: Table, read: Read) -> None:
    data = table(
        "i,j,year,id,verbCoop,matlCoop,verbConf,matlConf,i_iso3c,j_iso3c", "China,Cambodia,2010,x,5,1,0,2,CHN,KHM"
    )
    assert by(read("icews-dyad-year", data), "indicator") == {
        "events-verbal-cooperation": 5,
        "events-material-cooperation": 1,
        "events-verbal-conflict": 0,
        "events-material-conflict": 2,
    }


def test_a_table_of_pairs_gives_each_states_product_and_people_once(table: Table, read: Read) -> None:
    data = table(
        "i,j,year,id,verbCoop,matlCoop,verbConf,matlConf,i_iso3c,j_iso3c,i_gdp,j_gdp,i_pop,j_pop",
        "Cambodia,China,2014,x,5,1,0,2,KHM,CHN,16874510000,10333910000000,15210817,1371860000",
        "Cambodia,Japan,2014,x,5,1,0,2,KHM,JPN,16874510000,4376628000000,15210817,127276000",
        "Cambodia,Japan,2013,x,5,1,0,2,KHM,JPN,,4376628000000,14999683,127276000",
    )
    own = [row for row in read("icews-dyad-year", data) if row["partner"] is None]
    assert [(row["indicator"], row["first_year"], row["value"], row["unit"], row["status"]) for row in own] == [
        ("gdp", 2014, 16874510000, "USD-2015", "observed"),
        ("gdp", 2013, None, "USD-2015", "missing"),
        ("population", 2014, 15210817, "people", "observed"),
        ("population", 2013, 14999683, "people", "observed"),
    ]


def test_the_world_banks_api_gives_states_and_not_groups(read: Read, problems: Problems) -> None:
    def item(code: str, value: float | None) -> dict[str, Any]:
        return {
            "indicator": {"id": "NY.GDP.MKTP.CD", "value": "GDP (current US$)"},
            "country": {"id": "XX", "value": "x"},
            "countryiso3code": code,
            "date": "2021",
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 0,
        }

    data = json.dumps([{"page": 1, "pages": 1}, [item("KHM", 26.9e9), item("WLD", 9.7e13), item("PRK", None)]]).encode()
    assert by(read("worldbank", data), "actor") == {"KHM": 26.9e9, "PRK": None}
    assert any("'WLD' (1)" in text for text in problems("worldbank", data))


def test_the_world_banks_table_of_years_becomes_rows(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        '"Data Source","World Development Indicators",',
        "",
        '"Country Name","Country Code","Indicator Name","Indicator Code","2020","2021",',
        '"Cambodia","KHM","Population, total","SP.POP.TOTL","16396860","",',
        '"Cambodia","KHM","Forest","AG.LND.FRST.ZS","45","45",',
    )
    assert by(read("worldbank", data), "first_year") == {2020: 16396860.0, 2021: None}
    assert any("'AG.LND.FRST.ZS'" in text for text in problems("worldbank", data))
