"""Money problems: figures of aid that break their publisher's own identities, or that two publishers may both have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from suasion.codebook import Problem
from suasion.measure.flows import of_single_years
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

# DAC2a is rounded to 0.01 million dollars: a sum of two parts and their whole are each off by half of that.
ROUNDING_USD: Final = 5_000.0
_SHOWN: Final = 5
_KINDS: Final = (
    "oda-gross", "oda-net", "oda-grants", "oda-loans-gross", "oda-loans-net", "oda-humanitarian", "oda-technical",
    "finance-oda",
)  # fmt: skip
_WITHIN: Final = (
    ("oda-net", "oda-gross"),
    ("oda-loans-net", "oda-loans-gross"),
    ("oda-humanitarian", "oda-gross"),
    ("oda-technical", "oda-gross"),
)

Numbers = NDArray[np.float64]


def money_problems(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    client: str | None = None,
    givers: Sequence[str] | None = None,
    run: Run = on_its_own_engine,
) -> tuple[Problem, ...]:
    """Return what to beware of in the figures of aid: parts that exceed their whole, gaps, and double cover.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA; those of aid and of "finance-oda" count.
    first_year, last_year
        Calendar years, both included.
    client, givers
        Of whom; None for all.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    tuple of Problem
        One for each identity that does not hold, with how many giver-client-years of how many, and the largest; all
        are warnings, since the figures stand as published.

    Notes
    -----
    The identities are DAC2a's: gross = grants + gross loans (with equity); net at most gross, net loans at most gross
    loans; humanitarian aid and technical cooperation each at most gross. Half a cent of a million dollars a figure is
    rounding. A net figure that is absent where gross aid stands is no zero: repayments may have exceeded aid.
    """
    wide = _wide(observations, first_year=first_year, last_year=last_year, client=client, givers=givers)
    cells = _Cells(run(wide))
    found = [*_broken(cells), *_reserved(cells)]
    return tuple(problem for problem in found if problem is not None)


def _broken(cells: _Cells) -> Iterator[Problem | None]:
    """Yield where the publisher's own identities do not hold."""
    value, gross = cells.value, cells.gross
    parts = np.nan_to_num(value["oda-grants"]) + np.nan_to_num(value["oda-loans-gross"])
    formed = np.isfinite(value["oda-grants"]) | np.isfinite(value["oda-loans-gross"])
    yield cells.said(
        np.where(formed, np.abs(gross - parts), np.nan),
        slack=3,
        reason="grants and gross loans do not add up to gross aid",
        remedy="Look at the parts beside the sum.",
    )
    for part, whole in _WITHIN:
        yield cells.said(
            value[part] - (gross if whole == "oda-gross" else value[whole]),
            slack=2,
            reason=f"{part} is more than {whole}, of which it is a part",
            remedy="Ask the publisher: one of the two was revised and the other was not.",
        )


def _reserved(cells: _Cells) -> Iterator[Problem | None]:
    """Yield what is right by itself and misleads in sums."""
    net, gross = cells.value["oda-net"], cells.value["oda-gross"]
    yield cells.said(
        np.where(np.isnan(net), gross, 0.0 * gross),
        slack=0,
        reason="gross aid stands without net aid, whose sum over years or givers then leaves it out",
        remedy="Take gross aid, or the publisher's whole file: extracts may lack figures of 0 and below.",
    )
    yield cells.said(
        np.where(np.isfinite(gross), cells.value["finance-oda"], np.nan),
        slack=0,
        reason="the giver reports aid to the OECD, and another publisher has aid-like finance of it as well",
        remedy="They may be the same money: do not add them.",
    )


def _wide(
    observations: Table, *, first_year: int, last_year: int, client: str | None, givers: Sequence[str] | None
) -> Table:
    """Return one row a giver, client, year and unit, one column a kind of aid."""
    rows = of_single_years(observations, _KINDS, first_year=first_year, last_year=last_year)
    if client is not None:
        rows = rows.filter(rows.partner == client)
    if givers is not None:
        rows = rows.filter(rows.actor.isin(list(givers)))
    rows = one_source(rows)
    sums: dict[str, Any] = {f"k{at}": rows.value.sum(where=rows.indicator == kind) for at, kind in enumerate(_KINDS)}
    return rows.group_by("actor", "partner", "first_year").agg(**sums).order_by("actor", "partner", "first_year")


class _Cells:
    """One giver, client and year a cell.

    ``value`` has each kind's dollars, NaN where there is no row. ``gross`` is gross aid, 0 where a giver that reports
    it has none in a cell with other figures: the publisher leaves out zeros.
    """

    def __init__(self, wide: pa.Table) -> None:
        self._keys = wide.select(["actor", "partner", "first_year"])
        self.value: dict[str, Numbers] = {
            kind: np.asarray(wide[f"k{at}"].to_numpy(), dtype=float) for at, kind in enumerate(_KINDS)
        }
        givers, at = np.unique(np.asarray(self._keys["actor"].to_pylist(), dtype=str), return_inverse=True)
        reports = np.zeros(len(givers), dtype=bool)
        reports[at[np.isfinite(self.value["oda-gross"])]] = True
        self.gross = np.where(reports[at], np.nan_to_num(self.value["oda-gross"]), np.nan)

    def said(self, excess: Numbers, *, slack: int, reason: str, remedy: str) -> Problem | None:
        """Return a problem if some excess is above the rounding of so many figures; NaN is not compared."""
        compared = int(np.isfinite(excess).sum())
        # A hundredth of a dollar for floating point: figures are hundredths of a million.
        over = np.flatnonzero(np.nan_to_num(excess, nan=-1.0) > slack * ROUNDING_USD + 0.01)
        if not len(over):
            return None
        worst = over[np.argsort(-excess[over], kind="stable")][:_SHOWN]
        shown = "; ".join(f"{self._named(int(at))}: {excess[at] / 1e6:,.2f} million" for at in worst)
        return Problem(
            input="figures of aid", severity="warning", remedy=remedy,
            place=f"{len(over):,} of {compared:,} givers, clients and years",
            reason=f"{reason}; the largest: {shown}.",
        )  # fmt: skip

    def _named(self, at: int) -> str:
        giver, client, year = (self._keys[name][at].as_py() for name in ("actor", "partner", "first_year"))
        return f"{giver} to {client} in {year}"
