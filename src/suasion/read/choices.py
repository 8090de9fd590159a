"""Choices: what the log-linear models of the reader share, their weights and how one word hangs on another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from suasion.read.view import Token

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


def path(token: Token, predicate: Token) -> str:
    """Return how a word hangs on a predicate: the labels on the way, prepositions by name."""
    up = _chain(token)
    if predicate in up:
        return "<".join(_label(t) for t in up[: up.index(predicate)][:_LONGEST_PATH])
    down = _chain(predicate)
    if token in down:
        return "over " + ">".join(_label(t) for t in down[: down.index(token)][:_LONGEST_PATH])
    common = next((t for t in up if t in down), None)
    if common is None:
        return "apart"
    left = up[: up.index(common)]
    right = down[: down.index(common)]
    return "<".join(_label(t) for t in left[-2:]) + " beside " + ">".join(_label(t) for t in right[-2:])


def stands_apart(token: Token, predicate: Token) -> bool:
    """Return whether another verb stands on the way between a word and a predicate."""
    up, down = _chain(token), _chain(predicate)
    common = next((t for t in up if t in down), None)
    if common is None:
        return True
    way = [*up[: up.index(common)], *down[1 : down.index(common) + 1], common]
    return any(t.pos_ in {"VERB", "AUX"} and t not in {predicate, token} for t in way)


def _chain(token: Token) -> list[Token]:
    return [token, *token.ancestors]


def _label(token: Token) -> str:
    return f"{token.dep_}:{token.lower_}" if token.dep_ in {"prep", "agent", "dative"} else str(token.dep_)
