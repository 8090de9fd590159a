"""Loan terms: the grant element of what a client borrows from each creditor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from suasion.errors import InputError
from suasion.measure.grant_equivalent import RULES, DiscountRule, grant_element, grant_element_range
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

AVERAGES: Final = ("debt-interest", "debt-grace", "debt-maturity", "debt-grant-element")
SINGLE: Final = ("loan-interest", "loan-grace", "loan-maturity", "loan-grant-element")
TERMS: Final = (*AVERAGES, *SINGLE)
_NAMES: Final = ("interest", "grace", "maturity", "published")
_PUBLISHED: Final = "as published"
_HOW: Final = (
    "1 - payments discounted at {rate:.0%} a year / face value, equal principal twice a year; low and high: annuity, "
    "and payments once a year"
)


Numbers = NDArray[np.float64]


class Elements(NamedTuple):
    """Grant elements and the range that the repayments left open, shape (n_loans,); NaN where terms are lacking."""

    value: Numbers
    low: Numbers
    high: Numbers


def loan_terms(observations: Table, *, first_year: int, last_year: int, client: str | None = None) -> Table:
    """Return client, giver (null for all creditors), item, year, single, interest, grace, maturity, published, source.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA; those of `TERMS` count. With a partner the actor is the creditor, without one the
        debtor, as `gather` writes the World Bank's averages over a year's loans. ``item`` tells a bank's windows, or a
        single loan (`SINGLE`, from AidData), apart.
    first_year, last_year
        Calendar years, both included.
    client
        Who borrows; None for all.

    Notes
    -----
    interest and published (the source's own grant element) are in percent, grace and maturity in years; null where
    the source has none. ``single`` says that the terms are one loan's and no average.
    """
    rows = observations.filter(
        observations.indicator.isin(list(TERMS)),
        observations.actor.notnull(),
        observations.status == "observed",
        observations.value.notnull(),
        observations.first_year == observations.last_year,
        observations.first_year >= first_year,
        observations.last_year <= last_year,
    )
    lent = rows.partner.notnull()
    rows = rows.mutate(client=lent.ifelse(rows.partner, rows.actor), giver=lent.ifelse(rows.actor, None))
    if client is not None:
        rows = rows.filter(rows.client == client)
    rows = one_source(rows)
    columns: dict[str, Any] = {
        name: rows.value.max(where=rows.indicator.isin([average, single]))
        for name, average, single in zip(_NAMES, AVERAGES, SINGLE, strict=True)
    }
    keys = ["client", "giver", "item", "year", "single"]
    rows = rows.mutate(year=rows.first_year, single=rows.indicator.isin(list(SINGLE)))
    return rows.group_by(keys).agg(**columns, source=rows.source.min()).order_by(keys)


def grant_elements(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    client: str | None = None,
    givers: Sequence[str] | None = None,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return the grant element of a client's new loans by creditor, year and discount rule, as a measure table.

    Parameters
    ----------
    observations, first_year, last_year, client
        As for `loan_terms`.
    givers
        The creditors; None for all, and for the average over all creditors (partner null) where the source has it.
    run
        How to run an Ibis expression.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, by year; measures are named like "grant-element [5 %; World Bank-IDA]", and "as published" is
        the source's own. value is null where a term is lacking or impossible, low and high are the range over the
        repayments that the terms leave open. n is 1: one row of terms.

    Raises
    ------
    InputError
        If there are no terms.

    Notes
    -----
    Heuristic where the source has averages over the loans of a year: the element of average terms is not the average
    of the loans' elements, since it bends with each term. What the source publishes itself stands beside it, and their
    difference measures the error; for a single loan (AidData) it is the "5 %" rule that it should meet. Which of the
    DAC's rules holds depends on the client's income group in that year.
    """
    terms = _terms(observations, first_year=first_year, last_year=last_year, client=client, givers=givers, run=run)
    item = pc.fill_null(pc.binary_join_element_wise("; ", terms["item"], ""), "")
    blocks = []
    for rule in RULES:
        blocks.append(_block(terms, rule.name, item, elements(terms, rule), method=_HOW.format(rate=rule.discount)))
    nothing = np.full(len(terms), np.nan)
    published = Elements(np.asarray(terms["published"].to_numpy(), dtype=float) / 100, nothing, nothing)
    said = _block(terms, _PUBLISHED, item, published, method="as the source gives it")
    return pa.concat_tables([*blocks, said.filter(pc.is_valid(said["value"]))]).sort_by(list(SORT))


def _terms(
    observations: Table, *, first_year: int, last_year: int, client: str | None, givers: Sequence[str] | None, run: Run
) -> pa.Table:
    terms = run(loan_terms(observations, first_year=first_year, last_year=last_year, client=client))
    if givers is not None:
        terms = terms.filter(pc.is_in(terms["giver"], pa.array(sorted(givers), pa.string())))
    if not terms.num_rows:
        raise InputError(
            f"The record has no loan terms{f' of {client}' if client else ''} from {first_year} to {last_year}. "
            "Gather worldbank-debt, or aiddata-gcdf3 with its projects, or name other years or creditors."
        )
    return terms


def elements(terms: pa.Table, rule: DiscountRule) -> Elements:
    """Return the grant elements of `loan_terms`, run, by a rule; NaN where a term is lacking or impossible."""
    interest, grace, maturity = (
        np.asarray(terms[name].to_numpy(), dtype=float) for name in ("interest", "grace", "maturity")
    )
    good = (interest >= 0) & (grace >= 0) & (maturity > 0) & (grace <= maturity)
    rate, grace, maturity = (np.where(good, term, np.nan) for term in (interest / 100, grace, maturity))
    value = grant_element(rate, grace_years=grace, maturity_years=maturity, discount=rule.discount)
    low, high = grant_element_range(rate, grace_years=grace, maturity_years=maturity, discount=rule.discount)
    return Elements(value, low, high)


def _block(terms: pa.Table, rule: str, item: pa.Array, found: Elements, *, method: str) -> pa.Table:
    n = len(terms)
    creditor = pc.fill_null(terms["giver"], "all creditors")
    columns = {
        "actor": terms["client"],
        "partner": terms["giver"],
        "year": terms["year"],
        "measure": pc.binary_join_element_wise(f"grant-element [{rule}", item, "]", ""),
        "value": pa.array(found.value, from_pandas=True),
        "low": pa.array(found.low, from_pandas=True),
        "high": pa.array(found.high, from_pandas=True),
        "n": pa.array([1] * n, pa.int64()),
        "unit": pa.array(["share"] * n, pa.string()),
        "method": pa.array([method] * n, pa.string()),
        "evidence": pc.binary_join_element_wise(
            "source ",
            terms["source"],
            ": ",
            ", ".join(AVERAGES[:3]),
            " or of the loan, of ",
            creditor,
            " and ",
            terms["client"],
            "",
        ),
    }
    return pa.table(columns).cast(MEASURE_SCHEMA)
