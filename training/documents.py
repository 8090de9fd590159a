"""Examples from whole documents: what the rules draft in them, set against what the coders coded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from suasion.codebook.statement import Statement
from suasion.read.coder.labels import HEADS, NO_EVENT, NO_RELATION
from suasion.read.coder.marks import Marked, Span
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.introductions import introduce
from suasion.read.mentions import find_mentions
from suasion.read.opinion import apart, cropped, marks
from suasion.read.parties import choose
from suasion.read.reader import Choosing, Claim, find_claims
from suasion.read.view import View
from training.dates import date_in
from training.examples import Example

ROOT: Final = Path(__file__).parent / "data"
TRAINED: Final = ROOT / "documents"
TRAINED_LATER: Final = ROOT / "documents_trained"  # as TRAINED, but the rules were never tuned on them
FITTED: Final = ROOT / "documents_fitting"
HELD_OUT: Final = ROOT / "documents_heldout"
TESTS: Final = Path(__file__).resolve().parents[1] / "tests" / "read"
Row = dict[str, Any]
NONE_APART: Final[Mapping[str, Choosing]] = {}


class Coded(NamedTuple):
    """A document with its gold rows and with what the rules drafted in it."""

    name: str
    gold: list[Row]
    claims: list[Claim]


def coded(folder: Path, choosing: Choosing = choose, of: Mapping[str, Choosing] = NONE_APART) -> Iterator[Coded]:
    """Yield the coded documents of a folder, drafted by the rules, with the parties that are chosen so.

    ``of`` holds other ways of choosing for single documents by name.
    """
    for path in sorted(folder.glob("*.gold.jsonl")):
        name = path.name.removesuffix(".gold.jsonl")
        text_path = folder / f"{name}.txt"
        if not text_path.exists():
            continue  # the example's gold stands apart from its texts
        text = text_path.read_bytes().decode("utf-8")
        gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        yield Coded(name, gold, draft(text, name, published(text_path), of.get(name, choosing)))


def draft(text: str, name: str, day: str | None, choosing: Choosing = choose) -> list[Claim]:
    """Return what the rules find in a text, all that the encoder is asked about."""
    found = introduce(text, find_mentions(text, on=day))
    return list(find_claims(text, found, doc=name, published=day, reader="rules", choosing=choosing))


def published(path: Path) -> str | None:
    """Return the day of publication: from the file beside the text, or from its first lines."""
    meta = path.with_suffix(".meta.json")
    if meta.exists():
        return str(json.loads(meta.read_text(encoding="utf-8"))["published"])
    return date_in(path)


def matches(gold: Sequence[Row], found: Sequence[Statement], *, kind: bool) -> list[tuple[int, int]]:
    """Return one-to-one pairs of gold and found: same sentence and pair of actors, and same kind and order if asked.

    As the project's scorer pairs them: as many as can be, then by overlap of quotes.
    """
    weights = np.zeros((len(gold), len(found)))
    for i, row in enumerate(gold):
        for j, one in enumerate(found):
            if _same_sentence(row, one) and (_strict(row, one) if kind else _lenient(row, one)):
                common = max(0, min(row["end"], one.end) - max(row["start"], one.start))
                union = row["end"] - row["start"] + one.end - one.start - common
                alike = (row["kind"] == one.kind) + (row["actor"] == one.actor)
                weights[i, j] = 1000 + 300 * common / union + 100 * alike + 200 * row["required"]
    rows, columns = linear_sum_assignment(-weights)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


def _same_sentence(row: Row, one: Statement) -> bool:
    start = row["start"] - row["sentence"].find(row["quote"])
    return 2 * (min(one.end, start + len(row["sentence"])) - max(one.start, start)) >= one.end - one.start


def _strict(row: Row, one: Statement) -> bool:
    return row["kind"] == one.kind and all(row[r] in {None, getattr(one, r)} for r in ("actor", "recipient"))


def _lenient(row: Row, one: Statement) -> bool:
    return {row["actor"], row["recipient"]} - {None} <= {one.actor, one.recipient}


def rules_own(draft: Draft, drafts: Sequence[Draft], view: View, talk: Discourse) -> float:
    """Leave a draft the parties that the rules gave it."""
    return 1.0


def examples(documents: Sequence[Coded]) -> list[Example]:
    """Return the drafts with the coders' answers, NONE where they coded nothing, and the rows that the rules missed.

    The documents should be drafted with `rules_own`, whose wrong parties are what teaches the encoder NONE.
    """
    found: list[Example] = []
    for document in documents:
        statements = [claim.statement for claim in document.claims]
        paired = {j: i for i, j in matches(document.gold, statements, kind=False)}
        for j, claim in enumerate(document.claims):
            marked = marks(claim.draft, claim.view)
            row = document.gold[paired[j]] if j in paired else None
            turned = row is not None and _is_turned(row, claim.statement)
            answers = _answers(row) if row is not None and not turned else _nothing()
            found.append(Example(marked, answers, document.name, "document"))
        views = {claim.view.offset: claim.view for claim in document.claims}
        hit = set(paired.values())
        for i, row in enumerate(document.gold):
            view = views.get(row["start"] - row["sentence"].find(row["quote"]))
            if i not in hit and view is not None and (marked := _marks_of(row, view)) is not None:
                found.append(Example(marked, _answers(row), document.name, "document"))
    return found


def _is_turned(row: Row, one: Statement) -> bool:
    return row["actor"] == one.recipient != one.actor and row["recipient"] == one.actor


def _nothing() -> dict[str, int]:
    return {"plover": HEADS["plover"].index(NO_RELATION)}


def _answers(row: Row) -> dict[str, int]:
    said = {
        "plover": row["plover"] or NO_EVENT,
        "kind": row["kind"],
        "instrument": row["instrument"] or NO_EVENT,
        "modality": row["modality"],
        "attribution": "author" if row["attribution"] == "author" else "source",
    }
    return {head: HEADS[head].index(answer) for head, answer in said.items()}


def _marks_of(row: Row, view: View) -> Marked | None:
    """Return a gold row's marks: its actors as written, and the word that its quote hangs on."""
    start = row["start"] - view.offset
    end = start + len(row["quote"])
    tokens = [t for t in view.doc if start <= t.idx and t.idx + len(t) <= end]
    if not tokens:
        return None
    head = next((t for t in tokens if t.head not in tokens or t.head == t), tokens[0])
    source, target = (_nearest(row[f"{role}_text"], view.text, start) for role in ("actor", "recipient"))
    trigger: Span = (head.idx, head.idx + len(head))
    return cropped(Marked(view.text, source, apart(target, source), apart(apart(trigger, source), target)))


def _nearest(words: str | None, text: str, start: int) -> Span | None:
    if not words:
        return None
    places = [m.start() for m in re.finditer(re.escape(words), text)]
    if not places:
        return None
    at = min(places, key=lambda p: (abs(p - start), p))
    return at, at + len(words)
