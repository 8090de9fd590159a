"""Examples for training: marked sentences with answers, our own and those of the benchmarks' training halves."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from suasion.read.coder.labels import HEADS, NO_EVENT, NO_RELATION, QUADS
from suasion.read.coder.marks import Marked, parse_marks
from training.corpus import Code, Row, rows

# The benchmarks have no stated licence: they lie beside the checkout where they are to be had, and never in it.
BENCHMARKS: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "plover"
MISSING: Final = -100


@dataclass(frozen=True)
class Example:
    """A marked pair and the numbers of its answers, question by question; a question without answer is left out.

    ``group`` holds together what must not be parted between training and measuring: pairs of one sentence.
    """

    marked: Marked
    answers: dict[str, int]
    group: str
    origin: str

    def without_trigger(self) -> Example:
        """Return the same pair with the words of the act unmarked."""
        return Example(self.marked._replace(trigger=None), self.answers, self.group, self.origin)


def own() -> list[Example]:
    """Return the pairs of all sentences written for this project."""
    return [Example(_marked(row, code), _answers(code), row.text, row.place) for row in rows() for code in row.codes]


def _marked(row: Row, code: Code) -> Marked:
    return Marked(
        row.text,
        row.spans[code.actor],
        row.spans[code.recipient] if code.recipient else None,
        row.triggers[code.trigger] if code.trigger else None,
    )


def _answers(code: Code) -> dict[str, int]:
    said = {"plover": code.root or NO_EVENT}
    if code.root != NO_RELATION:
        said |= {
            "kind": code.kind or "",
            "instrument": code.instrument or NO_EVENT,
            "modality": code.modality or "",
            "attribution": "author" if code.attribution == "author" else "source",
        }
    if code.plv_root:
        said |= {"root": code.plv_root, "conflict": "conflict" if QUADS[code.plv_root] > 2 else "cooperation"}
    return {head: HEADS[head].index(answer) for head, answer in said.items()}


def plv(folder: Path = BENCHMARKS) -> list[Example]:
    """Return the training half of PLV (Hu and others 2024)."""
    found = []
    for line in _lines(folder / "PLV_train.tsv"):
        root = line["gold_root"]
        answers = {"root": HEADS["root"].index(root), "conflict": int(QUADS[root] > 2)}
        found.append(Example(parse_marks(line["marked_sentence"]), answers, line["sentence"], "plv"))
    return found


def aw(folder: Path = BENCHMARKS) -> list[Example]:
    """Return the training half of AW (Hu and others 2024, after ACE): cooperation or conflict only."""
    return [
        Example(parse_marks(line["marked_sentence"]), {"conflict": int(line["gold_binary"])}, line["sentence"], "aw")
        for line in _lines(folder / "AW_train.tsv")
    ]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t")
