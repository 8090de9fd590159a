"""Joins that never fan out: the right side's key is unique, or the join does not happen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import msgspec

from suasion.errors import DatasetError, InputError
from suasion.panel.holding import Run

_KEY: Final = "_key_"
SHOWN: Final = 3  # examples that an error names


def check_unique(right: Any, keys: Sequence[str], *, who: str, run: Run) -> None:
    """Raise DatasetError if a table has a key twice.

    Parameters
    ----------
    right
        The Ibis table that is to be joined.
    keys
        The columns that must identify its rows.
    who
        The step to name in the error.
    run
        Runs the question.
    """
    twice = right.group_by(list(keys)).agg(_n=right.count())
    found = run(twice.filter(twice["_n"] > 1).order_by(list(keys)).limit(SHOWN))
    if found.num_rows:
        said = "; ".join(f"{_said(row, keys)} ({row['_n']} rows)" for row in found.to_pylist())
        raise DatasetError(
            f"{who}: {', '.join(keys)} should name one row, and names several: {said}. Joining them would multiply the "
            "panel's rows. Add up or choose among them first."
        )


def _said(row: Mapping[str, Any], keys: Sequence[str]) -> str:
    return " ".join(str(row[key]) for key in keys)


class Join(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A table to be joined to the left: its key and the columns to take, by the names that the panel has for them."""

    right: Any
    on: Mapping[str, str]
    columns: Mapping[str, str]


class Condition(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What rows must satisfy: a function of a table that has the columns needed, all of them keys.

    ``state`` is one that every row then has on one side, None where there is none.
    """

    needs: tuple[str, ...]
    holds: Callable[[Any], Any]
    state: str | None = None


class _Keys:
    """The key of a table by the panel's names, for a condition to read."""

    def __init__(self, join: Join) -> None:
        self._join = join

    def __getitem__(self, name: str) -> Any:
        return self._join.right[self._join.on[name]]

    def __getattr__(self, name: str) -> Any:
        return self[name]


def chained(base: Any, joins: Sequence[Join], conditions: Sequence[Condition]) -> Any:
    """Return a table with others joined to the left, whose keys the caller knows to be unique.

    All joins make one query, however many: nested in one another, a dozen would be too deep for the compiler. What no
    row can match, by the conditions, is left out of the tables before they are joined.
    """
    chain = base
    for n, join in enumerate(joins):
        holding = [c.holds(_Keys(join)) for c in conditions if set(c.needs) <= set(join.on)]
        right = join.right.filter(*holding) if holding else join.right
        keys = {key: f"{_KEY}{n}_{key}" for key in join.on}
        taken = {keys[key]: right[theirs] for key, theirs in join.on.items()}
        right = right.select(**taken, **{name: right[theirs] for name, theirs in join.columns.items()})
        chain = chain.left_join(right, list(keys.items()))
    return chain


def free(taken: Collection[str], columns: Sequence[str], *, who: str) -> None:
    """Raise InputError if one of the columns is taken already."""
    twice = [name for name in columns if name in taken]
    if twice:
        raise InputError(f"{who}: the panel has {', '.join(twice)} already. Give another name, or add it once.")


def single(rows: Any, keys: Sequence[str], value: str, *, who: str, run: Run) -> bool:
    """Return whether each key has one row; several that say the same are no harm.

    Raises
    ------
    DatasetError
        If rows of the same key say different things in a column.
    """
    counted = rows.group_by(list(keys)).agg(_n=rows.count(), _low=rows[value].min(), _high=rows[value].max())
    several = counted.filter(counted["_n"] > 1).mutate(_differ=(counted["_low"] != counted["_high"]).fill_null(False))
    worst = several.order_by([several["_differ"].desc(), *keys]).limit(SHOWN)
    found = run(worst).to_pylist()
    if found and found[0]["_differ"]:
        said = [f"{_said(row, keys)}: {row['_low']:g} and {row['_high']:g}" for row in found if row["_differ"]]
        raise DatasetError(
            f"{who}: {', '.join(keys)} should name one figure, and names several: {'; '.join(said)}. Joining them "
            "would multiply the panel's rows. Correct the rows of the data set, or give those that should count."
        )
    return not found
