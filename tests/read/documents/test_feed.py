"""A feed becomes its entries, each the same source whenever and wherever it is met again."""

from __future__ import annotations

import pytest

from suasion.errors import DocumentError
from suasion.read.documents import Overrides, original_place, original_text, take_in

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Coast notes</title>
<updated>2022-04-01T00:00:00Z</updated>
<entry><id>tag:coast,1</id><title>Lease</title><published>2022-03-20T23:30:00+07:00</published>
<updated>2022-03-22T00:00:00Z</updated><author><name>Ann Lee</name></author><link href="https://coast.example/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The port &lt;was&gt; leased.</p>
<p>For long.</p></div></content></entry>
<entry><id>tag:coast,2</id><title>Plain</title><updated>2022-03-21T00:00:00Z</updated>
<content type="text">Two lines
of plain text &amp; more.</content></entry></feed>"""


def test_each_entry_is_a_document(rss: str) -> None:
    first, second = take_in(rss.encode(), name="wire.rss")
    assert first.source.text == "The lender & the borrower signed.\nKhmer: ភ្នំពេញ \U0001f642"
    assert (first.source.title, first.source.publisher) == ("Port & bridge", "Harbour Wire")
    assert (first.source.published, first.source.address) == ("2022-03-20", "https://wire.example/1")
    assert second.source.text == "The loan was refused by the ministry."
    assert "only a summary" in second.problems[0].reason
    assert first.source.id != second.source.id
    assert first.source.name != second.source.name


@pytest.mark.usefixtures("here")
def test_atom_is_read_too() -> None:
    first, second = take_in(ATOM.encode(), name="coast.atom")
    assert first.source.text == "The port <was> leased.\nFor long."
    assert (first.source.author, first.source.published) == ("Ann Lee", "2022-03-20")
    assert second.source.text == "Two lines\nof plain text & more."
    assert second.source.published == "2022-03-21"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("feed", ["rss", "atom"])
def test_an_entry_taken_in_by_its_own_bytes_is_the_same_source(feed: str, rss: str) -> None:
    for document in take_in((rss if feed == "rss" else ATOM).encode(), name="a"):
        [again] = take_in(document.data, name="b")
        assert again.data == document.data
        assert again.source.id == document.source.id
        assert again.source.text == document.source.text


@pytest.mark.usefixtures("here")
def test_an_entry_is_the_same_source_when_the_feed_around_it_changes(rss: str) -> None:
    later = rss.replace("<title>Harbour Wire</title>", "<title>Harbour Wire</title><lastBuildDate>Mon</lastBuildDate>")
    later = later.replace("<item><title>Second", "<item><title>New</title><description>News of it.</description></item>"
                          "<item><title>Second")  # fmt: skip
    before = {document.source.id for document in take_in(rss.encode(), name="a")}
    after = {document.source.id for document in take_in(later.encode("utf-16"), name="b")}
    assert before < after
    assert len(after) == 3


@pytest.mark.usefixtures("here")
def test_text_is_placed_in_the_bytes_of_the_entry(rss: str) -> None:
    document = take_in(rss.encode(), name="a")[0]
    text, original = document.source.text or "", original_text(document) or ""
    for quote, shown in (("borrower", "borrower"), ("lender & the", "lender &amp;amp; the")):
        at = text.index(quote)
        place = original_place(document, at, at + len(quote))
        assert place is not None
        assert original[place.start : place.end] == shown


@pytest.mark.usefixtures("here")
def test_an_entry_without_text_is_a_problem_and_the_others_go_on(rss: str) -> None:
    documents = take_in(rss.replace("<item>", "<item><guid>empty</guid></item><item>", 1).encode(), name="wire")
    assert len(documents) == 2
    [lost] = [problem for problem in documents[0].problems if problem.severity == "error"]
    assert lost.place == "entry 1"


@pytest.mark.usefixtures("here")
def test_overrides_that_fit_one_entry_only_are_not_put_on_all(rss: str) -> None:
    known = Overrides(title="T", publisher="P", published="2020", licence="CC0-1.0")
    for document in take_in(rss.encode(), name="a", overrides=known):
        assert (document.source.publisher, document.source.licence) == ("P", "CC0-1.0")
        assert document.source.title != "T"
        assert document.source.published != "2020"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel><title>None</title></channel></rss>",
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><channel><item>'
        "<description>&b; and a text that could be read</description></item></channel></rss>",
    ],
)
def test_feed_without_entries_or_with_entities_is_refused(feed: str) -> None:
    with pytest.raises(DocumentError, match=r"^feed.xml: is a feed"):
        take_in(feed.encode(), name="feed.xml")


@pytest.mark.usefixtures("here")
def test_link_that_is_no_web_address_is_dropped(rss: str) -> None:
    bad = rss.replace("<link>https://wire.example/1</link>", "<link>javascript:alert(1)</link>")
    assert take_in(bad.encode(), name="a")[0].source.address is None
