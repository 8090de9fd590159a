"""What may come in: each entry is checked here, where it enters, and trusted afterwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, get_args

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from suasion.codebook import INDICATORS, OBSERVATION_SCHEMA, Judgement, Source, Statement
from suasion.codebook.observation import Status
from suasion.errors import InputError
from suasion.record.arrow import strings
from suasion.record.dates import known_day, last_day
from suasion.record.entries import statement_id
from suasion.record.files import sha256

_NEEDED: Final = ("row", "indicator", "actor", "first_year", "last_year", "unit", "status")


def _typed(entry: Any, kind: Any, what: str) -> Any:
    """Return the entry with every field of its declared type, numbers in one form."""
    try:
        return msgspec.json.decode(msgspec.json.encode(entry), type=kind)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise InputError(f"{what}: {error}. Correct the field.") from error


def checked_source(source: Source, data: bytes) -> Source:
    """Return a source whose hash, size and date are right.

    Raises
    ------
    InputError
        If ``sha256`` or ``size`` is not of ``data``, a field is of a wrong type, or ``published`` no date.
    """
    source = _typed(source, Source, f"source {source.name!r}")
    if source.sha256 != sha256(data) or source.size != len(data):
        raise InputError(
            f"source {source.name!r}: its sha256 and size are not those of the bytes. Take both from them."
        )
    known_day(source.published, "0001-01-01")
    return source


def checked_statements(source: str, text: str, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return the statements whose quotes were found where they say, each once.

    Raises
    ------
    InputError
        If a field is of a wrong type or a number not finite, or the quote is not at its place in the text.
    """
    found: dict[str, Statement] = {}
    for given in statements:
        what = f"{given.doc}, statement {given.n}"
        numbers = (given.amount, given.score)
        if any(isinstance(x, float) and not math.isfinite(x) for x in numbers):
            raise InputError(f"{what}: amount and score must be numbers. Leave out an amount that is not known.")
        statement = _typed(given, Statement, what)
        if not 0 <= statement.start < statement.end or text[statement.start : statement.end] != statement.quote:
            raise InputError(
                f"{what}: the text has no {statement.quote[:60]!r} at {statement.start} to {statement.end}. "
                "Read the text that the record keeps (Record.text)."
            )
        if statement.quote not in statement.sentence:
            raise InputError(f"{what}: the quote is not in the sentence. Quote a part of it.")
        found.setdefault(statement_id(source, statement), statement)
    return tuple(found.values())


def checked_rows(source: Source, rows: Any) -> Any:
    """Return the rows of a data set in OBSERVATION_SCHEMA, all of this source.

    Raises
    ------
    InputError
        If a column is missing or of a wrong type, or a row is incomplete or contradicts itself. The message
        has the place of the first such row.
    """
    try:
        rows = rows.select(OBSERVATION_SCHEMA.names).cast(OBSERVATION_SCHEMA).combine_chunks()
    except (KeyError, pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(f"{source.name}: the rows are not as OBSERVATION_SCHEMA says: {error}") from error
    _refuse(source, rows, pc.fill_null(pc.not_equal(rows["source"], source.id), False), "is of another source")
    for name in _NEEDED:
        _refuse(source, rows, pc.is_null(rows[name]), f"has no {name}")
    for name, allowed in (("status", get_args(Status)), ("indicator", tuple(INDICATORS))):
        known = pc.is_in(rows[name], value_set=strings(allowed))
        _refuse(source, rows, pc.invert(known), f"has a {name} that the codebook does not know")
    observed = pc.equal(rows["status"], "observed")
    finite = pc.fill_null(pc.is_finite(rows["value"]), False)
    _refuse(source, rows, pc.and_(observed, pc.invert(finite)), "is observed, but its value is no number")
    silent = pc.and_(pc.invert(observed), pc.is_valid(rows["value"]))
    _refuse(source, rows, silent, "has a value, but is not observed")
    _refuse(source, rows, pc.greater(rows["first_year"], rows["last_year"]), "ends before it begins")
    for day in pc.unique(rows["known"]).drop_null().to_pylist():
        if last_day(day, f"{source.name}: known") != day:
            raise InputError(f"{source.name}: known {day!r} is no day. Write for example 2022-03-20.")
    at = OBSERVATION_SCHEMA.get_field_index("source")
    return rows.set_column(at, OBSERVATION_SCHEMA.field(at), pa.repeat(source.id, rows.num_rows))


def checked_judgement(judgement: Judgement) -> Judgement:
    """Return a judgement whose fields are of their types.

    Raises
    ------
    InputError
        If one is not, or a corrected number is not finite.
    """
    what = f"judgement on {judgement.subject}"
    if any(isinstance(value, float) and not math.isfinite(value) for value in judgement.changes.values()):
        raise InputError(f"{what}: a number must be finite. Correct to null where it is not known.")
    checked: Judgement = _typed(judgement, Judgement, what)
    return checked


def _refuse(source: Source, rows: Any, bad: Any, why: str) -> None:
    """Raise for the first row that is bad."""
    at = pc.index(bad, True).as_py()
    if at >= 0:
        row = rows.slice(at, 1).to_pylist()[0]
        place = row["row"] or f"row {at + 1} of the table"
        raise InputError(f"{source.name}, {place}: the row {why}. It reads {row}. Correct or leave out the row.")
