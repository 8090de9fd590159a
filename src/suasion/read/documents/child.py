"""The process in which HTML, PDF, DOCX and feeds are parsed: short of memory and time, without network.

Started by `worker`, as a file, so that neither Arrow nor a model is loaded here: only what a parser needs. It reads
requests from standard input (a line of JSON, then the document's bytes) and answers each with a line of JSON.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import types
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from suasion.read.documents.parsed import Parsed, Reply, Request

_FORBIDDEN = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "socket.bind",
    "subprocess.Popen",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.system",
)


def _plant_packages() -> None:
    """Make our modules importable without running the `__init__` of their packages, which load what we do not need."""
    here = Path(__file__).resolve().parent
    for name, folder in (
        ("suasion", here.parents[1]),
        ("suasion.read", here.parent),
        ("suasion.read.documents", here),
    ):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def _forbid(event: str, _: Any) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"a parser tried {event}")


def _limit() -> None:
    """Give the next document its memory and processor time; on systems without such limits the wall clock is left."""
    try:
        import resource
    except ImportError:
        return
    from suasion.read.documents.limits import CHILD_CPU_SECONDS, CHILD_MEMORY_BYTES

    def lower(what: int, value: int) -> None:
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))

    lower(resource.RLIMIT_AS, CHILD_MEMORY_BYTES)
    lower(resource.RLIMIT_CPU, int(time.process_time()) + 1 + CHILD_CPU_SECONDS)
    lower(resource.RLIMIT_CORE, 0)


def _peak_bytes() -> int:
    """Return the most memory that this process has held; 0 where the system does not say.

    On Linux a new process inherits its parent's peak, so that only what exceeds the peak at the start is its own.
    """
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _parse(request: Request, data: bytes) -> list[Parsed]:
    if request.format == "html":
        from suasion.read.documents.page import parse_page

        return [parse_page(data, address=request.address, charset=request.charset)]
    if request.format == "pdf":
        from suasion.read.documents.pdf import parse_pdf

        return [parse_pdf(data)]
    if request.format == "docx":
        from suasion.read.documents.docx import parse_docx

        return [parse_docx(data)]
    from suasion.read.documents.feed import parse_feed

    return parse_feed(data, charset=request.charset)


def answer(request: Request, data: bytes) -> Reply:
    """Return the reply to a request: the wall behind which every failure of a parser becomes words."""
    from suasion.read.documents.parsed import Reply, Unreadable

    try:
        return Reply(documents=_parse(request, data))
    except Unreadable as error:
        return Reply(what=error.what, remedy=error.remedy)
    except MemoryError:
        return Reply(what="needs more memory to parse than is allowed.", remedy="Give its text.", last=True)
    except RecursionError:
        return Reply(what="is nested too deep to parse.", remedy="Give its text.", last=True)
    except Exception as error:  # parsers raise anything on broken input
        what = f"could not be parsed ({type(error).__name__}: {' '.join(str(error).split())[:100]})."
        return Reply(what=what, remedy="Save it again, or give its text.", last=True)


def main(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until there are no more."""
    import msgspec

    from suasion.read.documents.limits import CHILD_DOCUMENTS, CHILD_TIRED_BYTES
    from suasion.read.documents.parsed import Reply, Request

    tired = max(CHILD_TIRED_BYTES, _peak_bytes())
    for number in range(1, CHILD_DOCUMENTS + 1):
        line = requests.readline()
        if not line:
            return
        request = msgspec.json.decode(line, type=Request)
        data = requests.read(request.size)
        _limit()
        reply = answer(request, data)
        reply.last = reply.last or number == CHILD_DOCUMENTS or _peak_bytes() > tired
        try:
            coded = msgspec.json.encode(reply)
        except (MemoryError, UnicodeEncodeError):
            what = "gives more text than fits in the memory allowed."
            coded = msgspec.json.encode(Reply(what=what, remedy="Split it.", last=True))
        replies.write(coded + b"\n")
        replies.flush()
        if reply.last:
            return


if __name__ == "__main__":
    _plant_packages()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    # What a parser prints must not mix with the replies.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.addaudithook(_forbid)
    main(sys.stdin.buffer, out)
