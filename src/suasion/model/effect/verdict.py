"""The verdict: moved towards, moved away, no effect that matters, or cannot tell, with the reason in words."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
import numpy as np

FEWEST_EVENTS: Final = 5  # Heuristic. bench/effect.py measures how often the verdict is wrong with these bounds.
LEAST_POWER: Final = 0.8  # Cohen's (1988) convention
YEARS_BETWEEN: Final = 3.5  # from the middle of the three years before to the middle of the four from the event on
LEVEL: Final = 0.10  # two-sided, as the 90 % interval; two one-sided tests of 5 % for "no effect" (Schuirmann 1987)

Answer = Literal[1, 0, -1]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said: 1 moved towards, -1 moved away, 0 no effect that matters, None cannot tell; and why."""

    answer: Answer | None
    why: str


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """All that a verdict is drawn from; NaN or None where it could not be worked out.

    ``n_episodes`` counts each client and year once, however many patrons acted in it.
    """

    n_episodes: int
    n_clients: int
    effect: float
    low: float
    high: float
    smallest: float
    power: float
    p_clients: float
    p_dates: float | None
    p_trend: float | None
    trend: float
    uncovered: bool


def verdict(found: Findings) -> Verdict:
    """Return what can be said of an effect.

    Notes
    -----
    An effect is called only where the 90 % interval leaves out 0, other clients and other dates seldom give as much,
    nothing was under way before, and there was power to find the smallest effect of interest or the whole interval lies
    beyond it: significant findings of weak designs exaggerate (Gelman and Carlin 2014). "No effect" wants the whole
    interval within the smallest effect of interest on either side (two one-sided tests; Lakens 2017): not having
    found one is not enough. A test of the trend before seldom finds a small one (Roth 2022), so that its size is held
    against the effect as well (in the manner of Rambachan and Roth 2023).
    """
    if found.n_episodes < FEWEST_EVENTS or not np.isfinite(found.effect):
        number = f"{found.n_episodes} event{'' if found.n_episodes == 1 else 's'}" if found.n_episodes else "no event"
        return _cannot(f"{number} with quiet years before and others to compare with, and {FEWEST_EVENTS} are needed")
    if found.p_trend is not None and found.p_trend <= LEVEL:
        return _cannot(f"the dyads were on the move before the event (trend over five years, p {found.p_trend:.3f})")
    beyond = found.low > found.smallest or found.high < -found.smallest
    if -found.smallest < found.low and found.high < found.smallest:
        if found.uncovered:
            return _cannot("the comparisons may have had the cause too, unrecorded, which makes an effect look small")
        apart = "leaves out 0 but " if found.low > 0 or found.high < 0 else ""
        return Verdict(
            answer=0, why=f"the 90 % interval {apart}lies within {found.smallest:.3g} of 0: too small to matter"
        )
    if found.low <= 0 <= found.high:
        if found.power < LEAST_POWER:
            return _cannot(_weak(found))
        return _cannot("the 90 % interval holds both 0 and effects that would matter")
    if found.p_clients > LEVEL:
        return _cannot(f"clients without the cause often moved as much (placebo p {found.p_clients:.3f})")
    if found.p_dates is None and found.n_clients == 1:
        return _cannot("there are too few other years to hold the one client's moves against")
    if found.p_dates is not None and found.p_dates > LEVEL:
        return _cannot(f"the same dyads often moved as much in years without it (placebo p {found.p_dates:.3f})")
    carried = found.trend * YEARS_BETWEEN
    if carried * found.effect > 0 and abs(carried) >= abs(found.effect) / 2:
        return _cannot("the trend before the event, carried on, would make half of the effect or more")
    if found.power < LEAST_POWER and not beyond:
        return _cannot(_weak(found))
    way = "towards" if found.effect > 0 else "away from"
    dates = " and other dates" if found.p_dates is not None else "; there were too few other dates"
    return Verdict(
        answer=1 if found.effect > 0 else -1, why=f"moved {way} the patron, more than placebo clients{dates}"
    )


def _weak(found: Findings) -> str:
    return f"power {found.power:.2f} to find an effect of {found.smallest:.3g}; under {LEAST_POWER}"


def _cannot(why: str) -> Verdict:
    return Verdict(answer=None, why=why)
