"""What a publisher's file holds: one table, a workbook's sheets, or a whole archive; and how files are bundled."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from suasion.errors import DatasetError
from suasion.gather.decompress import Decompressor

MAX_EXPANDED: Final = 3_000_000_000  # bytes of all members together; the largest set known to us has 600 MB
MAX_RATIO: Final = 200  # CSV shrinks 30 to 1 at most in the sets known to us; 200 to 1 is a bomb
READABLE: Final = (".csv", ".tsv", ".tab", ".txt", ".parquet", ".json", ".jsonl", ".toml", ".xlsx")
MAX_DEPTH: Final = 1  # the Correlates of War put an archive into an archive
FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows; one date makes equal files equal bundles

_SIGNS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"RDX", "an R data file. Open it in R and write each table with write.csv."),
    (b"BZh", "packed with bzip2. Unpack it; if it is an R data file (.rda), write each table with write.csv in R."),
    (b"\xfd7zXZ", "packed with xz. Unpack it; if it is an R data file (.rda), write each table with write.csv in R."),
    (b"<stata_dta", "a Stata file. Take the publisher's CSV, or save it as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old Excel file. Save it as CSV or XLSX."),
    (b"%PDF", "a PDF. Take the data file, not the codebook."),
)


def bundle(files: Mapping[str, bytes]) -> bytes:
    """Return several files as one: a ZIP whose bytes depend on nothing but names and contents.

    Parameters
    ----------
    files
        Contents by file name.

    Examples
    --------
    >>> bundle({"a.csv": b"x", "b.csv": b"y"}) == bundle({"b.csv": b"y", "a.csv": b"x"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def members(data: bytes, file_name: str) -> list[tuple[str, bytes]]:
    """Return the files in some bytes: those of an archive, else the bytes themselves.

    Raises
    ------
    DatasetError
        If the bytes are empty, cut short, a web page, another kind of file, or expand beyond all measure.
    """
    if not data.strip():
        raise DatasetError(f"{file_name} is empty. Download it again.")
    if data.startswith(b"\x1f\x8b"):
        data, file_name = _gunzipped(data, file_name), file_name.removesuffix(".gz")
    if not data.startswith(b"PK"):
        return [(file_name, _readable(data, file_name))]
    return list(_opened(data, file_name, depth=0))


def _opened(data: bytes, file_name: str, *, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive, and of the archives inside it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise DatasetError(f"{file_name} is a damaged or cut-off archive ({error}). Download it again.") from error
    with archive:
        if "xl/workbook.xml" in archive.namelist():
            yield file_name, data
            return
        entries = [e for e in archive.infolist() if _wanted(e.filename)]
        _measure(entries, file_name, len(data))
        for entry in sorted(entries, key=lambda e: e.filename):
            name, part = PurePosixPath(entry.filename).name, _unpacked(archive, entry, file_name)
            if part.startswith(b"PK"):
                if depth == MAX_DEPTH:
                    raise DatasetError(f"{file_name} holds archives in archives in archives. Unpack it.")
                yield from _opened(part, name, depth=depth + 1)
            elif part.strip():
                yield name, _readable(part, name)


def _measure(entries: Sequence[zipfile.ZipInfo], file_name: str, packed: int) -> None:
    expanded = sum(e.file_size for e in entries)
    if expanded > MAX_EXPANDED or expanded > MAX_RATIO * max(packed, 1_000_000):
        raise DatasetError(f"{file_name} unpacks to {expanded:,} bytes, more than any data set. Check its origin.")
    if not entries:
        raise DatasetError(f"{file_name} holds no file that can be read ({', '.join(READABLE)}).")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str) -> bytes:
    try:
        with archive.open(entry) as stream:
            data = stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # RuntimeError: encrypted; NotImplementedError: packed in a way that Python does not know.
        raise DatasetError(
            f"{entry.filename} in {file_name} cannot be unpacked ({error}). Download it again."
        ) from error
    if len(data) != entry.file_size:
        raise DatasetError(f"{entry.filename} in {file_name} is larger than the archive says. Check its origin.")
    return data


def _gunzipped(data: bytes, file_name: str) -> bytes:
    """Return what is packed with gzip, whole and never more than any data set has."""
    unpack, limit = Decompressor("gzip"), min(MAX_EXPANDED, MAX_RATIO * max(len(data), 1_000_000))
    whole = bytearray()
    try:
        for piece in unpack.feed(data):
            whole += piece
            if len(whole) > limit:
                raise DatasetError(f"{file_name} unpacks to more than any data set has. Check its origin.")
    except zlib.error as error:
        raise DatasetError(f"{file_name} is a damaged gzip file ({error}). Download it again.") from error
    if not unpack.is_whole():
        raise DatasetError(f"{file_name} is a gzip file that was cut off. Download it again.")
    return bytes(whole)


def _wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in (*READABLE, ".zip")


def _readable(data: bytes, file_name: str) -> bytes:
    for sign, what in _SIGNS:
        if data.startswith(sign):
            raise DatasetError(f"{file_name} is {what}")
    start = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise DatasetError(f"{file_name} is a web page, not the data. Open its address and download the file itself.")
    return data
