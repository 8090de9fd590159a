"""Rows of the record as plain dictionaries in a fixed order: what the textual half of an assessment works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

# The columns read here; a wider table would cost memory for nothing.
_STATEMENT_COLUMNS: Final = (
    "id",
    "source",
    "doc",
    "n",
    "sentence",
    "quote",
    "start",
    "end",
    "kind",
    "actor",
    "recipient",
    "actor_text",
    "recipient_text",
    "plover",
    "instrument",
    "issue",
    "stance",
    "amount",
    "unit",
    "period",
    "date",
    "modality",
    "attribution",
    "score",
    "known",
    "confirmed",
)
_SOURCE_COLUMNS: Final = (
    "id",
    "kind",
    "name",
    "title",
    "publisher",
    "published",
    "address",
    "licence",
    "citation",
    "reliability",
)

Row = dict[str, Any]

SURE: Final = 0.4
"""A statement less probable than this decides nothing on its own. Heuristic: about half of the statements just above
it are right (docs/reader.md), and stands, which name no recipient, seldom reach more than a half."""


class Evidence(Protocol):
    """What an assessment asks of a record: three Ibis tables by date of knowledge, and a way to run on them."""

    def statements(self, as_of: str | None = None) -> Any:
        """Return the statements known by a date."""

    def observations(self, as_of: str | None = None) -> Any:
        """Return the observations known by a date."""

    def sources(self, as_of: str | None = None) -> Any:
        """Return the sources known by a date."""

    def run(self, expression: Any) -> Any:
        """Return the Arrow table that an expression gives."""


def statement_rows(record: Evidence, as_of: str | None) -> list[Row]:
    """Return all statements known by a date, by source and place in it."""
    table = record.statements(as_of)
    rows: list[Row] = record.run(table.select(*_present(table, _STATEMENT_COLUMNS))).to_pylist()
    for row in rows:
        row.setdefault("known", None)
        row.setdefault("confirmed", False)
    return sorted(rows, key=lambda row: (row["source"] or "", row["start"] or 0, row["n"] or 0, row["id"]))


def source_rows(record: Evidence, as_of: str | None) -> dict[str, Row]:
    """Return the sources known by a date, by id."""
    table = record.sources(as_of)
    rows: list[Row] = record.run(table.select(*_present(table, _SOURCE_COLUMNS))).to_pylist()
    return {row["id"]: row for row in sorted(rows, key=lambda row: row["id"])}


def document_texts(record: Evidence, as_of: str | None) -> dict[str, str]:
    """Return the texts of all documents known by a date, by source id."""
    table = record.sources(as_of)
    rows: list[Row] = record.run(table.filter(table.text.notnull()).select("id", "text")).to_pylist()
    return {row["id"]: row["text"] for row in sorted(rows, key=lambda row: row["id"])}


def observation_rows(
    record: Evidence, as_of: str | None, indicators: Sequence[str], *, involving: Sequence[str] = ()
) -> list[Row]:
    """Return observed rows of some indicators, those with one of the actors on either side, in a fixed order.

    Rows whose status is "missing" or "not-applicable" have no value and are left out.
    """
    table = record.observations(as_of)
    kept = (table.status == "observed") & table.indicator.isin(list(indicators))
    if involving:
        kept &= table.actor.isin(list(involving)) | table.partner.isin(list(involving))
    rows: list[Row] = record.run(table.filter(kept)).to_pylist()
    return sorted(
        rows,
        key=lambda row: (
            row["indicator"],
            row["actor"] or "",
            row["partner"] or "",
            row["first_year"] or 0,
            row["date"] or "",
            row["id"],
        ),
    )


def year_of(date: str | None) -> int | None:
    """Return the year of an ISO date, month or year; None where there is none."""
    return int(date[:4]) if date and date[:4].isdigit() else None


def surely_read(row: Row) -> bool:
    """Return whether a statement may decide something alone: a person confirmed it, or its reader is sure enough."""
    return bool(row["confirmed"]) or row["score"] is None or row["score"] >= SURE


def _present(table: Any, columns: Sequence[str]) -> list[str]:
    return [column for column in columns if column in table.columns]
