"""Money: what givers pay and promise a client, each kind apart, in dollars of one year or of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import pyarrow as pa

from suasion.codebook.prices import COMMON_YEAR
from suasion.errors import InputError
from suasion.measure.dollars import Dollars, rates
from suasion.measure.double_counts import STAGES, refuse_double_counts
from suasion.measure.flows import of_single_years
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.money_table import amounts, laid_out, summed
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

AID: Final = (
    "oda-net", "oda-gross", "oda-grants", "oda-loans-gross", "oda-loans-net", "oda-humanitarian", "oda-technical",
    "oda-multilateral",
)  # fmt: skip
FINANCE: Final = ("finance-oda", "finance-oof", "finance-vague")
CURRENT: Final = None  # as ``dollars_of``: dollars of each amount's own year


def money(
    observations: Table,
    indicators: Sequence[str],
    *,
    first_year: int,
    last_year: int,
    client: str | None = None,
    givers: Sequence[str] | None = None,
    by: Literal["year", "period"] = "year",
    dollars_of: int | None = COMMON_YEAR,
    shares: bool = False,
    total: str | None = None,
    name: str = "money",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return what givers gave a client, each indicator apart, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA: of the indicators and, where money has to be brought to other dollars, of
        "exchange-rate" and "gdp-deflator". Rows without a value, and rows of several years at once (which have no one
        year's prices), are left out; each series is taken from one source.
    indicators
        Keys of `suasion.measure.double_counts.STAGES`. They are not added: what is paid, promised and owed are
        different things, and net, gross, grants and loans hold the same dollars.
    first_year, last_year
        Calendar years, both included.
    client
        Who receives, ISO 3166 alpha-3; None for all.
    givers
        Who gives; None for all with rows. Shares are of all with rows in either case.
    by
        A row a year, or one for the period: the sum over the years that have a row.
    dollars_of
        The year whose dollars are wanted; None for dollars of each amount's own year (current dollars).
    shares
        Give the part of all givers' sum instead of dollars.
    total
        Add the indicators too, under this name. Refused where they hold the same dollars.
    name
        What the rows are called: "aid [oda-net]".
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, ordered by actor (the client), partner (the giver; null for all givers with rows), year and
        measure; n counts the rows summed. value is null where a part of the sum could not be brought to dollars:
        ``method`` says why. low and high span what two deflators say, the giver's own and that of the United States,
        and are null where nothing was deflated or only one is at hand.

    Raises
    ------
    InputError
        If an indicator is no money, ``total`` would count twice, or the record has no row to work on.

    Notes
    -----
    A giver without a row is not covered, which is not zero. A share is of the givers that the source covers, and of
    sums that repayments may have made negative: shares of net aid need not lie in [0, 1].
    """
    strange = [indicator for indicator in indicators if indicator not in STAGES]
    if strange or not indicators:
        raise InputError(f"{', '.join(strange) or 'nothing'} is no money. Choose among {', '.join(STAGES)}.")
    if total is not None:
        refuse_double_counts(indicators)
    if dollars_of is not None and not 1900 <= dollars_of <= 2100:
        raise InputError(f"Dollars of {dollars_of} are none. Name a year, for example {COMMON_YEAR}.")
    rows = given_money(observations, indicators, first_year=first_year, last_year=last_year, client=client)
    found = run(rows)
    if not found.num_rows:
        raise InputError(
            f"The record has no {' or '.join(indicators)} of single years from {first_year} to {last_year}"
            + (f" for {client}" if client else "") + ". Gather oecd-dac2a or aiddata-gcdf3, or name other years."
        )  # fmt: skip
    priced = amounts(found, Dollars(run(rates(observations))), to_year=dollars_of)
    sums = summed(priced, by_year=by == "year", total=total)
    return laid_out(
        sums, name=name, unit="USD" if dollars_of is None else f"USD-{dollars_of}", shares=shares, givers=givers
    )


def given_money(
    observations: Table, indicators: Sequence[str], *, first_year: int, last_year: int, client: str | None = None
) -> Table:
    """Return client, giver, indicator, unit, year, value, n and sources: one row a giver, indicator, unit and year.

    Parameters as for `money`.
    """
    rows = of_single_years(observations, indicators, first_year=first_year, last_year=last_year)
    if client is not None:
        rows = rows.filter(rows.partner == client)
    rows = one_source(rows)
    rows = rows.mutate(client=rows.partner, giver=rows.actor, year=rows.first_year)
    return (
        rows.group_by("client", "giver", "indicator", "unit", "year")
        .agg(value=rows.value.sum(), n=rows.count(), one_source=rows.source.min(), other_source=rows.source.max())
        .order_by("client", "giver", "indicator", "year", "unit")
    )
