"""Simulation: positions that are known because they were drawn, and the answers that they give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from suasion.model.stance.answers import ANCHOR, Answers
from suasion.model.stance.posterior import HALF_LIVES, SCALES, SLANT, position

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

World = Literal["model", "camps", "step", "heavy tails", "slanted source"]


def simulated(
    *, n_years: int, per_year: float, seed: int, half_life: float | None = None, scale: float | None = None,
    votes: float = 0.3, reliability: float = 0.7, world: World = "model",
) -> tuple[Floats, Answers]:  # fmt: skip
    """Return a true position for each year, shape (n_years,), and answers that a party of that position gave.

    Parameters
    ----------
    n_years
        Years, numbered from 2000.
    per_year
        Mean number of answers a year (Poisson).
    seed
        Of the generator.
    half_life, scale
        Of the walk and of the noise; None draws them from the prior of `stance`.
    votes
        Part of the answers that are votes: small noise, reliable, on their own. The rest are statements of one to three
        sources a year.
    reliability
        Middle of the statements' reliabilities, which are spread 0.2 to either side.
    world
        "model": as `stance` assumes. Four in which it is wrong: "camps" (two camps and no middle), "step" (stands
        still, jumps once), "heavy tails" (noise of Student's t with 3 degrees), "slanted source" (one source in all
        years, always slanted the same way).
    """
    draw = np.random.default_rng(seed)
    life, times = (
        float(draw.choice([one for one, _ in known], p=[chance for _, chance in known])) if given is None else given
        for given, known in ((half_life, HALF_LIVES), (scale, SCALES))
    )
    z = _walk(draw, n_years, life, world)
    n = draw.poisson(per_year, n_years)
    year = np.repeat(np.arange(n_years), n)
    vote = draw.random(len(year)) < votes
    source = np.where(vote, -1, 0 if world == "slanted source" else draw.integers(0, 3, len(year)))
    group = np.where(vote, -1, year * 3 + source)
    slants = draw.normal(0, SLANT * times, 3 * n_years)
    if world == "slanted source":
        slants[:] = slants[0]
    noise = np.where(vote, 0.5, draw.choice([0.6, 0.7, 1.0], len(year)))
    trusted = np.where(vote, 0.95, np.clip(draw.uniform(reliability - 0.2, reliability + 0.2, len(year)), 0, 1))
    error = draw.standard_t(3, len(year)) / np.sqrt(3) if world == "heavy tails" else draw.normal(size=len(year))
    heard = z[year] + np.where(vote, 0.0, slants[np.maximum(group, 0)]) + noise * times * error
    answer = np.where(heard > ANCHOR, 1, np.where(heard < -ANCHOR, -1, 0))
    by_lot = draw.random(len(year)) >= trusted
    answer = np.where(by_lot, draw.integers(-1, 2, len(year)), answer)
    return position(z), Answers(
        answer=answer.astype(np.int8), year=year.astype(np.int64) + 2000, noise=noise, reliability=trusted,
        group=group.astype(np.int64),
    )  # fmt: skip


def _walk(draw: np.random.Generator, n_years: int, half_life: float, world: World) -> Floats:
    z = np.empty(n_years)
    if world == "step":
        turn = int(draw.integers(1, n_years)) if n_years > 1 else 0
        z[:turn], z[turn:] = draw.normal(), draw.normal()
        return z
    kept = 0.5 ** (1 / half_life)
    z[0] = draw.normal()
    for t in range(1, n_years):
        z[t] = kept * z[t - 1] + np.sqrt(1 - kept**2) * draw.normal()
    return np.sign(z) * (0.6 + 0.4 * np.abs(z)) if world == "camps" else z
