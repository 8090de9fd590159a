"""Where a brief looks its evidence up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from suasion.errors import UnknownEvidenceError

if TYPE_CHECKING:
    from suasion.record import Record


class Lookup(Protocol):
    """Entries by id, as mappings with the fields of their schemas. An unknown id raises UnknownEvidenceError."""

    def fetch(self, ids: Iterable[str]) -> None:
        """Take note of ids that will be asked for, so that a store can answer them together."""

    def statement(self, identity: str) -> Mapping[str, Any]:
        """Return a statement."""

    def observation(self, identity: str) -> Mapping[str, Any]:
        """Return an observation."""

    def source(self, identity: str) -> Mapping[str, Any]:
        """Return a source."""

    def text(self, source: str) -> str:
        """Return the text of a document."""


class RecordLookup:
    """A lookup over a record: entries are read in one go and kept."""

    def __init__(self, record: Record, as_of: str | None = None) -> None:
        self._record = record
        self._as_of = as_of
        self._entries: dict[str, Mapping[str, Any]] = {}
        self._texts: dict[str, str] = {}

    def fetch(self, ids: Iterable[str]) -> None:
        """Read all entries not read yet, one query a kind."""
        wanted = sorted({i for i in ids if i not in self._entries})
        tables = {"st-": self._record.statements, "ob-": self._record.observations, "so-": self._record.sources}
        for prefix, table in tables.items():
            of_kind = [i for i in wanted if i.startswith(prefix)]
            if of_kind:
                # A row known by its own day, such as a vote, can stand in a compilation published later.
                entries = table(None if prefix == "so-" else self._as_of)
                for row in self._record.run(entries.filter(entries.id.isin(of_kind))).to_pylist():
                    self._entries[row["id"]] = row

    def statement(self, identity: str) -> Mapping[str, Any]:
        """Return a statement."""
        return self._entry(identity)

    def observation(self, identity: str) -> Mapping[str, Any]:
        """Return an observation."""
        return self._entry(identity)

    def source(self, identity: str) -> Mapping[str, Any]:
        """Return a source."""
        return self._entry(identity)

    def text(self, source: str) -> str:
        """Return the text of a document."""
        if source not in self._texts:
            self._texts[source] = self._record.text(source)
        return self._texts[source]

    def _entry(self, identity: str) -> Mapping[str, Any]:
        self.fetch([identity])
        if identity not in self._entries:
            raise UnknownEvidenceError(
                f"{identity} is no entry of the record. Check the id, or open the record it is from."
            )
        return self._entries[identity]
