"""Alignment: how alike client and patrons vote, by four measures, with a warning where they disagree in sign."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import msgspec
import numpy as np

from suasion import measure
from suasion.assess.arithmetic import worked_out
from suasion.assess.assessment import Alignment
from suasion.assess.holdings import publishers
from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.codebook import Contest, Derivation, Estimate, missing
from suasion.measure.alignment import MEASURES
from suasion.measure.resampling import resampled_likeness

Vote = dict[str, Any]  # a roll call on which both voted: year, both votes, both ids

_NOTHING_LEFT: Final = "both always cast the same vote: nothing is left to agree on beyond chance"
_METHODS: Final = {
    "agreement": "share of roll calls on which both cast the same vote",
    "s-score": "S = 1 - 2 sum(d) / (2 n), votes yes 1, abstain 2, no 3 (Signorino and Ritter 1999)",
    "kappa": "1 - mean distance over that expected by chance, each state's own marginals (Cohen 1968; Häge 2011)",
    "pi": "1 - mean distance over that expected by chance, pooled marginals (Scott 1955; Häge 2011)",
}
_SIGNED: Final = 0.005  # a measure that rounds to 0.00 has no sign to differ by
_BY_CALLS: Final = "bootstrap over roll calls; votes of one session hang together, so it is if anything too narrow"


def alignment(record: Evidence, contest: Contest, *, draws: int = 2048, seed: int = 0) -> tuple[Alignment, ...]:
    """Return how alike the client and each patron vote in the UN General Assembly, over the period and each year.

    Parameters
    ----------
    record
        Observations; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years.
    draws, seed
        Of the bootstrap over roll calls.

    Returns
    -------
    tuple of Alignment
        In the contest's order. Without a roll call on which both voted the measures have no value. ``warning`` says
        where S and the chance-corrected measures differ in sign: then mere agreement is that of a world in which
        nearly all vote yes, or the reverse.
    """
    paired = measure.paired_votes(
        record.observations(contest.as_of),
        first_year=contest.first_year,
        last_year=contest.last_year,
        actor=contest.client,
        partners=contest.patrons,
    )
    columns = ("partner", "year", "vote", "partner_vote", "id", "partner_id")
    ordered = paired.order_by("partner", "year", "date", "item", "id").select(*columns)
    votes: dict[str, list[Vote]] = {patron: [] for patron in contest.patrons}
    for row in record.run(ordered).to_pylist():
        votes[row["partner"]].append(row)
    return tuple(_alignment(patron, contest, votes[patron], draws=draws, seed=seed) for patron in contest.patrons)


def _alignment(patron: str, contest: Contest, votes: Sequence[Vote], *, draws: int, seed: int) -> Alignment:
    pair = f"{said(contest.client)} and {said(patron)}"
    span = f"{contest.first_year} to {contest.last_year}"
    if not votes:
        note = f"no roll call on which both voted in {span}, which is no disagreement. From: {publishers('un-vote')}"
        return Alignment(patron=patron, measures=tuple(missing(f"{m}: {pair}, {span}", note) for m in MEASURES))
    own = seed + zlib.crc32(patron.encode())
    measures = _measures(f"{pair}, {span}", votes, draws=draws, seed=own)
    years = tuple(
        (year, _measures(f"{pair}, {year}", list(within), draws=draws, seed=own + year))
        for year, within in groupby(votes, key=lambda vote: vote["year"])
    )
    return Alignment(patron=patron, measures=measures, years=years, warning=_warning(measures))


def _measures(name: str, votes: Sequence[Vote], *, draws: int, seed: int) -> tuple[Estimate, ...]:
    counts = np.zeros((1, 3, 3), dtype=np.int64)  # votes are 1, 2 and 3
    np.add.at(counts[0], ([v["vote"] - 1 for v in votes], [v["partner_vote"] - 1 for v in votes]), 1)
    drawn = resampled_likeness(counts, np.ones(1), MEASURES, draws=draws, seed=seed)
    resampled = dict(zip(MEASURES, drawn, strict=True))
    terms = {"one": tuple(vote["id"] for vote in votes), "other": tuple(vote["partner_id"] for vote in votes)}
    values = {vote["id"]: float(vote["vote"]) for vote in votes}
    values |= {vote["partner_id"]: float(vote["partner_vote"]) for vote in votes}
    return tuple(
        _measure(f"{kind}: {name}", Derivation(operation=kind, terms=terms), values, resampled[kind])
        for kind in MEASURES
    )


def _measure(name: str, derivation: Derivation, values: dict[str, float], draws: np.ndarray) -> Estimate:
    kind = derivation.operation
    undefined = float(np.isnan(draws).mean()) if draws.size else 0.0
    found = worked_out(
        name, derivation, values, unit=kind, method=_METHODS[kind], draws=draws, interval_method=_BY_CALLS,
        note=f"undefined in {undefined:.0%} of resamples" if undefined >= 0.005 else "",
    )  # fmt: skip
    note = _NOTHING_LEFT if found.value is None else found.note
    return msgspec.structs.replace(found, n=len(values) // 2, note=note)


def _warning(measures: Sequence[Estimate]) -> str | None:
    """Return what to beware of where S and a chance-corrected measure differ in sign."""
    values = {estimate.unit: estimate.value for estimate in measures}
    s = values["s-score"]
    if s is None or abs(s) < _SIGNED:
        return None
    corrected = {kind: value for kind in ("kappa", "pi") if (value := values[kind]) is not None}
    opposed = [f"{kind} {v:+.2f}" for kind, v in corrected.items() if s * v < 0 and abs(v) >= _SIGNED]
    if not opposed:
        return None
    why = "They agree less often" if s > 0 else "They disagree less often"
    return (
        f"The measures differ in sign: S {s:+.2f}, {', '.join(opposed)}. {why} than their usual votes would by chance."
    )
