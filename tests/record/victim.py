"""A process that forks appenders to be killed; a fork costs no import, so that many can die in a minute.

Each line of its input is an order in JSON; an appender says its process id first, then what was acknowledged.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from itertools import count
from typing import Any


def say(**words: Any) -> None:
    os.write(1, json.dumps(words).encode() + b"\n")


def append(record: Any, given: Any, kind: str, number: int, size: int) -> None:
    """Append one document with its reading, or one data set, and say each that is acknowledged."""
    if kind == "rows":
        source, data = given.source(None, name=f"set {number}")
        rows = given.rows(*({"row": f"row {i}", "value": float(i)} for i in range(size)))
        record.append_observations(source, data, rows)
        say(rows=number)
        return
    source, data, statements = given.document(number, size)
    record.append_source(source, data)
    say(source=number)
    record.append_reading(source.id, "rules 1", statements)
    say(reading=number)


def die_at(moment: int, half: bool) -> Callable[[], int]:
    """Let this process kill itself at its so-many-th call that changes a file, or in the middle of a write."""
    calls = count(1)
    real = {name: getattr(os, name) for name in ("write", "fsync", "replace", "ftruncate")}

    def guarded(name: str) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            if name == "write" and arguments[0] == 1:  # what is said to the test
                return real[name](*arguments)
            if next(calls) == moment:
                if half and name == "write":
                    real[name](arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                elif half:
                    real[name](*arguments)
                os.kill(os.getpid(), signal.SIGKILL)
            return real[name](*arguments)

        return call

    for name in real:
        setattr(os, name, guarded(name))
    return lambda: next(calls)


def write_in_pieces() -> None:
    """Let every write take a few bytes only, so that a kill often falls into one."""
    real = os.write
    os.write = lambda descriptor, data: real(descriptor, data if descriptor == 1 else data[:97])


def run(order: dict[str, Any]) -> None:
    from conftest import Given

    from suasion.record import Record, appending

    kind = order["kind"]
    if kind == "checkpoint":
        appending.CHECKPOINT_BYTES = 0
    if kind == "journal":
        write_in_pieces()
    record = Record.open(order["path"], clock=lambda: Given.added, wait_seconds=5.0)
    if "file_size" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], resource.RLIM_INFINITY))
    if "moment" in order:
        die_at(order["moment"], order["half"])
    for number in range(order["first"], order.get("last", sys.maxsize) + 1):
        try:
            append(record, Given, kind, number, order["size"])
        except Exception as error:
            say(refused=number, error=type(error).__name__, message=str(error))
    if "moment" in order:
        return
    record.close()


def main() -> None:
    import conftest  # noqa: F401
    import pandas  # noqa: F401 - Arrow imports it with the first list it is given
    import pyarrow.parquet  # noqa: F401

    from suasion.record import opening, segments  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say(pid=os.getpid())
            try:
                run(json.loads(line))
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        say(ended=status)


if __name__ == "__main__":
    main()
