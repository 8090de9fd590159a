"""Observations to measure, small and made by hand, or the real ones where they lie beside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(scope="session")
def observation() -> Callable[..., dict[str, Any]]:
    """Return the maker of one row, called with indicator, actor, partner, year and value."""
    return _observation


def _observation(
    indicator: str, actor: str, partner: str | None, year: int, value: float | None, **more: Any
) -> dict[str, Any]:
    row = {
        "source": "so-1", "row": None, "indicator": indicator, "actor": actor, "partner": partner, "item": None,
        "label": None, "first_year": year, "last_year": year, "date": None, "value": value,
        "unit": INDICATORS[indicator].unit, "status": "observed", "known": "2024-01-01",
    } | more  # fmt: skip
    row["id"] = "ob-" + "-".join(
        str(row[k]) for k in ("source", "indicator", "actor", "partner", "item", "first_year", "last_year")
    )
    return row


@pytest.fixture
def table() -> Callable[[list[dict[str, Any]]], ibis.expr.types.Table]:
    """Turn rows made by `observation` into an Ibis table."""
    return lambda rows: ibis.memtable(pa.Table.from_pylist(rows, schema=OBSERVATION_SCHEMA))


def read(name: str) -> ibis.expr.types.Table:
    """Return a real data set, or skip the test."""
    path = SHARED / f"{name}.parquet"
    if not path.exists():
        pytest.skip(f"{path.name} does not lie in a shared folder beside the project")
    return ibis.memtable(pq.read_table(path))


@pytest.fixture(scope="session")
def un_votes() -> ibis.expr.types.Table:
    """Every vote of four states in the General Assembly to January 2020."""
    votes, calls = read("un_votes"), read("un_roll_calls")
    iso3 = {"KH": "KHM", "CN": "CHN", "JP": "JPN", "US": "USA"}
    joined = votes.filter(votes.country_code.isin(list(iso3))).join(calls, "rcid")
    year = joined.date.year().cast("int16")
    return joined.select(
        id=ibis.literal("ob-") + joined.rcid.cast("string") + joined.country_code,
        source=ibis.literal("so-votes"), row=joined.rcid.cast("string"), indicator=ibis.literal("un-vote"),
        actor=joined.country_code.cases(*iso3.items()), partner=ibis.null("string"),
        item=ibis.literal("rcid-") + joined.rcid.cast("string"), label=joined.short, first_year=year, last_year=year,
        date=joined.date.cast("string"), value=joined.vote.cases(("yes", 1.0), ("abstain", 2.0), ("no", 3.0)),
        unit=ibis.literal("vote"), status=ibis.literal("observed"), known=ibis.literal("2020-04-01"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def oecd_aid() -> ibis.expr.types.Table:
    """Net ODA to Cambodia by donor and year, in constant dollars of 2022."""
    dac = read("oecd_dac2a")
    rows = dac.filter(dac.Recipient == "Cambodia", dac["Aid type"] == "ODA: Total Net")
    year = rows.Year.cast("int16")
    return rows.select(
        id=ibis.literal("ob-") + rows.Donor + rows.Year.cast("string"), source=ibis.literal("so-dac"),
        row=rows.Donor, indicator=ibis.literal("oda-net"), actor=(rows.Donor == "Japan").ifelse("JPN", rows.Donor),
        partner=ibis.literal("KHM"), item=ibis.null("string"), label=ibis.null("string"), first_year=year,
        last_year=year, date=ibis.null("string"), value=rows.Value * 1e6, unit=ibis.literal("USD-2022"),
        status=ibis.literal("observed"), known=ibis.literal("2024-01-01"),
    )  # fmt: skip
