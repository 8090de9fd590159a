"""The brief as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from suasion.brief.document import (
    Block,
    Brief,
    Chart,
    EstimateEvidence,
    Evidence,
    RowEvidence,
    Sentence,
    StatementEvidence,
    Table,
    Text,
)
from suasion.brief.safe import safe_href, visible
from suasion.brief.wording import formula, pieces, summary

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~])")


def to_markdown(brief: Brief) -> str:
    """Return the brief as Markdown, with anchors from numbers and quotes to the evidence at its end."""
    known = {one.id for one in brief.evidence}
    lines = [f"# {_escape(brief.title)}", "", _escape(brief.subtitle), ""]
    for section in brief.sections:
        lines += [f"## {_escape(section.title)}", ""]
        for block in section.blocks:
            lines += [*_block(block, known), ""]
    lines += ["## Evidence", ""]
    for one in brief.evidence:
        lines += [*_evidence(one, {source.id: source.title for source in brief.sources}), ""]
    lines += ["## Sources by address", ""]
    for source in brief.sources:
        href = safe_href(source.address)
        parts = (source.title, source.publisher, source.published, source.licence, f"reliability {source.reliability}")
        told = ", ".join(_escape(part) for part in parts if part)
        lines.append(f"- {told}" + (f" <{href}>" if href and not set("<> ") & set(href) else ""))
    lines += ["", "---", "", _escape(brief.checked or "This brief has not been verified.")]
    lines += [f"- Refused: {_escape(one.text)}: {_escape(one.why)}" for one in brief.refused]
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, known: set[str]) -> Iterator[str]:
    if isinstance(block, Sentence):
        yield f"- {_linked(block.content, known)}"
    elif isinstance(block, Table):
        yield f"*{_escape(block.caption)}*"
        yield ""
        yield _row([_escape(column) for column in block.columns])
        yield _row(["---"] * len(block.columns))
        for row in block.rows:
            yield _row([_linked(cell, known) for cell in row])
    else:
        yield from _chart(block, known)


def _chart(chart: Chart, known: set[str]) -> Iterator[str]:
    yield f"**{_escape(chart.title)}**. {_escape(chart.description)}"
    yield ""
    for group in chart.groups:
        yield f"- {_escape(group.label)}"
        for point in group.points:
            yield f"  - {_escape(point.label)}: {_linked(point.content, known)}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _linked(content: Text, known: set[str]) -> str:
    parts = [
        f"[{_escape(words)}](#{target})" if target in known else _escape(words) for words, target in pieces(content)
    ]
    linked = {target for _, target in pieces(content) if target}
    others = [identity for identity in content.cited if identity not in linked and identity in known]
    notes = "".join(f" [\\[{n}\\]](#{identity})" for n, identity in enumerate(others[:3], start=1))
    return "".join(parts) + notes + (f" and {len(others) - 3} more" if len(others) > 3 else "")


def _evidence(one: Evidence, titles: dict[str, str]) -> Iterator[str]:
    yield f'<a id="{one.id}"></a>'
    if isinstance(one, EstimateEvidence):
        yield f"**{_escape(one.estimate.name)}**: {_escape(summary(one.estimate))}"
        if one.estimate.derivation:
            yield f"Worked out: {_escape(formula(one.estimate))}."
        yield from (f"- {_data_row(row, titles)}" for row in one.rows)
        if one.more > 0:
            yield f"- and {one.more:,} more rows: `suasion trace {one.id}`"
    elif isinstance(one, StatementEvidence):
        place = f"{_escape(titles.get(one.source, one.source))}; credibility {_escape(one.credibility)}"
        yield f"… {_escape(one.before)}**{_escape(one.quote)}**{_escape(one.after)} … ({place})"
    else:
        yield _data_row(one, titles)


def _data_row(row: RowEvidence, titles: dict[str, str]) -> str:
    source = _escape(titles.get(row.source, row.source))
    return f"{_escape(row.what)}, {row.period}: {_escape(row.value)} ({source}, {_escape(row.row)})"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", visible(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")
