"""FBIC and FBIC+: formal bilateral influence capacity, recomputed from the publisher's components."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from suasion.errors import DatasetError, InputError
from suasion.measure.fbic_columns import WINDOW, Components, first_of
from suasion.measure.fbic_releases import NEWEST, RELEASES, Constants, Variant
from suasion.measure.fbic_terms import FIRST_PLUS, TERMS, Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def fbic(components: pa.Table, *, release: str | None = None) -> pa.Table:
    """Return iso3a, iso3b, year, fbic, bandwidth and dependence: the capacity of A over B, from its components.

    Parameters
    ----------
    components
        One row a directed pair and year, in the publisher's columns; text cells are read as numbers, an empty cell
        is not known. Each term is worked out from the deepest columns that a row has: this year's inputs and those of
        the two years before (embassies, memberships, trade, GDP, arms, ...), else the publisher's average of the
        three years (``*_ma``), else its logarithm (``ln_*``) or weighted term (``wt_*``).
    release
        A key of RELEASES; None takes the masses and maxima that the table carries itself (lortotal, bandwidthmax,
        ...), and those of the newest release for what it lacks.

    Returns
    -------
    pyarrow.Table
        Ordered by iso3a, iso3b and year. The three indices lie in [0, 1] within the release, no unit; null where a
        term is not known. Bandwidth is the pair's, dependence is B's on A.

    Raises
    ------
    DatasetError
        If a term has no columns to come from (they are named), a pair has two rows for a year, or a cell that should
        be a number is none.
    InputError
        If the release is not known.

    Notes
    -----
    Moyer and others 2021, with coefficients read off the publisher's own intermediate columns::

        bandwidth  = sum_k w_k MA3(x_k mass_lor / mass_k) / max       representation, organisations, agreements, trade,
                                                                      alliance, arms
        dependence = sum_k w_k ln(1 + MA3(100 part_k / whole_k)) / max    aid, trade and arms, each to what B has and as
                                                                      a share of all B gets
        fbic       = bandwidth * dependence / max

    MA3 is the mean of a year and the two before it, of fewer where the publisher's series has only begun. A share of
    nothing is 0, as the publisher has it: 100 part / 0 = 0.

    How deep it was checked (`fbic_checks`; half of a random sample of the publisher's file, 502 rows): inputs to
    terms of the year, averages to logarithms, weights, sums and index on every row, the indices within 5e-8. The
    average over three years cannot be checked there, since no pair has three years in a row, except in the first year,
    1960, where it is the year itself. It was checked on the alliances of 18 states (`fbic_18_states`): of 7,038
    rows none has less security bandwidth than the average alliance makes, and 3,694 have just that, 124 of them
    in the years around a change. How the military stock decays, how organisations are weighted and how gaps were
    filled lies before these inputs and is not known.
    """
    worked = worked_out(components, "fbic", release)
    return _table(worked, {"fbic": worked.product, "bandwidth": worked.bandwidth, "dependence": worked.dependence})


def fbic_plus(components: pa.Table, *, release: str | None = None) -> pa.Table:
    """Return iso3a, iso3b, year, fbic_plus, bandwidth_plus and dependence_plus: FBIC with investment and other finance.

    FBIC+ begins in 2009; before, all three are null. Parameters and errors as for `fbic`, with other weights, masses
    and maxima, and five terms more: direct investment either way; other official finance and direct investment to GDP
    and as shares of all.
    """
    worked = worked_out(components, "fbic-plus", release)
    values = {"fbic": worked.product, "bandwidth": worked.bandwidth, "dependence": worked.dependence}
    return _table(worked, {f"{name}_plus": column for name, column in values.items()})


def waterfall(
    components: pa.Table, *, iso3a: str, iso3b: str, year: int, plus: bool = False, release: str | None = None
) -> pa.Table:
    """Return the terms of one FBIC, one row each, and how much of the index each makes.

    Parameters
    ----------
    components, release
        As for `fbic`.
    iso3a, iso3b, year
        The directed pair, A over B, and the year.
    plus
        FBIC+ and its seventeen terms.

    Returns
    -------
    pyarrow.Table
        term, title, part ("bandwidth" or "dependence"), group, average (MA3: index points at the mass of
        representation, or percent), weight, in_part (what the term adds to its part; they sum to bandwidth and to
        dependence), contribution (what it adds to the index), share (of the index, in [0, 1]), start and end (the sum
        of contributions before and after it), filled (the publisher's code for filled inputs of that year, the
        largest; 0 as reported, null if not marked). share is null where the index is 0.

    Raises
    ------
    InputError
        If the table has no such row.
    DatasetError
        As for `fbic`.

    Notes
    -----
    An index that is a product of two sums has no single way to be taken apart. A term's contribution is half of what
    it makes of its part, times the other part: its Shapley value, which splits the product of any two terms evenly.
    By groups these are the publisher's own shares (aidsharefbic, tradesharefbic, armssharefbic, diplomacysharefbic).
    """
    worked = worked_out(components, "fbic-plus" if plus else "fbic", release)
    found = worked.components
    row = _row(found, iso3a, iso3b, year)
    scale = _by_term(worked.terms, worked.constants.bandwidth_max, worked.constants.dependence_max)
    in_part = worked.weighted[:, row] / scale
    whole = float(worked.product[row])
    other = _by_term(worked.terms, float(worked.dependence[row]), float(worked.bandwidth[row]))
    contribution = in_part * other / 2 / worked.constants.product_max
    end = np.cumsum(contribution)
    return pa.table(
        {
            "term": pa.array([term.name for term in worked.terms]),
            "title": pa.array([term.title for term in worked.terms]),
            "part": pa.array([term.part for term in worked.terms]),
            "group": pa.array([term.group for term in worked.terms]),
            "average": _numbers(worked.averages[:, row]),
            "weight": _numbers(np.array([worked.constants.weights[term.name] for term in worked.terms])),
            "in_part": _numbers(in_part),
            "contribution": _numbers(contribution),
            "share": _numbers(contribution / whole if whole > 0 else np.full(len(contribution), np.nan)),
            "start": _numbers(end - contribution),
            "end": _numbers(end),
            "filled": pa.array([_filled(found, term, row) for term in worked.terms], pa.int16()),
        }
    )


class Worked(msgspec.Struct, frozen=True, kw_only=True):
    """An index worked out: averages and weighted terms of shape (n_terms, n_rows), and the three results (n_rows,)."""

    components: Components
    terms: tuple[Term, ...]
    constants: Constants
    averages: Floats
    weighted: Floats
    bandwidth: Floats
    dependence: Floats
    product: Floats


def worked_out(components: pa.Table, variant: Variant, release: str | None) -> Worked:
    """Return an index with all its terms. See `fbic`."""
    columns, terms = Components(components), TERMS[variant]
    constants = constants_of(columns, variant, release)
    averages = np.array([average(columns, term, constants) for term in terms]).reshape(len(terms), len(columns))
    weighted = np.array([_weighted(columns, *pair, constants) for pair in zip(terms, averages, strict=True)])
    _require(columns, terms, weighted)
    of_bandwidth = np.array([term.part == "bandwidth" for term in terms])
    bandwidth = weighted[of_bandwidth].sum(axis=0) / constants.bandwidth_max
    dependence = weighted[~of_bandwidth].sum(axis=0) / constants.dependence_max
    if variant == "fbic-plus":
        dependence = np.where(columns.year < FIRST_PLUS, np.nan, dependence)
    return Worked(
        components=columns, terms=terms, constants=constants, averages=averages, weighted=weighted,
        bandwidth=bandwidth, dependence=dependence, product=bandwidth * dependence / constants.product_max,
    )  # fmt: skip


def constants_of(columns: Components, variant: Variant, release: str | None) -> Constants:
    """Return a release's constants, or those that a table carries itself."""
    if release is not None and release not in RELEASES:
        raise InputError(f"{release!r} is no release of FBIC that is known. Known: {', '.join(RELEASES)}.")
    known = RELEASES[release or NEWEST][variant]
    if release is not None:
        return known
    plus = "_plus" if variant == "fbic-plus" else ""
    masses = {
        term.name: _carried(columns, term.mass_column, known.masses[term.name])
        for term in TERMS[variant]
        if term.mass_column is not None
    }
    return Constants(
        weights=known.weights,
        masses=masses,
        bandwidth_max=_carried(columns, f"bandwidthmax{plus}", known.bandwidth_max),
        dependence_max=_carried(columns, f"dependencemax{plus}", known.dependence_max),
        product_max=_carried(columns, f"fbicmax{plus}", known.product_max),
    )


def _carried(columns: Components, name: str, known: float) -> float:
    """Return the one number of a column of constants, or the known one where the table has none."""
    said = columns[name]
    said = np.unique(said[~np.isnan(said)])
    if len(said) > 1:
        raise DatasetError(
            f"components: {name} is {said[0]:.9g} in some rows and {said[1]:.9g} in others. "
            "Rows of two releases do not compare: take one release at a time."
        )
    return float(said[0]) if len(said) else known


def of_the_year(columns: Components, term: Term, constants: Constants) -> Floats:
    """Return a term's value in each year: from its inputs, else as the publisher has it."""
    made = first_of(term.made(columns), columns[term.made_column])
    if term.scaled is None:
        return made
    return first_of(made * (constants.masses["representation"] / constants.masses[term.name]), columns[term.scaled])


def average(columns: Components, term: Term, constants: Constants) -> Floats:
    """Return a term's mean over three years: from the years, else as the publisher has it."""
    return first_of(
        columns.trailing_mean(of_the_year(columns, term, constants), term.first_year), columns[term.averaged]
    )


def _weighted(columns: Components, term: Term, averaged: Floats, constants: Constants) -> Floats:
    weight = constants.weights[term.name]
    if term.logged is None:
        return first_of(weight * averaged, columns[term.weighted])
    with np.errstate(invalid="ignore"):
        logged = np.log1p(np.where(averaged > -1, averaged, np.nan))
    return first_of(weight * first_of(logged, columns[term.logged]), columns[term.weighted])


def _require(columns: Components, terms: tuple[Term, ...], weighted: Floats) -> None:
    """Raise if a term has no value in any row for want of columns."""
    absent = [
        f"{term.averaged} (or {', '.join(name for name in term.inputs)} of {WINDOW} years in a row)"
        for term, values in zip(terms, weighted, strict=True)
        if np.isnan(values).all() and term.averaged not in columns.names
    ]
    if absent:
        raise DatasetError(
            f"the components lack {'; '.join(absent)}. Take the publisher's table with its intermediate columns, or "
            "every year of each pair."
        )


def _row(found: Components, iso3a: str, iso3b: str, year: int) -> int:
    pair = pc.and_(pc.equal(found.iso3a, iso3a), pc.equal(found.iso3b, iso3b)).to_numpy(zero_copy_only=False)
    at = np.flatnonzero(pair & (found.year == year))
    if not len(at):
        raise InputError(f"the components have no row of {iso3a} over {iso3b} in {year}. Name a row of the file.")
    return int(at[0])


def _by_term(terms: tuple[Term, ...], bandwidth: float, dependence: float) -> Floats:
    return np.array([bandwidth if term.part == "bandwidth" else dependence for term in terms])


def _filled(columns: Components, term: Term, row: int) -> int | None:
    marks = [columns[f"{name}_est"][row] for name in term.inputs]
    known = [int(mark) for mark in marks if not np.isnan(mark)]
    return max(known) if known else None


def _numbers(values: Floats) -> pa.Array:
    return pa.array(values, pa.float64(), from_pandas=True)


def _table(worked: Worked, values: dict[str, Floats]) -> pa.Table:
    found = worked.components
    keys = {"iso3a": found.iso3a, "iso3b": found.iso3b, "year": pa.array(found.year, pa.int16())}
    table = pa.table(keys | {name: _numbers(column) for name, column in values.items()})
    return table.sort_by([(name, "ascending") for name in keys])
