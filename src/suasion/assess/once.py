"""Once: a record of which each question is asked once, however many parts of an assessment ask it."""

from __future__ import annotations

from typing import Any

from suasion.assess.rows import Evidence


class Once:
    """The same tables as a record, each built once, and the answer to each expression kept.

    Parts of an assessment ask alike: all of them read the statements, some the same rows. Building and compiling an
    expression costs more than running it on a record of ordinary size.
    """

    def __init__(self, record: Evidence) -> None:
        self._record = record
        self._tables: dict[tuple[str, str | None], Any] = {}
        self._answers: dict[Any, Any] = {}

    def statements(self, as_of: str | None = None) -> Any:
        """Return the statements known by a date."""
        return self._table("statements", as_of)

    def observations(self, as_of: str | None = None) -> Any:
        """Return the observations known by a date."""
        return self._table("observations", as_of)

    def sources(self, as_of: str | None = None) -> Any:
        """Return the sources known by a date."""
        return self._table("sources", as_of)

    def run(self, expression: Any) -> Any:
        """Return the Arrow table that an expression gives."""
        key = expression.op()  # Ibis operations are equal when they ask the same
        if key not in self._answers:
            self._answers[key] = self._record.run(expression)
        return self._answers[key]

    def _table(self, name: str, as_of: str | None) -> Any:
        if (name, as_of) not in self._tables:
            self._tables[name, as_of] = getattr(self._record, name)(as_of)
        return self._tables[name, as_of]
