"""Japan and China in Cambodia's aid and finance, 2012 to 2021, from the publishers' tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow.parquet as pq
import pytest

from suasion.measure.dependence_table import dependence
from suasion.measure.refill_episodes import refill_episodes
from suasion.measure.substitution import substitution
from suasion.model.leverage import REALISED, UNSEEN

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CASE: dict[str, Any] = {
    "actor": "KHM", "first_year": 2012, "last_year": 2021, "by": "period", "realised": REALISED,
}  # fmt: skip
NAMES = {"Cambodia": "KHM", "Japan": "JPN", "United States": "USA", "Korea": "KOR", "France": "FRA"}
KINDS = {"oda_adj": "finance-oda", "oof_adj": "finance-oof", "vof_adj": "finance-vague"}


def read(name: str) -> ibis.expr.types.Table:
    path = SHARED / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path.name} does not lie in a shared folder beside the project")
    return ibis.memtable(pq.read_table(path))


def observed(rows: Any, source: str, known: str, unit: str) -> ibis.expr.types.Table:
    """Return the columns indicator, actor, partner, year and value as observations."""
    year = rows.year.cast("int16")
    key = rows.indicator + rows.actor + ">" + rows.partner + year.cast("string")
    nothing = ibis.null("string")
    return rows.select(
        id=ibis.literal("ob-") + key, source=ibis.literal(source), row=key, indicator=rows.indicator, actor=rows.actor,
        partner=rows.partner, item=nothing, label=nothing, first_year=year, last_year=year, date=nothing,
        value=rows.value, unit=ibis.literal(unit), status=ibis.literal("observed"), known=ibis.literal(known),
    )  # fmt: skip


@pytest.fixture(scope="module")
def given() -> ibis.expr.types.Table:
    """Gross ODA of all donors to all recipients, and China's official finance, as observations."""
    dac = read("oecd_dac2a")
    gross = dac.filter(dac["Aid type"].startswith("Memo: ODA Total, Gross"))
    aid = gross.select(
        indicator=ibis.literal("oda-gross"), actor=gross.Donor.cases(*NAMES.items(), else_=gross.Donor),
        partner=gross.Recipient.cases(*NAMES.items(), else_=gross.Recipient), year="Year", value=gross.Value * 1e6,
    )  # fmt: skip
    china = read("aiddata_gcdf3_country_year")
    finance = [
        china.select(
            indicator=ibis.literal(kind), actor=ibis.literal("CHN"),
            partner=(china.ccode == 811).ifelse(ibis.literal("KHM"), china.ccode.cast("string")), year="year",
            value=china[column],
        )
        for column, kind in KINDS.items()
    ]  # fmt: skip
    both = ibis.union(
        observed(aid, "so-dac", "2024-01-01", "USD-2022"),
        observed(ibis.union(*finance), "so-gcdf", "2023-11-06", "USD-2021"),
    )
    return ibis.memtable(both.filter(both.value.notnull()).to_pyarrow())


def test_japan_and_china_hold_the_parts_that_the_page_says(given) -> None:
    found = dependence(given, unseen=UNSEEN[2], partners=["JPN", "CHN", "USA"], **CASE).to_pylist()
    shares = {(row["partner"], row["measure"]): row for row in found}
    said = {
        ("JPN", "share [oda-gross]"): (0.259, 0.129, 0.259),
        ("JPN", "share [aid]"): (0.201, 0.093, 0.217),
        ("CHN", "share [aid]"): (0.224, 0.081, 0.278),
        ("USA", "share [aid]"): (0.134, 0.062, 0.145),
        ("JPN", "share [official-finance]"): (0.102, 0.042, 0.127),
        ("CHN", "share [official-finance]"): (0.608, 0.254, 0.674),
    }
    for key, figures in said.items():
        assert tuple(round(shares[key][field], 3) for field in ("value", "low", "high")) == figures, key
    assert shares["CHN", "share [finance-oof]"]["value"] is None  # no one else is in that data set


def test_who_would_refill_japans_aid(given) -> None:
    found = substitution(given, partners=["JPN", "CHN"], indicators=["oda-gross", "aid"], **CASE).to_pylist()
    rows = {(row["partner"], row["measure"]): row for row in found}
    refilled = rows["JPN", "refilled [oda-gross]"]
    assert (round(refilled["value"], 2), refilled["low"], refilled["high"]) == (0.46, 0, 1)
    assert rows["JPN", "years to refill [oda-gross]"]["value"] == 2
    assert round(rows["JPN", "vulnerability [oda-gross]"]["value"], 2) == 0.14
    assert round(rows["CHN", "refilled [aid]"]["value"], 2) == 0.58
    order = [
        (row["method"].rsplit("number ")[1].split()[0], measure[measure.index(": ") + 2 : -1])
        for (partner, measure), row in rows.items()
        if partner == "CHN" and measure.startswith("refilled by")
    ]
    assert [who for _, who in sorted(order, key=lambda pair: int(pair[0]))][:4] == ["JPN", "KOR", "FRA", "USA"]


def test_after_large_cuts_the_others_gave_hardly_more(given) -> None:
    cuts = refill_episodes(given, "oda-gross", first_year=2009, last_year=2022)
    refilled = cuts["refilled"].to_numpy()
    assert len(refilled) == 660
    assert round(float(np.median(refilled)), 2) == 0.02
    assert round(float(np.clip(refilled, 0, 1).mean()), 2) == 0.35


def test_an_episode_in_closed_form(table, observation) -> None:
    rows = table(
        [
            observation("oda-gross", who, "KHM", year, value)
            for who, values in {"JPN": (40.0, 10.0), "USA": (50.0, 59.0), "FRA": (10.0, 16.0)}.items()
            for year, value in zip((2015, 2016), values, strict=True)
        ]
    )
    [cut] = refill_episodes(rows, "oda-gross", first_year=2015, last_year=2016).to_pylist()
    assert (cut["supplier"], cut["year"], cut["loss"], cut["others"]) == ("JPN", 2016, 30.0, 60.0)
    assert cut["others_growth"] == pytest.approx(0.25)
    assert cut["refilled"] == pytest.approx(0.5)
