"""Trade dependence: how much of a state's trade and product hangs on a partner, and on which side more does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import InputError
from suasion.measure.measured import Run, on_its_own_engine
from suasion.measure.priced import products
from suasion.measure.stacked import Figure, stacked
from suasion.measure.supplied import sources_of
from suasion.measure.trade_books import published_trade, trade_seen_by

if TYPE_CHECKING:
    from ibis.expr.types import Table

_BOOKS: Final = "low and high by the lower and the higher of both states' books"
_WHOLE: Final = "own books, else the partner's"
_NO_SHARE: Final = "a share is lacking: no trade, or no total of it, of one of them"
_NO_TOTAL: Final = "no row in either book, or no total with all partners"
# Of each figure: what it is, and what is lacking where it has no value.
_SAID: Final = {
    "share [exports]": (f"exports to the partner over all exports; {_WHOLE}", _NO_TOTAL),
    "share [imports]": (f"imports from the partner over all imports; {_WHOLE}", _NO_TOTAL),
    "share [trade]": (f"trade with the partner over all its trade; {_WHOLE}", _NO_TOTAL),
    "to gdp [trade]": ("trade with the partner over GDP of the same year", "no GDP, or one direction of trade"),
    "weak link": ("the lesser of both states' trade to GDP (Oneal and Russett 1997)", "no GDP of one of them"),
    "salience": ("root of the product of both shares of trade (Barbieri 1996)", _NO_SHARE),
    "symmetry": ("1 less the difference of both shares of trade (Barbieri 1996)", _NO_SHARE),
    "interdependence": ("salience times symmetry (Barbieri 1996)", _NO_SHARE),
    "asymmetry ratio [share]": ("own share of trade over the partner's (Hirschman 1945)", "a share is lacking, or 0"),
    "asymmetry difference [share]": ("own share of trade less the partner's (Hirschman 1945)", "a share is lacking"),
    "asymmetry ratio [gdp]": ("own trade to GDP over the partner's (Hirschman 1945)", "no GDP of one of them, or 0"),
    "asymmetry difference [gdp]": ("own trade to GDP less the partner's (Hirschman 1945)", "no GDP of one of them"),
    "mirror ratio [exports]": ("own exports over the partner's imports", "one of the books has no row, or 0"),
    "mirror ratio [imports]": ("own imports over the partner's exports", "one of the books has no row, or 0"),
}  # fmt: skip


def trade_dependence(
    observations: Table,
    *,
    first_year: int,
    last_year: int,
    actor: str | None = None,
    partners: Sequence[str] | None = None,
    by: Literal["year", "period"] = "year",
    run: Run = on_its_own_engine,
) -> pa.Table:
    """Return how a state depends on its partners' trade, as a measure table; directed, so each pair stands twice.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA with indicators "exports", "imports" and "gdp"; others are passed over.
    first_year, last_year
        Both included.
    actor, partners
        One state, and those it trades with; None for all.
    by
        "year", or "period" for the mean of the years that have a value.
    run
        How to run an Ibis expression; a record's rows want `Record.run`.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA; measures as in `docs/methods/dependence.md`. A pair and year without a row of trade is absent;
        a figure that lacks a part of it (GDP, one direction, the partner's total) is null and says so.

    Raises
    ------
    InputError
        If no two states have a row of trade in those years.

    Notes
    -----
    Two states' books of the same goods differ (freight, re-exports, timing), and neither is right by rule. The value
    takes each state's own books; ``low`` and ``high`` are worked out from the lower and the higher book of both
    directions. They are null where one book alone has rows, or both agree to the dollar: one may be a copy.
    All a state's trade is what it published for all partners, or the sum of its pairs where that is more. Where it
    published nothing there is no share: a table of a few partners would make each of them look like all there is.
    """
    sources = sources_of(observations, ("exports", "imports", "gdp"), run)
    window = {"first_year": first_year, "last_year": last_year}
    sides = _sides(observations, sources, window)
    pairs = _pairs(sides)
    if actor is not None:
        pairs = pairs.filter(pairs.actor == actor)
    if partners:
        pairs = pairs.filter(pairs.partner.isin(list(partners)))
    wide = _figures(pairs)
    if by == "period":
        wide = _mean_of_years(wide)
    found = run(wide)
    if not found.num_rows:
        raise InputError(
            f"The record has no trade between {actor or 'any two states'} and {', '.join(partners or ['others'])} from "
            f"{first_year} to {last_year}. Gather cow-trade-dyads, imf-imts, un-comtrade or fbic, or name other years."
        )
    return stacked(_with_evidence(found, sources), [_figure(name) for name in _SAID])


def _sides(observations: Table, sources: pa.Table, window: dict[str, int]) -> Table:
    """Return each directed pair and year with the actor's total trade and GDP."""
    import ibis

    seen = trade_seen_by(observations, sources, **window)
    lesser, larger = {}, {}
    for kind in ("exports", "imports"):
        own, mirror = seen[f"{kind}_own"], seen[f"{kind}_mirror"]
        lesser[kind] = ibis.coalesce(ibis.least(own, mirror), seen[kind])
        larger[kind] = ibis.coalesce(ibis.greatest(own, mirror), seen[kind])
    seen = seen.mutate(
        trade=seen.exports + seen.imports,
        **{f"{kind}_least": lesser[kind] for kind in lesser},
        **{f"{kind}_most": larger[kind] for kind in larger},
        trade_least=lesser["exports"] + lesser["imports"],
        trade_most=larger["exports"] + larger["imports"],
    )
    totals = seen.group_by(state="actor", in_year="year", priced_in="unit").agg(
        pair_exports=seen.exports.sum(), pair_imports=seen.imports.sum()
    )
    said = published_trade(observations, sources, **window).rename(said_state="actor", said_year="year", said_in="unit")
    keys = [totals.state == said.said_state, totals.in_year == said.said_year, totals.priced_in == said.said_in]
    whole = totals.left_join(said, keys)
    said_all = {
        kind: ibis.ifelse(
            whole[f"all_{kind}"].notnull(), ibis.greatest(whole[f"all_{kind}"], whole[f"pair_{kind}"]), None
        )
        for kind in ("exports", "imports")
    }
    whole = whole.select("state", "in_year", "priced_in", **{f"whole_{kind}": said_all[kind] for kind in said_all})
    gdp = products(observations, sources, **window)
    sides = seen.left_join(
        whole, [seen.actor == whole.state, seen.year == whole.in_year, seen.unit == whole.priced_in]
    ).drop("state", "in_year", "priced_in")
    sides = sides.left_join(gdp, [sides.actor == gdp.state, sides.year == gdp.gdp_year]).drop("state", "gdp_year")
    return sides.mutate(whole_trade=sides.whole_exports + sides.whole_imports)


def _pairs(sides: Table) -> Table:
    """Return each side with what is needed of the other's."""
    kept = ("trade", "whole_trade", "gdp")
    other = sides.select(
        **{f"other_{name}": sides[name] for name in kept}, at="actor", to="partner", then="year", priced_in="unit"
    )
    keys = [sides.actor == other.to, sides.partner == other.at, sides.year == other.then, sides.unit == other.priced_in]
    return sides.left_join(other, keys).drop("at", "to", "then", "priced_in")


def _figures(p: Table) -> Table:
    """Return the columns name, name_low and name_high of every figure, as the books have it."""
    columns: dict[str, Any] = {name: p[name] for name in ("actor", "partner", "year", "n")}
    for kind in ("exports", "imports", "trade"):
        apart = p[f"{kind}_least"] < p[f"{kind}_most"]
        values = [_share(p, p[f"{kind}{end}"], kind) for end in ("", "_least", "_most")]
        _put(columns, f"share [{kind}]", values, apart)
    for kind in ("exports", "imports"):
        columns[f"mirror ratio [{kind}]"] = p[f"{kind}_own"] / p[f"{kind}_mirror"].nullif(0.0)
    # Of both sides: by each state's own books, and by the lower and the higher of both books.
    amounts = [(p.trade, p.other_trade), (p.trade_least, p.trade_least), (p.trade_most, p.trade_most)]
    by_gdp = [(own / p.gdp, other / p.other_gdp) for own, other in amounts]
    by_share = [(_share(p, own, "trade"), _share(p, other, "trade", "other_")) for own, other in amounts]
    apart = p.trade_least < p.trade_most
    _put(columns, "to gdp [trade]", [own for own, _ in by_gdp], apart)
    for name, (form, basis) in _OF_BOTH.items():
        sides = by_gdp if basis == "gdp" else by_share
        _put(columns, name, [form(own, other) for own, other in sides], apart)
    return p.select(**columns)


def _share(p: Table, amount: Any, kind: str, side: str = "") -> Any:
    """Return a part of a whole whose rest stays: more with one partner is more in all."""
    rest = p[f"{side}whole_{kind}"] - p[f"{side}{kind}"]
    return amount / (amount + rest).nullif(0.0)


def _put(columns: dict[str, Any], name: str, values: Sequence[Any], apart: Any) -> None:
    """Set a figure, the first of the values, with the least and the most of all where books differ."""
    import ibis

    columns[name] = values[0]
    columns[f"{name}_low"] = ibis.ifelse(apart, ibis.least(*values), None)
    columns[f"{name}_high"] = ibis.ifelse(apart, ibis.greatest(*values), None)


def _lesser(a: Any, b: Any) -> Any:
    """Return the lesser, NULL where either is: LEAST would pass over it."""
    import ibis

    return ibis.ifelse(a.notnull() & b.notnull(), ibis.least(a, b), None)


_OF_BOTH: Final[dict[str, tuple[Callable[[Any, Any], Any], str]]] = {
    "weak link": (_lesser, "gdp"),
    "salience": (lambda a, b: (a * b).sqrt(), "share"),
    "symmetry": (lambda a, b: 1 - (a - b).abs(), "share"),
    "interdependence": (lambda a, b: (a * b).sqrt() * (1 - (a - b).abs()), "share"),
    "asymmetry ratio [share]": (lambda a, b: a / b.nullif(0.0), "share"),
    "asymmetry difference [share]": (lambda a, b: a - b, "share"),
    "asymmetry ratio [gdp]": (lambda a, b: a / b.nullif(0.0), "gdp"),
    "asymmetry difference [gdp]": (lambda a, b: a - b, "gdp"),
}


def _mean_of_years(wide: Table) -> Table:
    """Return the mean of the years with a value; an interval only where each of them has one."""
    import ibis

    figures: dict[str, Any] = {}
    for name in _SAID:
        figures[name] = wide[name].mean()
        for end in ("low", "high") if _bounded(name) else ():
            column = wide[f"{name}_{end}"]
            whole = column.count() == wide[name].count()
            figures[f"{name}_{end}"] = ibis.ifelse(whole, column.mean(), None)
    means = wide.group_by("actor", "partner").agg(n=wide.n.sum(), **figures)
    return means.mutate(year=ibis.null("int16"))


def _with_evidence(found: pa.Table, sources: pa.Table) -> pa.Table:
    used = sorted(set(sources["source"].to_pylist()))
    when = pc.if_else(pc.is_valid(found["year"]), found["year"].cast(pa.string()), "these years")
    said = pc.binary_join_element_wise(
        "exports and imports of ", found["actor"], " and ", found["partner"], ", gdp of both, in ", when,
        f"; source {', '.join(used)}", "",
    )  # fmt: skip
    return found.append_column("evidence", said)


def _bounded(name: str) -> bool:
    return not name.startswith("mirror")


def _figure(name: str) -> Figure:
    method, lacking = _SAID[name]
    unit = "ratio" if "ratio" in name or name.startswith(("to gdp", "weak")) or name.endswith("[gdp]") else "share"
    return Figure(
        name=name, value=name, low=f"{name}_low" if _bounded(name) else None,
        high=f"{name}_high" if _bounded(name) else None, unit=unit, of_series=False,
        method=f"{method}; {_BOOKS}" if _bounded(name) else method, lacking=lacking,
    )  # fmt: skip
