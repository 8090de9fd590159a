"""Offices, forces, firms and bodies beside a nation: what may speak or act for it, and what may not.

"Cambodian" + "senior military officials", "Japan's" + "foreign minister", "the prime minister of" + "Malaysia". Grammar
by word lists: a run of qualifying words that ends in a head ("officials"), read forwards or backwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from suasion.codebook.naming import NameKind
from suasion.read.wordlists import any_of, word_list, word_lists


class Run(msgspec.Struct, frozen=True):
    """A run of words that names an office or body.

    ``former`` if it is a past one; ``private`` if it speaks for no state: rebels and opposition, but also analysts
    and media.
    """

    start: int
    end: int
    kind: NameKind
    former: bool
    private: bool = False


_HEADS: Final[dict[str, NameKind]] = {
    word: kind  # type: ignore[misc]
    for kind, words in word_lists("head").items()
    for word in sorted(words)
}
# Heads that speak for a state only behind one of these words: a foreign secretary, but not a secretary.
_ONLY_BEHIND: Final = word_lists("behind")
_QUALIFIERS: Final = word_list("qualifier")
_MILITARY: Final = word_list("military")
_OPPOSED: Final = word_list("opposed")
_NOT_THE_STATE: Final = word_list("not-the-state")
_SPEAKERS: Final = word_list("speaker")
_FORMER: Final = word_list("former")
# A head before one of these only qualifies it: a military base, a navy visit and a government loan are no one.
_QUALIFIED: Final = word_list("qualified")
_PRIVATE: Final = frozenset({"opposition", "person"})
_WORD: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_NEXT: Final = re.compile(r"(?:['’]s?)?[ \n\u00a0](?=[^\W\d_])")
_PORTFOLIO: Final = any_of("portfolio")
# "of Foreign Affairs and International Cooperation": the first word may be any, further ones are what portfolios are
# made of.
_OF: Final = re.compile(
    rf" (?:of|for)(?: the)? (?:[A-Z][\w'’&-]*|{_PORTFOLIO})(?:(?:,| and|,? of| of the|,? &|"
    rf", and)? {_PORTFOLIO}(?![\w])){{0,8}}"
)
_OF_LOWER: Final = re.compile(rf" (?:of|for) (?:the )?{_PORTFOLIO}(?:(?:,| and|, and)? {_PORTFOLIO}(?!\w)){{0,4}}")
_TAKES_OF: Final = frozenset({"minister", "ministers", "ministry", "department", "secretary", "ministries"})
_STATE_OF: Final = re.compile(r"heads? of (?:state|government)\b", re.IGNORECASE)


def _kind_of_run(words: list[str]) -> NameKind | None:
    """Return the kind that a run of lower-case words names by its last one, None if that is no head."""
    head = words[-1].rstrip(".")
    kind = _HEADS.get(head)
    if kind is None:
        return None
    before = frozenset(words[:-1])
    needed = _ONLY_BEHIND.get(head)
    if needed is not None and not before & needed:
        return None
    if head == "opposition" or before & (_OPPOSED if kind in {"leader", "minister"} else _NOT_THE_STATE):
        return "opposition"
    if head in {"media", "newspaper", "newspapers"} and before & {"state", "state-run", "state-owned", "official"}:
        return "agency"
    if "minister" in head and "prime" in before:
        return "leader"
    if head == "secretary" and "general" in before:
        return "leader"
    if head in _SPEAKERS and before & _MILITARY and "ministry" not in before:
        return "force"
    if head == "bank" and "central" in before:
        return "ministry"
    if head == "chief" and "party" in before:
        return "leader"
    return kind


_PREFIXED: Final = re.compile(r"(?:then|ex|former)-(?=\w)", re.IGNORECASE)
_POINTED: Final = word_list("pointed")
_ABBREVIATIONS: Final = frozenset({"U.S.", "Gen.", "Lt.", "Adm."})


def _words_from(text: str, at: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of up to ``most`` words that follow one another, one space apart, from a position on."""
    for _ in range(most):
        match = _WORD.match(text, at)
        if match is None:
            return
        start, end = match.span()
        if text[end - 1] in "'’.-" and match[0] not in _ABBREVIATIONS:
            end = start + len(match[0].rstrip("'’.-"))
        possessive = text[end - 2 : end] in {"'s", "’s"}
        if possessive:
            end -= 2
        yield start, end
        if possessive or end < match.end() or text[end : end + 1] not in {" ", "\n", "\u00a0"}:
            return
        at = end + 1


def run_after(text: str, at: int) -> Run | None:
    """Return the office or body that follows a nation which ends at an offset, None if none does.

    Parameters
    ----------
    text
        The document's text.
    at
        Where the nation's name ends, before a possessive.
    """
    gap = _NEXT.match(text, at)
    if gap is None:
        return None
    best: Run | None = None
    lower: list[str] = []
    for start, end in _words_from(text, gap.end(), 9):
        prefix = _PREFIXED.match(text, start) if "-" in text[start:end] else None
        word = text[prefix.end() if prefix else start : end].lower()
        lower.append(word)
        if word not in _QUALIFIERS and word not in _HEADS:
            if word in {"head", "heads"} and (heads := _STATE_OF.match(text, start)) is not None:
                return Run(gap.end(), heads.end(), "leader", bool(_FORMER & set(lower)))
            if word == "and" and best is not None and best.kind in {"leader", "minister"}:
                continue
            break
        if prefix is not None and prefix[0][:4].lower() != "then":
            lower[-1:] = ["ex", word]
        kind = _kind_of_run(lower)
        tail = (_OF.match(text, end) or _OF_LOWER.match(text, end)) if word in _TAKES_OF else None
        if tail is not None:
            # "Secretary of state"; a secretary alone is a clerk.
            kind = kind or ("ministry" if word == "department" else "minister")
        if kind is not None:
            best = Run(
                gap.end(), tail.end() if tail is not None else end, kind, bool(_FORMER & set(lower)), kind in _PRIVATE
            )
        if tail is not None:
            break
    if best is None:
        return None
    follows = _WORD.match(text, best.end + 1) if text[best.end : best.end + 1] in {" ", "-"} else None
    if follows is not None and follows[0].lower().rstrip(".") in _QUALIFIED:
        return None
    return best


_OFFICE_OF: Final = re.compile(
    rf"(?:(?:[Dd]eputy|[Vv]ice|[Aa]ssistant|[Ff]ormer|[Aa]cting) )*(?:[Mm]inister|[Ss]ecretary) (?:of|"
    rf"for)(?: the)? {_PORTFOLIO}"
    rf"(?:(?:,| and|,? of| of the|,? &|, and)? {_PORTFOLIO}(?!\w)){{0,8}} $"
)
_RANKS: Final = word_list("rank")
_HONOURS: Final = word_list("honour")
# Words that may qualify a title, but not by themselves join it backwards: "said top leader", "the bank president".
_NOT_BACKWARDS: Final = word_list("not-backwards")


def _words_back(left: str, end: int) -> list[tuple[int, str]]:
    """Return the lower-case words that run unbroken up to the end of a stretch, each with its offset, in text order."""
    words: list[tuple[int, str]] = []
    for piece in reversed(left.split(" ")[-8:]):
        start = end - len(piece)
        if _WORD.fullmatch(piece) is None or (piece.endswith(".") and piece.lower() not in _POINTED and len(piece) > 2):
            break  # a full stop ends the sentence before
        lower = piece.lower().rstrip(".")
        prefix = _PREFIXED.match(piece) if "-" in piece and lower not in _HEADS else None
        words.append((start, lower[prefix.end() :] if prefix else lower))
        end = start - 1
    words.reverse()
    return words


def run_before(text: str, at: int) -> Run | None:
    """Return the office or rank that stands right before a person's name which starts at an offset, None if none does.

    Honorifics between them are passed over ("Prime Minister Samdech Hun Sen"); by themselves they are no office.
    """
    left = text[max(0, at - 110) : at].replace("\n", " ")
    if not left.endswith(" "):
        return None
    match = _OFFICE_OF.search(left) if " of " in left or " for " in left else None
    if match is not None:
        start = at - len(left) + match.start()
        return Run(start, at, "minister", "former" in match[0].lower())
    words = _words_back(left[:-1], at - 1)
    while words and words[-1][1] in _HONOURS:
        words.pop()
    if not words:
        return None
    head = words[-1][1]
    # A name follows only offices of one person; generals and the like need their rank with a capital.
    single = head in _HEADS and not (head.endswith("s") and head not in {"chiefs"})
    if head in _RANKS and text[words[-1][0]].isupper():
        kind: NameKind = (
            "leader" if head in {"king", "queen", "prince", "princess", "emperor", "sultan", "pope"} else "person"
        )
    elif single:
        named = _kind_of_run([word for _, word in words])
        if named is None or named not in {"leader", "minister", "opposition", "force", "ministry", "person"}:
            return None
        kind = named
    else:
        return None
    first = len(words) - 1
    while first > 0 and (
        words[first - 1][1] in _RANKS
        or (
            (
                words[first - 1][1] in _QUALIFIERS
                or _HEADS.get(words[first - 1][1]) in {"leader", "minister", "ministry"}
            )
            and words[first - 1][1] not in _NOT_BACKWARDS
        )
        or (words[first - 1][1] == "and" and first >= 2 and words[first - 2][1] in _HEADS)
    ):
        first -= 1
    if words[first][1] == "and":
        first += 1
    run = [word for _, word in words[first:]]
    if head not in _RANKS:
        kind = _kind_of_run(run) or kind
    private = kind == "opposition" or (kind == "person" and head not in _RANKS)
    was = re.match(r"(?:ex|former)-", text[words[first][0] :], re.IGNORECASE) is not None
    return Run(words[first][0], at, kind, was or bool(_FORMER & set(run)), private)


def run_before_of(text: str, at: int) -> Run | None:
    """Return the office or body before "of" and a nation that starts at an offset: "foreign minister of [Japan]"."""
    if text[at - 4 : at] == " of ":
        end = at - 4
    elif text[at - 8 : at] == " of the ":
        end = at - 8
    else:
        return None
    office = re.search(
        rf"(?:[Dd]eputy |[Vv]ice |[Tt]he )?(?:[Mm]inister|[Ss]ecretary|[Mm]inistry|[Dd]epartment) (?:of|"
        rf"for)(?: the)? {_PORTFOLIO}"
        rf"(?:(?:,| and|,? of| of the|,? &|, and)? {_PORTFOLIO}(?!\w)){{0,8}}$", text[max(0, end - 100) : end]
    )  # fmt: skip
    if office is not None:
        kind: NameKind = "ministry" if re.search("inistry|epartment", office[0]) else "minister"
        return Run(max(0, end - 100) + office.start(), end, kind, False)
    words = [(m.start(), m[0].lower()) for m in _WORD.finditer(text, max(0, end - 60), end)]
    # Only the unbroken words right before "of" belong to it.
    while (
        len(words) > 1
        and not text[words[0][0] : end].replace("\n", " ").replace("-", " ").replace("'", "").replace(" ", "").isalpha()
    ):
        words.pop(0)
    best: Run | None = None
    for first in range(len(words) - 1, -1, -1):
        run = [word for _, word in words[first:]]
        heads = re.fullmatch(r"heads? of (?:state|government)", " ".join(run))
        kind_found: NameKind | None = "leader" if heads else _kind_of_run(run)
        if run[0] not in _QUALIFIERS and run[0] not in _HEADS and not heads:
            if run[0] not in {"state", "of", "head", "heads"}:
                break
            continue
        if (
            kind_found is not None
            and kind_found not in _PRIVATE
            and run[-1] not in {"side", "group", "member", "members"}
        ):
            best = Run(words[first][0], end, kind_found, bool(_FORMER & set(run)))
    return best


def is_title_word(word: str) -> bool:
    """Say whether a word may be part of an office's name: "President", "Foreign", "Samdech"."""
    lower = word.lower().rstrip(".")
    return lower in _HEADS or lower in _QUALIFIERS or lower in _RANKS or lower in _HONOURS
