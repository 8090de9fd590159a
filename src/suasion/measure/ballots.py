"""Ballots: votes as matrices of states by roll calls, and the tables of vote pairs that they give."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


_VOTES: Final = (VOTE_YES, VOTE_ABSTAIN, VOTE_NO)
_WORD: Final = 64


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """The roll calls that one measure is of: those of a year, of an issue, or all.

    ``votes`` has 1 yes, 2 abstain, 3 no and 0 for no vote, shape (n_states, n_calls); ``weights`` one number a roll
    call.
    """

    year: int | None
    issue: str | None
    votes: NDArray[np.int8]
    weights: Floats

    def pairs(self, one: Integers, other: Integers) -> Floats:
        """Return how often each pair of states cast each pair of votes, shape (n_pairs, 3, 3).

        Parameters
        ----------
        one, other
            Rows of ``votes``, shape (n_pairs,).
        """
        # Roll calls are bits, so that one "and" compares 64 of them. A product of 0-1 matrices does the same in eight
        # times the processor time.
        cast = [_bits(self.votes == vote) for vote in _VOTES]
        tables = np.zeros((3, 3, len(one)), dtype=np.int64)
        for words in zip(*cast, strict=True):
            for i, left in enumerate(word[one] for word in words):
                for j, word in enumerate(words):
                    tables[i, j] += np.bitwise_count(left & word[other])
        return np.ascontiguousarray(np.moveaxis(tables, 2, 0), dtype=np.float64)

    def weighted_pairs(self, one: Integers, other: Integers) -> Floats:
        """Return the same with each roll call counted at its weight."""
        rows, columns = np.unique(one), np.unique(other)
        cast = np.stack([self.votes == vote for vote in _VOTES]).astype(np.float64)
        tables = np.einsum("irc,jsc->rsij", cast[:, rows] * self.weights, cast[:, columns], optimize=True)
        return np.asarray(tables[np.searchsorted(rows, one), np.searchsorted(columns, other)], dtype=np.float64)

    def by_weight(self, one: int, other: int) -> tuple[NDArray[np.int64], Floats]:
        """Return one pair's table for each distinct weight, shape (n_weights, 3, 3), and the weights."""
        shared = (self.votes[one] > 0) & (self.votes[other] > 0)
        weights, kind = np.unique(self.weights[shared], return_inverse=True)
        code = kind * 9 + (self.votes[one, shared].astype(np.int64) - 1) * 3 + self.votes[other, shared] - 1
        return np.bincount(code, minlength=9 * len(weights)).reshape(-1, 3, 3), weights


class Ballots:
    """Votes by state and roll call, taken apart by year and issue."""

    def __init__(self, votes: pa.Table, weights: Mapping[str, float] | Mapping[int, float] | None = None) -> None:
        """Take votes with columns actor, item, first_year and value (1, 2 or 3).

        Raises
        ------
        InputError
            If a state has two different votes on one roll call, or a roll call has no weight.
        """
        actors = _coded(votes["actor"])
        order = np.argsort(np.array(actors.dictionary.to_pylist(), dtype=str), kind="stable")
        self.states: list[str] = actors.dictionary.take(pa.array(order)).to_pylist()
        self._state = np.argsort(order)[actors.indices.to_numpy()]
        items = _coded(votes["item"])
        year = votes["first_year"].to_numpy().astype(np.int64)
        # A roll call is an item of a year: "12" of one year is not "12" of another.
        span = int(year.max()) + 1 if len(year) else 1
        calls, first, self._call = np.unique(
            items.indices.to_numpy().astype(np.int64) * span + year, return_index=True, return_inverse=True
        )
        self.items: list[str] = items.dictionary.take(pa.array(calls // span)).to_pylist()
        self._year = year
        self._vote = votes["value"].to_numpy().astype(np.int8)
        self._weights = self._weighed(weights, year[first])
        self._refuse_two_votes()

    def cells(self, *, by_year: bool, issues: Mapping[str, Collection[str]] | None = None) -> Iterator[Cell]:
        """Yield a cell a year (else one for all years), and one an issue within it (else one for all roll calls).

        Parameters
        ----------
        by_year
            Whether years are kept apart.
        issues
            The items of each issue; a roll call may belong to several.
        """
        years = np.unique(self._year)
        for year in years.tolist() if by_year else [None]:
            of_year = np.flatnonzero(self._year == year) if year is not None else np.arange(len(self._year))
            if issues is None:
                yield self._cell(of_year, year, None)
                continue
            for issue in sorted(issues):
                within = np.array([item in issues[issue] for item in self.items], dtype=bool)
                yield self._cell(of_year[within[self._call[of_year]]], year, issue)

    def _cell(self, rows: Integers, year: int | None, issue: str | None) -> Cell:
        calls, call = np.unique(self._call[rows], return_inverse=True)
        votes = np.zeros((len(self.states), len(calls)), dtype=np.int8)
        votes[self._state[rows], call] = self._vote[rows]
        return Cell(year=year, issue=issue, votes=votes, weights=self._weights[calls])

    def _weighed(self, weights: Mapping[Any, float] | None, years: Integers) -> Floats:
        if weights is None:
            return np.ones(len(self.items))
        by_year = all(isinstance(key, int) for key in weights)
        keys: list[Any] = years.tolist() if by_year else self.items
        lacking = sorted({key for key in keys if key not in weights})
        if lacking:
            raise InputError(
                f"{'year' if by_year else 'roll call'} {lacking[0]} has no weight, like {len(lacking) - 1:,} others. "
                "Give each a weight; 0 leaves it out."
            )
        found = np.array([weights[key] for key in keys], dtype=np.float64)
        if not (np.isfinite(found) & (found >= 0)).all():
            raise InputError("a weight is below 0 or no number. Give each roll call a weight of 0 or more.")
        return found

    def _refuse_two_votes(self) -> None:
        key = self._state.astype(np.int64) * max(len(self.items), 1) + self._call
        order = np.argsort(key, kind="stable")
        same = key[order][1:] == key[order][:-1]
        differ = np.flatnonzero(same & (self._vote[order][1:] != self._vote[order][:-1]))
        if len(differ):
            row = order[differ[0] + 1]
            raise InputError(
                f"{self.states[self._state[row]]} has two different votes on {self.items[self._call[row]]} in "
                f"{self._year[row]}, and so on {len(differ):,} roll calls. Reject the wrong rows."
            )


def _bits(cast: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Return truth values of shape (n_states, n_calls) as bits, shape (n_words, n_states)."""
    padded = np.pad(cast, ((0, 0), (0, -cast.shape[1] % _WORD)))
    return np.ascontiguousarray(np.packbits(padded, axis=1).view(np.uint64).T)


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    coded = pc.dictionary_encode(column).combine_chunks()
    return coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
