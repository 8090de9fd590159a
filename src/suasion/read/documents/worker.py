"""The parent's side of parsing: a document goes to a child process, and what comes back is text or a reason."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import msgspec

from suasion.read.documents.limits import CHILD_CPU_SECONDS, CHILD_WALL_SECONDS
from suasion.read.documents.parsed import Parsed, Reply, Request, Unreadable

_CHILD: Final = Path(__file__).with_name("child.py")
_REMEDY: Final = "It may be damaged or made to exhaust the parser; give its text."
# Nothing else of the environment reaches a parser. The hash seed is fixed: no order of a set makes a difference.
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "HOME")


class Worker:
    """One child process; `parse` is not for two threads at once."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "TZ": "UTC"}
        self.owner = os.getpid()
        self.spent = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-X", "utf8", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # an interrupt from the keyboard is the parent's to deal with
        )

    def parse(self, request: Request, data: bytes) -> Reply:
        """Return the child's reply.

        Raises
        ------
        Unreadable
            If the child ends or is ended before it replies; the worker is then spent.
        """
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(CHILD_WALL_SECONDS, end)
        timer.daemon = True
        timer.start()
        try:
            line = self._exchange(msgspec.json.encode(request) + b"\n", data)
            reply = msgspec.json.decode(line, type=Reply) if line.endswith(b"\n") else None
        except msgspec.DecodeError:
            reply = None
        except BaseException:
            self.close()
            raise
        finally:
            timer.cancel()
        if reply is None:
            self.close()
            raise Unreadable(self._how_it_ended(late=late.is_set()), _REMEDY)
        if reply.last or late.is_set():
            self.close()
        return reply

    def is_usable(self) -> bool:
        """Return whether the process runs and is ours; if not, let go of it."""
        if self.owner == os.getpid() and self._process.poll() is None:
            return True
        self.close()
        return False

    def close(self) -> None:
        """End the process, or only let go of it where it is that of the process we were forked from."""
        self.spent = True
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not yet written to a dead child
                    continue
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()
        else:
            self._process.returncode = 0

    def _exchange(self, head: bytes, data: bytes) -> bytes:
        if self._process.stdin is None or self._process.stdout is None:
            return b""
        try:
            self._process.stdin.write(head)
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except (BrokenPipeError, ConnectionError):
            return b""
        return self._process.stdout.readline()

    def _how_it_ended(self, *, late: bool) -> str:
        code = self._process.returncode
        if late:
            return f"took longer than {CHILD_WALL_SECONDS} s to parse."
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"took more than {CHILD_CPU_SECONDS} s of processor time to parse."
        return f"made the parser stop (exit code {code})."


_idle: list[Worker] = []
_lock: Final = threading.Lock()


def parse_in_child(request: Request, data: bytes) -> list[Parsed]:
    """Return what a child process makes of a document.

    A child is kept for the next document and replaced after a hundred, after it has grown, and after any failure.

    Parameters
    ----------
    request
        Format, address and declared encoding; its ``size`` is that of the data.
    data
        The document's bytes.

    Raises
    ------
    Unreadable
        If the document cannot be read or parsing it went beyond the limits.
    """
    with _lock:
        worker = None
        while _idle and worker is None:
            candidate = _idle.pop()
            worker = candidate if candidate.is_usable() else None
        worker = worker or Worker()
    try:
        reply = worker.parse(request, data)
    finally:
        if not worker.spent:
            with _lock:
                _idle.append(worker)
    if reply.what is not None:
        raise Unreadable(reply.what, reply.remedy or "")
    return reply.documents


@atexit.register
def close_workers() -> None:
    """End all idle child processes; the next document starts a new one."""
    with _lock:
        for worker in _idle:
            worker.close()
        _idle.clear()
