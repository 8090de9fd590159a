"""Pronouns and definite phrases: which actors "it", "both sides" or "the kingdom" stand for, by rules over offsets.

Heuristic throughout: recency with number and type, subjects before objects, nothing beyond three sentences back. What
it settles and what it leaves open is in ``tests/read/test_antecedents.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Final

import msgspec

from suasion.read.mentions import Mention
from suasion.read.wordlists import word_list


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """What a pronoun or definite phrase stands for.

    ``codes`` are actors, in the order in which the text names them; empty if unresolved. ``mentions`` are the
    mentions pointed to. ``via`` is the rule: "mention" (the span is itself a resolved mention), "singular",
    "person", "plural", "pair", "kind", "topic", "owner" or "none".
    """

    codes: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()
    via: str = "none"


_PERSON: Final = frozenset({"leader", "minister", "person", "opposition"})
_PEOPLE: Final = frozenset({"leader", "minister", "person"})
_SENTENCES_BACK: Final = 3
_NUMBERS: Final = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_HE: Final = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
_IT: Final = frozenset({"it", "its", "itself"})
_THEY: Final = frozenset({"they", "them", "their", "theirs", "themselves"})
_SIDES: Final = (
    r"sides?|countries|nations|states|governments|leaders|ministers|foreign ministers|defen[cs]e ministers|"
    r"prime ministers|"
    r"presidents|neighbou?rs|parties|capitals|powers|allies|partners|economies|navies|militaries|armies|rivals|"
    r"men|heads of state|"
    r"heads of government|kingdoms|giants|delegations|peoples|premiers|defen[cs]e chiefs|top diplomats"
)
_PAIR: Final = re.compile(
    rf"(?:(?:the|these|those|all|between|of) )?(?:(?P<n>two|both|three|four|"
    rf"five)(?: (?:of )?(?:the )?)?(?:\w+ )?)?(?P<noun>{_SIDES})|"
    r"(?:the )?(?P<bare>two|both|pair|duo)|each other|one another|either side|neither side|(?P<three>the trio|"
    r"all three|the three)",
    re.IGNORECASE,
)
_THE_KIND: Final[tuple[tuple[re.Pattern[str], Callable[[Mention], bool]], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), test)
    for pattern, test in (
        (r"(?:the|this|that) (?:bloc|grouping|group|organi[sz]ation|association|alliance|institution|lender|"
         r"agency|body|union)",
         lambda m: m.kind in {"organisation", "agency"}),
        (r"(?:the|this|that) (?:company|firm|developer|contractor|bank|operator)", lambda m: m.kind == "company"),
        (r"the (?:prime minister|premier|president|leader|chancellor|king|emperor|sultan|head of (?:state|government))",
         lambda m: m.kind == "leader"),
        (r"the (?:minister|foreign minister|defen[cs]e minister|secretary(?: of state)?|envoy|ambassador|diplomat|"
         r"official|"
         r"spokes(?:man|woman|person)|foreign secretary)", lambda m: m.kind in {"minister", "person", "leader"}),
        (r"the (?:party|opposition|rebels)", lambda m: m.kind in {"party", "opposition"}),
    )
)  # fmt: skip
_THE_STATE: Final = re.compile(
    r"(?:the|this|that) (?:\w+[- ])?(?:country|nation|kingdom|republic|state|government|regime|administration|"
    r"authorities|island|"
    r"archipelago|sultanate|emirate|cabinet|ministry|foreign ministry|defen[cs]e ministry|military|army|navy|"
    r"air force|coast guard|"
    r"capital|sheikhdom|power|superpower|donor|patron|client|neighbou?r|ally|economy|junta|palace|parliament)(?:['’]s)?",
    re.IGNORECASE,
)
_KINGDOMS: Final = word_list("kingdom")
_ISLANDS: Final = word_list("island")
_PREPOSITION: Final = re.compile(
    r"\b(?:of|in|to|with|from|for|by|against|over|on|at|between|into|towards?|near|about|under|among|within|across|alongside|"
    r"through|via|than|as|despite|behind|including|like|following|toward)\s(?:the\s|both\s|all\s)?$",
    re.IGNORECASE,
)
_OWNED: Final = re.compile(r"(its|their|his|her|our) \w")
_RELATION: Final = re.compile(
    r"\b(?:investors?|neighbou?rs?|donors?|all(?:y|ies)|friends?|rivals?|partners?|counterparts?|hosts?|successors?|predecessors?|"
    r"patrons?|creditors?|lenders?|enem(?:y|ies)|opponents?|critics?|guests?|visitors?)\b"
)
# "It was no surprise that", "it seems", "it remains to be seen": no one.
_PLEONASTIC: Final = re.compile(
    r"\s+(?:(?:is|was|has been|would be|will be|may be|might be|can be|remains|became|seems|"
    r"appears)\s+(?:\w+\s+){0,3}?(?:that|to|whether|how|"
    r"why|when|if)\b|(?:seems|appears|remains to be|turns out|takes|rained|follows that)\b|(?:is|was|'s|"
    r"’s)\s+(?:\w+\s+){0,2}?(?:who|that|time)\b)",
    re.IGNORECASE,
)


def resolve_reference(
    text: str,
    sentences: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    span: tuple[int, int],
    *,
    subjects: Collection[tuple[int, int]] | None = None,
) -> Reference:
    """Return what a pronoun or definite phrase stands for. Heuristic.

    Parameters
    ----------
    text
        The document's text.
    sentences
        Start and end of its sentences, in order.
    mentions
        Its mentions, as ``find_mentions`` gives them.
    span
        Start and end of the pronoun or phrase. A possessive 's may be in it or not.
    subjects
        Spans of grammatical subjects, if a parser has them; mentions inside one are preferred. None lets the words
        decide: a mention after a preposition is no subject.

    Returns
    -------
    Reference
        Without codes where the rules do not settle it.
    """
    start, end = span
    for mention in mentions:
        if mention.start <= start and end <= mention.end:
            return Reference(codes=(mention.code,) if mention.code else (), mentions=(mention,), via="mention")
    phrase = " ".join(text[start:end].split()).removesuffix("'s").removesuffix("’s").rstrip("'’").lower()
    place = _sentence_of(sentences, start)
    back = _Back(text, sentences, place, [m for m in mentions if m.end <= start], subjects)
    if phrase in _IT:
        if phrase == "it" and _PLEONASTIC.match(text, end):
            return Reference(codes=())
        return back.one(lambda m: m.kind not in _PERSON | {"demonym", "place"}, "singular")
    if phrase in _HE:
        return back.one(lambda m: m.kind in _PERSON, "person")
    if phrase in _THEY:
        return back.they()
    owner = _OWNED.match(phrase)
    if owner is not None:
        # "Its navy" is its owner's; "its largest investor" is someone else.
        return (
            Reference(codes=())
            if _RELATION.search(phrase)
            else _owned(resolve_reference(text, sentences, mentions, (start, start + owner.end(1)), subjects=subjects))
        )
    pair = _PAIR.fullmatch(phrase)
    if pair is not None:
        number = _NUMBERS.get((pair["n"] or pair["bare"] or "").lower(), 3 if pair["three"] else 2)
        people = bool(pair["noun"]) and re.search(
            r"leaders|ministers|presidents|premiers|men|heads|chiefs|diplomats", pair["noun"], re.I
        )
        return back.several(number, prefer_people=bool(people))
    for pattern, test in _THE_KIND:
        if pattern.fullmatch(phrase):
            return back.one(test, "kind")
    if _THE_STATE.fullmatch(phrase):
        if "kingdom" in phrase:
            return back.one(lambda m: m.code in _KINGDOMS, "kind")
        if "island" in phrase:
            return back.one(lambda m: m.code in _ISLANDS, "kind")
        return back.topic()
    return Reference(codes=())


def _owned(reference: Reference) -> Reference:
    """Return a reference as its owner's: a person's government is the state's."""
    codes = reference.codes or tuple(m.state for m in reference.mentions[:1] if m.state and m.kind in _PEOPLE)
    return Reference(codes=codes, mentions=reference.mentions, via="owner" if codes else "none")


def antecedents(
    text: str,
    sentences: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    span: tuple[int, int],
    *,
    subjects: Collection[tuple[int, int]] | None = None,
) -> list[str]:
    """Return the codes of what a pronoun or definite phrase stands for; empty if unresolved. As ``resolve_reference``.

    Examples
    --------
    >>> from suasion.read.mentions import find_mentions
    >>> text = "Japan met Cambodia. Both sides agreed."
    >>> antecedents(text, [(0, 19), (20, 38)], find_mentions(text), (20, 30))
    ['JPN', 'KHM']
    """
    return list(resolve_reference(text, sentences, mentions, span, subjects=subjects).codes)


def _sentence_of(sentences: Sequence[tuple[int, int]], at: int) -> int:
    for i, (start, end) in enumerate(sentences):
        if start <= at < end:
            return i
    return max((i for i, (start, _) in enumerate(sentences) if start <= at), default=0)


class _Back:
    """The mentions before a phrase, sentence by sentence, nearest first."""

    def __init__(
        self, text: str, sentences: Sequence[tuple[int, int]], place: int, before: list[Mention],
        subjects: Collection[tuple[int, int]] | None,
    ) -> None:  # fmt: skip
        self.text = text
        self.subjects = subjects
        self.before = before
        self.groups: list[list[Mention]] = []
        for i in range(place, max(-1, place - _SENTENCES_BACK - 1), -1):
            start, end = sentences[i] if sentences else (0, len(text))
            self.groups.append([m for m in before if start <= m.start < end])

    def subject(self, mention: Mention) -> bool:
        if self.subjects is not None:
            return any(start <= mention.start and mention.end <= end for start, end in self.subjects)
        if mention.kind == "adjective":
            return False
        return not _PREPOSITION.search(self.text[max(0, mention.start - 24) : mention.start])

    def one(self, test: Callable[[Mention], bool], via: str) -> Reference:
        """Return the nearest sentence's subject that passes, else its nearest mention that does."""
        for i, group in enumerate(self.groups):
            fitting = [m for m in group if test(m)]
            if not fitting:
                continue
            subjects = [m for m in fitting if self.subject(m)]
            # In the phrase's own sentence the nearest subject; in an earlier one its first, which it is about.
            chosen = (subjects or fitting)[-1 if i == 0 else 0]
            return Reference(codes=(chosen.code,) if chosen.code else (), mentions=(chosen,), via=via)
        return Reference(codes=())

    def topic(self) -> Reference:
        """Return the state that the last sentences are about: of those named in them the one named most so far."""
        near = [
            m for group in self.groups for m in reversed(group) if m.code and m.kind not in {"organisation", "place"}
        ]
        if not near:
            return Reference(codes=())
        counts = Counter(m.code for m in self.before if m.kind != "place")
        inside = self.groups[0] if self.groups else []
        # "Russia's hold over the country", "Australia is the country's largest donor": the subject is another.
        others = [m for m in near if m.code not in {i.code for i in inside}] or near
        best = max(counts[m.code] for m in others)
        chosen = next(m for m in others if counts[m.code] == best)
        return Reference(codes=(str(chosen.code),), mentions=(chosen,), via="topic")

    def they(self) -> Reference:
        """Return the nearest group named by one plural mention or by two joined, else the two actors named last."""
        for group in self.groups:
            for i in range(len(group) - 1, -1, -1):
                if i and _joined(self.text, group[i - 1], group[i]):
                    first = i - 1
                    while first and _joined(self.text, group[first - 1], group[first]):
                        first -= 1
                    chosen = group[first : i + 1]
                    return _reference(chosen, "plural")
                mention = group[i]
                if mention.kind in {"demonym", "force", "company", "opposition", "minister", "leader"} and _plural(
                    mention
                ):
                    return _reference([mention], "plural")
        return self.several(2, prefer_people=False)

    def several(self, number: int, *, prefer_people: bool) -> Reference:
        """Return the actors named last, so many of them, in the order of the text."""
        tests: list[Callable[[Mention], bool]] = [
            lambda m: m.code is not None and m.kind not in {"place", "organisation"}
        ]
        if prefer_people:
            tests.insert(0, lambda m: m.code is not None and m.kind in _PEOPLE)
        for test in tests:
            chosen: list[Mention] = []
            for group in self.groups:
                # One sentence that names as many as are meant settles it; names further back are added only if it
                # does not.
                for mention in reversed(group):
                    if test(mention) and mention.code not in {m.code for m in chosen}:
                        chosen.append(mention)
                if len(chosen) >= number:
                    break
            if len(chosen) >= number:
                kept = _first_of_each(chosen, number, self.before)
                return _reference(sorted(kept, key=lambda m: m.start), "pair")
        return Reference(codes=())


def _first_of_each(chosen: list[Mention], number: int, before: list[Mention]) -> list[Mention]:
    """Keep as many as are meant: the last named, but rather subjects than names that only qualify."""
    if len(chosen) == number:
        return chosen
    whole = [m for m in chosen if m.kind != "adjective"]
    return (whole if len(whole) >= number else chosen)[:number]


def _joined(text: str, first: Mention, second: Mention) -> bool:
    return (
        re.fullmatch(r"(?:,| and|, and| as well as| or)\s(?:the |both )?", text[first.end : second.start]) is not None
    )


def _plural(mention: Mention) -> bool:
    last = re.sub(r"[^\w]+$", "", mention.text).split()[-1].lower()
    return (last.endswith("s") and not last.endswith("ss")) or last in {"troops", "people", "police", "businessmen"}


def _reference(mentions: Sequence[Mention], via: str) -> Reference:
    codes = tuple(dict.fromkeys(m.code for m in mentions if m.code))
    return Reference(codes=codes, mentions=tuple(mentions), via=via if codes else "none")
