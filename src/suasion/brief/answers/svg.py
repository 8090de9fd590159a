"""An answer's picture as SVG: no script, no outside request, every string escaped, light and dark."""

from __future__ import annotations

from suasion.assess.scenario.results import WhatIf, WhatItTakes
from suasion.brief.answers.picture import draw_what_if, draw_what_it_takes
from suasion.brief.html import environment, template_file


def to_svg(found: WhatIf | WhatItTakes) -> str:
    """Return the picture of an answer as one SVG file.

    Parameters
    ----------
    found
        As the service gave it.
    """
    from markupsafe import Markup

    drawing = draw_what_if(found) if isinstance(found, WhatIf) else draw_what_it_takes(found)
    style = Markup(template_file("answer.css"))  # noqa: S704
    text: str = environment().get_template("answer.svg.j2").render(d=drawing, style=style)
    return text
