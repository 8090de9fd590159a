"""A brief in the form that was asked for."""

from __future__ import annotations

from typing import Literal, get_args

from suasion.brief.document import Brief
from suasion.errors import InputError

Format = Literal["html", "md", "json", "terminal", "summary"]


def render(brief: Brief, form: Format = "html") -> str:
    """Return a brief as text of one form. The same brief gives the same text.

    Parameters
    ----------
    brief
        Best the one that `verify` returned; an unverified one says so.
    form
        "html": one self-contained page; "md": Markdown; "json": everything with its ids; "terminal": all but the
        evidence, and "summary" the first screen, coloured only on a terminal.

    Raises
    ------
    InputError
        If there is no such form.
    """
    if form == "json":
        from suasion.brief.to_json import to_json

        return to_json(brief)
    if form == "html":
        from suasion.brief.html import to_html

        return to_html(brief)
    if form == "md":
        from suasion.brief.markdown import to_markdown

        return to_markdown(brief)
    if form in ("terminal", "summary"):
        from suasion.brief.terminal import to_summary, to_terminal

        return to_terminal(brief) if form == "terminal" else to_summary(brief)
    raise InputError(f"{form!r} is no form of a brief. Choose one of: {', '.join(get_args(Format))}.")
