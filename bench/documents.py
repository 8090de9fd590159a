"""How long documents take to be taken in, by format, with a new child process and with one that is warm."""

from __future__ import annotations

import io
import time

from suasion.read.documents import close_workers, take_in

BATCH_SECONDS = 3.0  # for eight documents of four formats, a new child process included
_SENTENCE = "The ministry said that the lender would build the port and lease it for thirty years. "
_PARAGRAPHS = [f"{number}. {_SENTENCE * 4}" for number in range(60)]


def main() -> int:
    samples = {
        "text": ("a.txt", "\n\n".join(_PARAGRAPHS).encode()),
        "e-mail": ("a.eml", b"From: a@b.example\nSubject: Port\n\n" + "\n\n".join(_PARAGRAPHS).encode()),
        "html": ("a.html", _page().encode()),
        "feed": ("a.xml", _feed().encode()),
        "docx": ("a.docx", _docx()),
        "pdf": ("a.pdf", _pdf(20)),
    }
    print(f"{'format':8}{'bytes':>10}{'characters':>12}{'first s':>10}{'warm s':>10}")
    for kind, (name, data) in samples.items():
        close_workers()
        first = _seconds(name, data)
        warm = min(_seconds(name, data) for _ in range(5))
        characters = sum(len(document.source.text or "") for document in take_in(data, name=name))
        print(f"{kind:8}{len(data):>10,}{characters:>12,}{first:>10.3f}{warm:>10.3f}")
    close_workers()
    batch = ["text", "html", "pdf", "docx", "feed", "html", "pdf", "text"]
    total = sum(_seconds(*samples[kind]) for kind in batch)
    print(f"eight documents, new child: {total:.2f} s (bound {BATCH_SECONDS} s)")
    return int(total > BATCH_SECONDS)


def _seconds(name: str, data: bytes) -> float:
    began = time.perf_counter()
    take_in(data, name=name)
    return time.perf_counter() - began


def _page() -> str:
    frame = "".join(f'<li class="menu-item"><a href="/{number}">Section {number}</a></li>' for number in range(200))
    script = f"<script>{'var a = 1; ' * 5_000}</script>"
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in _PARAGRAPHS)
    return (
        f"<html><head><title>Port</title>{script}</head><body><nav>{frame}</nav><article>{body}</article></body></html>"
    )


def _feed() -> str:
    items = "".join(
        f"<item><guid>{n}</guid><description>{text}</description></item>" for n, text in enumerate(_PARAGRAPHS)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'


def _docx() -> bytes:
    import docx

    document = docx.Document()
    for paragraph in _PARAGRAPHS:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(pages: int) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in _FONT.items()})
    for _ in range(pages):
        page = writer.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        lines = " ".join(f"({_SENTENCE.strip()}) Tj 0 -14 Td" for _ in range(45))
        stream.set_data(f"BT /F1 11 Tf 72 740 Td {lines} ET".encode())
        page[NameObject("/Contents")] = stream
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
