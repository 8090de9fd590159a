"""A feed to its entries, each a document of its own with bytes of its own, the same whenever it is fetched."""

from __future__ import annotations

import io
import re
from typing import Any, Final

from suasion.read.documents.dates import is_timed, parse_date
from suasion.read.documents.decode import decode
from suasion.read.documents.limits import MAX_FEED_ENTRIES
from suasion.read.documents.markup import read_markup
from suasion.read.documents.offsets import MappedText, OffsetMap, compose
from suasion.read.documents.page import join_lines
from suasion.read.documents.parsed import DateFound, Parsed, Reservation, Unreadable

_MEDIA_TYPE: Final = "application/atom+xml"
_DECLARED: Final = re.compile(rb"^[^<]{0,20}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY: Final = re.compile(r"<!ENTITY", re.IGNORECASE)
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_ESCAPED: Final = re.compile(r'[&<>"\r]')
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SUMMARY_LENGTH: Final = 1_000  # characters; RSS has whole articles under "description" too
_PUBLISHED_RANK: Final = 0
_UPDATED_RANK: Final = 1
_WEB: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def parse_feed(data: bytes, *, charset: str | None = None) -> list[Parsed]:
    """Return the entries of an RSS or Atom feed, as they stand in it.

    An entry's bytes are an Atom feed of that entry alone with what it says of itself (id, title, author, link, date,
    content) and nothing that changes from one fetch to the next, so that the same entry is the same source.

    Parameters
    ----------
    data
        The bytes as received.
    charset
        The encoding that the server named, None where it named none.

    Raises
    ------
    Unreadable
        If it has no entry with text, declares entities, or has more than 2,000 entries.
    """
    import feedparser

    declared = _DECLARED.match(data[:1_000])
    decoded = decode(data, charset=charset or (declared[1].decode("ascii") if declared else None))
    if _ENTITY.search(decoded.text):
        raise Unreadable(
            "is a feed that declares entities, which can be made to exhaust memory.", "Give the articles one by one."
        )
    plain = _DECLARATION.sub("", decoded.text).encode("utf-8", "replace")
    feed = feedparser.parse(io.BytesIO(plain), sanitize_html=False, resolve_relative_uris=False)
    entries = feed.get("entries", [])
    if len(entries) > MAX_FEED_ENTRIES:
        raise Unreadable(f"is a feed of {len(entries):,} entries; at most {MAX_FEED_ENTRIES:,} are read.", "Split it.")
    documents: list[Parsed] = []
    lost: list[Reservation] = []
    for number, entry in enumerate(entries, start=1):
        document = _entry(entry, feed.get("feed", {}))
        if document is None:
            lost.append(Reservation("has no text.", "Add its article by address.", place=f"entry {number}", lost=True))
        else:
            documents.append(document)
    if not documents:
        raise Unreadable("is a feed with nothing to read.", "Give the articles themselves.")
    documents[0].reservations += [*([decoded.reservation] if decoded.reservation else []), *lost]
    return documents


def _entry(entry: Any, feed: Any) -> Parsed | None:
    content, is_page, whole = _content(entry)
    xml, offsets = _canonical(entry, content, is_page=is_page)
    if is_page:
        text, in_content = join_lines(read_markup(content).lines, "utf-8")
        offsets = compose(in_content, offsets)
    else:
        text = content
    title = _line(entry.get("title"))
    if not text.strip():
        return None
    parsed = Parsed(media_type=_MEDIA_TYPE, text=text, offsets=offsets, entry=xml, title=title)
    parsed.author = _line(entry.get("author"))
    parsed.publisher = _line(entry.get("source", {}).get("title")) or _line(feed.get("title"))
    parsed.address = _link(entry)
    parsed.language = _line(feed.get("language"))
    parsed.dates = _dates(entry)
    if not whole and len(text) < _SUMMARY_LENGTH:
        parsed.reservations.append(
            Reservation("holds only a summary of the article.", "Add the article by its address for the whole text.")
        )
    return parsed


def _content(entry: Any) -> tuple[str, bool, bool]:
    """Return an entry's text, whether it is HTML, and whether it is all; the title if there is no other."""
    contents = [c for c in entry.get("content", []) if c.get("value", "").strip()]
    summary = entry.get("summary_detail") or {}
    for whole, detail in ((True, contents[0] if contents else {}), (False, summary)):
        value = _NOT_XML.sub("", detail.get("value") or "")
        is_page = "html" in detail.get("type", "html")
        if value.strip() and (not is_page or read_markup(value).lines):
            return value, is_page, whole
    return (
        _NOT_XML.sub("", entry.get("title") or ""),
        "html" in (entry.get("title_detail") or {}).get("type", ""),
        False,
    )


def _canonical(entry: Any, content: str, *, is_page: bool) -> tuple[str, OffsetMap]:
    """Return an entry as an Atom feed of its own, and the map from its content to that."""
    xml = MappedText()
    xml.put('<feed xmlns="http://www.w3.org/2005/Atom"><entry>')
    link = _link(entry)
    for tag, value in (
        ("id", _line(entry.get("id"))),
        ("title", _line(entry.get("title"))),
        ("published", _line(dict.get(entry, "published"))),
        ("updated", None if "published" in entry else _line(dict.get(entry, "updated"))),
    ):
        if value:
            xml.put(f"<{tag}>{_escape(value)}</{tag}>")
    if _line(entry.get("author")):
        xml.put(f"<author><name>{_escape(_line(entry.get('author')) or '')}</name></author>")
    if link:
        xml.put(f'<link rel="alternate" href="{_escape(link)}"/>')
    xml.put(f'<content type="{"html" if is_page else "text"}">')
    # From the content to the XML: the other way round than the text under construction, hence the swap.
    offsets = MappedText()
    position = 0
    for special in _ESCAPED.finditer(content):
        _add(content[position : special.start()], xml, offsets)
        escape = _ESCAPES[special[0]]
        offsets.stand_for(special[0], xml.length, xml.length + len(escape))
        xml.put(escape)
        position = special.end()
    _add(content[position:], xml, offsets)
    xml.put("</content></entry></feed>\n")
    return xml.text, OffsetMap("character", offsets.segments, "utf-8")


def _add(text: str, xml: MappedText, offsets: MappedText) -> None:
    offsets.copy(text, xml.length)
    xml.put(text)


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], _NOT_XML.sub("", text))


def _link(entry: Any) -> str | None:
    link = entry.get("link") or ""
    return link if _WEB.fullmatch(link) else None


def _line(value: Any) -> str | None:
    """Return a value on one line, None where empty."""
    return _NOT_XML.sub("", " ".join(value.split())) or None if isinstance(value, str) else None


def _dates(entry: Any) -> list[DateFound]:
    dates: list[DateFound] = []
    for field, rank in (("published", _PUBLISHED_RANK), ("updated", _UPDATED_RANK)):
        written = dict.get(entry, field) or ""  # feedparser's own `get` answers one date for the other
        date = parse_date(_rfc_day(written))
        if date and not (rank == _UPDATED_RANK and dates):
            dates.append(DateFound(date, f"element {field}", rank, timed=is_timed(written)))
    return dates


def _rfc_day(written: str) -> str:
    """Return the day of "Sun, 20 Mar 2022 10:00:00 GMT" without the rest; other forms as they are."""
    found = re.search(r"\d{1,2} [A-Za-z]{3,9} \d{4}", written)
    return found[0] if found else written.strip()
