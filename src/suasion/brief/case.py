"""An assessment and its lookup, with the names that sentences need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from suasion.assess.assessment import Assessment, InstrumentLeverage, PatronLeverage
from suasion.assess.contradictions import ONE_SIDED
from suasion.assess.naming import join, name_of, possessive, said
from suasion.brief.lookup import Lookup
from suasion.codebook import INSTRUMENTS, ISSUES

__all__ = ["Case", "instrument_title", "issue_title", "join", "name_of", "possessive", "said"]


class Case:
    """What the sections of a brief are written from."""

    def __init__(self, assessment: Assessment, lookup: Lookup) -> None:
        self.assessment = assessment
        self.lookup = lookup
        self.contest = assessment.contest
        self.client = said(self.contest.client)
        self.patrons = join([said(patron) for patron in self.contest.patrons])
        self.period = f"{self.contest.first_year} to {self.contest.last_year}"
        years = [y for one in assessment.positions for y in (one.first_year, one.last_year) if y is not None]
        self.stands_period = f"{min(years)} to {max(years)}" if years else self.period
        self.disputed = {
            identity
            for one in assessment.contradictions
            if not one.why.startswith(("moved", ONE_SIDED))
            for identity in one.statements
        }
        self.grades = {one.statement: one for one in assessment.credibility}

    def ranked(self) -> list[PatronLeverage]:
        """Return the patrons that could be measured, the one with most leverage first."""
        measured = [one for one in self.assessment.leverage if one.leverage.value is not None]
        return sorted(measured, key=lambda one: (-(one.leverage.value or 0.0), one.patron))

    def unranked(self) -> list[PatronLeverage]:
        """Return the patrons that could not be measured."""
        return [one for one in self.assessment.leverage if one.leverage.value is None]

    def ties_shown(self) -> list[InstrumentLeverage]:
        """Return the instruments that data or documents show, of all patrons."""
        told = [i for one in (*self.ranked(), *self.unranked()) for i in one.by_instrument]
        return [i for i in told if i.leverage.value is not None or i.statements or i.indicators]

    def unweighed(self) -> bool:
        """Return whether any tie that data or documents show could not be measured."""
        return any(i.leverage.value is None for i in self.ties_shown())

    def unmeasured(self) -> list[str]:
        """Return the instruments that are shown and could be measured for no patron, in the order of the codebook."""
        shown = self.ties_shown()
        measured = {i.instrument for i in shown if i.leverage.value is not None}
        lacking = {i.instrument for i in shown} - measured
        return [slug for slug in INSTRUMENTS if slug in lacking]

    def statement(self, identity: str) -> Mapping[str, Any]:
        """Return a statement by id."""
        return self.lookup.statement(identity)


def strongest(patron: PatronLeverage) -> list[InstrumentLeverage]:
    """Return a patron's measured instruments, the strongest first."""
    measured = [one for one in patron.by_instrument if one.leverage.value is not None]
    return sorted(measured, key=lambda one: (-(one.leverage.value or 0.0), one.instrument))


def instrument_title(slug: str | None) -> str:
    """Return the title of an instrument."""
    return INSTRUMENTS[slug].title if slug in INSTRUMENTS else (slug or "")


def issue_title(slug: str | None) -> str:
    """Return the title of an issue; a slug of its own becomes words."""
    return ISSUES[slug].title if slug in ISSUES else (slug or "").replace("-", " ").capitalize()


def instruments_in_words(slugs: Iterable[str]) -> str:
    """Return instruments as a list in a sentence."""
    return join([instrument_title(slug).lower() for slug in slugs])
