"""The brief as one self-contained page: no script, no outside request, every string escaped."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from suasion.brief.document import Block, Brief, Chart, EstimateEvidence, Section, Sentence, StatementEvidence, Text
from suasion.brief.figure import Figure, figure
from suasion.brief.safe import safe_href, visible
from suasion.brief.wording import formula, pieces, shorten, summary


def to_html(brief: Brief) -> str:
    """Return the brief as a page of HTML.

    Parameters
    ----------
    brief
        Best the one that `verify` returned; an unverified one says so at its foot.
    """
    from markupsafe import Markup

    style = template_file("brief.css")
    page = _Page(brief)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment().get_template("brief.html.j2")
    text: str = template.render(brief=brief, style=Markup(style), style_hash=f"sha256-{digest}", **page.helpers())  # noqa: S704
    return text


@cache
def environment() -> Any:
    """Return what fills templates: every string is escaped, and what hides or turns text is made visible."""
    import jinja2
    from markupsafe import Markup

    def finalize(value: Any) -> Any:
        return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(template_file),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
    )


def template_file(name: str) -> str:
    """Return the text of a template or style sheet."""
    return files("suasion.brief").joinpath("templates", name).read_text(encoding="utf-8")


class _Page:
    """What the template asks for while it draws one brief."""

    def __init__(self, brief: Brief) -> None:
        self._sources = {source.id: source for source in brief.sources}
        order = [one.id for one in brief.evidence] + [source.id for source in brief.sources]
        self._labels = {identity: str(place) for place, identity in enumerate(order, start=1)}
        self._sets: dict[tuple[str, ...], str] = {}
        self._charts = itertools.count(1)

    def helpers(self) -> dict[str, Any]:
        """Return the functions of the template by name."""
        return {
            "pieces": pieces,
            "others": self._others,
            "label": lambda identity: self._labels.get(identity, "?"),
            "set_id": self._set_id,
            "sets": lambda: [(name, ids) for ids, name in self._sets.items()],
            "runs": runs,
            "figure": self._figure,
            "kind_of": kind_of,
            "mixed": mixed,
            "summary": summary,
            "formula": formula,
            "shorten": shorten,
            "source_title": lambda identity: self._sources[identity].title if identity in self._sources else identity,
            "source_note": self._source_note,
            "source_href": lambda identity: safe_href(getattr(self._sources.get(identity), "address", None)),
        }

    def _others(self, content: Text) -> tuple[str, ...]:
        """Return the ids that a text cites and that no number in it links to already."""
        linked = {target for _, target in pieces(content) if target}
        return tuple(identity for identity in content.cited if identity not in linked and identity in self._labels)

    def _set_id(self, ids: tuple[str, ...]) -> str:
        """Return the anchor of a list of evidence; it is a place on the page and no id that could be traced."""
        return self._sets.setdefault(ids, f"list-{len(self._sets) + 1}")

    def _figure(self, chart: Chart) -> Figure:
        return figure(chart, f"chart-{next(self._charts)}")

    def _source_note(self, identity: str) -> str:
        source = self._sources.get(identity)
        if source is None:
            return identity
        parts = [source.publisher, source.published, f"reliability {source.reliability}", source.licence]
        return ", ".join(part for part in parts if part) + "."


def runs(blocks: tuple[Block, ...]) -> Iterator[tuple[str, list[Block]]]:
    """Yield blocks of one kind that follow each other, with the kind."""
    for kind, run in itertools.groupby(blocks, key=block_kind):
        yield kind, list(run)


def block_kind(block: Block) -> str:
    """Return "sentence", "table" or "chart"."""
    if isinstance(block, Sentence):
        return "sentence"
    return "chart" if isinstance(block, Chart) else "table"


def mixed(section: Section) -> bool:
    """Return whether a section holds sentences of different nature, which must then be told apart one by one."""
    return len({block.nature for block in section.blocks if isinstance(block, Sentence)}) > 1


def kind_of(evidence: object) -> str:
    """Return "estimate", "statement" or "row"."""
    if isinstance(evidence, EstimateEvidence):
        return "estimate"
    return "statement" if isinstance(evidence, StatementEvidence) else "row"
