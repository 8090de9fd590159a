"""How a notebook shows each result: ``_repr_html_`` of the types that the service and its rooms return.

The rooms that make results know nothing of HTML, and imports point left only; so this room, when it is imported, gives
their types the method that notebooks look for. Without it they show as they print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import msgspec

from suasion import service
from suasion.assess import Assessment, assessment
from suasion.assess.institution import Institution
from suasion.assess.scenario.results import WhatIf, WhatItTakes
from suasion.brief import Brief, BriefVerification, render
from suasion.brief.answers import Answered, read, to_svg
from suasion.codebook import Contest, Estimate, Problem, Source, Statement
from suasion.notebook import tables
from suasion.notebook.table import Shown
from suasion.panel import Panel
from suasion.read import Reading

_FEW: Final = 12  # entries of a list that are written out
_ROWS: Final = 10  # rows of a panel that are shown
_HEIGHT: Final = "36rem"


def of_assessment(result: Assessment) -> str:
    """Return the leverage table, hedging, and what the assessment holds besides."""
    parts = [tables.leverage(result)._repr_html_()]
    if result.hedging:
        parts.append(tables.hedging(result)._repr_html_())
    counts = (
        ("positions", result.positions), ("flows", result.flows), ("claims checked", result.claims),
        ("contradictions", result.contradictions), ("data missing", result.missing), ("problems", result.problems),
    )  # fmt: skip
    parts.append(f"<p>Also: {escape(', '.join(f'{len(some)} {name}' for name, some in counts))}.</p>")
    return "".join(parts)


def of_measured(result: service.Measured) -> str:
    """Return a measure's first rows; a table that is none of the measures' own shows all its columns."""
    if {"actor", "measure", "low", "high"} <= set(result.table.column_names):
        return tables.measure(result.table, problems=result.problems)._repr_html_()
    shown = result.table.slice(0, _ROWS).to_pylist()
    note = " ".join(str(problem) for problem in result.problems)
    return Shown.of_rows(shown, title=f"First {len(shown)} of {result.table.num_rows} rows", note=note)._repr_html_()


def of_panel(result: Panel) -> str:
    """Return a panel's first rows and how many there are."""
    rows = result.holding.run(result.table.order_by(list(result.keys)).limit(_ROWS)).to_pylist()
    whole = f"{result.unit}s, {result.first_year} to {result.last_year}"
    head = f"{whole}: the first {len(rows)} of {result.count():,} rows"
    if not rows:
        return Shown([dict.fromkeys(result.columns)][:0], title=head)._repr_html_()
    return Shown.of_rows(rows, title=head, note="cite() names the sources.")._repr_html_()


def of_reading(result: Reading) -> str:
    """Return the statements that were read, each with the words it was read from, and the problems."""
    note = " ".join(str(problem) for problem in result.problems) or f"Read by {result.reader}."
    return of_statements(result.statements, note=note)._repr_html_()


def of_statements(statements: Sequence[Statement], *, note: str = "") -> Shown:
    """Return statements as a table."""
    fields = ("kind", "actor", "recipient", "instrument", "issue", "amount", "unit", "date", "modality", "quote")
    told = [{name: getattr(one, name) for name in fields} for one in statements]
    labels = {name: name.capitalize() for name in fields}
    return Shown(
        told,
        title=f"{len(told)} statements",
        note=note,
        labels=labels,
        numbers={"amount": 0},
        missing=dict.fromkeys(labels, "—"),
    )


def of_brief(result: Brief | BriefVerification) -> str:
    """Return a brief as a page within the page, where neither's style reaches the other and nothing can run."""
    brief = result.brief if isinstance(result, BriefVerification) else result
    # A bare "#id" would be taken against the outer page's address, and load that page within this one.
    page = escape(render(brief, "html").replace('href="#', 'href="about:srcdoc#'), quote=True)
    return (
        f'<iframe class="suasion-brief" title="{escape(brief.title, quote=True)}" sandbox="" srcdoc="{page}" '
        f'style="width:100%;height:{_HEIGHT};border:1px solid #cfd6dd;background:#fff;color-scheme:light"></iframe>'
    )


def of_answer(result: Answered) -> str:
    """Return an answer to a scenario: what it says first, its picture, its tables."""
    reading = read(result)
    first = "".join(f"<p>{escape(one.words)}</p>" for one in reading.first)
    tables_ = "".join(
        Shown.of_rows([dict(zip(one.columns, row, strict=True)) for row in one.rows], title=one.title)._repr_html_()
        for one in reading.grids
        if one.rows
    )
    return f"<div><h3>{escape(reading.title)}</h3>{first}{to_svg(result, titled=False)}{tables_}</div>"


def of_struct(result: msgspec.Struct) -> str:
    """Return any other result: its fields and what stands in them."""
    told = [
        {"field": name.replace("_", " "), "value": said(getattr(result, name))} for name in result.__struct_fields__
    ]
    return Shown(
        told, title=_title(type(result).__name__), labels={"field": "", "value": ""}, missing={"value": "—"}
    )._repr_html_()


def said(value: Any) -> str | None:
    """Return a value in words: an estimate with its interval, a list by its members, long ones cut."""
    if value is None or value in ("", ()):
        return None
    if isinstance(value, Estimate):
        return estimate_said(value)
    if isinstance(value, float):
        return f"{value:,.6g}"
    if isinstance(value, msgspec.Struct):
        return str(value) if isinstance(value, Problem) else _short(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {said(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        more = f", and {len(value) - _FEW} more" if len(value) > _FEW else ""
        return "; ".join(said(one) or "—" for one in value[:_FEW]) + more
    return str(value)


def estimate_said(value: Estimate) -> str:
    """Return an estimate with interval and unit, or why there is none."""
    if value.value is None:
        return f"no data ({value.note})" if value.note else "no data"
    interval = "" if value.low is None or value.high is None else f" ({value.low:,.4g} to {value.high:,.4g})"
    return f"{value.value:,.4g}{interval} {value.unit}".rstrip()


def _short(value: msgspec.Struct) -> str:
    fields = [getattr(value, name) for name in value.__struct_fields__]
    words = [said(one) for one in fields if isinstance(one, str | int | float | Estimate)]
    return ", ".join(word for word in words if word)


def _title(name: str) -> str:
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words[:1].upper() + words[1:]


_OWN: Final[Mapping[Any, Callable[[Any], str]]] = {
    Assessment: of_assessment,
    WhatIf: of_answer,
    WhatItTakes: of_answer,
    Institution: of_answer,
    service.Measured: of_measured,
    Panel: of_panel,
    Reading: of_reading,
    Brief: of_brief,
    BriefVerification: of_brief,
}
_FIELDS: Final[tuple[Any, ...]] = (
    assessment.Alignment, assessment.ClaimCheck, assessment.Contradiction, assessment.Credibility,
    assessment.DefinitionTried, assessment.Flow, assessment.Hedging, assessment.InstrumentLeverage,
    assessment.LedgerEntry, assessment.MissingDatum, assessment.PatronLeverage, assessment.Position,
    assessment.SourceNote, Contest, Estimate, Problem, Source, Statement, service.Added, service.AddedDocument,
    service.GatheredRows, service.WorkedUp,
)  # fmt: skip

SHOWN: Final = {**dict.fromkeys(_FIELDS, of_struct), **_OWN}

for _kind, _show in SHOWN.items():
    _kind._repr_html_ = _show
