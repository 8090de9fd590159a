"""The backtest: nothing after the day before an episode reaches a forecast, and its data hold together."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.backtest.baselines import MEETINGS, Past, chances
from bench.backtest.episodes import ASEAN, Episode, Stand, read_episodes, read_stands, stands_before
from bench.backtest.forecasts import READINGS, Forecast, Forecaster
from bench.backtest.institution import objecting
from bench.backtest.vintage import Rows, Vintage, dated, typed_votes
from hypothesis import given
from hypothesis import strategies as st

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.codebook.actor import actors

FACTS = Path(__file__).parents[2] / "src" / "suasion" / "example" / "facts"
NAMES = {"oecd-aid": "oecd-dac2a", "aiddata-finance": "aiddata-gcdf3", "gdp": "fbic", "un-votes": "un-votes"}
CHECKED = {
    "voting record in data set",
    "votes typed in this project's facts",
    "public page read",
    "known to the author, not checked again",
}
EPISODES = read_episodes()


def fact_rows() -> list[dict[str, Any]]:
    """Return rows on Cambodia from the example's facts, as a record gives them."""
    found = []
    for table in NAMES:
        with (FACTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for n, row in enumerate(csv.DictReader(file)):
                if row["status"] == "observed":
                    found.append(dict.fromkeys(OBSERVATION_SCHEMA.names) | {
                        key: value or None for key, value in row.items()
                    } | {"id": f"ob-{table}-{n}", "source": table, "value": float(row["value"]),
                         "first_year": int(row["first_year"]), "last_year": int(row["last_year"])})  # fmt: skip
    return found


@pytest.fixture(scope="module")
def record() -> list[dict[str, Any]]:
    return fact_rows()


@pytest.fixture(scope="module")
def vote() -> Episode:
    return replace(next(one for one in EPISODES if one.id == "unga-73-194"), clients=("KHM",))


def forecast(rows: Rows, episode: Episode, stands: list[Stand], *, swap: bool = False) -> Forecast:
    return Forecaster(rows, draws=64, swap=swap).forecast(episode, stands, 0.0)[0]


def said(one: Forecast) -> bytes:
    return b"".join(one.seen[0].positions[name].tobytes() + one.draws[name].tobytes() for name in READINGS)


def test_what_comes_to_be_known_later_changes_not_a_byte(record: list[dict[str, Any]], vote: Episode) -> None:
    typed = read_stands()
    before = forecast(dated(record, NAMES), vote, stands_before(vote, typed, EPISODES))
    later: list[dict[str, Any]] = []
    for row in record:
        if row["indicator"] == "un-vote":
            later.append(row | {"id": row["id"] + "-later", "date": vote.date, "value": 1.0, "item": f"{row['id']}"})
        elif row["indicator"] != "gdp" and row["last_year"] >= 2017:
            later.append(row | {"id": row["id"] + "-later", "first_year": row["last_year"] + 1,
                                "last_year": row["last_year"] + 1, "value": 100 * row["value"]})  # fmt: skip
    stands = [*typed, Stand("KHM", "ukraine-war", vote.date, 1), Stand("USA", "ukraine-war", "2024-01-01", -1)]
    episode = replace(vote, id="later", date="2019-01-01", kind="council-vote", outcomes={"KHM": 1.0})
    after = forecast(dated([*record, *later], NAMES), vote, stands_before(vote, stands, [*EPISODES, episode]))
    assert len(later) > 200
    assert said(after) == said(before)


def test_what_was_known_before_does_change_a_forecast(record: list[dict[str, Any]], vote: Episode) -> None:
    stands = stands_before(vote, read_stands(), EPISODES)
    before = forecast(dated(record, NAMES), vote, stands)
    more = [row | {"value": 5 * row["value"]} if row["actor"] == "JPN" and row["indicator"].startswith("oda-") else row
            for row in record]  # fmt: skip
    after = forecast(dated(more, NAMES), vote, stands)
    assert (after.seen[0].positions["pulled"] != before.seen[0].positions["pulled"]).any()
    assert (after.seen[0].positions["alone"] == before.seen[0].positions["alone"]).all()


def test_the_placebo_gives_every_patron_the_flows_of_another(record: list[dict[str, Any]], vote: Episode) -> None:
    rows, stands = dated(record, NAMES), stands_before(vote, read_stands(), EPISODES)
    true, placebo = forecast(rows, vote, stands), forecast(rows, vote, stands, swap=True)
    assert (true.seen[0].positions["pulled"] != placebo.seen[0].positions["pulled"]).any()
    assert (true.seen[0].positions["alone"] == placebo.seen[0].positions["alone"]).all()
    turned = Vintage(rows, "2018-06-01", swapped={"USA": "JPN", "JPN": "CHN", "CHN": "USA"})
    plain = Vintage(rows, "2018-06-01")
    for one, other in zip(plain.rows, turned.rows, strict=True):
        if one["indicator"] == "un-vote":
            assert one["actor"] == other["actor"]
        elif one["actor"] in ("USA", "JPN", "CHN") and one["partner"]:
            assert one["actor"] != other["actor"]


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 4000))
def test_what_is_known_on_a_day_is_known_on_every_later_one(day: date, days: int) -> None:
    rows = dated(_ROWS, NAMES)
    later = day + timedelta(days=days)
    first = {row["id"] for row in rows.until(day.isoformat())}
    assert first <= {row["id"] for row in rows.until(later.isoformat())}
    assert all(row["last_year"] < day.year for row in rows.until(day.isoformat()) if row["indicator"].startswith("oda"))


_ROWS = fact_rows()


def test_a_case_of_sanctions_is_known_in_force_and_never_by_its_end() -> None:
    case = dict.fromkeys(OBSERVATION_SCHEMA.names) | {
        "id": "ob-1", "source": "s", "indicator": "sanction", "actor": "USA", "partner": "MMR", "first_year": 1988,
        "last_year": 2016, "value": 1.0, "label": "arms; aim: human rights; outcome: success total",
    }  # fmt: skip
    (seen,) = Vintage(dated([case], {"s": "gsdb-sanctions"}), "2005-05-01").rows
    assert (seen["last_year"], seen["label"]) == (2004, "arms; aim: human rights")
    (ended,) = Vintage(dated([case], {"s": "gsdb-sanctions"}), "2019-05-01").rows
    assert ended["last_year"] == 2016


def test_a_data_set_without_a_lag_is_not_used(record: list[dict[str, Any]]) -> None:
    assert {row["indicator"] for row in dated(record, {}).table} <= {"un-vote"}


def test_base_rates_and_past_errors_know_earlier_episodes_alone() -> None:
    episode = next(one for one in EPISODES if one.kind == "recognition")
    past = Past()
    assert past.rate("recognition") == 0.5
    past.add(episode, [(Forecast(episode, "LCA", seen=()), None, 0.0)])
    assert past.rate("recognition") == pytest.approx(1 / 3)
    assert past.rate("base") == 0.5


def test_what_breaking_consensus_costs_knows_no_meeting_from_the_day_of_the_text_on() -> None:
    lam = np.full(64, 1.0)
    july, before, after = (
        objecting(day, lam, members=10, shared=1.0, seed=0) for day in ("2012-07-12", "2011-12-31", "2012-07-13")
    )
    # The failure at Phnom Penh counts from its day; in between nothing came to be known.
    np.testing.assert_array_equal(july, before)
    assert np.all(after < july)
    episode = next(one for one in EPISODES if one.id == "amm-2012")
    given = chances(Forecast(episode, "ASEAN"), Past())
    assert given[MEETINGS] == pytest.approx(45 / 46)


@pytest.mark.parametrize("episode", EPISODES, ids=lambda one: one.id)
def test_an_episode_says_who_when_what_and_where_it_can_be_checked(episode: Episode) -> None:
    assert {*episode.clients, *episode.patrons} <= {one.code for one in actors()}
    assert not set(episode.clients) & set(episode.patrons)
    assert episode.asked in (-1, 1)
    assert all(-1 <= side <= 1 for side in episode.patrons.values())
    assert all(-1 <= value <= 1 for value in episode.outcomes.values())
    assert episode.words.endswith(".")
    assert episode.source
    assert episode.checked in CHECKED
    assert all(stand.date < episode.date for stand in stands_before(episode, read_stands(), EPISODES))


def test_episodes_are_many_of_every_kind_and_end_both_ways() -> None:
    assert len(EPISODES) >= 40
    assert len({one.id for one in EPISODES}) == len(EPISODES)
    for kind in ("recognition", "base", "sanctions-relief"):
        ends = [value for one in EPISODES if one.kind == kind for value in one.outcomes.values()]
        assert 0.25 <= np.mean(ends) <= 0.75
    assert {one.kind for one in EPISODES} >= {"vote", "council-vote", "text"}


def test_typed_votes_are_those_of_the_example_where_both_have_them() -> None:
    with (FACTS / "un-votes-ukraine.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["actor"], row["item"]): float(row["value"]) for row in csv.DictReader(file)}
    typed = {(row["actor"], row["item"]): row["value"] for row in typed_votes()}
    assert known.items() <= typed.items()
    assert {(actor, f"A/RES/ES-11/{n}") for actor in ASEAN for n in range(1, 7)} <= typed.keys()
