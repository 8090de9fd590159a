"""HTML to lines of visible text, each character with its place in the original, in one pass of linear time."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import Final

import msgspec

from suasion.read.documents.limits import MAX_HTML_CHARACTERS, MAX_NESTING
from suasion.read.documents.offsets import MappedText, Segment
from suasion.read.documents.parsed import Unreadable

# What never shows: its content is skipped as a whole.
_UNSEEN: Final = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "textarea",
        "audio",
        "video",
        "canvas",
    }
)
_LINE_TAGS: Final = frozenset(
    {"html", "head", "body", "p", "div", "section", "article", "aside", "header", "footer", "main", "nav", "h1",
     "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "menu", "table", "caption", "thead",
     "tbody", "tfoot", "tr", "blockquote", "pre", "figure", "figcaption", "form", "fieldset", "legend", "address",
     "hr", "details", "summary", "br", "center", "option", "button", "select", "dialog", "noframes"}
)  # fmt: skip
_CELL_TAGS: Final = frozenset({"td", "th"})
_FRAME_TAGS: Final = frozenset({"nav", "footer", "aside", "button", "select", "menu"})
# An end tag must be written for these, so that counting them tells how deep a page is nested.
_NESTED_TAGS: Final = frozenset(
    {"div", "section", "aside", "article", "span", "ul", "ol", "dl", "table", "blockquote", "figure", "details",
     "form", "fieldset", "center", "nav", "header", "footer", "dialog"}
)  # fmt: skip
# And for these, so that one of them can hide its content; body, main and article do so only until a script shows it.
_HIDING_TAGS: Final = (_NESTED_TAGS - {"article"}) | {"h1", "h2", "h3", "h4", "h5", "h6", "a", "em", "strong", "i", "b"}
_MAX_TAG: Final = 2_000  # a longer tag (an inlined picture) is passed on without its attributes
_MAX_DATA_SCRIPT: Final = 200_000

_START_TAG: Final = re.compile(r"<([A-Za-z][^\s/>]*+)")
_END_TAG: Final = re.compile(r"</([A-Za-z][^\s/>]*+)")
_ATTRIBUTE: Final = re.compile(r"[\s/]*+([^\s/>=][^\s/>=]*+)(\s*+=\s*+)?")
_UNQUOTED: Final = re.compile(r"[^\s>]*+")
_TAG_END: Final = re.compile(r"[\s/]*+>")
_HIDING_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WIDE_SPAN: Final = re.compile(r"(?:col|row)span\s*=\s*[\"']?\s*\d{3}", re.IGNORECASE)  # no table has a hundred columns
_ENDS: Final = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in (*_UNSEEN, "title")}
# Runs of words with single spaces, runs of white space, character references, stray ampersands.
_TOKEN: Final = re.compile(r"[^\s&]++(?: [^\s&]++)*+|\s++|&[#\w]{1,40}+;?|&", re.ASCII)


class Line(msgspec.Struct):
    """A line of visible text; its segments count from its own beginning.

    ``cell``: it follows the line before it in the same row of a table. ``tag`` is the last block opened before it.
    ``framed``: it stands in navigation, a footer or the like.
    """

    text: str
    segments: tuple[Segment, ...]
    tag: str
    cell: bool = False
    framed: bool = False


class Markup(msgspec.Struct):
    """A page taken apart: lines, what the head says, and ``cleaned``, the page without what never shows."""

    lines: list[Line] = []
    cleaned: str = ""
    title: str | None = None
    language: str | None = None
    metas: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    times: list[tuple[str, str]] = []
    data_scripts: list[str] = []


def read_markup(page: str, *, start: int = 0) -> Markup:
    """Return the lines and facts of a page or a fragment of one.

    Parameters
    ----------
    page
        Decoded HTML; anything is taken, as browsers do.
    start
        Where to begin: after a byte-order mark.

    Raises
    ------
    Unreadable
        If it has more than 1 MB without what never shows, or is nested more than 1,000 deep.
    """
    markup = _Pass(page, show_hidden=False).run(start)
    # An element that hides all, until a script shows it or because it is never closed: then what it holds is the page.
    return markup if markup.lines else _Pass(page, show_hidden=True).run(start)


class _Pass:
    """One walk over a page."""

    def __init__(self, page: str, *, show_hidden: bool) -> None:
        self.page = page
        self.show_hidden = show_hidden
        self.markup = Markup()
        self.cleaned: list[str] = []
        self.cleaned_size = 0
        self.open: Counter[str] = Counter()
        self.depth = 0
        self.hidden = ""  # the element that hides what follows, and how many of its name are open
        self.hidden_depth = 0
        self.line = MappedText()
        self.space: tuple[int, int] | None = None  # white space seen, put in once a word follows
        self.tag = ""
        self.gap_is_cell = False
        self.no_more: set[str] = set()  # quotes that do not occur in the rest of the page

    def run(self, position: int) -> Markup:
        page = self.page
        while position < len(page):
            angle = page.find("<", position)
            if angle != position:
                stop = angle if angle >= 0 else len(page)
                self._text(position, stop)
                position = stop
                continue
            position = self._angle(angle)
        self._end_line(cell=False)
        self.markup.cleaned = "".join(self.cleaned)
        return self.markup

    def _angle(self, at: int) -> int:
        """Deal with what begins at a ``<``; return where to go on."""
        page = self.page
        start = _START_TAG.match(page, at)
        if start:
            return self._start(start[1].lower(), at, start.end())
        end = _END_TAG.match(page, at)
        if end:
            stop = self._find(">", end.end())
            self._end(end[1].lower())
            self._keep(f"</{end[1]}>")
            return stop + 1
        if page.startswith("<!--", at):
            return self._find("-->", at + 4) + 3
        if page.startswith(("<!", "<?", "</"), at):
            return self._find(">", at + 2) + 1
        self._text(at, at + 1)
        return at + 1

    def _find(self, what: str, start: int) -> int:
        found = self.page.find(what, start)
        return found if found >= 0 else len(self.page)

    def _start(self, name: str, at: int, after_name: int) -> int:
        attributes, stop = self._attributes(after_name)
        if name in _UNSEEN:
            return self._skip(name, attributes, stop)
        if name == "title":
            close = _ENDS[name].search(self.page, stop)
            end = close.start() if close else stop
            if self.markup.title is None:
                self.markup.title = " ".join(html.unescape(self.page[stop:end]).split()) or None
                self._keep(f"{self.page[at:end]}</title>")
            return end
        source = self.page[at:stop]
        self._keep(f"<{name}>" if len(source) > _MAX_TAG or _WIDE_SPAN.search(source) else source)
        self._facts(name, attributes)
        if self.hidden:
            self.hidden_depth += name == self.hidden
        elif name in _HIDING_TAGS and not self.show_hidden and _hides(attributes):
            self.hidden, self.hidden_depth = name, 1
        if name in _LINE_TAGS or name in _CELL_TAGS:
            self._end_line(cell=name in _CELL_TAGS)
            self.tag = name if name != "br" else self.tag
        self.open[name] += 1
        if name in _NESTED_TAGS:
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise Unreadable(
                    f"is a page nested more than {MAX_NESTING:,} elements deep.", "Save its text and give that."
                )
        return stop

    def _end(self, name: str) -> None:
        if self.hidden == name:
            self.hidden_depth -= 1
            if not self.hidden_depth:
                self.hidden = ""
        if name in _LINE_TAGS or name in _CELL_TAGS or name in _FRAME_TAGS:
            self._end_line(cell=name in _CELL_TAGS)  # before it counts as closed: its text stands within it
        if self.open[name]:
            self.open[name] -= 1
            self.depth -= name in _NESTED_TAGS

    def _skip(self, name: str, attributes: dict[str, str], stop: int) -> int:
        """Pass over an element that never shows; keep data about the page that a script element holds."""
        close = _ENDS[name].search(self.page, stop)
        end = close.start() if close else len(self.page)
        if name == "script" and "ld+json" in attributes.get("type", "") and end - stop <= _MAX_DATA_SCRIPT:
            self.markup.data_scripts.append(self.page[stop:end])
            self.cleaned.append(f'<script type="application/ld+json">{self.page[stop:end]}</script>')
        return self._find(">", end) + 1

    def _attributes(self, position: int) -> tuple[dict[str, str], int]:
        """Return the attributes of a tag, and where the tag ends."""
        attributes: dict[str, str] = {}
        page = self.page
        while True:
            end = _TAG_END.match(page, position)
            if end:
                return attributes, end.end()
            found = _ATTRIBUTE.match(page, position)
            if not found:
                # A stray "=" or the end of the page.
                if position >= len(page):
                    return attributes, len(page)
                position += 1
                continue
            name, position, value = found[1].lower(), found.end(), ""
            if found[2]:
                value, position = self._value(position)
            attributes.setdefault(name, value)

    def _value(self, position: int) -> tuple[str, int]:
        quote = self.page[position : position + 1]
        if quote in ('"', "'") and quote not in self.no_more:
            close = self.page.find(quote, position + 1)
            if close >= 0:
                return html.unescape(self.page[position + 1 : close][:_MAX_TAG]), close + 1
            self.no_more.add(quote)
        found = _UNQUOTED.match(self.page, position)
        return (html.unescape(found[0][:_MAX_TAG]), found.end()) if found else ("", position)

    def _facts(self, name: str, attributes: dict[str, str]) -> None:
        if name == "html":
            self.markup.language = self.markup.language or attributes.get("lang") or attributes.get("xml:lang") or None
        elif name == "meta" and attributes.get("content"):
            key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            if key:
                self.markup.metas.append((key.lower(), attributes["content"]))
        elif name == "link" and attributes.get("href"):
            self.markup.links.append((attributes.get("rel", "").lower(), attributes["href"]))
        elif name == "time" and attributes.get("datetime"):
            marks = [attributes.get("itemprop", ""), attributes.get("class", ""), "pubdate" * ("pubdate" in attributes)]
            self.markup.times.append((" ".join(marks).lower(), attributes["datetime"]))
        elif attributes.get("itemprop", "").lower() == "datepublished":
            self.markup.times.append(("datepublished", attributes.get("content") or attributes.get("datetime") or ""))

    def _keep(self, source: str) -> None:
        if self.hidden:
            return
        self.cleaned.append(source)
        self.cleaned_size += len(source)
        if self.cleaned_size > MAX_HTML_CHARACTERS:
            raise Unreadable(
                f"is a page of more than {MAX_HTML_CHARACTERS:,} characters without its scripts.",
                "Save the part that matters as text and give that.",
            )

    def _text(self, start: int, stop: int) -> None:
        if self.hidden:
            return
        self._keep(self.page[start:stop])
        preformatted = self.open["pre"] > 0
        for token in _TOKEN.finditer(self.page, start, stop):
            first, low, high = token[0][0], token.start(), token.end()
            if first in " \t\n\r\f\v":
                self._white(low, high, preformatted=preformatted)
                continue
            self._settle_space()
            shown = html.unescape(token[0]) if first == "&" else token[0]
            if first == "&" and shown != token[0]:
                self.line.stand_for(shown, low, high)
            else:
                self.line.copy(shown, low)

    def _white(self, low: int, high: int, *, preformatted: bool) -> None:
        if preformatted and "\n" in self.page[low:high]:
            self._end_line(cell=False)
        elif preformatted:
            self._settle_space()
            self.line.copy(self.page[low:high], low)
        elif self.line.length and self.space is None:
            self.space = (low, high)

    def _settle_space(self) -> None:
        if self.space and self.line.length:
            low, high = self.space
            if self.page[low:high] == " ":
                self.line.copy(" ", low)
            else:
                self.line.stand_for(" ", low, high)
        self.space = None

    def _end_line(self, *, cell: bool) -> None:
        text = self.line.text
        if text.strip():
            framed = any(self.open[name] for name in _FRAME_TAGS)
            self.markup.lines.append(Line(text, self.line.segments, self.tag, self.gap_is_cell, framed))
            self.gap_is_cell = cell
        else:
            self.gap_is_cell = self.gap_is_cell and cell
        if self.line.length:
            self.line = MappedText()
        self.space = None


def _hides(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    return "style" in attributes and _HIDING_STYLE.search(attributes["style"]) is not None
