"""An answer as one self-contained page: its words, its picture and its tables; no script, no outside request."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from suasion.brief.answers.read import Answered, read
from suasion.brief.answers.svg import to_svg
from suasion.brief.html import environment, template_file

_MORE: Final = "p.warning{color:var(--bad)}p.good{color:var(--good)}svg.answer{max-width:46rem}\n"


def to_page(found: Answered) -> str:
    """Return an answer as a page of HTML, the picture in it.

    Parameters
    ----------
    found
        As the service gave it.
    """
    from markupsafe import Markup

    style = (
        template_file("brief.css") + "p.warning{color:var(--bad)}p.good{color:var(--good)}svg.answer{max-width:46rem}\n"
    )
    text: str = (
        environment()
        .get_template("answer.html.j2")
        .render(
            reading=read(found),
            picture=Markup(to_svg(found, titled=False)),  # noqa: S704 - escaped when it was drawn
            style=Markup(style),  # noqa: S704
            style_hashes=[_hash(style), _hash(template_file("answer.css"))],
        )
    )
    return text


def _hash(style: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
