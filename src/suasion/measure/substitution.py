"""Substitution (N-1): what the other suppliers could make up if one of them left, who, and in how many years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.measure.dependence_table import By, over_years, refuse_empty, with_evidence
from suasion.measure.growth import capacities, changes
from suasion.measure.measured import SORT, Run, on_its_own_engine
from suasion.measure.refill import HORIZON, Suppliers, refilled, refillers
from suasion.measure.stacked import Figure, stacked
from suasion.measure.supplied import asked_series, parts_of, sources_of, supplied

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

TOLD: Final = 0.01  # of a loss: who makes up less is not named
_CENTRAL: Final = "75"
_QUANTILES: Final = ("10", _CENTRAL, "90")
_GROWING: Final = "the others growing as in the best year of four; low as in the worst of ten, high as in the best"
_NOTHING: Final = "no supplier has two years running, or no other has any row: what they could add is not known"
_FIGURES: Final = (
    Figure(
        name="share", value="share",
        method="sensitivity: part of what all suppliers with rows gave; its interval stands in dependence",
        lacking="only one supplier has rows, or the sum of all is not above 0: a share says nothing",
    ),
    Figure(
        name="refilled", value="refilled_75", low="refilled_10", high="refilled_90", lacking=_NOTHING,
        method=f"part of the loss made up within a year, {_GROWING}",
    ),
    Figure(
        name="years to refill", value="years_75", low="years_90", high="years_10", unit="years",
        method="whole years until the others together give as much more, growing as in the best year of four each "
        "year; low as in the best of ten, high as in the worst, empty if then never",
        lacking=f"not within {HORIZON} years, or {_NOTHING}",
    ),
    Figure(
        name="vulnerability", value="vulnerability_75", low="vulnerability_90", high="vulnerability_10",
        method="share times what is not refilled within a year", lacking=f"no share, or {_NOTHING}",
    ),
)  # fmt: skip
_WHO: Final = Figure(
    name="refilled by", value="part", method="part of the loss that it makes up, who can add most first",
    lacking=_NOTHING,
)  # fmt: skip


def substitution(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    realised: tuple[float, float, float],
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    indicators: Sequence[str] = (),
    by: By = "year",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return what the others could make up of each supplier's part, and how fast, as a measure table.

    Parameters
    ----------
    observations, first_year, last_year, realised, indicators, by, run
        As for `suasion.measure.dependence_table.dependence`. Growth is taken from all years up to ``last_year``.
    actor, partners
        The client, and the suppliers that leave, each alone; None for all. With an actor the table also says who
        would refill.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA: "share", "refilled", "years to refill", "vulnerability" and, with an actor, "refilled by" of
        each series: "refilled [oda-gross]", "refilled by [oda-gross: KOR]". Only suppliers that gave more than 0.

    Raises
    ------
    InputError
        If a series is not known, or none of them has a row in those years.

    Notes
    -----
    Heuristic: docs/methods/dependence.md holds it against cuts that happened. Another supplier k, which gives f to
    the client, can add in t years at most

        x(t) = min(f ((1 + g)^t - 1), t D, S),

    g its growth from year to year, with any client, at a quantile weighed by money (`suasion.measure.growth`; none if
    below 0), D the most by which it ever raised what it gave to one client in a year, S what it gives to all others,
    which it could turn to this one (no limit where the record has no other client of it). At the highest quantile x(t)
    is at least t times its largest increase to this client. Refilled is the sum of x(1) over the loss, at most 1.
    Who is not giving yet, whether they would want to, and what they would ask for it, is not in it.
    """
    series = asked_series(indicators)
    sources = sources_of(observations, parts_of(series), run)
    rows = supplied(observations, series, sources, first_year=0, last_year=last_year, realised=realised)
    wanted = _known(rows, _flows(rows, first_year, by))
    if actor is not None:
        wanted = wanted.filter(wanted.client == actor)
    known = run(wanted)
    suppliers = _suppliers(known)
    found = _of(partners, _figures(known, suppliers))
    refuse_empty(found, series, actor, partners, (first_year, last_year))
    table = stacked(with_evidence(found, sources), _FIGURES)
    if actor is None:
        return table
    who = with_evidence(_of(partners, _refillers(known, suppliers)), sources)
    named = pc.binary_join_element_wise(who["series"], who["by_whom"], ": ")
    who = who.set_column(who.column_names.index("series"), "series", named)
    return pa.concat_tables([table, stacked(who, [_WHO])]).sort_by(list(SORT))


def _of(partners: Sequence[str] | None, rows: pa.Table) -> pa.Table:
    """Return the rows of some partners, of all where none are named."""
    return rows.filter(pc.is_in(rows["partner"], pa.array(list(partners)))) if partners else rows


def _flows(rows: Table, first_year: int, by: By) -> Table:
    """Return the rows of the window, a year or a mean year, with what each supplier gives to all clients."""
    import ibis

    window = rows.filter(rows.year >= first_year)
    if by == "year":
        flows = window
    else:
        years = window.group_by(s="series", c="client").agg(years=window.year.nunique())
        sums = over_years(window.mutate(gdp=ibis.null("float64"))).drop("gdp")
        flows = sums.inner_join(years, [sums.series == years.s, sums.client == years.c])
        # What adds up is brought to a mean year of the client's series; a stock is a mean already.
        flows = flows.mutate(value=flows.value / flows.stock.ifelse(1, flows.years)).drop("s", "c")
    flows = flows.mutate(positive=flows.value.clip(lower=0.0))
    whole = flows.group_by("series", "supplier", "year", "unit")
    return whole.mutate(outflow=flows.positive.sum(), clients=flows.client.nunique())


def _known(rows: Table, flows: Table) -> Table:
    """Return the flows with what tells how much more each supplier could give."""
    import ibis

    can = capacities(rows)
    moved = changes(rows)
    here = moved.group_by("series", "supplier", "client").agg(largest_here=moved.increase.max().clip(lower=0.0))
    known = rows.group_by(s="series").agg(suppliers_known=rows.supplier.nunique())
    flows = flows.left_join(can, ["series", "supplier"]).drop("series_right", "supplier_right")
    flows = flows.left_join(here, ["series", "supplier", "client"])
    flows = flows.inner_join(known, flows.series == known.s)
    told = flows.suppliers_known > 1
    return flows.select(
        "series", "client", "supplier", "year", "unit", "n", "value", "largest_increase",
        largest_here=flows.largest_here.fill_null(0.0),
        spare=ibis.ifelse(flows.clients > 1, flows.outflow - flows.positive, None),
        **{f"growth_{q}": ibis.ifelse(told, flows[f"growth_{q}"], None) for q in _QUANTILES},
    ).order_by("series", "client", "year", "unit", "supplier")  # fmt: skip


def _suppliers(known: pa.Table) -> Suppliers:
    """Return the rows as arrays; they stand in the order of series, client, year and unit."""
    keys = [_codes(known[name]) for name in ("series", "client", "year", "unit")]
    changed = np.zeros(known.num_rows, dtype=bool)
    for key in keys:
        changed |= np.diff(key, prepend=key[:1]) != 0
    return Suppliers(
        group=np.cumsum(changed),
        flow=_floats(known["value"]),
        growth=np.stack([_floats(known[f"growth_{q}"]) for q in _QUANTILES]),
        **{name: _floats(known[name]) for name in ("largest_increase", "largest_here", "spare")},
    )


def _figures(known: pa.Table, suppliers: Suppliers) -> pa.Table:
    """Return the wide table of figures, one row a supplier that leaves."""
    count = np.bincount(suppliers.group)[suppliers.group]
    whole = np.bincount(suppliers.group, suppliers.flow)[suppliers.group]
    share = np.where((count > 1) & (whole > 0), suppliers.flow / np.where(whole > 0, whole, 1.0), np.nan)
    part, years = refilled(suppliers)
    columns = {"share": share}
    for at, q in enumerate(_QUANTILES):
        columns |= {f"refilled_{q}": part[at], f"years_{q}": years[at], f"vulnerability_{q}": share * (1 - part[at])}
    wide = known.select(["series", "year", "n"]).add_column(0, "actor", known["client"])
    wide = wide.append_column("partner", known["supplier"])
    for name, values in columns.items():
        wide = wide.append_column(name, pa.array(values, from_pandas=True))
    return wide.filter(pa.array(suppliers.flow > 0))


def _refillers(known: pa.Table, suppliers: Suppliers) -> pa.Table:
    """Return who makes up which part of each loss within a year at the central growth."""
    rank = _codes(known["supplier"])
    gone, adds, place, part = refillers(suppliers, rank, quantile=_QUANTILES.index(_CENTRAL))
    told = part >= TOLD
    gone, adds, place, part = gone[told], adds[told], place[told], part[told]
    return pa.table(
        {
            "actor": known["client"].take(gone),
            "partner": known["supplier"].take(gone),
            "year": known["year"].take(gone),
            "n": known["n"].take(adds),
            "series": known["series"].take(gone),
            "by_whom": known["supplier"].take(adds),
            "part": part,
            "note": pa.array([f"number {at} in that order" for at in place.tolist()], pa.string()),
        }
    )


def _codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """Return the place of each value among all of the column, in their order."""
    values = pc.unique(column).sort()
    codes: NDArray[np.int64] = pc.fill_null(pc.index_in(column, values), -1).to_numpy().astype(np.int64)
    return codes


def _floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = column.cast(pa.float64()).to_numpy()
    return numbers
