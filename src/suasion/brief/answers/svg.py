"""An answer's picture as SVG: no script, no outside request, every string escaped, light and dark."""

from __future__ import annotations

from suasion.brief.answers.picture import draw
from suasion.brief.answers.read import Answered
from suasion.brief.html import environment, template_file


def to_svg(found: Answered, *, titled: bool = True) -> str:
    """Return the picture of an answer as one SVG file.

    Parameters
    ----------
    found
        As the service gave it.
    titled
        With the answer in words above the line.
    """
    from markupsafe import Markup

    style = Markup(template_file("answer.css"))  # noqa: S704
    text: str = environment().get_template("answer.svg.j2").render(d=draw(found, titled=titled), style=style)
    return text
