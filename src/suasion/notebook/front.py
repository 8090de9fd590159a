"""A contest in a notebook: its record, assessment, tables, pictures, measures and brief."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from suasion import service
from suasion.codebook import Contest
from suasion.notebook import tables
from suasion.notebook.plots import Plots
from suasion.notebook.results import of_assessment
from suasion.notebook.table import Shown
from suasion.record import Record

if TYPE_CHECKING:
    import pyarrow as pa

    from suasion.assess import Assessment
    from suasion.assess.scenario.results import WhatIf, WhatItTakes
    from suasion.brief import BriefVerification
    from suasion.codebook import Problem
    from suasion.codebook.scenario import Scenario
    from suasion.notebook.picture import Picture


class MeasuredTable:
    """A measure's rows: ``table`` in Arrow, ``problems`` to beware of, and `plot`."""

    def __init__(self, measured: service.Measured, *, title: str, order: Sequence[str] = (), source: str = "") -> None:
        self.table: pa.Table = measured.table
        self.problems: tuple[Problem, ...] = measured.problems
        self._title, self._order, self._source = title, order, source

    def to_pandas(self) -> Any:
        """Return the rows as a pandas data frame."""
        return self.table.to_pandas()

    def plot(self, *, title: str | None = None) -> Picture:
        """Return the picture of the measure over the years with its intervals."""
        from suasion.notebook.measure_picture import measured

        return measured(self.table, order=self._order, title=title or self._title, source=self._source)

    def _repr_html_(self) -> str:
        return tables.measure(self.table, title=self._title, problems=self.problems)._repr_html_()


class OpenContest:
    """A contest with its record open: what a notebook asks of it.

    The assessment is made when it is first needed and kept until something is added or gathered.
    """

    def __init__(
        self, record: Record, contest: Contest, *, draws: int = 2048, seed: int = 0, own: bool = False
    ) -> None:
        self.record = record
        self.contest = contest
        self.draws, self.seed = draws, seed
        self._own = own
        self._assessment: Assessment | None = None
        self._asked: dict[str, Any] = {}

    @property
    def plot(self) -> Plots:
        """The pictures: leverage, positions, dependence, timeline, measure."""
        return Plots(self)

    def assess(self) -> Assessment:
        """Return the assessment, made once."""
        if self._assessment is None:
            self._settle()
            self._assessment = service.assess(self.record, self.contest, draws=self.draws, seed=self.seed)
        return self._assessment

    def add(self, *inputs: str, **overrides: Any) -> service.Added:
        """Take documents into the record and read them; what is known of them by name, as for ``suasion add``."""
        from suasion.read import Overrides

        added = service.add(self.record, inputs, overrides=Overrides(**overrides) if overrides else None)
        self._assessment = None
        return added

    def gather(self, name: str, *paths: str | Path) -> list[service.GatheredRows]:
        """Take a data set into the record, from the publisher's own files or, without any, from the publisher."""
        gathered = service.gather(self.record, name, paths=[Path(path) for path in paths])
        self._assessment = None
        return gathered

    def measure(
        self,
        name: str,
        *,
        actor: str | None = None,
        partners: Sequence[str] | None = None,
        by: Literal["year", "period", "issue"] = "year",
        **more: Any,
    ) -> MeasuredTable:
        """Return a measure of the client with its patrons, in the contest's years unless others are named.

        Parameters
        ----------
        name
            As `measures` in `suasion.service` names it, for example "kappa".
        actor, partners
            Other states than the client and its patrons, by code or name.
        by
            A row a year, one for the period, or one an issue.
        more
            Any other field of ``suasion.model.catalogue.Request``: first_year, last_year, issue, draws, seed.

        Raises
        ------
        InputError
            If there is no such measure, the record has no rows for it, or the request makes no sense for it.
        """
        from suasion.model.catalogue import Request

        client, patrons = self.contest.client, self.contest.patrons
        years = {"first_year": self.contest.first_year, "last_year": self.contest.last_year}
        wanted = Request(
            actor=actor or client, partners=tuple(partners or patrons), by=by,
            **(years | {"draws": self.draws, "seed": self.seed} | more),
        )  # fmt: skip
        measured = service.measure(self.record, name, wanted)
        title = service.measures().get(name.replace("_", "-"), (name,))[0]
        return MeasuredTable(measured, title=title, order=patrons)

    def brief(self, *, strict: bool = False) -> BriefVerification:
        """Return the brief, read over by the verifier and kept in the record."""
        return service.brief(self.record, self.assess(), strict=strict)

    def whatif(self, *changes: str, issue: str, assume: Sequence[str] = (), target: float | None = None) -> WhatIf:
        """Return where the client would stand on an issue after some changes: "JPN economic-aid +50%"."""
        return service.whatif(
            self.record, self._scenario(changes, issue=issue, assume=assume, target=target),
            draws=self.draws, seed=self.seed,
        )  # fmt: skip

    def what_would_it_take(
        self, by: str, *changes: str, issue: str, target: float, assume: Sequence[str] = ()
    ) -> WhatItTakes:
        """Return what a patron would have to offer for the client to reach a target, the changes being made already."""
        return service.what_would_it_take(
            self.record, self._scenario(changes, issue=issue, assume=assume, target=target, by=by),
            draws=self.draws, seed=self.seed,
        )  # fmt: skip

    def _scenario(self, changes: Sequence[str], **said: Any) -> Scenario:
        from suasion.codebook.scenario_values import make_scenario

        of = self.contest
        return make_scenario(
            {
                "client": of.client, "patrons": list(of.patrons), "from": of.first_year, "to": of.last_year,
                "as-of": of.as_of, "changes": list(changes), **said, "assume": list(said.get("assume", ())),
            }
        )  # fmt: skip

    @property
    def leverage(self) -> Shown:
        """Leverage by patron and instrument: interval, rank, and the four parts apart."""
        return tables.leverage(self.assess())

    @property
    def positions(self) -> Shown:
        """Where client and patrons stand on each issue."""
        return tables.positions(self.assess())

    @property
    def flows(self) -> Shown:
        """What each patron gives under each definition, and its share."""
        return tables.flows(self.assess())

    @property
    def alignment(self) -> Shown:
        """How alike client and patrons vote over the period."""
        return tables.alignment(self.assess())

    @property
    def hedging(self) -> Shown:
        """How evenly and deeply the client is tied to each pair of patrons."""
        return tables.hedging(self.assess())

    @property
    def claims(self) -> Shown:
        """What documents claim, held against data."""
        return tables.claims(self.assess().claims)

    @property
    def missing(self) -> Shown:
        """What is not in the record, and what it would settle."""
        return tables.missing(self.assess())

    @property
    def sources(self) -> Shown:
        """The sources used."""
        return tables.sources(self.assess())

    def trace(self, identity: str) -> Any:
        """Return where an entry or a number comes from."""
        return service.trace(self.record, identity)

    def close(self) -> None:
        """Close the record, if it was opened here."""
        if self._own:
            self.record.close()

    def __enter__(self) -> OpenContest:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        c = self.contest
        return f"Contest over {c.client} between {', '.join(c.patrons)}, {c.first_year} to {c.last_year}"

    def _repr_html_(self) -> str:
        return of_assessment(self.assess())

    def _settle(self) -> None:
        """Take a period that was not named from what the record now holds."""
        if self._asked:
            self.contest = service.contest(self.record, **self._asked)


def contest(
    client: str,
    patrons: Sequence[str],
    *,
    record: Record | str | Path = "case.duckdb",
    first_year: int | None = None,
    last_year: int | None = None,
    as_of: str | None = None,
    draws: int = 2048,
    seed: int = 0,
) -> OpenContest:
    """Return a contest with its record open, for a notebook.

    Parameters
    ----------
    client, patrons
        States by name or code.
    record
        An open record, or the path of one, made if there is none.
    first_year, last_year
        The period; None takes it from what the record holds when it is assessed.
    as_of
        An ISO date: only what could be known by then is used.
    draws, seed
        Of the intervals.

    Raises
    ------
    UnknownActorError
        If a name is no actor; the message has the closest.
    ContestError
        If they do not make a contest.
    """
    own = not isinstance(record, Record)
    opened = record if isinstance(record, Record) else Record.open(record)
    asked = {"client": client, "patrons": patrons, "first_year": first_year, "last_year": last_year, "as_of": as_of}
    try:
        made = OpenContest(opened, service.contest(opened, **asked), draws=draws, seed=seed, own=own)  # type: ignore[arg-type]
    except Exception:
        if own:
            opened.close()
        raise
    if first_year is None or last_year is None:
        made._asked = asked
    return made


def example(*, record: Record | str | Path = "example.duckdb", draws: int = 2048, seed: int = 0) -> OpenContest:
    """Return the example case, Cambodia between Japan, China and the United States, read and gathered.

    It needs no network: documents and cited figures are in the package. What the record has already is not read anew.
    """
    from suasion import example as packaged

    case = packaged.load()
    of = msgspec.structs.asdict(case.contest)
    named = {name: of[name] for name in ("client", "patrons", "first_year", "last_year", "as_of")}
    opened = contest(**named, record=record, draws=draws, seed=seed)
    service.add_example(opened.record)
    service.gather(opened.record, "facts", paths=packaged.facts())
    return opened
