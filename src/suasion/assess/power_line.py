"""Power line: a place from 0 (China) to 100 (the United States), for comparison with an index of alignment.

The Anatomy of Choice Alignment Index (Khong and Liow, National University of Singapore, 1995 to 2024) places ten states
of Southeast Asia on such a line by the mean of five domains, four indicators each, weighted alike. This is not theirs:
it takes the same mean over those of its domains that a record has any indicator of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.assessment import Alignment
from suasion.assess.domains import domains
from suasion.assess.supply import Cell, Supply
from suasion.codebook import Contest, Estimate, missing
from suasion.model.sampling import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

POLES: Final = ("CHN", "USA")  # 0 and 100
DOMAINS: Final = ("political-diplomatic", "military-security", "economic", "cultural", "signalling")
_SIGNALS: Final = "events-verbal-cooperation"
_OUR: Final = "mean over domains of 100 * United States / (United States + China); ours, not AOCAI's"


def line(
    held: Supply, contest: Contest, alike: Sequence[Alignment], bound: Sequence[str], *, draws: int, seed: int
) -> tuple[Estimate, tuple[tuple[str, float], ...], tuple[str, ...]]:
    """Return the place on the line, its value by domain, and the domains that the record has nothing of.

    Parameters
    ----------
    held
        What everyone gives the client.
    contest
        Its patrons must have both poles among them; the place has no value otherwise.
    alike
        Votes of client and patrons.
    bound
        Patrons with a defence pact with the client.
    draws, seed
        Of years and assumptions.
    """
    name = f"line from China to the United States: {contest.client}"
    if not set(POLES) <= set(contest.patrons):
        note = "the line runs between China and the United States, and they are not both patrons here"
        return missing(name, note, unit="0 to 100"), (), DOMAINS
    found, ids = _places(held, contest, alike, bound, draws=draws, seed=seed)
    lacks = tuple(domain for domain in DOMAINS if domain not in found)
    if not found:
        return missing(name, "no domain in which both have rows", unit="0 to 100"), (), lacks
    mean = np.mean([np.broadcast_to(place, draws + 1) for place in found.values()], axis=0)
    bounds = interval(mean[1:], float(mean[0]))
    low, high = bounds or (None, None)
    place = Estimate(
        name=name, value=float(mean[0]), low=low, high=high, unit="0 to 100", n=len(ids), evidence=tuple(ids),
        method=f"{_OUR}; domains: {', '.join(found)}", note=f"lacks {', '.join(lacks)}" if lacks else "",
        interval_method="draws over years and the part of commitments paid out; votes as they were" if bounds else "",
    )  # fmt: skip
    return place, tuple((domain, float(values[0])) for domain, values in found.items()), lacks


def _places(
    held: Supply, contest: Contest, alike: Sequence[Alignment], bound: Sequence[str], *, draws: int, seed: int
) -> tuple[dict[str, Floats], list[str]]:
    """Return places by domain, each of shape (draws + 1,) or (1,), and the ids of the rows behind them."""
    by_domain: dict[str, list[Floats]] = {}
    ids: list[str] = []
    votes = _votes(alike)
    if votes is not None:
        by_domain["political-diplomatic"] = [votes[0]]
        ids += votes[1]
    for name, one in domains(held, contest, POLES, draws=draws, seed=seed).items():
        place = _place(one.ties[:, 0], one.ties[:, 1])
        if np.isfinite(place).all():
            by_domain.setdefault("military-security" if name == "arms" else "economic", []).append(place)
            ids += one.ids
    pacts = set(bound) & set(POLES)
    if len(pacts) == 1:
        by_domain.setdefault("military-security", []).append(np.array([100.0 if "USA" in pacts else 0.0]))
    signals = [held.cells.get(_SIGNALS, {}).get(pole, []) for pole in POLES]
    if all(signals):
        by_domain["signalling"] = [_place(*(np.array([_sum(cells)]) for cells in signals))]
        ids += [i for cells in signals for cell in cells for i in cell.ids]
    return {domain: np.asarray(sum(by_domain[domain]) / len(by_domain[domain])) for domain in DOMAINS
            if domain in by_domain}, ids  # fmt: skip


def _votes(alike: Sequence[Alignment]) -> tuple[Floats, list[str]] | None:
    """Return the place by agreement in the General Assembly."""
    by_patron = {one.patron: one.measures[0] for one in alike if one.measures}
    chosen = [by_patron.get(pole) for pole in POLES]
    values = [one.value for one in chosen if one is not None and one.value is not None]
    if len(values) < len(POLES) or sum(values) <= 0:
        return None
    ids = [i for one in chosen if one is not None for i in one.evidence]
    return _place(*(np.array([value]) for value in values)), ids


def _place(china: Floats, america: Floats) -> Floats:
    both = china + america
    return 100 * np.divide(america, both, out=np.full_like(both, np.nan), where=both > 0)


def _sum(cells: Sequence[Cell]) -> float:
    return sum(value for cell in cells for value in cell.values)
