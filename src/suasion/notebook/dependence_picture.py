"""Dependence: each patron's share of what the client gets, by series, year and period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from suasion.assess import Assessment
from suasion.assess.naming import name_of, said
from suasion.codebook import Contest
from suasion.notebook import marks, rows, style
from suasion.notebook.picture import Picture, Row

_HEIGHT = 92
_PERIOD = 90  # pixels for the whole period


def dependence(assessment: Assessment, shares: Sequence[Row]) -> Picture:
    """Return the picture of the shares that `shares.by_year` gives, a panel a series."""
    contest = assessment.contest
    told = [{**row, "said": _said(row)} for row in shares]
    heading = f"How much of what {said(contest.client)} gets comes from whom"
    more = (
        f"{rows.period(assessment)}. Shares of all givers with rows in each series, and in trade of all partners. "
        "Line: years as reported, without interval, broken where a year has no row. Right: the period, with a 90 % "
        f"interval over its years. {rows.sources(assessment)}"
    )

    def draw(width: int) -> Any:
        import altair as alt

        series = list(dict.fromkeys(row["series"] for row in told))
        heads = style.title(heading, more, width)
        if not series:
            return marks.words_alone("No series has rows of two patrons.", width, title=heads)
        drawn = [_panel(told, name, contest, width, last=name == series[-1]) for name in series]
        return alt.vconcat(*drawn, spacing=8, title=heads)

    return Picture(draw, rows=told, description=_description(assessment, told), name=heading)


def _panel(told: list[Row], series: str, contest: Contest, width: int, *, last: bool) -> Any:
    import altair as alt

    kept = [row for row in told if row["series"] == series]
    years = [row for row in kept if row["year"] is not None]
    whole = [row for row in kept if row["year"] is None]
    patrons = list(contest.patrons)
    colour, shape = marks.by_colour(contest, patrons), marks.by_shape(contest, patrons)
    y = alt.Y(
        "value:Q", title=None, scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.5, 1], grid=True, minExtent=42, maxExtent=42),
    )  # fmt: skip
    tips = marks.tips(
        Patron="name", Series="series", Year="year", Share="value|.1%", Low="low|.1%", High="high|.1%",
        Method="method", Note="why", Estimate="id", Evidence="evidence",
    )  # fmt: skip
    room = style.inner(width) + style.LABELS - 42 - _PERIOD - 12
    step = 1 if width >= style.BREAK or contest.last_year - contest.first_year < 8 else 2
    ticks = list(range(contest.first_year, contest.last_year + 1, max(step, (len(years) // 3) // 14 + 1)))
    x = alt.X(
        "year:Q", title=None, scale=alt.Scale(domain=[contest.first_year - 0.4, contest.last_year + 0.4]),
        axis=alt.Axis(format="d", values=ticks, grid=False, labels=last, labelAngle=0),
    )  # fmt: skip
    base = alt.Chart(marks.data(years)).encode(x=x, y=y, color=colour, tooltip=tips)
    # A line ends where a year has no value: joined over a gap, it would say that something is known there.
    line = base.mark_line(strokeWidth=2, invalid="break-paths-show-path-domains")
    dots = base.transform_filter("isValid(datum.value)").mark_point(filled=True, size=45, opacity=1).encode(shape=shape)
    left = alt.layer(line, dots).properties(width=room, height=_HEIGHT)
    order = [name_of(code) for code in patrons]
    of_all = alt.Chart(marks.data(whole)).encode(
        x=alt.X("name:N", sort=order, title="period" if last else None, axis=alt.Axis(labels=False, grid=False)),
        color=colour, tooltip=tips,
    )  # fmt: skip
    bare = alt.Axis(labels=False, values=[0, 0.5, 1], grid=True, minExtent=0, maxExtent=0)
    scale = alt.Scale(domain=[0, 1])
    bars = of_all.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=3, opacity=0.45).encode(
        y=alt.Y("low:Q", title=None, axis=bare, scale=scale), y2="high:Q"
    )  # fmt: skip
    points = of_all.transform_filter("isValid(datum.value)").mark_point(filled=True, size=60, opacity=1).encode(
        y=alt.Y("value:Q", title=None, axis=bare, scale=scale), shape=shape
    )  # fmt: skip
    nothing = of_all.transform_filter("!isValid(datum.value)").mark_text(
        angle=270, align="left", fontSize=10, fontStyle="italic", fill=style.SOFT, dx=2
    ).encode(y=alt.datum(0, scale=scale), text=alt.value("no data"))  # fmt: skip
    right = alt.layer(bars, points, nothing).properties(width=_PERIOD - 24, height=_HEIGHT)
    head = alt.TitleParams(
        style.lines(series, width), subtitle=style.lines(_gaps(years), width), anchor="start", frame="bounds",
        fontSize=13, lineHeight=15, offset=4, subtitlePadding=2, subtitleFontSize=11, subtitleLineHeight=14,
    )  # fmt: skip
    return alt.hconcat(left, right, spacing=10, title=head)


def _gaps(years: list[Row]) -> str:
    """Return in words which patrons have no row in which years; those with the same gaps stand together."""
    by_name: dict[str, list[int]] = {}
    for row in years:
        by_name.setdefault(row["name"], []).extend([row["year"]] if row["value"] is None else [])
    of = {(row["year"]) for row in years}
    by_gap: dict[tuple[int, ...], list[str]] = {}
    for name, lacking in by_name.items():
        if lacking:
            by_gap.setdefault(tuple(lacking), []).append(name)
    said_ = [f"{', '.join(names)} {'in any year' if set(gap) == of else _spans(gap)}" for gap, names in by_gap.items()]
    return f"No data: {'; '.join(said_)}" if said_ else ""


def _spans(years: Sequence[int]) -> str:
    """Return years as spans.

    Examples
    --------
    >>> _spans([2015, 2016, 2017, 2019])
    '2015–2017, 2019'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in spans)


def _said(row: Row) -> str:
    return "no data" if row["value"] is None else f"{row['value']:.0%}"


def _description(assessment: Assessment, told: list[Row]) -> str:
    whole = [row for row in told if row["year"] is None and row["value"] is not None]
    said_ = "; ".join(f"{row['name']} {row['value']:.0%} of {row['series']}" for row in whole)
    return f"Shares over the years and over the whole period, {rows.period(assessment)}: {said_ or 'none known'}."
