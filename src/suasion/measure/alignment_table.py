"""The measure table of alignment, laid out from the tables of vote pairs."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa

from suasion.measure.ballots import Ballots, Cell
from suasion.measure.likeness import LIKENESSES, WEIGHTED, likeness
from suasion.measure.measured import MEASURE_SCHEMA
from suasion.measure.resampling import likeness_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


_TURNS: Final = 4096


class _Block(msgspec.Struct, frozen=True, kw_only=True):
    """What one cell gives: pairs as places in the list of states, n, and values of shape (n_measures, n_pairs)."""

    year: int | None
    issue: str | None
    one: Integers
    other: Integers
    n: Integers
    values: Floats
    low: Floats
    high: Floats


def estimates(
    ballots: Ballots,
    cells: Iterable[Cell],
    names: Sequence[str],
    *,
    actor: str | None,
    partners: Sequence[str] | None,
    sources: Sequence[str],
    draws: int,
    seed: int,
) -> pa.Table:
    """Return the measure table of some pairs over some cells. See `suasion.measure.alignment.alignment`."""
    states = ballots.states
    if actor is not None:  # a state without a vote stands for itself in the rows that were asked for
        states = sorted({*states, actor, *(partners or ())})
    place = {state: at for at, state in enumerate(states)}
    voted = np.array([place[state] for state in ballots.states], dtype=np.int64)
    asked = None if actor is None or partners is None else [place[partner] for partner in partners]
    blocks = []
    for cell in cells:
        votes = np.zeros((len(states), cell.votes.shape[1]), dtype=np.int8)
        votes[voted] = cell.votes
        whole = msgspec.structs.replace(cell, votes=votes)
        block = _measured(whole, states, names, None if actor is None else place[actor], asked)
        blocks.append(_with_intervals(block, whole, states, names, draws=draws, seed=seed) if draws else block)
    return _laid_out(blocks, states, names, sources)


def _measured(
    cell: Cell, states: Sequence[str], names: Sequence[str], actor: int | None, asked: Sequence[int] | None
) -> _Block:
    if actor is None:
        present = np.flatnonzero((cell.votes > 0).any(axis=1))
        first, second = np.triu_indices(len(present), k=1)
        one, other = present[first], present[second]
    else:
        other = np.array(asked if asked is not None else np.delete(np.arange(len(states)), actor), dtype=np.int64)
        one = np.full(len(other), actor, dtype=np.int64)
    pairs = cell.pairs(one, other)
    n = (pairs.reshape(-1, 9) @ np.ones(9)).astype(np.int64)
    if asked is None:
        one, other, pairs, n = one[n > 0], other[n > 0], pairs[n > 0], n[n > 0]
    values = likeness(pairs, names, cell.weighted_pairs(one, other) if WEIGHTED in names else None)
    nothing = np.full(values.shape, np.nan)
    return _Block(year=cell.year, issue=cell.issue, one=one, other=other, n=n, values=values, low=nothing, high=nothing)


def _with_intervals(
    block: _Block, cell: Cell, states: Sequence[str], names: Sequence[str], *, draws: int, seed: int
) -> _Block:
    points = np.empty((2, len(names), len(block.n)))
    for pair, (one, other) in enumerate(zip(block.one.tolist(), block.other.tolist(), strict=True)):
        # The states are ordered by name, so that both orders draw the same.
        first, second = sorted((one, other))
        counts, weights = cell.by_weight(first, second)
        key = f"{states[first]}>{states[second]}>{cell.year or ''}>{cell.issue or ''}"
        points[:, :, pair] = likeness_interval(
            counts, weights, names, draws=draws, seed=(seed, zlib.crc32(key.encode()))
        )
    # A measure without a value has none in any resample either.
    return msgspec.structs.replace(block, low=points[0], high=points[1])


def _laid_out(
    blocks: Sequence[_Block], states: Sequence[str], names: Sequence[str], sources: Sequence[str]
) -> pa.Table:
    issues: Sequence[str | None] = sorted({block.issue for block in blocks if block.issue is not None})
    said = sorted(_said(name, issue) for name in names for issue in issues or (None,))
    rank = {name: at for at, name in enumerate(said)}
    # Which of the names in ``said``, one row a measure and one column a block.
    label = np.array([[rank[_said(name, block.issue)] for block in blocks] for name in names], dtype=np.int64)
    sizes = [len(block.n) for block in blocks]
    of_block = np.repeat(np.arange(len(blocks)), sizes)
    one, other, n = (
        np.concatenate([np.empty(0, np.int64), *(getattr(block, field) for block in blocks)])
        for field in ("one", "other", "n")
    )
    year = np.array([-1 if block.year is None else block.year for block in blocks], dtype=np.int64)[of_block]
    measure = label.reshape(len(names), len(blocks))[:, of_block]
    span = 10_000
    pair_year = (one * len(states) + other) * span + year + 1
    order = np.argsort((pair_year * len(said) + measure).ravel(), kind="stable")
    row = order % len(n) if len(n) else order
    kind = order // len(n) if len(n) else order
    units, methods = [LIKENESSES[name].unit for name in names], [LIKENESSES[name].method for name in names]
    evidence = f"un-vote, items on which both voted; source {', '.join(sources)}"

    def figures(field: str) -> pa.Array:
        stacked = np.concatenate([np.empty((len(names), 0)), *(getattr(b, field) for b in blocks)], axis=1)
        return pa.array(stacked.ravel()[order], pa.float64(), from_pandas=True)

    columns = {
        "actor": _words(one[row], states),
        "partner": _words(other[row], states),
        "year": pa.array(year[row].astype(np.int16), mask=year[row] < 0),
        "measure": _words(measure.ravel()[order], said) if issues else _in_turn(said, len(order)),
        "value": figures("values"),
        "low": figures("low"),
        "high": figures("high"),
        "n": pa.array(n[row]),
        "unit": _words(kind, units) if issues else _in_turn(units, len(order)),
        "method": _words(kind, methods) if issues else _in_turn(methods, len(order)),
        "evidence": _in_turn([evidence], len(order)),
    }
    return pa.table(columns, schema=MEASURE_SCHEMA)


def _said(name: str, issue: str | None) -> str:
    return name if issue is None else f"{name} [{issue}]"


def _words(codes: Integers, words: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(words, pa.string())).cast(pa.string())


def _in_turn(words: Sequence[str], n: int) -> pa.ChunkedArray:
    """Return words in turn, over and over, in chunks that share their memory: sentences by the million are large."""
    chunk = pa.array(list(words) * min(_TURNS, n // len(words)), pa.string())
    whole, rest = divmod(n, len(chunk)) if len(chunk) else (0, 0)
    return pa.chunked_array([*[chunk] * whole, chunk.slice(0, rest)], pa.string())
