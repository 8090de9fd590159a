"""Concentration as a measure table: on how few suppliers each client depends, series by series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.measure.dependence_table import PARTIAL, By, over_years, refuse_empty, with_evidence, with_note
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.stacked import Figure, stacked
from suasion.measure.supplied import TRADE, asked_series, parts_of, sources_of, supplied
from suasion.measure.trade_books import published_trade

if TYPE_CHECKING:
    from ibis.expr.types import Table

ROUNDING: Final = 1e-6  # a published total and the sum of its pairs differ by this much through rounding alone
_LACKING: Final = "only one supplier has rows, or no total of trade: it would say more of the record than of the client"
_FIGURES: Final = (
    Figure(
        name="hhi", value="hhi", low="hhi_low", high="hhi_high", unit="index", lacking=_LACKING,
        method="sum of squared shares (Hirschman 1945, Herfindahl 1950); low and high by what suppliers without rows "
        "may hold, as very many or as one",
    ),
    Figure(
        name="effective suppliers", value="effective", low="effective_low", high="effective_high", unit="count",
        lacking=_LACKING, method="1 over the index: as many equal suppliers would give it (Laakso and Taagepera 1979)",
    ),
)  # fmt: skip


def concentrations(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    unseen: float,
    realised: tuple[float, float, float],
    actor: str | None = None,
    indicators: Sequence[str] = (),
    by: By = "year",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return the Herfindahl-Hirschman index of each client's suppliers, and how many equal ones would give it.

    Parameters
    ----------
    observations, first_year, last_year, unseen, realised, by, run
        As for `suasion.measure.dependence_table.dependence`.
    actor
        The client; None for all.
    indicators
        As there, and "exports" and "imports" for the client's markets and sellers.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA without partners: "hhi [oda-gross]", in (0, 1], and "effective suppliers [oda-gross]", 1 or
        more. n counts the suppliers.

    Raises
    ------
    InputError
        If a series is not known, or none of them has a row in those years.

    Notes
    -----
    Suppliers that took back more than they gave are left out. Where suppliers without rows hold a part u of all, the
    index is (1 - u)^2 H as u is spread over very many, and (1 - u)^2 H + u^2 as one holds it; low and high are the
    least and most of both for u from 0 to ``unseen``, and the value is H. Of trade a state publishes its total, so
    that u is known: the value takes it as spread, which is low. Where it published none there is no index.
    """
    import ibis

    series = asked_series(indicators, also=TRADE)
    sources = sources_of(observations, parts_of(series), run)
    rows = supplied(observations, series, sources, first_year=first_year, last_year=last_year, realised=realised)
    if actor is not None:
        rows = rows.filter(rows.client == actor)
    totals = rows if by == "year" else over_years(rows.mutate(gdp=ibis.null("float64")))
    given = totals.filter(totals.value > 0)
    parts = given.group_by("series", "client", "year", "unit").mutate(part=given.value / given.value.sum())
    index = parts.group_by("series", "client", "year", "unit").agg(
        among=(parts.part * parts.part).sum(), sum=parts.value.sum(), n=parts.count()
    )
    said = published_trade(observations, sources, first_year=first_year, last_year=last_year)
    found = run(_bounds(_with_published(index, _published(said, rows, by), series), unseen))
    refuse_empty(found, series, actor, None, (first_year, last_year))
    return stacked(with_note(with_evidence(found, sources)), _FIGURES)


def _published(said: Table, rows: Table, by: By) -> Table:
    """Return series, client and year with what the client published of its trade with all, as its pairs have years."""
    import ibis

    long = ibis.union(
        *(said.select(kind=ibis.literal(kind), at="actor", then="year", all=said[f"all_{kind}"]) for kind in TRADE)
    )
    years = rows.filter(rows.series.isin(list(TRADE))).select("series", "client", "year").distinct()
    keys = [years.series == long.kind, years.client == long.at, years.year == long.then]
    joined = years.left_join(long, keys).select("series", "client", "year", "all")
    if by == "year":
        return joined.rename(of_series="series", of_client="client", of_year="year", published="all")
    whole = joined.group_by(of_series="series", of_client="client").agg(
        published=joined["all"].sum(), lacks=joined["all"].isnull().any()
    )
    told = ibis.ifelse(whole.lacks, None, whole.published)
    return whole.select("of_series", "of_client", of_year=ibis.null("int16"), published=told)


def _with_published(index: Table, published: Table, series: Sequence[str]) -> Table:
    """Return the index with the part of all trade that no pair has a row for, NULL for what is no trade."""
    import ibis

    if not set(series) & set(TRADE):
        return index.mutate(rest=ibis.null("float64"))
    keys = [
        index.series == published.of_series, index.client == published.of_client,
        index.year.fill_null(0) == published.of_year.fill_null(0),
    ]  # fmt: skip
    joined = index.left_join(published, keys)
    rest = ibis.ifelse(joined.published.notnull(), 1 - joined.sum / ibis.greatest(joined.published, joined.sum), None)
    return joined.mutate(rest=rest).drop("of_series", "of_client", "of_year", "published")


def _bounds(index: Table, unseen: float) -> Table:
    """Return the index and its inverse, with low and high."""
    import ibis

    partial = index.series.isin(list(PARTIAL))
    open_end = index.rest > ROUNDING
    part = ibis.coalesce(index.rest, unseen)
    seen = index.among * (1 - part) ** 2
    told = (index.n > 1) & ~index.series.isin(list(TRADE))
    hhi = ibis.ifelse(index.rest.notnull(), seen, ibis.ifelse(told, index.among, None))
    most = ibis.greatest(hhi, seen + part**2)
    known = partial | open_end
    return index.select(
        "series", "year", "n", actor="client", partner=ibis.null("string"),
        hhi=hhi, hhi_low=ibis.ifelse(known, seen, None), hhi_high=ibis.ifelse(known, most, None),
        effective=1 / hhi, effective_low=ibis.ifelse(known, 1 / most, None),
        effective_high=ibis.ifelse(known, 1 / seen, None),
    )  # fmt: skip
