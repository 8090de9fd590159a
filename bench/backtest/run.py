"""The run: forecasts of all episodes in order of time, their scores, and the tables."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Final
from unittest.mock import patch

from bench.backtest import baselines, tables
from bench.backtest.episodes import ASEAN, BLOCKED, Episode, Stand, read_episodes, read_stands, stands_before
from bench.backtest.forecasts import Forecast, Forecaster
from bench.backtest.tables import Scored
from bench.backtest.vintage import LAGS, Rows, rows_of, typed_votes
from suasion import service
from suasion.assess.stands import Stands
from suasion.record import Record

SHARED: Final = Path(__file__).resolve().parents[3] / "shared" / "data"
FILES: Final = {
    "un-votes": ("un_votes", "un_roll_calls", "un_roll_call_issues"),
    "oecd-dac2a": ("oecd_dac2a",),
    "aiddata-gcdf3": ("aiddata_gcdf3_country_year",),
    "sipri-tiv": ("sipri_tiv",),
    "gsdb-sanctions": ("gsdb_sanctions",),
    "icews-dyad-year": ("icews_dyad_year",),
    "fbic": ("fbic_sample", "fbic_18_states"),
    "cow-nmc": ("cow_nmc",),
}
WHERE: Final = "SUASION_BACKTEST_RECORD"
DRAWS, QUICK = 512, 128


def main(quick: bool = False) -> int:
    """Print what the model would have said of each episode the day before, and how good that was."""
    if WHERE not in os.environ and not all((SHARED / f"{f}.parquet").exists() for fs in FILES.values() for f in fs):
        print(f"{', '.join(FILES)} do not lie in a shared folder beside the project, and {WHERE} names no record: "
              "the backtest was not run")  # fmt: skip
        return 0
    start = time.perf_counter()
    episodes, typed = read_episodes()[:: 9 if quick else 1], read_stands()
    with opened() as record:
        rows = every_row(record, episodes)
    # Shifts between years, which no forecast uses, would take two thirds of the time.
    with patch.object(Stands, "shifts", lambda _: ()):
        found = run(Forecaster(rows, draws=QUICK if quick else DRAWS, institution=not quick), episodes, typed)
        swap = Forecaster(rows, draws=DRAWS, swap=True, institution=False)  # the placebo is of the readings
        swapped = [] if quick else run(swap, episodes, typed)
    tables.scores(found)
    tables.skills(found)
    if swapped:
        tables.placebo(found, swapped)
    tables.episodes(found)
    print(f"{len(episodes)} episodes, {len(found)} forecasts, {time.perf_counter() - start:.0f} s")
    return 0


@contextmanager
def opened() -> Iterator[Record]:
    """Give the record at the path in the environment, or one built from the shared data sets."""
    if WHERE in os.environ:
        with Record.open(os.environ[WHERE], read_only=True) as record:
            yield record
        return
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder) / "backtest.duckdb") as record:
        for name, files in FILES.items():
            service.gather(record, name, paths=[SHARED / f"{file}.parquet" for file in files])
        yield record


def every_row(record: Record, episodes: list[Episode]) -> Rows:
    """Return what a record has for the episodes, with the votes that were typed for them."""
    clients = {client for one in episodes for client in one.clients}
    patrons = {patron for one in episodes for patron in one.patrons}
    held = rows_of(record, patrons | set(ASEAN), clients)
    return Rows([*held.table, *typed_votes()])


def run(forecaster: Forecaster, episodes: list[Episode], typed: list[Stand]) -> list[Scored]:
    """Return all forecasts with what happened, in order of time; each knows only what was known the day before."""
    past, found = baselines.Past(), []
    for _, day in groupby(episodes, key=lambda one: one.date):
        done = []
        for episode in day:  # those of one day do not know of each other
            stands = stands_before(episode, typed, episodes)
            scored = []
            for forecast in forecaster.forecast(episode, stands, past.last_text):
                position, event = outcome(forecast, forecaster.rows)
                scored.append((forecast, position, event))
                if position is not None:
                    given = forecast.draws | baselines.positions(forecast, past)
                    found.append(Scored(forecast, "position", position, given, {}))
                if event is not None:
                    chance = forecast.chance | baselines.chances(forecast, past)
                    found.append(Scored(forecast, "event", event, {}, chance))
            done.append((episode, scored))
        for episode, scored in done:
            past.add(episode, scored)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def outcome(forecast: Forecast, rows: Rows) -> tuple[float | None, float | None]:
    """Return the position taken and whether what was asked was done; None where an episode has none, or no vote."""
    episode = forecast.episode
    if episode.kind == "text":
        strength = episode.outcomes["ASEAN"]
        return strength, float(strength > BLOCKED)
    if episode.binary:
        return None, episode.outcomes[forecast.client]
    if episode.kind == "council-vote":
        return episode.outcomes[forecast.client], None
    cast = [row["value"] for row in rows.table if row["indicator"] == "un-vote" and row["actor"] == forecast.client
            and row["date"] == episode.date and row["value"] in (1.0, 2.0, 3.0)
            and (row["item"] or "").removeprefix("A/RES/").removeprefix("R/") == (episode.item or "")[6:]]  # fmt: skip
    return (2.0 - cast[0] if cast else None), None


assert set(FILES) == {*LAGS, "un-votes"}
