"""E-mail becomes its body, with what the headers say and the place of each character in the raw message."""

from __future__ import annotations

import base64
import quopri
import re
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import DocumentError
from suasion.read.documents import Document, original_place, original_text, take_in


def only(message: str | bytes, name: str = "release.eml") -> Document:
    [document] = take_in(message.encode() if isinstance(message, str) else message, name=name)
    return document


def test_headers_and_body_are_read(mail: str) -> None:
    source = only(mail).source
    assert source.text == "The lender’s minister met the king.\r\nThe loan is large: \U0001f642 = 40.\r\n"
    assert (source.title, source.author, source.published) == ("Café talks", "Press Office", "2022-03-20")
    assert source.media_type == "message/rfc822"


@pytest.mark.parametrize(
    "subject", ["=?€tf-8?q?Port?=", "=?utf-8?b?A?=", "=?unicode_escape?q?=5Cud800?=", "=?x?q?", "Port"]
)
def test_a_subject_that_cannot_be_decoded_does_not_stop_the_mail(subject: str) -> None:
    source = only(f"From: a@b.example\nSubject: {subject}\n\nThe port was leased.").source
    assert source.text == "The port was leased."
    (source.title or "").encode("utf-8")


def test_a_text_that_begins_like_a_release_is_one_whatever_its_name() -> None:
    release = (
        "FOR IMMEDIATE RELEASE\n\nFrom: Ministry of Public Works\nDate: 20 March 2022\nSubject: The port\n\n"
        "The ministry denies that a base was agreed.\n"
    )
    source = only(release, name="release.txt").source
    assert source.text == "The ministry denies that a base was agreed.\n"
    assert (source.publisher, source.title, source.published) == ("Ministry of Public Works", "The port", "2022-03-20")


@pytest.mark.parametrize(
    "text",
    [
        "Note: the port is leased.\nSubject: as always\n\nText.",
        "Subject: one header alone is not enough\n\nThe port.",
        "From the coast: a report\nDate: today\n\nThe port was leased.",
        "From: A\nDate: B\nand this line is no header, so that all is text.\n\nThe port.",
    ],
)
def test_a_text_that_only_resembles_one_is_text(text: str) -> None:
    assert only(text, name="note.txt").source.text == text


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("Sun, 20 Mar 2022 23:59:00 -0500", "2022-03-20"),
        ("20 Mar 2022 10:00 GMT (morning)", "2022-03-20"),
        ("Sunday, March 20, 2022 10:15 AM", "2022-03-20"),
        ("2022-03-20T10:00:00Z", "2022-03-20"),
        ("March 2022", "2022-03"),
        ("yesterday", None),
    ],
)
def test_date_is_that_of_the_sender_and_never_completed(written: str, date: str | None) -> None:
    assert only(f"From: a@b.example\nDate: {written}\nSubject: x\n\nThe port was leased.\n").source.published == date


def test_two_date_headers_leave_the_date_open() -> None:
    document = only("From: a@b.example\nDate: 20 March 2022\nDate: 22 March 2022\n\nThe port was leased.\n")
    assert document.source.published is None
    assert "2022-03-20 (header Date) and 2022-03-22 (header Date)" in document.problems[0].reason


def multipart(*, plain: bool) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "a@b.example", "Port", "Sun, 20 Mar 2022 10:00:00 +0700"
    if plain:
        message.set_content("The loan was signed in ភ្នំពេញ.\n")
        message.add_alternative("<p>Another version of it.</p>", subtype="html")
    else:
        message.set_content(
            "<p>The loan &amp; the port were signed for in Phnom Penh.</p><script>x</script>", subtype="html"
        )
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="terms.pdf")
    return message.as_bytes()


def test_plain_part_goes_before_html_and_attachments_are_named() -> None:
    document = only(multipart(plain=True))
    assert (document.source.text or "").strip() == "The loan was signed in ភ្នំពេញ."
    assert "'terms.pdf' was not read" in " ".join(map(str, document.problems))


@pytest.mark.usefixtures("here")
def test_html_part_is_read_as_a_page_and_placed_in_the_raw_message() -> None:
    document = only(multipart(plain=False))
    text, original = document.source.text or "", original_text(document) or ""
    assert text == "The loan & the port were signed for in Phnom Penh."
    place = original_place(document, 4, 8)
    assert place is not None
    assert original[place.start : place.end] == "loan"


def test_base64_body_is_placed_as_a_whole() -> None:
    coded = base64.b64encode(b"The port was leased, it is said.").decode()
    document = only(f"From: a@b.example\nSubject: x\nContent-Transfer-Encoding: base64\n\n{coded}\n")
    assert document.source.text == "The port was leased, it is said."
    place, original = original_place(document, 4, 8), original_text(document) or ""
    assert place is not None
    assert original[place.start : place.end].strip() == coded


def test_parts_in_their_own_charset_are_decoded() -> None:
    head = "From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=iso-8859-1\n\n"
    assert only(head.encode() + "Le café du port.".encode("cp1252")).source.text == "Le café du port."


@pytest.mark.parametrize(
    "message",
    [
        "From: a@b.example\nSubject: x\n\n",
        "From: a@b.example\nSubject: x\nContent-Type: image/png\n\nabc",
        "From: a@b.example\nSubject: x\nContent-Transfer-Encoding: base64\n\nabcde",
        "From: a@b.example\nSubject: x\nContent-Transfer-Encoding: base64\n\n--",
    ],
)
def test_mail_without_a_readable_body_is_refused(message: str) -> None:
    with pytest.raises(DocumentError, match=r"^release.eml: "):
        only(message)


_BODY = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t"), max_size=200)


@settings(max_examples=300, deadline=None)
@given(body=_BODY, coded=st.booleans(), crlf=st.booleans())
def test_text_is_where_the_map_says_it_is(body: str, coded: bool, crlf: bool) -> None:
    body = "The port was leased. " + body
    head = "From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n"
    sent = body.encode()
    if coded:
        head += "Content-Transfer-Encoding: quoted-printable\n"
        sent = quopri.encodestring(sent)
    raw = head.encode() + b"\n" + sent
    if crlf:
        raw, body = raw.replace(b"\n", b"\r\n"), body.replace("\n", "\r\n")
    document = only(raw)
    text, original = document.source.text or "", original_text(document) or ""
    assert text == body
    end = 0
    for segment in document.offsets.segments:
        assert segment.text_start == end
        end = segment.text_end
        taken, shown = original[segment.start : segment.end], text[segment.text_start : segment.text_end]
        if segment.exact:
            assert taken == shown
        else:
            assert bytes.fromhex(re.sub(r"=\r?\n|=", "", taken)).decode() == shown
    assert end == len(text)
