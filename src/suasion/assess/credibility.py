"""How credible each item is, by the Admiralty scale, apart from the reliability of its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from suasion.assess.assessment import ClaimCheck, Contradiction, Credibility
from suasion.assess.claims_grammar import TOLERANCE
from suasion.assess.contradictions import ONE_SIDED
from suasion.assess.rows import Evidence, Row, source_rows, statement_rows
from suasion.codebook import Contest

_OPEN: Final = ("planned", "wanted", "demanded", "hypothetical")


def credibility(
    record: Evidence,
    contest: Contest,
    claims: Sequence[ClaimCheck] = (),
    contradictions: Sequence[Contradiction] = (),
) -> tuple[Credibility, ...]:
    """Return an Admiralty grade for every statement about the contest's parties.

    1 confirmed: a figure that data bear out, or told by two other publishers. 2 probably true: told by one other
    publisher. 3 possibly true: a single source. 4 doubtful: contradicted by other statements. 5 improbable:
    contradicted by data. 6 cannot be judged: a judgement, a wish, a plan or an if. Heuristic: two statements tell
    of one thing if actor, recipient, kind and PLOVER root are equal, and issue, stance and amount do not differ. A
    source whose publisher is not known confirms nothing, since it may be the same one.

    Parameters
    ----------
    record
        Statements and sources; only what was known by ``contest.as_of`` is used.
    contest
        Statements with the client or a patron on either side are graded.
    claims
        Checks of claims, from `claims`.
    contradictions
        Groups of statements that cannot all hold, from `contradictions`; those that only moved count for nothing, nor
        do denials of what no document states.

    Returns
    -------
    tuple of Credibility
        In the order of the documents.
    """
    parties = {contest.client, *contest.patrons}
    publishers = {key: row["publisher"] for key, row in source_rows(record, contest.as_of).items()}
    rows = [row for row in statement_rows(record, contest.as_of) if parties & {row["actor"], row["recipient"]}]
    verdicts = {check.statement: check for check in claims}
    against = {i for one in contradictions if not one.why.startswith(("moved", ONE_SIDED)) for i in one.statements}
    alike: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[_thing(row)].append(row)
    return tuple(_grade(row, alike[_thing(row)], publishers, verdicts, against) for row in rows)


def _grade(
    row: Row,
    alike: list[Row],
    publishers: dict[str, str | None],
    verdicts: dict[str, ClaimCheck],
    against: set[str],
) -> Credibility:
    check = verdicts.get(row["id"])
    if check and check.verdict == "contradicted":
        return Credibility(statement=row["id"], grade=5, why="contradicted by data")
    if check and check.verdict in ("supported", "supported-under-definition"):
        return Credibility(statement=row["id"], grade=1, why=f"borne out by data: {check.definition}")
    if row["kind"] == "judgement" or row["modality"] in _OPEN:
        return Credibility(statement=row["id"], grade=6, why="a judgement, wish, plan or condition")
    if row["id"] in against:
        return Credibility(statement=row["id"], grade=4, why="contradicted by another statement")
    own = publishers.get(row["source"])
    others = {
        publishers.get(other["source"])
        for other in alike
        if other["source"] != row["source"] and other["modality"] == row["modality"] and _agree(row, other)
    } - {own, None}
    if own is None or not others:
        return Credibility(statement=row["id"], grade=3, why="one source only")
    names = ", ".join(sorted(name for name in others if name))
    return Credibility(
        statement=row["id"], grade=1 if len(others) > 1 else 2, why=f"told by another publisher: {names}"
    )


def _thing(row: Row) -> tuple[object, ...]:
    return (row["actor"], row["recipient"], row["kind"], row["plover"], row["instrument"], row["issue"])


def _agree(row: Row, other: Row) -> bool:
    if row["stance"] != other["stance"] or (row["amount"] is None) != (other["amount"] is None):
        return False
    if row["amount"] is not None:
        return bool(row["unit"] == other["unit"] and abs(row["amount"] - other["amount"]) <= TOLERANCE * row["amount"])
    shared = min(len(row["date"] or ""), len(other["date"] or ""))
    return (row["date"] or "")[:shared] == (other["date"] or "")[:shared]
