"""PDF and Word documents become paragraphs with the page or the paragraph they stand in."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from suasion.errors import DocumentError
from suasion.read.documents import Overrides, original_place, original_text, take_in

Make = Callable[..., bytes]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)

PAGES = [
    ["Harbour Post Reports", "A port leased for thirty years", "20 March 2022", "",
     "The lender and the borrower met on the coast on Sunday and signed the agree-",
     "ment on the port, which provides for a loan of forty million dollars and for the",
     "stationing of engineers. It is a lender-led plan.",
     "The second paragraph begins here and its last line runs over the end of the page, as", "1"],
    ["Harbour Post Reports", "paragraphs in printed reports will do, before it comes to its end at last, lender-",
     "led as it was planned from the start.", "Notes", "The loan is in dollars of the year and is to be repaid.", "2"],
    ["Harbour Post Reports", "A last page with a last sentence that nobody will ever read again.", "3"],
]  # fmt: skip


def test_pdf_lines_are_joined_to_paragraphs_in_a_child_process(pdf: Make) -> None:
    [document] = take_in(pdf(PAGES), name="report.pdf")
    assert document.source.text == (
        "Harbour Post Reports\nA port leased for thirty years\n20 March 2022\n"
        "The lender and the borrower met on the coast on Sunday and signed the agreement on the port, which provides "
        "for a loan of forty million dollars and for the stationing of engineers. It is a lender-led plan.\n"
        "The second paragraph begins here and its last line runs over the end of the page, as "
        "paragraphs in printed reports will do, before it comes to its end at last, lender-led as it was planned from "
        "the start.\nNotes\nThe loan is in dollars of the year and is to be repaid.\n"
        "A last page with a last sentence that nobody will ever read again."
    )
    assert document.source.published == "2022-03-20"
    assert document.source.media_type == "application/pdf"


@pytest.mark.usefixtures("here")
def test_a_span_of_a_pdf_is_placed_on_its_pages(pdf: Make) -> None:
    [document] = take_in(pdf(PAGES), name="report.pdf")
    text = document.source.text or ""
    assert str(original_place(document, 0, 7)) == "page 1"
    at = text.index("page, as paragraphs")
    assert str(original_place(document, at, at + 19)) == "pages 1 to 2"
    assert str(original_place(document, len(text) - 4, len(text))) == "page 3"
    assert original_text(document) is None


@pytest.mark.usefixtures("here")
def test_date_of_the_files_making_is_used_with_a_warning_only_where_there_is_no_other(pdf: Make) -> None:
    def described(lines: list[str]) -> bytes:
        writer = PdfWriter()
        writer.append(PdfReader(io.BytesIO(pdf([lines]))))
        writer.add_metadata({"/CreationDate": "D:20230401120000Z", "/Title": "Report on a port", "/Author": "Ann Lee"})
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    [document] = take_in(described(["The port was leased for thirty years to the lender."]), name="a.pdf")
    assert (document.source.published, document.source.title) == ("2023-04-01", "Report on a port")
    assert document.source.author == "Ann Lee"
    assert document.problems[0].reason == "the date used, 2023-04-01, is that of the file's making."
    [dated] = take_in(described(["20 March 2022", "The port was leased for thirty years."]), name="a.pdf")
    assert (dated.source.published, dated.problems) == ("2022-03-20", ())
    [told] = take_in(
        described(["The port was leased for thirty years."]), name="a.pdf", overrides=Overrides(published="2021")
    )
    assert (told.source.published, told.problems) == ("2021", ())


@pytest.mark.usefixtures("here")
def test_encrypted_pdf_is_refused(pdf: Make) -> None:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf(PAGES))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match=r"^a.pdf: is encrypted. Save a copy without a password"):
        take_in(out.getvalue(), name="a.pdf")


@pytest.mark.usefixtures("here")
def test_pdf_without_text_is_refused_with_a_remedy(pdf: Make) -> None:
    with pytest.raises(DocumentError, match=r"nothing to read.*text recogniser"):
        take_in(pdf([[], []]), name="scan.pdf")


@pytest.mark.usefixtures("here")
def test_pdf_of_too_many_pages_is_refused(pdf: Make) -> None:
    with pytest.raises(DocumentError, match="has 2,001 pages; at most 2,000"):
        take_in(pdf([[]] * 2001), name="long.pdf")


@pytest.mark.usefixtures("here")
def test_damaged_pdf_is_refused(pdf: Make) -> None:
    with pytest.raises(DocumentError, match=r"^a.pdf: "):
        take_in(b"%PDF-1.4\n" + b"garbage " * 100, name="a.pdf")


def word() -> bytes:
    document = docx.Document()
    document.core_properties.author = "Ann Lee"
    document.add_heading("A port leased for thirty years", 0)
    document.add_paragraph("20 March 2022")
    document.add_paragraph("The lender and the borrower met in ភ្នំពេញ \U0001f642.")
    table = document.add_table(2, 2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Year", "Loans", "2020", "$10"), strict=True):
        cell.text = text
    document.add_paragraph("The end.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_document_is_read_paragraph_by_paragraph_in_a_child_process() -> None:
    [document] = take_in(word(), name="a.docx")
    source = document.source
    assert source.text == (
        "A port leased for thirty years\n20 March 2022\nThe lender and the borrower met in ភ្នំពេញ \U0001f642.\n"
        "Year | Loans\n2020 | $10\nThe end."
    )
    assert (source.title, source.author) == ("A port leased for thirty years", "Ann Lee")
    assert source.published == "2022-03-20"
    at = (source.text or "").index("The lender")
    assert str(original_place(document, at, at + 10)) == "paragraph 3"
    assert original_place(document, 30, 31) is None


@pytest.mark.usefixtures("here")
def test_deleted_and_hidden_text_is_no_text_but_inserted_text_and_text_boxes_are(zipped: Make) -> None:
    body = (
        "<w:p><w:r><w:t>Kept</w:t><w:tab/></w:r><w:del><w:r><w:t>deleted</w:t><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:r>"
        "<w:r><w:t>Around it</w:t></w:r></w:p>"
    )
    data = zipped(
        {"_rels/.rels": RELATIONS, "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    )
    assert take_in(data, name="a.docx")[0].source.text == "Kept\tinserted\nIn a box\nAround it"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/document.xml": "<x/>"}, "damaged"),
        ({"_rels/.rels": RELATIONS, "word/document.xml": "<broken"}, "damaged"),
        ({"_rels/.rels": RELATIONS, "word/document.xml": f"<w:document {W}/>"}, "nothing to read"),
        (
            {"_rels/.rels": RELATIONS, "word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'},
            "declares entities",
        ),
        ({"_rels/.rels": RELATIONS, "word/document.xml": b" " * 2_000_000}, "at most 100:1"),
        ({"xl/workbook.xml": "<x/>"}, "spreadsheet"),
        ({"readme.txt": "text"}, "zip archive"),
    ],
)
def test_zip_archive_that_is_no_readable_word_document_is_refused(
    parts: dict[str, str], reason: str, zipped: Make
) -> None:
    with pytest.raises(DocumentError, match=rf"^a.docx: .*{reason}"):
        take_in(zipped(parts), name="a.docx")
