"""What a panel draws on: observations, the sources they come from, and who runs its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from suasion.codebook import OBSERVATION_SCHEMA, Source
from suasion.errors import InputError

if TYPE_CHECKING:
    from ibis.expr.types import Table

Run = Callable[[Any], pa.Table]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What one source has of one indicator in one unit; ``spells`` says whether a row may stand for several years."""

    source: str | None
    unit: str | None
    n: int
    first_year: int
    last_year: int
    spells: bool


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a source: the data set's name and how to cite it."""

    name: str | None
    citation: str | None


class Holding:
    """Observations, their sources, and a way to run Ibis expressions over them.

    Parameters
    ----------
    observations
        An Ibis or Arrow table in OBSERVATION_SCHEMA, or None where each ``add_*`` is given its own.
    sources
        The sources of the rows: `Source` objects, or an Ibis or Arrow table in SOURCE_SCHEMA. Without them the panel
        can neither cite a data set nor know that it lists all there is, so that a pair without a row has none.
    run
        Returns an expression's rows as an Arrow table; `suasion.record.Record.run` for the tables of a record.
    """

    def __init__(
        self,
        observations: Table | pa.Table | None = None,
        sources: Table | pa.Table | Iterable[Source] | None = None,
        run: Run | None = None,
    ) -> None:
        self._observations = None if observations is None else _as_observations(observations)
        self._run = run
        # An iterator would be empty the second time.
        self._given: Any = sources if sources is None or hasattr(sources, "select") else tuple(sources)

    def run(self, expression: Any) -> pa.Table:
        """Return an expression's rows."""
        if self._run is not None:
            return self._run(expression)
        found: pa.Table = expression.to_pyarrow()
        return found

    def over(self, observations: Table | pa.Table | None) -> Holding:
        """Return this holding, or one over other observations with the same sources and the same way to run."""
        return self if observations is None else Holding(observations, self._given, self._run)

    @property
    def observations(self) -> Any:
        """The observations as an Ibis table.

        Raises
        ------
        InputError
            If there are none.
        """
        if self._observations is None:
            raise InputError("there are no observations. Give observations= when the panel is created, or here.")
        return self._observations

    @cached_property
    def profiles(self) -> dict[str, tuple[Profile, ...]]:
        """What each source has, by indicator; one pass over the observations, taken once."""
        rows = self.observations
        found = rows.group_by("indicator", "source", "unit").agg(
            n=rows.count(),
            first_year=rows.first_year.min(),
            last_year=rows.last_year.max(),
            spells=(rows.last_year > rows.first_year).any(),
        )
        profiles: dict[str, list[Profile]] = {}
        for row in self.run(found.order_by("indicator", "source", "unit")).to_pylist():
            profiles.setdefault(row.pop("indicator"), []).append(Profile(**row))
        return {indicator: tuple(each) for indicator, each in profiles.items()}

    @cached_property
    def sources(self) -> dict[str, Known]:
        """What is known of each source, by id."""
        given: Any = self._given
        if given is None:
            return {}
        if isinstance(given, pa.Table):
            return _known(given)
        if hasattr(given, "to_pyarrow"):
            return _known(self.run(given.select("id", "name", "citation")))
        return {source.id: Known(name=source.name, citation=source.citation) for source in given}

    def name_of(self, profile: Profile) -> str | None:
        """Return the name of the data set that a profile's rows come from, None where its source is not known."""
        known = self.sources.get(profile.source or "")
        return None if known is None else known.name


def _known(table: pa.Table) -> dict[str, Known]:
    rows = table.select(["id", "name", "citation"]).to_pylist()
    return {row["id"]: Known(name=row["name"], citation=row["citation"]) for row in rows}


def as_ibis(given: Any) -> Any:
    """Return an Ibis table as it is, and an Arrow table or a data frame of pandas or Polars as one.

    Raises
    ------
    InputError
        If it is none of these.
    """
    import ibis

    if isinstance(given, ibis.expr.types.Table):
        return given
    if hasattr(given, "__arrow_c_stream__"):
        return ibis.memtable(pa.table(given))
    raise InputError(f"a {type(given).__name__} is no table. Give an Ibis or Arrow table, or a data frame.")


def _as_observations(given: Any) -> Any:
    """Return observations as an Ibis table, or say what is wrong with them."""
    table = as_ibis(given)
    lacking = [name for name in OBSERVATION_SCHEMA.names if name not in table.columns]
    if lacking:
        raise InputError(
            f"the observations lack the columns {', '.join(lacking)}. Give rows in OBSERVATION_SCHEMA, as a record or "
            "`suasion.gather.read_rows` returns them; join a table of your own with add_table."
        )
    return table
