"""What a statement claims that figures could settle: whose flow, of what, how much, in which years."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

from suasion.assess.rows import Row, year_of
from suasion.assess.windows import Windows, is_yearly, windows

Measure = Literal["total", "share", "rank", "doses", "people", "years", "vote"]
Flow = Literal[
    "aid", "grants", "humanitarian", "loans", "debt", "trade", "exports", "imports", "investment", "arms", "other"
]

_WORDS: Final[tuple[tuple[Flow, str], ...]] = (
    ("humanitarian", r"humanitarian"),
    ("grants", r"grants?|grant-in-aid|grant aid"),
    ("debt", r"debts?|ow(?:e|es|ed|ing)|creditors?|external debt"),
    ("arms", r"arms|weapons?|weaponry|military (?:equipment|hardware)"),
    ("exports", r"exports?|exported|exporting|export market"),
    ("imports", r"imports?|imported|importing"),
    ("trade", r"trade|trading"),
    ("investment", r"invest(?:ments?|ors?|ed|ing)?|FDI"),
    ("loans", r"loans?|lend(?:er|ers|ing)?|lent|borrow(?:ed|ing)?|credit line"),
    (
        "aid",
        r"aid|assistance|ODA|donors?|donat(?:e|ed|es|ing|ions?)|benefactors?|development (?:partner|cooperation)",
    ),
)
_FLOW_WORDS: Final = tuple((flow, re.compile(rf"\b(?:{words})\b", re.I)) for flow, words in _WORDS)
_BY_INSTRUMENT: Final[dict[str, Flow]] = {
    "economic-aid": "aid",
    "infrastructure": "aid",
    "economic-loan": "loans",
    "economic-trade": "trade",
    "economic-investment": "investment",
}
_RANK: Final = re.compile(
    r"\b(?P<among>(?:one of|among)\b.{0,40}?)?"
    r"(?:(?P<ordinal>second|third|fourth|fifth|2nd|3rd|4th|5th)[\s-])?"
    r"(?P<top>top|largest|biggest|leading|foremost|number[\s-]one|principal|main)\s+"
    r"(?:\w+\s+){0,4}?(?P<noun>donors?|benefactors?|aid (?:provider|giver)s?|"
    r"providers? of (?:aid|assistance)|development partners?|"
    r"investors?|sources? of (?:foreign )?(?:direct )?investment|lenders?|creditors?|trad(?:ing|e) partners?|"
    r"export markets?|suppliers? of (?:arms|weapons)|arms suppliers?|(?:arms|weapons) (?:seller|exporter)s?)\b",
    re.I,
)
_ORDINALS: Final = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5}
_AMONG_FIRST: Final = 5  # "one of the largest": held to be among the first five. Heuristic.
_OF_WHAT: Final = re.compile(r"(?:percent|per cent|%|quarter|third|half|fifths?|tenths?)\s+of\s+(.{1,80})", re.I | re.S)
_GROWTH: Final = re.compile(
    r"\b(?:grew|grow(?:s|n|th)?|rose|ris(?:e|en|ing)|increas\w+|fell|drop\w*|declin\w+|"
    r"up by|down by|interest|tariffs?)\b",
    re.I,
)
_PURPOSE: Final = re.compile(
    r"\b(?:demining|de-mining|landmines?|vaccin\w+|covid\S*|pandemic|floods?|cyclone|earthquake|disaster|election\w*|"
    r"bridges?|roads?|expressway|railways?|airport|port|dams?|hospitals?|schools?|sewage|sewerage|water|power|electricity|"
    r"scholarships?|projects?|programmes?|programs?|initiative|tranche|phase|budget support|stadium|training)\b",
    re.I,
)
_COMMITMENT: Final = re.compile(
    r"\b(?:pledg\w+|commit\w*|sign(?:ed|ing|s)?|agree\w*|promis\w+|package|deals?|worth|offer\w*|approved|extended)\b",
    re.I,
)
_IN_ALL: Final = re.compile(r"\b(?:in total|total(?:l?ing|l?ed)?|altogether|overall|cumulative(?:ly)?|in all)\b", re.I)
_AT_LEAST: Final = re.compile(
    r"\b(?:more than|over|at least|upwards of|exceed(?:ing|s|ed)?|in excess of)\s+(?:US\s*)?\$?\s*\d", re.I
)
_AT_MOST: Final = re.compile(r"\b(?:less than|fewer than|under|up to|at most|no more than)\s+(?:US\s*)?\$?\s*\d", re.I)
_NUMBER: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion|mn|bn|tn|k|m|b)?\b", re.I)
_SCALES: Final = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_VOTE: Final = re.compile(
    r"\b(?:(?P<yes>voted? (?:in favou?r|for|yes)|supported|co-?sponsor\w*|backed)|(?P<no>voted? (?:against|no)|opposed)"
    r"|(?P<abstain>abstain\w*|abstention))\b",
    re.I,
)
_RESOLUTION: Final = re.compile(r"\b(?:A/RES/)?(ES-?\d+/\d+|\d{2}/\d{1,3})\b")
_VOTED: Final = re.compile(r"\b(?:vot(?:e|ed|es|ing)|abstain\w*|abstention|resolution|co-?sponsor\w*)\b", re.I)

TOLERANCE: Final = 0.10
"""A claim agrees with a figure within this part of what is claimed, or within its own rounding if that is wider.

Set by us: series are revised by a few percent a year, and deflating to constant dollars moves them about as much."""
_NEAR: Final = 400  # characters before a claim in which an unfinished wording about time still holds. Heuristic.


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One quantity that a statement claims.

    ``value`` is in the unit of ``measure``: USD, a share in [0, 1], a rank, doses, people, years, or a vote code.
    ``part`` says that the words single out a gift, purpose or episode, of which a total can only be a bound.
    ``slack`` is the distance within which a figure agrees, in the same unit.
    """

    row: Row
    measure: Measure
    flow: Flow
    other: str  # the party that is not the client; for a vote, the voter
    client_gives: bool
    value: float
    slack: float
    window: Windows | None
    part: bool = False
    yearly: bool = False
    commitment: bool = False
    bound: Literal["at-least", "at-most"] | None = None
    among: bool = False
    resolution: str | None = None

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
    claimed.
    """
    claims: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
    for place, row in enumerate(rows):
        year = year_of(published.get(row["source"])) or year_of(row["known"])
        if row["modality"] in ("denied", "hypothetical", "wanted", "demanded") or year is None:
            continue
        claim = _vote_claim(row, year) or _claim(row, rows[:place], client, year)
        if claim is None:
            continue
        key = (row["source"], row["sentence"], claim.measure, claim.value, claim.other, claim.flow)
        if key not in seen:  # the mirror of a tie, or the same figure coded as event and as tie
            seen.add(key)
            claims.append(claim)
    return claims


def _claim(row: Row, before: Sequence[Row], client: str, year: int) -> Claim | None:
    pair = (row["actor"], row["recipient"])
    if client not in pair or None in pair or row["actor"] == row["recipient"]:
        return None
    measure, value, rank = _measured(row)
    if measure is None:
        return None
    quote, sentence = str(row["quote"]), str(row["sentence"] or row["quote"])
    flow = _rank_flow(rank["noun"]) if rank else _flow(row, quote, sentence, measure)
    window = _window(row, before, year, measure)
    part = (
        measure == "total"
        and flow in ("aid", "grants", "humanitarian", "loans", "investment", "other")
        and (not _IN_ALL.search(sentence) and (window is None or window.loose or bool(_PURPOSE.search(sentence))))
    )
    return Claim(
        row=row,
        measure=measure,
        flow=flow,
        other=next(code for code in pair if code != client),
        client_gives=row["actor"] == client,
        value=value,
        slack=_slack(row, measure, value),
        window=window,
        part=part,
        yearly=is_yearly(quote) and measure == "total",
        commitment=row["kind"] != "flow" or bool(_COMMITMENT.search(quote)) or row["modality"] == "planned",
        bound="at-least"
        if _AT_LEAST.search(sentence) and measure != "rank"
        else "at-most"
        if _AT_MOST.search(sentence)
        else None,
        among=bool(rank and rank["among"]),
    )


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
    if row["kind"] in ("tie", "judgement", "flow") and (rank := _RANK.search(row["quote"])):
        number = _ORDINALS.get((rank["ordinal"] or "").lower(), 1)
        return "rank", float(number), rank
    return None, 0.0, None


def _flow(row: Row, quote: str, sentence: str, measure: Measure) -> Flow:
    """Return of what the amount is, "other" where the words do not say."""
    if measure == "share":
        of = _OF_WHAT.search(quote) or _OF_WHAT.search(sentence)
        if _GROWTH.search(quote) or not of:
            return "other"
        return _first_flow(of[1]) or "other"
    found = _first_flow(quote) or _BY_INSTRUMENT.get(row["instrument"] or "")
    return found or (_first_flow(sentence) if measure == "total" else None) or "other"


def _first_flow(text: str) -> Flow | None:
    hits = [
        (match.start(), order, flow) for order, (flow, words) in enumerate(_FLOW_WORDS) if (match := words.search(text))
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
    if own or measure not in ("share", "rank"):
        return own
    for earlier in reversed(before):
        if earlier["source"] != row["source"] or row["start"] - earlier["start"] > _NEAR:
            break
        same = {earlier["actor"], earlier["recipient"]} == {row["actor"], row["recipient"]}
        if same and earlier["instrument"] == row["instrument"] and earlier["sentence"] != row["sentence"]:
            found = windows(earlier["period"], published=year) or windows(earlier["sentence"], published=year)
            if found and not found.loose:
                return found
    return None


def _slack(row: Row, measure: Measure, value: float) -> float:
    """Return how far a figure may be from the claim: its rounding or TOLERANCE, the wider."""
    if measure in ("rank", "years", "vote"):
        return 0.0
    scale = 100.0 if measure == "share" else 1.0
    rounding = 0.0
    for match in _NUMBER.finditer(row["quote"]):
        unit = _SCALES.get((match[2] or "").lower(), 1.0)
        number = match[1].replace(",", "")
        if abs(float(number) * unit - value * scale) <= 1e-9 * max(1.0, value * scale):
            decimals = len(number.partition(".")[2])
            rounding = 0.5 * 10.0**-decimals * unit / scale
    return max(rounding, TOLERANCE * value)


def _vote_claim(row: Row, year: int) -> Claim | None:
    text = f"{row['quote']} {row['sentence'] or ''}"
    vote = _VOTE.search(row["quote"])
    if not (
        vote and row["actor"] and _VOTED.search(text) and (_RESOLUTION.search(text) or row["issue"] == "ukraine-war")
    ):
        return None
    resolution = _RESOLUTION.search(text)
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
        resolution=resolution[1] if resolution else None,
    )
