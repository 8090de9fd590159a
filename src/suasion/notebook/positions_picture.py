"""Positions on each issue: where the parties stand between its two ends, with intervals."""

from __future__ import annotations

from typing import Any

from suasion.assess import Assessment
from suasion.assess.naming import said
from suasion.codebook import Contest
from suasion.notebook import marks, rows, style
from suasion.notebook.picture import Picture, Row

_STEP = 15  # pixels a party
_SIGNED = "datum.value > 0 ? '+' + datum.label : datum.label"
_WIDE_NOTE = 150  # pixels right of the marks for what the interval rests on


def positions(assessment: Assessment) -> Picture:
    """Return the picture of where client and patrons stand on each issue, from -1 to its norm, 1.

    An issue on which no party is placed is named under the picture.
    """
    contest = assessment.contest
    told = [{**row, "said": _said(row)} for row in rows.positions(assessment)]
    heading = f"Where {said(contest.client)} and its patrons stand"
    more = (
        f"{_period(told) or rows.period(assessment)}. The ends of each scale stand under its issue. Dot: position; "
        f"bar: 90 % interval; thin evidence is drawn towards the middle. {rows.sources(assessment)}"
    )

    def draw(width: int) -> Any:
        import altair as alt

        placed = _placed(told)
        drawn = [_issue(told, issue, contest, width, last=issue == placed[-1]) for issue in placed]
        heads = style.title(heading, more, width)
        if not drawn:
            return marks.words_alone("No party is placed on any issue.", width, title=heads)
        return alt.vconcat(*drawn, *_unplaced(told, width), spacing=10, title=heads)

    return Picture(draw, rows=told, description=_description(assessment, told), name=heading)


def _issue(told: list[Row], issue: str, contest: Contest, width: int, *, last: bool) -> Any:
    """Return one issue's panel: its name, its two ends, and a line for each party."""
    import altair as alt

    kept = [row for row in told if row["issue"] == issue]
    parties = [row["party"] for row in kept]
    room = style.inner(width) - (_WIDE_NOTE if width >= style.BREAK else 0)
    scale = alt.Scale(domain=[-1, 1])
    axis = alt.Axis(values=[-1, -0.5, 0, 0.5, 1], title=None, labels=last, labelExpr=_SIGNED)
    tips = marks.tips(
        Party="name", Issue="issue", Position="value|.2f", Low="low|.2f", High="high|.2f", Statements="statements",
        Votes="votes", Note="why", Estimate="id", Evidence="evidence",
    )  # fmt: skip
    base = alt.Chart(marks.data(kept)).encode(
        y=alt.Y("name:N", sort=[row["name"] for row in kept], title=None), tooltip=tips
    )
    known = base.transform_filter("isValid(datum.value)")
    colour, shape = marks.by_colour(contest, parties).legend(None), marks.by_shape(contest, parties).legend(None)
    bars = known.mark_rule(strokeWidth=3, opacity=0.45).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", color=colour
    )
    dots = known.mark_point(filled=True, size=70, opacity=1, strokeWidth=3).encode(
        x=alt.X("value:Q", scale=scale), color=colour, shape=shape
    )
    lacking = base.transform_filter("!isValid(datum.value)").mark_text(
        fill=style.SOFT, fontSize=11, fontStyle="italic", align="center"
    ).encode(x=alt.datum(0, scale=scale), text="said:N")  # fmt: skip
    notes = known.mark_text(align="left", dx=8, fill=style.SOFT, fontSize=11).encode(x=alt.value(room), text="said:N")
    layers = [bars, dots, lacking, *([notes] if width >= style.BREAK else [])]
    against, norm = kept[0]["against"], kept[0]["norm"]
    ends = [f"−1: {against}", f"+1: {norm}"]
    under = [" · ".join(ends)] if width >= style.BREAK else [line for end in ends for line in style.lines(end, width)]
    heading = alt.TitleParams(
        issue, subtitle=under, anchor="start", frame="bounds", fontSize=13, offset=4, subtitlePadding=2,
        subtitleFontSize=11, subtitleLineHeight=14,
    )  # fmt: skip
    return alt.layer(*layers).properties(width=room, height=alt.Step(_STEP), title=heading)


def _placed(told: list[Row]) -> list[str]:
    return list(dict.fromkeys(row["issue"] for row in told if row["value"] is not None))


def _unplaced(told: list[Row], width: int) -> list[Any]:
    """Return a line that names the issues on which no party is placed."""
    import altair as alt

    placed = _placed(told)
    names = list(dict.fromkeys(row["issue"] for row in told if row["issue"] not in placed))
    if not names:
        return []
    text = style.lines(f"No data on where any party stands: {', '.join(names)}.", style.inner(width))
    return [
        alt.Chart(marks.data([{"said": line, "n": n} for n, line in enumerate(text)]))
        .mark_text(align="left", fill=style.SOFT, fontSize=11, fontStyle="italic")
        .encode(x=alt.value(0), y=alt.Y("n:O", axis=None), text="said:N")
        .properties(width=style.inner(width), height=alt.Step(15))
    ]


def _period(told: list[Row]) -> str:
    """Return the years of the statements and votes that place the parties, which may lie before the contest's."""
    years = sorted(word for row in told for word in row["years"].split(" to ") if word)
    return "" if not years else years[0] if years[0] == years[-1] else f"{years[0]} to {years[-1]}"


def _said(row: Row) -> str:
    if row["value"] is None:
        return "no data"
    told = [f"{row[kind]} {kind if row[kind] > 1 else kind[:-1]}" for kind in ("statements", "votes") if row[kind]]
    return ", ".join(told)


def _description(assessment: Assessment, told: list[Row]) -> str:
    clear = [row for row in told if row["low"] is not None and (row["low"] > 0 or row["high"] < 0)]
    said_ = "; ".join(f"{row['name']} on {row['issue']} {row['value']:+.2f}" for row in clear)
    return (
        f"Positions of the parties on {len(_placed(told))} issues, from -1 to 1, {rows.period(assessment)}. "
        f"{f'On one side for sure: {said_}.' if clear else 'No interval lies on one side of the middle.'}"
    )
