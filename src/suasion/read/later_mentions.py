"""What a text introduces and names again: acronyms in brackets, surnames, ships and "the kingdom"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from suasion.codebook.naming import NameKind
from suasion.read.bodies import NOT_A_NAME, SHIP, SHIP_STATES
from suasion.read.mentions import Mention
from suasion.read.wordlists import word_list


class Bearer(msgspec.Struct, frozen=True):
    """Whom a surname or acronym stands for from its introduction, at ``since``, on."""

    code: str | None
    state: str | None
    kind: NameKind
    head: str
    reason: str | None
    since: int
    via: str


_KINGDOMS: Final = word_list("kingdom")
_KINGDOM: Final = re.compile(r"\b[Tt]he [Kk]ingdom\b(?! of\b)")
# What only a capital tells from any fund or council: the one named last before it.
_INSTITUTIONS: Final = {
    "Fund": ("IMF",), "Bank": ("WB", "ADB", "AIIB", "AFDB"), "Union": ("EU", "AU"), "Commission": ("EU",),
    "Alliance": ("NATO",), "Forum": ("PIF",), "Association": ("ASEAN",),
    "General Assembly": ("UN",), "Security Council": ("UN",),
}  # fmt: skip
_INSTITUTION: Final = re.compile(rf"\b[Tt]he (?P<name>{'|'.join(_INSTITUTIONS)})\b(?! (?:of|for|on|[A-Z]))")
# Where a family name comes first or a given name is the one used, and where the last word is a given name.
_FIRST_IS_SHORT: Final = word_list("first-is-short")
_LAST_IS_GIVEN: Final = frozenset({"CHN", "TWN", "KOR", "PRK"})
# Too common to stand for whoever was introduced with them.
_COMMON: Final = word_list("common-name")


def shorts_of_stranger(name: str, state: str | None) -> list[str]:
    """Return what later mentions may call a person who is not in the list: a surname, or the given name."""
    words = re.sub(r",? (?:Jr|Sr)\.?$| I{2,3}$| IV$", "", name).split()
    if len(words) < 2:
        return []
    shorts = [] if state in _LAST_IS_GIVEN else [words[-1]]
    if state in _FIRST_IS_SHORT:
        shorts.append(words[0])
    return [s for s in shorts if len(s) > 1 and s[0].isupper() and s not in NOT_A_NAME and s not in _COMMON]


def add_later(
    text: str, found: Collection[Mention], bearers: Mapping[str, Bearer], blocked: Collection[int]
) -> list[Mention]:
    """Return the mentions with those added that the text's own introductions, ships' prefixes and "the kingdom" give.

    Parameters
    ----------
    text
        The document's text.
    found
        The mentions that the actor list gave, none overlapping.
    bearers
        Whom each introduced surname or acronym stands for.
    blocked
        Where phrases start that only look like a name.
    """
    mentions = _Ordered(text, found)
    for match in SHIP.finditer(text):
        code = SHIP_STATES[match["prefix"]]
        mentions.place(match.start(), match.end(), Bearer(code, code, "force", match[0], None, 0, "title"))
    for start, end in _stand(text, bearers):
        bearer = bearers[text[start:end]]
        if start >= bearer.since and start not in blocked:
            mentions.place(start, end, bearer)
    mentions.settle()
    kingdoms = [m for m in mentions.ordered if m.code in _KINGDOMS]
    starts = [m.start for m in kingdoms]
    for match in _KINGDOM.finditer(text):
        last = bisect_left(starts, match.start()) - 1
        kingdom = kingdoms[last].code if last >= 0 else None
        reason = None if kingdom else "no kingdom is named before it"
        mentions.place(
            match.start(), match.end(), Bearer(kingdom, kingdom, "country", "the kingdom", reason, 0, "context")
        )
    mentions.settle()
    for match in _INSTITUTION.finditer(text):
        meant = _INSTITUTIONS[match["name"]]
        bearer_code = next(
            (m.code for m in reversed(mentions.ordered) if m.start < match.start() and m.code in meant), None
        )
        if bearer_code is not None:
            mentions.place(
                match.start(),
                match.end(),
                Bearer(bearer_code, bearer_code, "organisation", match[0], None, 0, "context"),
            )
    mentions.settle()
    return mentions.ordered


def _stand(text: str, names: Collection[str]) -> list[tuple[int, int]]:
    """Return where names stand as whole words, of several at one place the longest."""
    if not names:
        return []
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    longest: dict[int, int] = {}
    for last, length in automaton.iter(text):
        start, end = last + 1 - length, last + 1
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or before in {"_", "-"} or after.isalnum() or after == "_"):
            longest[start] = max(end, longest.get(start, 0))
    return sorted(longest.items())


class _Ordered:
    """Mentions in text order, with room made only where nothing stands yet."""

    def __init__(self, text: str, found: Collection[Mention]) -> None:
        self.text = text
        self.ordered = sorted(found, key=lambda m: m.start)
        self.starts = [m.start for m in self.ordered]
        self.added: list[Mention] = []
        self.taken: list[int] = []

    def place(self, start: int, end: int, bearer: Bearer) -> None:
        after = bisect_left(self.starts, start)
        if after < len(self.ordered) and self.ordered[after].start < end:
            return
        if after and self.ordered[after - 1].end > start:
            return
        self.added.append(
            Mention(
                start=start, end=end, text=self.text[start:end], code=bearer.code, kind=bearer.kind,
                head_name=bearer.head, reason=bearer.reason, state=bearer.state, via=bearer.via,
            )
        )  # fmt: skip

    def settle(self) -> None:
        """Take in what was placed, the first of any two that overlap."""
        kept: list[Mention] = []
        for mention in sorted([*self.ordered, *self.added], key=lambda m: (m.start, -m.end)):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        self.ordered, self.added = kept, []
        self.starts = [m.start for m in kept]
