"""Hedging: how evenly and how deeply the client is tied to each pair of patrons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion import measure
from suasion.assess.arithmetic import numbers, terms, worked_out
from suasion.assess.assessment import Hedging
from suasion.assess.bases import Counted, Instrument, official_finance
from suasion.assess.holdings import publishers
from suasion.assess.naming import join, said
from suasion.assess.rows import Evidence
from suasion.assess.supply import Supply, supply
from suasion.codebook import Contest, Derivation, Estimate, missing
from suasion.model import hedging as model
from suasion.model.leverage import REALISED
from suasion.model.sampling import triangular, uniform_columns, year_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_INTERVAL: Final = "90 % of quasi-random draws over years (Bayesian bootstrap) and the part of commitments paid out"


def hedging(
    record: Evidence, contest: Contest, *, draws: int = 2048, seed: int = 0, held: Supply | None = None
) -> tuple[Hedging, ...]:
    """Return balance, depth and what they say, for every pair of patrons.

    Parameters
    ----------
    record
        Observations; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years; a single patron gives no pair.
    draws, seed
        Of the resampling of years.
    held
        What `supply` gave for the same record and contest, where it was read before.

    Returns
    -------
    tuple of Hedging
        Pairs in the contest's order. The reading is "not identified" where a patron has no rows, the client's product
        is unknown, too few draws agree, or the two patrons are bound by a defence pact and so are no rivals.

    Notes
    -----
    Heuristic, and ours: the literature has no accepted closed form. Ties are official finance, aid and loans, each
    dollar once; balance = 1 - |a - b| / (a + b), depth = (a + b) / GDP (METHODS 4.6). Hedging also means not
    committing to either: where one patron alone has a defence pact with the client, an even tie is a leaning.
    """
    finance = official_finance(held or supply(record, contest), contest.patrons)
    pacts = _pacts(record, contest)
    found = []
    for pair in combinations(contest.patrons, 2):
        lacking = [patron for patron in pair if finance is None or patron not in finance.counted[0].cells]
        if finance is None or lacking:
            found.append(_unknown(pair, lacking, contest))
            continue
        one, other, product = _sampled(pair, finance, draws=draws, seed=seed)
        balances, depths = model.balance(one, other), model.depth(one, other, product)
        found.append(
            Hedging(
                patrons=pair,
                balance=_balance(pair, finance.counted[0], contest, balances, pacts),
                depth=_depth(pair, finance.counted[0], contest, depths),
                reading=_reading(pair, contest, model.reading(balances, depths), pacts),
            )
        )
    return tuple(found)


def _reading(
    pair: tuple[str, str], contest: Contest, by_ties: model.Reading, pacts: dict[frozenset[str], str]
) -> model.Reading:
    """Return the reading by ties, corrected by pacts: allies are no rivals, and who is bound to one leans to it."""
    if frozenset(pair) in pacts:
        return "not identified"
    first, second = (frozenset({patron, contest.client}) in pacts for patron in pair)
    return "leaning" if first != second and by_ties == "hedger" else by_ties


def _balance(
    pair: tuple[str, str], counted: Counted, contest: Contest, draws: Floats, pacts: dict[frozenset[str], str]
) -> Estimate:
    one, other = (counted.cells[patron] for patron in pair)
    named, constants = terms(one=one, other=other)
    sums = [sum(cell.common for cell in cells) for cells in (one, other)]
    return worked_out(
        f"balance of {_pair(pair)} in {said(contest.client)}",
        Derivation(operation="balance", terms=named, constants=constants), numbers(one, other),
        unit="balance", method=f"1 - |a - b| / (a + b); {counted.rule.words}", draws=draws,
        interval_method=_INTERVAL, note="; ".join(_notes(pair, contest, pacts, sums)),
    )  # fmt: skip


def _notes(
    pair: tuple[str, str], contest: Contest, pacts: dict[frozenset[str], str], sums: Sequence[float]
) -> list[str]:
    bound = [key for key in pacts if key == frozenset(pair) or (contest.client in key and key & set(pair))]
    notes = [
        f"a defence pact binds {join([said(code) for code in sorted(key)])} ({pacts[key]})"
        for key in sorted(bound, key=sorted)
    ]
    if sums[0] != sums[1]:
        notes.append(f"the larger tie is with {said(pair[sums[1] > sums[0]])}")
    return notes


def _depth(pair: tuple[str, str], counted: Counted, contest: Contest, draws: Floats) -> Estimate:
    name = f"depth of {_pair(pair)} in {said(contest.client)}"
    if not counted.size:
        note = f"no gross domestic product of {said(contest.client)} in these years. From: {publishers('gdp')}"
        return missing(name, note, unit="share of GDP")
    both = [cell for patron in pair for cell in counted.cells[patron]]
    named, constants = terms(numerator=both, denominator=counted.size)
    constants |= {"years_numerator": float(len(counted.years)), "years_denominator": float(len(counted.size))}
    derivation = Derivation(operation="annual-ratio", terms=named, constants=constants)
    return worked_out(
        name, derivation, numbers(both, counted.size), draws=draws, interval_method=_INTERVAL,
        unit="share of GDP", method=f"a year, over GDP; {counted.rule.words}",
    )  # fmt: skip


def _sampled(pair: tuple[str, str], finance: Instrument, *, draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return what each of a pair gives and the client's product, a year, each (draws,)."""
    basis = finance.counted[0].basis
    years = [f"{year}" for year in basis.years]
    columns = uniform_columns([*years, "realised"], draws=draws, seed=seed)
    weights = year_weights(np.stack([columns[year] for year in years], axis=1))
    realised = triangular(columns["realised"], *REALISED)
    known = np.isfinite(basis.size)
    product = np.full(draws, np.nan)
    if known.any():
        product = (weights[:, known] @ basis.size[known]) / weights[:, known].sum(axis=1)
    rows = [finance.suppliers.index(patron) for patron in pair]
    flows = [weights @ basis.disbursed[row] + realised * (weights @ basis.committed[row]) for row in rows]
    return np.maximum(flows[0], 0.0), np.maximum(flows[1], 0.0), product


def _unknown(pair: tuple[str, str], lacking: list[str], contest: Contest) -> Hedging:
    note = (
        f"no row of official finance from {join([said(patron) for patron in lacking or pair])} in "
        f"{contest.first_year} to {contest.last_year}, which is not a zero"
    )
    client = said(contest.client)
    return Hedging(
        patrons=pair,
        balance=missing(f"balance of {_pair(pair)} in {client}", note, unit="balance"),
        depth=missing(f"depth of {_pair(pair)} in {client}", note, unit="share of GDP"),
        reading="not identified",
    )


def _pair(pair: tuple[str, str]) -> str:
    return f"{said(pair[0])} and {said(pair[1])}"


def _pacts(record: Evidence, contest: Contest) -> dict[frozenset[str], str]:
    """Return the pairs of parties bound by a defence pact in any year of the contest, with the years."""
    parties = [contest.client, *contest.patrons]
    table = measure.standing(
        record.observations(contest.as_of),
        ["alliance-defense"],
        first_year=contest.first_year,
        last_year=contest.last_year,
    )
    within = table.filter(table.actor.isin(parties), table.partner.isin(parties), table.largest > 0)
    return {
        frozenset({row["actor"], row["partner"]}): f"{row['first_year']} to {row['last_year']}"
        for row in record.run(within).to_pylist()
    }
