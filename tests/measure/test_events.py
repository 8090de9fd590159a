"""Events: folded once, counted by class, zero only where covered, and held against the news that was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suasion.codebook import PLOVER, STATEMENT_SCHEMA
from suasion.codebook.intensity import CAMEO_WEIGHT, PLOVER_CODES, PLOVER_QUAD, PLOVER_WEIGHT, QUADS, intensity_of
from suasion.errors import InputError
from suasion.measure.event_dedup import deduplicated
from suasion.measure.event_months import dyad_events, per_volume, with_zeros
from suasion.measure.event_rows import COLUMNS, gathered_events, statement_events

START = date(2020, 1, 1)
SCHEMA = pa.schema(
    [(name, pa.string()) for name in COLUMNS[:7]]
    + [("intensity", pa.float64()), ("day", pa.date32()), ("reports", pa.int64())]
)
Events = list[dict[str, Any]]
Fold = Callable[..., Events]
ENGINE = ibis.duckdb.connect()
WINDOWS = (0, 1, 3, 10)


def event(n: int, day: int, *, document: str | None = None, **more: Any) -> dict[str, Any]:
    row = {
        "id": f"ob-{n:04}", "source": "so-1", "document": document or f"doc-{n}", "actor": "CHN", "recipient": "KHM",
        "kind": "04", "quad": QUADS[0], "intensity": 1.0, "day": START + timedelta(days=day), "reports": 1,
    }  # fmt: skip
    return row | more


def rows(events: Events) -> Any:
    return ibis.memtable(pa.Table.from_pylist(events, schema=SCHEMA))


@pytest.fixture(scope="module")
def fold() -> Callable[..., Events]:
    """Fold events by a window, once or twice; expressions are compiled once for all the examples of a law."""
    table = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name="folded")
    once = {window: deduplicated(table, window_days=window) for window in WINDOWS}
    twice = {window: deduplicated(once[window], window_days=window) for window in WINDOWS}
    asked = {(w, times): ENGINE.compile(e) for times, d in ((1, once), (2, twice)) for w, e in d.items()}

    def folded(events: Events, window: int = 0, times: int = 1) -> Events:
        given = pa.Table.from_pylist(events, schema=SCHEMA)
        ENGINE.con.register("folded", given)
        found = ENGINE.con.sql(asked[window, times]).to_arrow_table()
        return found.sort_by([(name, "ascending") for name in found.column_names]).to_pylist()

    return folded


def ran(expression: Any) -> list[dict[str, Any]]:
    found = ENGINE.to_pyarrow(expression)
    return found.sort_by([(name, "ascending") for name in found.column_names]).to_pylist()


def alike(one: Events, other: Events) -> bool:
    return one == [{k: pytest.approx(v) if isinstance(v, float) else v for k, v in row.items()} for row in other]


some_events = st.lists(
    st.builds(
        event,
        st.integers(0, 30),
        st.integers(0, 20),
        document=st.sampled_from([None, "a", "b", "c"]),
        actor=st.sampled_from(["CHN", "JPN"]),
        kind=st.sampled_from(["04", "05"]),
        source=st.sampled_from(["so-1", "so-2"]),
        intensity=st.sampled_from([None, -2.0, 1.0, 3.5]),
    ),
    max_size=25,
).map(lambda made: list({row["id"]: row for row in made}.values()))
quickly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
windows = st.sampled_from(WINDOWS)


@quickly
@given(events=some_events, window=windows)
def test_folding_twice_is_folding_once(fold: Fold, events: Events, window: int) -> None:
    assert alike(fold(events, window, 2), fold(events, window))


@quickly
@given(events=some_events, window=windows, random=st.randoms())
def test_neither_the_order_of_rows_nor_a_row_repeated_changes_anything(
    fold: Fold, events: Events, window: int, random: Any
) -> None:
    again = events + events[: len(events) // 2]
    random.shuffle(again)
    assert alike(fold(again, window), fold(events, window))


@quickly
@given(events=some_events)
def test_a_longer_window_never_makes_more_events_and_no_report_is_lost(fold: Fold, events: Events) -> None:
    found = [fold(events, window) for window in WINDOWS]
    counts = [len(one) for one in found]
    assert sorted(counts, reverse=True) == counts
    assert counts[0] <= len(events)
    documents = {tuple(row[k] for k in ("source", "actor", "recipient", "kind", "document")) for row in events}
    assert {sum(row["reports"] for row in one) for one in found} == {len(documents)}


@quickly
@given(events=some_events, window=windows)
def test_folding_does_as_a_plain_loop_does(fold: Fold, events: Events, window: int) -> None:
    reports: dict[tuple[str, ...], dict[str, date]] = {}
    for row in events:
        act = reports.setdefault((row["source"], row["actor"], row["kind"]), {})
        act[row["document"]] = min(row["day"], act.get(row["document"], row["day"]))
    begun: Counter[tuple[str, ...]] = Counter()
    for act, days in reports.items():
        last = None
        for day in sorted(days.values()):
            begun[act] += last is None or (day - last).days > window
            last = day
    found = fold(events, window)
    assert Counter((row["source"], row["actor"], row["kind"]) for row in found) == begun


def test_reports_within_a_window_are_one_event_from_the_first_day_on() -> None:
    told = [event(1, 0, intensity=1.0), event(2, 2, intensity=None), event(3, 5, intensity=4.0), event(4, 9)]
    [first, second] = ran(deduplicated(rows(told), window_days=3))
    assert (first["day"], first["reports"], first["intensity"]) == (START, 3, 2.5)
    assert (second["day"], second["reports"]) == (START + timedelta(days=9), 1)


def test_a_document_that_tells_an_act_twice_counts_it_once() -> None:
    told = [event(1, 0, document="d"), event(2, 15, document="d"), event(3, 15, document="d", kind="05")]
    assert [(row["kind"], row["reports"]) for row in ran(deduplicated(rows(told)))] == [("04", 1), ("05", 1)]


def test_two_sources_of_the_same_act_stay_two_events() -> None:
    told = [event(1, 0), event(2, 0, source="statements", kind="consult")]
    assert len(ran(deduplicated(rows(told), window_days=3))) == 2


def test_a_window_below_zero_is_refused() -> None:
    with pytest.raises(InputError, match="-1 days"):
        deduplicated(rows([]), window_days=-1)


def test_months_count_classes_and_intensity_and_the_volume_they_stand_in() -> None:
    told = [
        event(1, 0, reports=3), event(2, 1, quad=QUADS[3], kind="19", intensity=-10.0), event(3, 2, intensity=None),
        event(4, 40), event(5, 3, recipient="LAO"), event(6, 3, actor="USA"), event(7, 3, source="so-2"),
    ]  # fmt: skip
    found = ran(per_volume(dyad_events(rows(told))))
    january = next(
        r for r in found if (r["source"], r["actor"], r["recipient"], r["month"]) == ("so-1", "CHN", "KHM", 1)
    )
    assert (january["verbal_cooperation"], january["material_conflict"], january["n"]) == (2, 1, 3)
    assert (january["n_reports"], january["n_intensity"]) == (5, 2)
    assert (january["intensity_sum"], january["intensity_mean"]) == (-9.0, -4.5)
    assert (january["all_events"], january["actor_events"]) == (5, 4)
    assert (january["per_thousand"], january["actor_per_thousand"]) == (600.0, 750.0)
    assert january["material_conflict_per_thousand"] == 200.0
    assert len(found) == 5
    yearly = ran(dyad_events(rows(told), by="year"))
    assert [r["n"] for r in yearly if (r["actor"], r["recipient"], r["source"]) == ("CHN", "KHM", "so-1")] == [4]


def test_a_month_is_zero_only_where_the_source_covers_it() -> None:
    told = [event(1, 0), event(2, 40, actor="USA"), event(3, 100), event(4, 0, source="so-2", actor="USA")]
    pairs = ibis.memtable(pa.table({"actor": ["CHN", "JPN"], "recipient": ["KHM", "KHM"]}))
    found = {(r["source"], r["actor"], r["month"]): r for r in ran(with_zeros(dyad_events(rows(told)), pairs))}
    assert {(source, month) for source, _, month in found} == {("so-1", 1), ("so-1", 2), ("so-1", 4), ("so-2", 1)}
    empty = found["so-1", "CHN", 2]
    assert (empty["n"], empty["intensity_sum"], empty["intensity_mean"]) == (0, 0.0, None)
    assert (empty["all_events"], empty["actor_events"]) == (1, 0)
    assert found["so-1", "JPN", 4]["n"] == 0
    assert (found["so-1", "CHN", 1]["n"], found["so-1", "CHN", 1]["intensity_mean"]) == (1, 1.0)


def test_counts_held_against_the_news_recover_a_rate_that_never_changed() -> None:
    rng = np.random.default_rng(7)
    months = 60
    volume = (2000 * 1.04 ** np.arange(months)).astype(int)  # ten times the news after five years
    pair, others = rng.binomial(volume, 0.05), volume
    told: Events = []
    for month in range(months):
        day = (date(2015 + month // 12, month % 12 + 1, 10) - START).days
        for recipient, n in (("KHM", pair[month]), ("VNM", others[month] - pair[month])):
            told += [event(0, day, id=f"ob-{recipient}{month}", recipient=recipient, reports=int(n))]
    # A row stands for its reports here, so that the test stays small: count reports as events.
    spread = pa.Table.from_pylist(told, schema=SCHEMA)
    repeated = spread.take(np.repeat(np.arange(len(spread)), spread["reports"].to_numpy()))
    counted = ran(per_volume(dyad_events(ibis.memtable(repeated))).filter(ibis._.recipient == "KHM"))
    time = np.array([row["year"] * 12 + row["month"] for row in counted])
    raw, part = (np.array([row[name] for row in counted], dtype=float) for name in ("n", "per_thousand"))
    growth = np.polyfit(time - time.min(), np.log(raw), 1)[0]
    flat = np.polyfit(time - time.min(), np.log(part), 1)[0]
    assert growth == pytest.approx(np.log(1.04), abs=0.005)
    assert abs(flat) < 0.002
    assert part.mean() == pytest.approx(50, rel=0.02)


def test_gathered_rows_bear_type_report_and_intensity(table: Any, observation: Any) -> None:
    def told(indicator: str, value: float, label: str, **more: Any) -> dict[str, Any]:
        usual = {"item": "gdelt-1", "date": "2022-03-01", "label": label}
        return observation(indicator, "JPN", "KHM", 2022, value, **(usual | more))

    gdelt = "consultation (CAMEO 042), 10 mentions in 2 sources, in a lead paragraph; https://a.example/x"
    polecat = "consult, mode visit, contexts none: Kishida and Hun Sen; Kyodo News"
    made = [
        told("events-verbal-cooperation", 1.0, gdelt), told("event-intensity", 1.9, gdelt),
        told("events-verbal-cooperation", 1.0, polecat, item="polecat-1", source="so-2"),
        told("events-verbal-cooperation", 40.0, "", item=None, date=None, source="so-3"),
        told("event-intensity", 1.9, gdelt, item="gdelt-2"),
    ]  # fmt: skip
    first, second = sorted(ran(gathered_events(table(made))), key=lambda row: row["source"])
    assert (first["kind"], first["document"], first["intensity"]) == ("04", "https://a.example/x", 1.9)
    assert (second["kind"], second["document"], second["intensity"]) == ("consult", second["id"], None)
    assert (first["quad"], first["day"], tuple(first)) == (QUADS[0], date(2022, 3, 1), COLUMNS)


def test_only_asserted_events_between_two_on_a_day_are_read_from_statements() -> None:
    usual = dict.fromkeys(STATEMENT_SCHEMA.names) | {
        "source": "so-doc", "kind": "event", "actor": "USA", "recipient": "KHM", "plover": "SANCTION",
        "date": "2021-11-10", "modality": "asserted", "score": 0.9,
    }  # fmt: skip
    changes: list[dict[str, Any]] = [
        {}, {"modality": "alleged"}, {"date": "2021-11"}, {"recipient": None}, {"kind": "tie", "plover": None},
        {"recipient": "USA"}, {"score": 0.2},
    ]  # fmt: skip
    made = [usual | {"id": f"st-{n}"} | change for n, change in enumerate(changes)]
    statements = ibis.memtable(pa.Table.from_pylist(made, schema=STATEMENT_SCHEMA))
    [found] = ran(statement_events(statements, least_score=0.5))
    assert (found["id"], found["quad"], found["kind"]) == ("st-0", "material-conflict", "sanction")
    assert (found["intensity"], found["source"], found["document"]) == (
        PLOVER_WEIGHT["SANCTION"],
        "statements",
        "so-doc",
    )
    assert len(ran(statement_events(statements, modalities=("asserted", "alleged")))) == 3


def test_every_plover_type_has_a_class_and_the_mean_weight_of_its_counterparts() -> None:
    assert set(PLOVER_WEIGHT) == set(PLOVER_QUAD) == set(PLOVER)
    assert sorted(code for codes in PLOVER_CODES.values() for code in codes) == sorted(
        code for code in CAMEO_WEIGHT if len(code) == 3 and code[:2] not in ("01", "02")
    )
    assert PLOVER_WEIGHT["RETREAT"] == (7.0 + 7.0 + 9.0 + 9.0) / 4
    assert intensity_of("0874") == 10.0
    assert intensity_of("0841") == 7.0
