"""Grant equivalents: a giver's grants, and its loans at what their terms make them worth as grants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook.prices import COMMON_YEAR
from suasion.errors import InputError
from suasion.measure.dollars import Dollars, rates
from suasion.measure.grant_equivalent import RULES, DiscountRule, grant_equivalent
from suasion.measure.loan_terms import AVERAGES, Numbers, elements, loan_terms
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine
from suasion.measure.money import given_money
from suasion.measure.money_table import amounts

if TYPE_CHECKING:
    from ibis.expr.types import Table

FACE: Final = ("oda-grants", "oda-loans-gross", "oda-gross")
_ROUNDING_USD: Final = 15_000.0  # three figures rounded to 0.01 million: see `suasion.measure.money_problems`


def grant_equivalents(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    client: str | None = None,
    givers: Sequence[str] | None = None,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return aid as grant equivalent by giver, year and discount rule, in dollars of 2022, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA: "oda-grants", "oda-loans-gross" and "oda-gross", and the averages of
        `suasion.measure.loan_terms.AVERAGES`; the terms of single loans are passed over.
    first_year, last_year
        Calendar years, both included.
    client, givers
        Who receives and who gives; None for all.
    run
        How to run an Ibis expression.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA, by year; measures are named like "grant-equivalent [5 %]". value is null where there are loans
        without terms, or with those of several windows; low and high are the range over the repayments that the terms
        leave open. n counts the figures of grants and loans.

    Raises
    ------
    InputError
        If there is no aid in those years.

    Notes
    -----
    grants + gross loans paid x grant element (OECD DAC since 2018). By a rule of the DAC loans below its threshold are
    no aid and count for 0. Heuristic: the terms are those signed in the year and the loans those paid in it, most of
    them signed before; gross loans hold equity too. The DAC takes each loan's own terms, so that these figures
    approach its own and need not meet them.
    """
    found = run(given_money(observations, FACE, first_year=first_year, last_year=last_year, client=client))
    if not found.num_rows:
        raise InputError(
            f"The record has no grants or loans{f' to {client}' if client else ''} from {first_year} to {last_year}. "
            "Gather oecd-dac2a, or name other years."
        )
    aid = _wide(amounts(found, Dollars(run(rates(observations))), to_year=COMMON_YEAR))
    if givers is not None:
        aid = aid.filter(pc.is_in(aid["giver"], pa.array(sorted(givers), pa.string())))
    terms = run(loan_terms(observations, first_year=first_year, last_year=last_year, client=client))
    blocks = [_block(aid, terms, rule) for rule in RULES]
    return pa.concat_tables(blocks).sort_by(list(SORT))


def _wide(priced: pa.Table) -> pa.Table:
    """Return one row a client, giver and year: grants, loans and gross aid, NaN where there is no row."""
    keys = ["client", "giver", "year"]
    base = priced.group_by(keys, use_threads=False).aggregate([("one_source", "min"), ("indicator", "count")])
    base = base.sort_by([(key, "ascending") for key in keys])
    every = _key(base)
    for kind in FACE:
        rows = priced.filter(pc.equal(priced["indicator"], kind))
        value = np.full(len(base), np.nan)
        value[np.asarray(pc.index_in(_key(rows), every), dtype=np.int64)] = rows["value"].to_numpy()
        base = base.append_column(kind, pa.array(value))
    return base


def _key(rows: pa.Table) -> pa.Array:
    key = pc.binary_join_element_wise(rows["client"], rows["giver"], rows["year"].cast(pa.string()), "|")
    return key.combine_chunks() if isinstance(key, pa.ChunkedArray) else key


def _loans(aid: pa.Table) -> Numbers:
    """Return gross loans: 0 where grants are all of gross aid, since the publisher leaves out zeros."""
    grants, loans, gross = (aid[kind].to_numpy() for kind in FACE)
    none = np.isnan(loans) & (np.abs(gross - grants) <= _ROUNDING_USD)
    return np.where(none, 0.0, loans)


def _block(aid: pa.Table, terms: pa.Table, rule: DiscountRule) -> pa.Table:
    loans, grants = _loans(aid), np.nan_to_num(aid["oda-grants"].to_numpy())
    lent = terms.filter(pc.and_not(pc.is_valid(terms["giver"]), terms["single"]))
    found, place, several = elements(lent, rule), _place(aid, lent), _several(aid, lent)
    columns: dict[str, pa.Array] = {}
    ends: tuple[Literal["value", "low", "high"], ...] = ("value", "low", "high")
    for end in ends:
        element = np.where(several | (place < 0), np.nan, np.append(getattr(found, end), np.nan)[place])
        worth = np.where(loans == 0, 0.0, grant_equivalent(loans, element, least=rule.least))
        columns[end] = pa.array(grants + worth, from_pandas=True)
    without = (loans != 0) & (several | (place < 0))
    only_grants = pa.array(loans == 0)
    columns["low"], columns["high"] = (pc.if_else(only_grants, None, columns[end]) for end in ("low", "high"))
    figures = np.isfinite(aid["oda-grants"].to_numpy()).astype(np.int64) + np.isfinite(
        aid["oda-loans-gross"].to_numpy()
    )
    return pa.table(
        {
            "actor": aid["client"], "partner": aid["giver"], "year": aid["year"],
            "measure": pa.array([f"grant-equivalent [{rule.name}]"] * len(aid), pa.string()), **columns,
            "n": pa.array(figures), "unit": pa.array([f"USD-{COMMON_YEAR}"] * len(aid), pa.string()),
            "method": _method(rule, without, several, loans), "evidence": _evidence(aid),
        }
    ).cast(MEASURE_SCHEMA)  # fmt: skip


def _place(aid: pa.Table, terms: pa.Table) -> np.ndarray:
    """Return the row of each giver's terms of the year, -1 where there is none."""
    return np.asarray(pc.fill_null(pc.index_in(_key(aid), _key(terms)), -1), dtype=np.int64)


def _several(aid: pa.Table, terms: pa.Table) -> np.ndarray:
    """Return where a giver has the terms of several windows that year: which loans they are of is not known."""
    keys = np.asarray(_key(terms).to_pylist(), dtype=str)
    names, counts = np.unique(keys, return_counts=True)
    return np.asarray(pc.is_in(_key(aid), pa.array(names[counts > 1].tolist(), pa.string())), dtype=bool)


def _method(rule: DiscountRule, without: np.ndarray, several: np.ndarray, loans: Numbers) -> pa.Array:
    least = f", loans below an element of {rule.least:.0%} counting for 0" if rule.least else ""
    said = [
        f"grants + loans paid x grant element of the loans signed that year, at {rule.discount:.0%}{least}",
        "grants alone: no loans were paid that year",
        "not estimable: loans without terms; gather worldbank-debt first",
        "not estimable: loans, and terms of several windows",
        "not estimable: no figure of loans",
    ]
    kind = np.select([np.isnan(loans), without & several, without, loans == 0], [4, 3, 2, 1], default=0)
    return pa.array(said, pa.string()).take(pa.array(kind))


def _evidence(aid: pa.Table) -> pa.Array:
    figures = f": {' and '.join(FACE[:2])}; {', '.join(AVERAGES[:3])}; of "
    return pc.binary_join_element_wise(
        "source ", aid["one_source_min"], figures, aid["giver"], " to ", aid["client"], ""
    )
