"""Sayings: a statement's words as they stand in a table, and how and by whom they are said."""

from __future__ import annotations

from typing import Final

from suasion.brief.case import Case
from suasion.brief.prose import LONG_QUOTE, Prose

SHORT_QUOTE: Final = 5  # words below which a quote is shown in its sentence


def saying(prose: Prose, case: Case, statement: str) -> str:
    """Return a statement's quote; its whole sentence where the quote alone is a fragment and the sentence is short."""
    row = case.statement(statement)
    quote, sentence = str(row["quote"]), str(row["sentence"] or "")
    fragment = len(quote.split()) < SHORT_QUOTE or quote[:1].islower()
    if fragment and len(sentence) <= LONG_QUOTE and quote in sentence:
        return prose.quote(statement, sentence)
    return prose.quote(statement, quote)


def how_said(modality: str, attribution: str | None) -> str:
    """Return how a thing is said and by whom, where it is not the document itself that says so."""
    by = "" if attribution in ("author", None) else f", according to {attribution}"
    return f"{modality}{by}"
