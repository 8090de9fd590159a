"""What a web page says about itself: title, author, publisher, date of publication, language, address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from suasion.read.documents.dates import is_timed, parse_date
from suasion.read.documents.heading import date_line
from suasion.read.documents.markup import Markup
from suasion.read.documents.parsed import DateFound, Parsed

# Names under which pages keep their date of publication, the most trusted first.
_DATE_NAMES: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "article.published", "published-date", "publish-date", "publication_date", "pubdate",
    "article_date_original",
    "citation_date", "date",
)  # fmt: skip
_DATA_RANK: Final = len(_DATE_NAMES)
_TIME_RANK: Final = _DATA_RANK + 1
_LINE_RANK: Final = _TIME_RANK + 1
_ADDRESS_RANK: Final = _LINE_RANK + 1
_PUBLISHED_TIME: Final = re.compile(r"publi|pubdate|posted|entry-date|created")
_ADDRESS_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)(?:[/-](\d\d?))?(?=[/-]|$)")
_LINES_BEFORE: Final = 8  # date lines are looked for this far before the first paragraph
_MAX_DEPTH: Final = 6
_MAX_VALUE: Final = 300


def describe(parsed: Parsed, markup: Markup, kept: Sequence[bool], *, address: str | None, found: Any) -> None:
    """Fill in what the page says about itself.

    Parameters
    ----------
    parsed
        What is filled in.
    markup, kept
        The page taken apart, and which of its lines are the main text.
    address
        Where it was fetched from, None for a file.
    found
        trafilatura's document for title, author and site, None where it found none.
    """
    data = list(_articles(markup.data_scripts))
    metas: dict[str, str] = {}
    for name, content in markup.metas:
        metas.setdefault(name, content)
    parsed.title = _short(getattr(found, "title", None)) or _short(metas.get("og:title")) or _short(markup.title)
    parsed.author = _short(getattr(found, "author", None)) or _name(data, "author")
    parsed.publisher = (
        _short(metas.get("og:site_name")) or _name(data, "publisher") or _short(getattr(found, "sitename", None))
    )
    parsed.language = markup.language or metas.get("og:locale") or metas.get("content-language")
    canonical = next((href for rel, href in markup.links if rel == "canonical"), None) or metas.get("og:url")
    parsed.address = canonical if _is_web(canonical) else None
    parsed.dates = [
        *_named_dates(metas),
        *_dates([(v, "linked data datePublished") for a in data if (v := _text(a.get("datePublished")))], _DATA_RANK),
        *_time_dates(markup.times),
        *_line_dates(markup, kept),
        *_address_dates(address or parsed.address),
    ]


def _named_dates(metas: dict[str, str]) -> Iterator[DateFound]:
    for rank, name in enumerate(_DATE_NAMES):
        if name in metas:
            yield from _dates([(metas[name], f"meta {name}")], rank)


def _time_dates(times: list[tuple[str, str]]) -> Iterator[DateFound]:
    """Yield dates of ``time`` elements: those marked as published, or all if they agree."""
    marked = [value for mark, value in times if _PUBLISHED_TIME.search(mark) and "updat" not in mark]
    plain = {date for _, value in times if (date := parse_date(value))}
    chosen = marked[:1] or ([times[0][1]] if len(plain) == 1 else [])
    yield from _dates([(value, "time element") for value in chosen], _TIME_RANK)


def _line_dates(markup: Markup, kept: Sequence[bool]) -> Iterator[DateFound]:
    """Yield the date line nearest to the first paragraph, above it or just below."""
    first = next((n for n, line in enumerate(markup.lines) if kept[n] and len(line.text) > _MAX_VALUE / 3), None)
    if first is None:
        return
    for number in (*range(first - 1, max(first - 1 - _LINES_BEFORE, -1), -1), first + 1):
        text = markup.lines[number].text.strip() if number < len(markup.lines) else ""
        date = date_line(text)
        if date:
            yield DateFound(date, f"line {text[:60]!r}", _LINE_RANK, timed=is_timed(text))
            return


def _address_dates(address: str | None) -> Iterator[DateFound]:
    match = _ADDRESS_DATE.search(urlsplit(address).path) if address else None
    if match:
        written = "-".join(part.zfill(2) for part in match.groups() if part)
        yield from _dates([(written, "address")], _ADDRESS_RANK)


def _dates(found: list[tuple[str, str]], rank: int) -> Iterator[DateFound]:
    for written, where in found[:1]:
        date = parse_date(written.strip())
        if date:
            yield DateFound(date, where, rank, timed=is_timed(written))


def _articles(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's linked data that carry a date of publication or call themselves an article."""
    for script in scripts:
        try:
            data = msgspec.json.decode(script.strip().encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        yield from _objects(data, 0)


def _objects(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, list):
        for item in data[:100]:
            yield from _objects(item, depth + 1)
    elif isinstance(data, dict):
        kind = str(data.get("@type", ""))
        if "datePublished" in data or "Article" in kind:
            yield data
        yield from _objects(data.get("@graph"), depth + 1)
        yield from _objects(data.get("mainEntity"), depth + 1)


def _name(articles: list[dict[str, Any]], role: str) -> str | None:
    """Return the name of an article's author or publisher."""
    for article in articles:
        party = article.get(role)
        parties = party if isinstance(party, list) else [party]
        names = [
            name
            for each in parties[:10]
            if (name := _short(_text(each.get("name")) if isinstance(each, dict) else _text(each)))
        ]
        if names:
            return "; ".join(names)
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _short(value: str | None) -> str | None:
    """Return a value on one line and not longer than a title, None where empty."""
    if not isinstance(value, str):
        return None
    return " ".join(value.split())[:_MAX_VALUE] or None


def _is_web(address: str | None) -> bool:
    return re.match(r"https?://[^\s/]+", address or "", re.IGNORECASE) is not None
