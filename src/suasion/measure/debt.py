"""Debt: what a state owes to each creditor, what it pays on it, and the terms on which it borrows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.dependence_table import By, dependence
from suasion.measure.measured import SORT, Run, on_its_own_engine
from suasion.measure.priced import DOLLARS, priced, products, single_source
from suasion.measure.stacked import Figure, stacked
from suasion.measure.supplied import sources_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

TERMS: Final = ("debt-interest", "debt-maturity", "debt-grace", "debt-grant-element")
NEEDS: Final = ("debt-owed", "debt-service", *TERMS)
_OWED: Final = (
    Figure(
        name="debt owed", value="owed", unit=DOLLARS, of_series=False, method="public external debt, as published",
        lacking="no row of what is owed",
    ),
    Figure(
        name="debt service", value="paid", unit=DOLLARS, of_series=False, lacking="no row of what was paid",
        method="principal and interest paid on it, or, in years that lie ahead, due",
    ),
    Figure(
        name="debt service to gdp", value="paid_to_gdp", unit="ratio", of_series=False,
        method="principal and interest over GDP of the same years", lacking="no GDP, or no row of what was paid",
    ),
)  # fmt: skip
_SAID: Final = "average over what was newly signed; low and high are the lender's windows furthest apart"
_NEW: Final = tuple(
    Figure(
        name=name, value=name, low=f"{name}_low", high=f"{name}_high", of_series=False, method=_SAID,
        unit="percent" if name in ("debt-interest", "debt-grant-element") else "years",
        lacking="nothing newly signed, or no row",
    )
    for name in TERMS
)  # fmt: skip


def debt(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    unseen: float,
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    by: By = "year",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return a state's debt by creditor, with its share and size, the service on it and the terms of new loans.

    Parameters
    ----------
    observations, first_year, last_year, unseen, run
        As for `suasion.measure.dependence_table.dependence`.
    actor, partners
        The debtor, and its creditors; None for all.
    by
        "year", or "period": stocks and terms are the mean of the years with a row, service is a year's mean.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, the debtor as actor and the creditor as partner: "debt owed", "share [debt-owed]",
        "to gdp [debt-owed]", "debt service", "debt service to gdp", and the terms "debt-interest" and
        "debt-grant-element" (percent), "debt-maturity" and "debt-grace" (years); terms without a partner are of all
        creditors. What has no row is null, or absent.

    Raises
    ------
    InputError
        If there is no row of debt for them in those years; it says what to gather.

    Notes
    -----
    Terms of several windows of one lender (IBRD and IDA) are averaged without weights, since what each signed is not
    in the rows. The share is of recorded creditors; its low is if those without rows hold the most that is assumed.
    Debt is nominal: a soft loan weighs less than its face (the grant element says by how much).
    """
    sources = sources_of(observations, (*NEEDS, "gdp"), run)
    rows = _rows(observations, sources, (first_year, last_year))
    if actor is not None:
        rows = rows.filter(rows.debtor == actor)
    if partners:
        rows = rows.filter(rows.creditor.isin(list(partners)) | rows.creditor.isnull())
    gdp = products(observations, sources, first_year=first_year, last_year=last_year)
    found = run(_by(_wide(rows, gdp), by))
    if not found.num_rows:
        owed_to = f" to {', '.join(partners)}" if partners else ""
        raise InputError(
            f"The record has no debt of {actor or 'any state'}{owed_to} from {first_year} to {last_year}. Gather "
            "worldbank-debt (International Debt Statistics), or a cited table as facts with the indicator debt-owed, "
            "or name other years."
        )
    told = _with_evidence(found, sources)
    tables = [_laid_out(told, _OWED, ("owed", "paid")), _laid_out(told, _NEW, TERMS)]
    if found["owed"].null_count < found.num_rows:
        shares = dependence(
            observations, first_year=first_year, last_year=last_year, unseen=unseen, realised=(1.0, 1.0, 1.0),
            actor=actor, partners=partners, indicators=["debt-owed"], by=by, run=run,
        )  # fmt: skip
        tables.append(shares)
    return pa.concat_tables(tables).sort_by(list(SORT))


def _rows(observations: Table, sources: pa.Table, years: tuple[int, int]) -> Table:
    """Return debtor, creditor, year, indicator and amount; service runs from the debtor, the rest to it."""
    import ibis

    rows = observations.filter(
        observations.indicator.isin(list(NEEDS)),
        observations.status == "observed",
        observations.value.notnull(),
        observations.first_year == observations.last_year,
        observations.first_year >= years[0],
        observations.last_year <= years[1],
    )
    rows = priced(single_source(rows, sources, NEEDS))
    own_side = (rows.indicator == "debt-service") | rows.partner.isnull()
    return rows.select(
        "indicator", "amount",
        debtor=own_side.ifelse(rows.actor, rows.partner),
        creditor=(rows.indicator == "debt-service").ifelse(
            rows.partner, rows.partner.isnull().ifelse(ibis.null("string"), rows.actor)
        ),
        year=rows.first_year.cast("int16"),
    )  # fmt: skip


def _wide(rows: Table, gdp: Table) -> Table:
    """Return one row a debtor, creditor and year."""
    terms: dict[str, Any] = {}
    for name in TERMS:
        mine = rows.indicator == name
        terms[name] = rows.amount.mean(where=mine)
        terms[f"{name}_low"], terms[f"{name}_high"] = rows.amount.min(where=mine), rows.amount.max(where=mine)
        terms[f"{name}_windows"] = mine.sum()
    wide = rows.group_by("debtor", "creditor", "year").agg(
        n=rows.count(),
        owed=rows.amount.sum(where=rows.indicator == "debt-owed"),
        paid=rows.amount.sum(where=rows.indicator == "debt-service"),
        **terms,
    )
    joined = wide.left_join(gdp, [wide.debtor == gdp.state, wide.year == gdp.gdp_year]).drop("state", "gdp_year")
    return joined.mutate(paid_to_gdp=joined.paid / joined.gdp)


def _by(wide: Table, by: By) -> Table:
    """Return the rows, or their means over the years; an interval only where windows differ."""
    import ibis

    if by == "year":
        rows = wide.rename(actor="debtor", partner="creditor")
    else:
        named = (*(f"{t}{end}" for t in TERMS for end in ("", "_low", "_high", "_windows")), "owed", "paid")
        whole = wide.gdp.notnull() & wide.paid.notnull()
        ratio = wide.paid.sum(where=whole) / wide.gdp.sum(where=whole)
        rows = wide.group_by(actor="debtor", partner="creditor").agg(
            n=wide.n.sum(), paid_to_gdp=ratio,
            **{name: wide[name].mean() for name in named},
        )  # fmt: skip
        rows = rows.mutate(year=ibis.null("int16"))
    several = {name: rows[f"{name}_windows"] > 1 for name in TERMS}
    return rows.mutate(
        **{
            f"{name}{end}": ibis.ifelse(several[name], rows[f"{name}{end}"], None)
            for name in TERMS
            for end in ("_low", "_high")
        }
    )


def _laid_out(told: pa.Table, figures: Sequence[Figure], columns: Sequence[str]) -> pa.Table:
    """Return the figures of the rows that have any of the columns: a creditor with terms alone has no debt to tell."""
    import pyarrow.compute as pc

    has = pc.is_valid(told[columns[0]])
    for name in columns[1:]:
        has = pc.or_(has, pc.is_valid(told[name]))
    return stacked(told.filter(has), figures)


def _with_evidence(found: pa.Table, sources: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    used = sorted({row["source"] for row in sources.to_pylist() if row["indicator"] != "gdp"})
    when = pc.if_else(pc.is_valid(found["year"]), found["year"].cast(pa.string()), "these years")
    said = pc.binary_join_element_wise(
        "debt-owed, debt-service and terms of ", found["actor"], " to ", pc.fill_null(found["partner"], "all"), " in ",
        when, f"; source {', '.join(used)}", "",
    )  # fmt: skip
    return found.append_column("evidence", said)
