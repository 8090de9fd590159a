"""Substitution (N-1): what the other suppliers could make up if one of them left, who, and in how many years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from suasion.measure.dependence_table import By, over_years, refuse_empty, with_evidence
from suasion.measure.growth import capacities, changes
from suasion.measure.measured import SORT, Run, on_its_own_engine
from suasion.measure.stacked import Figure, stacked
from suasion.measure.supplied import asked_series, parts_of, sources_of, supplied

if TYPE_CHECKING:
    from ibis.expr.types import Table

HORIZON: Final = 10  # years, about as many as the data sets of aid have
TOLD: Final = 0.01  # of a loss: who makes up less is not named
_CENTRAL: Final = "75"
_QUANTILES: Final = ("50", _CENTRAL, "90")
_GROWING: Final = "the others growing as in the best year of four; low as in a middle one, high as in the best of ten"
_NOTHING: Final = "no supplier has two years running, or no other has any row: what they could add is not known"
_FIGURES: Final = (
    Figure(
        name="share", value="share", method="sensitivity: part of what all suppliers with rows gave",
        lacking="only one supplier has rows, or the sum of all is not above 0: a share says nothing",
    ),
    Figure(
        name="refilled", value="refilled_75", low="refilled_50", high="refilled_90", lacking=_NOTHING,
        method=f"part of the loss made up within a year, {_GROWING}",
    ),
    Figure(
        name="years to refill", value="years_75", low="years_90", high="years_50", unit="years",
        method="whole years until the others together give as much more, growing as in the best year of four each "
        "year; low as in the best of ten, high as in a middle one, empty if then never",
        lacking=f"not within {HORIZON} years, or {_NOTHING}",
    ),
    Figure(
        name="vulnerability", value="vulnerability_75", low="vulnerability_90", high="vulnerability_50",
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
    lost = _lost(_ability(rows, _flows(rows, first_year, by)))
    if actor is not None:
        lost = lost.filter(lost.client == actor)
    left = lost.filter(lost.value > 0)
    if partners:
        left = left.filter(left.supplier.isin(list(partners)))
    found = run(_figures(left))
    refuse_empty(found, series, actor, partners, (first_year, last_year))
    told = with_evidence(found, sources)
    table = stacked(told, _FIGURES)
    if actor is None:
        return table
    who = with_evidence(run(_refillers(left, lost)), sources)
    named = pc.binary_join_element_wise(who["series"], who["by_whom"], ": ")
    who = who.set_column(who.column_names.index("series"), "series", named)
    return pa.concat_tables([table, stacked(who, [_WHO])]).sort_by(list(SORT))


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


def _ability(rows: Table, flows: Table) -> Table:
    """Return the flows with x_<quantile>_<t>: what each supplier could add to this client in t years."""
    import ibis

    can = capacities(rows)
    moved = changes(rows)
    here = moved.group_by("series", "supplier", "client").agg(largest_here=moved.increase.max().clip(lower=0.0))
    known = rows.group_by(s="series").agg(suppliers_known=rows.supplier.nunique())
    flows = flows.left_join(can, ["series", "supplier"]).drop("series_right", "supplier_right")
    flows = flows.left_join(here, ["series", "supplier", "client"])
    flows = flows.drop("series_right", "supplier_right", "client_right")
    flows = flows.inner_join(known, flows.series == known.s).drop("s")
    spare = ibis.ifelse(flows.clients > 1, flows.outflow - flows.positive, None)
    columns: dict[str, Any] = {}
    for q in _QUANTILES:
        growth = flows[f"growth_{q}"].clip(lower=0.0)
        for t in range(1, HORIZON + 1):
            more = flows.positive * ((1 + growth) ** t - 1)
            if q == _QUANTILES[-1]:
                more = ibis.greatest(more, t * flows.largest_here.fill_null(0.0))
            bounded = ibis.least(more, t * flows.largest_increase)
            columns[f"x_{q}_{t}"] = ibis.least(bounded, spare.fill_null(bounded))
    return flows.mutate(estimable=flows.growth_50.notnull() & (flows.suppliers_known > 1), **columns)


def _lost(able: Table) -> Table:
    """Return the rows with others_<quantile>_<t>: what all other suppliers of the client could add together."""
    whole = able.group_by("series", "client", "year", "unit")
    sums = whole.mutate(
        suppliers=able.count(), all=able.value.sum(),
        **{f"all_{q}_{t}": able[f"x_{q}_{t}"].sum() for q in _QUANTILES for t in range(1, HORIZON + 1)},
    )  # fmt: skip
    return sums.mutate(
        **{
            f"others_{q}_{t}": sums[f"all_{q}_{t}"] - sums[f"x_{q}_{t}"]
            for q in _QUANTILES
            for t in range(1, HORIZON + 1)
        }
    )


def _figures(left: Table) -> Table:
    import ibis

    columns: dict[str, Any] = {
        "share": ibis.ifelse((left.suppliers > 1) & (left["all"] > 0), left.value / left["all"].nullif(0.0), None)
    }
    for q in _QUANTILES:
        refilled = (left[f"others_{q}_1"] / left.value).clip(lower=0.0, upper=1.0)
        columns[f"refilled_{q}"] = ibis.ifelse(left.estimable, refilled, None)
        columns[f"vulnerability_{q}"] = columns["share"] * (1 - columns[f"refilled_{q}"])
        # What falls short by a rounding error does not fall short.
        short = [(left[f"others_{q}_{t}"] < left.value * (1 - 1e-9)).cast("int64") for t in range(1, HORIZON + 1)]
        years = sum(short[1:], short[0]) + 1
        columns[f"years_{q}"] = ibis.ifelse(left.estimable & (years <= HORIZON), years, None)
    return left.select("series", "year", "n", actor="client", partner="supplier", **columns)


def _refillers(left: Table, able: Table) -> Table:
    """Return who makes up which part of each loss within a year at the central growth, who can add most first."""
    import ibis

    gone = left.filter(left.estimable).select(
        s="series", c="client", y=left.year.fill_null(0), u="unit", gone="supplier", loss="value"
    )
    keys = [
        able.series == gone.s, able.client == gone.c, able.year.fill_null(0) == gone.y, able.unit == gone.u,
        able.supplier != gone.gone,
    ]  # fmt: skip
    added = f"x_{_CENTRAL}_1"
    pairs = able.inner_join(gone, keys)
    order = [ibis.desc(pairs[added]), pairs.supplier]
    before = ibis.window(group_by=["series", "client", "year", "unit", "gone"], order_by=order, preceding=(None, 1))
    each = ibis.window(group_by=["series", "client", "year", "unit", "gone"], order_by=order)
    placed = pairs.mutate(before=pairs[added].sum().over(before).fill_null(0.0), place=ibis.row_number().over(each))
    part = ibis.least(placed[added], (placed.loss - placed.before).clip(lower=0.0)) / placed.loss
    told = placed.select(
        "series", "year", "n", actor="client", partner="gone", by_whom="supplier", part=part,
        note=ibis.literal("number ") + (placed.place + 1).cast("string") + " in that order",
    )  # fmt: skip
    return told.filter(told.part >= TOLD)
