"""Timeline: what was said, given, done and voted between the client and each patron, by instrument."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from suasion.assess import Assessment
from suasion.assess.naming import name_of, said
from suasion.codebook import INSTRUMENTS, Contest
from suasion.notebook import happenings as kinds
from suasion.notebook import marks, rows, style
from suasion.notebook.picture import Picture, Row

_STEP = 20  # pixels an instrument
_FEW = 10  # roll calls below which a percent says too much
_SHAPES = {kinds.STATEMENT: "circle", kinds.DATA: "square", kinds.VOTES: "diamond"}


def timeline(assessment: Assessment, happened: Sequence[Row]) -> Picture:
    """Return the picture of what `happenings.happenings` gives, a panel a patron."""
    contest = assessment.contest
    told = [_marked(row) for row in happened]
    heading = f"What passed between {said(contest.client)} and its patrons"
    more = (
        f"{rows.period(assessment)}. Circle: statement; square: data row; larger for more of one date. Line: a period, "
        "or a date known to its year or month. Hollow: denied, alleged, planned or wanted. Faint: dated by its "
        "document. Diamond: percent of roll calls on which both voted alike. "
        f"{rows.sources(assessment)}"
    )

    def draw(width: int) -> Any:
        import altair as alt

        heads = style.title(heading, more, width)
        patrons = list(contest.patrons)
        drawn = [_panel(told, patron, contest, width, last=patron == patrons[-1]) for patron in patrons]
        return alt.vconcat(*drawn, spacing=12, title=heads)

    return Picture(draw, rows=told, description=_description(assessment, told), name=heading)


def _panel(told: list[Row], patron: str, contest: Contest, width: int, *, last: bool) -> Any:
    import altair as alt

    kept = [row for row in told if row["patron"] == patron]
    head = alt.TitleParams(name_of(patron), anchor="start", frame="bounds", fontSize=13, offset=4)
    if not kept:
        return marks.words_alone("no data", width, title=head)
    colour = style.colours(contest)[patron]
    order = [*(one.title for one in INSTRUMENTS.values()), kinds.UNNAMED, "UN votes"]
    domain = [{"year": contest.first_year, "month": 1, "date": 1}, {"year": contest.last_year, "month": 12, "date": 31}]
    step = 1 if width >= style.BREAK else 2
    axis = alt.Axis(
        format="%Y", title=None, labels=last, labelFlush=True,
        values=[alt.DateTime(year=year) for year in range(contest.first_year, contest.last_year + 1, step)],
    )  # fmt: skip
    scale = alt.Scale(domain=[alt.DateTime(**day) for day in domain], clamp=True)
    tips = marks.tips(
        Patron="name", Instrument="instrument", Kind="kind", From="start", To="end", Entries="n", Alike="value|.0%",
        Low="low|.0%", High="high|.0%", State="state", Dated_by="dated", What="label", Evidence="evidence",
    )  # fmt: skip
    base = alt.Chart(marks.data(kept)).encode(
        y=alt.Y("instrument:N", sort=[name for name in order if any(row["instrument"] == name for row in kept)],
                title=None, axis=alt.Axis(grid=True, gridDash=[1, 3])),
        tooltip=tips,
    )  # fmt: skip
    faint = alt.condition(f"datum.dated == '{kinds.DOCUMENT_DATE}'", alt.value(0.4), alt.value(0.9))
    spans = base.transform_filter("datum.start != datum.end").mark_rule(
        strokeWidth=1.5, stroke=colour, opacity=0.45
    ).encode(x=alt.X("start:T", scale=scale, axis=axis), x2="end:T")  # fmt: skip
    points = base.mark_point(stroke=colour, strokeWidth=1.5).encode(
        x=alt.X("middle:T", scale=scale, axis=axis),
        size=alt.Size("size:Q", scale=alt.Scale(type="sqrt", domain=[1, 30], range=[28, 170], clamp=True), legend=None),
        shape=alt.Shape(
            "kind:N", scale=alt.Scale(domain=[*_SHAPES], range=[*_SHAPES.values()]), legend=None
        ),
        fill=alt.condition("datum.hollow", alt.value("transparent"), alt.value(colour)),
        opacity=faint,
    )  # fmt: skip
    alike = base.transform_filter(f"datum.kind == '{kinds.VOTES}'").mark_text(
        align="left", dx=8, fontSize=10, fill=style.SOFT
    ).encode(x=alt.X("middle:T", scale=scale, axis=axis), text="said:N")  # fmt: skip
    return alt.layer(spans, points, alike).properties(width=style.inner(width), height=alt.Step(_STEP), title=head)


def _marked(row: Row) -> Row:
    votes = row["kind"] == kinds.VOTES
    return {
        **row, "middle": _middle(row), "hollow": row["state"] != "asserted", "size": 4 if votes else row["n"],
        "said": _alike(row) if votes else "",
    }  # fmt: skip


def _alike(row: Row) -> str:
    """Return the percent of roll calls alike, of a handful the count: a percent of one vote says too much."""
    few = row["n"] < _FEW
    return f"{round(row['value'] * row['n'])} of {row['n']}" if few else f"{100 * row['value']:.0f}"


def _middle(row: Row) -> str:
    """Return the day halfway through a row's period."""
    from datetime import date

    first, last = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return (first + (last - first) / 2).isoformat()


def _description(assessment: Assessment, told: list[Row]) -> str:
    counts = [
        f"{name_of(patron)} {sum(row['n'] for row in told if row['patron'] == patron and row['kind'] != kinds.VOTES)}"
        for patron in assessment.contest.patrons
    ]
    return (
        f"Statements and data rows between {said(assessment.contest.client)} and its patrons by date and instrument, "
        f"{rows.period(assessment)}: {', '.join(counts)} entries."
    )
