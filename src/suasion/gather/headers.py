"""Column names as publishers write them, and which form of a data set a header has."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from typing import Final

from suasion.gather.dataset import Dataset, TableForm

_BYTE_ORDER_MARKS: Final = ("\ufeff", "ï»¿")  # the second is the first, read in the wrong encoding


def clean(name: str) -> str:
    """Return a column's name without byte order mark, quotes and space around it.

    Examples
    --------
    >>> clean('ï»¿"COUNTRY"'), clean("Local production;")
    ('COUNTRY', 'Local production')
    """
    for mark in _BYTE_ORDER_MARKS:
        name = name.removeprefix(mark)
    return name.strip().strip('";').strip()


def _fold(name: str) -> str:
    return re.sub(r"[\s._-]+", "_", name.casefold())


def place_columns(header: Sequence[str], form: TableForm) -> dict[str, int]:
    """Return where each of our columns stands in a header: exact names first, then without case and punctuation."""
    places: dict[str, int] = {}
    for spelling in (str, _fold):
        spelled = [spelling(name) for name in header]
        for ours, column in form.wanted.items():
            if ours in places:
                continue
            for name in column.names:
                hits = [i for i, h in enumerate(spelled) if h == spelling(name) and i not in places.values()]
                if len(hits) == 1:
                    places[ours] = hits[0]
                    break
    return places


def lacking(header: Sequence[str], form: TableForm) -> list[str]:
    """Return the columns that a form needs and a header has not, by their first name."""
    places = place_columns(header, form)
    return sorted(c.names[0] for ours, c in form.wanted.items() if not c.optional and ours not in places)


def form_of(header: Sequence[str], dataset: Dataset) -> str | None:
    """Return the form that a header has: all of its needed columns, and more columns than any other form."""
    fits = {key: len(place_columns(header, form)) for key, form in dataset.tables.items() if not lacking(header, form)}
    return max(fits, key=lambda key: fits[key]) if fits else None


def spread_columns(header: Sequence[str], form: TableForm) -> list[int]:
    """Return where the columns stand that are years."""
    return [i for i, name in enumerate(header) if form.spread and re.match(form.spread, name)]


def new_columns(header: Sequence[str], form: TableForm) -> list[str]:
    """Return the columns that a form neither takes nor leaves on purpose."""
    taken = {*place_columns(header, form).values(), *spread_columns(header, form)}
    return [
        name
        for i, name in enumerate(header)
        if name and i not in taken and not any(fnmatch.fnmatchcase(_fold(name), _fold(left)) for left in form.also)
    ]
