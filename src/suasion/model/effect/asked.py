"""The effect that was asked for: rows of the record in, the measure table out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa

from suasion.errors import InputError
from suasion.measure.measured import Run
from suasion.model.effect.design import AFTER, stacks
from suasion.model.effect.dyads import Dyads
from suasion.model.effect.estimate import estimate
from suasion.model.effect.outcomes import Outcome, outcome
from suasion.model.effect.table import events_in_words, rows, together
from suasion.model.effect.treatments import LEADER, Treatment, treatment

if TYPE_CHECKING:
    from ibis.expr.types import Table

_YEARS_BEFORE: Final = 10  # that a synthetic twin may be fitted to
_DRAWS: Final = 9999  # more placebos than this tell nothing new


class _Question(msgspec.Struct, frozen=True, kw_only=True):
    dyads: Dyads
    cause: Treatment
    outcome: Outcome
    client: str | None
    span: tuple[int, int]
    smallest: float | None
    draws: int
    seed: int


def effect(
    observations: Table,
    *,
    cause: str = "visit",
    towards: str = "agreement",
    first_year: int,
    last_year: int,
    client: str | None = None,
    patrons: Sequence[str] = (),
    smallest: float | None = None,
    draws: int = 2048,
    seed: int = 0,
    run: Run,
) -> pa.Table:
    """Return whether clients moved after a cause set in, as a measure table.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA: those of the cause and those of the outcome.
    cause
        One of `suasion.model.effect.treatments.CAUSES`.
    towards
        The outcome, one of `suasion.model.effect.outcomes.OUTCOMES`; more is nearer to the patron.
    first_year, last_year
        Events of these years, both included. The years around an event may lie outside them.
    client
        Whose events; None for all clients'. One client is held against a synthetic twin.
    patrons
        Of whom; () for each that the cause's rows have, and all of them together.
    smallest
        The smallest effect of interest, in the outcome's unit; None for half a standard deviation within dyads.
    draws, seed
        Placebos of each kind, at most 9,999, and their seed.
    run
        How to run an Ibis expression.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA; actor is null for all clients and partner for all patrons. For each patron: "effect [year -3]"
        to "effect [year +3]", "effect" with its 90 % interval, "trend before", "p [...]" of the trend and the
        placebos, "power" to find the "smallest effect of interest", and "verdict": 1 moved towards, -1 moved away, 0 no
        effect that matters, null cannot tell; why stands in its method.

    Raises
    ------
    InputError
        If the cause or outcome is not known or has no rows, a state has none, or a change of leader is asked about
        without a patron.
    """
    if cause == LEADER and not patrons:
        raise InputError("A change of leader is in all of a client's dyads. Name the patrons with --partner.")
    held = outcome(observations, towards, first_year=first_year - _YEARS_BEFORE, last_year=last_year + AFTER, run=run)
    found = treatment(observations, cause, held.states, held.years, run)
    strange = sorted({code for code in (client, *patrons) if code} - {*held.states})
    if strange:
        raise InputError(f"{', '.join(strange)} has no rows of the outcome {held.name}. Leave it out.")
    question = _Question(
        dyads=Dyads(
            clients=held.states, patrons=held.states, years=held.years, outcome=held.values, event=found.event,
            known=found.known, lasting=found.lasting,
        ),
        cause=found, outcome=held, client=client, span=(first_year, last_year), smallest=smallest,
        draws=min(draws, _DRAWS), seed=seed,
    )  # fmt: skip
    if patrons:
        return together(_answer(question, [patron], patron) for patron in sorted(set(patrons)))
    each = _with_events(question)
    if not each:
        return together([_answer(question, found.patrons, None)])
    whole = [_answer(question, each, None)] if len(each) > 1 else []
    return together([*whole, *(_answer(question, [patron], patron) for patron in each)])


def _with_events(question: _Question) -> list[str]:
    """Return the patrons of whom there is an event that can be looked at."""
    dyads = question.dyads
    within = np.array([question.span[0] <= year <= question.span[1] for year in dyads.years])
    whose = None if question.client is None else np.array([name == question.client for name in dyads.clients])
    acting = np.array([name in question.cause.patrons for name in dyads.patrons])
    found = stacks(dyads, whose, acting, within)
    return [dyads.patrons[place] for place in np.unique(found.patron)]


def _answer(question: _Question, patrons: Sequence[str], partner: str | None) -> pa.Table:
    dyads, cause, client = question.dyads, question.cause, question.client
    places = np.array([name in patrons for name in dyads.patrons])
    uncovered = bool(cause.uncovered[places].any())
    found = estimate(
        dyads, clients=None if client is None else [client], patrons=patrons, years=question.span,
        smallest=question.smallest, uncovered=uncovered, draws=question.draws, seed=question.seed,
    )  # fmt: skip
    said = f"outcome: {question.outcome.method}; event: {cause.cause}, {cause.rule}"
    if uncovered:
        said += "; whether the comparisons had it too is not recorded"
    return rows(
        found, actor=client, partner=partner, unit=question.outcome.unit, said=said,
        evidence=f"indicator {cause.cause}, sources {', '.join(cause.sources)}; events: "
        + (events_in_words([c for c, _ in found.events], [y for _, y in found.events]) or "none"),
    )  # fmt: skip
