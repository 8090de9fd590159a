"""The actor list as one automaton: every place in a text where a name of the list stands, and what it may mean."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec

from suasion.codebook.naming import NameKind, Office, all_names, offices


class Meaning(msgspec.Struct, frozen=True):
    """One thing a written name may mean: an actor's name, or a person's term of office.

    ``needs`` is as in ``naming.Name``; "introduction" marks what only later mentions call a person.
    """

    head: str
    code: str | None
    state: str | None
    kind: NameKind
    valid_from: str
    valid_to: str
    needs: str
    role: str = ""
    aliases: tuple[str, ...] = ()


class Hit(msgspec.Struct, frozen=True):
    """A stretch of text that is a written name; ``capitals`` if it stands there in capitals that are not its own."""

    start: int
    end: int
    name: str
    meanings: tuple[Meaning, ...]
    capitals: bool = False

    @property
    def blocked(self) -> bool:
        """Whether the stretch only looks like a name."""
        return self.meanings[0].kind == "blocked"

    @property
    def person(self) -> bool:
        """Whether the name is a person's."""
        return bool(self.meanings[0].role)


# One character each, so that offsets stay those of the text: apostrophes, hyphens and spaces as the table writes them.
SAME_LENGTH: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\n": " ",
     "\t": " ", "\r": " "}
)  # fmt: skip


def _spellings(*names: str) -> list[str]:
    """Return names with the other ways to write the Arabic article: al-Sharaa, Al-Sharaa, al Sharaa, Al Sharaa."""
    written: dict[str, None] = {}
    for name in names:
        written[name] = None
        article = re.search(r"\b([ae]l)-(?=[A-Z])", name)
        if article is not None:
            for other in (f"{article[1]} ", f"{article[1].title()}-", f"{article[1].title()} "):
                written[name[: article.start()] + other + name[article.end() :]] = None
    return list(written)


# Where a family name comes first, and readouts may write it in capitals: HUN Sen, KISHIDA Fumio.
_FAMILY_FIRST: Final = frozenset({"KHM", "CHN", "TWN", "KOR", "PRK", "VNM"})


def _orders(office: Office) -> list[str]:
    """Return a person's name with the other orders and capitals that its own state's texts use."""
    words = office.name.split()
    names = [office.name]
    if office.state == "JPN" and len(words) == 2:
        given, family = words
        names += [f"{family} {given}", f"{family.upper()} {given}"]
    elif office.state in _FAMILY_FIRST and len(words) > 1:
        names.append(" ".join([words[0].upper(), *words[1:]]))
    return names


def _meanings() -> dict[str, list[Meaning]]:
    found: dict[str, list[Meaning]] = {}
    for name in all_names():
        if name.kind == "label":
            continue
        meaning = Meaning(name.name, name.code, name.state, name.kind, name.valid_from, name.valid_to, name.needs)
        written = name.name.translate(SAME_LENGTH)
        found.setdefault(written, []).append(meaning)
        if written.startswith("the "):
            found.setdefault("The " + written[4:], []).append(meaning)
    for office in offices():
        full = Meaning(
            office.name,
            office.code,
            office.state,
            office.kind,
            office.valid_from,
            office.valid_to,
            "",
            office.role,
            office.aliases,
        )
        for written in _spellings(*_orders(office), *office.aliases):
            found.setdefault(written.translate(SAME_LENGTH), []).append(full)
        for written in _spellings(*office.short):
            if written in (office.name, *office.aliases):
                continue
            needs = "" if written in _spellings(*office.known_by) else "introduction"
            short = msgspec.structs.replace(full, needs=needs)
            found.setdefault(written.translate(SAME_LENGTH), []).append(short)
    # A phrase that only looks like a name is that and nothing else.
    for written, meanings in found.items():
        blocked = [m for m in meanings if m.kind == "blocked"]
        if blocked:
            found[written] = blocked
    return found


@cache
def _shorts() -> dict[str, tuple[str, ...]]:
    return {office.name: office.short for office in offices()}


def shorts_of(person: str) -> tuple[str, ...]:
    """Return what later mentions call a person of the list; empty for the full name only."""
    return _shorts().get(person, ())


@cache
def _automaton() -> tuple[object, list[tuple[str, tuple[Meaning, ...], bool]]]:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    values: list[tuple[str, tuple[Meaning, ...], bool]] = []
    found = _meanings()
    for written, meanings in found.items():
        automaton.add_word(written, len(values))
        values.append((written, tuple(meanings), False))
    for written, meanings in found.items():
        capitals = written.upper()
        if capitals != written and len(capitals) == len(written) and len(written) > 3 and capitals not in found:
            automaton.add_word(capitals, len(values))
            values.append((written, tuple(meanings), True))
    automaton.make_automaton()
    return automaton, values


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Say whether the words beside a stretch are in capitals too, as in a headline, or it is a line of its own."""
    left = text[max(0, start - 24) : start].rpartition("\n")[2].split()
    right = text[end : end + 24].partition("\n")[0].split()
    beside = [word for word in (left[-1:] + right[:1]) if any(c.isalpha() for c in word)]
    if not beside:
        return True
    return all(word.upper() == word for word in beside)


_GIVEN_IN_CAPITALS: Final = frozenset(
    {"LET", "TELL", "GIVE", "JOIN", "WITH", "FOR", "TO", "OF", "ABOUT", "ON", "AT", "BY"}
)


def find_hits(text: str) -> list[Hit]:
    """Return where names of the list stand in a text: leftmost and longest, none overlapping, whole words only."""
    automaton, values = _automaton()
    same = text.translate(SAME_LENGTH)
    longest: dict[int, tuple[int, int]] = {}
    last = len(same)
    for at, index in automaton.iter(same):  # type: ignore[attr-defined]
        end = at + 1
        start = end - len(values[index][0])
        if start and (same[start - 1].isalnum() or same[start - 1] == "_"):
            continue
        if end < last and (same[end].isalnum() or same[end] in "_$"):
            continue
        if start not in longest or longest[start][0] < end:
            longest[start] = (end, index)
    hits: list[Hit] = []
    reached = 0
    for start in sorted(longest):
        end, index = longest[start]
        if start < reached:
            continue
        name, meanings, capitals = values[index]
        # A full name in capitals is a person anywhere (HUN SEN); other names need words in capitals beside them.
        if capitals and not (meanings[0].role and " " in name) and not _in_capitals(text, start, end):
            continue
        if name == "US" and same[:start].rstrip().rpartition(" ")[2] in _GIVEN_IN_CAPITALS:
            continue
        hits.append(Hit(start, end, name, meanings, capitals))
        reached = end
    return hits
