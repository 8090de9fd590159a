"""What counting events costs: made-up coded events to dyad-months with de-duplication, on DuckDB, pandas and Spark.

Run as ``python -m bench.events``: 10 million rows on DuckDB, and 200,000 on DuckDB and in plain pandas, which must
agree; rates are compared. ``--full`` adds 1 and 100 million on DuckDB, and 1, 10 and 100 million on Spark, whose tables
must be DuckDB's, then 10 million in pandas; it takes an hour and 30 GB of disk. ``--folder`` says where
(default: a temporary folder).

The events are made up from a seed so that they lie as real ones do: pairs by Zipf's law, twice as many rows as acts
and more of them year by year, reports of an act on its day and the days after, and a document in twenty told twice.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from suasion.measure.event_dedup import deduplicated
from suasion.measure.event_months import COUNTS, dyad_events

MILLION = 1_000_000
FEW = 200_000  # rows for pandas, which takes a minute for a million
MOST_SECONDS = 30.0  # 10 million rows on DuckDB
LEAST_RATIO = 1.5  # by how much DuckDB must beat plain pandas
WINDOW = 3  # days, of the chained variant
MEMORY = "8GB"  # what DuckDB may hold before it spills to disk; Spark's driver has as much
CORES = 2
STATES = 200

# Each hash over 2^64 is a number in [0, 1) that belongs to a row or to an act, whose reports share it. One number is
# hashed, not two: DuckDB joins the hashes of two so that results of one act hang together.
_MADE = """
COPY (
  WITH rows AS (
    SELECT i, (hash(i * 8 + 1) / 18446744073709551616.0 * {n} / 2)::BIGINT AS act FROM range({n}) t(i)
  ), acts AS (
    SELECT *, hash(-act * 8 - 2) / 18446744073709551616.0 AS u2, hash(-act * 8 - 3) / 18446744073709551616.0 AS u3,
      hash(-act * 8 - 4) / 18446744073709551616.0 AS u4, hash(i * 8 + 5) / 18446744073709551616.0 AS u5,
      hash(-act * 8 - 7) / 18446744073709551616.0 AS u7
    FROM rows
  ), placed AS (
    SELECT *, floor(exp(u2 * ln({pairs})))::BIGINT AS pair, 1 + floor(20 * u3 * u3)::INT AS root FROM acts
  )
  SELECT printf('ob-%016x', hash(i * 8 + 0)) AS id, 'gdelt' AS source,
    printf('https://news.example/%016x',
      CASE WHEN i % 20 = 0 THEN hash(-act * 8 - 6) ELSE hash(i * 8 + 6) END) AS document,
    printf('S%02X', (pair * 7919) % {states}) AS actor,
    printf('S%02X', ((pair * 7919) % {states} + 1 + (pair // {states}) % ({states} - 1)) % {states}) AS recipient,
    printf('%02d', root) AS kind,
    CASE WHEN root <= 5 THEN 'verbal-cooperation' WHEN root <= 8 THEN 'material-cooperation'
      WHEN root <= 13 THEN 'verbal-conflict' ELSE 'material-conflict' END AS quad,
    CASE WHEN u7 < 0.98 THEN round(10 - root + u7, 1) END AS intensity,
    (DATE '1979-01-01' + floor(16000 * sqrt(u4))::INT + floor(4 * u5 * u5 * u5)::INT)::DATE AS day,
    1::BIGINT AS reports
  FROM placed
) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 1000000)
"""


def made(folder: Path, n: int) -> Path:
    """Write n events, once."""
    import duckdb

    path = folder / f"events-{n}.parquet"
    if not path.exists():
        connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder), "threads": CORES})
        connection.execute("SET enable_progress_bar = false")
        connection.execute(_MADE.format(n=n, pairs=STATES * (STATES - 1), states=STATES, path=path.with_suffix(".tmp")))
        path.with_suffix(".tmp").rename(path)
    return path


def peak_gb() -> float:
    """Return the most memory that this process has had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def processor() -> float:
    """Return the seconds of processor time that this process and its finished children have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def on_duckdb(path: Path, window: int, out: Path) -> dict[str, float]:
    """Time the expressions on DuckDB, from a file of events to one of dyad-months."""
    import ibis

    connection = ibis.duckdb.connect(memory_limit=MEMORY, temp_directory=str(path.parent / "spill"), threads=CORES)
    connection.raw_sql("SET enable_progress_bar = false")  # it would be drawn into the figures
    expression = dyad_events(deduplicated(connection.read_parquet(path), window_days=window))
    start, used = time.perf_counter(), processor()
    connection.to_parquet(expression, out)
    return {"s": time.perf_counter() - start, "cpu": processor() - used, "gb": peak_gb()}


def on_spark(path: Path, window: int, out: Path) -> dict[str, float]:
    """Time the same expressions on a Spark of as many threads; starting it is not counted."""
    import ibis
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": MEMORY.removesuffix("B").lower(), "spark.local.dir": str(path.parent / "spark"),
        "spark.sql.shuffle.partitions": str(max(4, path.stat().st_size // 50_000_000)), "spark.log.level": "ERROR",
    }  # fmt: skip
    builder = SparkSession.builder.master(f"local[{CORES}]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    connection = ibis.pyspark.connect(session)
    events = connection.read_parquet(path)
    session.sql(connection.compile(events.count().as_table())).collect()  # starts the threads, reads no column
    expression = dyad_events(deduplicated(events, window_days=window))
    start, (used, _) = time.perf_counter(), _java()
    session.sql(connection.compile(expression)).write.mode("overwrite").parquet(str(out))
    seconds, (all_used, gb) = time.perf_counter() - start, _java()
    session.stop()
    return {"s": seconds, "cpu": all_used - used, "gb": gb}


def _java() -> tuple[float, float]:
    """Return the processor seconds and the most memory, in GB, of this process's Java; NaN where it is not told."""
    ticks = os.sysconf("SC_CLK_TCK")
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if told["Name"].strip() == "java" and _mine(int(told["Pid"])):
                fields = (status.parent / "stat").read_text().rsplit(")", 1)[1].split()
                return (int(fields[11]) + int(fields[12])) / ticks, int(told["VmHWM"].split()[0]) * 1024 / 1e9
        except (FileNotFoundError, ProcessLookupError, KeyError):
            continue  # a process that ended while we looked
    return float("nan"), float("nan")


def _mine(pid: int) -> bool:
    """Return whether a process descends from this one."""
    while pid > 1:
        if pid == os.getpid():
            return True
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return False


def in_pandas(path: Path, window: int, out: Path) -> dict[str, float]:
    """Time the same steps in plain pandas, as one would write them; once a day only."""
    import pandas as pd

    assert window == 0
    start, used = time.perf_counter(), processor()
    events = pd.read_parquet(path)
    act = ["source", "actor", "recipient", "kind"]
    reports = events.groupby([*act, "document"], sort=False, as_index=False).agg(
        quad=("quad", "first"), least=("intensity", "min"), most=("intensity", "max"), day=("day", "min"),
        reports=("reports", "max"),
    )  # fmt: skip
    reports["intensity"] = (reports.least + reports.most) / 2
    folded = reports.groupby([*act, "day"], sort=False, as_index=False).agg(
        quad=("quad", "first"), intensity=("intensity", "mean"), reports=("reports", "sum")
    )
    days = pd.to_datetime(folded.day)
    folded["year"], folded["month"] = days.dt.year, days.dt.month
    for name in COUNTS:
        folded[name] = (folded.quad == name.replace("_", "-")).astype("int64")
    keys = ["source", "actor", "recipient", "year", "month"]
    dyads = folded.groupby(keys, as_index=False).agg(
        **{name: (name, "sum") for name in COUNTS},
        n=("quad", "size"), n_reports=("reports", "sum"), n_intensity=("intensity", "count"),
        intensity_sum=("intensity", "sum"), intensity_mean=("intensity", "mean"),
    )  # fmt: skip
    dyads["all_events"] = dyads.groupby(["source", "year", "month"])["n"].transform("sum")
    dyads["actor_events"] = dyads.groupby(["source", "year", "month", "actor"])["n"].transform("sum")
    dyads.loc[dyads.n_intensity == 0, "intensity_sum"] = None
    dyads.to_parquet(out, index=False)
    return {"s": time.perf_counter() - start, "cpu": processor() - used, "gb": peak_gb()}


def apart(work: Callable[..., dict[str, float]], *arguments: Any) -> dict[str, float]:
    """Do some work in a process of its own, whose memory is its alone."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def differing(one: Path, other: Path) -> int:
    """Return in how many rows two files of dyad-months differ; sums of floats may by a part in a thousand million."""
    import duckdb

    keys = ("source", "actor", "recipient", "year", "month")
    whole = [*COUNTS, "n", "n_reports", "n_intensity", "all_events", "actor_events"]
    same = [f"a.{name} = b.{name}" for name in whole]
    same += [
        f"coalesce(abs(a.{name} - b.{name}) <= 1e-9 * greatest(1, abs(a.{name})), "
        f"a.{name} IS NULL AND b.{name} IS NULL)"
        for name in ("intensity_sum", "intensity_mean")
    ]
    files = [f"'{path}/*.parquet'" if path.is_dir() else f"'{path}'" for path in (one, other)]
    joined = f"read_parquet({files[0]}) a FULL JOIN read_parquet({files[1]}) b USING ({', '.join(keys)})"
    query = f"SELECT count(*) FROM {joined} WHERE NOT coalesce({' AND '.join(same)}, false)"
    [(n,)] = (
        duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(one.parent / "spill")})
        .sql(query)
        .fetchall()
    )
    return int(n)


def told(label: str, cost: dict[str, float], n: int) -> None:
    """Print what one run cost: time on the clock, of the processor, and memory."""
    rate = n / cost["s"]
    figures = f"{cost['s']:8.1f} s {cost['cpu']:8.1f} s of processor {cost['gb']:5.1f} GB {rate:11,.0f} rows/s"
    print(f"{label:<42} {figures}", flush=True)


def quick(folder: Path) -> bool:
    """Print the quick table; return whether a bound is broken."""
    cost = apart(on_duckdb, made(folder, 10 * MILLION), 0, folder / f"duckdb-{10 * MILLION}.parquet")
    told("DuckDB, 10 million, once a day", cost, 10 * MILLION)
    few = made(folder, FEW)
    apart(on_duckdb, few, 0, folder / f"duckdb-{FEW}.parquet")
    plain = apart(in_pandas, few, 0, folder / f"pandas-{FEW}.parquet")
    told(f"plain pandas, {FEW:,}, once a day", plain, FEW)
    unlike = differing(folder / f"duckdb-{FEW}.parquet", folder / f"pandas-{FEW}.parquet")
    ratio = (10 * MILLION / cost["s"]) / (FEW / plain["s"])
    print(f"{'DuckDB at 10 million against pandas':<42} {ratio:8.1f} times the rate", flush=True)
    print(f"{f'dyad-months that differ, {FEW:,} rows':<42} {unlike:8}", flush=True)
    return bool(cost["s"] > MOST_SECONDS or unlike or ratio < LEAST_RATIO)


def full(folder: Path) -> bool:
    """Print the scaling on all engines; return whether tables differ."""
    wrong = 0
    for millions, window in ((1, 0), (100, 0), (10, WINDOW), (100, WINDOW)):
        n = millions * MILLION
        cost = apart(on_duckdb, made(folder, n), window, folder / f"duckdb-{n}{'-chained' * bool(window)}.parquet")
        told(f"DuckDB, {millions} million, {_named(window)}", cost, n)
    for millions, window in ((1, 0), (10, 0), (10, WINDOW), (100, 0)):
        n = millions * MILLION
        name = f"{n}{'-chained' * bool(window)}"
        cost = apart(on_spark, made(folder, n), window, folder / f"spark-{name}")
        told(f"Spark local[{CORES}], {millions} million, {_named(window)}", cost, n)
        wrong += differing(folder / f"duckdb-{name}.parquet", folder / f"spark-{name}")
    print(f"{'dyad-months in which Spark and DuckDB differ':<42} {wrong:8}", flush=True)
    n = 10 * MILLION
    told(
        "plain pandas, 10 million, once a day", apart(in_pandas, made(folder, n), 0, folder / f"pandas-{n}.parquet"), n
    )
    return bool(wrong)


def _named(window: int) -> str:
    return f"chains of {window} days" if window else "once a day"


def main(argv: list[str] | None = None) -> int:
    """Print the tables; return 1 where a bound is broken or two engines disagree."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args(argv or [])
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="suasion-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        broken = quick(folder)
        return int((full(folder) if asked.full else False) or broken)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
