"""How often an effect is found, missed and made up, over simulated dyads in which the truth is known.

Run as ``python -m bench.effect``, with ``--full`` for five times the seeds. Outcomes have noise of standard deviation 1
within dyads, serial correlation .6 unless said, years that a patron's dyads share and years that a client's dyads
share; events come on staggered dates. Each line is 200 seeds of one size of effect: how often placebo clients reach 10
and 5 %, and placebo dates 10 %; how often the 90 % interval holds the truth; the power promised for the smallest effect
of interest (half a standard deviation within dyads); and how the verdicts fall.
"""

from __future__ import annotations

import sys
import time
from typing import Any, NamedTuple

import numpy as np

from suasion.model.effect import Dyads, Effect, estimate

SEEDS, FULL, QUICK = 200, 1000, 60
YEARS, BURN = 20, 20
LEVEL = 0.10
MADE_UP = 0.05  # at most so often a verdict says "moved" where nothing did
PROMISE = 0.10  # at most so far may the power that is kept lie from the one that was promised


class World(NamedTuple):
    """A world to simulate: how many clients, patrons and events, and what confounds."""

    name: str
    clients: int = 60
    patrons: int = 1
    events: int = 20
    serial: float = 0.6
    shocks: float = 0.5
    trend: float = 0.0
    ahead: float = 0.0
    sizes: tuple[float, ...] = (0.0, 1.0)
    confounded: bool = False  # no bound holds where the design's assumption is broken


WORLDS = (
    World("serial correlation .6", sizes=(0.0, 0.5, 1.0, 2.0)),
    World("60 events", clients=150, events=60, sizes=(0.0, 0.5)),
    World("no serial correlation", serial=0.0),
    World("serial correlation .9", serial=0.9),
    World("strong common shocks", shocks=2.0),
    World("4 patrons", patrons=4),
    World("10 events", events=10),
    World("trend of .3 a year before", trend=0.3, confounded=True),
    World("half comes a year ahead", ahead=0.5, sizes=(1.0,), confounded=True),
)
ONE_CLIENT = World("one client, 5 events", events=5)


def dyads_of(world: World, size: float, seed: int, years: int = YEARS) -> Dyads:
    """Return simulated dyads with an effect of some size from each event on."""
    rng = np.random.default_rng([seed, int(size * 10)])
    noise = rng.normal(size=(world.clients, world.patrons, years + BURN))
    for year in range(1, years + BURN):
        noise[..., year] = world.serial * noise[..., year - 1] + (1 - world.serial**2) ** 0.5 * noise[..., year]
    outcome = noise[..., BURN:] + 2 * rng.normal(size=(world.clients, world.patrons, 1))
    outcome += world.shocks * rng.normal(size=(1, world.patrons, years))
    outcome += world.shocks * rng.normal(size=(world.clients, 1, years))
    event = np.zeros(outcome.shape, dtype=bool)
    since = np.arange(years)
    for patron in range(world.patrons):
        whose = rng.choice(world.clients, world.events // world.patrons, replace=False)
        for client, year in zip(whose, rng.integers(6, years - 4, len(whose)), strict=True):
            event[client, patron, year] = True
            outcome[client, patron] += size * ((since >= year) + world.ahead * (since == year - 1))
            outcome[client, patron] += world.trend * (since - year)
    return _named(outcome, event, lasting=True)


def one_client(size: float, seed: int, years: int = 60) -> Dyads:
    """Return dyads in which a single client had five events, whose effect lasts four years."""
    plain = dyads_of(ONE_CLIENT._replace(events=0), 0.0, seed, years)
    outcome, event = plain.outcome.copy(), plain.event.copy()
    since = np.arange(years)
    for year in (10, 20, 30, 40, 50):
        event[0, 0, year] = True
        outcome[0, 0] += size * ((since >= year) & (since < year + 4))
    return _named(outcome, event, lasting=False)


def _named(outcome: Any, event: Any, *, lasting: bool) -> Dyads:
    clients, patrons, years = outcome.shape
    return Dyads(
        clients=tuple(f"C{n:03}" for n in range(clients)), patrons=tuple(f"P{n}" for n in range(patrons)),
        years=tuple(range(1980, 1980 + years)), outcome=outcome, event=event, known=np.ones_like(event),
        lasting=lasting,
    )  # fmt: skip


def line(name: str, size: float, found: list[Effect]) -> dict[str, float]:
    """Print what came of many seeds, and return it."""

    def share(flags: list[bool]) -> float:
        return float(np.mean(flags))

    kept = {
        "p10": share([one.p_clients <= LEVEL for one in found]),
        "p05": share([one.p_clients <= LEVEL / 2 for one in found]),
        "dates": share([one.p_dates is not None and one.p_dates <= LEVEL for one in found]),
        "cover": share([one.low <= size <= one.high for one in found]),
        "power": float(np.mean([one.power for one in found])),
        "towards": share([one.verdict.answer == 1 for one in found]),
        "away": share([one.verdict.answer == -1 for one in found]),
        "none": share([one.verdict.answer == 0 for one in found]),
        "unsure": share([one.verdict.answer is None for one in found]),
    }
    print(f"{name:<28}{size:>5.1f}{len(found):>6}" + "".join(f"{value:>9.3f}" for value in kept.values()), flush=True)
    return kept


def promise(seeds: int) -> tuple[float, float]:
    """Return the power promised for an effect of half a standard deviation, and the one that was kept."""
    found = [
        estimate(dyads_of(WORLDS[0], 0.5, 10**6 + seed), smallest=0.5, draws=199, seed=seed) for seed in range(seeds)
    ]
    return float(np.mean([one.power for one in found])), float(np.mean([one.p_clients <= LEVEL for one in found]))


def main(full: bool = False, quick: bool = False) -> int:
    """Print the table; return 1 where effects are made up too often, or power is not as promised."""
    seeds = FULL if full else QUICK if quick else SEEDS
    slack = 2 * (LEVEL * (1 - LEVEL) / seeds) ** 0.5
    head = ("p<=.10", "p<=.05", "dates", "covers", "power", "towards", "away", "none", "unsure")
    print(f"{'world':<28}{'size':>5}{'seeds':>6}" + "".join(f"{word:>9}" for word in head))
    broken = []
    for world in WORLDS:
        for size in world.sizes:
            found = [estimate(dyads_of(world, size, seed), draws=199, seed=seed) for seed in range(seeds)]
            kept = line(world.name, size, found)
            if not world.confounded and size == 0 and (
                kept["p10"] > LEVEL + slack or kept["towards"] + kept["away"] > MADE_UP + slack
            ):  # fmt: skip
                broken.append(f"{world.name}: effects made up")
            if size > 0 and kept["away"] > 0:
                broken.append(f"{world.name}: a wrong sign")
    few = seeds // 5
    for size in (0.0, 2.0):
        found = [estimate(one_client(size, seed), draws=199, seed=seed) for seed in range(few)]
        kept = line(ONE_CLIENT.name, size, found)
        if size == 0 and kept["towards"] + kept["away"] > MADE_UP + slack:
            broken.append(f"{ONE_CLIENT.name}: effects made up")
    promised, kept_power = promise(seeds)
    if abs(promised - kept_power) > PROMISE:
        broken.append("power is not as promised")
    start = time.perf_counter()
    estimate(dyads_of(World("all", clients=193, patrons=1, events=40), 1.0, 0), draws=2048)
    print(f"{'power promised for .5, and kept':<50} {promised:.2f}, {kept_power:.2f}")
    print(f"{'one estimate, 193 clients, 2,048 placebos':<50} {time.perf_counter() - start:.2f} s")
    for one in broken:
        print(f"out of bounds: {one}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(full="--full" in sys.argv[1:]))
