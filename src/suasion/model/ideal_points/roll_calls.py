"""Roll calls: votes as codes, each roll call with its session and its question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook.observation import VOTE_NO
from suasion.errors import InputError
from suasion.model.ideal_points.content import bridged, is_part

Integers = NDArray[np.int64]

FIRST_SESSION: Final = 1945  # session n begins in the autumn of 1945 + n
_OPENS: Final = 9  # September; a session runs into the next year
_NUMBERED: Final = re.compile(r"\b(?:A/RES|R)/(\d+)/")
_SPECIAL: Final = re.compile(r"\bE?SS/\d")
_SUMMER: Final = range(5, 9)
# From 1985 the source numbers resolutions, so that a part can be told from its whole (`suasion.gather.unvotes`).
FIRST_NUMBERED: Final = 1985


class RollCalls(msgspec.Struct, frozen=True, kw_only=True):
    """Votes of states on roll calls.

    ``states`` are in order of the alphabet. ``state``, ``call`` and ``vote`` have one entry a vote, shape (n_votes,);
    votes are 0 no, 1 abstain, 2 yes. ``session`` and ``question`` have one entry a roll call, shape (n_calls,).
    """

    states: tuple[str, ...]
    state: Integers
    call: Integers
    vote: Integers
    session: Integers
    question: Integers


def roll_calls(votes: pa.Table, calls: pa.Table, *, parts: bool = False) -> RollCalls:
    """Return votes as codes.

    Parameters
    ----------
    votes
        actor, item, first_year and value (1 yes, 2 abstain, 3 no).
    calls
        item, first_year, date and label, each roll call once.
    parts
        Whether votes on paragraphs and amendments count from 1985 on. They are votes on the same text as the whole;
        before 1985 they always count, since there the source does not say which whole they belong to.

    Raises
    ------
    InputError
        If a state has two different votes on one roll call.
    """
    calls = calls.sort_by([("first_year", "ascending"), ("date", "ascending"), ("item", "ascending")])
    year = calls["first_year"].to_numpy().astype(np.int64)
    labels = calls["label"].to_pylist()
    whole = np.array([parts or not is_part(label) for label in labels], dtype=bool) | (year < FIRST_NUMBERED)
    session = sessions(calls["item"].to_pylist(), labels, calls["date"].to_pylist(), year)
    place = np.cumsum(whole) - 1
    place[~whole] = -1
    call = place[_index(votes, calls)]
    states = sorted(pc.unique(votes["actor"]).to_pylist())
    state = pc.index_in(votes["actor"], pa.array(states, votes["actor"].type)).to_numpy().astype(np.int64)
    vote = VOTE_NO - votes["value"].to_numpy().astype(np.int64)
    kept = np.flatnonzero(call >= 0)
    kept = kept[_once(states, state[kept], call[kept], vote[kept], calls.filter(pa.array(whole)))]
    cast = np.unique(state[kept], return_inverse=True)
    return RollCalls(
        states=tuple(states[code] for code in cast[0].tolist()),
        state=cast[1].astype(np.int64),
        call=call[kept],
        vote=vote[kept],
        session=session[whole],
        question=bridged([label for label, use in zip(labels, whole, strict=True) if use], session[whole]),
    )


def sessions(
    items: Sequence[str], labels: Sequence[str | None], dates: Sequence[str | None], years: Integers
) -> Integers:
    """Return the session of each roll call, shape (n_calls,).

    Parameters
    ----------
    items, labels
        Either may hold the resolution's number, which names its session: "A/RES/68/262", "R/16/1138".
    dates
        ISO dates. A vote from September on is of the session that opens then, an earlier one of the session before.
    years
        Calendar years; without a number or date the session is the one that opened in that year.

    Notes
    -----
    A number counts only where it differs from the date's session by one at most ("R/677/46" is a slip of the source).
    Until 1990 special sessions of May to August count to the session about to open, as in Voeten's data: the regular
    one had closed in winter. Held against the session column of 6,203 roll calls to January 2020, four differ: slips
    of date or number in the source.

    Examples
    --------
    >>> sessions(["A/RES/64/296"], [None], ["2010-09-07"], np.array([2010])).tolist()
    [64]
    """
    months = np.array([int(date[5:7]) if date else 12 for date in dates], dtype=np.int64)
    by_date = years - FIRST_SESSION - (months < _OPENS)
    said = [f"{item} {label or ''}" for item, label in zip(items, labels, strict=True)]
    found = [_NUMBERED.search(text) for text in said]
    number = np.array([int(match[1]) if match else -9 for match in found], dtype=np.int64)
    special = np.array([bool(_SPECIAL.search(text)) for text in said], dtype=bool)
    ahead = special & (years < 1990) & np.isin(months, _SUMMER)
    return np.where(np.abs(number - by_date) <= 1, number, by_date + ahead)


def _index(votes: pa.Table, calls: pa.Table) -> Integers:
    """Return the place of each vote's roll call in the table of roll calls."""
    items = pc.unique(calls["item"])
    span = 10_000
    of_calls = pc.index_in(calls["item"], items).to_numpy().astype(np.int64) * span + calls["first_year"].to_numpy()
    of_votes = pc.index_in(votes["item"], items).to_numpy().astype(np.int64) * span + votes["first_year"].to_numpy()
    order = np.argsort(of_calls)
    return np.asarray(order[np.searchsorted(of_calls[order], of_votes)], dtype=np.int64)


def _once(states: Sequence[str], state: Integers, call: Integers, vote: Integers, calls: pa.Table) -> Integers:
    """Return the places of votes with repeated ones left out; refuse two different votes on one roll call."""
    key = call * len(states) + state
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order][1:] == key[order][:-1]) + 1
    differ = again[vote[order[again]] != vote[order[again - 1]]]
    if len(differ):
        at = order[differ[0]]
        raise InputError(
            f"{states[state[at]]} has two different votes on {calls['item'][int(call[at])].as_py()} in "
            f"{calls['first_year'][int(call[at])].as_py()}, and so on {len(differ):,} roll calls. "
            "Reject the wrong rows."
        )
    return np.sort(np.delete(order, again))
