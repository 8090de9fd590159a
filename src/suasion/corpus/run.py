"""One run over many documents: what is read already is passed over, the rest goes to the crew, all is written."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from suasion.codebook import Problem
from suasion.corpus.crew import CHILD, Crew
from suasion.corpus.done import Done
from suasion.corpus.output import Format, write_result
from suasion.corpus.parcel import Job, outcome
from suasion.errors import InputError
from suasion.gather import Input, count_inputs, open_inputs
from suasion.read import Overrides, reader_name
from suasion.read.batches import in_schema, problem_row

SECONDS: Final = 300.0  # for one document: a book of 5 million characters takes about half of it
_VERSION: Final = 1  # of what is kept; readings kept by another version are not used
_MOST_WORKERS: Final = 256


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is: documents done of how many, those of an earlier run among them, and what they gave.

    ``statements`` and ``errors`` are those of this run; ``peak_bytes`` is the most memory that one reading process
    held, ``seconds`` the processor time that they spent on documents, ``name`` that of the last one read.
    """

    done: int = 0
    total: int = 0
    before: int = 0
    statements: int = 0
    errors: int = 0
    peak_bytes: int = 0
    seconds: float = 0.0
    name: str = ""


class ReadMany(msgspec.Struct, frozen=True, kw_only=True):
    """What a run left: its files, how many statements are in them, and the tally at its end."""

    files: tuple[Path, ...]
    statements: int
    tally: Tally


def read_many(
    wanted: Sequence[str],
    *,
    out: Path,
    format: Format = "parquet",
    workers: int = 1,
    seconds: float = SECONDS,
    overrides: Overrides | None = None,
    watch: Callable[[Tally], None] = lambda _: None,
    report: Callable[[Problem], None] = lambda _: None,
    child: Path = CHILD,
) -> ReadMany:
    """Write the statements of many documents to a file, and go on from where an earlier run ended.

    Each document's reading is on the disk before the next one counts as done. The result is ordered by document,
    and its bytes depend on neither the number of workers nor on interruptions. Where a document makes its process
    hang or die, that is its problem, and the rest goes on; a later run tries it again.

    Parameters
    ----------
    wanted
        Paths, patterns, folders, addresses, ``-`` for standard input.
    out
        A file; or a folder (one that exists, or a name without an ending) for ``statements.FORMAT``,
        ``problems.jsonl`` and ``readings.db``. The last is kept, so that next time only new and changed documents
        are read. With a file, readings are kept beside it as ``.NAME.readings.db`` until it is written.
    format
        Form of the statements.
    workers
        How many processes read.
    seconds
        How long one document may take.
    overrides
        What is known of the documents.
    watch
        Called with the tally after each document.
    report
        Called with each problem at the end, in the order of the documents.
    child
        The program of a reading process.

    Raises
    ------
    InputError
        If there is nothing to read, or what is asked for does not make sense: no worker, no time, a result that
        would lie among the documents or that another run is writing.
    OutputError
        If something cannot be written.
    DocumentError
        If no parser model is installed.
    """
    if not 1 <= workers <= _MOST_WORKERS:
        raise InputError(
            f"{workers} workers cannot read. Name 1 to {_MOST_WORKERS}; as many as there are cores do best."
        )
    if not 0 < seconds < float("inf"):
        raise InputError(f"{seconds:g} seconds a document are none. Name some, for example {SECONDS:g}.")
    reader = reader_name()  # raises where no model is installed, which no document can help
    as_folder = out.is_dir() or not out.suffix
    folder = out if as_folder else out.parent
    target = out / f"statements.{format}" if as_folder else out
    problems = out / "problems.jsonl" if as_folder else None
    readings = out / "readings.db" if as_folder else out.with_name(f".{out.name}.readings.db")
    total = count_inputs(wanted)
    if total == 0:
        raise InputError(f"{', '.join(wanted)}: there is nothing to read there. Name documents, or a folder of them.")
    _check(target, folder, wanted)
    done = Done(readings)
    finished = False
    try:
        crew = Crew(workers, seconds=seconds, child=child)
        tally = _read_all(wanted, done, crew, reader=reader, overrides=overrides, total=total, watch=watch)
        statements = write_result(done.in_order(), target, format, problems, report)
        finished = True
    finally:
        done.close(remove=finished and not as_folder)
    files = (target,) if problems is None else (target, problems)
    return ReadMany(files=files, statements=statements, tally=tally)


def _read_all(
    wanted: Sequence[str],
    done: Done,
    crew: Crew,
    *,
    reader: str,
    overrides: Overrides | None,
    total: int,
    watch: Callable[[Tally], None],
) -> Tally:
    """Read what is not read yet, and return the tally."""
    tally = Tally(total=total)

    def count(**more: float) -> None:
        nonlocal tally
        now = {name: getattr(tally, name) + by for name, by in more.items()}
        tally = msgspec.structs.replace(tally, **now, done=tally.done + 1, total=max(total, tally.done + 1))
        watch(tally)

    def jobs() -> Iterator[tuple[bytes, Job]]:
        for item in open_inputs(wanted):
            if isinstance(item, Problem):
                done.want(None, None, _rows_of(item))
                count(errors=int(item.severity == "error"))
                continue
            key = _key(item, reader, overrides)
            doc = Path(item.name).stem
            if done.is_wanted(key):
                done.want(None, None, _rows_of(_again(item)))
                count()
                continue
            done.want(doc, key, _rows_of(_namesake(item, doc)) if done.is_called(doc) else None)
            if done.rows(key) is not None:
                count(before=1)
                continue
            yield (
                key,
                Job(
                    name=item.name,
                    data=item.data,
                    address=item.address,
                    media_type=item.media_type,
                    overrides=overrides,
                ),
            )

    with crew:
        for key, job, given in crew.read(jobs()):
            done.keep(key, given.rows, settled=given.settled)
            tally = msgspec.structs.replace(tally, name=job.name, peak_bytes=max(tally.peak_bytes, given.peak_bytes))
            count(statements=given.statements, errors=given.errors, seconds=given.seconds)
    return tally


def _key(item: Input, reader: str, overrides: Overrides | None) -> bytes:
    """Return the hash of all that a document's rows depend on."""
    content = hashlib.sha256(item.data).hexdigest()
    return hashlib.sha256(
        msgspec.json.encode([_VERSION, reader, item.name, item.address, item.media_type, overrides, content])
    ).digest()


def _rows_of(problem: Problem) -> bytes:
    return outcome([in_schema([problem_row(Path(problem.input).stem, problem)])]).rows


def _again(item: Input) -> Problem:
    reason = "comes twice with the same name and content, and was read once."
    return Problem(input=item.name, reason=reason, severity="warning")


def _namesake(item: Input, doc: str) -> Problem:
    return Problem(
        input=item.name,
        reason=f"another document is called {doc!r} too, so that their statements have the same 'doc'.",
        remedy="Rename one of them.",
        severity="warning",
    )


def _check(target: Path, folder: Path, wanted: Sequence[str]) -> None:
    """Make the folder of the result, and refuse a place that would harm the documents or be read as one.

    Raises
    ------
    InputError
        If the result cannot go there.
    """
    if target.is_dir():
        raise InputError(f"{target}: a folder of that name is in the way. Name another --out.")
    for item in wanted:
        path = Path(item)
        is_there = os.path.realpath(folder) == os.path.realpath(path) if path.is_dir() else _names(item, target)
        if is_there:
            raise InputError(f"{target}: lies among the documents to read ({item}). Name a place outside with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".{target.name}.new"
        probe.touch()
        probe.unlink()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(f"{folder}: {reason}. Name a folder with --out in which you may write.") from error


def _names(item: str, target: Path) -> bool:
    """Return whether a path or pattern names the file of the result."""
    if not target.exists() or item == "-" or "://" in item:
        return False
    found = [item] if Path(item).exists() else glob.glob(item, recursive=True)  # noqa: PTH207 - as `open_inputs` does
    return any(os.path.realpath(path) == os.path.realpath(target) for path in found)
