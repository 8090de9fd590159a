"""Plain text is the file itself; what its first lines say is taken only where nothing else could be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suasion.errors import DocumentError
from suasion.read.documents import Document, Overrides, original_place, original_text, take_in

CASE = Path(__file__).resolve().parents[3].parent / "shared" / "cases" / "cambodia-2022.txt"
BODY = "The lender and the borrower met on the coast and agreed on what is to be built there in the years to come. " * 3


def only(data: bytes | str, **given: object) -> Document:
    [document] = take_in(data.encode() if isinstance(data, str) else data, name="note.txt", **given)  # type: ignore[arg-type]
    return document


def reasons(document: Document) -> str:
    return " ".join(str(problem) for problem in document.problems)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=300))
def test_text_is_exactly_the_file(tail: str) -> None:
    # The first words keep it from being taken for another format, the rest for binary.
    text = "The port was leased for thirty years. " * 20 + tail
    document = only(text)
    assert document.source.text == text
    assert original_text(document) == text


@pytest.mark.parametrize(
    "text",
    [
        "One line.\r\n\r\nAnother line.\r\n",
        "\n\n  Indented, and with a tail of spaces.   \n\n\n",
        "ព្រះរាជាណាចក្រកម្ពុជា\u200bនិងជប៉ុន បានចុះហត្ថលេខា លើកិច្ចព្រមព្រៀង។",
        "A flag \U0001f1f0\U0001f1ed, a family \U0001f468\u200d\U0001f469\u200d\U0001f467, e\u0301 and \u00e9.",
        "A name \u202ewritten from right to left\u202c and a bell \x07 in it.",
        "---\ntitle: front matter is not assumed\n---\nThe text.\n",
    ],
)
def test_text_is_never_normalised(text: str) -> None:
    assert only(text).source.text == text


@pytest.mark.skipif(not CASE.exists(), reason="the first case is not beside this checkout")
def test_the_first_case_is_taken_in_as_it_stands() -> None:
    document = only(CASE.read_bytes())
    assert document.source.text == CASE.read_bytes().decode("utf-8")
    assert document.source.language == "en"
    assert "no date of publication found" in reasons(document)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_not_text_but_counts_in_the_original(encoding: str) -> None:
    document = only("The loan was signed.".encode(encoding))
    assert document.source.text == "The loan was signed."
    place = original_place(document, 4, 8)
    original = original_text(document)
    assert place is not None
    assert original is not None
    assert original[0] == "\ufeff"
    assert original[place.start : place.end] == "loan"


def test_guessed_encoding_is_said() -> None:
    text = "The minister said \u201cwe will build it\u201d \u2014 a caf\u00e9, no less, for \u20ac5 million. " * 10
    document = only(text.encode("cp1252"))
    assert document.source.text == text
    assert "not UTF-8; read as cp1252" in reasons(document)


def test_declared_encoding_is_used() -> None:
    text = "Премьер-министр подписал заявление о порте."
    assert only(text.encode("koi8-r"), media_type="text/plain; charset=koi8-r").source.text == text


def test_a_file_cut_in_the_middle_of_a_character_is_read_with_a_warning() -> None:
    document = only("The port is called ភ្នំពេញ".encode()[:-1])
    assert (document.source.text or "").startswith("The port is called ភ្នំពេ")
    assert "damaged character" in reasons(document)


def test_the_same_bytes_are_the_same_source() -> None:
    assert only(BODY).source.id == only(BODY, address="https://x.example/a").source.id


def test_title_author_and_date_lines_are_found() -> None:
    document = only(f"Lender and borrower agree\nBy Ann Lee | Tokyo, 20 March 2022\n\n{BODY}\n")
    source = document.source
    assert (source.title, source.author, source.published) == ("Lender and borrower agree", "Ann Lee", "2022-03-20")
    assert document.problems == ()


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("20 March 2022", "2022-03-20"),
        ("March 20, 2022", "2022-03-20"),
        ("Published: Sunday, March 20th, 2022 at 10:15 GMT", "2022-03-20"),
        ("Phnom Penh, 20 March 2022", "2022-03-20"),
        ("Released 2022-03-20", "2022-03-20"),
        ("March 2022", "2022-03"),
        ("23/04/2022", "2022-04-23"),
        ("03/04/2022", None),
        ("30 February 2022", None),
        ("2022-00-10", None),
        ("2022", None),
        ("Updated 21 March 2022", None),
        ("About 20 March 2022 came to an agreement", None),
    ],
)
def test_a_date_line_is_read_as_exactly_as_it_is_written(line: str, date: str | None) -> None:
    assert only(f"Lender and borrower agree\n\n{line}\n\n{BODY}").source.published == date


def test_dateline_at_the_beginning_of_a_paragraph_is_a_date() -> None:
    assert only(f"PHNOM PENH, March 20, 2022 (Agency) - {BODY}").source.published == "2022-03-20"


def test_a_date_within_the_text_is_not_the_date_of_publication() -> None:
    document = only(f"On 20 March 2022 they met. {BODY}")
    assert document.source.published is None
    assert "no date of publication found. Give --date" in reasons(document)


def test_two_date_lines_leave_the_date_open_and_name_both() -> None:
    document = only(f"Lender and borrower agree\n\n20 March 2022\n22 March 2022\n\n{BODY}")
    assert document.source.published is None
    assert "2022-03-20" in reasons(document)
    assert "2022-03-22" in reasons(document)
    assert all(problem.severity == "warning" for problem in document.problems)


def test_a_first_paragraph_is_no_title() -> None:
    assert only(f"They met on the coast.\n\n{BODY}").source.title is None
    assert only(f"{BODY}\n\n{BODY}").source.title is None


def test_overrides_win() -> None:
    known = Overrides(
        title="T", publisher="P", author="A", published="2021-05", language="en", licence="CC0-1.0", reliability="B",
        address="https://x.example/",
    )  # fmt: skip
    source = only(
        f"Lender and borrower agree\nBy Ann Lee\n20 March 2022\n\n{BODY}", overrides=known, address="https://y.example/"
    ).source
    assert (source.title, source.publisher, source.author, source.published) == ("T", "P", "A", "2021-05")
    assert (source.language, source.licence, source.reliability) == ("en", "CC0-1.0", "B")
    assert source.address == "https://x.example/"


@pytest.mark.parametrize("date", ["20/03/2022", "2022-02-30", "2022-13", "March", "", "2022-3-1"])
def test_an_override_that_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(DocumentError, match="YYYY-MM-DD"):
        Overrides(published=date)


def test_another_language_is_taken_in_with_a_warning() -> None:
    text = (
        "Le premier ministre a rencontré son homologue dimanche, et les deux dirigeants ont signé une déclaration "
        "commune sur la guerre dans laquelle ils demandent que les combats cessent."
    )
    document = only(text)
    assert document.source.language == "fr"
    assert document.source.text == text
    assert "reads English only" in reasons(document)
    assert "reads English only" not in reasons(only(text, overrides=Overrides(language="en")))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("km", "នាយករដ្ឋមន្ត្រីជប៉ុនបានជួបជាមួយសមភាគីកម្ពុជានៅរាជធានីភ្នំពេញនៅថ្ងៃអាទិត្យ"),
        ("ja", "首相は日曜日にプノンペンを訪問し、共同声明に署名した。政府は支援を続けると発表した。"),
        ("zh", "两国领导人星期日在金边举行会谈并签署联合声明双方同意加强合作继续支持经济发展"),
        ("ru", "Министры встретились в воскресенье в столице, и оба подписали заявление о порте, как сообщили в МИД, "
               "что строительство начнется на этой неделе."),
        (None, "Lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt labore "
               "magna aliqua enim minim veniam quis nostrud exercitation ullamco laboris nisi aliquip commodo"),
        (None, "Too short"),
    ],
)  # fmt: skip
def test_language_is_told_or_left_open(language: str | None, text: str) -> None:
    assert only(text).source.language == language
