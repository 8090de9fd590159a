"""A claim in words: what is claimed, and which data would settle it."""

from __future__ import annotations

from typing import Final

from suasion.assess.claims_grammar import Claim
from suasion.assess.definitions import SERIES
from suasion.assess.holdings import where
from suasion.assess.naming import possessive, said

_THINGS: Final = {
    "aid": "aid",
    "grants": "grants",
    "humanitarian": "humanitarian aid",
    "loans": "loans",
    "debt": "debt owed",
    "trade": "trade",
    "exports": "exports",
    "imports": "imports",
    "investment": "investment",
    "arms": "arms",
    "other": "a sum",
}
_RANKED: Final = {
    "aid": "donor",
    "grants": "giver of grants",
    "humanitarian": "humanitarian donor",
    "loans": "lender",
    "debt": "creditor",
    "trade": "trading partner",
    "exports": "export market",
    "imports": "source of imports",
    "investment": "investor",
    "arms": "arms supplier",
    "other": "partner",
}
_OF: Final = {"aid": "to", "grants": "to", "humanitarian": "to", "loans": "to", "investment": "in"}


def quantity(claim: Claim, client: str) -> str:
    """Return what is claimed, in words."""
    whose, client = possessive(said(claim.other)), said(client)
    thing = _THINGS[claim.flow]
    match claim.measure:
        case "rank":
            place = (
                "one of the first"
                if claim.among
                else "the largest"
                if claim.value == 1
                else f"number {claim.value:.0f}"
            )
            plural = "s" if claim.among else ""
            return f"{said(claim.other)} as {place} {_RANKED[claim.flow]}{plural} {_OF.get(claim.flow, 'of')} {client}"
        case "share":
            if claim.flow == "other":
                return f"{whose} share of something in {client}"
            if claim.flow == "debt":
                return f"{whose} share of {possessive(client)} debt"
            received = claim.flow in ("aid", "grants", "humanitarian", "loans")
            return (
                f"{whose} share of {thing} to {client}"
                if received
                else f"{whose} share of {possessive(client)} {thing}"
            )
        case "doses":
            return f"vaccine doses from {said(claim.other)} to {client}"
        case "people":
            return f"people between {said(claim.other)} and {client}"
        case "years":
            return f"{claim.value:.0f} years of a tie between {said(claim.other)} and {client}"
        case _:
            if claim.flow == "other":
                giver, taker = (client, said(claim.other)) if claim.client_gives else (said(claim.other), client)
                return f"money from {giver} to {taker}, not said to be aid or loan"
            kind = ("one project within " if claim.flow == "investment" else "one gift or project within ") * claim.part
            if claim.flow in ("exports", "imports"):
                seller, buyer = (client, said(claim.other)) if claim.client_gives else (said(claim.other), client)
                return f"goods sold by {seller} to {buyer}"
            if claim.flow == "debt":
                return f"{possessive(client)} debt to {said(claim.other)}"
            between = f"trade between {said(claim.other)} and {client}"
            place = "in" if claim.flow == "investment" else "to"
            words = between if claim.flow == "trade" else f"{kind}{whose} {thing} {place} {client}"
            return words + (", a year" if claim.yearly else "")


def needs_of(claim: Claim, client: str) -> str:
    """Return the data that would settle a claim that cannot be checked."""
    if claim.row["modality"] == "planned" and claim.measure not in ("years", "rank"):
        return "what came of it: it was a plan when written"
    if claim.undated:
        wording = f"“{claim.window.wording}” has no years" if claim.window else "the years meant are not known"
        return f"the document's date: without it {wording}"
    match claim.measure:
        case "doses":
            return where("vaccine-doses")
        case "years":
            words = f"{claim.row['quote']} {claim.text}".lower()
            if any(word in words for word in ("lease", "treaty", "base", "access", "use of")):
                return "the text of the agreement, or a statement of it by both parties"
            return "a dated list of diplomatic relations; no data set known here holds one"
        case "people":
            return (
                where("troops")
                if claim.row["instrument"] == "military"
                else "a count of the people meant, by the host's authority"
            )
        case "share" if claim.flow == "other":
            return "of what it is a share: the sentence does not say in words that a series could answer"
    if claim.part:
        return (
            "project-level records by purpose (OECD Creditor Reporting System; AidData for China): totals only bound it"
        )
    indicators = dict.fromkeys(
        leg[0] for series in SERIES.get(_flow_key(claim), ()) if series.fair for leg in series.legs
    )
    return (
        "; ".join(where(indicator) for indicator in list(indicators)[:2])
        or "a record of this sum by the giver or the receiver"
    )


def _flow_key(claim: Claim) -> str:
    if claim.flow in ("exports", "imports"):
        return "client-sells" if claim.client_gives else "client-buys"
    return claim.flow
