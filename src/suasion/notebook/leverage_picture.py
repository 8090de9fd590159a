"""Leverage by instrument and patron: a dot with its interval, the whole on top."""

from __future__ import annotations

from typing import Any

from suasion.assess import Assessment
from suasion.assess.naming import name_of, possessive, said
from suasion.codebook import Contest
from suasion.notebook import marks, rows, style
from suasion.notebook.picture import Picture, Row

_STEP = 15  # pixels a patron


def leverage(assessment: Assessment) -> Picture:
    """Return the picture of each patron's leverage over the client, in all and by instrument."""
    contest = assessment.contest
    told = [
        {**row, "said": _said(row), "end": row["high"] if row["high"] is not None else row["value"]}
        for row in rows.leverage(assessment)
    ]
    patrons = list(dict.fromkeys(row["patron"] for row in told))
    heading = f"Who has leverage over {said(contest.client)}, and by what"
    more = (
        f"{rows.period(assessment)}. 0: none; 1: full command of something that it cannot do without. Dot: estimate; "
        f"bar: 90 % interval; “first”: share of draws in which a patron comes out first. {rows.sources(assessment)}"
    )

    def draw(width: int) -> Any:
        import altair as alt

        drawn = [_measured(told, patrons, contest, width), *_unmeasured(told, width)]
        return alt.vconcat(*drawn, spacing=14, title=style.title(heading, more, width))

    return Picture(draw, rows=told, description=_description(assessment, told), name=heading)


def _measured(told: list[Row], patrons: list[str], contest: Contest, width: int) -> Any:
    """Return the dots of the instruments that are measured for at least one patron."""
    import altair as alt

    order = _order(told)
    kept = [row for row in told if row["instrument"] in order]
    top = max((row["high"] or row["value"] or 0.0 for row in kept), default=0.0) or 1.0
    scale = alt.Scale(domain=[0, top * (2.4 if width < style.BREAK else 1.3)], nice=False)
    axis = alt.Axis(title="Leverage", format=".2~f", values=_ticks(top))
    tips = marks.tips(
        Patron="name", Instrument="instrument", Leverage="value|.3f", Low="low|.3f", High="high|.3f",
        First="first|.0%", Method="method", Note="why", Estimate="id", Evidence="evidence",
    )  # fmt: skip
    base = alt.Chart(marks.data(kept)).encode(
        y=alt.Y("instrument:N", sort=order, title=None, scale=alt.Scale(paddingInner=0.28, paddingOuter=0.14)),
        yOffset=alt.YOffset("name:N", sort=[name_of(code) for code in patrons]),
        tooltip=tips,
    )
    measured = base.transform_filter("isValid(datum.value)")
    colour, shape = marks.by_colour(contest, patrons), marks.by_shape(contest, patrons)
    bars = measured.mark_rule(strokeWidth=3, opacity=0.45).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=colour
    )
    dots = measured.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("value:Q", scale=scale), color=colour, shape=shape
    )
    words = measured.mark_text(align="left", dx=8, fill=style.INK, fontSize=11).encode(
        x=alt.X("end:Q", scale=scale), text="said:N"
    )
    lacking = base.transform_filter("!isValid(datum.value)").mark_text(
        align="left", dx=3, fill=style.SOFT, fontSize=11, fontStyle="italic"
    ).encode(x=alt.datum(0, scale=scale), text="said:N")  # fmt: skip
    return alt.layer(bars, dots, words, lacking).properties(
        width=style.inner(width), height=alt.Step(_STEP, **{"for": "offset"})
    )


def _unmeasured(told: list[Row], width: int) -> list[Any]:
    """Return the instruments that none is measured by: a line each says who has statements that tell of it."""
    import altair as alt

    measured = _order(told)
    by_name: dict[str, list[Row]] = {}
    for row in told:
        if row["instrument"] not in measured:
            by_name.setdefault(row["instrument"], []).append(row)
    if not by_name:
        return []
    room = style.inner(width)
    lacking = [
        {"key": f"{name}|{n}", "instrument": name, "line": line, "estimates": ", ".join(row["id"] for row in some)}
        for name, some in sorted(by_name.items())
        for n, line in enumerate(style.lines(", ".join(_told(row) for row in some), room))
    ]
    heading = alt.TitleParams(
        "Not measured: no common scale, or no rows; numbers of statements that tell of the tie"
        if width >= style.BREAK
        else ["Not measured; numbers of statements", "that tell of the tie"],
        anchor="start", frame="bounds", fontSize=12, fontWeight=600, lineHeight=15, offset=6,
    )  # fmt: skip
    # A line of words has a place of its own; only the first of an instrument is labelled.
    label = "split(datum.value, '|')[1] == '0' ? split(datum.value, '|')[0] : ''"
    words = alt.Chart(marks.data(lacking)).mark_text(align="left", dx=3, fill=style.SOFT, fontSize=11).encode(
        y=alt.Y("key:N", sort=None, title=None, axis=alt.Axis(labelExpr=label)),
        x=alt.value(0), text="line:N", tooltip=marks.tips(Instrument="instrument", Estimates="estimates"),
    )  # fmt: skip
    return [words.properties(width=room, height=alt.Step(16), title=heading)]


def _order(told: list[Row]) -> list[str]:
    """Return the whole, then the instruments that are measured for someone, the largest estimate first."""
    most: dict[str, float] = {rows.ALL: 0.0}
    for row in told:
        if row["value"] is not None:
            most[row["instrument"]] = max(most.get(row["instrument"], 0.0), row["value"])
    return sorted(most, key=lambda name: (name != rows.ALL, -most[name], name))


def _told(row: Row) -> str:
    return f"{row['name']} ({row['statements']})" if row["statements"] else f"{row['name']} (rows only)"


def _said(row: Row) -> str:
    if row["value"] is None:
        told = f", {row['statements']} statement{'' if row['statements'] == 1 else 's'}" if row["statements"] else ""
        return f"{row['name']}: no measure{told}"
    if row["instrument"] != rows.ALL:
        return ""
    first = "" if row["first"] is None else f", first in {row['first']:.0%}".replace("%", " %")
    return f"{row['name']} {row['value']:.2f}{first}"


def _ticks(top: float) -> list[float]:
    step = next(size for size in (0.05, 0.1, 0.2, 0.25, 0.5) if top / size <= 5 or size == 0.5)
    return [round(step * n, 4) for n in range(int(top / step + 1.5))]


def _description(assessment: Assessment, told: list[Row]) -> str:
    whole = [row for row in told if row["instrument"] == rows.ALL]
    said_ = "; ".join(
        f"{row['name']} {row['value']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
        if row["value"] is not None and row["low"] is not None
        else f"{row['name']} {'no data' if row['value'] is None else format(row['value'], '.2f')}"
        for row in whole
    )
    client = possessive(said(assessment.contest.client))
    return f"Leverage of {client} patrons, {rows.period(assessment)}, by instrument. In all: {said_}."
