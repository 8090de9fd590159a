"""What a document says of a vote in the UN General Assembly, held against the roll call."""

from __future__ import annotations

from typing import Final

from suasion.assess.assessment import ClaimCheck, DefinitionTried
from suasion.assess.claims_grammar import Claim
from suasion.assess.holdings import where
from suasion.assess.issue_votes import bears_on, resolution_of
from suasion.assess.naming import said
from suasion.assess.rows import Row, year_of
from suasion.codebook import Derivation, Estimate

VOTE_WORDS: Final = {1.0: "yes", 2.0: "abstained", 3.0: "no", 0.0: "absent"}


def check_vote(claim: Claim, votes: list[Row]) -> ClaimCheck:
    """Return a check of one claimed vote.

    The roll call is the resolution that the sentence names, else those on the war in Ukraine in the year meant,
    which without a date is that of the document.
    """
    own = [row for row in votes if row["actor"] == claim.other]
    if claim.resolution:
        meant = [row for row in own if resolution_of(row["item"]) == claim.resolution]
    else:
        told = year_of(claim.row["known"])  # news without a date is of its own year
        year = claim.window.readings[0].first if claim.window else told
        meant = [row for row in own if "ukraine-war" in bears_on(row) and year_of(row["date"]) == year]
    tried = tuple(
        DefinitionTried(
            definition=f"roll call on {row['item']}, {row['date']}",
            found=_found(row),
            agrees=row["value"] == claim.value,
        )
        for row in meant
    )
    agreeing = [one for one in tried if one.agrees]
    best = next(iter((*agreeing, *tried)), None)
    what = claim.resolution or "the war in Ukraine"
    return ClaimCheck(
        statement=claim.row["id"],
        quote=claim.row["quote"],
        quantity=f"vote of {said(claim.other)} on {what}",
        claimed=Estimate(
            name="vote claimed",
            value=claim.value,
            unit="vote",
            n=1,
            method="read from the words",
            evidence=(claim.row["id"],),
        ),
        verdict="cannot-be-checked"
        if not tried
        else "supported"
        if len(agreeing) == len(tried)
        else "supported-under-definition"
        if agreeing
        else "contradicted",
        definition=best.definition if best else None,
        found=best.found if best else None,
        gap=None,
        tried=tried,
        needs="" if tried else where("un-vote"),
    )


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
