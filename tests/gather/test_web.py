"""The network door opens public pages only, whatever form the address takes; nothing here touches a network."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest

from suasion.errors import AddressError
from suasion.gather.web import Fetched, get, system_resolve

PUBLIC = "93.184.216.34"
NAMES = {
    "public.example": [PUBLIC],
    "six.example": ["2606:2800:220:1:248:1893:25c8:1946"],
    "two.example": ["93.184.216.34", "93.184.216.35"],
    "xn--hfn-qla.example": [PUBLIC],
    "mixed.example": [PUBLIC, "10.0.0.5"],
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "intranet": ["192.168.1.10"],
    "metadata.google.internal": ["169.254.169.254"],
    "localtest.example": ["127.0.0.1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "empty.example": [],
    "nonsense.example": ["not an address"],
}

REFUSED = """
http://127.0.0.1/ http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://0177.0.0.1/
http://017700000001/ http://0x7f.0x0.0x0.0x1/ http://0/ http://0.0.0.0/ http://10.0.0.1/ http://10.255.255.255/
http://172.16.0.1/ http://172.31.255.255/ http://192.168.0.1/ http://0xc0a80001/ http://3232235521/ http://169.254.169.254/
http://0xa9fea9fe/ http://2852039166/ http://0251.0376.0251.0376/ http://100.64.0.1/ http://100.100.100.200/
http://168.63.129.16/ http://192.0.0.192/ http://192.0.2.1/ http://192.88.99.1/ http://198.18.0.1/ http://198.51.100.1/
http://203.0.113.7/ http://224.0.0.1/ http://239.255.255.250/ http://240.0.0.1/ http://255.255.255.255/
http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/ http://[::ffff:7f00:1]/ http://[::ffff:10.0.0.1]/
http://[::127.0.0.1]/ http://[64:ff9b::127.0.0.1]/ http://[64:ff9b::a9fe:a9fe]/ http://[64:ff9b:1::1]/ http://[2002:7f00:1::]/
http://[2002:c0a8:101::1]/ http://[2001::1]/ http://[2001:0:53aa:64c::1]/ http://[2001:db8::1]/ http://[3fff::1]/
http://[fe80::1]/ http://[fe80::1%25eth0]/ http://[fec0::1]/ http://[fc00::1]/ http://[fd00:ec2::254]/ http://[ff02::1]/
http://[100::1]/ http://[5f00::1]/ http://localhost/ http://LOCALHOST/ http://localhost./ http://intranet/
http://metadata.google.internal/computeMetadata/v1/ http://localtest.example/ http://mixed.example/ http://mapped.example/
http://empty.example/ http://nonsense.example/ http://unknown.example/
http://127。0。0。1/ http://127．0．0．1/ http://①②⑦.⓪.⓪.①/ http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/
http://user@public.example/ http://user:pass@public.example/ http://public.example@127.0.0.1/ http://127.0.0.1@public.example/
http://@public.example/ http://public.example:22/ http://public.example:8080/ http://public.example:0/
http://public.example:99999/ http://public.example:x/ https://public.example:6379/
file:///etc/passwd file://public.example/etc/passwd ftp://public.example/ gopher://public.example:80/_x dict://public.example:80/
ldap://public.example/ jar:http://public.example/ data:text/html,x javascript:alert(1) about:blank ws://public.example/
//public.example/ public.example /etc/passwd http:// http:/// http:public.example http://?x http://#x http://-bad.example/
http://pub_lic..example/ http://public.example%00.evil.example/ http://public.example%2f@evil/ http://[::1 http://a]b/
""".split()  # noqa: SIM905  (a corpus is read more easily as text)
SPACED = [
    "http://public.example/a b",
    "http://public.example\\@127.0.0.1/",
    "http://127.0.0.1\\.public.example/",
    "http://public.example/\r\nHost: 127.0.0.1",
    "http://public\n.example/",
    "http://\t127.0.0.1/",
    "http://public.example/\x00",
    "",
    "http://public.example/" + "a" * 5_000,
    "http://" + "a" * 64 + ".example/",
]


def resolve(host: str, port: int) -> Sequence[str]:
    """Answer numbers as the system does, and names from the table."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        if host in NAMES:
            return NAMES[host]
        raise
    return [str(entry[4][0]) for entry in found]


class Web:
    """A web that answers with what it was given, and remembers who was connected to and what was sent."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.connections: list[tuple[str, int]] = []
        self.requests: list[bytes] = []
        self.sockets: list[socket.socket] = []
        self.threads: list[threading.Thread] = []

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connections.append((address, port))
        ours, theirs = socket.socketpair()
        theirs.settimeout(timeout)
        self.sockets.append(ours)
        thread = threading.Thread(target=self._serve, args=(ours,))
        self.threads.append(thread)
        thread.start()
        return theirs

    def _serve(self, sock: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received and not received.startswith(b"\x16"):
            piece = sock.recv(65_536)
            if not piece:
                break
            received += piece
        self.requests.append(received)
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            sock.recv(1)  # never answers; ends when the other side gives up
        else:
            with suppress(OSError):  # the other side may have had enough
                sock.sendall(answer)
        sock.close()

    def get(self, url: str, **given: object) -> Fetched:
        return get(url, resolve=given.pop("resolve", resolve), connect=self.connect, **given)  # type: ignore[arg-type]


@pytest.fixture
def web() -> Iterator[Web]:
    web = Web()
    yield web
    for thread in web.threads:
        thread.join(10)
    for sock in web.sockets:
        sock.close()


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.mark.parametrize("url", REFUSED + SPACED)
def test_address_is_refused_before_a_byte_is_sent(url: str, web: Web) -> None:
    with pytest.raises(AddressError) as caught:
        web.get(url)
    assert web.connections == []
    assert str(caught.value).startswith(url.strip()[:30].split("\n")[0].split("\r")[0].split("\t")[0].split("\x00")[0])
    assert ". " in str(caught.value)


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(set(REFUSED + SPACED)) >= 60


@pytest.mark.parametrize(
    ("url", "address", "port", "host", "path"),
    [
        ("http://public.example/page?a=1&b=%20x#part", PUBLIC, 80, "public.example", "/page?a=1&b=%20x"),
        ("HTTP://Public.Example", PUBLIC, 80, "public.example", "/"),
        ("http://public.example:443/", PUBLIC, 443, "public.example:443", "/"),
        (f"http://{PUBLIC}/", PUBLIC, 80, PUBLIC, "/"),
        ("http://six.example/", "2606:2800:220:1:248:1893:25c8:1946", 80, "six.example", "/"),
        ("http://[2606:2800:220:1::1]/", "2606:2800:220:1::1", 80, "[2606:2800:220:1::1]", "/"),
        ("http://häfn.example/é", PUBLIC, 80, "xn--hfn-qla.example", "/%C3%A9"),
        ("http://[::ffff:93.184.216.34]/", "::ffff:93.184.216.34", 80, "[::ffff:93.184.216.34]", "/"),
    ],
)
def test_public_address_is_fetched_from_the_checked_ip_under_its_own_name(
    url: str, address: str, port: int, host: str, path: str, web: Web
) -> None:
    web.answers = [answer(b"<p>Hello</p>", "Content-Type: text/html; charset=utf-8")]
    fetched = web.get(url)
    assert (fetched.data, fetched.media_type) == (b"<p>Hello</p>", "text/html; charset=utf-8")
    assert web.connections == [(address, port)]
    head = web.requests[0].decode("ascii").split("\r\n")
    assert head[0] == f"GET {path} HTTP/1.1"
    assert f"Host: {host}" in head
    assert any(line.startswith("User-Agent: suasion/") for line in head)
    assert "#" not in fetched.address


def test_name_that_answers_differently_the_second_time_gains_nothing(web: Web) -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    web.answers = [answer(b"page")]
    web.get("http://public.example/", resolve=lambda host, port: answers.pop(0))
    assert web.connections == [(PUBLIC, 80)]
    assert answers == [["127.0.0.1"]]


@pytest.mark.parametrize(
    "location",
    ["http://127.0.0.1/", "http://intranet/", "//169.254.169.254/latest", "file:///etc/passwd", "gopher://public.example/",
     "http://user@public.example/", "http://public.example:6379/", "http://[::1]/", "http://mixed.example/"],
)  # fmt: skip
def test_redirect_is_checked_like_the_first_address(location: str, web: Web) -> None:
    web.answers = [answer(b"", f"Location: {location}", status="302 Found")]
    with pytest.raises(AddressError):
        web.get("http://public.example/")
    assert len(web.connections) == 1


def test_redirect_to_the_same_name_is_resolved_anew(web: Web) -> None:
    answers = [[PUBLIC], ["127.0.0.1"]]
    web.answers = [answer(b"", "Location: /next", status="301 Moved")]
    with pytest.raises(AddressError, match=r"leads to 127\.0\.0\.1, which is this host"):
        web.get("http://public.example/", resolve=lambda host, port: answers.pop(0))
    assert web.connections == [(PUBLIC, 80)]


def test_three_redirects_are_followed_and_no_more(web: Web) -> None:
    hops = [answer(b"", f"Location: /{number}", status="307 Temporary Redirect") for number in range(4)]
    web.answers = [*hops[:3], answer(b"page")]
    assert web.get("http://public.example/start").address == "http://public.example/2"
    web.answers = [*hops]
    with pytest.raises(AddressError, match="redirects more than 3 times"):
        web.get("http://public.example/start")


def test_second_address_is_tried_where_the_first_does_not_answer(web: Web) -> None:
    def connect(address: str, port: int, timeout: float) -> socket.socket:
        if address == PUBLIC:
            raise ConnectionRefusedError("refused")
        return web.connect(address, port, timeout)

    web.answers = [answer(b"page")]
    assert get("http://two.example/", resolve=resolve, connect=connect).data == b"page"


def test_tls_is_spoken_under_the_name_and_what_is_no_tls_is_an_error(web: Web) -> None:
    web.answers = [b"HTTP/1.1 200 OK\r\n\r\nplain"]
    with pytest.raises(AddressError, match=r"^https://public.example/: cannot be fetched"):
        web.get("https://public.example/")
    assert web.connections == [(PUBLIC, 443)]
    assert web.requests[0][:1] == b"\x16"
    assert b"public.example" in web.requests[0]


PAGE = b"<p>The port was leased.</p>" * 100


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("identity", PAGE),
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE[:1000]) + gzip.compress(PAGE[1000:])),
        ("deflate", zlib.compress(PAGE)),
        ("Deflate", zlib.compress(PAGE)[2:-4]),
    ],
)
def test_body_is_decompressed(coding: str, body: bytes, web: Web) -> None:
    web.answers = [answer(body, f"Content-Encoding: {coding}", "Last-Modified: Sun, 20 Mar 2022 10:00:00 GMT")]
    fetched = web.get("http://public.example/")
    assert fetched.data == PAGE
    assert fetched.last_modified == "2022-03-20"


def test_chunked_body_is_put_together(web: Web) -> None:
    web.answers = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n"]
    fetched = web.get("http://public.example/")
    assert (fetched.data, fetched.media_type) == (b"page", "application/octet-stream")


@pytest.mark.parametrize(
    "sent",
    [
        answer(b"a" * 2_000),
        answer(b"a" * 10, length=10**12),
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 2_000,
        answer(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip"),
    ],
)
def test_body_beyond_the_limit_is_refused_also_when_compressed(sent: bytes, web: Web) -> None:
    web.answers = [sent]
    limit = 1_000 if len(sent) < 40_000 else 60_000
    with pytest.raises(AddressError, match=r"has more than .* bytes"):
        web.get("http://public.example/", max_bytes=limit)


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (answer(b"gone", status="404 Not Found"), "answered 404 Not Found"),
        (answer(b"", status="302 Found"), "answered 302 Found"),
        (answer(b"", status="500 \x1b[31mred"), "answered 500 \ufffd\\[31mred"),
        (answer(b"part", status="206 Partial Content"), "answered 206"),
        (answer(b"page", length=10), "ended before the page did"),
        (answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), "ended before the page did"),
        (answer(b"no gzip", "Content-Encoding: gzip"), "cannot be fetched"),
        (answer(b"x", "Content-Encoding: br"), "is compressed as 'br'"),
        (b"", "cannot be fetched"),
        (b"SSH-2.0-x\r\n\r\n", "cannot be fetched"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "cannot be fetched"),
    ],
)
def test_answer_that_is_no_whole_page_is_an_error(sent: bytes, reason: str, web: Web) -> None:
    web.answers = [sent]
    with pytest.raises(AddressError, match=reason) as caught:
        web.get("http://public.example/")
    assert str(caught.value).startswith("http://public.example/: ")


@pytest.mark.parametrize("url", ["http://public.example/", "https://public.example/"])
def test_server_that_never_answers_is_left_in_time(url: str, web: Web) -> None:
    with pytest.raises(AddressError, match="took too long"):
        web.get(url, timeout_seconds=0.2)


def test_name_server_that_never_answers_is_left_in_time(web: Web) -> None:
    ends = threading.Event()
    with pytest.raises(AddressError, match="name server took too long"):
        web.get("http://public.example/", timeout_seconds=0.1, resolve=lambda host, port: [PUBLIC] * ends.wait(10))
    ends.set()


def test_proxies_of_the_environment_are_ignored(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    web.answers = [answer(b"page")]
    web.get("http://public.example/")
    assert web.connections == [(PUBLIC, 80)]
    assert web.requests[0].startswith(b"GET / ")


def test_long_and_unprintable_addresses_are_cut_and_defused_in_messages(web: Web) -> None:
    with pytest.raises(AddressError) as caught:
        web.get("http://public.example/\x1b[31m" + "a" * 300)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_system_resolver_reads_numbers_without_a_network() -> None:
    assert system_resolve("127.0.0.1", 80) == ["127.0.0.1"]
