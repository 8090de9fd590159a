"""Standing: how a client is tied to all of its patrons at once, and where that lies between China and America."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from suasion.assess.assessment import Alignment, DomainTies, Standing
from suasion.assess.domains import Domain, domains
from suasion.assess.hedging import pacts_of
from suasion.assess.naming import join, said
from suasion.assess.power_line import line
from suasion.assess.rows import Evidence
from suasion.assess.supply import Supply, supply
from suasion.codebook import Contest, Estimate, missing
from suasion.model import ties_apart as model
from suasion.model.leverage import CAPACITY, FLOW_REFERENCE, TURNOVER_REFERENCE, WILLINGNESS
from suasion.model.sampling import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_REFERENCE: Final = {"finance": FLOW_REFERENCE, "trade": TURNOVER_REFERENCE}
_ALL: Final = ("finance", "trade", "arms")
_INTERVAL: Final = (
    "90 % of draws (Latin hypercube) over years (Bayesian bootstrap), the part of commitments paid out, and growth"
)
_METHODS: Final = {
    "level": "mean over finance and trade of ln(1 + 100 x) / ln(1 + 100 r), x a year over GDP, r 0.25 and 1 (assumed)",
    "balance": "n / (n - 1) * (1 - largest share), of each patron's mean share over domains",
    "consistency": "mean balance of the domains over the balance of their mean",
    "risk": "part of the worth of official finance lost if the patron that matters most left, the others refilling",
    "returns": "part of the worth of official finance gained over having the best patron alone",
}


def standing(
    record: Evidence,
    contest: Contest,
    alike: Sequence[Alignment],
    *,
    draws: int = 2048,
    seed: int = 0,
    held: Supply | None = None,
) -> Standing | None:
    """Return how a client is tied to all of its patrons; None where there is a single one.

    Parameters
    ----------
    record
        Observations; only what was known by ``contest.as_of`` is used.
    contest
        Client, patrons and years.
    alike
        How client and patrons vote, for the line from China to the United States.
    draws, seed
        Of years and assumptions.
    held
        What `supply` gave for the same record and contest, where it was read before.

    Notes
    -----
    Heuristic, and ours (`suasion.model.ties_apart`; docs/methods/hedging.md). A defence pact with one patron alone
    makes an even standing a leaning.
    """
    if len(contest.patrons) < 2:
        return None
    held = held or supply(record, contest)
    found = domains(held, contest, contest.patrons, draws=draws, seed=seed)
    depths = {name: one.depth for name, one in found.items() if one.depth is not None and name in _REFERENCE}
    parts = [known for one in found.values() if np.isfinite(known := model.shares(one.ties)).all()]
    unknown = np.full(draws + 1, np.nan)
    balance, consistency = model.overall(parts) if parts else (unknown, unknown)
    risk, returns = _risk(found.get("finance"), unknown)
    reading = model.standing(balance[1:], consistency[1:], {name: depth[1:] for name, depth in depths.items()})
    bound = [p for p in contest.patrons if frozenset({p, contest.client}) in pacts_of(record, contest)]
    if len(bound) == 1 and reading in ("hedger", "split"):
        reading = "leaning"
    level = np.mean([_scaled(name, depth) for name, depth in depths.items()], axis=0) if depths else unknown
    numbers = {"level": level, "balance": balance, "consistency": consistency, "risk": risk, "returns": returns}
    between = _Between(contest, found)
    place, places, lacks = line(held, contest, alike, bound, draws=draws, seed=seed)
    return Standing(
        patrons=contest.patrons,
        domains=tuple(between.domain(one, depths.get(name)) for name, one in found.items()),
        **{name: between.number(name, values) for name, values in numbers.items()},
        reading=reading,
        line=place,
        line_domains=places,
        line_lacks=lacks,
    )


def _risk(finance: Domain | None, unknown: Floats) -> tuple[Floats, Floats]:
    if finance is None or finance.product is None:
        return unknown, unknown
    return model.risk_return(finance.ties, finance.product, willingness=WILLINGNESS[1],
                             capacity=np.full(len(unknown), CAPACITY[1]))  # fmt: skip


def _scaled(name: str, depth: Floats) -> Floats:
    scaled: Floats = np.minimum(1.0, np.log1p(100 * depth) / np.log1p(100 * _REFERENCE[name]))
    return scaled


class _Between:
    """Makes estimates about a client and all its patrons."""

    def __init__(self, contest: Contest, found: Mapping[str, Domain]) -> None:
        self.who = f"{join([said(patron) for patron in contest.patrons])} in {said(contest.client)}"
        self.found = found
        self.lacking = [name for name in _ALL if name not in found]

    def number(self, name: str, values: Floats) -> Estimate:
        """Return one side of the standing; the first draw is its value."""
        title = f"{name} of ties: {self.who}"
        if not np.isfinite(values[0]):
            return missing(title, self._why(name), unit=name)
        used = [self.found["finance"]] if name in ("risk", "returns") else list(self.found.values())
        note = f"without {join(self.lacking)}: not every patron has rows" if self.lacking else ""
        return self._estimate(
            title, values, [i for one in used for i in one.ids], unit=name, method=_METHODS[name], note=note
        )

    def domain(self, one: Domain, depth: Floats | None) -> DomainTies:
        """Return balance and depth of one domain."""
        shares = model.shares(one.ties)
        name = f"of {one.name}: {self.who}"
        even = (
            self._estimate(f"balance {name}", model.evenness(shares), one.ids, unit="balance",
                           method="n / (n - 1) * (1 - largest share)")
            if np.isfinite(shares).all()
            else missing(f"balance {name}", "no patron has any", unit="balance")
        )  # fmt: skip
        deep = (
            missing(f"depth {name}", "no money, or no gross domestic product to hold it against", unit="share of GDP")
            if depth is None
            else self._estimate(
                f"depth {name}", depth, one.ids, unit="share of GDP", method="a year, all patrons, over GDP"
            )
        )
        return DomainTies(domain=one.name, balance=even, depth=deep)

    def _estimate(
        self, name: str, values: Floats, ids: Sequence[str], *, unit: str, method: str, note: str = ""
    ) -> Estimate:
        bounds = interval(values[1:], float(values[0]))
        low, high = bounds or (None, None)
        return Estimate(
            name=name, value=float(values[0]), low=low, high=high, unit=unit, n=len(ids), method=method, note=note,
            interval_method=_INTERVAL if bounds else "", evidence=tuple(ids),
        )  # fmt: skip

    def _why(self, name: str) -> str:
        if not self.found:
            return "no domain in which every patron has rows"
        if name == "consistency":
            return "it takes two domains, and some balance"
        return "no gross domestic product, or no official finance of every patron"
