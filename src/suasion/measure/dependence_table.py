"""Dependence as a measure table: each supplier's share of what a client gets, and that held against its GDP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import INDICATORS
from suasion.errors import InputError
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.priced import DOLLARS, products
from suasion.measure.stacked import Figure, stacked
from suasion.measure.supplied import COMBINED, asked_series, parts_of, sources_of, supplied

if TYPE_CHECKING:
    from ibis.expr.types import Table

By = Literal["year", "period"]

# Multilateral givers, lenders on the market, states that report to no one: these series leave out whole kinds of them.
PARTIAL: Final = tuple(name for name in INDICATORS if name.startswith(("oda-", "finance-", "debt-"))) + tuple(COMBINED)
_STOCKS: Final = tuple(name for name, indicator in INDICATORS.items() if not indicator.additive)
_FIGURES: Final = (
    Figure(
        name="share", value="share", low="share_low", high="share_high",
        method="part of what all suppliers with rows gave; low and high by what those without rows may hold",
        lacking="only one supplier has rows, or the sum of all is not above 0: a share says nothing",
    ),
    Figure(
        name="to gdp", value="to_gdp", low="to_gdp_low", high="to_gdp_high", unit="ratio",
        method="what the supplier gave over the client's GDP of the same years",
        lacking="no GDP of these years, or the series is no money",
    ),
)  # fmt: skip


def dependence(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    unseen: float,
    realised: tuple[float, float, float],
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    indicators: Sequence[str] = (),
    by: By = "year",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return each supplier's share of a client's series, and what it gave over the client's GDP.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA.
    first_year, last_year
        Both included. A year without a row is absent: not covered, which is not zero.
    unseen
        The most of all supplies, in [0, 1), that suppliers without rows are taken to hold, in the series that leave
        out whole kinds of them (`PARTIAL`).
    realised
        Low, central and high part of a committed dollar that counts as a disbursed one; it matters where a combined
        series adds both.
    actor, partners
        The client, and the suppliers wanted; None for all. Shares are always among all suppliers.
    indicators
        Series: keys of INDICATORS, and "aid" (gross ODA, and official finance committed on aid-like terms) and
        "official-finance" (gross ODA and all official finance committed); none for all that the record has.
    by
        "year", or "period": the sum of the years, and for stocks their mean.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA: "share [oda-gross]" and "to gdp [oda-gross]" and so on, the client as actor.

    Raises
    ------
    InputError
        If a series is not known, or none of them has a row in those years.

    Notes
    -----
    The share is that of `suasion.measure.flows.totals`, NULL also where the sum of all is below 0. It lies in [0, 1]
    where no supplier took back more than it gave.
    """
    series = asked_series(indicators)
    sources = sources_of(observations, [*parts_of(series), "gdp"], run)
    rows = supplied(
        observations, series, sources, first_year=first_year, last_year=last_year, realised=realised
    )  # fmt: skip
    gdp = products(observations, sources, first_year=first_year, last_year=last_year)
    rows = rows.left_join(gdp, [rows.client == gdp.state, rows.year == gdp.gdp_year]).drop("state", "gdp_year")
    wide = _bounds(_shared(_with_product(rows) if by == "year" else over_years(rows)), unseen)
    if actor is not None:
        wide = wide.filter(wide.actor == actor)
    if partners:
        wide = wide.filter(wide.partner.isin(list(partners)))
    found = run(wide)
    refuse_empty(found, series, actor, partners, (first_year, last_year))
    return stacked(with_note(with_evidence(found, sources, also=", its gdp")), _FIGURES)


def refuse_empty(
    found: pa.Table,
    series: Sequence[str],
    actor: str | None,
    partners: Sequence[str] | None,
    years: tuple[int, int],
) -> None:
    """Raise where nothing was found, naming what was looked for.

    Raises
    ------
    InputError
        If ``found`` has no row.
    """
    if found.num_rows:
        return
    of = f" from {', '.join(partners)}" if partners else ""
    raise InputError(
        f"No row says what {actor or 'any state'} gets{of} from {years[0]} to {years[1]} in {', '.join(series)}. "
        "Gather a data set that has it (`suasion gather --list` says which feeds what), or name other years."
    )


def with_evidence(found: pa.Table, sources: pa.Table, *, also: str = "") -> pa.Table:
    """Return the rows with ``evidence``: the series, client, years and data sets that each was worked out from.

    ``also`` names what went in besides.
    """
    names = pc.unique(found["series"]).to_pylist()
    used = [_sources(name, sources) for name in names]
    at = pc.index_in(found["series"], pa.array(names, pa.string()))
    when = pc.if_else(pc.is_valid(found["year"]), found["year"].cast(pa.string()), "these years")
    said = pc.binary_join_element_wise(
        pa.array([", ".join(COMBINED.get(name, (name,))) for name in names], pa.string()).take(at),
        " of all to ", found["actor"], f"{also} in ", when, "; source ", pa.array(used, pa.string()).take(at), "",
    )  # fmt: skip
    return found.append_column("evidence", said)


def with_note(found: pa.Table) -> pa.Table:
    """Return the rows with ``note``: why a series has no interval for suppliers without rows."""
    why = {
        name: None if name in PARTIAL else "no interval: how much suppliers without rows gave is not known"
        for name in pc.unique(found["series"]).to_pylist()
    } | {"arms-transfer": "no interval: the publisher looks for all suppliers, and gives no error"}
    at = pc.index_in(found["series"], pa.array(list(why), pa.string()))
    return found.append_column("note", pa.array(list(why.values()), pa.string()).take(at))


def _sources(series: str, sources: pa.Table) -> str:
    parts = COMBINED.get(series, (series,))
    return ", ".join(sorted({row["source"] for row in sources.to_pylist() if row["indicator"] in parts}))


_AMOUNTS: Final = ("value", "least", "most")


def _with_product(rows: Table) -> Table:
    """Return the rows of each year with what is held against GDP: all of it, if there is a GDP."""
    return rows.mutate(**{f"{name}_held": rows[name] for name in _AMOUNTS})


def over_years(rows: Table) -> Table:
    """Return one row a supplier: its sum, for stocks its mean; and what was given in years with a GDP, with that GDP.

    Against a flow stand all years in which the client has a row of the series, as a giver may pass over some; against
    a stock its own, since a stock without a row is not 0. ``rows`` are those of `suasion.measure.supplied.supplied`
    with the column ``gdp``.
    """
    import ibis

    keys = ["series", "client", "supplier", "unit"]
    known = rows.gdp.notnull()
    sums = rows.group_by(keys).agg(
        n=rows.n.sum(), years=rows.year.nunique(), own_gdp=rows.gdp.sum(),
        **{name: rows[name].sum() for name in _AMOUNTS},
        **{f"{name}_held": rows[name].sum(where=known) for name in _AMOUNTS},
    )  # fmt: skip
    of_year = rows.group_by("series", "client", "year").agg(gdp=rows.gdp.max())
    of_client = of_year.group_by(in_series="series", at="client").agg(all_gdp=of_year.gdp.sum())
    sums = sums.left_join(of_client, [sums.series == of_client.in_series, sums.client == of_client.at])
    stock = sums.series.isin(list(_STOCKS))
    return sums.select(
        *keys, "n", *(f"{name}_held" for name in _AMOUNTS),
        year=ibis.null("int16"), gdp=stock.ifelse(sums.own_gdp, sums.all_gdp), stock=stock,
        **{name: sums[name] / stock.ifelse(sums.years, 1) for name in _AMOUNTS},
    )  # fmt: skip


def _shared(rows: Table) -> Table:
    """Return the rows with the sum of all suppliers, under each weight of commitments, and how many they are."""
    whole = rows.group_by("series", "client", "year", "unit")
    return whole.mutate(suppliers=rows.count(), **{f"all_{name}": rows[name].sum() for name in _AMOUNTS})


def _bounds(rows: Table, unseen: float) -> Table:
    """Return the shares and ratios with the least and most that commitments and unseen suppliers leave."""
    import ibis

    told = rows.suppliers > 1
    shares: list[Any] = [
        ibis.ifelse(told & (rows[f"all_{name}"] > 0), rows[name] / rows[f"all_{name}"].nullif(0.0), None)
        for name in _AMOUNTS
    ]
    partial = rows.series.isin(list(PARTIAL))
    money = rows.unit == DOLLARS
    ratio = {name: ibis.ifelse(money, rows[f"{name}_held"] / rows.gdp, None) for name in _AMOUNTS}
    committed = rows.least < rows.most
    return rows.select(
        "series", "year", "n", actor="client", partner="supplier",
        share=shares[0],
        share_low=ibis.ifelse(partial, ibis.least(*shares, *(share * (1 - unseen) for share in shares)), None),
        share_high=ibis.ifelse(partial, ibis.greatest(*shares, *(share * (1 - unseen) for share in shares)), None),
        to_gdp=ratio["value"],
        to_gdp_low=ibis.ifelse(committed, ratio["least"], None),
        to_gdp_high=ibis.ifelse(committed, ratio["most"], None),
    )  # fmt: skip
