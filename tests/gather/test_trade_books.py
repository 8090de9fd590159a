"""Trade as two states' books have it, and debt. Rows are made up for the test in the publishers' forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Rows = list[dict[str, Any]]
Table = Callable[..., bytes]
Read = Callable[..., Rows]
Problems = Callable[..., list[str]]

IMTS = (
    "DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,PRECISION,"
    "DECIMALS_DISPLAYED,TRADE_FLOW,VALUATION,UNIT,DERIVATION_TYPE,OVERLAP,STATUS"
)


def imts(one: str, flow: str, other: str, value: object, period: str = "2020", frequency: str = "A") -> str:
    return f"IMF.STA:IMTS(1.0.0),{one},{flow},{other},{frequency},{period},{value},6,,,XG,FOB,USD,M,OL,"


def flows(rows: Rows) -> dict[tuple[str, str | None, str], float]:
    return {(row["actor"], row["partner"], row["indicator"]): row["value"] for row in rows}


def test_imf_trade_is_in_full_dollars_and_the_world_is_no_partner(table: Table, read: Read) -> None:
    data = table(
        IMTS, imts("KHM", "XG_FOB_USD", "USA", 5_000_000_000), imts("KHM", "XG_FOB_USD", "G001", 17_000_000_000),
        imts("KHM", "MG_CIF_USD", "KOS", ""), imts("KHM", "TBG_USD", "USA", 1), imts("KHM", "MG_FOB_USD", "USA", 1),
    )  # fmt: skip
    rows = read("imf-imts", data)
    assert flows(rows) == {
        ("KHM", "USA", "exports"): 5e9, ("KHM", None, "exports"): 17e9, ("KHM", "XKX", "imports"): None
    }  # fmt: skip
    assert rows[0]["label"] == "derivation M"


def test_months_and_groups_of_states_are_counted_and_left_out(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        IMTS, imts("KHM", "XG_FOB_USD", "USA", 5, period="2020-M01", frequency="M"),
        imts("KHM", "XG_FOB_USD", "G163", 7), imts("KHM", "XG_FOB_USD", "JPN", 9),
    )  # fmt: skip
    assert flows(read("imf-imts", data)) == {("KHM", "JPN", "exports"): 9.0}
    said = problems("imf-imts", data)
    assert any("not of years" in text and "row 1:" in text for text in said)
    assert any("groups of states" in text and "row 2:" in text for text in said)


def test_pairs_whose_books_differ_by_more_than_twice_are_named(table: Table, problems: Problems) -> None:
    data = table(
        IMTS,
        imts("CHN", "XG_FOB_USD", "KHM", 8_000_000_000), imts("KHM", "MG_CIF_USD", "CHN", 3_000_000_000),
        imts("JPN", "XG_FOB_USD", "KHM", 500_000_000), imts("KHM", "MG_CIF_USD", "JPN", 600_000_000),
        imts("LAO", "XG_FOB_USD", "KHM", 100_000), imts("KHM", "MG_CIF_USD", "LAO", 900_000),
    )  # fmt: skip
    (gap,) = [text for text in problems("imf-imts", data) if "mirror gaps" in text]
    assert "in 1 of 3 pairs and years" in gap
    assert "CHN to KHM in 2020: sent 8,000, got 3,000 million" in gap


def test_many_gaps_are_one_problem_with_the_largest(table: Table, problems: Problems) -> None:
    years = [str(year) for year in range(1950, 2021)]
    data = table(
        IMTS,
        *(imts("CHN", "XG_FOB_USD", "KHM", 9_000_000_000 + int(year), year) for year in years),
        *(imts("KHM", "MG_CIF_USD", "CHN", 1_000_000_000, year) for year in years),
    )
    (gap,) = [text for text in problems("imf-imts", data) if "mirror gaps" in text]
    assert "in 71 of 71 pairs and years" in gap
    assert gap.count("CHN to KHM in") == 5


def test_a_negative_flow_and_a_pair_with_two_figures_are_left_out_and_named(
    table: Table, read: Read, problems: Problems
) -> None:
    data = table(
        IMTS, imts("KHM", "XG_FOB_USD", "USA", -5), imts("KHM", "XG_FOB_USD", "JPN", 7),
        imts("KHM", "XG_FOB_USD", "JPN", 8), imts("KHM", "XG_FOB_USD", "CHN", 9),
    )  # fmt: skip
    assert flows(read("imf-imts", data)) == {("KHM", "CHN", "exports"): 9.0}
    said = problems("imf-imts", data)
    assert any("exports outside 0 to" in text and "row 1:" in text for text in said)
    assert any("says something else of the same thing" in text for text in said)


COMTRADE_HEADER = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,flowDesc,"
    "partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,"
    "classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,customsDesc,mosCode,"
    "motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,"
    "netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,legacyEstimationFlag,"
    "isReported,isAggregate"
)
COMTRADE = COMTRADE_HEADER.split(",")


def comtrade(reporter: int, flow: str, partner: int, value: float, **cells: object) -> dict[str, object]:
    return dict.fromkeys(COMTRADE, "") | {
        "typeCode": "C", "freqCode": "A", "refYear": 2020, "reporterCode": reporter, "flowCode": flow,
        "partnerCode": partner, "partner2Code": 0, "cmdCode": "TOTAL", "customsCode": "C00", "mosCode": "0",
        "motCode": 0, "primaryValue": value,
    } | cells  # fmt: skip


def comtrade_csv(*rows: dict[str, object]) -> bytes:
    return ("\n".join([",".join(COMTRADE), *(",".join(map(str, row.values())) for row in rows)]) + "\n").encode()


def test_comtrade_takes_the_totals_and_the_uns_own_codes(read: Read) -> None:
    rows = read(
        "un-comtrade",
        comtrade_csv(
            comtrade(116, "X", 842, 5e9), comtrade(116, "X", 0, 17e9), comtrade(116, "M", 490, 8e8),
            comtrade(116, "RX", 842, 1), comtrade(891, "X", 116, 5, refYear=2004),
        ),
    )  # fmt: skip
    assert flows(rows) == {
        ("KHM", "USA", "exports"): 5e9, ("KHM", None, "exports"): 17e9, ("KHM", "TWN", "imports"): 8e8,
        ("SCG", "KHM", "exports"): 5.0,
    }  # fmt: skip


def test_comtrades_parts_of_a_total_are_counted_and_left_out(read: Read, problems: Problems) -> None:
    data = comtrade_csv(
        comtrade(116, "X", 842, 5e9), comtrade(116, "X", 842, 2e9, cmdCode="62"),
        comtrade(116, "X", 842, 3e9, motCode=1000), comtrade(116, "X", 842, 1e9, freqCode="M"),
    )  # fmt: skip
    assert flows(read("un-comtrade", data)) == {("KHM", "USA", "exports"): 5e9}
    assert any("parts of a year's goods" in text and "rows 2, 3, 4" in text for text in problems("un-comtrade", data))


def test_comtrades_json_has_the_same_rows(read: Read) -> None:
    said = {"elapsedTime": "0.1 secs", "count": 1, "data": [comtrade(116, "X", 842, 5e9)], "error": ""}
    assert flows(read("un-comtrade", json.dumps(said).encode(), "answer.json")) == {("KHM", "USA", "exports"): 5e9}


def ids(series: str, creditor: str, value: float | None, year: str = "2020", country: str = "KHM") -> dict[str, Any]:
    named = (("Country", country, country), ("Series", series, series), ("Counterpart-Area", "730", creditor),
             ("Time", f"YR{year}", year))  # fmt: skip
    return {"variable": [{"concept": c, "id": i, "value": v} for c, i, v in named], "value": value}


def debt(*records: dict[str, Any], pages: int = 1) -> bytes:
    source = {"id": "6", "name": "International Debt Statistics", "data": list(records)}
    return json.dumps({"page": 1, "pages": pages, "per_page": 1000, "source": source}).encode()


def test_debt_is_owed_to_the_creditor_and_served_by_the_debtor(read: Read) -> None:
    rows = read(
        "worldbank-debt",
        debt(
            ids("DT.DOD.DPPG.CD", "China", 4e9), ids("DT.TDS.DPPG.CD", "China", 2e8),
            ids("DT.DOD.DPPG.CD", "World Bank-IDA", 5e8), ids("DT.DOD.DPPG.CD", "World Bank-IBRD", 1e8),
            ids("DT.DOD.DPPG.CD", "World", 9e9), ids("DT.INR.DPPG", "World", 1.4), ids("DT.INR.DPPG", "China", 2.0),
        ),
        "ids.json",
    )  # fmt: skip
    assert flows(rows) == {
        ("CHN", "KHM", "debt-owed"): 4e9, ("WB", "KHM", "debt-owed"): 6e8, ("KHM", "CHN", "debt-service"): 2e8,
        ("KHM", None, "debt-interest"): 1.4, ("CHN", "KHM", "debt-interest"): 2.0,
    }  # fmt: skip


def test_debt_in_the_bulk_files_has_years_in_columns(table: Table, read: Read, problems: Problems) -> None:
    data = table(
        "Country Name,Country Code,Counterpart-Area Name,Counterpart-Area Code,Series Name,Series Code,2020,2021",
        "Cambodia,KHM,China,730,PPG,DT.DOD.DPPG.CD,4000000000,",
        "Cambodia,KHM,Bondholders,998,PPG,DT.DOD.DPPG.CD,5,6",
        "Cambodia,KHM,China,730,Other,DT.DOD.XXXX.CD,5,6",
    )
    rows = read("worldbank-debt", data)
    assert [(row["first_year"], row["value"], row["status"]) for row in rows] == [
        (2020, 4e9, "observed"), (2021, None, "missing"),
    ]  # fmt: skip
    said = problems("worldbank-debt", data)
    assert any("'Bondholders'" in text for text in said)
    assert any("'DT.DOD.XXXX.CD'" in text for text in said)


def test_an_answer_that_is_one_page_of_several_is_named(problems: Problems) -> None:
    said = problems("worldbank-debt", debt(ids("DT.DOD.DPPG.CD", "China", 4e9), pages=7), "ids.json")
    assert any("page 1 of 7" in text and "other pages" in text for text in said)
