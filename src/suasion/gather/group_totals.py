"""Group totals: a publisher's own sum over a group of givers, held against the sum of the members' figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.codebook.dac import G7, SINCE, dac_members
from suasion.gather.problems import Problems

Members = Callable[[int], frozenset[str]]

# What the OECD calls its groups, and who may be in them. It does not say with the file whether a total is of the
# members of its time or of those of the day of the release, so both are tried and the one that fits is named.
_GROUPS: Final[tuple[tuple[str, tuple[str, ...], tuple[tuple[str, Members], ...]], ...]] = (
    ("DAC countries", ("DAC Countries, Total", "DAC countries", "DAC"),
     (("the members of each year", dac_members), ("today's members", lambda year: frozenset(SINCE)))),
    ("G7 countries", ("G7 Countries, Total", "G7 countries", "G7"), (("its seven", lambda year: G7),)),
)  # fmt: skip
ROUNDING_USD: Final = 5_000.0  # figures are hundredths of a million: each is off by half of one
_SHOWN: Final = 5

Numbers = NDArray[np.float64]


class TotalCheck(msgspec.Struct, frozen=True, kw_only=True):
    """How a group's total fits the sum of its members.

    ``cells`` are the recipients, kinds, years and prices with a total; ``fit`` those in which the sum is within what
    rounding explains; ``largest`` the largest gap in dollars, and ``worst`` where the largest are.
    """

    group: str
    members: str
    cells: int
    fit: int
    largest: float
    worst: tuple[str, ...]


class _Figures(NamedTuple):
    """The rows of a table: what each is of, whose, of when and how much, shape (n_rows,)."""

    cell: NDArray[np.int64]
    code: NDArray[np.str_]
    year: NDArray[np.int64]
    value: Numbers


class _Gaps(NamedTuple):
    """Totals by one reading of who is in the group: their rows, gaps, and which are beyond rounding."""

    members: str
    rows: NDArray[np.int64]
    gap: Numbers
    over: NDArray[np.bool_]


def total_checks(
    *,
    donor: pa.Array,
    code: pa.Array,
    recipient: pa.Array,
    kind: pa.Array,
    unit: pa.Array,
    year: NDArray[np.int64],
    value: Numbers,
) -> list[TotalCheck]:
    """Return how each group's total in a table fits its members' figures; empty where there are no totals.

    Parameters
    ----------
    donor, code
        The giver as the publisher writes it, and its code (null for groups), shape (n_rows,).
    recipient, kind, unit, year
        What a figure is of, in the publisher's words or ours: figures alike in all four are summed.
    value
        In dollars; NaN is no figure.
    """
    figures = _Figures(
        cell=_cells(recipient, kind, unit, year),
        code=np.asarray(pc.fill_null(code, "").to_pylist(), dtype=str),
        year=np.asarray(year, dtype=np.int64),
        value=value,
    )
    found = []
    for group, names, readings in _GROUPS:
        total = np.asarray(pc.fill_null(pc.is_in(donor, pa.array(names)), False), dtype=bool)
        rows = np.flatnonzero(total & ~np.isnan(value))
        if len(rows):
            gaps = [_gaps(figures, rows, said, members) for said, members in readings]
            best = min(gaps, key=lambda tried: tried.over.sum())
            found.append(_check(group, best, recipient=recipient, kind=kind, year=year))
    return found


def name_total_gaps(checks: Sequence[TotalCheck], problems: Problems) -> None:
    """Name the groups whose total is not the sum of their members."""
    for check in checks:
        if check.fit < check.cells:
            problems.add(
                f"the total of {check.group} is not the sum of {check.members} in {check.cells - check.fit:,} of "
                f"{check.cells:,} cells of recipient, kind and year; the largest gaps: {'; '.join(check.worst)}.",
                severity="warning",
                remedy="Look whether a member's figures are lacking in the file, or the file is cut.",
            )


def _cells(recipient: pa.Array, kind: pa.Array, unit: pa.Array, year: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a number for each row's recipient, kind, unit and year."""
    key = np.asarray(year, dtype=np.int64)
    for words in (recipient, kind, unit):
        encoded = pc.dictionary_encode(words, null_encoding="encode")
        whole = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
        key = key * len(whole.dictionary) + np.asarray(whole.indices, dtype=np.int64)
    return key


def _gaps(figures: _Figures, totals: NDArray[np.int64], said: str, members: Members) -> _Gaps:
    """Return the gap between each total and the sum of its members."""
    member = ~np.isnan(figures.value)
    for when in np.unique(figures.year).tolist():
        of_year = figures.year == when
        member[of_year] &= np.isin(figures.code[of_year], sorted(members(when)))
    rows = totals[np.argsort(figures.cell[totals], kind="stable")]
    cells = figures.cell[rows]
    at = np.minimum(np.searchsorted(cells, figures.cell), len(cells) - 1)
    taken = member & (cells[at] == figures.cell)
    total = np.bincount(at[taken], weights=figures.value[taken], minlength=len(cells))
    count = np.bincount(at[taken], minlength=len(cells))
    gap = np.abs(total - figures.value[rows])
    # A hundredth of a dollar for floating point.
    return _Gaps(members=said, rows=rows, gap=gap, over=gap > ROUNDING_USD * (count + 1) + 0.01)


def _check(group: str, gaps: _Gaps, *, recipient: pa.Array, kind: pa.Array, year: NDArray[np.int64]) -> TotalCheck:
    off = np.flatnonzero(gaps.over)
    worst = off[np.argsort(-gaps.gap[off], kind="stable")][:_SHOWN]
    return TotalCheck(
        group=group, members=gaps.members, cells=len(gaps.rows), fit=len(gaps.rows) - len(off),
        largest=float(gaps.gap.max()),
        worst=tuple(
            f"{recipient[row].as_py()} in {year[row]}, {kind[row].as_py()}: {gap / 1e6:,.2f} million"
            for row, gap in zip(gaps.rows[worst].tolist(), gaps.gap[worst].tolist(), strict=True)
        ),
    )  # fmt: skip
