"""The reader over Arrow batches: many documents in, statements and problems out, a batch at a time.

The same function runs in a loop, in the processes of `suasion.corpus` and under Spark's ``mapInArrow``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook.problem import Problem
from suasion.codebook.statement import EXPORT_FIELDS, STATEMENT_SCHEMA, Statement
from suasion.errors import InputError
from suasion.read.documents.dates import is_iso
from suasion.read.documents.limits import MAX_CHARACTERS
from suasion.read.reader import read_text

DOCUMENT_SCHEMA: Final = pa.schema(
    [("doc", pa.string()), ("text", pa.string()), ("published", pa.string()), ("language", pa.string())]
)
_PROBLEM: Final = pa.struct([(name, pa.string()) for name in ("input", "place", "reason", "remedy", "severity")])
READING_SCHEMA: Final = pa.schema([*(STATEMENT_SCHEMA.field(name) for name in EXPORT_FIELDS), ("problem", _PROBLEM)])

_ROWS: Final = 1_000  # of a batch of results: what is held does not grow with the batch of documents
_NEEDED: Final = ("doc", "text")
_SPARK: Final = {"string": "STRING", "int8": "TINYINT", "int32": "INT", "double": "DOUBLE"}


def read_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the statements and problems of batches of documents.

    Parameters
    ----------
    batches
        Documents with the columns of ``DOCUMENT_SCHEMA``: ``doc`` (id) and ``text``, and if known ``published``
        (ISO date, month or year; a date column will do) and ``language`` (ISO 639). Other columns are passed over.

    Yields
    ------
    pyarrow.RecordBatch
        Rows of ``READING_SCHEMA``: a statement each with ``problem`` null, or a problem with all of the statement
        null but ``doc``. In the order of the documents, and in a document of its text. How the documents are cut
        into batches changes how the rows are cut, and nothing else. A document that cannot be read is a row with
        its problem, and the rest goes on.

    Raises
    ------
    InputError
        If a batch has no column ``doc`` or ``text``.
    DocumentError
        If no parser model is installed.

    Examples
    --------
    >>> documents = pa.record_batch({"doc": ["a", "b"], "text": ["China lent Laos $480 million in 2016.", None]})
    >>> for row in pa.Table.from_batches(read_batches([documents])).to_pylist():
    ...     print(row["doc"], row["kind"], row["actor"], row["amount"], row["problem"] and row["problem"]["reason"])
    a flow CHN 480000000.0 None
    b None None None There is no text.
    """
    place = 0
    for batch in batches:
        rows: list[dict[str, Any]] = []
        for doc, text, published, language in _documents(batch):
            place += 1
            rows += _read(doc, text, published, language, place)
            if len(rows) >= _ROWS:
                yield in_schema(rows)
                rows = []
        if rows:
            yield in_schema(rows)


def problem_row(doc: str, problem: Problem) -> dict[str, Any]:
    """Return a problem as a row of ``READING_SCHEMA``."""
    return {"doc": doc, "problem": msgspec.structs.asdict(problem)}


def in_schema(rows: list[dict[str, Any]]) -> pa.RecordBatch:
    """Return rows as a batch of ``READING_SCHEMA``; a column that a row lacks is null."""
    return pa.RecordBatch.from_pylist(rows, schema=READING_SCHEMA)


def spark_schema() -> str:
    """Return ``READING_SCHEMA`` as Spark writes schemas, for ``mapInArrow``.

    Examples
    --------
    >>> spark_schema()[:40]
    '`doc` STRING, `n` INT, `sentence` STRING'
    """
    return ", ".join(f"`{field.name}` {_spark_type(field.type)}" for field in READING_SCHEMA)


def _spark_type(type_: Any) -> str:
    if pa.types.is_struct(type_):
        return f"STRUCT<{', '.join(f'`{field.name}`: {_spark_type(field.type)}' for field in type_)}>"
    return _SPARK[str(type_)]


def _documents(batch: Any) -> Iterator[tuple[str | None, ...]]:
    """Yield the documents of a batch as Python values, one at a time."""
    missing = [name for name in _NEEDED if name not in batch.schema.names]
    if missing:
        raise InputError(
            f"A batch of documents has no column {missing[0]!r}; it has: {', '.join(batch.schema.names) or 'none'}. "
            f"Rename the columns to {', '.join(DOCUMENT_SCHEMA.names)}."
        )
    columns = [
        pc.cast(batch.column(name), pa.string()) if name in batch.schema.names else pa.nulls(len(batch), pa.string())
        for name in DOCUMENT_SCHEMA.names
    ]
    for number in range(len(batch)):
        yield tuple(column[number].as_py() for column in columns)


def _read(
    doc: str | None, text: str | None, published: str | None, language: str | None, place: int
) -> list[dict[str, Any]]:
    """Return the rows of one document."""
    if not doc:
        doc = f"document {place}"
        return [_problem(doc, "It has no id in the column 'doc'.", "Give each document an id of its own.")]
    if text is None:
        return [_problem(doc, "There is no text.", "Check how the column 'text' was filled.")]
    if len(text) > MAX_CHARACTERS:
        reason = f"It has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read."
        return [_problem(doc, reason, "Split it.")]
    rows = []
    if published is not None and not is_iso(published):
        reason = f"{published[:40]!r} is no date of publication, and was left out."
        rows.append(_problem(doc, reason, "Give YYYY-MM-DD, YYYY-MM or YYYY.", "warning"))
        published = None
    try:
        reading = read_text(text, doc=doc, published=published, language=language)
    except InputError:
        raise  # no model: true of every document, and said once
    except Exception as error:  # whatever one text does to the reader, the next thousand are still to be read
        return [*rows, failure(doc, error)]
    rows += [_statement(statement) for statement in reading.statements]
    rows += [problem_row(doc, problem) for problem in reading.problems]
    return rows


def failure(doc: str, error: Exception) -> dict[str, Any]:
    """Return the row of a document that the reader failed on."""
    if isinstance(error, MemoryError):
        return _problem(doc, "It needs more memory to read than there is.", "Split it.")
    if isinstance(error, RecursionError):
        return _problem(doc, "It is nested too deep to read.", "Split its longest sentences.")
    said = " ".join(str(error).split())[:100]
    return _problem(
        doc, f"The reader failed on it ({type(error).__name__}: {said}).", "Please report it with its text."
    )


def _problem(doc: str, reason: str, remedy: str, severity: Any = "error") -> dict[str, Any]:
    return problem_row(doc, Problem(input=doc, reason=reason, remedy=remedy, severity=severity))


def _statement(statement: Statement) -> dict[str, Any]:
    return msgspec.structs.asdict(statement)
