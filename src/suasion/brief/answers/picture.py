"""An answer as a picture: what it says, the issue's line with everyone on it, and bars of what moves or decides."""

from __future__ import annotations

from suasion.assess.scenario.results import WhatIf, WhatItTakes
from suasion.brief.answers.bars import accepting, moves, offers
from suasion.brief.answers.drawing import Drawing, write
from suasion.brief.answers.line import issue_line
from suasion.brief.answers.read import Answered, read
from suasion.brief.answers.reading import Reading
from suasion.brief.answers.what_it_takes import strongest
from suasion.brief.answers.words import place


def draw(found: Answered, *, titled: bool = True) -> Drawing:
    """Return the picture of an answer, laid out.

    Parameters
    ----------
    found
        As the service gave it.
    titled
        With the answer and the guards' warnings in words above the line, and the draws below; a page has them already.
    """
    reading = read(found)
    answer = next(one.words for one in reading.first if one.tone == "answer")
    drawing = Drawing(title=reading.title, description=answer)
    y = _head(drawing, reading) if titled else 4.0
    y = issue_line(drawing, reading.chart, y, *_mark(found)) + 14
    y = _bars(drawing, found, y)
    drawing.height = write(drawing, reading.foot, y + 16, "soft") if titled else y + 4
    return drawing


def _head(drawing: Drawing, reading: Reading) -> float:
    """Write the title, the answer and every warning; return the height reached."""
    y = write(drawing, drawing.title, 22, "title")
    y = write(drawing, drawing.description, y + 4, "text")
    for one in reading.first:
        if one.tone == "warning":
            y = write(drawing, one.words, y + 4, "warn")
    return y + 8


def _mark(found: Answered) -> tuple[float | None, str]:
    """Return the place that is asked about, and what to call it."""
    if isinstance(found, WhatIf):
        target = found.scenario.target
        return target, "" if target is None else f"target {place(target)}"
    if isinstance(found, WhatItTakes):
        return found.target, f"target {place(found.target)}"
    return found.text, f"text {place(found.text)}"


def _bars(drawing: Drawing, found: Answered, y: float) -> float:
    if isinstance(found, WhatIf):
        return moves(drawing, found, y) if found.steps else y
    if isinstance(found, WhatItTakes):
        return offers(drawing, strongest(found), y) if found.offers else y
    return accepting(drawing, found.seats, y)
