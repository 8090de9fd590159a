"""Sums of money as a measure table: amounts in dollars, added up, with what was done to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.measure.dollars import FAILED, STEPS, Dollars
from suasion.measure.double_counts import STAGES
from suasion.measure.measured import MEASURE_SCHEMA, SORT

_KEYS: Final = ("client", "giver", "indicator", "year")
_ALL: Final = pc.ScalarAggregateOptions(skip_nulls=False)  # a sum with an unknown part is not known


def amounts(found: pa.Table, dollars: Dollars, *, to_year: int | None) -> pa.Table:
    """Return the rows with value, low and high in dollars, and a column of booleans for each of `STEPS`.

    Parameters
    ----------
    found
        As `suasion.measure.money.given_money` gives it, run.
    dollars, to_year
        As for `Dollars.convert`.
    """
    converted = dollars.convert(
        found["value"].to_numpy(),
        unit=found["unit"],
        giver=found["giver"],
        year=found["year"].to_numpy().astype(np.int64),
        to_year=to_year,
    )
    kept = ("client", "giver", "indicator", "year", "n", "unit", "one_source", "other_source")
    columns = {name: found[name] for name in kept}
    words = found["indicator"].combine_chunks().dictionary_encode()
    columns["stage"] = pa.array([STAGES[word] for word in words.dictionary.to_pylist()], pa.string()).take(
        words.indices
    )
    columns["series"] = found["indicator"]
    for name in ("value", "low", "high"):
        columns[name] = pa.array(getattr(converted, name), from_pandas=True)
    return pa.table(columns | {step: pa.array(taken) for step, taken in converted.how.items()})


def summed(priced: pa.Table, *, by_year: bool, total: str | None) -> pa.Table:
    """Return sums by client, giver, indicator and year (null for the period), with all givers' as giver null.

    Parameters
    ----------
    priced
        As `amounts` gives it.
    by_year
        Whether years are kept apart.
    total
        The name under which the indicators are added too; None for not at all.
    """
    rows = [priced]
    if total is not None:
        series = " and ".join(sorted(pc.unique(priced["indicator"]).to_pylist()))
        both = _all_alike(_all_alike(priced, "indicator", total), "series", series)
        rows.append(both)
    whole = pa.concat_tables(rows)
    return pa.concat_tables([_added(rows, by_year=by_year) for rows in (whole, _all_alike(whole, "giver", None))])


def _all_alike(rows: pa.Table, column: str, word: str | None) -> pa.Table:
    return rows.set_column(rows.column_names.index(column), column, pa.array([word] * len(rows), pa.string()))


def _added(rows: pa.Table, *, by_year: bool) -> pa.Table:
    keys = [key for key in _KEYS if by_year or key != "year"]
    whole = rows.append_column("when", rows["year"])
    spans = [("when", "min"), ("when", "max"), ("unit", "min"), ("unit", "max"), ("one_source", "min")]
    spans += [("other_source", "max"), ("stage", "min"), ("series", "min"), *((step, "max") for step in STEPS)]
    sums = [(name, "sum", _ALL) for name in ("value", "low", "high")]
    added = whole.group_by(keys, use_threads=False).aggregate([*sums, ("n", "sum"), *spans])
    return added if by_year else added.append_column("year", pa.nulls(len(added), pa.int16()))


def laid_out(sums: pa.Table, *, name: str, unit: str, shares: bool, givers: Sequence[str] | None) -> pa.Table:
    """Return the sums as a measure table; of the givers named, and all givers' together where dollars are asked."""
    value, low, high = (sums[f"{part}_sum"] for part in ("value", "low", "high"))
    deflated = pc.or_(sums["own_max"], sums["us_max"])
    low, high = (pc.if_else(deflated, end, None) for end in (low, high))
    if shares:
        value, low, high = _part_of_all(sums), pa.nulls(len(sums), pa.float64()), pa.nulls(len(sums), pa.float64())
    columns = {
        "actor": sums["client"],
        "partner": sums["giver"],
        "year": sums["year"],
        "measure": pc.binary_join_element_wise(f"{name} [", sums["indicator"], "]", ""),
        "value": value,
        "low": low,
        "high": high,
        "n": sums["n_sum"],
        "unit": pa.array(["share" if shares else unit] * len(sums), pa.string()),
        "method": _method(sums, shares=shares),
        "evidence": _evidence(sums),
    }
    table = pa.table(columns).cast(MEASURE_SCHEMA)
    if shares:
        table = table.filter(pc.is_valid(table["partner"]))
    if givers is not None:
        named = pc.is_in(table["partner"], pa.array(sorted(givers), pa.string()))
        table = table.filter(pc.or_(named, pc.is_null(table["partner"])))
    return table.sort_by(list(SORT))


def _part_of_all(sums: pa.Table) -> pa.Array:
    """Return each sum's part of all givers' sum; null where that is 0 or not known."""
    key = pc.binary_join_element_wise(
        sums["client"], sums["indicator"], pc.fill_null(sums["year"].cast(pa.string()), ""), "|"
    )
    every = pc.is_null(sums["giver"])
    at = pc.index_in(key, key.filter(every).combine_chunks())
    whole = sums["value_sum"].filter(every).take(at)
    return pc.divide(sums["value_sum"], pc.if_else(pc.equal(whole, 0.0), None, whole))


def _method(sums: pa.Table, *, shares: bool) -> pa.Array:
    """Return what the value is and what was done to it, worked out once for each kind of row."""
    steps = [sums[f"{step}_max"] for step in STEPS]
    columns = [sums["stage_min"], sums["unit_min"], sums["unit_max"], *steps]
    kind = pc.binary_join_element_wise(*[pc.fill_null(c.cast(pa.string()), "") for c in columns], "|")
    words = kind.combine_chunks().dictionary_encode()
    said = [_said(text.split("|"), shares=shares) for text in words.dictionary.to_pylist()]
    return pa.array(said, pa.string()).take(words.indices)


def _said(kind: list[str], *, shares: bool) -> str:
    stage, one, other = kind[:3]
    taken = [step for step, yes in zip(STEPS, kind[3:], strict=True) if yes == "true"]
    units = one if one == other else f"{one} or {other}"
    what = f"{'part of all givers with rows in what is' if shares else 'sum of what is'} {stage}"
    done = [STEPS[step].format(units=units) for step in taken if step not in FAILED]
    failed = [STEPS[step].format(units=units) for step in taken if step in FAILED]
    if failed:
        return f"not estimable: {'; '.join(failed)}"
    return f"{what}, as published in {units}" + (f", {'; '.join(done)}" if done else "")


def _evidence(sums: pa.Table) -> pa.Array:
    """Return how to find the rows: sources, indicator, giver, client and years."""
    one, other = sums["one_source_min"], sums["other_source_max"]
    first, last = (sums[f"when_{end}"].cast(pa.string()) for end in ("min", "max"))
    return pc.binary_join_element_wise(
        "source ", pc.if_else(pc.equal(one, other), one, pc.binary_join_element_wise(one, other, " to ")), ": ",
        sums["series_min"], " of ", pc.fill_null(sums["giver"], "all"), " to ", sums["client"], ", ",
        pc.if_else(pc.equal(first, last), first, pc.binary_join_element_wise(first, last, " to ")), "",
    )  # fmt: skip
