"""Latent position: the verifier's own working of a position from graded answers, plain and slow.

`suasion.model.stance` has the method, all years and the intervals; this gives its last year's mean again, from what a
derivation holds and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_Answer = tuple[int, float, float, float]  # -1, 0 or 1; its noise, its reliability, its group (-1: on its own)


def latent_position(terms: Mapping[str, Sequence[float]], constants: Mapping[str, float]) -> float:
    """Return the posterior mean position in [-1, 1] in the last year; 0, the mean of knowing nothing, without answers.

    Parameters
    ----------
    terms
        ``stances`` in -1, 0, 1 and ``votes`` as 1 yes, 2 abstain, 3 no.
    constants
        Of each answer ``age-stance-0`` and so on (years before the last), ``noise-``, ``trust-`` and ``group-``; for
        votes without a number after the name, the same for all. ``half-life:4`` and ``noise-scale:0.5`` give how likely
        each is beforehand; ``anchor``, ``slant``, ``limit`` and ``points`` are those of the method.
    """
    import numpy as np
    from scipy.special import ndtr

    told = _answers(terms, constants)
    if not told:
        return 0.0
    limit, points = constants["limit"], int(constants["points"])
    line = np.linspace(-limit, limit, points)
    start = np.exp(-0.5 * line**2)
    means, chances = [], []
    for scale, p in _named(constants, "noise-scale").items():
        local = {age: _local(answers, line, scale, constants) for age, answers in told.items()}
        for life, q in _named(constants, "half-life").items():
            kept = 0.5 ** (1 / life)
            step = np.exp(-0.5 * (line[None, :] - kept * line[:, None]) ** 2 / (1 - kept**2))
            step /= step.sum(axis=1, keepdims=True)
            now, log_chance = start / start.sum(), math.log(p * q)
            for age in range(max(told), -1, -1):
                if age in local:
                    top = local[age].max()
                    now = np.maximum(now, 1e-150) * np.maximum(np.exp(local[age] - top), 1e-100)
                    log_chance += top + math.log(now.sum())
                    now = now / now.sum()
                now = now @ step if age else now
            means.append(float(now @ (2 * ndtr(line) - 1)))
            chances.append(log_chance)
    weights = np.exp(np.array(chances) - max(chances))
    return float(weights @ means / weights.sum())


def _answers(terms: Mapping[str, Sequence[float]], c: Mapping[str, float]) -> dict[int, list[_Answer]]:
    """Return the answers by how many years before the last they were given."""
    found: dict[int, list[_Answer]] = {}
    for i, stance in enumerate(terms.get("stances", ())):
        one = (int(stance), c[f"noise-stance-{i}"], c[f"trust-stance-{i}"], c[f"group-stance-{i}"])
        found.setdefault(int(c[f"age-stance-{i}"]), []).append(one)
    for i, vote in enumerate(terms.get("votes", ())):
        found.setdefault(int(c[f"age-vote-{i}"]), []).append((2 - int(vote), c["noise-vote"], c["trust-vote"], -1.0))
    return found


def _named(constants: Mapping[str, float], stem: str) -> dict[float, float]:
    return {float(name.partition(":")[2]): value for name, value in constants.items() if name.startswith(f"{stem}:")}


def _local(answers: Sequence[_Answer], line: Floats, scale: float, c: Mapping[str, float]) -> Floats:
    """Return the log chance of one year's answers at each point; those of a group share a slant, integrated out."""
    import numpy as np

    total = np.zeros_like(line)
    nodes, weights = np.polynomial.hermite_e.hermegauss(7)
    for group in sorted({answer[3] for answer in answers}):
        own = [answer for answer in answers if answer[3] == group]
        if group < 0:
            total += sum(np.log(_chance(answer, line, scale, c["anchor"])) for answer in own)
            continue
        shared = [
            (line + c["slant"] * scale * node, weight)
            for node, weight in zip(nodes, weights / weights.sum(), strict=True)
        ]
        logs = np.stack(
            [math.log(w) + sum(np.log(_chance(answer, at, scale, c["anchor"])) for answer in own) for at, w in shared]
        )
        total += logs.max(axis=0) + np.log(np.exp(logs - logs.max(axis=0)).sum(axis=0))
    return total


def _chance(answer: _Answer, at: Floats, scale: float, anchor: float) -> Floats:
    from scipy.special import ndtr

    given, noise, trusted, _ = answer
    above, below = ndtr((at - anchor) / (noise * scale)), ndtr((-anchor - at) / (noise * scale))
    heard: Floats = above if given > 0 else below if given < 0 else 1 - above - below
    return trusted * heard + (1 - trusted) / 3
