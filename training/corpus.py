"""The training sentences: marked spans and the coding of their pairs, read from `data/pairs/*.tsv`.

One line is one sentence, in three columns (genre, sentence, codes):

    news <TAB> [1 Norway] {a condemned} [2 Belarus] and {b promised} [3 Moldova] $5 million in aid.
         <TAB> 1>2:a ACCUSE event diplomatic asserted author ; 2>1 NONE
               ; 1>3:b AID event economic-aid planned author =5000000/USD

`[n words]` is a span that can be an actor or recipient, `{x words}` the words that carry an act. A code is
``actor>recipient:trigger root kind instrument modality attribution [=amount/unit]``; `-` where there is none. The
root is PLOVER's, followed by `/ROOT` where the PLV data would call it something else. `NONE` says that nothing
passes between the two in this direction. Attribution is `author`, the number of the source's span, or `source`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from suasion.codebook.statement import AMOUNT_UNITS, KINDS, MODALITIES, PLOVER, InstrumentName
from suasion.read.coder.labels import PLV_ROOTS

DATA: Final = Path(__file__).parent / "data" / "pairs"
INSTRUMENTS: Final = InstrumentName.__args__
GENRES: Final = (
    "news", "headline", "analysis", "communique", "tweet", "speech", "report", "wire-old", "broadcast", "minutes",
)  # fmt: skip
SPAN: Final = re.compile(r"\[(\d) ([^\[\]{}]+)\]")
TRIGGER: Final = re.compile(r"\{([a-z]) ([^\[\]{}]+)\}")


class Code(NamedTuple):
    """The coding of one pair of spans; `root` is NONE where nothing passes between them, None where no event does."""

    actor: str
    recipient: str | None
    trigger: str | None
    root: str | None
    plv_root: str | None
    kind: str | None
    instrument: str | None
    modality: str | None
    attribution: str | None
    amount: float | None
    unit: str | None


class Row(NamedTuple):
    """A sentence without its marks, with the places of its spans and triggers in characters, and its codes."""

    place: str
    genre: str
    text: str
    spans: dict[str, tuple[int, int]]
    triggers: dict[str, tuple[int, int]]
    codes: tuple[Code, ...]


def rows(folder: Path = DATA) -> Iterator[Row]:
    """Yield all rows of a folder's files in the order of their names; a ValueError names the file and line at fault."""
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                yield row(line, f"{path.name}:{number}")


def row(line: str, place: str) -> Row:
    """Read one line; raises ValueError with the place and what is wrong."""
    try:
        genre, marked, codes = line.split("\t")
    except ValueError:
        raise ValueError(f"{place}: {line.count(chr(9)) + 1} columns instead of 3 (genre, sentence, codes)") from None
    if genre not in GENRES:
        raise ValueError(f"{place}: genre {genre!r} is none of {', '.join(GENRES)}")
    text, spans, triggers = unmark(marked, place)
    read = tuple(_code(code.strip(), spans, triggers, place) for code in codes.split(";"))
    return Row(place, genre, text, spans, triggers, read)


def unmark(marked: str, place: str) -> tuple[str, dict[str, tuple[int, int]], dict[str, tuple[int, int]]]:
    """Return the sentence without marks and where each marked span lies in it, in characters."""
    spans: dict[str, tuple[int, int]] = {}
    triggers: dict[str, tuple[int, int]] = {}
    pieces: list[str] = []
    length = last = 0
    for found in re.finditer(f"{SPAN.pattern}|{TRIGGER.pattern}", marked):
        pieces.append(marked[last : found.start()])
        length += len(pieces[-1])
        name, words = (found[1], found[2]) if found[1] else (found[3], found[4])
        into = spans if found[1] else triggers
        if name in into:
            raise ValueError(f"{place}: {name} marks two spans")
        into[name] = (length, length + len(words))
        pieces.append(words)
        length += len(words)
        last = found.end()
    pieces.append(marked[last:])
    text = "".join(pieces)
    if any(mark in text for mark in "[]{}"):
        raise ValueError(f"{place}: a mark is nested, unclosed or misspelt in {marked!r}")
    return text, spans, triggers


def _code(code: str, spans: dict[str, tuple[int, int]], triggers: dict[str, tuple[int, int]], place: str) -> Code:
    pair, *fields = code.split()
    shape = re.fullmatch(r"(\d)>(\d|-)(?::([a-z]))?", pair)
    if not shape:
        raise ValueError(f"{place}: {pair!r} is not actor>recipient:trigger")
    actor, recipient, trigger = shape[1], None if shape[2] == "-" else shape[2], shape[3]
    for name, known in ((actor, spans), (recipient, spans), (trigger, triggers)):
        if name and name not in known:
            raise ValueError(f"{place}: {pair} names {name}, which marks nothing")
    if actor == recipient:
        raise ValueError(f"{place}: {pair} is a pair of a span with itself")
    if fields == ["NONE"]:
        return Code(actor, recipient, trigger, "NONE", None, None, None, None, None, None, None)
    amount = unit = None
    if fields and fields[-1].startswith("="):
        size, _, unit = fields.pop()[1:].partition("/")
        amount = float(size)
        _one_of(unit, AMOUNT_UNITS, "unit", place)
    if len(fields) != 5:
        raise ValueError(
            f"{place}: {code!r} has {len(fields)} fields instead of root kind instrument modality attribution"
        )
    root, _, plv_root = fields[0].partition("/")
    kind, instrument, modality, attribution = fields[1:]
    _one_of(root, (*PLOVER, "-"), "root", place)
    _one_of(kind, KINDS, "kind", place)
    _one_of(instrument, (*INSTRUMENTS, "-"), "instrument", place)
    _one_of(modality, MODALITIES, "modality", place)
    _one_of(attribution, ("author", "source", *spans), "attribution", place)
    if plv_root:
        _one_of(plv_root, PLV_ROOTS, "root in the PLV data", place)
    if (root != "-") != (kind == "event"):
        raise ValueError(f"{place}: {code!r}: an event has a root, and only an event")
    folded = "YIELD" if root in ("CONCEDE", "RETREAT") else root
    return Code(
        actor, recipient, trigger,
        None if root == "-" else root,
        plv_root or (None if root == "-" else folded),
        kind, None if instrument == "-" else instrument, modality, attribution, amount, unit,
    )  # fmt: skip


def _one_of(value: str, allowed: tuple[str, ...] | list[str], what: str, place: str) -> None:
    if value not in allowed:
        raise ValueError(f"{place}: {what} {value!r} is none of {', '.join(allowed)}")


def main(paths: list[str]) -> int:
    """Check files and print what is in them: sentences, labelled pairs, and how often each code is used."""
    problems = 0
    for path in map(Path, paths):
        read: list[Row] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    read.append(row(line, f"{path.name}:{number}"))
                except ValueError as error:
                    problems += 1
                    print(error)
        codes = [code for each in read for code in each.codes]
        print(
            f"{path.name}: {len(read)} sentences, {len(codes)} pairs, "
            f"{sum(c.root == 'NONE' for c in codes)} of them NONE"
        )
        for field in ("root", "plv_root", "kind", "instrument", "modality"):
            print(
                f"  {field}: "
                + ", ".join(f"{k} {n}" for k, n in Counter(getattr(c, field) for c in codes).most_common())
            )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
