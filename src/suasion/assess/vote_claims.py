"""What a document says of a vote in the UN General Assembly, held against the roll call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple

from suasion.assess.assessment import ClaimCheck, DefinitionTried, Verdict
from suasion.assess.claims_grammar import Claim
from suasion.assess.holdings import where
from suasion.assess.issue_votes import bears_on, resolution_of
from suasion.assess.naming import possessive, said
from suasion.assess.rows import Row, surely_read, year_of
from suasion.codebook import Derivation, Estimate

VOTE_WORDS: Final = {1.0: "yes", 2.0: "abstained", 3.0: "no", 0.0: "absent"}
_REACH: Final = 600  # characters before a sentence in which a vote named there may still be meant. Heuristic.
_MONTHS: Final = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4, "may": 5, "june": 6,
    "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "october": 10, "oct": 10,
    "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_MONTH: Final = "|".join(sorted((month.title() for month in _MONTHS), key=len, reverse=True))
_ROLL_CALL: Final = re.compile(
    r"\b(?:A/RES/|A/)?(?P<number>ES-?\d+/\d+|\d{2}/\d{1,3})\b(?!/)"
    r"|(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\.?,?\s+(?P<year>\d{{4}})\b"
    rf"|\b(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})\b",
    re.I,
)

_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")
_MONTH_NAMED: Final = re.compile(rf"\b({_MONTH})\b\.?(?!\s+(?:not|be|have|want)\b)")
_NEWS: Final = 60  # days within which a vote without a date is taken for news. Heuristic.

# How a roll call was found: named in the sentence itself; named last before it; only its year is known.
_Found = Literal["named", "before", "year"]


class _Meant(NamedTuple):
    """The roll calls that a sentence may mean, and how they were found."""

    rows: list[Row]
    how: _Found


def check_vote(claim: Claim, votes: list[Row], texts: Mapping[str, str]) -> ClaimCheck:
    """Return a check of one claimed vote.

    The roll call is the one whose resolution or date the sentence names, else the one that the document named last
    before it, else those on the issue in the months or years that it names, or in the weeks before the document. Only
    a vote named in the sentence itself is held contradicted; of the others it is not sure enough which is meant.

    Parameters
    ----------
    claim
        Of measure "vote".
    votes
        Roll-call rows of all voters.
    texts
        Text of each document by source id.
    """
    meant = _meant(claim, [row for row in votes if row["actor"] == claim.other], texts.get(claim.row["source"], ""))
    tried = tuple(
        DefinitionTried(
            definition=f"roll call on {row['item']}, {row['date']}",
            found=_found(row),
            agrees=row["value"] == claim.value,
        )
        for row in meant.rows
    )
    verdict = _verdict(claim, tried, meant.how)
    best = next((one for one in tried if one.agrees), tried[0] if tried else None)
    best = best if verdict != "cannot-be-checked" else None
    return ClaimCheck(
        statement=claim.row["id"],
        quote=claim.row["quote"],
        quantity=f"{possessive(said(claim.other))} vote on {_topic(claim, meant)}",
        claimed=Estimate(
            name="vote claimed",
            value=claim.value,
            unit="vote",
            n=1,
            method="read from the words",
            evidence=(claim.row["id"],),
        ),
        verdict=verdict,
        definition=best.definition if best else None,
        found=best.found if best else None,
        gap=None,
        tried=tried,
        needs=_needs(tried) if verdict == "cannot-be-checked" else "",
    )


def _verdict(claim: Claim, tried: tuple[DefinitionTried, ...], how: _Found) -> Verdict:
    if tried and all(one.agrees for one in tried):
        return "supported"
    sure = how == "named" and len(tried) == 1 and surely_read(claim.row)
    return "contradicted" if sure else "cannot-be-checked"


def _needs(tried: tuple[DefinitionTried, ...]) -> str:
    if not tried:
        return where("un-vote")
    return "which roll call is meant: the sentence names neither a resolution nor a date on which it was voted"


def _meant(claim: Claim, own: list[Row], text: str) -> _Meant:
    """Return the roll calls of a voter that a claim may mean."""
    sentence, quote = claim.text, str(claim.row["quote"])
    if claim.resolution:
        return _Meant([row for row in own if resolution_of(row["item"]) == claim.resolution], "named")
    # The sentence up to the quote's end: a date further on may be that of something else.
    until = sentence.find(quote) + len(quote) if quote in sentence else len(sentence)
    dated = _dated(claim, own)  # what was named before a sentence with a year of its own may be of another year
    own = own if dated is None else dated
    on_issue = [row for row in own if (claim.row["issue"] or "ukraine-war") in bears_on(row)]
    if named := _last_named(sentence[:until], own, on_issue):
        return _Meant(named, "named")
    if named := [row for row in on_issue if len(claim.row["date"] or "") == 10 and row["date"] == claim.row["date"]]:
        return _Meant(named, "named")
    start = int(claim.row["start"] or 0)
    if named := _last_named(text[max(0, start - _REACH) : start], own, on_issue):
        return _Meant(named, "before")
    if dated is None:  # news without a date is of the last weeks
        on_issue = [row for row in on_issue if _is_news(str(row["date"]), str(claim.row["known"]))]
    return _Meant(on_issue, "year")


def _dated(claim: Claim, own: list[Row]) -> list[Row] | None:
    """Return the roll calls of the months, or years, that the sentence speaks of; None where it names no year."""
    years = {int(year) for year in _YEAR.findall(claim.text)}
    if claim.window:
        years.add(claim.window.readings[0].first)
    if not years:
        return None
    months = {_MONTHS[month.lower()] for month in _MONTH_NAMED.findall(claim.text)}
    of_years = [row for row in own if year_of(row["date"]) in years]
    return [row for row in of_years if int(row["date"][5:7]) in months] or of_years


def _is_news(voted: str, told: str) -> bool:
    """Return whether a vote was cast within the weeks before a document."""
    try:
        return 0 <= (date.fromisoformat(told) - date.fromisoformat(voted)).days <= _NEWS
    except ValueError:
        return False


def _last_named(text: str, own: list[Row], on_issue: list[Row]) -> list[Row]:
    """Return the roll calls of the last resolution named in a text, or of the last date with a vote on the issue."""
    for kind, name in reversed(list(_names(text))):
        if kind == "number":
            named = [row for row in own if resolution_of(row["item"]) == name]
        else:
            named = [row for row in on_issue if row["date"] == name]
        if named:
            return named
    return []


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the resolutions and full dates in a text, in order."""
    for match in _ROLL_CALL.finditer(text):
        if match["number"]:
            yield "number", resolution_of(match["number"]) or match["number"]
        elif match["iso"]:
            yield "date", match["iso"]
        else:
            day, month, year = (match[name] or match[f"{name}2"] for name in ("day", "month", "year"))
            yield "date", f"{int(year):04d}-{_MONTHS[month.lower()]:02d}-{int(day):02d}"


def _topic(claim: Claim, meant: _Meant) -> str:
    """Return on what the vote was: the resolution if one alone is meant."""
    numbers = {number for row in meant.rows if (number := resolution_of(row["item"]))}
    if claim.resolution or (len(meant.rows) == 1 and numbers):
        return f"resolution {claim.resolution or numbers.pop()}"
    return "the war in Ukraine" if claim.row["issue"] in ("ukraine-war", None) else str(claim.row["issue"])


def _found(row: Row) -> Estimate:
    return Estimate(
        name=f"vote of {row['actor']} on {row['item']}",
        value=row["value"],
        unit="vote",
        n=1,
        method="roll call",
        evidence=(row["id"],),
        derivation=Derivation(operation="value", terms={"values": (row["id"],)}),
        note=VOTE_WORDS.get(row["value"], ""),
    )
