"""On real data every point lies in the middle half of its draws, and the assessment of any state holds together."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from suasion.assess import arithmetic
from suasion.assess.flows import flows
from suasion.assess.hedging import hedging
from suasion.assess.leverage import leverage
from suasion.assess.once import Once
from suasion.assess.supply import supply
from suasion.codebook import Contest
from suasion.model.leverage import UNSEEN
from suasion.record import Record

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CONTESTS = {
    client: Contest(client=client, patrons=patrons, first_year=2012, last_year=2021)
    for client, patrons in {
        "KHM": ("JPN", "CHN", "USA"),
        "LKA": ("CHN", "IND", "JPN"),
        "FJI": ("AUS", "CHN", "USA"),
        "PHL": ("USA", "CHN", "JPN"),
        "KAZ": ("RUS", "CHN", "USA"),
    }.items()
}
# Which rows of each data set the contests need: the column of the client (None: all rows), and how it names states.
_NEEDED = {
    "oecd-dac2a": ("oecd_dac2a", "Recipient", ("Cambodia", "Sri Lanka", "Fiji", "Philippines", "Kazakhstan")),
    "aiddata-gcdf3": ("aiddata_gcdf3_country_year", "ccode", (811, 780, 950, 840, 705)),
    "icews-dyad-year": ("icews_dyad_year", "i_iso3c", tuple(CONTESTS)),
    "sipri-tiv": ("sipri_tiv", None, ()),
    "fbic": ("fbic_18_states", "iso3a", ("PHL", "CHN", "USA", "JPN")),
    "cow-trade-state-year": ("cow_trade_state_year", "ccode", (811, 780, 950, 840, 705)),
}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Once]:
    """The rows of five clients out of the real data sets."""
    if not SHARED.is_dir():
        pytest.skip("the real data sets are not at hand")
    from suasion.gather import read_rows

    with Record.open(tmp_path_factory.mktemp("centre") / "record.duckdb") as opened:
        for name, (file, column, wanted) in _NEEDED.items():
            table = pq.read_table(SHARED / f"{file}.parquet")
            if column:
                table = table.filter(pc.is_in(table[column], value_set=pc.cast(list(wanted), table[column].type)))
            cut = io.BytesIO()
            pq.write_table(table, cut)
            gathered = read_rows(name, cut.getvalue(), file_name=f"{file}.parquet")
            opened.append_observations(gathered.source, gathered.data, gathered.rows)
        yield Once(opened)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, np.ndarray]]:
    """The value and the draws of every estimate with an interval that the test works out."""
    found: list[tuple[float, np.ndarray]] = []
    plain = arithmetic.interval

    def watched(draws: np.ndarray, value: float) -> tuple[float, float] | None:
        bounds = plain(draws, value)
        if bounds is not None:
            found.append((value, draws[np.isfinite(draws)]))
        return bounds

    monkeypatch.setattr(arithmetic, "interval", watched)
    return found


def outside(drawn: list[tuple[float, np.ndarray]]) -> list[tuple[float, float]]:
    """Return the values outside the middle half of their draws, with the median."""
    quartiles = [np.quantile(draws, [0.25, 0.5, 0.75]) for _, draws in drawn]
    slack = 1e-9  # a value that many draws share to the last digits
    return [
        (value, float(median))
        for (value, _), (low, median, high) in zip(drawn, quartiles, strict=True)
        if not low * (1 - slack) <= value <= high * (1 + slack)
    ]


@pytest.mark.parametrize("client", CONTESTS)
def test_every_point_lies_in_the_middle_half_of_its_draws(record: Once, client: str, drawn: list) -> None:
    contest = CONTESTS[client]
    held = supply(record, contest)
    leverage(record, contest, draws=1024, held=held)
    flows(record, contest, draws=1024, held=held)
    assert len(drawn) > 20
    assert outside(drawn) == []


@pytest.mark.parametrize("client", CONTESTS)
def test_points_of_hedging_are_central_but_where_ties_are_even(record: Once, client: str, drawn: list) -> None:
    hedging(record, CONTESTS[client], draws=1024)
    # Balance is largest where ties are equal: around a point near 1 all draws lie below.
    assert [value for value, _ in outside(drawn) if value < 0.9] == []


@pytest.mark.parametrize("client", CONTESTS)
def test_any_state_has_a_stake_and_no_share_is_absurd(record: Once, client: str) -> None:
    contest = CONTESTS[client]
    found = leverage(record, contest, draws=512)
    for name in ("economic-aid", "economic-loan"):
        lines = [line for patron in found for line in patron.by_instrument if line.instrument == name]
        assert all(line.stake.value is not None for line in lines)
        assert sum(line.share.value or 0 for line in lines) <= 1 - UNSEEN[1] + 1e-9
    for patron in found:
        parts = [line.leverage.value for line in patron.by_instrument if line.leverage.value is not None]
        if parts:
            assert max(parts) - 1e-12 <= patron.leverage.value < 0.9
    chances = [p.probability_first.value for p in found]
    assert sum(chances) == pytest.approx(1)
    assert max(chances) < 0.9  # most ties of these states have no measure here


def test_who_arms_a_state_is_not_out_of_the_race_because_arms_have_no_price(record: Once) -> None:
    russia, china, america = leverage(record, CONTESTS["KAZ"], draws=512)
    assert russia.leverage.value < china.leverage.value  # aid and loans alone
    assert russia.probability_first.value > 0.3 > america.probability_first.value
