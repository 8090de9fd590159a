"""A web page becomes its main text, verbatim, each character with its place in the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import DocumentError
from suasion.read.documents import Document, original_place, original_text, take_in

Here = Callable[[], AbstractContextManager[None]]


def only(page: str | bytes, **given: object) -> Document:
    [document] = take_in(page.encode() if isinstance(page, str) else page, name="page.html", **given)  # type: ignore[arg-type]
    return document


def text_of(page: str | bytes) -> str:
    return only(page).source.text or ""


def reasons(document: Document) -> str:
    return " ".join(str(problem) for problem in document.problems)


def test_main_text_is_taken_paragraph_by_paragraph_in_a_child_process(page: str) -> None:
    lines = text_of(page).split("\n")
    assert lines[0] == "Two ministers sign a port agreement"
    assert lines[2].startswith("The minister of public works met her guest on Sunday & the two signed an agreement on")
    assert lines[2].endswith(
        "on the port.\u00a0It provides for a loan of $40 million, to be repaid over “thirty years”."
    )
    assert "2020 | $10 million" in lines
    assert lines[-1] == "And that is where the talks ended, at least for this year, as diplomats say."


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "never", ["never shown", "alert", "color: red", "Front page", "All rights", "Ignore all", "hidden"]
)
def test_scripts_styles_frame_and_hidden_text_are_no_text(page: str, never: str) -> None:
    assert never in page
    assert never not in text_of(page)


@pytest.mark.usefixtures("here")
def test_invisible_characters_stay_as_they_stand(page: str) -> None:
    text = text_of(page)
    assert "កិច្ច\u200bព្រម\u200bព្រៀង" in text
    assert "\U0001f468\u200d\U0001f469\u200d\U0001f467 waved small flags" in text
    assert "\u202eabc\u202c" in text


@pytest.mark.usefixtures("here")
def test_page_says_what_it_is(page: str) -> None:
    document = only(page)
    source = document.source
    assert source.title == "Two ministers sign a port agreement"
    assert (source.publisher, source.author) == ("The Harbour Post", "Ann Lee")
    assert (source.published, source.language) == ("2022-03-20", "en")
    assert source.address == "https://harbour.example/2022/03/20/port"
    assert document.problems == ()
    assert only(page, address="https://fetched.example/x").source.address == "https://fetched.example/x"


@pytest.mark.usefixtures("here")
def test_two_dates_are_named_with_the_one_used(page: str) -> None:
    document = only(page.replace("March 20, 2022", "March 25, 2022"))
    assert document.source.published == "2022-03-20"
    assert "two dates found: 2022-03-20" in reasons(document)
    assert "2022-03-25" in reasons(document)


@pytest.mark.usefixtures("here")
def test_a_time_zone_between_two_dates_is_no_conflict(page: str) -> None:
    assert only(page.replace("March 20, 2022", "March 21, 2022")).problems == ()


@pytest.mark.usefixtures("here")
def test_month_is_not_completed_to_a_day(page: str) -> None:
    bare = re.sub(r'<meta property="article.*?>|<link rel="canonical.*?>', "", page)
    assert only(bare.replace("March 20, 2022", "March 2022")).source.published == "2022-03"
    undated = only(bare.replace("March 20, 2022", "Sunday"))
    assert undated.source.published is None
    assert "no date of publication found" in reasons(undated)


@pytest.mark.usefixtures("here")
def test_linked_data_gives_author_publisher_and_date(page: str) -> None:
    bare = re.sub(r'<meta (?:property|name)=.*?>|<link rel="canonical.*?>', "", page).replace("March 20, 2022", "")
    data = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2022-03-19", '
        '"author": [{"name": "Bo Chan"}], "publisher": {"name": "Coast Daily"}}]}</script>'
    )
    source = only(bare.replace("</head>", f"{data}</head>")).source
    assert (source.published, source.author, source.publisher) == ("2022-03-19", "Bo Chan", "Coast Daily")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("head", "encoding", "media_type"),
    [
        ('<meta charset="windows-1252">', "cp1252", None),
        ('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "cp1252", None),
        ("", "cp1252", "text/html; charset=windows-1252"),
        ("", "utf-16", None),
        ('<meta charset="windows-1252">', "utf-8", None),
    ],
)
def test_encoding_is_found_where_the_page_or_the_server_says_it(
    head: str, encoding: str, media_type: str | None
) -> None:
    page = f"<html><head>{head}</head><body><p>The minister’s café stands by the port, it is said.</p></body></html>"
    document = only(page.encode(encoding), media_type=media_type)
    assert document.source.text == "The minister’s café stands by the port, it is said."


@pytest.mark.usefixtures("here")
def test_short_page_is_read_whole() -> None:
    page = "<html><body><nav>Home</nav><p>The ministry denies that a base was ever agreed.</p></body></html>"
    assert text_of(page) == "The ministry denies that a base was ever agreed."


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "page",
    [
        "<!doctype html><html><body><div id=root></div><script>draw('a long text that only a script shows')</script>",
        "<html><head><title>A title alone is no text to be read</title></head><body></body></html>",
        "<html><body><!-- nothing but a comment stands on this page of ours --></body></html>",
    ],
)
def test_page_with_nothing_to_read_is_refused(page: str) -> None:
    with pytest.raises(DocumentError, match=r"page.html: is a page with nothing to read. .*save the text"):
        only(page)


_WORDS = st.text(
    st.characters(
        codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs", "Cf"], include_characters=" \t\r\n\u200b\u202e"
    ),
    max_size=40,
)
_TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<br>", "<li>", "<td>", "<tr>", "<table>", "<pre>",
     "</pre>", "<!--c-->", "<script>x</script>", "<style>y", "</style>", "<span hidden>", "</span>", "<",
     "&amp;", "&lt;", "&nbsp;", "&#8217;", "&#x1F642;", "&bogus;", "&", "<i class='a>b'>", "<a href=\"x", "\">",
     "<![CDATA[", "]]>", "<title>", "</title>", "<h1>", "<nav>", "</nav>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(body=st.lists(st.one_of(_WORDS, _TAGS), max_size=25), bom=st.booleans())
def test_text_is_where_the_map_says_it_is(body: list[str], bom: bool, in_this_process: Here) -> None:
    start = "<html><body><p>The lender and the borrower met on the coast to sign.</p>"
    data = ("\ufeff" * bom + start + "".join(body)).encode()
    with in_this_process():
        document = only(data)
    text, original = document.source.text or "", original_text(document) or ""
    assert original == data.decode()
    end = 0
    for segment in document.offsets.segments:
        assert end <= segment.text_start < segment.text_end <= len(text)
        taken = original[segment.start : segment.end]
        shown = text[segment.text_start : segment.text_end]
        assert shown == (taken if segment.exact else html.unescape(taken) if "&" in taken else " ")
        assert set(text[end : segment.text_start]) <= set("\n |")
        end = segment.text_end
    assert end == len(text)


@pytest.mark.usefixtures("here")
def test_place_of_a_span_holds_the_words_of_the_span(page: str) -> None:
    document = only(page)
    text, original = document.source.text or "", original_text(document) or ""
    for quote in ("loan of $40 million", "& the two signed", "waved small flags"):
        at = text.index(quote)
        place = original_place(document, at, at + len(quote))
        assert place is not None
        taken = re.sub(r"<[^>]*>", "", html.unescape(original[place.start : place.end]))
        assert " ".join(taken.split()) == quote
        assert str(place) == f"characters {place.start} to {place.end}"


@pytest.mark.usefixtures("here")
def test_the_same_page_gives_the_same_document(page: str) -> None:
    assert only(page) == only(page)


P = "The minister of public works met her guest on Sunday and the two signed an agreement on the port of the town"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "within",
    [
        "<time>Monday 4 May</time>",
        "<label>Label</label>",
        '<span class="share-tools">Share</span>',
        "<sup>[12]</sup>",
        "<q>so</q>",
    ],
)
def test_a_paragraph_is_kept_whole_where_the_extractor_leaves_out_a_part_of_it(within: str) -> None:
    loans = "given loans for two bridges before, and its engineers stayed on."
    lines = [f"{P}.", f"The lender has {within} {loans}", f"{P} again."]
    text = text_of("<html><body><article><p>" + "</p><p>".join(lines) + "</p></article></body></html>")
    assert text.split("\n") == [re.sub("<.*?>", "", line) for line in lines]


@pytest.mark.usefixtures("here")
def test_a_page_laid_out_by_a_table_is_read_line_by_line() -> None:
    menu = "".join(
        f"<li><a href=/{word}>{word}</a></li>" for word in ("Start", "Port", "Bridges", "Contact", "Archive")
    )
    story = "".join(f"<p>{P}, for the {n} time.</p>" for n in ("first", "second", "third", "fourth", "fifth"))
    page = f"<html><body><table><tr><td><ul>{menu}</ul></td><td><h2>Port</h2>{story}</td></tr></table></body></html>"
    lines = text_of(page).split("\n")
    assert lines[-5:] == [f"{P}, for the {n} time." for n in ("first", "second", "third", "fourth", "fifth")]
