"""A measure over the years: a line with its interval for each partner, or a dot where it is of a whole period."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from suasion.assess.naming import name_of
from suasion.notebook import marks, style
from suasion.notebook.picture import Picture, Row

if TYPE_CHECKING:
    import pyarrow as pa

_HEIGHT = 170


def measured(table: pa.Table, *, order: Sequence[str] = (), title: str | None = None, source: str = "") -> Picture:
    """Return the picture of a measure table, a panel a measure.

    Parameters
    ----------
    table
        In MEASURE_SCHEMA. A row without a value leaves a gap in its line.
    order
        Codes whose parties take the first colours, as in the pictures of a contest.
    title
        What is seen; None: the measures' names.
    source
        Where the rows are from, in words.
    """
    told = [{**row, "name": _party(row)} for row in table.to_pylist()]
    names = _names(told, order)
    measures = sorted({row["measure"] for row in told})
    heading = title or f"{_capital(', '.join(measures))} by year"
    years = sorted({row["year"] for row in told if row["year"] is not None})
    span = f"{years[0]} to {years[-1]}" if years else "Whole period"
    shown = "Band" if years else "Bar"
    lacking = sum(row["value"] is None for row in told)
    gaps = f"; {lacking} without a value are left open, none is a zero" if lacking else ""
    interval = f" {shown}: 90 % interval." if any(row["low"] is not None for row in told) else " No interval is known."
    more = f"{span}, {len(told)} estimates{gaps}.{interval}{f' Source: {source}.' if source else ''}"

    def draw(width: int) -> Any:
        import altair as alt

        drawn = [_panel([row for row in told if row["measure"] == name], name, names, width) for name in measures]
        return alt.vconcat(*drawn, spacing=10, title=style.title(heading, more, width))

    return Picture(draw, rows=told, description=f"{heading}. {more}", name=heading)


def _panel(told: list[Row], measure: str, names: list[str], width: int) -> Any:
    import altair as alt

    years = [row["year"] for row in told if row["year"] is not None]
    colours = [style.COLOURS[n % len(style.COLOURS)] for n in range(len(names))]
    legend = alt.Legend(columns=0 if width >= style.BREAK else 3)
    colour = alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=legend)
    shapes = [style.SHAPES[(n + n // len(colours)) % len(style.SHAPES)] for n in range(len(names))]
    shape = alt.Shape("name:N", scale=alt.Scale(domain=names, range=shapes), legend=legend)
    tips = marks.tips(
        Party="name", Year="year", Value="value|.3f", Low="low|.3f", High="high|.3f", N="n", Unit="unit",
        Method="method", Evidence="evidence",
    )  # fmt: skip
    room = width - 60
    head = alt.TitleParams(_capital(measure), anchor="start", frame="bounds", fontSize=13, offset=4)
    axis = alt.Axis(title=None, grid=True, tickCount=4, minExtent=48, maxExtent=48)
    scale = alt.Scale(zero=False, nice=True)
    y = alt.Y("value:Q", axis=axis, scale=scale)
    if not years:
        x: Any = alt.X("name:N", title=None, sort=names, axis=alt.Axis(grid=False, labelAngle=0, labelLimit=110))
    else:
        step = max(1, (max(years) - min(years)) // (10 if width >= style.BREAK else 5))
        x = alt.X(
            "year:Q", title=None, scale=alt.Scale(domain=[min(years) - 0.4, max(years) + 0.4]),
            axis=alt.Axis(format="d", grid=False, labelAngle=0, values=list(range(min(years), max(years) + 1, step))),
        )  # fmt: skip
    told = [*told, *_open_years(told, names)]
    base = alt.Chart(marks.data(told)).encode(x=x, color=colour, tooltip=tips)
    layers = []
    if years:
        gaps = "break-paths-show-path-domains"  # joined over a gap, a line would say that something is known there
        band = alt.Chart(marks.data(told)).mark_area(opacity=0.16, invalid=gaps).encode(
            x=x, y=alt.Y("low:Q", axis=axis, scale=scale), y2="high:Q", color=colour
        )  # fmt: skip
        layers = [band, base.mark_line(strokeWidth=2, invalid=gaps).encode(y=y)]
    else:
        known = base.transform_filter("isValid(datum.low)")
        layers = [known.mark_rule(strokeWidth=3, opacity=0.45).encode(y=alt.Y("low:Q", axis=axis, scale=scale),
                                                                      y2="high:Q")]  # fmt: skip
    dots = base.transform_filter("isValid(datum.value)").mark_point(filled=True, size=34, opacity=1)
    layers.append(dots.encode(y=y, shape=shape))
    return alt.layer(*layers).properties(width=room, height=_HEIGHT, title=head)


def _open_years(told: list[Row], names: list[str]) -> list[Row]:
    """Return a row without a value for each year of which a party has none, so that its line is broken there."""
    years = sorted({row["year"] for row in told if row["year"] is not None})
    if len(years) < 2:
        return []
    step = min(later - earlier for earlier, later in itertools.pairwise(years))
    had = {(row["name"], row["year"]) for row in told}
    present = [name for name in names if any(row["name"] == name for row in told)]
    pairs = ((name, year) for name in present for year in range(years[0], years[-1] + 1, step))
    return [{"name": name, "year": year, "value": None, "low": None, "high": None} for name, year in pairs
            if (name, year) not in had]  # fmt: skip


def _party(row: Row) -> str:
    return name_of(row["partner"]) if row["partner"] else name_of(row["actor"])


def _names(told: list[Row], order: Sequence[str]) -> list[str]:
    """Return the parties' names, those of an order first; those beyond what can be told apart still have a place."""
    first = [name_of(code) for code in order]
    present = {row["name"] for row in told}
    return [name for name in first if name in present] + sorted(present - set(first))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
