"""Every quantity a document claims about a client's ties, held against the data that could know it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from suasion.assess.assessment import ClaimCheck, DefinitionTried, Verdict
from suasion.assess.claim_words import needs_of, quantity
from suasion.assess.claims_grammar import Claim, find_claims, is_named
from suasion.assess.definitions import (
    ALL_INDICATORS,
    POOL_WORDS,
    SERIES,
    Pool,
    Series,
    Ties,
    rank,
    share,
    total,
)
from suasion.assess.rows import Evidence, document_texts, observation_rows, source_rows, statement_rows, surely_read
from suasion.assess.vote_claims import check_vote
from suasion.assess.windows import Window
from suasion.codebook import Contest, Derivation, Estimate

_DONOR_POOLS: Final[tuple[Pool, ...]] = (
    "bilateral",
    "dac",
    "with-multilateral",
    "with-official-finance",
    "with-all-official-finance",
)
FOR_COMPARISON: Final = "for comparison, not what the words say"
_AMONG_FIRST: Final = 5  # "one of the largest" holds for the first five. Heuristic.
_AT_LEAST_CEILING: Final = (
    1.25  # "more than X" means no more than a quarter above X, else another number were given. Heuristic.
)


def claims(record: Evidence, contest: Contest) -> tuple[ClaimCheck, ...]:
    """Return a check of every quantity that a document claims about the client's ties.

    Each claim is tried under the definitions that a fair reader would try (DESIGN, "Check claims"): the series
    (net, gross, grants; constant or current dollars where both are held), the years its words may mean, and for
    shares and ranks the whole it is taken against. A figure agrees if it is within 10 % of the claim, or within the
    rounding of the claim's own digits if that is wider; a rank must be equal.

    Parameters
    ----------
    record
        Statements, observations and sources; only what was known by ``contest.as_of`` is used.
    contest
        The client whose ties are meant. Claims about any other party's tie to it are checked, patron or not.

    Returns
    -------
    tuple of ClaimCheck
        In the order of the documents. ``supported``: under the most natural definition, which is ``tried[0]``;
        ``supported-under-definition``: only under another; ``contradicted``: under none, ``definition``, ``found`` and
        ``gap`` being those of the nearest fair definition over the years most naturally meant;
        ``cannot-be-checked``: no data could know it, or it is not sure enough what is claimed: of which years a
        share is, or whether the sentence was read right. ``needs`` says what would settle it.
    """
    published = {key: row["published"] for key, row in source_rows(record, contest.as_of).items()}
    found = find_claims(statement_rows(record, contest.as_of), contest.client, published)
    if not found:
        return ()
    ties = Ties(contest.client, observation_rows(record, contest.as_of, ALL_INDICATORS, involving=[contest.client]))
    voters = sorted({claim.other for claim in found if claim.measure == "vote"})
    votes = observation_rows(record, contest.as_of, ["un-vote"], involving=voters) if voters else []
    texts = document_texts(record, contest.as_of) if voters else {}
    return tuple(check_vote(claim, votes, texts) if claim.measure == "vote" else _check(claim, ties) for claim in found)


class _Try(NamedTuple):
    """One definition with what tells whether it may decide."""

    tried: DefinitionTried
    window: Window
    fair: bool

    @property
    def value(self) -> float:
        return self.tried.found.value if self.tried.found.value is not None else math.nan


def _check(claim: Claim, ties: Ties) -> ClaimCheck:
    definitions = () if claim.undated else _definitions(claim, ties)
    tries = [_try(claim, ties, series, pool, window) for series, pool, window in definitions]
    usable = [one for one in tries if one.tried.found.value is not None]
    verdict, best = _verdict(claim, tries, [one for one in usable if one.fair])
    doubt = _doubt(claim) if verdict == "contradicted" else ""
    if doubt:
        verdict, best = "cannot-be-checked", None
    return ClaimCheck(
        statement=claim.row["id"],
        quote=claim.row["quote"],
        quantity=quantity(claim, ties.client),
        claimed=_claimed(claim),
        verdict=verdict,
        definition=best.tried.definition if best else None,
        found=best.tried.found if best else None,
        gap=best.value / claim.value - 1 if best and claim.measure != "rank" and claim.value else None,
        tried=tuple(one.tried for one in usable),
        needs=doubt or (needs_of(claim, ties.client) if verdict == "cannot-be-checked" else ""),
    )


def _doubt(claim: Claim) -> str:
    """Return why a claim that no definition bears out must not be called contradicted; empty where it may be."""
    if not surely_read(claim.row):
        return "a person's reading of the sentence: the program's own is not sure enough to hold data against it"
    if not is_named(claim):
        return "who is meant: the sentence does not name the other party"
    if not claim.way_known:
        return "which way the goods go: the sentence does not say who sells"
    if claim.measure == "share" and claim.window is None:
        return "the years meant: the sentence names none"
    return ""


def _verdict(claim: Claim, tries: list[_Try], fair: list[_Try]) -> tuple[Verdict, _Try | None]:
    """Return verdict and the definition it rests on."""
    if not fair:
        return "cannot-be-checked", None
    if claim.part:
        largest = max(fair, key=lambda one: one.value)
        exceeds = claim.paid and claim.value - claim.slack > largest.value
        return ("contradicted", largest) if exceeds else ("cannot-be-checked", None)
    if claim.row["modality"] == "planned":
        return "cannot-be-checked", None
    if tries[0].tried.agrees:
        return "supported", tries[0]
    agreeing = [one for one in fair if one.tried.agrees]
    if agreeing:
        return "supported-under-definition", min(agreeing, key=lambda one: abs(one.value - claim.value))
    natural = [one for one in fair if one.window == tries[0].window]
    return "contradicted", min(natural or fair, key=lambda one: abs(one.value - claim.value))


def _try(claim: Claim, ties: Ties, series: Series, pool: Pool | None, window: Window) -> _Try:
    estimate = _find(claim, ties, series, pool, window)
    against = f", against {POOL_WORDS[pool]}" if pool else ""
    when = f"up to {window.last}" if series.single else str(window)
    words = f"{series.words}{against}, {_money(estimate.unit, series)}{when}"
    agrees = series.fair and estimate.value is not None and _agrees(claim, estimate.value)
    definition = words if series.fair else f"{FOR_COMPARISON}: {words}"
    return _Try(DefinitionTried(definition=definition, found=estimate, agrees=agrees), window, series.fair)


def _definitions(claim: Claim, ties: Ties) -> Iterator[tuple[Series, Pool | None, Window]]:
    """Yield series, pool and window: all series over all windows, then other pools for the first of each."""
    ways = [way for series in _series(claim, ties) for way in ties.in_each_unit(series)]
    if not ways:
        return
    pools = _pools(claim, ties, ways[0])
    frames = _windows(claim, ties, ways[0])
    for series in ways:
        for window in frames if series.fair else frames[:1]:
            yield series, pools[0], window
    for pool in pools[1:]:
        if pool is not None:
            yield ways[0], pool, frames[0]


def _series(claim: Claim, ties: Ties) -> list[Series]:
    """Return the series a reader would try, those with rows of this party first."""
    flow: str = {"doses": "doses", "people": "troops"}.get(claim.measure, claim.flow)
    if claim.measure == "people" and claim.row["instrument"] != "military":
        return []
    if flow in ("exports", "imports"):
        sells = claim.client_gives if claim.measure != "rank" else flow == "exports"
        flow = "client-sells" if sells else "client-buys"
    if claim.measure == "years" or (claim.client_gives and flow == "aid" and claim.measure != "rank"):
        return []
    if flow == "arms" and claim.measure == "total":
        return []  # a volume index says nothing of dollars
    series = [way for way in SERIES.get(flow, ()) if ties.has(way, claim.other)]
    if flow == "aid" and any(leg.startswith("oda-") for way in series for leg, _ in way.legs):
        series = [way for way in series if way.legs[0][0].startswith("oda-")]
    return series if claim.measure == "total" and not claim.part else [way for way in series if way.fair]


def _pools(claim: Claim, ties: Ties, natural: Series) -> list[Pool | None]:
    if claim.measure not in ("share", "rank"):
        return [None]
    if claim.flow not in ("aid", "grants", "humanitarian"):
        return ["all"]
    if natural.legs[0][0].startswith("finance-"):  # a lender outside the DAC is held against the donors inside it
        return ["with-official-finance"]
    finance = ties.others(Series(words="", legs=(("finance-oda", "other"),)))
    imputed = ties.others(Series(words="", legs=(("oda-multilateral", "other"),)))
    held = {
        "with-multilateral": bool(imputed),
        "with-official-finance": bool(finance),
        "with-all-official-finance": bool(finance),
    }
    pools: list[Pool | None] = [pool for pool in _DONOR_POOLS if held.get(pool, True)]
    return sorted(pools, key=lambda pool: pool != "dac") if claim.among_dac else pools


def _windows(claim: Claim, ties: Ties, series: Series) -> list[Window]:
    """Return the years meant, and where data end earlier, as many years up to their end."""
    last = ties.last_year(series)
    if series.single and last is not None:  # gifts up to the claim's last year, or up to the one before or after
        end = claim.window.readings[0].last if claim.window else last
        return [Window(first=last - 10, last=year) for year in (end, end + 1, end - 1)]
    if claim.window is None:
        end = min(last or 0, claim.told - 1)  # the last complete year that the document could know
        return [Window(first=end - length + 1, last=end) for length in (1, 3, 5, 10)]
    frames = list(claim.window.readings)
    if claim.part:  # payments of one gift straddle years: the years around it bound it too
        frames.append(Window(first=frames[0].first - 2, last=frames[0].last + 2))
    natural = frames[0]
    if last is not None and last < natural.last and natural.length > 1:
        frames.append(Window(first=last - natural.length + 1, last=last))
    return list(dict.fromkeys(frames))


def _find(claim: Claim, ties: Ties, series: Series, pool: Pool | None, window: Window) -> Estimate:
    if pool is None:
        return total(ties, series, claim.other, window, yearly=claim.yearly)
    if claim.measure == "rank":
        return rank(ties, series, pool, claim.other, window)
    if series.legs[0][0].startswith("finance-"):
        series = SERIES["aid"][0]
    return share(ties, series, pool, claim.other, window)


def _agrees(claim: Claim, value: float) -> bool:
    if claim.measure == "rank":
        return value <= _AMONG_FIRST if claim.among else value == claim.value
    if claim.bound == "at-least":
        return claim.value - claim.slack <= value <= claim.value * _AT_LEAST_CEILING
    if claim.bound == "at-most":
        return claim.value / _AT_LEAST_CEILING <= value <= claim.value + claim.slack
    return abs(value - claim.value) <= claim.slack


def _money(unit: str, series: Series) -> str:
    """Return in what money a series is counted, with a comma after; nothing where it is not money."""
    unit = series.unit or unit
    if unit.startswith("USD-"):
        return f"constant {unit[4:]} dollars, "
    return "current dollars, " if unit == "USD" else ""


def _claimed(claim: Claim) -> Estimate:
    """Return what is claimed, worked out from the statement's own amount."""
    units = {"total": "USD", "share": "share", "rank": "rank", "doses": "doses", "people": "people", "years": "years"}
    if claim.measure == "rank":
        return Estimate(
            name="rank claimed",
            value=claim.value,
            unit="rank",
            n=1,
            method="read from the words",
            evidence=(claim.row["id"],),
        )
    scale = {"scale": 0.01} if claim.measure == "share" else {}
    derivation = Derivation(operation="sum", terms={"values": (claim.row["id"],)}, constants=scale)
    return Estimate(
        name="amount claimed",
        value=claim.row["amount"] * scale.get("scale", 1.0),
        low=claim.value - claim.slack,
        high=claim.value + claim.slack,
        unit=units[claim.measure],
        n=1,
        level=1.0,
        method="as written",
        interval_method="figures within it agree: 10 % or the rounding of the digits",
        evidence=(claim.row["id"],),
        derivation=derivation,
    )
