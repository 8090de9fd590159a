"""Vote shifts: who changed its vote from one roll call to another, how usual that was, and what it goes with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook.observation import VOTE_ABSTAIN, VOTE_NO, VOTE_YES
from suasion.errors import InputError
from suasion.measure.measured import MEASURE_SCHEMA, SORT, Run
from suasion.model.effect.association import FEWEST_STATES, Association, associations

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]

_NAMES: Final = {VOTE_YES: "yes", VOTE_ABSTAIN: "abstain", VOTE_NO: "no"}
_USUAL: Final = 0.10  # Heuristic. A move that more than a tenth of the like-minded made needs no cause of its own.
_LEVEL: Final = 0.10


def vote_shift(
    observations: Table,
    first_item: str,
    second_item: str,
    *,
    actor: str | None = None,
    patrons: Sequence[str] = (),
    causes: Sequence[str] = (),
    draws: int = 2048,
    seed: int = 0,
    run: Run,
) -> pa.Table:
    """Return who moved between two roll calls, how usual it was, and whether the movers had more from a patron.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA: votes, and the causes.
    first_item, second_item
        The roll calls' items; "68/262" stands for "A/RES/68/262".
    actor
        The state that is asked about; None for all.
    patrons, causes
        Whose visits, aid and so on (keys of INDICATORS, summed from the year of the first vote to the day before the
        second; what came after a vote has not caused it) the moves are held against.
    draws, seed
        Permutations of the states, and their seed.
    run
        How to run an Ibis expression.

    Returns
    -------
    pyarrow.Table
        MEASURE_SCHEMA. For all states (actor null): "shift [abstain to yes]" and so on, the share of those with the
        first vote that cast the second, n of them having cast the first. For the actor (each state where none is
        named): "shift", in steps towards yes, from -2 to 2. For a named actor also "base rate", the share of the other
        states with its first vote that moved at least as far the same way; for each patron and cause "association
        [cause]", Spearman's rho between the cause and the shift over states with the actor's first vote, and its
        "p [cause]"; and "verdict".

    Raises
    ------
    InputError
        If a roll call has no votes or is named twice, the actor did not vote on both, or patrons or causes stand
        without the other.

    Notes
    -----
    The verdict is 1 or -1 only where few of the like-minded moved as far and the movers had more of a cause; a hundred
    states that changed their vote at once need no patron each. Two roll calls show association at best: their wording
    differs, and so did what they were about.
    """
    if bool(patrons) != bool(causes):
        raise InputError("Name both patrons (--partner) and causes (--indicator), or neither.")
    if _symbol(first_item) == _symbol(second_item):
        raise InputError(f"{first_item} is named twice, and between a roll call and itself nothing shifts. Name two.")
    first, second = _votes(observations, first_item, run), _votes(observations, second_item, run)
    both = sorted({*first} & {*second})
    one, other = np.array([first[s] for s in both]), np.array([second[s] for s in both])
    evidence = f"indicator un-vote, items {_symbol(first_item)} and {_symbol(second_item)}"
    lines = _transitions(one, other)
    if actor is None:
        lines += [_line(state, "shift", float(a - b), 1, "steps", _SHIFT) for state, a, b in zip(both, one, other)]  # noqa: B905
        return _table(lines, evidence)
    if actor not in both:
        raise InputError(f"{actor} did not vote on both {first_item} and {second_item}. Ask about another state.")
    at = both.index(actor)
    shift, alike = one - other, one == one[at]
    as_far = _as_far(shift, shift[at]) & alike
    others = int(alike.sum()) - 1
    base = (int(as_far.sum()) - 1) / others if others and shift[at] else float("nan")
    lines += [
        _line(actor, "shift", float(shift[at]), 1, "steps", _SHIFT),
        _line(actor, "base rate", base, others, "share", "of the other states with the same first vote, those that "
              "moved at least as far the same way"),
    ]  # fmt: skip
    held = associations(
        observations, causes, patrons, states=[state for state, same in zip(both, alike, strict=True) if same],
        shift=shift[alike], between=(_day(observations, first_item, run), _day(observations, second_item, run)),
        draws=draws, seed=seed, run=run,
    )  # fmt: skip
    lines += [line for one_held in held for line in _associated(actor, one_held)]
    answer, why = _verdict(int(shift[at]), base, others, held)
    lines.append(_line(actor, "verdict", answer, others, "1, 0 or -1", why))
    return _table(lines, evidence)


_SHIFT: Final = "first vote less second, no 3, abstain 2, yes 1: steps towards yes"


def _verdict(shift: int, base: float, others: int, held: Sequence[Association]) -> tuple[float | None, str]:
    """Return 1, -1, 0 or None, and why in words."""
    if shift == 0:
        return 0.0, "did not move: the same vote both times"
    if others < FEWEST_STATES:
        return None, (
            f"cannot tell: only {others} other state{'' if others == 1 else 's'} with the same first vote, "
            f"of {FEWEST_STATES} needed. Gather the votes of all members on both roll calls"
        )
    if base > _USUAL:
        return None, f"cannot tell: {base:.0%} of the states with the same first vote moved as far, cause or no cause"
    with_cause = [one for one in held if one.p is not None and one.p <= _LEVEL and (one.rho or 0) * shift > 0]
    if not with_cause:
        return None, "cannot tell: the move was rare, but no cause named goes with the moves of states"
    names = ", ".join(f"{one.cause} from {one.patron}" for one in with_cause)
    return float(np.sign(shift)), f"a rare move, and states that had more of {names} moved further: association only"


def _as_far(shift: Integers, own: int) -> NDArray[np.bool_]:
    return shift >= own if own > 0 else shift <= own


def _transitions(one: Integers, other: Integers) -> list[dict[str, Any]]:
    lines = []
    for before, name in _NAMES.items():
        n = int((one == before).sum())
        for after, then in _NAMES.items():
            share = float((other[one == before] == after).mean()) if n else float("nan")
            said = "share of the states with the first vote that cast the second; states that voted on both"
            lines.append(_line(None, f"shift [{name} to {then}]", share, n, "share", said))
    return lines


def _associated(actor: str, held: Association) -> list[dict[str, Any]]:
    said = (
        f"{held.cause} from {held.patron} between {held.between[0]} and {held.between[1]}, and steps towards yes: "
        "Spearman, over the states with the actor's first vote that have rows"
    )
    if held.rho is None:
        said += f"; fewer than {FEWEST_STATES}, or all alike"
    return [
        _line(actor, f"association [{held.cause}]", held.rho, held.n, "index", said, held.patron),
        _line(actor, f"p [{held.cause}]", held.p, held.n, "probability", "two-sided, states permuted", held.patron),
    ]


def _votes(observations: Table, item: str, run: Run) -> dict[str, int]:
    rows = observations.filter(
        observations.indicator == "un-vote", observations.item == _symbol(item), observations.status == "observed",
        observations.value.isin(list(_NAMES)),
    )  # fmt: skip
    votes = run(rows.select("actor", "value").distinct()).to_pylist()
    found = {row["actor"]: int(row["value"]) for row in votes}
    if not found:
        raise InputError(f"The record has no votes on {_symbol(item)}. Gather UN votes that reach it, or facts.")
    if len(found) != len(votes):
        raise InputError(f"A state has two different votes on {_symbol(item)}. Reject the wrong rows.")
    return found


def _day(observations: Table, item: str, run: Run) -> str:
    """Return the day of a roll call, the first of its year where none is given."""
    rows = observations.filter(observations.indicator == "un-vote", observations.item == _symbol(item))
    days = run(rows.select(day=rows.date.fill_null(rows.first_year.cast("string") + "-01-01")))
    return str(pc.min(days["day"]).as_py())


def _symbol(item: str) -> str:
    """Return a resolution's symbol, written short or in full; other items stay as they are.

    >>> _symbol("ES-11/1"), _symbol("A/RES/68/262"), _symbol("rcid-9147")
    ('A/RES/ES-11/1', 'A/RES/68/262', 'rcid-9147')
    """
    return f"A/RES/{item}" if "/" in item and not item.startswith("A/") else item


def _line(  # noqa: PLR0917 - a table reads best with its columns in order
    actor: str | None, name: str, value: float | None, n: int, unit: str, method: str, partner: str | None = None
) -> dict[str, Any]:
    known = None if value is None or not np.isfinite(value) else float(value)
    return {"actor": actor, "partner": partner, "measure": name, "value": known, "n": n, "unit": unit, "method": method}


def _table(lines: list[dict[str, Any]], evidence: str) -> pa.Table:
    empty = {"year": None, "low": None, "high": None, "evidence": evidence}
    return pa.Table.from_pylist([empty | line for line in lines], MEASURE_SCHEMA).sort_by(list(SORT))
