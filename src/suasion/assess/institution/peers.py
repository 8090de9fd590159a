"""Peers: how much the members of an institution heed one another, and where they stand once they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from suasion.assess.institution.room import Room
from suasion.assess.rows import Evidence
from suasion.assess.scenario.results import Input
from suasion.codebook import Estimate, missing
from suasion.model.strategy import drawn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_INDICATOR: Final = "igo-shared"
_WORDS: Final = "organisations that two members share, the mean of all pairs"
_EQUAL: Final = "not identified: the record has no shared memberships, so that each heeds all others alike"


@dataclass(frozen=True)
class Peers:
    """How much each member (row) heeds each (column), (n_members, n_members): each row sums to 1. And what tells so."""

    influence: Floats
    told: Input

    @property
    def note(self) -> str:
        """What the weights rest on, in a few words."""
        return self.told.estimate.note


def peers(record: Evidence, members: tuple[str, ...], last_year: int, as_of: str | None) -> Peers:
    """Return how much members heed one another, by the organisations that they share.

    Parameters
    ----------
    record
        Only what was known by the day is used.
    members
        Codes, two or more.
    last_year
        Of the period; a pair's last row up to it counts.
    as_of
        The day, or None.

    Notes
    -----
    METHODS 4.7: W is the number of organisations that two share, each row over its sum. Heuristic, and its error is not
    measured: states that share more are taken to heed each other more. A pair without a row is not known, and not
    nothing: it counts as the mean of those that have one, and all count alike where none has.
    """
    rows = _last_rows(record, members, last_year, as_of)
    pairs = list(combinations(range(len(members)), 2))
    known = {pair: row for pair in pairs if (row := rows.get(frozenset(members[i] for i in pair)))}
    each = [float(row["value"]) for row in known.values()]
    weight = np.zeros((len(members), len(members)))
    for i, j in pairs:
        weight[i, j] = weight[j, i] = known[i, j]["value"] if (i, j) in known else (np.mean(each) if each else 1.0)
    total = weight.sum(axis=1, keepdims=True)
    even = (1 - np.eye(len(members))) / (len(members) - 1)
    influence = np.divide(weight, total, out=even, where=total > 0)
    if not each:
        told = missing(_WORDS, _EQUAL, unit="count")
        return Peers(influence, Input(key="peers", words=_WORDS, estimate=told, rests_on="prior"))
    years = sorted({int(row["last_year"]) for row in known.values()})
    when = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    open_ = f"; {len(pairs) - len(each)} pairs without a row count as the mean" if len(each) < len(pairs) else ""
    estimate = Estimate(
        name=_WORDS, value=float(np.mean(each)), low=min(each), high=max(each), unit="count", n=len(each),
        method="mean of pairs", interval_method="lowest and highest of all pairs",
        evidence=tuple(sorted(row["id"] for row in known.values())),
        note=f"shared memberships in {when}{open_}",
    )  # fmt: skip
    return Peers(influence, Input(key="peers", words=_WORDS, estimate=estimate, rests_on="record"))


def together(room: Room, influence: Floats, salience: Floats) -> Room:
    """Return the room in which members have drawn one another before they vote.

    Parameters
    ----------
    room
        As it stands.
    influence
        From `peers`, (n_members, n_members).
    salience
        Of each member, in [0, 1], (draws, n_members): who cares for the issue keeps its own stand.

    Notes
    -----
    Friedkin and Johnsen (1990) with a susceptibility of 1 - salience (METHODS 4.7).
    """
    return room.standing(drawn(room.stand, influence, 1 - np.clip(salience, 0.0, 1.0)))


def _last_rows(
    record: Evidence, members: tuple[str, ...], last_year: int, as_of: str | None
) -> Mapping[frozenset[str], dict[str, Any]]:
    """Return the last row of each pair up to a year."""
    table = record.observations(as_of)
    kept = (
        (table.status == "observed")
        & (table.indicator == _INDICATOR)
        & table.actor.isin(list(members))
        & table.partner.isin(list(members))
        & (table.last_year <= last_year)
    )
    rows = record.run(table.filter(kept).select("id", "actor", "partner", "last_year", "value")).to_pylist()
    return {
        frozenset((row["actor"], row["partner"])): row for row in sorted(rows, key=lambda r: (r["last_year"], r["id"]))
    }
