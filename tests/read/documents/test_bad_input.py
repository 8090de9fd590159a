"""Whatever is given: a document or one clear error, in bounded time and memory, and the next one is read."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import DocumentError
from suasion.read.documents import take_in, worker

Make = Callable[..., bytes]
Here = Callable[[], AbstractContextManager[None]]

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(10))
    + "]><rss><channel><item><description>&k; and more to read</description></item></channel></rss>"
).encode()


def deflated(times: int) -> bytes:
    data = bytes(90_000_000)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty. Check"),
        (b" \r\n\t\n", "is empty. Check"),
        (b"1234 5678 --- 90", "holds nothing to read"),
        (bytes(range(256)) * 40, "is binary, not text. Give a text"),
        (b"\x89PNG\r\n\x1a\n rest", "is a picture (PNG)"),
        (b"\xff\xd8\xff\xe0 rest", "is a picture (JPEG)"),
        (gzip.compress(b"a" * 10_000_000), "is compressed (gzip). Unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "an old Office file or one with a password"),
        (b"{\\rtf1 text}", "is RTF"),
        (b"PAR1 rest", "Bring data sets in with"),
        (b'<?xml version="1.0"?><svg/>', "is XML, but neither a feed nor a page"),
        (b"\xff\xfeT\x00h\x00e\x00 \x00\x00\xd8", "begins with the mark of UTF-16-LE but is not valid"),
        (b"\xfe\x81\xff\x80\x81\x8d" * 40, "is in no encoding that can be told"),
        (b"Japan gave aid. " * 3_125_001, "has 50,000,016 bytes; at most 50,000,000"),
        (b"Japan gave aid. " * 400_000, "has 6,400,000 characters; at most 5,000,000"),
        (b"a" * 4_000_000, "characters in a row without a space"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_one_error_that_says_what_and_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        take_in(data, name="thing")
    assert str(caught.value).startswith("thing: ")
    assert reason in str(caught.value)
    assert str(caught.value).endswith((".", ")"))


@pytest.mark.parametrize("kind", ["deflate", "nested", "laughs", "deep", "long", "columns", "unclosed"])
def test_bombs_are_refused_or_defused_in_the_child(kind: str, pdf: Make) -> None:
    filters = b"/Filter[" + b"/FlateDecode" * 3 + b"]"
    data = {
        "deflate": lambda: pdf([[""]], content=deflated(1), extra=b"/Filter/FlateDecode"),
        "nested": lambda: pdf([[""]], content=deflated(3), extra=filters),
        "laughs": lambda: LAUGHS,
        "deep": lambda: b"<html><body>" + b"<div>" * 100_000 + b"The port was leased for thirty years.",
        "long": lambda: b"<html><body>" + b"<p>The port was leased for thirty years.</p>\n" * 30_000,
        "columns": lambda: (
            b"<html><table><tr><td colspan=9007199254740992>The port was leased for thirty years.</table>"
        ),
        "unclosed": lambda: b"<html>" + b'<a b="' * 100_000,
    }[kind]()
    began = time.monotonic()
    if kind == "columns":
        assert take_in(data, name="bomb")[0].source.text == "The port was leased for thirty years."
    else:
        with pytest.raises(DocumentError, match=r"^bomb: "):
            take_in(data, name="bomb")
    assert time.monotonic() - began < 30
    [after] = take_in(b"<html><body><p>The next page is read as if nothing had been.</p></body></html>", name="next")
    assert after.source.text == "The next page is read as if nothing had been."


def test_a_child_that_dies_is_an_error_of_its_document_only(page: str) -> None:
    take_in(page.encode(), name="page")
    worker._idle[-1]._process.kill()
    worker._idle[-1]._process.wait()
    assert take_in(page.encode(), name="page")


def test_a_parser_that_takes_too_long_is_ended(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.close_workers()
    monkeypatch.setattr(worker, "CHILD_WALL_SECONDS", 0)
    with pytest.raises(DocumentError, match=r"^page: took longer than 0 s to parse. It may be damaged"):
        take_in(page.encode(), name="page")
    monkeypatch.undo()
    assert take_in(page.encode(), name="page")


def test_a_child_has_limits_and_no_network() -> None:
    code = (
        "import runpy, sys, io, resource, socket\n"
        f'sys.stdin = io.TextIOWrapper(io.BytesIO(b\'{{"format":"html","size":3}}\\n<p>\'))\n'
        f"runpy.run_path({str(worker._CHILD)!r}, run_name='__main__')\n"
        "limits = [resource.getrlimit(what)[0] for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9))\nexcept PermissionError:\n    refused = True\n"
        "sys.stderr.write(f'{limits[0]} {limits[1] <= 30} {refused} {\"pyarrow\" in sys.modules}')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == "1000000000 True True False"


def test_documents_do_not_wait_for_a_new_child_each(page: str) -> None:
    take_in(page.encode(), name="first")
    [kept] = worker._idle
    take_in(page.encode(), name="second")
    assert worker._idle == [kept]


_SEEDS = st.sampled_from(["text", "page", "rss", "mail", "pdf", "docx", "none"])


def _mangled(seed: bytes, junk: bytes, at: float, randomness: random.Random) -> bytes:
    cut = int(at * len(seed))
    mangled = bytearray(seed[:cut] + junk + seed[cut + randomness.randrange(40) :])
    for _ in range(randomness.randrange(4)):
        if mangled:
            mangled[randomness.randrange(len(mangled))] = randomness.randrange(256)
    return bytes(mangled)


def _seed(kind: str, texts: dict[str, str], pdf: Make, zipped: Make) -> bytes:
    if kind == "pdf":
        return pdf([["The port was leased for thirty years."]])
    if kind == "docx":
        return zipped({"_rels/.rels": "<R/>", "word/document.xml": "<w:p xmlns:w='x'><w:r><w:t>Port</w:t></w:r></w:p>"})
    return texts.get(kind, "").encode()


@pytest.fixture(scope="session")
def texts(page: str, rss: str, mail: str) -> dict[str, str]:
    return {
        "page": page,
        "rss": rss,
        "mail": mail,
        "text": "The port\n20 March 2022\n\nThe port was leased for long.\n",
    }


@settings(max_examples=400, deadline=None)
@given(kind=_SEEDS, junk=st.binary(max_size=60), at=st.floats(0, 1), randomness=st.randoms(use_true_random=False))
def test_take_in_gives_documents_or_a_document_error(
    kind: str, junk: bytes, at: float, randomness: random.Random, texts: dict[str, str], pdf: Make, zipped: Make,
    in_this_process: Here,
) -> None:  # fmt: skip
    data = _mangled(_seed(kind, texts, pdf, zipped), junk, at, randomness)
    with in_this_process():
        _take_in_soundly(data)


@settings(max_examples=20, deadline=None)
@given(kind=_SEEDS, junk=st.binary(max_size=60), at=st.floats(0, 1), randomness=st.randoms(use_true_random=False))
def test_take_in_gives_documents_or_a_document_error_by_the_child(
    kind: str, junk: bytes, at: float, randomness: random.Random, texts: dict[str, str], pdf: Make, zipped: Make
) -> None:
    _take_in_soundly(_mangled(_seed(kind, texts, pdf, zipped), junk, at, randomness))


def _take_in_soundly(data: bytes) -> None:
    try:
        documents = take_in(data, name="any")
    except DocumentError:
        return
    for document in documents:
        text = document.source.text or ""
        assert text.strip()
        text.encode("utf-8")
        assert all(segment.text_end <= len(text) for segment in document.offsets.segments)


def test_a_forked_process_starts_a_child_of_its_own(page: str) -> None:
    code = (
        "import os, sys\nfrom suasion.read.documents import take_in\n"
        "data = sys.stdin.buffer.read()\n[before] = take_in(data, name='p.html')\n"
        "if os.fork() == 0:\n    [after] = take_in(data, name='p.html')\n    sys.exit(0 if after == before else 1)\n"
        "status = os.waitstatus_to_exitcode(os.wait()[1])\n"
        "[last] = take_in(data, name='p.html')\nsys.exit(status or last != before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], input=page.encode(), capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
