"""Marks that pictures share: a dot with its interval, the words where there is none, the parties' colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from suasion.assess.naming import name_of
from suasion.codebook import Contest
from suasion.notebook import style

Row = dict[str, Any]


def data(rows: Sequence[Row]) -> Any:
    """Return rows as Altair's data; they travel within the picture."""
    import altair as alt

    return alt.Data(values=list(rows))


def by_colour(contest: Contest, parties: Sequence[str]) -> Any:
    """Return the colour of each party by its name."""
    import altair as alt

    known = style.colours(contest)
    return alt.Color(
        "name:N",
        scale=alt.Scale(domain=[name_of(code) for code in parties], range=[known[code] for code in parties]),
    )


def by_shape(contest: Contest, parties: Sequence[str]) -> Any:
    """Return the shape of each party by its name; with the same names as its colour, they share a legend."""
    import altair as alt

    known = style.shapes(contest)
    return alt.Shape(
        "name:N",
        scale=alt.Scale(domain=[name_of(code) for code in parties], range=[known[code] for code in parties]),
    )


def words_alone(said: str, width: int, **properties: Any) -> Any:
    """Return a picture that only says why there is nothing to draw."""
    import altair as alt

    text = alt.Chart(data([{"said": said}])).mark_text(align="left", fill=style.SOFT, fontStyle="italic")
    return text.encode(x=alt.value(0), text="said:N").properties(width=style.inner(width), height=24, **properties)


def tips(**fields: str) -> list[Any]:
    """Return what is said of a mark when one points at it: titles to fields; numbers carry their format after a bar."""
    import altair as alt

    made = []
    for title, field in fields.items():
        name, _, form = field.partition("|")
        kind = "Q" if form else "N"
        made.append(alt.Tooltip(f"{name}:{kind}", title=title.replace("_", " "), **({"format": form} if form else {})))
    return made
