"""Bounds: the most of a lever that the record shows of the kind, towards a state of the client's size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from suasion.assess.bases import RULES, family
from suasion.assess.naming import said
from suasion.assess.rows import Evidence
from suasion.assess.scenario.levers import TOLD_UNIT
from suasion.assess.supply import REACH, TRADE_SERIES
from suasion.codebook import INDICATORS, INSTRUMENTS, Contest, Estimate, missing
from suasion.codebook.prices import price_factor
from suasion.model.leverage import REALISED

LIKE: Final = (0.25, 4.0)  # times the client's product, at which a recipient counts as one of its size. Heuristic.
_SIZE: Final = f"{LIKE[0]:g} to {LIKE[1]:g} times its product"
_SERIES_OF_TRADE: Final = {series: kind for (kind, _), series in TRADE_SERIES.items()}


class Bounds:
    """The most that each patron gave a state of the client's size in a year, by instrument, as far as is recorded."""

    def __init__(self, record: Evidence, contest: Contest) -> None:
        self._contest = contest
        self._sums = _yearly(record, contest)
        self._sizes = _sizes(record, contest, {partner for _, _, partner, _ in self._sums} | {contest.client})
        self._largest: dict[tuple[str, str], Estimate] = {}

    def bound(self, patron: str, instrument: str, now: Estimate, levels: Mapping[str, Estimate]) -> Estimate:
        """Return the most that a lever may be moved to.

        Parameters
        ----------
        patron, instrument, now
            The lever and its present level.
        levels
            The present levels of all patrons by this instrument: where rows do not count it, the largest is the bound.
        """
        if (patron, instrument) not in self._largest:
            found = self._most(patron, instrument, now.unit) if instrument in RULES else None
            self._largest[patron, instrument] = found or self._among(patron, instrument, now, levels)
        found = self._largest[patron, instrument]
        return now if found.value is not None and found.value < (now.value or 0.0) else found

    def _most(self, patron: str, instrument: str, unit: str) -> Estimate | None:
        """Return the largest yearly sum of an instrument's central series that a patron gave one partner.

        Of partners of the client's size, where products tell of one: what Japan trades with the United States is no
        bound for Cambodia.
        """
        series = {_SERIES_OF_TRADE.get(name, name) for name in RULES[instrument][0].series}
        sums: dict[tuple[str, int], dict[str, tuple[float, str]]] = {}
        for (actor, name, partner, year), part in self._sums.items():
            if actor == patron and name in series:
                sums.setdefault((partner, year), {})[name] = part
        if unit == TOLD_UNIT or not sums:
            return None
        alike = {key: parts for key, parts in sums.items() if not self._unlike(*key)}
        among = "by recipient" if len(alike) in (0, len(sums)) else f"but to states not of its size ({_SIZE})"
        sums = alike or sums
        partner, year = max(sums, key=lambda key: (sum(value for value, _ in sums[key].values()), key))
        parts = sums[partner, year]
        return Estimate(
            name=f"most that {said(patron)} gave one state in a year: {INSTRUMENTS[instrument].title.lower()}",
            value=sum(value for value, _ in parts.values()), unit=unit, n=len(sums),
            method=f"largest of {len(sums):,} yearly sums {among}: {said(partner)} in {year}",
            evidence=tuple(row for _, row in parts.values()),
            note="by " + " and ".join(INDICATORS[name].title.lower() for name in sorted(parts)),
        )  # fmt: skip

    def _unlike(self, partner: str, year: int) -> bool:
        """Return whether a state is known to have been of another size than the client is."""
        own = _nearest(self._sizes.get(self._contest.client, {}), self._contest.last_year)
        other = _nearest(self._sizes.get(partner, {}), year)
        return own is not None and other is not None and not LIKE[0] * own <= other <= LIKE[1] * own

    def _among(self, patron: str, instrument: str, now: Estimate, levels: Mapping[str, Estimate]) -> Estimate:
        title = INSTRUMENTS[instrument].title.lower()
        name = f"most that the record shows of {title} towards {said(self._contest.client)}"
        largest = max(levels.values(), key=lambda e: (e.value or 0.0, e.name), default=now)
        if not largest.value:
            return missing(name, "the record has nothing of the kind by any patron", unit=now.unit)
        return Estimate(
            name=name, value=2 * largest.value, unit=now.unit, n=largest.n, evidence=largest.evidence,
            method="twice the most of any patron of the contest (assumed: no row counts this lever)",
        )  # fmt: skip


def _yearly(record: Evidence, contest: Contest) -> dict[tuple[str, str, str, int], tuple[float, str]]:
    """Return what each patron gave each state each year, by series, with one row behind it: one query for all levers.

    Money is in dollars of 2022, a commitment counts by the part of it that is paid out. The same series from two
    sources counts once, by the larger: this is for a bound.
    """
    series = {_SERIES_OF_TRADE.get(name, name) for rules in RULES.values() for name in rules[0].series}
    table = record.observations(contest.as_of)
    kept = table.filter(
        (table.status == "observed") & table.indicator.isin(sorted(series)) & table.actor.isin(list(contest.patrons))
        & table.partner.notnull() & (table.first_year == table.last_year)
    )  # fmt: skip
    yearly = kept.group_by("actor", "indicator", "partner", "first_year", "unit", "source").agg(
        # Added up here, in one order: an engine's sum depends on how many threads it runs.
        values=kept.value.collect(),
        row=kept.id.min(),
    )
    found: dict[tuple[str, str, str, int], tuple[float, str]] = {}
    for row in record.run(yearly).to_pylist():
        times = price_factor(row["unit"], row["first_year"]) if row["unit"].startswith("USD") else 1.0
        if times is None:
            continue
        times *= REALISED[1] if family(row["indicator"]) == "finance" else 1.0
        key = (row["actor"], row["indicator"], row["partner"], row["first_year"])
        found[key] = max(found.get(key, (0.0, "")), (times * math.fsum(row["values"]), row["row"]))
    return found


def _sizes(record: Evidence, contest: Contest, states: set[str]) -> dict[str, dict[int, float]]:
    """Return the product of states by year, in dollars of 2022."""
    table = record.observations(contest.as_of)
    kept = table.filter((table.status == "observed") & (table.indicator == "gdp") & table.actor.isin(sorted(states)))
    yearly = kept.group_by("actor", "first_year", "unit").agg(value=kept.value.max())
    found: dict[str, dict[int, float]] = {}
    for row in record.run(yearly).to_pylist():
        times = price_factor(row["unit"], row["first_year"])
        if times is not None:
            own = found.setdefault(row["actor"], {})
            own[row["first_year"]] = max(own.get(row["first_year"], 0.0), times * row["value"])
    return found


def _nearest(sizes: dict[int, float], year: int) -> float | None:
    """Return the product of the year nearest to one, None where none is within reach."""
    near = min(sizes, key=lambda other: (abs(other - year), other), default=None)
    return sizes[near] if near is not None and abs(near - year) <= REACH else None
