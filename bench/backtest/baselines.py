"""Baselines: forecasts that know nothing of patrons' means, or only add everyone up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from bench.backtest.episodes import BLOCKED, FIRST_TEXT, Episode
from bench.backtest.forecasts import Forecast
from suasion.assess.institution.base import base_rate
from suasion.model.strategy import compromise, weighted_median

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NAMES: Final = ("no change", "no change, spread", "mean", "compromise", "median")
RATE: Final = "base rate"
MEETINGS: Final = "rate of meetings"  # of texts: how often ASEAN's foreign ministers had ended with one by then


@dataclass
class Past:
    """What earlier episodes came to: by kind how often what was asked was done, and how far acts lay from the last."""

    happened: dict[str, list[float]] = field(default_factory=dict)
    changes: dict[str, list[float]] = field(default_factory=dict)
    last_text: float = FIRST_TEXT

    def rate(self, kind: str) -> float:
        """Return the base rate of a kind, one case each way beforehand."""
        seen = self.happened.get(kind, [])
        return (sum(seen) + 1) / (len(seen) + 2)

    def add(self, episode: Episode, rows: list[tuple[Forecast, float | None, float | None]]) -> None:
        """Take in what an episode came to: forecasts with position and event, None where there is none."""
        for forecast, position, event in rows:
            if event is not None:
                self.happened.setdefault(episode.kind, []).append(event)
            if position is not None and (last := last_act(forecast, self.last_text)) is not None:
                self.changes.setdefault(episode.kind, []).append(position - last)
        if episode.kind == "text" and episode.outcomes["ASEAN"] > BLOCKED:
            self.last_text = episode.outcomes["ASEAN"]


def last_act(forecast: Forecast, last_text: float) -> float | None:
    """Return what was last done: the client's last vote or stand, the last text agreed on."""
    return last_text if forecast.episode.kind == "text" else forecast.seen[0].last


def positions(forecast: Forecast, past: Past) -> dict[str, Floats]:
    """Return draws of each baseline for a position; one draw where it has no spread."""
    last = last_act(forecast, past.last_text)
    last = 0.0 if last is None else last
    found = {"no change": np.array([last])}
    changes = np.array([0.0, *past.changes.get(forecast.episode.kind, [])])
    found["no change, spread"] = np.clip(last + changes, -1.0, 1.0)
    found |= {name: np.array([value]) for name, value in _summed(forecast).items()}
    return found


def chances(forecast: Forecast, past: Past) -> dict[str, float]:
    """Return the chance that each baseline gives to what was asked."""
    episode = forecast.episode
    found = {RATE: past.rate(episode.kind)}
    if episode.kind == "text":  # every text before the first failure passed; a sum of members says nothing of a veto
        return found | {"no change": 1.0, MEETINGS: base_rate("ASEAN", episode.as_of).estimate.value or 0.0}
    found["no change"] = float(episode.before == episode.asked)
    for name, value in _summed(forecast).items():
        found[name] = float(value * episode.asked > 0)
    return found


def _summed(forecast: Forecast) -> dict[str, float]:
    """Return mean, compromise and weighted median of those who decide or press: members, or client and patrons."""
    if forecast.episode.kind == "text":
        named = [next(iter(one.parties)) for one in forecast.seen]
        x = np.array([one.parties[who] for one, who in zip(forecast.seen, named, strict=True)])
        power = np.array([one.power[who] for one, who in zip(forecast.seen, named, strict=True)])
    else:
        one = forecast.seen[0]
        x, power = np.array(list(one.parties.values())), np.array([one.power[who] for who in one.parties])
    power = np.maximum(power, 1e-6)  # a state too small for the figures still has a voice
    return {
        "mean": float(x.mean()),
        # Salience is alike for all: no document of the time is in the record that would tell it apart.
        "compromise": float(compromise(x, power, np.ones_like(x))),
        "median": float(weighted_median(x, power)),
    }
