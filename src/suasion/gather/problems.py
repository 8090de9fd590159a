"""Problems of a data set, grouped: one for each thing that is wrong, with its count and first rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from suasion.codebook import Problem

SHOWN_ROWS: Final = 3
SHOWN_VALUES: Final = 12


class Problems:
    """Collects what is wrong with one file; says it grouped, in the order it was found."""

    def __init__(self, file_name: str) -> None:
        self.file_name = file_name
        self._found: list[Problem] = []

    def add(
        self,
        reason: str,
        *,
        rows: NDArray[np.int64] | None = None,
        remedy: str | None = None,
        severity: Literal["error", "warning"] = "error",
        input: str | None = None,
    ) -> None:
        """Note one kind of problem, with the rows it was found in; no rows at all is no problem."""
        if rows is not None and not len(rows):
            return
        place = None if rows is None else places(rows)
        self._found.append(
            Problem(input=input or self.file_name, place=place, reason=reason, remedy=remedy, severity=severity)
        )

    def found(self) -> tuple[Problem, ...]:
        """Return the problems, as found."""
        return tuple(self._found)


def places(rows: NDArray[np.int64]) -> str:
    """Return where: the first rows and how many more.

    Examples
    --------
    >>> places(np.array([7, 3, 3, 12, 40]))
    'rows 3, 7, 12 and 1 more'
    """
    unique = np.unique(rows)
    shown = ", ".join(str(row) for row in unique[:SHOWN_ROWS])
    more = len(unique) - SHOWN_ROWS
    return f"row{'s' if len(unique) > 1 else ''} {shown}" + (f" and {more:,} more" if more > 0 else "")


def listed(values: Iterable[str], shown: int = SHOWN_VALUES) -> str:
    """Return distinct values with their counts, the most frequent first.

    Examples
    --------
    >>> listed(["Biafra", "NATO**", "NATO**"])
    "'NATO**' (2), 'Biafra' (1)"
    """
    counts = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{value!r} ({count:,})" for value, count in counts[:shown])
    return named + (f" and {len(counts) - shown} more" if len(counts) > shown else "")
