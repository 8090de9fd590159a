"""How often intervals of a stance hold a simulated truth, how near its mean comes, and how often a shift is true."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from suasion.model.stance import FALSE, Answers, Stance, holding, shift, simulated, stance

RUNS = 400
QUICK = 80  # among all benchmarks
N_YEARS = 10
HELD = (0.86, 0.94)

_MODEL: dict[str, dict[str, Any]] = {
    "few answers: one in two years": {"per_year": 0.5},
    "some: two a year": {"per_year": 2},
    "many: twenty a year": {"per_year": 20},
    "votes alone, twenty a year": {"per_year": 20, "votes": 1.0},
    "noisy sources: half of reliability 0.3, double noise": {"per_year": 3, "reliability": 0.3, "scale": 2.0},
    "drift: half gone in four years": {"per_year": 3, "half_life": 4.0},
    "hardly a drift: half gone in 64 years": {"per_year": 3, "half_life": 64.0},
}
_OTHERWISE: dict[str, dict[str, Any]] = {
    "fast drift: half gone in two years": {"per_year": 3, "half_life": 2.0},
    "faster than any half-life known: one year": {"per_year": 3, "half_life": 1.0},
    "two camps and no middle": {"per_year": 4, "world": "camps"},
    "stands still, jumps once": {"per_year": 4, "world": "step"},
    "noise of heavy tails": {"per_year": 4, "world": "heavy tails"},
    "one source, always slanted alike": {"per_year": 4, "world": "slanted source"},
}


def main(quick: bool = False) -> int:
    began, bad, runs = time.perf_counter(), 0, QUICK if quick else RUNS
    print(f"{runs} parties over {N_YEARS} years each; 90 % intervals; error: mean distance from the truth, in [0, 2]")
    print(f"{'as the model assumes':52}  years   last  width  error  plain mean")
    for name, setting in _MODEL.items():
        held = _print(name, setting, runs)
        slack = 2 * (0.9 * 0.1 / runs) ** 0.5 if quick else 0.0  # few parties miss the mark by chance
        bad += not HELD[0] - slack <= held <= HELD[1] + slack
    print("not as the model assumes")
    for name, setting in _OTHERWISE.items():
        _print(name, setting, runs)
    bad += _shifts(runs)
    print(f"{time.perf_counter() - began:.0f} s; {bad} out of bounds")
    return int(bad > 0)


def _print(name: str, setting: dict[str, Any], runs: int) -> float:
    """Print one setting and return which part of the years' intervals hold the truth."""
    held, last, widths, errors, plain = [], [], [], [], []
    for seed in range(runs):
        truth, answers = simulated(n_years=N_YEARS, seed=seed, **setting)
        found = stance(answers, last_year=2000 + N_YEARS - 1)
        if found is None:
            continue
        truth = truth[np.array(found.years) - 2000]
        within = (truth >= found.low) & (truth <= found.high)
        held += list(within)
        last.append(within[-1])
        widths += list(found.high - found.low)
        errors.append(abs(found.value[-1] - truth[-1]))
        plain.append(abs(_weighted_mean(answers, found) - truth[-1]))
    columns = (np.mean(held), np.mean(last), np.mean(widths), np.mean(errors), np.mean(plain))
    print(f"{name:52}  {columns[0]:.3f}  {columns[1]:.3f}  {columns[2]:.2f}   {columns[3]:.3f}  {columns[4]:.3f}")
    return float(columns[0])


def _weighted_mean(answers: Answers, found: Stance) -> float:
    """Return what came before this model: a mean by weight and age, drawn to 0 by one statement's worth."""
    weights = answers.reliability * (0.6 / answers.noise) ** 2 * 0.5 ** ((found.years[-1] - answers.year) / 2)
    return float(weights @ answers.answer / (weights.sum() + 1))


def _shifts(runs: int) -> int:
    """Print how many of the shifts that are called are true, and how many of the large ones are called."""
    rises, truths = [], []
    for seed in range(runs):
        truth, answers = simulated(n_years=N_YEARS, per_year=6, seed=seed, world="step")
        found = stance(answers)
        if found is not None and len(found.years) > 1:
            rises.append(shift(found, found.years[0], found.years[-1]).rise)
            truths.append(truth[found.years[-1] - 2000] - truth[found.years[0] - 2000])
    called, moved = np.array(holding(rises)), np.array(truths)
    wrong = (np.sign(np.array(rises) - 0.5) != np.sign(moved))[called].mean()
    print(f"shifts called: {called.sum()} of {len(called)}, {wrong:.3f} of them the wrong way (allowed: {FALSE});")
    print(f"of shifts above 0.5: {called[np.abs(moved) > 0.5].mean():.3f} called")
    return int(wrong > FALSE)
