"""Growth: how much more suppliers have given from one year to the next, by which their capacity can be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ibis.expr.types import Table

# A year like the worst of ten, the best of four and the best of ten.
QUANTILES: Final = (0.1, 0.75, 0.9)
ENOUGH: Final = 20  # changes from which a supplier's own quantiles are taken; below, those of all suppliers


def changes(rows: Table) -> Table:
    """Return series, supplier, client, year, before, growth and increase, for each two years running with rows.

    Parameters
    ----------
    rows
        series, supplier, client, year, unit and value, one row a combination. ``growth`` is value over before, less
        1; pairs of years whose first is not above 0 have none and are left out. A supplier that stopped has no second
        row, so that growth is among those who went on.
    """
    before = rows.select(
        series_b="series", supplier_b="supplier", client_b="client", unit_b="unit", year_b=rows.year + 1, before="value"
    )
    keys = [
        rows.series == before.series_b, rows.supplier == before.supplier_b, rows.client == before.client_b,
        rows.unit == before.unit_b, rows.year == before.year_b, before.before > 0,
    ]  # fmt: skip
    joined = rows.inner_join(before, keys)
    return joined.select(
        "series", "supplier", "client", "year", "before",
        growth=joined.value / joined.before - 1, increase=joined.value - joined.before,
    )  # fmt: skip


def weighted_quantiles(moved: Table, keys: list[str]) -> Table:
    """Return keys, changes (their number) and growth_10, growth_75 and growth_90 of each group, weighed by ``before``.

    The quantile at q is the least growth at or below which a part q of the money of the year before lies. Weighing
    by money keeps a gift of thousands that became one of millions from telling what millions can become.
    """
    import ibis

    order = [moved.growth, moved.supplier, moved.client, moved.year]
    running = ibis.window(group_by=keys, order_by=order, preceding=(None, 0))
    placed = moved.mutate(
        below=moved.before.sum().over(running), whole=moved.before.sum().over(ibis.window(group_by=keys))
    )
    return placed.group_by(keys).agg(
        changes=placed.count(),
        **{
            f"growth_{round(100 * q)}": placed.growth.min(where=placed.below >= q * (1 - 1e-12) * placed.whole)
            for q in QUANTILES
        },
    )


def capacities(rows: Table) -> Table:
    """Return series, supplier, largest_increase and growth_10, growth_75, growth_90 of each supplier.

    ``largest_increase`` is the most by which it ever raised what it gave to one client from a year to the next, at
    least 0. Where it has fewer than `ENOUGH` changes, growth is that of all suppliers of the series. ``rows`` as for
    `changes`. A series without two years running has no growth, and its suppliers no row.
    """
    moved = changes(rows)
    own = weighted_quantiles(moved, ["series", "supplier"])
    pooled = weighted_quantiles(moved, ["series"])
    names = [f"growth_{round(100 * q)}" for q in QUANTILES]
    pooled = pooled.select(of_series="series", **{f"all_{name}": pooled[name] for name in names})
    largest = moved.group_by("series", "supplier").agg(largest_increase=moved.increase.max().clip(lower=0.0))
    pooled_largest = moved.group_by(s="series").agg(all_largest=moved.increase.max().clip(lower=0.0))
    everyone = rows.select("series", "supplier").distinct()
    joined = everyone.inner_join(pooled, everyone.series == pooled.of_series).drop("of_series")
    joined = joined.inner_join(pooled_largest, joined.series == pooled_largest.s).drop("s")
    joined = joined.left_join(own, ["series", "supplier"]).left_join(largest, ["series", "supplier"])
    few = joined.changes.fill_null(0) < ENOUGH
    return joined.select(
        "series", "supplier",
        largest_increase=joined.largest_increase.fill_null(joined.all_largest),
        **{name: few.ifelse(joined[f"all_{name}"], joined[name]) for name in names},
    )  # fmt: skip
