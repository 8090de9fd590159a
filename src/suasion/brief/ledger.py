"""The ledger: who wants, asks, offers, promises, delivers, conditions, refuses and threatens what."""

from __future__ import annotations

from suasion.assess.assessment import LedgerEntry
from suasion.brief.case import Case, instrument_title, name_of
from suasion.brief.document import Block, Section, Table, Text
from suasion.brief.prose import Prose, capital, plain
from suasion.brief.sayings import how_said, saying


def ledger_lines(case: Case) -> Section:
    """Return the ledger: who wants, asks, offers, promises, delivers, conditions, refuses and threatens what."""
    entries = case.assessment.ledger
    answered = any(one.answered_by for one in entries)
    rows = tuple(_ledger_row(one, case, answered=answered) for one in entries)
    columns = ("Move", "Who to whom", "In the document's words", "How it is said, and of when")
    table = Table(
        caption="As documents have it, in their words; said plainly by the document where nothing else is noted. An "
        "answer is a later statement by the other side on the same matter, or by the same side that delivers what it "
        "promised; that none is shown does not mean that none came",
        columns=(*columns, "Answer") if answered else columns,
        rows=rows,
    )
    blocks: tuple[Block, ...] = (table,) if rows else (Prose().sentence("The documents tell of no such move.", "fact"),)
    return Section(id="ledger", title="Ledger of wants, offers, promises and conditions", blocks=blocks)


def _ledger_row(one: LedgerEntry, case: Case, *, answered: bool) -> tuple[Text, ...]:
    quote, answer = Prose(), Prose()
    who = _short(one.actor) + (f" to {_short(one.recipient)}" if one.recipient else "")
    plainly = one.modality == "asserted" and one.attribution == "author"
    notes = [
        "" if plainly else how_said(one.modality, one.attribution),
        "disputed, see below" if one.statement in case.disputed else "",
        one.date or "",
    ]
    instrument = instrument_title(one.instrument).lower()
    row = (
        plain(f"{capital(one.side)}, {instrument}" if instrument else capital(one.side)),
        plain(who),
        quote.text(saying(quote, case, one.statement)),
        plain("; ".join(note for note in notes if note)),
    )
    if not answered:
        return row
    return (*row, answer.text(saying(answer, case, one.answered_by[0]) if one.answered_by else ""))


def _short(code: str) -> str:
    """Return the name of a state, and the acronym of an organisation."""
    return name_of(code) if len(code) == 3 else code
