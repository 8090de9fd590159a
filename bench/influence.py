"""How well influence is found again in simulated networks, how often it is seen where there is none, and ICEWS.

Run as ``python -m bench influence``; ``python -c "from bench.influence import full; full()"`` takes more seeds,
compares covariances and a bootstrap, and forecasts every year from 2008 on (a quarter of an hour). Simulated acts are
counts with the variance mean + mean^2 / 4 on 30 states and 13 years; each state's ties are its four nearest in a plane,
a second kind of ties is drawn at random and means nothing. "likeness" adds that near states deal with the same states
all the time, and "shocks" that some states are in everybody's acts for a while: neither is influence.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow.parquet as pq

from suasion import gather
from suasion.codebook.actor import actor, resolve
from suasion.measure.measured import on_its_own_engine
from suasion.model.influence_regression import (
    ANSWER,
    KINDS,
    WAYS,
    Acts,
    Network,
    acts,
    closeness,
    covariance,
    design,
    fit,
    forecast,
    lead_lag,
    resampled,
    row_shares,
)
from suasion.model.influence_regression.network import years_before

ICEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "icews_dyad_year.parquet"
DAILY = ICEWS.parent / "icews14" / "icews14_train_valid.parquet"
NORMAL_95 = 1.6448536269514722
NAMES = ("follows ties", "follows chance ties", "targets by ties")
COVERED = (0.80, 0.97)  # of 90 % intervals of influence over the quick seeds; full mode prints what many seeds give
MOST_FALSE = 0.14  # of pair tests at 10 % where nobody follows anybody
MOST_SECONDS = 30.0  # for all four kinds of 51 states and 13 years, on two cores that others use too

SETTINGS: dict[str, tuple[float, float, bool, bool]] = {
    "nobody followed": (0.0, 0.0, False, False),
    "nobody followed, likeness and shocks": (0.0, 0.0, True, True),
    "followed": (0.3, 0.3, False, False),
    "followed, likeness and shocks": (0.3, 0.2, True, True),
}


def made_up(
    seed: int, follow: float, targets: float, likeness: bool, shocks: bool, *, n: int = 30, years: int = 13
) -> tuple[Network, dict[str, Any]]:
    """Return simulated acts and the ties."""
    rng = np.random.default_rng(seed)
    where = rng.normal(size=(n, 2))
    far = np.linalg.norm(where[:, None] - where[None], axis=-1)
    near = row_shares((far <= np.sort(far, axis=1)[:, [4]]).astype(float))
    chance = row_shares((rng.random((n, n)) < 4 / n).astype(float))
    base = -0.3 + rng.normal(0, 0.5, n)[:, None] + rng.normal(0, 0.5, n)
    if likeness:
        base = base + 2 * np.exp(-far) - 0.7 + rng.normal(0, 0.4, (n, n))
    sender, receiver = 0.4 * np.eye(n) + follow * near, np.eye(n) + targets * near
    counts, shock = [rng.poisson(1.5 * np.exp(base)).astype(float)], np.zeros(n)
    for _ in range(years + 10):
        np.fill_diagonal(counts[-1], 0)
        eta = base + sender @ np.log1p(counts[-1]) @ receiver.T
        if shocks:
            shock = 0.5 * shock + rng.normal(0, 0.4, n)
            eta = eta + shock + rng.normal(0, 0.2)
        counts.append(rng.poisson(np.exp(np.minimum(eta, 8)) * rng.gamma(4, 1 / 4, (n, n))).astype(float))
    names = tuple(f"S{i:02}" for i in range(n))
    network = Network(actors=names, years=tuple(range(2000, 2000 + years)), counts=np.array(counts[-years:]))
    return network, {"ties": near, "chance ties": chance}


def recovery(seeds: int, kinds: Sequence[str] = ("state",), draws: int = 0, level: bool = True) -> list[float]:
    """Print what is found of known influence, and how often 90 % intervals hold it; return the shares for "state"."""
    shares = []
    for setting, how in SETTINGS.items():
        truth = np.array([how[0], 0.0, how[1]])
        estimates, held, together = [], {kind: [] for kind in (*kinds, *(("bootstrap",) if draws else ()))}, []
        for seed in range(seeds):
            network, ties = made_up(seed, *how)
            rows = design(network, ties, {"ties": ties["ties"]}, level=level)
            found = fit(rows, "negative-binomial")
            estimate = found.free[-3:]
            estimates.append(estimate)
            for kind in kinds:
                error = np.sqrt(np.diag(covariance(rows, found, kind))[-3:])  # type: ignore[arg-type]
                held[kind].append(np.abs(estimate - truth) < NORMAL_95 * error)
            if draws:
                drawn = resampled(rows, found, "year", draws=draws, seed=seed)[:, -3:]
                low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
                held["bootstrap"].append((low < truth) & (truth < high))
            if how[0]:
                weights = found.alpha[1] * ties["ties"] + found.alpha[2] * ties["chance ties"]
                off = ~np.eye(len(weights), dtype=bool)
                together.append(np.corrcoef(weights[off], how[0] * ties["ties"][off])[0, 1])
        mean, spread = np.mean(estimates, axis=0), np.std(estimates, axis=0)
        print(f"{setting}, {seeds} networks{'' if level else ', levels left out'}")
        for place, name in enumerate(NAMES):
            told = ", ".join(f"{kind} {np.mean(rows, axis=0)[place]:.2f}" for kind, rows in held.items())
            print(f"  {name:<22} true {truth[place]:.2f}  mean {mean[place]: .3f}  sd {spread[place]:.3f}  "
                  f"90 % intervals hold it: {told}")  # fmt: skip
        shares += np.mean(held[kinds[0]], axis=0)[:2].tolist()
        if together:
            print(f"  weights of pairs, estimated and true: correlation {np.median(together):.2f} (median), "
                  f"{np.min(together):.2f} (lowest)")  # fmt: skip
    return shares


def false_positives(networks: int) -> float:
    """Print how often pair by pair tests see influence where there is none, and where there is; return the first."""
    rates = []
    for setting, how in SETTINGS.items():
        p, close = [], []
        for seed in range(networks):
            network, ties = made_up(seed, *how)
            n = len(network.actors)
            for follower in range(0, n, 3):
                leaders = [leader for leader in range(n) if leader != follower]
                p.append(lead_lag(network, follower, leaders).p)
                close.append(ties["ties"][follower, leaders] > 0)
        values, near = np.concatenate(p), np.concatenate(close)
        known = np.isfinite(values)
        values, near = values[known], near[known]
        if not how[0]:
            tenths = " ".join(f"{share:.2f}" for share in np.histogram(values, 10, (0, 1))[0] / len(values))
            print(f"pair tests, {setting}: {len(values)} of which below 0.10 {np.mean(values < 0.1):.3f}, below 0.05 "
                  f"{np.mean(values < 0.05):.3f}; p by tenths {tenths}")  # fmt: skip
            rates.append(float(np.mean(values < 0.1)))
        else:
            print(f"pair tests, {setting}: below 0.10 {np.mean(values[near] < 0.1):.3f} of {near.sum()} pairs that "
                  f"follow (weight {how[0] / 4:g}), {np.mean(values[~near] < 0.1):.3f} of {(~near).sum()} "
                  "that do not")  # fmt: skip
    return max(rates)


def icews() -> Acts | None:
    """Return the real acts among the 50 states with most, and Cambodia; None where the file does not lie there."""
    if not ICEWS.exists():
        return None
    (file,) = gather.open_files("icews-dyad-year", [ICEWS])
    rows = gather.read_rows("icews-dyad-year", file.data, file_name=file.name).rows
    table = ibis.memtable(rows)
    return acts(table, first_year=2002, last_year=2014, also=["KHM"], run=on_its_own_engine)


def forecasts(found: Acts, last_years: Sequence[int], targets: bool = False) -> None:
    """Print how well years not seen are foretold, by way."""
    ties = found.ties()
    for kind in KINDS:
        for last in last_years:
            network = found.networks[kind].until(last)
            cut = {name: weight[: len(network.years) - 1] for name, weight in ties.items()}
            seen = forecast(network, cut, {"friends": cut["friends"]} if targets else None)
            told = ", ".join(f"{way} {seen.log_score[way].mean():.3f} ({seen.deviance(way):.1f})" for way in WAYS)
            mean, low, high = seen.gain("influence", over="no influence")
            print(f"{kind.removeprefix('events-')} {last}: log score (deviance) {told}; influence over none "
                  f"{mean:+.4f} ({low:+.4f} to {high:+.4f})")  # fmt: skip


def coefficients(found: Acts, targets: bool = False) -> None:
    """Print what is followed in ICEWS."""
    ties = found.ties()
    for kind in KINDS:
        rows = design(found.networks[kind], ties, {"friends": ties["friends"]} if targets else None)
        fitted = fit(rows, "negative-binomial")
        value = fitted.free[rows.fixed.shape[1] :]
        half = NORMAL_95 * np.sqrt(np.diag(covariance(rows, fitted)))
        names = [*rows.control_names, *rows.senders, *(f"targets by {name}" for name in rows.receivers[1:])]
        told = ", ".join(
            f"{name} {v:.2f} ({v - h:.2f} to {v + h:.2f})"
            for name, v, h in zip(names, value, half, strict=True)
            if not name.startswith("level")
        )
        print(f"{kind.removeprefix('events-')}: {told}; dispersion {fitted.dispersion:.2f}")


def likelihoods(found: Acts) -> None:
    """Print what a negative binomial makes of ICEWS beside a Poisson likelihood."""
    rows = design(found.networks[KINDS[0]], found.ties())
    poisson, wider = fit(rows, "poisson"), fit(rows, "negative-binomial")
    print(f"{KINDS[0].removeprefix('events-')}: log likelihood {poisson.log_likelihood:,.0f} with Poisson, "
          f"{wider.log_likelihood:,.0f} with dispersion {wider.dispersion:.2f}")  # fmt: skip


def pair_tests(found: Acts, kind: str, *, backward: bool = False, every: int = 1) -> None:
    """Print how many pairs of ICEWS lead and follow; ``backward`` runs time backward, so that followers lead."""
    network = found.networks[kind]
    if backward:
        network = Network(actors=network.actors, years=network.years, counts=network.counts[::-1])
    n = len(network.actors)
    p, value, half, answer = [], [], [], []
    for follower in range(0, n, every):
        leaders = [leader for leader in range(n) if leader != follower]
        led = lead_lag(network, follower, [*leaders, ANSWER])
        p.append(led.p[:-1])
        value.append(led.value[:-1])
        half.append((led.high - led.low)[:-1] / 2)
        answer.append((led.p[-1], led.value[-1]))
    values, signs = np.concatenate(p), np.concatenate(value)
    known = np.isfinite(values)
    low = known & (values < 0.1)
    order = np.sort(values[known])
    passing = np.flatnonzero(order <= 0.1 * np.arange(1, len(order) + 1) / len(order))
    kept = int(passing.max()) + 1 if len(passing) else 0
    answers = np.array([a for a in answer if np.isfinite(a[0])])
    in_kind = np.mean((answers[:, 0] < 0.1) & (answers[:, 1] > 0))
    print(f"{kind.removeprefix('events-')}{' backward in time' if backward else ''}: {known.sum()} pairs, p below 0.10 "
          f"{low.sum() / known.sum():.3f} ({(signs[low] > 0).mean():.2f} of them above 0), {kept} left at a false "
          f"discovery rate of 10 %; {in_kind:.2f} of {len(answers)} states answer in kind; "
          f"half the width of an interval {np.nanmedian(np.concatenate(half)):.2f} in the median")  # fmt: skip


def months(most: int = 40) -> Network | None:
    """Return events of all kinds between states in January to November 2014, a month in place of a year.

    From a daily graph of named actors: those that are a country, or stand for one in brackets ("Police (Australia)").
    Persons are left out, and events of a day were counted once by the graph's authors.
    """
    if not DAILY.exists():
        return None
    table = pq.read_table(DAILY, columns=["subject", "object", "day"])
    entities = sorted({*table["subject"].to_pylist(), *table["object"].to_pylist()})
    code = {name: _state(name.replace("_", " ")) for name in entities}
    one, other = ([code[name] for name in table[side].to_pylist()] for side in ("subject", "object"))
    month = [int(day[5:7]) for day in table["day"].to_pylist()]
    kept = [(m, a, b) for m, a, b in zip(month, one, other, strict=True) if a and b and a != b]
    names, count = np.unique([side for row in kept for side in row[1:]], return_counts=True)
    taken = sorted(names[np.argsort(-count, kind="stable")[:most]].tolist())
    place = {name: n for n, name in enumerate(taken)}
    counts = np.zeros((11, most, most))
    rows = [(m - 1, place[a], place[b]) for m, a, b in kept if a in place and b in place]
    np.add.at(counts, tuple(np.array(rows).T), 1)
    print(f"{len(rows)} of {table.num_rows} events are between {most} states, by month")
    return Network(actors=tuple(taken), years=tuple(range(1, 12)), counts=counts)


def _state(name: str) -> str | None:
    found = resolve(name.rsplit("(", maxsplit=1)[-1].rstrip(")"))
    return found if found and actor(found).kind == "state" else None


def by_month(network: Network) -> None:
    """Print what is followed from month to month, and how well November is foretold."""
    ties = {"friends": closeness(np.expm1(years_before(network)))}
    rows = design(network, ties)
    fitted = fit(rows, "negative-binomial")
    half = NORMAL_95 * np.sqrt(np.diag(covariance(rows, fitted)))
    value = fitted.free[rows.fixed.shape[1] :]
    told = ", ".join(
        f"{name} {v:.2f} ({v - h:.2f} to {v + h:.2f})"
        for name, v, h in zip([*rows.control_names, *rows.senders], value, half, strict=True)
        if not name.startswith("level")
    )
    seen = forecast(network, ties)
    scores = ", ".join(f"{way} {seen.log_score[way].mean():.3f} ({seen.deviance(way):.2f})" for way in WAYS)
    mean, low, high = seen.gain("influence", over="no influence")
    print(f"months of 2014: {told}\nNovember 2014: log score (deviance) {scores}; influence over none "
          f"{mean:+.4f} ({low:+.4f} to {high:+.4f})")  # fmt: skip


def full(seeds: int = 200, draws: int = 100) -> None:
    """Print all figures of docs/methods/influence-regression.md."""
    recovery(seeds, kinds=("state", "pair", "row", "year"))
    recovery(20, draws=draws)
    recovery(60, level=False)
    false_positives(12)
    found = icews()
    if found is None:
        return
    likelihoods(found)
    coefficients(found)
    coefficients(found, targets=True)
    forecasts(found, range(2008, 2015))
    forecasts(found, [2014], targets=True)
    for kind in KINDS:
        pair_tests(found, kind)
        pair_tests(found, kind, backward=True)
    monthly = months()
    if monthly is not None:
        by_month(monthly)


def main(quick: bool = False) -> int:
    """Print figures of few seeds; return 1 where one is out of bounds."""
    shares = recovery(4 if quick else 12)
    false = false_positives(1 if quick else 2)
    slow = False
    found = icews()
    if found is None:
        print("the ICEWS dyad-years do not lie in a shared folder beside the project")
    else:
        start = time.perf_counter()
        coefficients(found)
        took = time.perf_counter() - start
        print(f"four kinds of acts, {len(found.actors)} states, {len(found.years)} years: {took:.1f} s")
        if not quick:
            forecasts(found, [2014])
        slow = took > MOST_SECONDS
    low, high = COVERED
    print(f"influence held by 90 % intervals: {np.mean(shares):.2f}; false positives at 10 %: {false:.3f}")
    return int(not low <= np.mean(shares) <= high or false > MOST_FALSE or slow)


if __name__ == "__main__":
    sys.exit(main())
