"""Scores of a reading against hand-coded statements: strict and lenient F1, as the project's scorer counts them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from suasion.codebook import Statement

Row = dict[str, Any]


def gold_rows(path: Path) -> list[Row]:
    """Return the rows of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def strict(gold: Row, found: Statement) -> bool:
    """Same sentence, kind, actor and recipient; a null in gold matches anything."""
    return (
        _same_sentence(gold, found)
        and gold["kind"] == found.kind
        and all(gold[role] in (None, getattr(found, role)) for role in ("actor", "recipient"))
    )


def lenient(gold: Row, found: Statement) -> bool:
    """Same sentence and pair of actors in either order."""
    return _same_sentence(gold, found) and {gold["actor"], gold["recipient"]} - {None} <= {found.actor, found.recipient}


def pairs(
    gold: Sequence[Row], found: Sequence[Statement], rule: Callable[[Row, Statement], bool]
) -> list[tuple[int, int]]:
    """Return the one-to-one pairs that a rule allows, as many as can be, then the best overlap of quotes."""
    weights = np.zeros((len(gold), len(found)))
    for i, row in enumerate(gold):
        for j, statement in enumerate(found):
            if rule(row, statement):
                weights[i, j] = 1000 + 500 * _closeness(row, statement) + 200 * row["required"]
    rows, columns = linear_sum_assignment(-weights)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if weights[i, j] > 0]


def f1(gold: Sequence[Row], found: Sequence[Statement], rule: Callable[[Row, Statement], bool]) -> float:
    """Return F1 on required rows; a statement paired with an optional row is neither right nor wrong."""
    matched = pairs(gold, found, rule)
    right = sum(gold[i]["required"] for i, _ in matched)
    wrong = len(found) - len(matched)
    required = sum(row["required"] for row in gold)
    return 2 * right / (right + wrong + required) if right else 0.0


def share_right(gold: Sequence[Row], found: Sequence[Statement], field: str) -> tuple[int, int]:
    """Return how many of the required rows that were found have a field right, and how many have it in gold."""
    both = [(gold[i], found[j]) for i, j in pairs(gold, found, lenient) if gold[i]["required"]]
    if field == "attribution":
        return sum((g[field] == "author") == (f.attribution == "author") for g, f in both), len(both)
    valued = [(g, f) for g, f in both if g[field] is not None]
    return sum(g[field] == getattr(f, field) for g, f in valued), len(valued)


def _same_sentence(gold: Row, found: Statement) -> bool:
    start = gold["start"] - gold["sentence"].find(gold["quote"])
    overlap = min(found.end, start + len(gold["sentence"])) - max(found.start, start)
    return 2 * overlap >= found.end - found.start


def _closeness(gold: Row, found: Statement) -> float:
    common = max(0, min(gold["end"], found.end) - max(gold["start"], found.start))
    union = gold["end"] - gold["start"] + found.end - found.start - common
    marks = [
        gold[k] == getattr(found, k)
        for k in ("kind", "instrument", "plover", "modality", "amount", "actor", "recipient")
    ]
    return 0.6 * common / union + 0.4 * sum(marks) / len(marks)
