"""What is supplied: what each supplier gives each client, by series, in one kind of money; trade as well."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from suasion.codebook import INDICATORS
from suasion.errors import InputError
from suasion.measure.flows import of_single_years
from suasion.measure.measured import Run
from suasion.measure.priced import priced, single_source
from suasion.measure.trade_books import trade_seen_by

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from ibis.expr.types import Table

TRADE: Final = ("exports", "imports")
# What a supplier gives can be shared, held against GDP and refilled; a flag, an index or a case cannot.
SERIES: Final = tuple(
    name
    for name, i in INDICATORS.items()
    if i.directed and i.given and i.instrument and i.unit not in ("flag", "case") and name not in TRADE
)
COMMITTED: Final = ("finance-oda", "finance-oof", "finance-vague")
# Who gives by which data set differs, so one state's aid stands in one series and another's in the next.
COMBINED: Final = {
    "aid": ("oda-gross", "finance-oda"),
    "official-finance": ("oda-gross", *COMMITTED),
}


def asked_series(indicators: Sequence[str], *, also: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the series that a person named, or all.

    Parameters
    ----------
    indicators
        Keys of INDICATORS, or of `COMBINED`; none for all that can be shared.
    also
        Further series that make sense here: "exports" and "imports".

    Raises
    ------
    InputError
        If one of them is no series of something given.
    """
    known = (*SERIES, *COMBINED, *also)
    for name in indicators:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise InputError(f"{name!r} is no series that one state gives another.{hint} There are {', '.join(known)}.")
    return tuple(indicators) or known


def parts_of(series: Sequence[str]) -> list[str]:
    """Return the indicators whose rows some series need, each once."""
    return sorted({part for name in series for part in COMBINED.get(name, (name,))})


def sources_of(observations: Table, indicators: Sequence[str], run: Run) -> pa.Table:
    """Return indicator, source, and the first and last year in which the source has rows with a value."""
    rows = observations.filter(
        observations.indicator.isin(list(indicators)), observations.status == "observed", observations.value.notnull()
    )
    found = rows.group_by("indicator", "source").agg(begin=rows.first_year.min(), end=rows.last_year.max())
    return run(found.order_by("indicator", "source"))


def supplied(
    observations: Table,
    series: Sequence[str],
    sources: pa.Table,
    *,
    first_year: int,
    last_year: int,
    realised: tuple[float, float, float],
) -> Table:
    """Return series, client, supplier, year, unit, n, and value with the least and the most that it may be.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. Rows without a value are left out, not taken as 0.
    series
        From `asked_series`. Each is taken from one source where several have it (`one_source`).
    sources
        From `sources_of`: which data sets there are, and which years a combined series can have: those that all its
        parts cover, since a data set that ends early would look like a giver that stopped giving.
    first_year, last_year
        Both included. Rows of several years count for none of them, and are left out.
    realised
        Low, central and high part of a committed dollar that counts as a disbursed one, in combined series only.

    Returns
    -------
    Table
        Money stands in dollars of 2022; ``least`` and ``most`` differ from ``value`` where a figure is committed and
        stands beside disbursed ones. "exports" and "imports" are by the client's books, else by the supplier's.
    """
    import ibis

    parts = parts_of(series)
    money = priced(single_source(_rows(observations, parts, first_year, last_year), sources, parts))
    plain = money.filter(money.indicator.isin(list(series)))
    pieces = [_piece(plain, plain.indicator, (1.0, 1.0, 1.0))] if set(series) - set(TRADE) - set(COMBINED) else []
    for name in (n for n in series if n in COMBINED):
        span = _common_span(sources, COMBINED[name])
        if span is not None:
            inside = money.filter(money.indicator.isin(list(COMBINED[name])), money.first_year.between(*span))
            pieces.append(_piece(inside, ibis.literal(name), realised))
    if set(series) & set(TRADE):
        pieces.append(_traded(observations, sources, [n for n in TRADE if n in series], first_year, last_year))
    rows = pieces[0] if len(pieces) == 1 else ibis.union(*pieces)
    return rows.group_by("series", "client", "supplier", "year", "unit").agg(
        value=rows.value.sum(), least=rows.least.sum(), most=rows.most.sum(), n=rows.n.sum()
    )


def _rows(observations: Table, indicators: Sequence[str], first_year: int, last_year: int) -> Table:
    apart = [name for name in indicators if name not in TRADE]  # which has two books, each its own way round
    return of_single_years(observations, apart, first_year=first_year, last_year=last_year)


def _piece(rows: Table, name: ibis.Value, realised: tuple[float, float, float]) -> Table:
    committed = rows.indicator.isin(list(COMMITTED))
    low, central, high = (committed.ifelse(part, 1.0) * rows.amount for part in realised)
    return rows.select(
        series=name, client=rows.partner, supplier=rows.actor, year=rows.first_year.cast("int16"), unit=rows.unit,
        value=central, least=low, most=high, n=1,
    ).cast({"n": "int64"})  # fmt: skip


def _traded(observations: Table, sources: pa.Table, kinds: Sequence[str], first_year: int, last_year: int) -> Table:
    import ibis

    seen = trade_seen_by(observations, sources, first_year=first_year, last_year=last_year)
    pieces = [
        seen.filter(seen[kind].notnull()).select(
            series=ibis.literal(kind), client="actor", supplier="partner", year="year", unit="unit",
            value=seen[kind], least=seen[kind], most=seen[kind], n="n",
        )
        for kind in kinds
    ]  # fmt: skip
    return pieces[0] if len(pieces) == 1 else ibis.union(*pieces)


def _common_span(sources: pa.Table, parts: Sequence[str]) -> tuple[int, int] | None:
    """Return the years that all parts of a combined series cover; None where fewer than two have rows."""
    spans: dict[str, tuple[int, int]] = {}
    for row in sources.to_pylist():
        if row["indicator"] in parts:
            begin, end = spans.get(row["indicator"], (row["begin"], row["end"]))
            spans[row["indicator"]] = min(begin, row["begin"]), max(end, row["end"])
    if len(spans) < 2:
        return None
    return max(begin for begin, _ in spans.values()), min(end for _, end in spans.values())
