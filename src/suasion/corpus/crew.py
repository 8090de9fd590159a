"""The processes that read: each does one document at a time, and one that hangs or dies is replaced."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Final

import msgspec

from suasion.codebook import Problem
from suasion.corpus.parcel import Job, Outcome, Ready, outcome, receive, send
from suasion.errors import SuasionError
from suasion.read.batches import in_schema, problem_row

CHILD: Final = Path(__file__).with_name("child.py")
_START_SECONDS: Final = 300  # to load the models, on a busy machine
# One thread a process: the processes share the cores, and the order of additions stays the same everywhere.
_ALONE: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)


class Crew:
    """Processes that read documents; used as a context, at whose end they are ended.

    Parameters
    ----------
    workers
        How many processes.
    seconds
        How long one document may take.
    child
        The program of a process.
    """

    def __init__(self, workers: int, *, seconds: float, child: Path = CHILD) -> None:
        self._seats = [_Seat(seconds, child) for _ in range(workers)]
        self._free: queue.SimpleQueue[_Seat] = queue.SimpleQueue()
        for seat in self._seats:
            self._free.put(seat)
        self._threads = ThreadPoolExecutor(workers)

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for seat in self._seats:
            seat.leave()
        self._threads.shutdown(cancel_futures=True)

    def read(self, jobs: Iterable[tuple[bytes, Job]]) -> Iterator[tuple[bytes, Job, Outcome]]:
        """Yield each job with its key and what it gave, as they come.

        Jobs are taken from the iterable only as processes become free, one in advance, so that few are held.

        Raises
        ------
        SuasionError
            If a process cannot start.
        """
        waiting = iter(jobs)
        running: dict[Future[Outcome], tuple[bytes, Job]] = {}
        more = True
        while more or running:
            while more and len(running) <= len(self._seats):
                entry = next(waiting, None)
                if entry is None:
                    more = False
                    break
                running[self._threads.submit(self._read, entry[1])] = entry
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                key, job = running.pop(future)
                yield key, job, future.result()

    def _read(self, job: Job) -> Outcome:
        seat = self._free.get()
        try:
            return seat.read(job)
        finally:
            self._free.put(seat)


class _Seat:
    """A place for one process, which is started with the first document and anew after an end."""

    def __init__(self, seconds: float, child: Path) -> None:
        self._seconds = seconds
        self._child = child
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._left = False

    def read(self, job: Job) -> Outcome:
        """Return what the document gave; a process that ends over it is given a second try, a late one is not."""
        for _ in range(2):
            done, late = self._try(job)
            if done is not None:
                return done
            if late:
                return _lost(job, f"took longer than {self._seconds:g} s to read.", "Split it, or give it more time.")
        code = self._process.returncode if self._process else 0
        how = f"by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"with exit code {code}"
        reason = f"made the reading process end twice, {how}"
        hint = "; the system ends what takes too much memory." if code == -signal.SIGKILL else "."
        return _lost(job, reason + hint, "Split it, or read it alone.")

    def leave(self) -> None:
        """End the process, now."""
        with self._lock:
            self._left = True
            self._end()

    def _try(self, job: Job) -> tuple[Outcome | None, bool]:
        """Return what the document gave, None if the process ended over it, and whether it was ended as late."""
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.daemon = True
        timer.start()
        try:
            coded = _exchange(process, job)
        finally:
            timer.cancel()
        done = msgspec.msgpack.decode(coded, type=Outcome) if coded is not None else None
        if done is None or done.last or late.is_set():
            with self._lock:
                self._end(wait_for_it=done is None)
        return done, late.is_set()

    def _started(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._left:
                raise SuasionError("Reading was stopped.")
            if self._process is not None and self._process.poll() is None:
                return self._process
            process = self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", str(self._child), str(self._seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    **_ALONE,
                    "PYTHONHASHSEED": "0",
                    "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                },
                start_new_session=True,  # an interrupt from the keyboard is the parent's to deal with
            )
        timer = threading.Timer(_START_SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        coded = receive(process.stdout) if process.stdout else None
        timer.cancel()
        trouble = msgspec.msgpack.decode(coded, type=Ready).trouble if coded is not None else "It ended at its start."
        if trouble is not None:
            raise SuasionError(f"A reading process cannot start. {trouble}")
        return process

    def _end(self, *, wait_for_it: bool = False) -> None:
        """End the process; with ``wait_for_it`` let one that is dying do so, for its exit code."""
        process = self._process
        if process is None:
            return
        if wait_for_it:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not yet written to a dead process
                    continue


def _exchange(process: subprocess.Popen[bytes], job: Job) -> bytes | None:
    """Return the process's answer, None if it ended before it had given one."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        send(process.stdin, job)
        return receive(process.stdout)
    except (OSError, ValueError):  # its end of the pipe is closed, or ours, by `leave`
        return None


def _lost(job: Job, reason: str, remedy: str) -> Outcome:
    """Return the outcome of a document over which a process was lost."""
    row = problem_row(Path(job.name).stem, Problem(input=job.name, reason=reason, remedy=remedy))
    return outcome([in_schema([row])], settled=False)
