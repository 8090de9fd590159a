"""The one module that knows DuckDB: a sandboxed connection, and errors in Suasion's words."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from suasion.errors import RecordDamagedError, RecordError, RecordLockedError

NEVER: Final = "1TB"  # no log grows so far: checkpoints are ours to make, while no reader copies the file

_SANDBOX: Final = {
    # No file, network or extension can be reached by a statement, whatever text it was made from.
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "wal_autocheckpoint": NEVER,
    "auto_checkpoint_skip_wal_threshold": str(1 << 50),
}
_DAMAGE: Final = ("checksum", "corrupt", "replaying wal", "not a valid duckdb database", "deserial", "read from file")

_registrations = threading.Lock()


@contextmanager
def _in_our_words(path: Path) -> Iterator[None]:
    """Turn DuckDB's errors into ours."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if "Could not set lock" in said:
            raise RecordLockedError(f"{path}: {said} Close it there, and try again.") from error
        broken = (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
        if isinstance(error, broken) or any(word in said.lower() for word in _DAMAGE):
            raise RecordDamagedError(f"{path}: {said} Run `suasion repair` to restore the record.") from error
        raise RecordError(f"{path}: {said}") from error


class Engine:
    """A connection to one database file; ``named`` is the file to name in errors, where the file is a copy."""

    def __init__(self, path: Path, *, read_only: bool = False, named: Path | None = None) -> None:
        import duckdb  # here, since most commands that name a record never open one

        self.path = named or path
        with _in_our_words(self.path):
            self._connection = duckdb.connect(str(path), read_only=read_only, config=dict(_SANDBOX))
        self._backend: Any = None

    def close(self) -> None:
        """Close the connection, and with it the database; what the log holds stays in it."""
        self._backend = None
        with _in_our_words(self.path):
            self._connection.close()

    def stay_in_the_log(self) -> None:
        """Leave commits in the log when the connection closes."""
        self.execute("PRAGMA disable_checkpoint_on_shutdown")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Run a statement for what it does."""
        with _in_our_words(self.path):
            self._connection.execute(sql, list(parameters))

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return a query's rows."""
        with _in_our_words(self.path):
            found: list[tuple[Any, ...]] = self._connection.execute(sql, list(parameters)).fetchall()
            return found

    def stream(self, sql: str, at_a_time: int = 1000) -> Iterator[tuple[Any, ...]]:
        """Yield a query's rows, a few in memory at a time."""
        with _in_our_words(self.path):
            cursor = self._connection.cursor()
            cursor.execute(sql)
            while some := cursor.fetchmany(at_a_time):
                yield from some
            cursor.close()

    def arrow(self, sql: str, parameters: Sequence[Any] = (), **lent: pa.Table) -> pa.Table:
        """Return a query's rows as an Arrow table; ``lent`` tables can be named in it."""
        with _in_our_words(self.path), self._lending(lent):
            return self._connection.sql(sql, params=list(parameters)).to_arrow_table()

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table, its columns in the table's order."""
        with _in_our_words(self.path), self._lending({"incoming": rows}):
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608 - our own name

    @contextmanager
    def _lending(self, tables: dict[str, pa.Table]) -> Iterator[None]:
        for name, table in tables.items():
            self._connection.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                self._connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all that stands inside, or nothing."""
        self.execute("BEGIN TRANSACTION")
        try:
            yield
        except BaseException:
            with suppress(RecordError):  # a dead connection has rolled back; the first error is the one to tell
                self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def checkpoint(self) -> None:
        """Fold the log into the database file."""
        self.execute("CHECKPOINT")

    def table(self, name: str) -> Any:
        """Return a table as an Ibis expression."""
        with _quiet(), _in_our_words(self.path):
            return self._ibis().table(name)

    def run(self, expression: Any) -> pa.Table:
        """Return what an Ibis expression gives."""
        from ibis.expr.operations import InMemoryTable

        with _quiet(), _in_our_words(self.path):
            if expression.op().find(InMemoryTable):  # Ibis lends its tables to DuckDB itself
                return self._ibis().to_pyarrow(expression)
            # Ibis would do the same, and import pandas first: a second of work for nothing.
            found = self._connection.sql(self._ibis().compile(expression)).to_arrow_table()
            return found.cast(expression.as_table().schema().to_pyarrow())

    def _ibis(self) -> Any:
        """Return the Ibis backend on this connection; from then on its settings are locked."""
        if self._backend is None:
            import ibis

            self._backend = ibis.duckdb.from_connection(self._connection)  # sets the time zone, so before the lock
            self._connection.execute("SET lock_configuration = true")
        return self._backend


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back a warning that is not for our caller: Ibis 12 uses a name that DuckDB 2.0 renamed."""
    with _registrations, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"fetch_arrow_table\(\) is deprecated", category=DeprecationWarning)
        yield
