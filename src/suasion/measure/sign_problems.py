"""Sign problems: pairs of states that S calls alike and kappa unlike, or the reverse."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import Problem

_SIGNED: Final = 0.005  # a measure that rounds to 0.00 has no sign to differ by
_SHOWN: Final = 3


def sign_problems(measured: pa.Table, *, input: str = "UN votes") -> tuple[Problem, ...]:
    """Return a warning for each pair whose S and kappa differ in sign.

    Then S says what usual votes do, and not what the two have in common: where nearly all vote yes, two states agree
    often and yet less than chance would have it.

    Parameters
    ----------
    measured
        What `suasion.measure.alignment.alignment` returns, with s-score and kappa (both absolute); others are passed
        over. Measures of less than 0.005 have no sign to differ by.
    input
        As the problems name the rows.
    """
    rows: dict[Any, dict[str, float]] = defaultdict(dict)
    base = pc.extract_regex(measured["measure"], r"^(?P<name>s-score|kappa)(?P<issue> \[.*\])?$")
    kept = measured.append_column("base", base).filter(
        pc.and_(pc.is_valid(base), pc.greater_equal(pc.fill_null(pc.abs(measured["value"]), 0.0), _SIGNED))
    )
    for row in kept.select(["actor", "partner", "year", "base", "value"]).to_pylist():
        rows[row["actor"], row["partner"], row["year"], row["base"]["issue"]][row["base"]["name"]] = row["value"]
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (actor, partner, year, issue), values in rows.items():
        if len(values) == 2 and values["s-score"] * values["kappa"] < 0:
            when = "the whole period" if year is None else str(year)
            found[actor, partner].append(
                f"{when}{issue or ''} (S {values['s-score']:+.2f}, kappa {values['kappa']:+.2f})"
            )
    return tuple(
        Problem(
            input=input, place=f"{actor} and {partner}", severity="warning",
            reason="S and kappa differ in sign in " + "; ".join(cases[:_SHOWN])
            + (f" and {len(cases) - _SHOWN} more." if len(cases) > _SHOWN else "."),
            remedy="Read kappa or pi for how far they agree beyond chance; S follows how all states vote.",
        )
        for (actor, partner), cases in found.items()
    )  # fmt: skip
