"""Whether counts and reciprocity of simulated networks are found again, and how often their 90 % intervals hold truth.

Run as ``python -m bench.event_recovery``. One hub deals with many states. Counts: rates of 0.5 to 50 events a year are
drawn as Poisson numbers. Reciprocity: each month the hub does Poisson-gamma numbers of hostile acts to each state. A
state that gives tit for tat does, the month after, 1 + 0.8 a hostile act received on average; a stranger does as the
hub does, independently. All is coded as events, with growing news where it is said, and measured through
`event_counts` and `reciprocity`, folding included.
"""

from __future__ import annotations

import sys
import time
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA
from suasion.measure.event_reciprocity import reciprocity
from suasion.measure.event_table import event_counts

LEAST_COVER = 0.88  # of counts' intervals at 90 %
LEAST_HELD = 0.85  # of correlations' intervals at 90 %: skewed counts leave them a little narrow
LEAST_FOUND = 0.95  # of those who answer
MOST_FALSE = 0.08  # of strangers, at a one-sided 5 %
MONTHS = 120
MEAN, SHAPE, ANSWERED = 4.0, 2.0, 0.8  # of the hub's acts a month, and the part that is answered


def rows(**columns: Any) -> Any:
    """Return observations of hostile acts, from columns that differ from the usual."""
    n = len(columns["actor"])
    usual: dict[str, Any] = dict.fromkeys(OBSERVATION_SCHEMA.names) | {
        "source": "so-1", "indicator": "events-verbal-conflict", "value": 1.0, "status": "observed",
        "unit": INDICATORS["events-verbal-conflict"].unit, "known": "2024-01-01",
    }  # fmt: skip
    whole = {name: columns.get(name, [value] * n) for name, value in usual.items()}
    whole["id"] = [f"ob-{i}" for i in range(n)]
    whole["last_year"] = whole["first_year"]
    return ibis.memtable(pa.table(whole, schema=OBSERVATION_SCHEMA))


def counts_covered(seed: int, *, partners: int = 60, years: int = 20) -> dict[str, tuple[float, int]]:
    """Return for counts and their parts of the news how often the interval has the truth, and of how many."""
    rng = np.random.default_rng(seed)
    rate = np.exp(rng.uniform(np.log(0.5), np.log(50), (partners, 1))) * np.ones(years)
    drawn = rng.poisson(rate)
    names = [f"P{n:02}" for n in range(partners)]
    at, year = np.nonzero(drawn)
    told = rows(
        actor=["HUB"] * len(at),
        partner=[names[n] for n in at],
        first_year=pa.array(2000 + year, pa.int16()),
        value=drawn[at, year].astype(float),
    )
    found = event_counts(told, first_year=2000, last_year=1999 + years, actor="HUB", partners=tuple(names))
    sent = found.filter(pc.equal(found["actor"], "HUB"))
    truths = {"all": rate, "per thousand": 1000 * rate / rate.sum(axis=0)}
    covered = {}
    for part, truth in truths.items():
        own = sent.filter(pc.equal(sent["measure"], f"events [{part}]"))
        assert own.num_rows == truth.size  # sorted by partner and year, as the truth is
        held = (own["low"].to_numpy() <= truth.ravel()) & (truth.ravel() <= own["high"].to_numpy())
        covered[part] = float(held.mean()), truth.size
    return covered


def network(seed: int, *, partners: int, answers: bool, growth: float = 0.0) -> Any:
    """Return months of hostile acts between a hub and others, as coded events."""
    rng = np.random.default_rng(seed)
    news = np.exp(growth * np.arange(MONTHS))

    def unprompted() -> Any:
        return rng.poisson(MEAN * news * rng.gamma(SHAPE, 1 / SHAPE, (partners, MONTHS)))

    sent = unprompted()
    before = np.c_[rng.poisson(MEAN, partners), sent[:, :-1]]
    returned = rng.poisson(1 + ANSWERED * before) if answers else unprompted()
    both = np.stack([sent, returned])
    way, partner, month = (np.repeat(index, both.ravel()) for index in np.indices(both.shape).reshape(3, -1))
    nth = np.arange(len(way)) - np.repeat(np.cumsum(both.ravel()) - both.ravel(), both.ravel())
    # Acts of a month lie on days and kinds of their own, so that folding keeps each.
    assert nth.max() < 28 * 5
    dates = zip((2000 + month // 12).tolist(), (month % 12 + 1).tolist(), (nth % 28 + 1).tolist(), strict=True)
    hub, other = np.full(len(way), "HUB"), np.char.add("P", np.char.zfill(partner.astype(str), 3))
    return rows(
        actor=np.where(way == 0, hub, other),
        partner=np.where(way == 0, other, hub),
        item=[f"e-{i}" for i in range(len(way))],
        label=[f"told (CAMEO {9 + n // 28:02}0)" for n in nth.tolist()],
        date=[f"{y}-{m:02}-{d:02}" for y, m, d in dates],
        first_year=pa.array(2000 + month // 12, pa.int16()),
    )


def answers_found(seed: int, **how: Any) -> dict[str, np.ndarray]:
    """Return value, low and high of "month after", from the hub to each state."""
    found = reciprocity(network(seed, **how), first_year=2000, last_year=1999 + MONTHS // 12, actor="HUB")
    wanted = pc.and_(pc.equal(found["measure"], "reciprocity [month after, conflict]"), pc.equal(found["actor"], "HUB"))
    table = found.filter(wanted)
    assert table.num_rows == how["partners"]
    return {name: table[name].to_numpy() for name in ("value", "low", "high")}


def true_answer() -> float:
    """Return the correlation that simulated tit for tat has, from its moments."""
    spread = MEAN + MEAN**2 / SHAPE  # variance of a Poisson-gamma number
    answered = 1 + ANSWERED * MEAN + ANSWERED**2 * spread
    return float(ANSWERED * np.sqrt(spread / answered))


def main(partners: int = 200) -> int:
    start = time.perf_counter()
    covers = counts_covered(1)
    for part, (cover, n) in covers.items():
        print(f"{'events [' + part + '], intervals with the truth':<60} {cover:6.1%} of {n:,}")
    bad = any(cover < LEAST_COVER for cover, _ in covers.values())
    truth = true_answer()
    given = answers_found(2, partners=partners, answers=True)
    cover = float(((given["low"] <= truth) & (truth <= given["high"])).mean())
    power = float((given["low"] > 0).mean())
    print(f"{'tit for tat, found a month after':<60} {power:6.1%} of {partners}")
    print(f"{'tit for tat, mean correlation, against':<60} {given['value'].mean():6.3f} {truth:.3f}")
    print(f"{'tit for tat, intervals with the truth':<60} {cover:6.1%} of {partners}")
    bad = bad or power < LEAST_FOUND or cover < LEAST_HELD
    for growth in (0.0, 0.01):
        none = answers_found(3, partners=partners, answers=False, growth=growth)
        false = float((none["low"] > 0).mean())
        held = float(((none["low"] <= 0) & (none["high"] >= 0)).mean())
        print(f"{f'strangers, news growing {growth:.0%} a month, found':<60} {false:6.1%} of {partners}")
        print(f"{f'strangers, news growing {growth:.0%} a month, intervals with 0':<60} {held:6.1%} of {partners}")
        bad = bad or false > MOST_FALSE or held < LEAST_HELD
    print(f"{'all of it':<60} {time.perf_counter() - start:6.1f} s")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
