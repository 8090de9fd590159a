"""Bytes to characters, with the encoding named and nothing normalised."""

from __future__ import annotations

import codecs
import re
from typing import Final

import msgspec

from suasion.read.documents.parsed import Reservation, Unreadable

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a guess may answer: encodings that texts on international affairs are met in. UTF-16 without a mark is not among
# them: any even number of bytes is valid UTF-16.
_GUESSES: Final = (
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874",
    "shift_jis", "cp932", "euc_jp", "gb18030", "big5", "cp949", "euc_kr", "mac_roman", "iso8859_2",
)  # fmt: skip
_SAMPLE_BYTES: Final = 100_000
# C0 without bell, back space, white space and escape, which old texts do hold.
_BINARY_BYTES: Final = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SHARE: Final = 0.005  # of bytes that are not UTF-8 either
_MAX_CONTROL_SHARE: Final = 0.2
_BINARY: Final = "is binary, not text."
_GIVE_TEXT: Final = "Give a text, HTML, PDF, DOCX, e-mail or feed file; save text as UTF-8."
# The web's rule: what calls itself Latin-1 or ASCII is read as Windows-1252 (WHATWG Encoding, "names and labels").
_WEB_NAMES: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_NOT_OF_DOCUMENTS: Final = (
    "utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode", "raw", "undefined", "mbcs", "oem",
)  # fmt: skip
# English and French have fewer bytes for accented letters than this share; Polish and Czech have more.
_WESTERN_SHARE: Final = 0.05
_DAMAGE_SHARE: Final = 0.1  # at most one bad sequence to ten good ones is damaged UTF-8, not another encoding


class Decoded(msgspec.Struct, frozen=True):
    """``original`` is the bytes' characters, a byte-order mark included; ``text`` is the same from ``start`` on."""

    original: str
    encoding: str
    start: int
    reservation: Reservation | None = None

    @property
    def text(self) -> str:
        """The characters after any byte-order mark."""
        return self.original[self.start :]


def decode(data: bytes, *, charset: str | None = None) -> Decoded:
    """Return the characters of some bytes: by byte-order mark, UTF-8, the declared encoding, or a guess.

    Parameters
    ----------
    data
        The bytes as received.
    charset
        The encoding they are declared to be in, None where nothing says so. UTF-8 goes before it: bytes that are valid
        UTF-8 beyond ASCII are next to never anything else, and wrong declarations are common.

    Raises
    ------
    Unreadable
        If the bytes are binary, or in no encoding that can be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_marked(data, encoding), encoding, 1)
    control_share = len(_BINARY_BYTES.findall(data)) / max(len(data), 1)
    if b"\x00" in data or control_share > _MAX_CONTROL_SHARE:
        raise Unreadable(_BINARY, _GIVE_TEXT)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        if control_share > _BINARY_SHARE:
            raise Unreadable(_BINARY, _GIVE_TEXT) from None
    declared = encoding_name(charset)
    if declared not in (None, "utf-8"):
        try:
            return Decoded(data.decode(declared), declared, 0)
        except (UnicodeDecodeError, LookupError):
            pass
    return _damaged_utf8(data) or _guessed(data)


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"begins with the mark of {encoding.upper()} but is not valid at byte {error.start}.",
            "Save it again as UTF-8.",
        ) from error


def encoding_name(charset: str | None) -> str | None:
    """Return Python's name of a declared encoding for text, None where it has none or is no encoding of documents."""
    try:
        found = codecs.lookup((charset or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding or found.name.startswith(_NOT_OF_DOCUMENTS):
        return None
    return _WEB_NAMES.get(found.name, found.name)


def _damaged_utf8(data: bytes) -> Decoded | None:
    """Return UTF-8 with a replacement character for each bad sequence, None where bad ones are not rare."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    cut = text.endswith("\ufffd")  # a file cut short in the middle of a character says nothing against UTF-8
    good = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", text))
    if bad - cut > _DAMAGE_SHARE * good:
        return None
    reason = f"is UTF-8 with {bad} damaged {'character' if bad == 1 else 'characters'}, shown as \ufffd."
    return Decoded(text, "utf-8", 0, Reservation(reason, "Fetch or save it again if the text matters there."))


def _guessed(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    first = re.search(rb"[\x80-\xff]", data)
    begin = max((first.start() if first else 0) - _SAMPLE_BYTES // 2, 0)
    sample = data[begin : begin + _SAMPLE_BYTES]
    # Typographic quotes look alike in all Windows code pages; for English the detector takes a Central European one.
    mostly_ascii = sum(byte >= 0xC0 for byte in sample) < _WESTERN_SHARE * len(sample)
    best = from_bytes(sample, cp_isolation=["cp1252"] if mostly_ascii else list(_GUESSES)).best()
    remedy = "Save it as UTF-8, or say what encoding it is in (text/plain; charset=...)."
    if best is None:
        raise Unreadable("is in no encoding that can be told.", remedy)
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError as error:
        what = f"is in no encoding that can be told ({best.encoding} as far as byte {error.start})."
        raise Unreadable(what, remedy) from error
    reservation = Reservation(f"is not UTF-8; read as {best.encoding}, which is a guess.", remedy)
    return Decoded(text, best.encoding, 0, reservation)
