"""The process that reads: it loads the models once, then answers one document after another.

Started by `crew` with two pipes; it ends when its input does, so that no reader outlives a run that was killed.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

import msgspec
import pyarrow as pa

from suasion.codebook import Problem
from suasion.corpus.parcel import Job, Outcome, Ready, outcome, receive, send
from suasion.errors import DocumentError, SuasionError
from suasion.read import read_text, take_in
from suasion.read.batches import DOCUMENT_SCHEMA, failure, in_schema, problem_row, read_batches

MEMORY_BYTES: Final = 4_000_000_000  # of one process; a document that needs more is a problem, not the machine's end
GROWTH_BYTES: Final = 600_000_000  # since the models were loaded; then a fresh process takes over
GRACE_SECONDS: Final = 15  # after the time-out: the parent ends a late process, and this is for when there is none


def answer(job: Job) -> Outcome:
    """Return what a document gives."""
    try:
        documents = take_in(
            job.data, name=job.name, address=job.address, media_type=job.media_type, overrides=job.overrides
        )
        rows = []
        for document in documents:
            source = document.source
            doc = Path(source.name).stem
            if document.problems:
                rows.append(in_schema([problem_row(doc, problem) for problem in document.problems]))
            columns = [[doc], [source.text], [source.published], [source.language]]
            rows += read_batches([pa.record_batch(columns, schema=DOCUMENT_SCHEMA)])
        return outcome(rows)
    except DocumentError as error:
        reason = str(error).removeprefix(f"{job.name}: ")
        return outcome([in_schema([problem_row(Path(job.name).stem, Problem(input=job.name, reason=reason))])])
    except MemoryError as error:
        return outcome([in_schema([failure(job.name, error)])], last=True)
    except Exception as error:  # the wall behind which every failure of one document becomes words
        return outcome([in_schema([failure(job.name, error)])])


def load() -> None:
    """Load the models by reading one sentence with them."""
    read_text("China lent Laos $480 million in 2016.", doc="first")


def serve(
    answer: Callable[[Job], Outcome],
    load: Callable[[], None],
    requests: BinaryIO,
    replies: BinaryIO,
    *,
    seconds: float,
) -> None:
    """Answer documents until there are no more.

    Parameters
    ----------
    answer
        What to do with a document.
    load
        Called once before the first.
    requests, replies
        The pipes.
    seconds
        After so long with one document the process ends itself, some seconds after the parent should have ended it.
    """
    try:
        load()
        # Arrow loads pandas with the first list that it is given, which must not count as time of a document.
        outcome([in_schema([problem_row("first", Problem(input="first", reason="none"))])])
    except SuasionError as error:
        send(replies, Ready(trouble=str(error)))
        return
    send(replies, Ready())
    tired = _held_bytes() + GROWTH_BYTES
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, jobs), daemon=True).start()
    while True:
        job = jobs.get()
        _wake(seconds + GRACE_SECONDS)
        began = time.process_time()
        done = answer(job)
        spent = time.process_time() - began
        _wake(0)
        last = done.last or _held_bytes() > tired
        send(replies, msgspec.structs.replace(done, last=last, seconds=spent, peak_bytes=_peak_bytes()))
        if last:
            return


def _listen(requests: BinaryIO, jobs: queue.SimpleQueue[Job]) -> None:
    """Take jobs in while the reader works; when the parent is gone, so are we, whatever is being read."""
    while (coded := receive(requests)) is not None:
        jobs.put(msgspec.msgpack.decode(coded, type=Job))
    os._exit(0)


def _wake(seconds: float) -> None:
    """Have the system end this process after so many seconds; 0 for never. It needs no cooperation of ours."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _held_bytes() -> int:
    """Return the memory that this process holds now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _peak_bytes() -> int:
    """Return the most memory that this process has held; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def limit_memory() -> None:
    """Keep this process from taking the whole machine's memory, where the system can be asked to."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def main(answer: Callable[[Job], Outcome] = answer, load: Callable[[], None] = load) -> None:
    """Serve on the standard pipes; what is printed meanwhile goes nowhere, so that it cannot mix with replies."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    limit_memory()
    serve(answer, load, sys.stdin.buffer, replies, seconds=float(sys.argv[1]))


if __name__ == "__main__":
    main()
