"""What a statement claims that figures could settle: whose flow, of what, how much, in which years."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

from suasion.assess.claim_lexicon import (
    AMONG_DAC,
    ANAPHOR,
    AT_LEAST,
    AT_MOST,
    BUYS,
    BY_INSTRUMENT,
    COMMITMENT,
    FLOW_WORDS,
    GROWTH,
    IN_ALL,
    NUMBER,
    OF_WHAT,
    ORDINALS,
    PURPOSE,
    RANK,
    RESOLUTION,
    SCALES,
    SELLS,
    VOTE,
    VOTED,
    Flow,
)
from suasion.assess.naming import name_of
from suasion.assess.rows import Row, year_of
from suasion.assess.windows import Windows, is_yearly, windows

Measure = Literal["total", "share", "rank", "doses", "people", "years", "vote"]

TOLERANCE: Final = 0.10
"""A claim agrees with a figure within this part of what is claimed, or within its own rounding if that is wider.

Set by us: series are revised by a few percent a year, and deflating to constant dollars moves them about as much."""
_TRADE: Final = re.compile(r"\btrad(?:e|ed|ing)\b", re.I)
_NEAR: Final = 400  # characters before a claim in which an unfinished wording about time still holds. Heuristic.


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One quantity that a statement claims.

    ``value`` is in the unit of ``measure``: USD, a share in [0, 1], a rank, doses, people, years, or a vote code.
    ``part`` says that the words single out a gift, purpose or episode, of which a total can only be a bound;
    ``paid`` that it was paid, so that a total is a bound at all. ``slack`` is the distance within which a figure
    agrees, in the same unit.
    """

    row: Row
    measure: Measure
    flow: Flow
    other: str  # the party that is not the client; for a vote, the voter
    client_gives: bool
    value: float
    slack: float
    window: Windows | None
    told: int  # the year in which the document came out
    part: bool = False
    way_known: bool = True  # of goods: the words say who sells
    yearly: bool = False
    paid: bool = False
    bound: Literal["at-least", "at-most"] | None = None
    among: bool = False
    among_dac: bool = False  # among the donors that report to the OECD, by its words
    resolution: str | None = None
    undated: bool = False  # its years hang on the date of a document that has none

    @property
    def text(self) -> str:
        """The sentence that carries the claim."""
        return str(self.row["sentence"] or self.row["quote"])


def find_claims(rows: Sequence[Row], client: str, published: Mapping[str, str | None]) -> list[Claim]:
    """Return the quantities claimed about ties of a client, in the order of the documents.

    Parameters
    ----------
    rows
        Statements, by source and place in it.
    client
        Code of the client; a claim has it on one side, or is a vote.
    published
        Date of publication by source id.

    Notes
    -----
    Heuristic: words are looked for in the quote first, then in its sentence. What is denied or hypothetical is not
    claimed; nor is anything claimed of a party that the sentence neither names nor stands a pronoun for.
    """
    claims: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(rows):
        year = year_of(published.get(row["source"])) or year_of(row["known"])
        if row["modality"] in ("denied", "hypothetical", "wanted", "demanded") or year is None:
            continue
        claim = _vote_claim(row, year) or _claim(row, rows[:place], client, year)
        if claim is None or not (claim.measure == "vote" or is_named(claim) or _stands_for(claim)):
            continue
        if not published.get(row["source"]) and _is_relative(claim):
            claim = msgspec.structs.replace(claim, undated=True)
        key = (row["source"], row["sentence"], claim.measure, claim.value, claim.other, claim.flow)
        if key not in seen:  # the mirror of a tie, or the same figure coded as event and as tie
            seen.add(key)
            claims.append(claim)
    return claims


def is_named(claim: Claim) -> bool:
    """Return whether the sentence names the party that is not the client."""
    from suasion.read.mentions import find_mentions

    return any(claim.other in (mention.code, mention.state) for mention in find_mentions(claim.text))


def _stands_for(claim: Claim) -> bool:
    """Return whether a pronoun in the sentence was read as the party that is not the client."""
    text = claim.row["actor_text"] if claim.row["actor"] == claim.other else claim.row["recipient_text"]
    return bool(text and ANAPHOR.fullmatch(text))


def _is_relative(claim: Claim) -> bool:
    """Return whether the years meant follow from the document's date, and not from a year that it names."""
    named = claim.window and any(str(year) in claim.window.wording for year in range(1900, 2100))
    return claim.measure in ("total", "share", "rank") and not named


def _claim(row: Row, before: Sequence[Row], client: str, year: int) -> Claim | None:
    pair = (row["actor"], row["recipient"])
    if client not in pair or None in pair or row["actor"] == row["recipient"]:
        return None
    measure, value, rank = _measured(row)
    if measure is None or (measure == "people" and row["kind"] not in ("flow", "tie")):
        return None
    quote, sentence = str(row["quote"]), str(row["sentence"] or row["quote"])
    flow = _rank_flow(rank["noun"]) if rank else _flow(row, quote, sentence, measure)
    window = _window(row, before, year, measure)
    sells, way_known = _way(row, flow, client)
    part = (
        measure == "total"
        and flow in ("aid", "grants", "humanitarian", "loans", "investment", "other")
        and (not IN_ALL.search(sentence) and (window is None or window.loose or bool(PURPOSE.search(sentence))))
    )
    return Claim(
        row=row,
        measure=measure,
        flow=flow,
        other=next(code for code in pair if code != client),
        client_gives=sells,
        way_known=way_known,
        value=value,
        slack=_slack(row, measure, value),
        window=window,
        told=year,
        part=part,
        yearly=is_yearly(quote) and measure == "total",
        paid=_paid(row, quote),
        bound=_bound(sentence, row["amount"]),
        among=bool(rank and rank["among"]),
        among_dac=measure in ("rank", "share") and bool(AMONG_DAC.search(sentence)),
    )


def _bound(sentence: str, amount: float | None) -> Literal["at-least", "at-most"] | None:
    """Return whether the words before the claim's own number say that it is a bound."""
    bounds: tuple[tuple[Literal["at-least", "at-most"], re.Pattern[str]], ...] = (
        ("at-least", AT_LEAST),
        ("at-most", AT_MOST),
    )
    for kind, words in bounds:
        for match in words.finditer(sentence):
            number = NUMBER.match(sentence, match.end())
            if number and amount is not None and math.isclose(_read(number), amount, rel_tol=1e-9):
                return kind
    return None


def _read(number: re.Match[str]) -> float:
    """Return a written number with its scale."""
    return float(number[1].replace(",", "")) * SCALES.get((number[2] or "").lower(), 1.0)


def _paid(row: Row, quote: str) -> bool:
    """Return whether a sum is said to have been paid by a state as aid or loan, so that totals of it are a bound."""
    official = row["instrument"] in ("economic-aid", "economic-loan") and row["kind"] == "flow"
    return official and row["modality"] == "asserted" and not COMMITMENT.search(quote)


def _way(row: Row, flow: Flow, client: str) -> tuple[bool, bool]:
    """Return whether the client gives (of goods, whether it sells), and whether the words say so.

    Of goods it is told by whose exports, imports or products they are, by "from" and "to", or by who stands before the
    verb; a sum of trade without such words does not say which way the goods go.
    """
    actor_gives: bool = row["actor"] == client
    if flow not in ("exports", "imports"):
        return actor_gives, flow != "trade" or bool(_TRADE.search(str(row["quote"])))
    words = str(row["quote"])
    parties = {row[side] == client: _names(row[f"{side}_text"], row[side]) for side in ("actor", "recipient")}
    for is_client, name in parties.items():
        owner = rf"\b{name}(?:['’]s?\s+(?:\w+\s+)?|\s+)(exports|imports|goods|products|shipments)\b"
        if owned := re.search(owner, words):
            return is_client == (owned[1] != "imports"), True
    for is_client, name in parties.items():
        if re.search(rf"\bfrom {name}\b", words):
            return is_client, True
        if re.search(rf"\bto {name}\b", words):
            return not is_client, True
    verb = (SELLS if flow == "exports" else BUYS).search(words)
    before = [(match.start(), is_client) for is_client, name in parties.items() if (match := re.search(name, words))]
    if verb and before and min(before)[0] < verb.start():
        return min(before)[1] == (flow == "exports"), True
    return actor_gives, False


def _names(text: str | None, code: str) -> str:
    """Return a pattern of the names that a sentence may give a party."""
    return rf"(?:the )?(?:{'|'.join(re.escape(name) for name in (text, name_of(code)) if name)})"


def _measured(row: Row) -> tuple[Measure | None, float, re.Match[str] | None]:
    """Return measure and value of a row, and the words of a rank."""
    amount, unit = row["amount"], row["unit"]
    if amount is not None:
        measures: dict[str, Measure] = {
            "USD": "total",
            "percent": "share",
            "doses": "doses",
            "people": "people",
            "years": "years",
        }
        measure = measures.get(unit or "")
        return measure, amount / 100 if measure == "share" else amount, None
    if row["kind"] in ("tie", "judgement", "flow") and (rank := RANK.search(row["quote"])):
        number = ORDINALS.get((rank["ordinal"] or "").lower(), 1)
        return "rank", float(number), rank
    return None, 0.0, None


def _flow(row: Row, quote: str, sentence: str, measure: Measure) -> Flow:
    """Return of what the amount is, "other" where the words do not say."""
    if measure == "share":
        of = OF_WHAT.search(quote) or OF_WHAT.search(sentence)
        if GROWTH.search(quote) or not of:
            return "other"
        return _first_flow(of[1]) or "other"
    found = _first_flow(quote) or BY_INSTRUMENT.get(row["instrument"] or "")
    if found == "trade" and not _TRADE.search(quote):
        found = "imports" if BUYS.search(quote) else "exports" if SELLS.search(quote) else found
    return found or (_first_flow(sentence) if measure == "total" else None) or "other"


def _first_flow(text: str) -> Flow | None:
    hits = [
        (match.start(), order, flow) for order, (flow, words) in enumerate(FLOW_WORDS) if (match := words.search(text))
    ]
    return min(hits, key=lambda hit: hit[1])[2] if hits else None


def _rank_flow(noun: str) -> Flow:
    noun = noun.lower()
    if "market" in noun:
        return "exports"
    return _first_flow(noun) or "aid"


def _window(row: Row, before: Sequence[Row], year: int, measure: Measure) -> Windows | None:
    """Return the years meant: by the period, the sentence, or a wording shortly before on the same tie."""
    own = windows(row["period"], published=year, date=row["date"]) or windows(row["sentence"], published=year)
    follows = bool(ANAPHOR.fullmatch(row["actor_text"] or ""))  # "It gave": its subject is that of the line before
    if own or (measure not in ("share", "rank") and not follows):
        return own
    for earlier in reversed(before):
        if earlier["source"] != row["source"] or row["start"] - earlier["start"] > _NEAR:
            break
        same = {earlier["actor"], earlier["recipient"]} == {row["actor"], row["recipient"]}
        same = same and _kind_of(earlier) == _kind_of(row)
        if (same or (follows and earlier["actor"] == row["actor"])) and earlier["sentence"] != row["sentence"]:
            found = windows(earlier["period"], published=year) or windows(earlier["sentence"], published=year)
            if found and not found.loose:
                return found
    return None


def _kind_of(row: Row) -> str | None:
    """Return the instrument of a statement; aid and loans are one kind, since both are told of together."""
    return "economic-aid" if row["instrument"] == "economic-loan" else row["instrument"]


def _slack(row: Row, measure: Measure, value: float) -> float:
    """Return how far a figure may be from the claim: its rounding or TOLERANCE, the wider."""
    if measure in ("rank", "years", "vote"):
        return 0.0
    scale = 100.0 if measure == "share" else 1.0
    rounding = 0.0
    for match in NUMBER.finditer(row["quote"]):
        if math.isclose(_read(match), value * scale, rel_tol=1e-9):
            unit = SCALES.get((match[2] or "").lower(), 1.0)
            decimals = len(match[1].replace(",", "").partition(".")[2])
            rounding = 0.5 * 10.0**-decimals * unit / scale
    return max(rounding, TOLERANCE * value)


def _vote_claim(row: Row, year: int) -> Claim | None:
    text = f"{row['quote']} {row['sentence'] or ''}"
    vote = VOTE.search(row["quote"])
    if not (
        vote and row["actor"] and VOTED.search(text) and (RESOLUTION.search(text) or row["issue"] == "ukraine-war")
    ):
        return None
    resolution = RESOLUTION.search(text)
    value = 1.0 if vote["yes"] else 3.0 if vote["no"] else 2.0
    return Claim(
        row=row,
        measure="vote",
        flow="other",
        other=row["actor"],
        client_gives=False,
        value=value,
        slack=0.0,
        window=windows(row["period"], published=year, date=row["date"]),
        told=year,
        resolution=resolution[1] if resolution else None,
    )
