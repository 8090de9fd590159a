"""Events as rows: what gathered event data and read statements have in common, ready to be counted."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from suasion.codebook.intensity import PLOVER_QUAD, PLOVER_WEIGHT, QUADS

if TYPE_CHECKING:
    from ibis.expr.types import Table

INDICATORS: Final = (*(f"events-{quad}" for quad in QUADS), "event-intensity")
COLUMNS: Final = (
    "id",  # of the row that stands for the event
    "source",  # of the data set, or "statements": events of two sources are never mixed
    "document",  # the report it was read from; the row's own id where no report is named
    "actor",
    "recipient",
    "kind",  # CAMEO root ("04") or PLOVER type ("consult"); the class where the source says no more
    "quad",  # one of QUADS
    "intensity",  # -10 to 10; null where the source gives none
    "day",  # a date
    "reports",  # how many reports the event has
)
_ADDRESS: Final = r"; (\S+)$"  # how labels end in a data set that names its reports
_CAMEO: Final = r"\(CAMEO (\d\d)"
_PLOVER: Final = r"^([a-z]+), mode "


def gathered_events(observations: Table) -> Table:
    """Return the events of gathered data sets, one row a coded row, with the columns of `COLUMNS`.

    Parameters
    ----------
    observations
        Rows of OBSERVATION_SCHEMA. Taken are observed rows of the four classes of events that name two sides and a
        day; counts by year (ICEWS dyad-years) have no day and are no rows of events. ``source`` and ``item`` join an
        event with its intensity.

    Notes
    -----
    The type is read from the label as `gather` writes it, "consultation (CAMEO 042)" or "consult, mode visit", and so
    is the report's address where the label ends with one (GDELT). An event without a type there is of its class.
    """
    rows = observations.filter(
        observations.indicator.isin(list(INDICATORS)),
        observations.status == "observed",
        observations.value.notnull(),
        observations.actor.notnull(),
        observations.partner.notnull(),
        observations.item.notnull(),
        observations.date.length() == len("2022-03-01"),
    )
    weighed = rows.indicator == "event-intensity"
    # Both rows of an event fold into one: a join could fan out where a source gives a number twice.
    whole = rows.group_by("source", "item", "actor", "partner", "date").agg(
        id=rows.id.min(where=~weighed),
        quad=rows.indicator.min(where=~weighed).replace("events-", ""),
        intensity=rows.value.mean(where=weighed),
        label=rows.label.min().fill_null(""),
    )
    events = whole.filter(whole.id.notnull())
    return events.select(
        "id",
        "source",
        document=_first(events.label, _ADDRESS, events.id),
        actor="actor",
        recipient="partner",
        kind=_first(events.label, _CAMEO, _first(events.label, _PLOVER, events.quad)),
        quad="quad",
        intensity="intensity",
        day=events.date.cast("date"),
        reports=_one(),
    )


def statement_events(
    statements: Table, *, modalities: Collection[str] = ("asserted",), least_score: float = 0.0
) -> Any:
    """Return the events among read statements, with the columns of `COLUMNS`; their source is "statements".

    Parameters
    ----------
    statements
        Rows of STATEMENT_SCHEMA. Taken are those of kind "event" with two sides and a full day; a statement dated to
        a month or year says when too loosely to be counted beside others of that day.
    modalities
        Which count; "asserted" alone, since a planned, denied or alleged act is none.
    least_score
        The reader's score from which a statement counts, in [0, 1].

    Notes
    -----
    The intensity is that of the PLOVER type (`suasion.codebook.intensity.PLOVER_WEIGHT`). The document is the
    statement's source, so that an article that tells an act three times counts it once.
    """
    rows = statements.filter(
        statements.kind == "event",
        statements.plover.isin(list(PLOVER_QUAD)),
        statements.modality.isin(list(modalities)),
        statements.score >= least_score,
        statements.actor.notnull(),
        statements.recipient.notnull(),
        statements.actor != statements.recipient,
        statements.date.length() == len("2022-03-01"),
    )
    import ibis

    return rows.select(
        "id",
        source=ibis.literal("statements"),
        document="source",
        actor="actor",
        recipient="recipient",
        kind=rows.plover.lower(),
        quad=rows.plover.cases(*PLOVER_QUAD.items()),
        intensity=rows.plover.cases(*PLOVER_WEIGHT.items()),
        day=rows.date.cast("date"),
        reports=_one(),
    )


def _first(text: Any, pattern: str, otherwise: Any) -> Any:
    """Return the first group of a pattern in a text, or something else where it does not match."""
    return text.re_search(pattern).ifelse(text.re_extract(pattern, 1), otherwise)


def _one() -> Any:
    import ibis

    return ibis.literal(1, "int64")
