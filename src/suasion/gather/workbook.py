"""Sheets of an XLSX workbook as rows of text: only what a publisher's data sheet needs."""

from __future__ import annotations

import functools
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree as Xml
from defusedxml.common import DefusedXmlException

from suasion.errors import DatasetError

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _TEXT, _VALUE, _ITEM = (f"{_MAIN}{tag}" for tag in ("row", "t", "v", "si"))
MAX_PART: Final = 1_000_000_000


def sheets(data: bytes, file_name: str) -> Iterator[list[list[str]]]:
    """Yield each sheet's rows, every cell as text, empty cells as "".

    Dates stay the serial numbers that Excel keeps; no data set read here has dates in a workbook.

    Raises
    ------
    DatasetError
        If the workbook is damaged, or is larger than a workbook can honestly be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(e.file_size for e in archive.infolist()) > MAX_PART:
                raise DatasetError(f"{file_name} unpacks to more than {MAX_PART:,} bytes. Check its origin.")
            shared = _shared(archive)
            parts = sorted(
                (n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)),
                key=lambda n: int(re.sub(r"\D", "", n)),
            )
            for part in parts:
                with archive.open(part) as stream:
                    yield list(_rows(stream, shared))
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, KeyError, IndexError, ValueError) as error:
        raise DatasetError(f"{file_name} is a damaged workbook ({error}). Download it again.") from error


def _shared(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with archive.open("xl/sharedStrings.xml") as stream:
        return [
            "".join(t.text or "" for t in element.iter(_TEXT))
            for _, element in Xml.iterparse(stream, events=("end",))
            if element.tag == _ITEM
        ]


def _rows(stream: IO[bytes], shared: list[str]) -> Iterator[list[str]]:
    for _, element in Xml.iterparse(stream, events=("end",)):
        if element.tag == _ROW:
            row: list[str] = []
            for cell in element:
                reference = cell.get("r")
                index = _column(reference.rstrip("0123456789")) if reference else len(row)
                if index > len(row):
                    row.extend([""] * (index - len(row)))
                row.append(_text(cell, shared))
            yield row
            element.clear()


@functools.cache
def _column(letters: str) -> int:
    """Return a column's place, counted from 0: AB is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(cell: Element, shared: list[str]) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(_TEXT))
    value = cell.find(_VALUE)
    said = "" if value is None else value.text or ""
    return shared[int(said)] if kind == "s" and said else said
