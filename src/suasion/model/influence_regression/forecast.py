"""Forecast: whether knowing who follows whom makes the next year less surprising."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
from scipy.special import xlogy

from suasion.errors import InputError
from suasion.model.influence_regression.design import Design, design
from suasion.model.influence_regression.fitting import Fit, fit
from suasion.model.influence_regression.likelihood import Family, dispersion_of, log_probability
from suasion.model.influence_regression.network import Network, last_year
from suasion.model.influence_regression.uncertainty import NORMAL_95

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WAYS: Final = ("last year", "own past", "no influence", "influence")
_NOTHING: Final = 0.5  # acts expected after a year without any, by "last year"


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """What each of `WAYS` expected of a year that it had not seen, and what came.

    ``outcome`` (n_rows,); ``mean`` and ``log_score`` by way, shape (n_rows,): the log score is the log probability
    given to the outcome by a negative binomial with that mean; higher is better.
    """

    year: int
    outcome: Floats
    mean: Mapping[str, Floats]
    log_score: Mapping[str, Floats]
    row_actor: Ints
    row_recipient: Ints

    def deviance(self, way: str) -> float:
        """Return the mean Poisson deviance of a way; lower is better."""
        y, mean = self.outcome, self.mean[way]
        return float(2 * np.mean(xlogy(y, y / mean) - (y - mean)))

    def gain(self, way: str, over: str) -> tuple[float, float, float]:
        """Return the mean log score of a way less that of another, with 90 % bounds.

        Pairs that have a state in common may err together (Aronow, Samii and Assenova 2015).
        """
        gained = self.log_score[way] - self.log_score[over]
        mean = float(gained.mean())
        off, n = gained - mean, int(max(self.row_actor.max(), self.row_recipient.max())) + 1
        touched = np.bincount(self.row_actor, off, n) + np.bincount(self.row_recipient, off, n)
        pair = np.minimum(self.row_actor, self.row_recipient) * n + np.maximum(self.row_actor, self.row_recipient)
        square = max(float((touched**2).sum() - (np.bincount(pair, off) ** 2).sum()), float((off**2).sum()))
        half = NORMAL_95 * np.sqrt(square) / len(off)
        return mean, mean - half, mean + half


def forecast(
    network: Network,
    senders: Mapping[str, Floats],
    receivers: Mapping[str, Floats] | None = None,
    family: Family = "negative-binomial",
) -> Forecast:
    """Return forecasts of the network's last year from fits to the years before.

    Parameters
    ----------
    network, senders, receivers
        As for `design`; weights of a year must be known the year before.
    family
        Of the fits, "poisson" or "negative-binomial".

    Notes
    -----
    "last year": the count of the year before, half an act where there was none. "own past": constants and the pair's
    own last year. "no influence": all controls, nobody followed, which is what influence is held against (Granger
    1969). "influence": the full model. The new year's constant is that of the last year seen. Each way has its own
    dispersion, the one that makes the years seen most probable. Rows with an actor or recipient silent in all years
    seen are left out.
    """
    if len(network.years) < 4:
        raise InputError(f"{len(network.years)} years leave none to forecast. Take four at least.")
    before = network.until(network.years[-2])
    seen = design(before, _earlier(senders), _earlier(receivers or {}))
    every = design(network, senders, receivers)
    new = every.rows(every.row_year == len(every.years) - 1)
    new = new.rows(_known(new, seen))
    bare, bare_new = seen.without_influence(), new.without_influence()
    ways = {
        "influence": (seen, new),
        "no influence": (bare, bare_new),
        "own past": (_uncontrolled(bare), _uncontrolled(bare_new)),
    }
    lag = np.expm1(last_year(network))
    fitted = lag[seen.row_year, seen.row_actor, seen.row_recipient]
    expected = lag[new.row_year, new.row_actor, new.row_recipient]
    means = {"last year": (np.maximum(fitted, _NOTHING), np.maximum(expected, _NOTHING))}
    for way, (old, coming) in ways.items():
        found = fit(old, family)
        means[way] = _mean(old, old, found), _mean(old, coming, found)
    scores = {
        way: log_probability(
            new.outcome, np.log(then), "negative-binomial", dispersion_of(seen.outcome, np.maximum(past, 1e-12))
        )
        for way, (past, then) in means.items()
    }
    return Forecast(
        year=network.years[-1],
        outcome=new.outcome,
        mean={way: means[way][1] for way in WAYS},
        log_score={way: scores[way] for way in WAYS},
        row_actor=new.row_actor,
        row_recipient=new.row_recipient,
    )


def _earlier(weights: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return weights without those of the last year."""
    return {name: weight[:-1] if weight.ndim == 3 else weight for name, weight in weights.items()}


def _known(new: Design, seen: Design) -> NDArray[np.bool_]:
    """Return which rows have an actor and a recipient that acted, and were acted upon, in the years seen."""
    return np.isin(new.row_actor, seen.row_actor) & np.isin(new.row_recipient, seen.row_recipient)


def _uncontrolled(rows: Design) -> Design:
    return msgspec.structs.replace(rows, controls=rows.controls[:, :0], control_names=())


def _mean(seen: Design, rows: Design, found: Fit) -> Floats:
    """Return the expected counts of rows; a year not seen has the constant of the last one seen."""
    constants = dict(zip(seen.fixed_names, found.constants.tolist(), strict=True))
    last = f"year {seen.years[-1]}"
    by_year = np.array([constants.get(f"year {year}", constants[last]) for year in rows.years])
    by_actor = np.array([constants.get(f"actor {actor}", 0.0) for actor in rows.actors])
    by_recipient = np.array([constants.get(f"recipient {actor}", 0.0) for actor in rows.actors])
    eta = by_year[rows.row_year] + by_actor[rows.row_actor] + by_recipient[rows.row_recipient]
    eta += rows.controls @ found.theta
    eta += np.tensordot(np.outer(found.alpha, found.beta), rows.exposure, axes=2)
    mean: Floats = np.exp(np.minimum(eta, 30.0))
    return mean
