"""What each party wants, asks, offers, promises, delivers, conditions, refuses and threatens, and what answered it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, get_args

from suasion.assess.alike import matter
from suasion.assess.assessment import LedgerEntry, LedgerSide
from suasion.assess.rows import Evidence, Row, source_rows, statement_rows, surely_read
from suasion.codebook import Contest

_CONDITION: Final = re.compile(
    r"\b(?:on (?:the )?condition|in return for|in exchange for|conditional (?:on|upon)|conditioned (?:on|upon)|"
    r"provided that|unless|only if|tied to|quid pro quo|so long as)\b",
    re.I,
)
_OFFER: Final = re.compile(
    r"\b(?:offer(?:s|ed|ing)?|propos(?:e|es|ed|al)|ready to|prepared to|willing to|could|would)\b", re.I
)
_PROMISE: Final = re.compile(r"\b(?:pledg\w*|promis\w*|commit\w*|vow\w*|undert(?:ake|ook)\w*|announced)\b", re.I)
_GIVING: Final = ("AID", "COOPERATE", "CONCEDE", "SUPPORT", "RETREAT")
# Thanks and praise are no deliveries, and goods sold are no move.
_COURTESY: Final = re.compile(
    r"\b(?:thank\w*|prais\w+|welcom\w+|congratulat\w+|appreciat\w+|expressed|greet\w*)\b", re.I
)
_STOCK: Final = re.compile(
    r"\b(?:debts?|ow(?:es?|ed|ing)|stood at|is worth|holds?|held)\b", re.I
)  # no one does anything
_WORDS: Final = 4  # words, or an amount, that a quote must have to say what was done, one more of a flow. Heuristic.
_TALK: Final = ("diplomatic", "normative", "symbolic")  # instruments so broad that any two moves share them
_ASKING: Final = ("want", "request")
_OWED: Final = ("offer", "promise")
_ORDER: Final = {side: place for place, side in enumerate(get_args(LedgerSide))}


def ledger(record: Evidence, contest: Contest) -> tuple[LedgerEntry, ...]:
    """Return the ledger of wants, requests, offers, promises, deliveries, conditions, refusals, threats and sanctions.

    Heuristic: the side follows from kind, PLOVER root and modality, then from the words of the quote. A want or
    request is answered by what its addressee later does on the same issue, or by the same instrument in part with the
    same words; an offer or promise by what its maker so delivers or drops. Later means a later date, or further down
    in the same text where neither is dated. Left out are statements that the reader holds for less likely right than
    wrong, quotes of a few words that do not say what was done, thanks and praise, and goods sold.

    Parameters
    ----------
    record
        Statements and sources; only what was known by ``contest.as_of`` is used.
    contest
        A line is a move between the client and a patron, or one of the client, towards an organisation or no one named;
        or one of a patron on an issue.

    Returns
    -------
    tuple of LedgerEntry
        By side, then actor, recipient, instrument and place in the documents. Denied statements are left out. Words
        that lie within longer ones of the same side and actors are not a second line.
    """
    published = {key: row["published"] for key, row in source_rows(record, contest.as_of).items()}
    rows = [row for row in statement_rows(record, contest.as_of) if row["modality"] != "denied" and surely_read(row)]
    when = {row["id"]: _when(row, published) for row in rows}
    moves = [row for row in rows if _concerns(row, contest) and _tells(row)]
    chosen = _once([(row, side) for row in moves if (side := _side_of_move(row))])
    entries = [_entry(row, side, _answers(row, side, rows, when)) for row, side in chosen]
    place = {row["id"]: n for n, row in enumerate(rows)}
    return tuple(
        sorted(
            entries,
            key=lambda e: (_ORDER[e.side], e.actor, e.recipient or "", e.instrument or "", place[e.statement]),
        )
    )


def _concerns(row: Row, contest: Contest) -> bool:
    """Return whether a statement is a move between client and patron, or of one of them on an issue."""
    actor, recipient = row["actor"], row["recipient"]
    if actor == contest.client:
        return recipient is None or recipient in contest.patrons or len(recipient) != 3  # an organisation
    return actor in contest.patrons and (recipient == contest.client or (recipient is None and bool(row["issue"])))


def _tells(row: Row) -> bool:
    """Return whether the quote by itself says what was done or wanted."""
    words = str(row["quote"])
    enough = len(words.split()) >= _WORDS + (row["kind"] == "flow")
    stock = row["kind"] == "flow" and _STOCK.search(words)
    return (row["amount"] is not None or enough) and not stock and not _COURTESY.search(words)


def _side_of_move(row: Row) -> LedgerSide | None:
    """Return the side on which a move stands; a delivery must have someone to deliver to."""
    side = _side(row)
    return None if side == "delivery" and row["recipient"] is None else side


def _once(lines: list[tuple[Row, LedgerSide]]) -> list[tuple[Row, LedgerSide]]:
    """Return the lines without those whose words lie within a longer one of the same side and actor.

    Of two readings of the same words with different recipients the surer one stays.
    """
    kept: list[tuple[Row, LedgerSide]] = []
    for row, side in sorted(
        lines, key=lambda line: (line[0]["start"] - line[0]["end"], -(line[0]["score"] or 0.0), line[0]["id"])
    ):
        inside = any(
            other_side == side
            and row["source"] == other["source"]
            and row["actor"] == other["actor"]
            and other["start"] <= row["start"]
            and row["end"] <= other["end"]
            and (row["recipient"] == other["recipient"] or (row["start"], row["end"]) == (other["start"], other["end"]))
            for other, other_side in kept
        )
        if not inside:
            kept.append((row, side))
    return kept


def _side(row: Row) -> LedgerSide | None:
    """Return the side of the ledger on which a statement stands, None where it is no move."""
    words = str(row["quote"])
    if row["kind"] == "flow" and row["instrument"] == "economic-trade":
        return None
    if row["kind"] in ("event", "flow", "tie", "want") and _CONDITION.search(words):
        return "condition"
    if row["kind"] == "want":
        return "want"
    if row["kind"] == "event":
        by_root: dict[str, LedgerSide] = {
            "REQUEST": "request", "REJECT": "refusal", "THREATEN": "threat", "SANCTION": "sanction",
        }  # fmt: skip
        if row["plover"] == "SANCTION" and row["modality"] == "hypothetical":
            return None
        if row["plover"] in by_root:
            return by_root[row["plover"]]
        if row["instrument"] == "sanction":
            return "sanction"
        if row["plover"] == "AGREE":
            return "promise" if row["modality"] == "planned" or _PROMISE.search(words) else None
    if (row["kind"] == "flow" and row["unit"] != "percent") or (row["kind"] == "event" and row["plover"] in _GIVING):
        return _giving(row, words)
    return None


def _giving(row: Row, words: str) -> LedgerSide | None:
    if row["modality"] == "asserted" or row["modality"] == "alleged":
        return "promise" if _PROMISE.search(words) else "delivery"
    if row["modality"] == "planned":
        return "offer" if _OFFER.search(words) else "promise"
    return "offer" if row["modality"] == "hypothetical" and _OFFER.search(words) else None


def _when(row: Row, published: dict[str, str | None]) -> tuple[str, bool]:
    """Return the date of a statement, and whether it is its own."""
    return (row["date"], True) if row["date"] else (published.get(row["source"]) or row["known"] or "", False)


def _answers(row: Row, side: LedgerSide, rows: Sequence[Row], when: dict[str, tuple[str, bool]]) -> tuple[str, ...]:
    """Return the statements that deliver or refuse what a line asks or owes."""
    if side not in _ASKING + _OWED:
        return ()
    matches = _meets if side in _ASKING else _keeps
    answerer = row["recipient"] if side in _ASKING else row["actor"]
    return tuple(
        other["id"]
        for other in rows
        if other["actor"] == answerer
        and answerer
        and _answers_in_words(other)
        and _later(row, other, when)
        and matches(row, other)
    )


def _answers_in_words(row: Row) -> bool:
    """Return whether a statement can be an answer: a stand on an issue, or words that say what was done."""
    return bool(row["issue"]) or _tells(row)


def _meets(asked: Row, other: Row) -> bool:
    """Return whether a statement of the addressee delivers or refuses what was asked of it."""
    if other["modality"] not in ("asserted", "planned"):
        return False
    if asked["issue"]:
        same = other["issue"] == asked["issue"] and other["kind"] in ("event", "position", "tie", "flow")
        return same and (other["stance"] is not None or _side(other) in ("delivery", "refusal", "promise"))
    return (
        _kindred(asked, other)
        and other["recipient"] == asked["actor"]
        and _side(other) in ("delivery", "refusal", "promise")
    )


def _keeps(owed: Row, other: Row) -> bool:
    """Return whether a statement of the same maker delivers or drops what it offered or promised."""
    same = other["recipient"] == owed["recipient"] and _kindred(owed, other)
    return same and other["modality"] == "asserted" and _side(other) in ("delivery", "refusal")


def _kindred(one: Row, other: Row) -> bool:
    """Return whether two moves are by one instrument and, in part, in the same words."""
    same = bool(one["instrument"]) and one["instrument"] not in _TALK and other["instrument"] == one["instrument"]
    return same and bool(matter(one) & matter(other))


def _later(row: Row, other: Row, when: dict[str, tuple[str, bool]]) -> bool:
    if row["id"] == other["id"]:
        return False
    (one, one_own), (two, two_own) = when[row["id"]], when[other["id"]]
    if row["source"] == other["source"] and not (one_own and two_own):
        # Order in a text is order in time only where the text itself pairs a plea with its answer: by issue.
        return bool(row["issue"] and other["start"] > row["start"])
    shared = min(len(one), len(two))
    return two[:shared] > one[:shared]  # 2022 is not later than 2022-03


def _entry(row: Row, side: LedgerSide, answered_by: tuple[str, ...]) -> LedgerEntry:
    return LedgerEntry(
        side=side,
        actor=row["actor"],
        recipient=row["recipient"],
        instrument=row["instrument"],
        issue=row["issue"],
        quote=row["quote"],
        amount=row["amount"],
        unit=row["unit"],
        date=row["date"],
        modality=row["modality"],
        attribution=row["attribution"],
        statement=row["id"],
        answered_by=answered_by,
    )
