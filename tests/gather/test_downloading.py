"""Downloads go on where they broke off, wait as they are told, and are held against their checksum.

A server in this process stands for the publisher's; the door reaches it under a public name and address.
"""

from __future__ import annotations

import base64
import hashlib
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from suasion import gather
from suasion.errors import AddressError, DatasetError
from suasion.gather import downloading
from suasion.gather.downloading import download
from suasion.gather.partial import Partial
from suasion.gather.web import Fetched, get

FILE = bytes(range(256)) * 4_000
HALF = len(FILE) // 2
ADDRESS = "http://publisher.example/data.csv"


class Server(ThreadingHTTPServer):
    """A publisher's server: ``plan`` has what to do with each request in turn; after it, every request succeeds."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.plan: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.file = FILE
        self.tag = '"v1"'
        self.headers: dict[str, str] = {}


class Handler(BaseHTTPRequestHandler):
    """Answers with the file or the rest of it, or as the plan says."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers.items()))
        step = self.server.plan.pop(0) if self.server.plan else {}
        if "status" in step:
            self.send_response(step["status"])
            for name, value in step.get("headers", {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        start = 0
        if "Range" in self.headers and self.headers.get("If-Range") == self.server.tag:
            start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        body = self.server.file[start:]
        self.send_response(206 if start else 200)
        if start:
            size = len(self.server.file)
            said = step.get("content_range", f"bytes {start}-{size - 1}/{size}")
            self.send_header("Content-Range", said)
        if self.server.tag:
            self.send_header("ETag", self.server.tag)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: step.get("cut", len(body))])
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.setattr(downloading, "_last_asked", {})
    return []


@pytest.fixture
def door(server: Server) -> Callable[..., Fetched]:
    """The network's door, with names that lead to the server, and numbers that lead where they say."""

    def resolve(host: str, _: int) -> list[str]:
        return [host] if host[0].isdigit() else ["93.184.216.34"]

    def connect(_: str, __: int, timeout: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", server.server_port), timeout)

    return partial(get, resolve=resolve, connect=connect)


@pytest.fixture
def fetch(door: Callable[..., Fetched], tmp_path: Path, waits: list[float]) -> Callable[[], bytes]:
    """Download the file from the server, waiting no real time."""
    return lambda: download(ADDRESS, folder=tmp_path / "kept", get=door, pause=waits.append)


def pauses(waits: list[float]) -> list[float]:
    """What was waited before another attempt, less the spacing between two requests to one host."""
    return [seconds for seconds in waits if seconds > downloading.SPACING_SECONDS]


def test_a_download_that_breaks_off_goes_on_where_it_was(server: Server, fetch: Callable[[], bytes]) -> None:
    server.plan = [{"cut": HALF}]
    assert fetch() == FILE
    assert [asked.get("Range") for asked in server.asked] == [None, f"bytes={HALF}-"]
    assert server.asked[1]["If-Range"] == '"v1"'
    assert {asked["Accept-Encoding"] for asked in server.asked} == {"identity"}


def test_a_file_that_changed_in_between_is_taken_from_its_beginning(
    server: Server, door: Callable[..., Fetched], tmp_path: Path, waits: list[float]
) -> None:
    def change(_: float) -> None:
        server.tag, server.file = '"v2"', FILE[::-1]

    server.plan = [{"cut": HALF}]
    assert download(ADDRESS, folder=tmp_path, get=door, pause=change) == FILE[::-1]
    assert waits == []


def test_a_server_that_names_no_version_is_asked_for_the_whole_again(
    server: Server, fetch: Callable[[], bytes]
) -> None:
    server.tag, server.plan = "", [{"cut": HALF}]
    assert fetch() == FILE
    assert [asked.get("Range") for asked in server.asked] == [None, None]


def test_another_part_than_the_one_asked_for_is_not_taken(server: Server, fetch: Callable[[], bytes]) -> None:
    server.plan = [{"cut": HALF}, {"content_range": f"bytes 7-{len(FILE) - 1}/{len(FILE)}"}]
    assert fetch() == FILE
    assert [asked.get("Range") for asked in server.asked] == [None, f"bytes={HALF}-", None]


def test_what_came_is_kept_for_the_next_run_and_taken_away_when_whole(
    server: Server, fetch: Callable[[], bytes], tmp_path: Path
) -> None:
    server.plan = [{"cut": 1_000 * n} for n in range(1, 6)]
    with pytest.raises(AddressError, match="tried 5 times"):
        fetch()
    assert {path.suffix for path in (tmp_path / "kept").iterdir()} == {".part", ".json"}
    server.asked.clear()
    assert fetch() == FILE
    assert server.asked[0]["Range"] == "bytes=15000-"
    assert list((tmp_path / "kept").iterdir()) == []


def test_bytes_kept_that_are_not_what_was_kept_are_not_used(tmp_path: Path) -> None:
    Partial(b"abc", '"v1"').save(tmp_path / "a.part")
    assert Partial.kept(tmp_path / "a.part").data == b"abc"
    (tmp_path / "a.part").write_bytes(b"abd")
    assert Partial.kept(tmp_path / "a.part").data == b""


@pytest.mark.parametrize("status", [429, 503, 500])
def test_a_busy_server_is_asked_again_after_a_while(
    server: Server, fetch: Callable[[], bytes], waits: list[float], status: int
) -> None:
    server.plan = [{"status": status}, {"status": status}]
    assert fetch() == FILE
    assert pauses(waits) == [2.0, 4.0]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "17"}, 17.0), ({"Retry-After": "Sun, 20 Mar 2022 10:00:30 GMT",
                                      "Date": "Sun, 20 Mar 2022 10:00:00 GMT"}, 30.0)],
)  # fmt: skip
def test_a_server_that_says_when_is_asked_then(
    server: Server, waits: list[float], fetch: Callable[[], bytes], headers: dict[str, str], seconds: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if "Date" in headers:  # the server's own clock is what the date is read beside
        monkeypatch.setattr(Handler, "date_time_string", lambda *_: headers["Date"])
    server.plan = [{"status": 429, "headers": {"Retry-After": headers["Retry-After"]}}]
    assert fetch() == FILE
    assert pauses(waits) == [seconds]


def test_a_server_that_asks_for_hours_is_left_at_once(
    server: Server, fetch: Callable[[], bytes], waits: list[float]
) -> None:
    server.plan = [{"status": 503, "headers": {"Retry-After": "7200"}}]
    with pytest.raises(AddressError, match="asks to wait 120 minutes"):
        fetch()
    assert pauses(waits) == []


def test_what_will_not_change_is_asked_once(server: Server, fetch: Callable[[], bytes]) -> None:
    server.plan = [{"status": 404}] * 5
    with pytest.raises(AddressError, match="answered 404"):
        fetch()
    assert len(server.asked) == 1


def test_two_requests_to_one_host_keep_a_distance(fetch: Callable[[], bytes], waits: list[float]) -> None:
    fetch()
    fetch()
    assert len(waits) == 1
    assert 0 < waits[0] <= downloading.SPACING_SECONDS


def b64(name: str, data: bytes) -> str:
    return base64.b64encode(hashlib.new(name, data, usedforsecurity=False).digest()).decode()


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-MD5", "{md5}"), ("Digest", "SHA-256={sha256}"), ("Repr-Digest", "sha-256=:{sha256}:"),
        ("Content-Digest", "sha-512=:{sha512}:, sha-256=:{sha256}:"),
    ],
)  # fmt: skip
def test_bytes_are_held_against_the_checksum_that_the_server_names(
    server: Server, fetch: Callable[[], bytes], header: str, value: str
) -> None:
    right = {name: b64(name, FILE) for name in ("md5", "sha256", "sha512")}
    server.headers = {header: value.format(**right)}
    assert fetch() == FILE
    wrong = {name: b64(name, b"other") for name in right}
    server.headers = {header: value.format(**wrong)}
    with pytest.raises(AddressError, match=r"came damaged: its .* as the server says it should be.* tried 5 times"):
        fetch()


def test_a_redirect_to_a_private_address_is_refused_and_not_tried_again(
    server: Server, fetch: Callable[[], bytes]
) -> None:
    server.plan = [{"status": 302, "headers": {"Location": "http://127.0.0.1/data.csv"}}]
    with pytest.raises(AddressError, match="this host; only public addresses"):
        fetch()
    assert len(server.asked) == 1


def test_offline_is_refused_before_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> list[str]:
        raise AssertionError("a name was looked up")

    monkeypatch.setenv("SUASION_OFFLINE", "1")
    with pytest.raises(AddressError, match="SUASION_OFFLINE is set"):
        get(ADDRESS, resolve=never)


def test_fetching_offline_names_the_address_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(DatasetError, match=r"offline.*sdmx\.oecd\.org.*--from"):
        gather.fetch("oecd-dac2a", offline=True)
