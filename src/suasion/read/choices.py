"""Choices: what the log-linear models of the reader share, their weights and how one word hangs on another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from suasion.read.view import Token, View

_LONGEST_PATH: Final = 4


@lru_cache(maxsize=4)
def weights(name: str) -> dict[str, float]:
    """Return the fitted weights of a choice by what is seen; what has no weight counts nothing."""
    path = files("suasion.read.coder") / "weights" / f"{name}.json"
    found: dict[str, float] = msgspec.json.decode(path.read_bytes(), type=dict[str, float])
    return found


def total(seen: Iterable[str], worth: Mapping[str, float]) -> float:
    """Return what all that is seen is worth together."""
    return math.fsum(worth.get(name, 0.0) for name in seen)  # exact: the order of a set is chance, and sums round


def way_between(token: Token, predicate: Token, view: View) -> tuple[str, bool]:
    """Return how a word hangs on a predicate, and whether another verb stands on the way; kept with the sentence.

    The way is told by the labels on it, prepositions by name.
    """
    key = (token.i, predicate.i)
    if key not in view.ways:
        view.ways[key] = _way(token, predicate)
    return view.ways[key]


def _way(token: Token, predicate: Token) -> tuple[str, bool]:
    up, down = _chain(token), _chain(predicate)
    common = next((t for t in up if t in down), None)
    if common is None:
        return "apart", True
    left, right = up[: up.index(common)], down[: down.index(common)]
    if common == predicate:
        told = "<".join(_label(t) for t in left[:_LONGEST_PATH])
    elif common == token:
        told = "over " + ">".join(_label(t) for t in right[:_LONGEST_PATH])
    else:
        told = "<".join(_label(t) for t in left[-2:]) + " beside " + ">".join(_label(t) for t in right[-2:])
    way = {*left, *right, common} - {token, predicate}
    return told, any(t.pos_ in {"VERB", "AUX"} for t in way)


def _chain(token: Token) -> list[Token]:
    return [token, *token.ancestors]


def _label(token: Token) -> str:
    return f"{token.dep_}:{token.lower_}" if token.dep_ in {"prep", "agent", "dative"} else str(token.dep_)
