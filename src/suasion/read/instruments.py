"""Instruments: the means a statement is about, from the words of its span and the kind of act."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from suasion.codebook.statement import InstrumentName, Kind
from suasion.read.lexicon import _lines, noun_classes

_HOME: Final = re.compile(
    r"\b(?:coups?|constitutional order|junta|elections?|opposition (?:leaders?|figures?|part(?:y|ies)|politicians?)|"
    r"detained president|democracy|civilian rule|political prisoners|protesters|remove him from office)\b"
)
_NORMS: Final = frozenset(
    [
        "ukraine-war",
        "human-rights",
        "south-china-sea",
        "law-of-the-sea",
        "freedom-of-navigation",
        "indo-pacific-order",
        "taiwan-strait",
    ]
)
_HARD: Final = frozenset({
    "military", "economic-loan", "economic-aid", "economic-investment", "economic-trade", "health",
    "infrastructure", "labour", "sanction", "legal", "symbolic"
})  # fmt: skip


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[InstrumentName, int, re.Pattern[str]], ...]:
    return tuple(
        (row[0], int(row[1]), re.compile(rf"(?<![\w-])(?:{row[2]})(?!\w)"))  # type: ignore[misc]
        for row in _lines("instruments.tsv")[1:]
    )


def word_scores(text: str) -> dict[InstrumentName, float]:
    """Return for each instrument the weight of the words in the text that name it; earlier ones a little more."""
    lowered = text.translate(str.maketrans("’", "'")).lower()
    scores: dict[InstrumentName, float] = {}
    for name, weight, pattern in _compiled():
        hits = {m.group(): m.start() for m in pattern.finditer(lowered)}
        if hits:
            scores[name] = weight * (1 + 0.4 * (len(hits) - 1)) + 0.5 * (1 - min(hits.values()) / (len(lowered) + 1))
    return scores


def find_instrument(  # noqa: PLR0917
    kind: Kind, frame: str, default: InstrumentName | None, themes: list[str], quote: str, issue: str | None
) -> InstrumentName | None:
    """Return the instrument: the frame's where it settles it, else the object's, else what the words weigh.

    Parameters
    ----------
    kind, frame, default
        How the predicate is coded, and the instrument its frame has by itself.
    themes
        Noun classes of what is given, signed, sought or judged, most telling first.
    quote
        The span's words.
    issue
        The issue's slug: a stand on one is normative unless it is about forces.

    Returns
    -------
    InstrumentName or None
        None where a judgement or tie names no means.
    """
    scores = word_scores(quote)
    if frame == "sanction":
        if (
            re.search(r"\b(?:ambassador|diplomats?|envoys?|attach[eé]|officials?)\b", quote)
            and "sanction" not in scores
        ):
            return "diplomatic"
        return "economic-trade" if scores.get("economic-trade", 0) >= 3 and "sanction" not in scores else "sanction"
    by_theme = next(
        (noun_classes()[t][1] for t in themes if t in noun_classes() and noun_classes()[t][1] in _HARD), None
    )
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    by_words = ranked[0] if ranked else None
    if frame == "own":
        return default if by_theme in {None, "economic-trade"} else by_theme
    if _HOME.search(quote) and frame in {"accuse", "request", "reject", "caution", "praise", "back"}:
        return "domestic"
    if kind == "position":
        return (
            "military"
            if issue == "foreign-bases" or (scores.get("military", 0) >= 3 and issue is None)
            else "normative"
        )
    if frame in {"exercise", "dock", "train", "assault", "mobilize", "retreat", "host_base"}:
        return "military"
    if frame in {"visit", "meet", "host"}:
        return "diplomatic"
    if frame in {"honour"}:
        return "symbolic"
    if frame in {"coerce", "seize"}:
        return "legal" if scores.get("legal", 0) >= 4 else "military" if scores.get("military", 0) >= 3 else "domestic"
    if frame in {"accuse", "request", "caution", "praise", "back", "threaten", "reject"}:
        if frame == "threaten" and "sanction" in scores:
            return "sanction"
        if issue == "foreign-bases":
            return "military"
        if issue == "elections":
            return "domestic"
        if issue in _NORMS:
            return "normative" if frame not in {"praise", "back", "reject"} else (by_theme or default)
        if by_theme or by_words in _HARD:
            return by_theme or by_words
        return default
    if kind == "flow":
        if frame in {"lend", "owe"}:
            return "economic-loan"
        if {"arms", "troops"} & set(themes) or (
            scores.get("military", 0) >= 3 > scores.get("economic-loan", 0)
            and (by_theme in {None, "economic-trade", "economic-aid"})
        ):
            return "military"
        if frame == "give" and by_theme == "economic-trade":
            return "economic-aid"  # goods given, not sold
        return by_theme or (by_words if by_words in _HARD else None) or default
    if by_theme:
        return by_theme
    if by_words in _HARD:
        return by_words
    if kind == "judgement":
        return by_words if by_words in {"domestic", "diplomatic"} else None
    return default or by_words
