"""Tables of marked sentences, coded row by row: what `suasion code` does."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from suasion.codebook import Problem
from suasion.errors import DocumentError
from suasion.read.coder.marks import Marked, parse_marks
from suasion.read.coder.pairs import PairCoding, Variant, coder

MARKED: Final = "marked_sentence"
CODES: Final = ("plover", "plv_root", "quad", "binary", "probability")
_EVERY: Final = 100  # rows between two reports of progress


class CodedTable(NamedTuple):
    """A table with its codes; ``text`` is the whole of it, tab-separated, in the manner of the input."""

    text: str
    rows: int
    problems: tuple[Problem, ...]


def code_table(
    text: str, *, name: str, weights: Variant = "plv", progress: Callable[[str], None] = lambda _: None
) -> CodedTable:
    """Return a tab-separated table with five columns more: what passes from source to target in each row.

    Parameters
    ----------
    text
        The table; its first line names the columns, one of them ``marked_sentence`` with the source in
        ``<s>...</s>`` and the target in ``<t>...</t>``. Columns of the same name as ours are replaced.
    name
        What to call the table in problems.
    weights
        "plv": trained on our sentences and then on the training halves of PLV and AW; "open": on our sentences only.
    progress
        Told how far it is.

    Returns
    -------
    CodedTable
        All rows in their order. A row that cannot be coded keeps its columns, has empty codes and is a problem; one
        that marks no source is coded from its words alone, with a warning.

    Raises
    ------
    DocumentError
        If there is no column ``marked_sentence``.
    """
    header, rows, quoting = _rows(text)
    if MARKED not in header:
        raise DocumentError(
            f"{name}: no column {MARKED!r}; it has {', '.join(map(repr, header)) or 'none'}. "
            "Give a tab-separated table whose first line names the columns."
        )
    at = header.index(MARKED)
    kept = [i for i, column in enumerate(header) if column not in CODES]
    pair_coder = coder(weights)
    problems: list[Problem] = []
    out = io.StringIO()
    line = _writer(out, quoting)
    line([*(header[i] for i in kept), *CODES])
    for number, row in enumerate(rows, 1):
        codes: Sequence[object] = [""] * len(CODES)
        try:
            marked = _marked(row, at, len(header))
            codes = pair_coder.code(marked)
            if marked.source is None:
                problems.append(
                    Problem(
                        input=f"{name}, row {number}",
                        reason="No source is marked: coded from the words alone.",
                        remedy="Mark it with <s>...</s>.",
                        severity="warning",
                    )
                )
        except ValueError as error:
            problems.append(
                Problem(
                    input=f"{name}, row {number}",
                    reason=f"Not coded: {error}.",
                    remedy="Mark the source with <s>...</s> and the target with <t>...</t>.",
                )
            )
        line([*(row[i] if i < len(row) else "" for i in kept), *codes])
        if number % _EVERY == 0:
            progress(f"coded {number:,} of {len(rows):,} rows")
    return CodedTable(out.getvalue(), len(rows), tuple(problems))


def _marked(row: list[str], at: int, width: int) -> Marked:
    if len(row) != width:
        raise ValueError(f"it has {len(row)} columns instead of {width}")
    marked = parse_marks(row[at])
    if not marked.text.strip():
        raise ValueError("the sentence is empty")
    return marked


def _rows(text: str) -> tuple[list[str], list[list[str]], int]:
    """Return header, rows and the quoting under which all rows have the header's columns; csv's own if none does."""
    text = text.removeprefix("\ufeff")
    readings = []
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            table = [row for row in csv.reader(io.StringIO(text), delimiter="\t", quoting=quoting) if row]
        except csv.Error:
            continue
        if table:
            readings.append((sum(len(row) != len(table[0]) for row in table), -len(table), quoting, table))
    if not readings:
        return [], [], csv.QUOTE_MINIMAL
    _, _, quoting, table = min(readings, key=lambda r: r[:2])
    return table[0], table[1:], quoting


def _writer(out: io.StringIO, quoting: int) -> Callable[[Sequence[object]], object]:
    if quoting == csv.QUOTE_NONE:
        return lambda row: print(*row, sep="\t", file=out)
    return csv.writer(out, delimiter="\t", lineterminator="\n").writerow


def iter_codes(sentences: Sequence[str], weights: Variant = "plv") -> Iterator[PairCoding]:
    """Yield the coding of each marked sentence.

    Examples
    --------
    >>> next(iter_codes(["<s>Paris</s> has sent medicines to <t>Beirut</t>."])).plover
    'AID'
    """
    pair_coder = coder(weights)
    return (pair_coder.code(parse_marks(sentence)) for sentence in sentences)
