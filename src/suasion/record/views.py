"""Views of the record as Ibis tables: what was known by a day, with people's decisions applied."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import msgspec
import pyarrow as pa

from suasion.codebook import JUDGEMENT_SCHEMA, OBSERVATION_SCHEMA, SOURCE_SCHEMA, STATEMENT_SCHEMA
from suasion.record import entries
from suasion.record.arrow import strings, table_of
from suasion.record.dates import known_day, last_day, moment
from suasion.record.decisions import Decided, decide
from suasion.record.tables import Tables

_PREFIX: Final = {"statements": "st", "observations": "ob", "sources": "so"}

# What makes two rows of one data set the same figure, so that a later release replaces an earlier one.
_FIGURE: Final = ("indicator", "actor", "partner", "item", "first_year", "last_year", "date")

_KNOWN: Final = ("known", "added", "confirmed")


def sources(tables: Tables, as_of: str | None, history: bool) -> Any:
    """Return the sources; see ``Record.sources``."""
    found, decided = _judged(tables, "sources", as_of, history)
    if as_of is not None:
        found = found.filter(found.known <= last_day(as_of, "as_of"))
    return _marked(found, decided).select(*SOURCE_SCHEMA.names, *_KNOWN)


def statements(tables: Tables, as_of: str | None, history: bool) -> Any:
    """Return the statements; see ``Record.statements``."""
    found, decided = _judged(tables, "statements", as_of, history)
    if not history:
        found = found.semi_join(_newest_readings(tables), "batch")
    batches = tables.engine.table("batches").select(batch="n", added="added")
    source = sources(tables, as_of, history).select(source="id", known="known")
    found = found.inner_join(batches, "batch").inner_join(source, "source")
    return _marked(found, decided).select(*STATEMENT_SCHEMA.names, *_KNOWN)


def observations(tables: Tables, as_of: str | None, history: bool) -> Any:
    """Return the observations; see ``Record.observations``."""
    found, _ = _judged(tables, "observations", as_of, history)
    # A row's own day of knowledge counts, not its source's: so the sources are not cut at as_of here.
    source = sources(tables, None, history).select(source="id", released="known")
    found = found.inner_join(source, "source")
    found = found.mutate(known=found.known.fill_null(found.released))
    if as_of is not None:
        found = found.filter(found.known <= last_day(as_of, "as_of"))
    if not history:
        found = _newest_releases(tables, found.semi_join(_newest_readings(tables), "batch"))
    return found.select(*OBSERVATION_SCHEMA.names)


def holdings(tables: Tables) -> Any:
    """Return the data sets' sources with what their rows cover; see ``Record.holdings``."""
    held = sources(tables, None, False)
    fields = ("id", "name", "title", "publisher", "published", "licence", "sha256", "added")
    held = held.filter(held.kind == "dataset").select(*fields)
    rows = tables.engine.table("observations").semi_join(_newest_readings(tables), "batch")
    covered = rows.group_by(id=rows.source).aggregate(
        rows=rows.count(), first_year=rows.first_year.min(), last_year=rows.last_year.max(), last_known=rows.known.max()
    )
    found = held.left_join(covered, "id").select(*fields, *(name for name in covered.columns if name != "id"))
    order = tables.engine.table("sources").select("id", "batch")
    return found.inner_join(order, "id").order_by("batch").drop("batch")


def judgements(tables: Tables, as_of: str | None) -> Any:
    """Return the judgements; see ``Record.judgements``."""
    import ibis

    rows = [
        entries.as_row(judgement)
        | {"id": id_, "changes": msgspec.json.encode(judgement.changes, order="sorted").decode(), "added": added}
        for id_, judgement, added in tables.judgements()
        if _by_then(judgement.when, as_of)
    ]
    return ibis.memtable(table_of(rows, pa.schema([*JUDGEMENT_SCHEMA, ("added", pa.string())])))


def _by_then(when: str, as_of: str | None) -> bool:
    return as_of is None or moment(when, "when").date().isoformat() <= last_day(as_of, "as_of")


def _judged(tables: Tables, name: str, as_of: str | None, history: bool) -> tuple[Any, Decided]:
    """Return a table with the decisions taken by then applied, and the decisions."""
    import ibis

    decided = decide(j for _, j, _ in tables.judgements() if _by_then(j.when, as_of))
    found = tables.engine.table(name)
    if history:
        return found, decided
    gone = sorted(i for i in decided.gone if i.startswith(_PREFIX[name]))
    changed = sorted(i for i in decided.changes if i.startswith(_PREFIX[name]) and i not in decided.gone)
    if gone or changed:
        found = found.anti_join(ibis.memtable(pa.table({"id": strings(gone + changed)})), "id")
    if changed:
        rows = tables.entries_of(name, changed)
        corrected = [_corrected(row | dict(decided.changes[row["id"]]), name) for row in rows.to_pylist()]
        found = found.union(ibis.memtable(table_of(corrected, rows.schema)))
    return found, decided


def _corrected(row: dict[str, Any], name: str) -> dict[str, Any]:
    if name == "sources":  # a corrected date of publication moves the day from which it could be known
        row["known"] = known_day(row["published"], row["added"])
    return row


def _marked(found: Any, decided: Decided) -> Any:
    """Return the table with a column that says whether a person confirmed the entry."""
    import ibis

    confirmed = sorted(decided.confirmed)
    return found.mutate(confirmed=found.id.isin(confirmed) if confirmed else ibis.literal(False))


def _newest_readings(tables: Tables) -> Any:
    """Return the batch of each source's newest reading."""
    readings = tables.engine.table("readings")
    return readings.group_by("source").aggregate(batch=readings.batch.max()).select("batch")


def _newest_releases(tables: Tables, found: Any) -> Any:
    """Return the rows less those that a later release of the same data set gives anew.

    Releases are sources of kind "dataset" with the same publisher and name. Figure by figure: a file that
    only adds to an earlier one replaces nothing in it.
    """
    import ibis

    known = tables.engine.run(sources(tables, None, False).filter(lambda t: t.kind == "dataset").drop("text"))
    batch_of = dict(tables.engine.rows("SELECT id, batch FROM sources"))
    releases: dict[tuple[str | None, str], list[tuple[str, int, str]]] = defaultdict(list)
    for row in known.to_pylist():
        releases[row["publisher"], row["name"]].append((row["known"], batch_of[row["id"]], row["id"]))
    several = [sorted(group) for group in releases.values() if len(group) > 1]
    if not several:
        return found
    ranks = [
        {"source": source, "series": series, "rank": rank}
        for series, group in enumerate(sorted(several))
        for rank, (_, _, source) in enumerate(group)
    ]
    order = pa.schema([("source", pa.string()), ("series", pa.int32()), ("rank", pa.int32())])
    ranked = ibis.memtable(table_of(ranks, order))
    once = found.anti_join(ranked, "source")
    again = found.inner_join(ranked, "source")
    same_figure = ibis.window(group_by=["series", *_FIGURE])
    again = again.mutate(newest=again["rank"].max().over(same_figure)).filter(lambda t: t["rank"] == t.newest)
    return once.union(again.select(*found.columns))
