"""The tables: scores by kind, skill over each baseline, the placebo, and every episode with its forecast."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from bench.backtest.baselines import MEETINGS, NAMES, RATE
from bench.backtest.forecasts import ANCHORED, PRODUCT, READINGS, Forecast
from suasion.model import scoring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MODEL: Final = (*READINGS[:2], ANCHORED, PRODUCT)
COLUMNS: Final = (*READINGS, ANCHORED, PRODUCT)
LEVELS: Final = (0.5, 0.8, 0.9)
Target = Literal["position", "event"]


@dataclass(frozen=True)
class Scored:
    """A forecast with what happened: draws or chance by method."""

    forecast: Forecast
    target: Target
    outcome: float
    draws: dict[str, Floats]
    chance: dict[str, float]

    @property
    def kind(self) -> str:
        """Return the kind of its episode."""
        return self.forecast.episode.kind

    def has(self, method: str) -> bool:
        """Return whether a method says anything here."""
        return method in self.draws or method in self.chance


def score(found: list[Scored], method: str, measure: str) -> Floats:
    """Return one score of each forecast by a method, shape (n,); 0 is best."""
    outcome = np.array([one.outcome for one in found])
    if measure in ("Brier", "log"):
        given = np.array([one.chance[method] for one in found])
        return (scoring.brier if measure == "Brier" else scoring.log_score)(given, outcome)
    if measure == "MAE":
        return np.array([abs(float(np.median(one.draws[method])) - one.outcome) for one in found])
    return np.concatenate([scoring.crps(one.draws[method][None], np.array([one.outcome])) for one in found])


def scores(found: list[Scored]) -> None:
    """Print mean scores of every method, by kind."""
    print("\nPositions, on [-1, 1]: mean absolute error of the median, CRPS, and part of outcomes in the intervals")
    head = "".join(f"{word:>8}" for word in ("n", "MAE", "CRPS", "50 %", "80 %", "90 %"))
    print(f"{'kind':<18}{'forecast':<19}{head}")
    for kind, group in by_kind(found, "position"):
        for method in (*COLUMNS, *NAMES):
            if not all(one.has(method) for one in group):
                continue
            errors = [float(score(group, method, measure).mean()) for measure in ("MAE", "CRPS")]
            held = [float(np.mean([scoring.covered(one.draws[method][None], np.array([one.outcome]), level)[0]
                                   for one in group])) for level in LEVELS]  # fmt: skip
            spread = len(group[0].draws[method]) > 1
            told = "".join(f"{share:>8.2f}" if spread else f"{'':>8}" for share in held)
            print(f"{kind:<18}{method:<19}{len(group):>8}" + "".join(f"{x:>8.3f}" for x in errors) + told)
    print("\nEvents: Brier and log score, and what the Brier score is made of (reliability, resolution, uncertainty)")
    head = "".join(f"{word:>8}" for word in ("n", "rate", "Brier", "log", "rel", "res", "unc"))
    print(f"{'kind':<18}{'forecast':<19}{head}")
    for kind, group in by_kind(found, "event"):
        for method in (*COLUMNS, RATE, MEETINGS, *NAMES):
            if not all(one.has(method) for one in group):
                continue
            outcome = np.array([one.outcome for one in group])
            parts = scoring.reliability(np.array([one.chance[method] for one in group]), outcome)
            given = [outcome.mean(), *(score(group, method, measure).mean() for measure in ("Brier", "log")),
                     parts.reliability, parts.resolution, parts.uncertainty]  # fmt: skip
            print(f"{kind:<18}{method:<19}{len(group):>8}" + "".join(f"{float(x):>8.3f}" for x in given))
    placeable = [one for one in found if one.target == "position"]
    for reading in READINGS:
        placed = np.concatenate([
            scoring.pit(one.draws[reading][None], np.array([one.outcome]), seed=zlib.crc32(_name(one).encode()))
            for one in placeable
        ])  # fmt: skip
        tenths = np.histogram(placed, 10, (0, 1))[0]
        print(f"PIT by tenths, all positions, {reading}: {' '.join(map(str, tenths))} (even: {len(placed) / 10:.0f})")


def skills(found: list[Scored]) -> None:
    """Print the skill of each reading over each baseline, with its interval over episodes."""
    print("\nSkill over simpler forecasts, 1 - S / S of the other, 90 % interval over episodes drawn with replacement")
    print(
        f"{'kind':<18}{'score':<7}{'forecast':<12}{'over':<19}{'skill':>8}{'low':>8}{'high':>8}{'n':>5}{'ep.':>5}"
        "  verdict"
    )
    for target, measures in (("position", ("CRPS", "MAE")), ("event", ("Brier", "log"))):
        for kind, group in by_kind(found, target):
            for measure in measures:
                for reading in MODEL:
                    others = ("alone", *NAMES) if target == "position" else ("alone", RATE, MEETINGS, *NAMES)
                    for other in others:
                        if all(one.has(other) and one.has(reading) for one in group):
                            _line(kind, measure, reading, other, group, group, other)


def placebo(found: list[Scored], swapped: list[Scored]) -> None:
    """Print the skill of forecasts with the true flows over those with another patron's."""
    print("\nPlacebo: skill of the true flows over those of another patron (shuffled within each episode)")
    for target, measure in (("position", "CRPS"), ("event", "Brier")):
        for kind, group in by_kind(found, target):
            other = dict(by_kind(swapped, target))[kind]
            for reading in READINGS[:2]:
                _line(kind, measure, reading, "shuffled flows", group, other, reading)


def episodes(found: list[Scored]) -> None:
    """Print every forecast with what happened, and whether the model lost to "no change" or the base rate."""
    print("\nEvery episode. Positions: median and mean of draws; events: chance of what was asked. Lost: a worse score "
          "than no change with spread (positions, CRPS) or the base rate (events, Brier)")  # fmt: skip
    print(f"{'date':<11}{'episode':<24}{'who':<6}{'what':<9}{'outcome':>8}" + "".join(f"{r:>15}" for r in COLUMNS)
          + f"{'no change':>11}{'other':>7}  lost")  # fmt: skip
    for one in found:
        other = NAMES[1] if one.target == "position" else RATE
        measure = "CRPS" if one.target == "position" else "Brier"
        lost = [r for r in MODEL if one.has(r) and score([one], r, measure)[0] > score([one], other, measure)[0] + 1e-9]
        if one.target == "position":
            said = "".join(f"{np.median(one.draws[r]):>7.2f} {one.draws[r].mean():>7.2f}" if one.has(r) else f"{'':>15}"
                           for r in COLUMNS)  # fmt: skip
            plain, past = float(one.draws["no change"][0]), float(one.draws[other].mean())
        else:
            said = "".join(f"{one.chance[r]:>15.2f}" if one.has(r) else f"{'':>15}" for r in COLUMNS)
            plain, past = one.chance["no change"], one.chance[other]
        what = one.forecast.episode
        print(f"{what.date:<11}{what.id:<24}{one.forecast.client:<6}{one.target:<9}{one.outcome:>8.2f}{said}"
              f"{plain:>11.2f}{past:>7.2f}  {', '.join(lost)}")  # fmt: skip


def by_kind(found: list[Scored], target: str) -> list[tuple[str, list[Scored]]]:
    """Return the forecasts of each kind, then all of them together."""
    group = [one for one in found if one.target == target]
    kinds = sorted({one.kind for one in group})
    return [(kind, [one for one in group if one.kind == kind]) for kind in kinds] + [("all", group)]


def _line(
    kind: str, measure: str, reading: str, other: str, group: list[Scored], against: list[Scored], method: str
) -> None:
    block = np.array([zlib.crc32(one.forecast.episode.id.encode()) for one in group], dtype=np.int64)
    found = scoring.skill(score(group, reading, measure), score(against, method, measure), block)
    print(f"{kind:<18}{measure:<7}{reading:<12}{other:<19}{found.value:>8.3f}{found.low:>8.3f}{found.high:>8.3f}"
          f"{found.n:>5}{found.blocks:>5}  {found.verdict}")  # fmt: skip


def _name(one: Scored) -> str:
    return f"{one.forecast.episode.id}:{one.forecast.client}"
