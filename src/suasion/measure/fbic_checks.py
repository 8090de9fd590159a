"""How closely each step of FBIC follows the publisher's own columns, and which rows of components are in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from suasion.codebook import Problem
from suasion.measure.fbic import Worked, of_the_year, worked_out
from suasion.measure.fbic_columns import rows
from suasion.measure.fbic_releases import Variant
from suasion.measure.fbic_terms import FIRST_PLUS, Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def fbic_checks(components: pa.Table, *, plus: bool = False, release: str | None = None) -> pa.Table:
    """Return how far each published column is from what the columns before it make.

    Parameters
    ----------
    components, release
        As for `suasion.measure.fbic.fbic`.
    plus
        FBIC+.

    Returns
    -------
    pyarrow.Table
        column (the publisher's), term (null for an index), step ("made" from inputs, "scaled" to the mass of
        representation, "averaged" over three years, "logged", "weighted", "index" from the deepest columns), n
        (rows that have both), max_abs_error (null if n is 0). A column that the table lacks has n 0.
    """
    variant: Variant = "fbic-plus" if plus else "fbic"
    worked = worked_out(components, variant, release)
    steps = [step for term in worked.terms for step in _of_term(worked, term)]
    suffix = "_plus" if plus else ""
    steps += [
        (f"{name}{suffix}", None, "index", values)
        for name, values in (
            ("bandwidth", worked.bandwidth), ("dependence", worked.dependence), ("fbic", worked.product)
        )
    ]  # fmt: skip
    errors = [np.abs(values - worked.components[column]) for column, _, _, values in steps]
    errors = [error[~np.isnan(error)] for error in errors]
    return pa.table(
        {
            "column": pa.array([step[0] for step in steps]),
            "term": pa.array([step[1] for step in steps]),
            "step": pa.array([step[2] for step in steps]),
            "n": pa.array([len(error) for error in errors], pa.int64()),
            "max_abs_error": pa.array([float(e.max()) if len(e) else None for e in errors], pa.float64()),
        }
    )


def fbic_problems(
    components: pa.Table, *, plus: bool = False, release: str | None = None, file_name: str = "components"
) -> tuple[Problem, ...]:
    """Return what keeps rows from an index, and inputs below 0, a problem a term with its first rows.

    Parameters
    ----------
    components, plus, release
        As for `fbic_checks`.
    file_name
        As the problems name the table.
    """
    worked = worked_out(components, "fbic-plus" if plus else "fbic", release)
    found = []
    for term, values in zip(worked.terms, worked.weighted, strict=True):
        unknown = np.isnan(values)
        if plus:  # before it, no row has an index
            unknown &= worked.components.year >= FIRST_PLUS
        if unknown.any():
            found.append(
                Problem(
                    input=file_name, place=rows(np.flatnonzero(unknown)), severity="warning",
                    reason=f"no index, since {term.title.lower()} is not known: {term.averaged} is empty.",
                    remedy=f"Give {', '.join(term.inputs)} for that year and the two before it.",
                )
            )  # fmt: skip
    for name in sorted({name for term in worked.terms for name in term.inputs}):
        below = np.flatnonzero(worked.components[name] < 0)
        if len(below):
            found.append(
                Problem(
                    input=file_name, place=rows(below), reason=f"{name} is below 0.", severity="warning",
                    remedy="Compare the publisher's file; an amount that was paid back is not capacity.",
                )
            )  # fmt: skip
    return tuple(found)


def _of_term(worked: Worked, term: Term) -> Iterator[tuple[str, str | None, str, Floats]]:
    c, constants = worked.components, worked.constants
    if term.made_column not in term.inputs:
        yield term.made_column, term.name, "made", term.made(c)
    if term.scaled is not None:
        ratio = constants.masses["representation"] / constants.masses[term.name]
        yield term.scaled, term.name, "scaled", c[term.made_column] * ratio
    yield (
        term.averaged,
        term.name,
        "averaged",
        c.trailing_mean(of_the_year(c, term, constants), term.first_year),
    )
    last = c[term.averaged]
    if term.logged is not None:
        yield term.logged, term.name, "logged", np.log1p(last)
        last = c[term.logged]
    yield term.weighted, term.name, "weighted", constants.weights[term.name] * last
