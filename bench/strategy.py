"""What the strategic model costs, each part beside a plain Python version in the same run that must agree with it.

Run as ``python -m bench.strategy``. The expected-utility model runs on the published cases, once against the published
program's way, which works out the chance of success anew wherever the formula has it, with the votes of all pairs
that it is divided by, and once against a careful version that keeps that sum for a round; both are plain loops over
actors. Only the first has a bound. The other peers are plain loops over draws of the same closed form, timed on a part
of the draws where said, and scaled. Times are the best of a few, since the machine may have other work.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from suasion.model.strategy.agency import Agency, settle
from suasion.model.strategy.clients import AT_ONCE, in_parts, settle_clients
from suasion.model.strategy.expected_utility import expected_utility
from suasion.model.strategy.inverse import least_lever, standing
from suasion.model.strategy.lever_sets import Lever, least_set
from suasion.model.strategy.rivalry import Side, price_war
from suasion.model.strategy.sensitivity import sensitivity

ROOT = Path(__file__).resolve().parents[1]
CASES = {"EU cars, 10 actors": "scholz_eu_car_emissions", "Sultan, 17 actors": "scholz_sultan_oil_price"}
ROUNDS, DRAWS, PART = 10, 10_000, 100  # of draws, one in so many is worked out plainly
CLIENTS, ISSUES, PATRONS = 12, 3, 3
INPUTS, ROWS = 20, 4096
EU_SECONDS, EU_RATIO = {"EU cars, 10 actors": 0.010, "Sultan, 17 actors": 0.020}, 300.0
CORE_SECONDS, SOBOL_SECONDS, INVERSE_SECONDS, MEGABYTES = 0.15, 2.0, 1.0, 500.0
MANY_DRAWS = 100_000

Floats = np.ndarray[Any, np.dtype[np.float64]]


def best(work: Callable[[], Any], times: int = 5) -> tuple[float, Any]:
    """Return how long some work took at best, and what it gave."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        took.append(time.perf_counter() - start)
    return min(took), found


def line(title: str, seconds: float, said: str = "") -> None:
    print(f"{title:<60} {seconds * 1e3:9,.1f} ms{said}")


def most(seconds: float) -> str:
    return f" (at most {seconds * 1e3:,.0f})"


def against(plain: float, ours: float, agree: bool, least: float | None = None) -> str:
    bound = f" (at least {least:.0f})" if least else ""
    return f", {plain / ours:,.0f} times{bound}; {'both agree' if agree else 'THEY DISAGREE'}"


class Plain:
    """One round of the expected-utility model, each quantity a function of its formula (METHODS 2)."""

    def __init__(self, x: Sequence[float], c: Sequence[float], s: Sequence[float], span: float, keep: bool) -> None:
        self.x, self.c, self.s, self.span, self.n = x, c, s, span, len(x)
        self.keep, self.kept = keep, dict[tuple[float, ...], float]()

    def away(self, k: int, i: int, r: Sequence[float]) -> float:
        return (abs(self.x[k] - self.x[i]) / self.span) ** r[k]

    def vote(self, k: int, i: int, j: int, r: Sequence[float]) -> float:
        return self.c[k] * self.s[k] * (self.away(k, j, r) - self.away(k, i, r))

    def all_votes(self, r: Sequence[float]) -> float:
        among = range(self.n)
        return sum(abs(self.vote(k, a, b, r)) for k in among for a in among for b in among)

    def success(self, i: int, j: int, r: Sequence[float]) -> float:
        if self.x[i] == self.x[j]:
            return 0.0
        won = sum(max(0.0, self.vote(k, i, j, r)) for k in range(self.n))
        if not self.keep:
            return won / self.all_votes(r)
        if tuple(r) not in self.kept:
            self.kept[tuple(r)] = self.all_votes(r)
        return won / self.kept[tuple(r)]

    def expected(self, i: int, j: int, r: Sequence[float], observer: float) -> float:
        d = abs(self.x[i] - self.x[j]) / self.span
        won, lost = 2 - 4 * (0.5 - 0.5 * min(d, 1)) ** observer, 2 - 4 * (0.5 + 0.5 * d) ** observer
        p = self.success(i, j, r)
        resisted = self.s[j] * (p * won + (1 - p) * lost)
        return resisted + (1 - self.s[j]) * won - (2 - 4 * 0.5**observer)

    def risk(self) -> list[float]:
        among, neutral = range(self.n), [1.0] * self.n
        danger = [sum(self.expected(j, i, neutral, 1.0) for j in among if j != i) for i in among]
        low, high = min(danger), max(danger)
        attitudes = [(2 * d - high - low) / (high - low) if high > low else 0.0 for d in danger]
        return [(1 - a / 3) / (1 + a / 3) for a in attitudes]

    def after(self) -> list[float]:
        r, x, moved = self.risk(), self.x, []
        for i in range(self.n):
            yields, meets = [], []
            for j in range(self.n):
                if j == i:
                    continue
                own, theirs = self.expected(i, j, r, r[i]), self.expected(j, i, r, r[i])
                if theirs > own > 0:
                    yields.append((abs(x[j] - x[i]), x[j]))
                elif theirs > 0 > own and theirs > abs(own):
                    mean = (abs(own) * x[i] + theirs * x[j]) / (abs(own) + theirs)
                    meets.append((mean, x[i] + (x[j] - x[i]) * abs(own / theirs)))
            offers = yields or meets
            moved.append(min(offers, key=lambda offer: offer[0])[1] if offers else x[i])
        return moved


def plain_rounds(x: list[float], c: list[float], s: list[float], *, keep: bool) -> list[list[float]]:
    span, history = max(x) - min(x), [x]
    for _ in range(ROUNDS):
        history.append(Plain(history[-1], c, s, span, keep).after())
    return history


def bargaining(quick: bool) -> bool:
    """Print what the expected-utility model takes; return whether it keeps to its bounds."""
    given, fine = json.loads((ROOT / "tests/model/strategy/published.json").read_text()), True
    for name, case in CASES.items():
        capability, position, salience = (np.array([row[at] for row in given[case]["actors"]]) for at in (1, 2, 3))
        lists = position.tolist(), capability.tolist(), salience.tolist()
        took, found = best(partial(expected_utility, position, capability, salience, rounds=ROUNDS), 20)
        line(f"expected utility, {name}, {ROUNDS} rounds", took, most(EU_SECONDS[name]))
        fine &= took <= EU_SECONDS[name]
        bounded = len(position) == 10
        for keep, what in ((True, "the sum of votes kept for a round"), (False, "as the published program")):
            if quick and not bounded and not keep:
                continue  # half a minute
            plain, told = best(partial(plain_rounds, *lists, keep=keep), 1)
            agree = np.allclose(told, found.positions, rtol=0, atol=1e-9)
            least = EU_RATIO if bounded and not keep else None
            line(f"  plain, {what}", plain, against(plain, took, agree, least))
            fine &= agree and (least is None or plain / took >= least)
    return fine


def clients(draws: int, seed: int = 0) -> Agency:
    """Return made-up clients, issues and patrons in so many draws."""
    rng, shape = np.random.default_rng(seed), (draws, CLIENTS, ISSUES)
    aims = rng.uniform(-1, 1, (draws, 1, ISSUES, PATRONS))
    pulls = rng.uniform(0, 2, (*shape, PATRONS))
    return Agency(rng.uniform(-1, 1, shape), rng.uniform(0.2, 2, shape), aims, pulls)


def plain_settled(ideal: float, weight: float, aims: list[float], pulls: list[float]) -> tuple[float, float]:
    """Return where a client of three patrons settles, and the least that all pay together."""
    whole = weight + sum(pulls)
    at = (weight * ideal + sum(pull * aim for pull, aim in zip(pulls, aims, strict=True))) / whole
    worth = {}
    for code in range(1, 8):
        without = [j for j in range(3) if not code >> j & 1]
        left = weight + sum(pulls[j] for j in without)
        mean = (weight * ideal + sum(pulls[j] * aims[j] for j in without)) / left
        worth[code] = left * (at - mean) ** 2
    balanced = (
        worth[1] + worth[2] + worth[4], worth[3] + worth[4], worth[5] + worth[2], worth[6] + worth[1],
        (worth[3] + worth[5] + worth[6]) / 2, worth[7],
    )  # fmt: skip
    return at, max(balanced)


def core() -> bool:
    """Print what settling all clients takes; return whether it keeps to its bound."""
    game = clients(DRAWS)
    took, clients_found = best(lambda: settle_clients(game))
    found = clients_found.settlement
    few = DRAWS // PART
    ideal, weight, pulls = game.ideal[:few].tolist(), game.weight[:few].tolist(), game.pulls[:few].tolist()
    aims = game.aims[:few, 0].tolist()
    plain, told = best(
        lambda: [
            [[plain_settled(ideal[d][i][k], weight[d][i][k], aims[d][k], pulls[d][i][k]) for k in range(ISSUES)]
             for i in range(CLIENTS)]
            for d in range(few)
        ], 2,
    )  # fmt: skip
    agree = np.allclose(told, np.stack([found.position[:few], found.total[:few]], axis=-1), rtol=0, atol=1e-9)
    line(f"settling {DRAWS:,} draws of {CLIENTS} clients, {ISSUES} issues, {PATRONS} patrons", took, most(CORE_SECONDS))
    line(f"  plain, of {few:,} draws, scaled", plain * PART, against(plain * PART, took, agree))
    return agree and took <= CORE_SECONDS


def client(points: Floats) -> Floats:
    """Return where a client of six patrons settles, from 20 uniform inputs."""
    aims, pulls = 2 * points[:, 2:8] - 1, 2 * points[:, 8:14] * points[:, 14:20]
    return standing(Agency(2 * points[:, 0] - 1, 0.2 + points[:, 1], aims, pulls))[0]


def plain_client(row: list[float]) -> float:
    drawn, whole = (0.2 + row[1]) * (2 * row[0] - 1), 0.2 + row[1]
    for j in range(6):
        pull = 2 * row[8 + j] * row[14 + j]
        drawn, whole = drawn + pull * (2 * row[2 + j] - 1), whole + pull
    return drawn / whole


def indices() -> bool:
    """Print what Sobol indices take; return whether they keep to their bound."""
    work = "from bench.strategy import *; sensitivity(client, INPUTS, n=ROWS, seed=0)"
    whole, _ = best(lambda: subprocess.run([sys.executable, "-c", work], cwd=ROOT, check=True), 2)
    took, found = best(lambda: sensitivity(client, INPUTS, n=ROWS, seed=0))
    rows = np.random.default_rng(0).random((found.runs // PART, INPUTS))
    plain, told = best(lambda: [plain_client(row) for row in rows.tolist()], 2)
    agree = np.allclose(told, client(rows), rtol=0, atol=1e-12)
    line(f"Sobol indices, {INPUTS} inputs, {found.runs:,} runs", took)
    line("  the same with Python and libraries started", whole, most(SOBOL_SECONDS))
    line(f"  plain, the runs alone, of {len(rows):,}, scaled", plain * PART, against(plain * PART, took, agree))
    return agree and whole <= SOBOL_SECONDS


def one_client(draws: int, seed: int = 1) -> Agency:
    rng = np.random.default_rng(seed)
    aims = np.stack([rng.normal(mean, 0.1, draws) for mean in (0.8, -0.8, 0.5)], axis=-1).clip(-1, 1)
    pulls = rng.uniform(0, 0.5, (draws, 3))
    return Agency(rng.normal(-0.1, 0.2, draws).clip(-1, 1), rng.uniform(0.5, 2, draws), aims, pulls)


def inverse(draws: int) -> tuple[float | None, int]:
    """Return the least new offer of the first patron that reaches 0.2 with P 0.8, and how often the model ran."""
    game, credible, runs = one_client(draws), np.random.default_rng(2).beta(4, 2, draws), [0]

    def reaches(amount: float) -> np.ndarray[Any, np.dtype[np.bool_]]:
        runs[0] += 1
        pulls = game.pulls.copy()
        pulls[:, 0] += credible * np.log1p(amount)
        return standing(Agency(game.ideal, game.weight, game.aims, pulls))[0] >= 0.2

    return least_lever(reaches, 50.0, 0.8).amount, runs[0]


def plain_inverse(runs: int) -> float:
    """Return the same by halving from the bound on plain lists, the model run as often."""
    game, credible = one_client(DRAWS), np.random.default_rng(2).beta(4, 2, DRAWS).tolist()
    rows = list(
        zip(game.ideal.tolist(), game.weight.tolist(), game.aims.tolist(), game.pulls.tolist(), credible, strict=True)
    )
    low, high = 0.0, 50.0
    for _ in range(runs):
        middle, reached = (low + high) / 2, 0
        offered = float(np.log1p(middle))
        for ideal, weight, aims, pulls, part in rows:
            new = part * offered
            whole = weight + new + pulls[0] + pulls[1] + pulls[2]
            drawn = weight * ideal + (pulls[0] + new) * aims[0] + pulls[1] * aims[1] + pulls[2] * aims[2]
            reached += drawn / whole >= 0.2
        low, high = (low, middle) if reached >= 0.8 * len(rows) else (middle, high)
    return high


def what_it_takes() -> bool:
    """Print what one lever, four levers and a price war take; return whether the first keeps to its bound."""
    took, (amount, runs) = best(lambda: inverse(DRAWS))
    plain, told = best(lambda: plain_inverse(runs), 1)
    agree = amount is not None and abs(told - amount) < 1e-5
    line(f"the least of a lever, P 0.8, {DRAWS:,} common draws", took, most(INVERSE_SECONDS) + f", {runs} runs")
    line("  plain, as many runs", plain, against(plain, took, agree))
    game, rng = one_client(DRAWS), np.random.default_rng(3)
    sizes = [rng.beta(2, 2, DRAWS) * most_ for most_ in (1.0, 1.5, 0.8, 1.2)]
    levers = [Lever(game.aims[:, 0], lambda part, size=size: size * np.log1p(3 * part)) for size in sizes]  # type: ignore[misc]
    sets, least = best(lambda: least_set(game, levers, 0.2, 0.8, rising=True), 2)
    line(f"the least of four levers together, {DRAWS:,} draws", sets, f", P {least.chance:.2f}")
    held, _ = standing(game)
    war, ended = best(lambda: price_war(game, Side(0.9, 2.0, 3.0), Side(-0.9, 1.0, 1.0), 0.3, hold=held), 2)
    line(f"a price war, {DRAWS:,} draws, {len(ended.positions) - 1} moves", war)
    return agree and took <= INVERSE_SECONDS


def peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return int(told["VmHWM"].split()[0]) / 1024


def remember() -> None:
    """Print the peak memory before and after all of it at 100,000 draws; run in a process of its own."""
    before = peak()
    for _ in in_parts(lambda start, end: (clients(end - start, seed=start), None), MANY_DRAWS):
        pass
    inverse(MANY_DRAWS)
    settle(one_client(MANY_DRAWS))
    sensitivity(client, INPUTS, n=ROWS, seed=0)
    print(f"{before} {peak()}")


def memory() -> bool:
    """Print what 100,000 draws hold; return whether that keeps to the bound."""
    if not Path("/proc/self/status").exists():
        print("peak memory was not measured: this system has no /proc")
        return True
    command = [sys.executable, "-c", "from bench.strategy import remember; remember()"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    before, after = map(float, told.split())
    print(
        f"{f'peak memory, {MANY_DRAWS:,} draws, clients of {AT_ONCE:,} at a time':<60} {after:9.0f} MB "
        f"(at most {MEGABYTES:.0f}), {before:.0f} of them Python and libraries"
    )
    return after < MEGABYTES


def main(quick: bool = False) -> int:
    """Print the table; return 1 where a bound is broken or two versions disagree."""
    fine = [bargaining(quick), core(), indices(), what_it_takes(), memory()]
    return int(not all(fine))


if __name__ == "__main__":
    sys.exit(main())
