"""Vintage: a record as it could have been known on a day, by how late each publisher brings out its figures."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from bench.backtest.episodes import FOLDER, Stand
from suasion.assess.issue_votes import bears_on
from suasion.assess.rows import Evidence
from suasion.codebook import OBSERVATION_SCHEMA, SOURCE_SCHEMA, STATEMENT_SCHEMA

# From when on the figures of a year count: so many years later, on that day. Publishers' habits, not the release that
# the record holds, so figures are those of a later revision (docs/methods/backtest.md). A data set that is not named
# here is not used. Votes count from the day after.
LAGS: Final[Mapping[str, tuple[int, str]]] = {
    "oecd-dac2a": (1, "12-31"),  # final figures of a year come out at the end of the next
    "aiddata-gcdf3": (3, "12-31"),  # to 2014 in October 2017, to 2017 in September 2021, to 2021 in November 2023
    "sipri-tiv": (1, "03-31"),  # each March
    "gsdb-sanctions": (0, "12-31"),  # measures are announced on the day; the rows have years alone
    "icews-dyad-year": (1, "07-31"),  # its gross domestic product alone, from the World Bank, each July
    "fbic": (1, "07-31"),  # the same
    "cow-nmc": (5, "12-31"),  # to 2007 in 2010, to 2012 in 2017, to 2016 in 2021
}
FLOWS: Final = (
    "oda-net", "oda-gross", "oda-grants", "oda-loans-gross", "finance-oda", "finance-oof", "finance-vague",
    "arms-transfer", "sanction",
)  # fmt: skip
FIGURES: Final = ("gdp", "cinc")
TYPED: Final = (
    Path(__file__).resolve().parents[2] / "docs" / "methods" / "facts" / "un-votes-es-11-1.csv",
    FOLDER / "un-votes-es-11.csv",
)
_TYPED: Final = "so-typed-stands"


@dataclass(frozen=True)
class Rows:
    """All rows that any episode may need, each with the day from which it counts."""

    table: list[dict[str, Any]]

    def about(self, client: str, patrons: Iterable[str]) -> Rows:
        """Return what bears on one client and its patrons: flows to it, votes and figures of all of them."""
        parties = {client, *patrons}
        return Rows([
            row for row in self.table
            if (row["partner"] == client if row["indicator"] in FLOWS else row["actor"] in parties)
        ])  # fmt: skip

    def until(self, as_of: str) -> list[dict[str, Any]]:
        """Return the rows that count on a day."""
        return [_then(row, as_of) for row in self.table if row["counts"] <= as_of]


def rows_of(record: Evidence, actors: Iterable[str], clients: Iterable[str]) -> Rows:
    """Return what a record has on some clients and of some parties, from the data sets that have a lag, and votes."""
    table = record.observations()
    named = record.run(record.sources().select("id", "name")).to_pylist()
    return dated(
        record.run(
            table.filter(
                (table.status == "observed")
                & (
                    (table.indicator.isin(list(FLOWS)) & table.partner.isin(sorted(set(clients))))
                    | (table.indicator.isin([*FIGURES, "un-vote"]) & table.actor.isin(sorted({*actors, *clients})))
                )
            )
        ).to_pylist(),
        {row["id"]: row["name"] for row in named},
    )


def dated(table: list[dict[str, Any]], names: Mapping[str, str]) -> Rows:
    """Return rows with the day from which each counts; those that no lag is given for are left out."""
    kept = []
    for row in table:
        if row["indicator"] not in (*FLOWS, *FIGURES, "un-vote"):
            continue
        name = names.get(row["source"], "")
        if row["indicator"] == "un-vote":
            if bears_on(row):
                kept.append(row | {"counts": _day_after(row["date"])})
        elif row["indicator"] == "sanction" and name in LAGS:
            # A case is known from its first year on, and never by when or how it ended.
            kept.append(row | {"counts": f"{row['first_year']}-12-31"})
        elif name in LAGS:
            years, day = LAGS[name]
            kept.append(row | {"counts": f"{row['last_year'] + years}-{day}"})
    return Rows(sorted(kept, key=lambda row: row["id"]))


def typed_votes() -> list[dict[str, Any]]:
    """Return the votes that no data set of the record has, typed for this project, with the day they count from."""
    found = []
    for path in TYPED:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = f"{row['item']} {row['actor']}"
                blank: dict[str, Any] = dict.fromkeys(OBSERVATION_SCHEMA.names)
                found.append(blank | {
                    **row, "id": f"ob-{hashlib.sha256(key.encode()).hexdigest()[:16]}", "source": path.stem,
                    "partner": None, "first_year": int(row["first_year"]), "last_year": int(row["last_year"]),
                    "value": float(row["value"]), "counts": _day_after(row["date"]),
                })  # fmt: skip
    return found


class Vintage:
    """What could have been known on a day: rows that counted by then, and the stands taken by then (`Evidence`).

    Parameters
    ----------
    rows
        From a record.
    as_of
        The day, an ISO date. Nothing after it is held, whatever is asked for.
    stands
        Typed stands; those after the day are left out.
    swapped
        Patrons whose flows are taken for those of another: a placebo.
    """

    def __init__(
        self, rows: Rows, as_of: str, stands: Iterable[Stand] = (), *, swapped: Mapping[str, str] | None = None
    ) -> None:
        swapped = swapped or {}
        self.as_of = as_of
        self.rows = [
            row | {"actor": swapped.get(row["actor"], row["actor"])} if row["indicator"] in FLOWS else row
            for row in rows.until(as_of)
        ]
        self.stands = sorted(
            {stand for stand in stands if _day_after(stand.date) <= as_of},
            key=lambda stand: (stand.date, stand.actor, stand.issue, stand.stance),
        )

    def observations(self, as_of: str | None = None) -> Any:
        """Return the observations that counted by the day."""
        import ibis

        return ibis.memtable(pa.Table.from_pylist(self.rows, schema=OBSERVATION_SCHEMA))

    def statements(self, as_of: str | None = None) -> Any:
        """Return the stands as statements: deeds that a person read and confirmed."""
        import ibis

        schema = pa.schema([*STATEMENT_SCHEMA, ("known", pa.string()), ("confirmed", pa.bool_())])
        return ibis.memtable(pa.Table.from_pylist([_statement(n, s) for n, s in enumerate(self.stands)], schema=schema))

    def sources(self, as_of: str | None = None) -> Any:
        """Return the one source of the stands."""
        import ibis

        schema = pa.schema([*SOURCE_SCHEMA, ("known", pa.string())])
        blank = dict.fromkeys(schema.names)
        typed = blank | {"id": _TYPED, "kind": "dataset", "name": "stands", "reliability": "B", "known": "1900-01-01"}
        return ibis.memtable(pa.Table.from_pylist([typed] if self.stands else [], schema=schema))

    def run(self, expression: Any) -> Any:
        """Return the Arrow table that an expression over these gives."""
        return expression.to_pyarrow()

    def signature(self) -> str:
        """Return a hash of the flows and figures that count: the same ones give the same leverage."""
        kept = [f"{row['id']} {row['actor']} {row['last_year']}" for row in self.rows if row["indicator"] != "un-vote"]
        return hashlib.sha256("".join(kept).encode()).hexdigest()


def _then(row: dict[str, Any], as_of: str) -> dict[str, Any]:
    """Return a row as it stood on a day: a case of sanctions still in force, its end and outcome not yet known."""
    if row["indicator"] != "sanction":
        return row
    last = min(row["last_year"], int(as_of[:4]) - (as_of[5:] < "12-31"))
    return row | {"last_year": last, "label": (row["label"] or "").split("; outcome")[0]}


def _statement(n: int, stand: Stand) -> dict[str, Any]:
    text = f"{stand.actor} {stand.issue} {stand.stance:+d}"
    blank: dict[str, Any] = dict.fromkeys(STATEMENT_SCHEMA.names)
    return blank | {
        "id": f"st-{hashlib.sha256(f'{text} {stand.date}'.encode()).hexdigest()[:16]}", "source": _TYPED,
        "doc": "stands", "n": n, "sentence": text, "quote": text, "start": 0, "end": len(text), "kind": "event",
        "actor": stand.actor, "actor_text": stand.actor, "issue": stand.issue, "stance": stand.stance,
        "date": stand.date, "modality": "asserted", "attribution": "author", "reader": "typed", "score": 1.0,
        "known": _day_after(stand.date), "confirmed": True,
    }  # fmt: skip


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
