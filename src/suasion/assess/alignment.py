"""Alignment: how alike client and patrons vote, by four measures, with a warning where they disagree in sign."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from suasion import measure
from suasion.assess.assessment import Alignment
from suasion.assess.holdings import publishers
from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.codebook import Contest, Derivation, Estimate, missing
from suasion.model.bootstrap import MEASURES, resampled_alignment
from suasion.model.sampling import interval

_COLUMNS: Final = {"agreement": "agreement", "s-score": "s_score", "kappa": "kappa", "pi": "pi"}
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
    observations = record.observations(contest.as_of)
    window: dict[str, Any] = {
        "first_year": contest.first_year, "last_year": contest.last_year,
        "actor": contest.client, "partners": contest.patrons,
    }  # fmt: skip
    paired = record.run(measure.paired_votes(observations, **window).order_by("partner", "year", "date", "item"))
    overall = record.run(measure.vote_alignment(observations, **window, by="period")).to_pylist()
    yearly = record.run(measure.vote_alignment(observations, **window, by="year")).to_pylist()
    rows: dict[str, list[dict[str, Any]]] = {}
    columns = ["partner", "year", "vote", "partner_vote", "id", "partner_id"]
    for row in paired.select(columns).to_pylist():
        rows.setdefault(row["partner"], []).append(row)
    by_patron = {row["partner"]: row for row in overall}
    by_year: dict[str, list[dict[str, Any]]] = {}
    for row in yearly:
        by_year.setdefault(row["partner"], []).append(row)
    return tuple(
        _alignment(
            patron,
            contest,
            by_patron.get(patron),
            by_year.get(patron, []),
            rows.get(patron, []),
            draws=draws,
            seed=seed,
        )
        for patron in contest.patrons
    )


def _alignment(
    patron: str,
    contest: Contest,
    overall: Mapping[str, Any] | None,
    yearly: Sequence[Mapping[str, Any]],
    votes: Sequence[Mapping[str, Any]],
    *,
    draws: int,
    seed: int,
) -> Alignment:
    pair = f"{said(contest.client)} and {said(patron)}"
    span = f"{contest.first_year} to {contest.last_year}"
    if overall is None:
        note = f"no roll call on which both voted in {span}, which is no disagreement. From: {publishers('un-vote')}"
        return Alignment(patron=patron, measures=tuple(missing(f"{m}: {pair}, {span}", note) for m in MEASURES))
    own = seed + zlib.crc32(patron.encode())
    measures = _measures(f"{pair}, {span}", overall, votes, draws, own)
    years = []
    for row in yearly:
        within = [vote for vote in votes if vote["year"] == row["year"]]
        years.append((row["year"], _measures(f"{pair}, {row['year']}", row, within, draws, own + row["year"])))
    return Alignment(patron=patron, measures=measures, years=tuple(years), warning=_warning(measures))


def _measures(
    name: str, row: Mapping[str, Any], votes: Sequence[Mapping[str, Any]], draws: int, seed: int
) -> tuple[Estimate, ...]:
    one = np.array([vote["vote"] for vote in votes], dtype=np.int8)
    other = np.array([vote["partner_vote"] for vote in votes], dtype=np.int8)
    resampled = resampled_alignment(one, other, draws=draws, seed=seed)
    terms = {"one": tuple(vote["id"] for vote in votes), "other": tuple(vote["partner_id"] for vote in votes)}
    return tuple(_measure(measure_, name, row, resampled[measure_], terms) for measure_ in MEASURES)


def _measure(
    kind: str, name: str, row: Mapping[str, Any], draws: np.ndarray, terms: dict[str, tuple[str, ...]]
) -> Estimate:
    value = row[_COLUMNS[kind]]
    evidence = (*terms["one"], *terms["other"])
    if value is None:
        return Estimate(
            name=f"{kind}: {name}", value=None, unit=kind, n=row["n"], method=_METHODS[kind], evidence=evidence,
            note="both always cast the same vote: nothing is left to agree on beyond chance",
        )  # fmt: skip
    low, high = interval(draws, value) or (None, None)
    undefined = float(np.isnan(draws).mean()) if draws.size else 0.0
    return Estimate(
        name=f"{kind}: {name}", value=value, low=low, high=high, unit=kind, n=row["n"], method=_METHODS[kind],
        interval_method=_BY_CALLS if low is not None else "", evidence=evidence,
        derivation=Derivation(operation=kind, terms=terms),
        note=f"undefined in {undefined:.0%} of resamples" if undefined >= 0.005 else "",
    )  # fmt: skip


def _warning(measures: Sequence[Estimate]) -> str | None:
    """Return what to beware of where S and a chance-corrected measure differ in sign."""
    values = {estimate.unit: estimate.value for estimate in measures}
    s = values["s-score"]
    corrected = [(kind, value) for kind in ("kappa", "pi") if (value := values[kind]) is not None]
    opposed = [
        f"{kind} {value:+.2f}" for kind, value in corrected if s is not None and s * value < 0 and abs(value) >= _SIGNED
    ]
    if not opposed:
        return None
    why = (
        "they agree no more often than their usual votes would bring about by chance"
        if s is not None and s > 0
        else "they disagree less often than their usual votes would bring about by chance"
    )
    return f"The measures differ in sign: S {s:+.2f}, {', '.join(opposed)}. {why[0].upper()}{why[1:]}."
