"""Capacity: formal bilateral influence capacity as a measure table, as published or recomputed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from suasion.measure.fbic import fbic, fbic_plus
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run, on_its_own_engine
from suasion.measure.one_source import one_source

if TYPE_CHECKING:
    from ibis.expr.types import Table

_INDICATORS: Final = ("fbic", "fbic-bandwidth", "fbic-dependence")
_METHOD: Final = "MA3 of components, logged, weighted; bandwidth x dependence / max (Moyer and others 2021)"


def capacity(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return FBIC and its two parts as published, in both directions of each pair, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA; those of fbic, fbic-bandwidth and fbic-dependence count.
    first_year, last_year
        Both included.
    actor, partners
        One state, and those it is paired with; None for any. A row's actor has the capacity, its partner is subject
        to it: for a client and its patrons read the rows whose partner is the client.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA. low and high are null: the publisher gives no uncertainty, though it fills gaps in its inputs.
        A pair without a row is not covered, which is no capacity of 0.
    """
    rows = observations.filter(
        observations.indicator.isin(_INDICATORS),
        observations.status == "observed",
        observations.value.notnull(),
        observations.first_year >= first_year,
        observations.first_year <= last_year,
    )
    if actor is not None:
        rows = rows.filter((rows.actor == actor) | (rows.partner == actor))
    if partners is not None:
        rows = rows.filter(rows.actor.isin(list(partners)) | rows.partner.isin(list(partners)))
    rows = one_source(rows)
    found = run(rows.select("actor", "partner", "value", "id", "indicator", "first_year"))
    return _measures(
        found.select(["actor", "partner"]),
        year=found["first_year"],
        measure=found["indicator"],
        value=found["value"],
        method=f"as published: {_METHOD}",
        evidence=found["id"],
    )


def recomputed_capacity(
    components: pa.Table, *, plus: bool = False, release: str | None = None, source: str = "components"
) -> pa.Table:
    """Return FBIC recomputed from components, and its two parts, as a measure table.

    Parameters
    ----------
    components, release
        As for `suasion.measure.fbic`.
    plus
        FBIC+.
    source
        What evidence names: the file of components.
    """
    wide = fbic_plus(components, release=release) if plus else fbic(components, release=release)
    keys = wide.select(["iso3a", "iso3b"]).rename_columns(["actor", "partner"])
    return pa.concat_tables(
        _measures(
            keys,
            year=wide["year"],
            measure=pa.array([_named(name)] * len(wide), pa.string()),
            value=wide[name],
            method=f"recomputed: {_METHOD}",
            evidence=pa.array([f"{source}: the row of iso3a, iso3b, year"] * len(wide), pa.string()),
        )
        for name in wide.column_names[3:]
    ).sort_by(list(SORT))


def _named(column: str) -> str:
    return ("" if column.startswith("fbic") else "fbic-") + column.replace("_", "-")


def _measures(
    keys: pa.Table, *, year: pa.Array, measure: pa.Array, value: pa.Array, method: str, evidence: pa.Array
) -> pa.Table:
    n = keys.num_rows
    columns = {
        "actor": keys["actor"],
        "partner": keys["partner"],
        "year": year,
        "measure": measure,
        "value": value,
        "low": pa.nulls(n, pa.float64()),
        "high": pa.nulls(n, pa.float64()),
        "n": pa.array([1] * n, pa.int64()),
        "unit": pa.array(["index"] * n, pa.string()),
        "method": pa.array([method] * n, pa.string()),
        "evidence": evidence,
    }
    return pa.table(columns).cast(MEASURE_SCHEMA).sort_by(list(SORT))
