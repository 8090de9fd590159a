"""Hedging: how evenly and how deeply the client is tied to each pair of patrons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion import measure
from suasion.assess import product
from suasion.assess.arithmetic import numbers, terms, worked_out
from suasion.assess.assessment import Hedging
from suasion.assess.bases import Counted, Instrument, official_finance, weighed
from suasion.assess.holdings import publishers
from suasion.assess.naming import join, said
from suasion.assess.rows import Evidence
from suasion.assess.supply import TRADE_SERIES, Supply, supply
from suasion.codebook import Contest, Derivation, Estimate, missing
from suasion.model import hedging as model
from suasion.model.leverage import GROWTH, REALISED
from suasion.model.leverage import product as sizes
from suasion.model.sampling import triangular, uniform_columns, year_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_EXPORTS, _IMPORTS = (TRADE_SERIES[kind, "client"] for kind in ("exports", "imports"))
_INTERVAL: Final = (
    "90 % of draws (Latin hypercube) over years (Bayesian bootstrap), the part of commitments paid out, and growth"
)


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
        is unknown, too few draws agree, the two patrons are bound by a defence pact and so are no rivals, or finance
        is shallow and trade is deep or unknown.

    Notes
    -----
    Heuristic, and ours: the literature has no accepted closed form. Ties are official finance, aid and loans, each
    dollar once; balance = 1 - |a - b| / (a + b), depth = (a + b) / GDP (METHODS 4.6). Hedging also means not
    committing to either: where one patron alone has a defence pact with the client, an even tie is a leaning.
    """
    held = held or supply(record, contest)
    finance = official_finance(held, contest.patrons)
    pacts = pacts_of(record, contest)
    found = []
    for pair in combinations(contest.patrons, 2):
        lacking = [patron for patron in pair if finance is None or patron not in finance.counted[0].cells]
        if finance is None or lacking:
            found.append(_unknown(pair, lacking, contest))
            continue
        one, other, size = _sampled(pair, finance, draws=draws, seed=seed)
        balances, depths = model.balance(one, other), model.depth(one, other, size)
        by_finance = model.reading(balances, depths)
        traded = _trade(pair, held, contest) if by_finance == "isolated" else ""
        leans_to = pair[int(np.median(other) > np.median(one))]
        balance = _balance(pair, finance.counted[0], contest, balances, pacts)
        found.append(
            Hedging(
                patrons=pair,
                balance=balance,
                depth=_depth(pair, finance.counted[0], contest, depths, traded),
                reading="not identified"
                if frozenset(pair) in pacts  # allies are no rivals
                else _reading(_bound(pair, contest, pacts), by_finance, leans_to, traded),
            )
        )
    return tuple(found)


def _reading(bound: Sequence[str], by_finance: model.Reading, leans_to: str, traded: str) -> model.Reading:
    """Return the reading by finance, corrected by pacts with one of the two and by trade.

    Who is bound to one of two by a pact leans to it, however even or shallow its money; unless most of the money is
    clearly the other's: then the ties point apart. Who trades with both, or may, is not isolated for want of loans.
    """
    if len(bound) != 1:
        return "not identified" if traded else by_finance
    if by_finance in ("hedger", "isolated") or (by_finance == "leaning" and leans_to == bound[0]):
        return "leaning"
    return "not identified"


def _bound(pair: tuple[str, str], contest: Contest, pacts: dict[frozenset[str], str]) -> list[str]:
    return [patron for patron in pair if frozenset({patron, contest.client}) in pacts]


def _trade(pair: tuple[str, str], held: Supply, contest: Contest) -> str:
    """Return why shallow finance does not mean shallow ties; "" where trade with both is known and shallow too."""
    each = [[cell for s in (_EXPORTS, _IMPORTS) for cell in held.cells.get(s, {}).get(patron, ())] for patron in pair]
    size = product.sized(held.gdp, range(contest.first_year, contest.last_year + 1))
    if not all(each) or not size:
        return "official finance alone is shallow, and trade with the two is not in the record"
    turnover = sum(sum(cell.common for cell in cells) / len({cell.first_year for cell in cells}) for cells in each)
    figures, _ = product.arrays(size, [year for year, _ in size])
    deep = turnover / float(np.mean(figures)) >= model.TRADED
    return "official finance alone is shallow, and trade with the two is not" if deep else ""


def _balance(
    pair: tuple[str, str], counted: Counted, contest: Contest, draws: Floats, pacts: dict[frozenset[str], str]
) -> Estimate:
    one, other = (counted.cells[patron] for patron in pair)
    named, constants = terms(one=weighed(one), other=weighed(other))
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


def _depth(pair: tuple[str, str], counted: Counted, contest: Contest, draws: Floats, traded: str) -> Estimate:
    name = f"depth of {_pair(pair)} in {said(contest.client)}"
    if not counted.size:
        note = f"no gross domestic product of {said(contest.client)} in these years. From: {publishers('gdp')}"
        return missing(name, note, unit="share of GDP")
    both = [cell for patron in pair for cell in counted.cells[patron]]
    named, constants = terms(numerator=weighed(both), denominator=product.weighed(counted.size))
    constants |= {"years_numerator": float(len(counted.years)), "years_denominator": float(len(counted.size))}
    derivation = Derivation(operation="annual-ratio", terms=named, constants=constants)
    return worked_out(
        name, derivation, numbers(both, [cell for _, cell in counted.size]), draws=draws, interval_method=_INTERVAL,
        unit="share of GDP", method=f"a year, over GDP; {counted.rule.words}",
        note="; ".join(note for note in (product.note(counted.size), traded) if note),
    )  # fmt: skip


def _sampled(pair: tuple[str, str], finance: Instrument, *, draws: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return what each of a pair gives and the client's product, a year, each (draws,)."""
    basis = finance.counted[0].basis
    years = [f"{year}" for year in basis.years]
    columns = uniform_columns([*years, "realised", "growth"], draws=draws, seed=seed)
    weights = year_weights(np.stack([columns[year] for year in years], axis=1))
    realised = triangular(columns["realised"], *REALISED)
    rows = [finance.suppliers.index(patron) for patron in pair]
    flows = [weights @ basis.disbursed[row] + realised * (weights @ basis.committed[row]) for row in rows]
    size = sizes(basis, weights, triangular(columns["growth"], *GROWTH))
    return np.maximum(flows[0], 0.0), np.maximum(flows[1], 0.0), size


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


def pacts_of(record: Evidence, contest: Contest) -> dict[frozenset[str], str]:
    """Return the pairs of parties bound by a defence pact in any year of the contest, with the years."""
    table = measure.standing(
        record.observations(contest.as_of),
        ["alliance-defense"],
        among=[contest.client, *contest.patrons],
        first_year=contest.first_year,
        last_year=contest.last_year,
    )
    return {
        frozenset({row["actor"], row["partner"]}): f"{row['first_year']} to {row['last_year']}"
        for row in record.run(table.filter(table.largest > 0)).to_pylist()
    }
