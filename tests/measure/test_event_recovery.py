"""Simulated networks are found again: counts' intervals have the truth, who answers is found and a stranger is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import OBSERVATION_SCHEMA
from suasion.measure.event_reciprocity import answering, reciprocity
from suasion.measure.event_table import event_counts

Observation = Callable[..., dict[str, Any]]
MONTHS = 120
CONFLICT = "events-verbal-conflict"


def of_the_hub(found: pa.Table, measure: str) -> pa.Table:
    return found.filter(pc.and_(pc.equal(found["measure"], measure), pc.equal(found["actor"], "HUB")))


def monthly(observation: Observation, pairs: dict[tuple[str, str], np.ndarray]) -> Any:
    """Return coded events of each pair, as many a month as its numbers say, each on a day and of a kind of its own."""
    made = [
        observation(
            CONFLICT, actor, partner, 2000 + month // 12, 1.0,
            item=f"{actor}-{partner}-{month}-{nth}", label=f"told (CAMEO {9 + nth // 28:02}0)",
            date=f"{2000 + month // 12}-{month % 12 + 1:02}-{nth % 28 + 1:02}",
        )
        for (actor, partner), counts in pairs.items()
        for month, n in enumerate(counts.tolist())
        for nth in range(n)
    ]  # fmt: skip
    return ibis.memtable(pa.Table.from_pylist(made, schema=OBSERVATION_SCHEMA))


def test_intervals_of_counts_have_the_rate_they_were_drawn_from(table: Any, observation: Observation) -> None:
    rng = np.random.default_rng(1)
    names = tuple(f"P{n:02}" for n in range(40))
    rate = np.exp(rng.uniform(np.log(0.5), np.log(50), (40, 1))) * np.ones(10)
    drawn = rng.poisson(rate)
    made = [
        observation(CONFLICT, "HUB", names[n], 2000 + year, float(drawn[n, year]))
        for n, year in zip(*np.nonzero(drawn), strict=True)
    ]
    found = event_counts(table(made), first_year=2000, last_year=2009, actor="HUB", partners=names)
    for measure, truth in {"all": rate, "per thousand": 1000 * rate / rate.sum(axis=0)}.items():
        own = of_the_hub(found, f"events [{measure}]")
        assert own["partner"].to_pylist() == [name for name in names for _ in range(10)]
        held = (own["low"].to_numpy() <= truth.ravel()) & (truth.ravel() <= own["high"].to_numpy())
        assert 0.88 <= held.mean() < 0.98


def test_tit_for_tat_is_found_and_strangers_are_not_though_the_news_grows(observation: Observation) -> None:
    rng = np.random.default_rng(4)
    news = np.exp(0.01 * np.arange(MONTHS))  # three times the news after ten years

    def unprompted() -> np.ndarray:
        return rng.poisson(2 * news * rng.gamma(2, 1 / 2, MONTHS))

    pairs = {}
    for n in range(20):
        pairs["HUB", f"P{n:02}"] = sent = unprompted()
        answers = rng.poisson(0.5 * news + 0.8 * np.r_[2, sent[:-1]])
        pairs[f"P{n:02}", "HUB"] = answers if n < 10 else unprompted()
    found = reciprocity(monthly(observation, pairs), first_year=2000, last_year=2009, actor="HUB")
    after = of_the_hub(found, "reciprocity [month after, conflict]")
    low, high = after["low"].to_numpy(), after["high"].to_numpy()
    assert (low[:10] > 0).all()
    assert ((low[10:] <= 0) & (high[10:] >= 0)).sum() >= 8
    same = of_the_hub(found, "reciprocity [same month, conflict]")
    assert (same["low"].to_numpy() <= 0).sum() >= 16
    back = found.filter(
        pc.and_(pc.equal(found["measure"], "reciprocity [month after, conflict]"), pc.equal(found["partner"], "HUB"))
    )
    assert (back["low"].to_numpy() <= 0).sum() >= 16  # the hub answers nobody
    balance = of_the_hub(found, "reciprocity [balance, conflict]")
    held = (balance["low"].to_numpy() <= 1) & (balance["high"].to_numpy() == 1)
    assert held[100:].mean() >= 0.6  # strangers do as much as the hub, in bursts, which binomial numbers have not


def test_intervals_of_correlations_have_the_truth_where_counts_are_skewed() -> None:
    rng = np.random.default_rng(5)
    spread = 4 + 4**2 / 2  # variance of a Poisson number whose mean is gamma of mean 4 and shape 2
    truth = 0.8 * np.sqrt(spread / (1 + 0.8 * 4 + 0.8**2 * spread))
    held = []
    for _ in range(400):
        done = rng.poisson(4 * rng.gamma(2, 1 / 2, MONTHS)).astype(float)
        _, low, high = answering(done, rng.poisson(1 + 0.8 * done).astype(float))
        held.append(low <= truth <= high)
    assert 0.85 <= np.mean(held) <= 0.95  # 0.81 without the jackknife


def test_one_stormy_month_is_no_certainty() -> None:
    storm = np.zeros(24)
    storm[5] = 30
    value, low, high = answering(storm, storm + np.arange(24) % 3)
    assert low < value < high
    assert value > 0.9
