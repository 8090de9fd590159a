"""Choosing: which of its meanings a written name has at the date of a text, and beside what else the text names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from suasion.codebook.naming import holds
from suasion.read.gazetteer import Hit, Meaning
from suasion.read.titles import Run


def either(choices: Iterable[str | None]) -> str:
    """Return choices as a reason lists them: "CHN or no state"."""
    return " or ".join(sorted({choice or "no state" for choice in choices}))


def choose_name(
    hit: Hit, on: str | None, named: Collection[str | None], next_character: str
) -> tuple[Meaning | None, str | None] | None:
    """Return what a name other than a person's means, or the reason why it cannot be told; None if it is no mention.

    Parameters
    ----------
    hit
        The name where it stands.
    on
        ISO date of the text; None where unknown.
    named
        The states that the text names beyond doubt.
    next_character
        What follows the name; a hyphen makes "Sino" China.
    """
    meanings = [m for m in hit.meanings if not m.role and (m.needs != "prefix" or next_character == "-")]
    meanings = [m for m in meanings if m.needs != "state" or m.state in named]
    if not meanings:
        return None
    valid = [m for m in meanings if holds(m.valid_from, m.valid_to, on)]
    if not valid:
        last = max(meanings, key=lambda m: m.valid_from)
        term = f"from {last.valid_from or 'ever'} to {last.valid_to or 'today'}"
        return None, f"{last.head} stood for {last.state} {term}, not on {on}"
    open_readings = [m for m in valid if m.needs in {"either", "default"}]
    if open_readings:
        beside = [m for m in open_readings if m.state in named]
        if len({m.state for m in beside}) == 1:
            return beside[0], None
        default = [m for m in open_readings if m.needs == "default"]
        if not beside and default:
            return default[0], None
        return None, f"{hit.name} may be {either(m.state for m in open_readings)}, and the text does not say which"
    if len({m.code for m in valid}) > 1:
        # Without a date a name that passed from one state to the next is the one that bears it today.
        today = [m for m in valid if not m.valid_to]
        if on is not None or len({m.code for m in today}) != 1:
            return None, f"{hit.name} may be {either(m.code for m in valid)}"
        valid = today
    return max(valid, key=lambda m: m.valid_from), None


def choose_person(  # noqa: PLR0917
    hit: Hit,
    candidates: Sequence[Meaning],
    title: Run | None,
    on: str | None,
    named: Collection[str | None],
    words: str,
) -> tuple[Meaning, str | None, str | None]:
    """Return the term of office that a person is named in, the code it stands for, or the reason if for none.

    Parameters
    ----------
    hit
        The person's name where it stands.
    candidates
        The terms that are possible at all; at least one.
    title
        The office named beside the name, if one.
    on
        ISO date of the text; None where unknown.
    named
        The states that the text names beyond doubt.
    words
        The title as written, lower case; "" without one.
    """
    valid = [m for m in candidates if holds(m.valid_from, m.valid_to, on)]
    pool = valid or list(candidates)
    if words and (title is None or not title.former):
        # "Then Foreign Minister Kishida" is the foreign minister, at whatever date the text was written.
        by_role = [m for m in (valid or candidates) if _same_office(m.role, words)] or [
            m for m in candidates if _same_office(m.role, words)
        ]
        pool = by_role or pool
    if len({m.code for m in pool}) > 1:
        pool = [m for m in pool if m.state in named] or pool
    chosen = max(pool, key=lambda m: m.valid_from)
    if title is not None and title.former:
        return chosen, None, f"a former office-holder of {chosen.state} stands for no state"
    if title is not None and title.private:
        return chosen, None, f"neither government nor force of {chosen.state}"
    if len({m.code for m in pool}) > 1:
        heads = {m.head for m in pool}
        return chosen, None, f"{hit.name} may be {either(heads if len(heads) > 1 else (m.code for m in pool))}"
    if chosen not in valid and title is None:
        # Between two terms, and after the last, a person is named for the term that ended last.
        ended = [m for m in pool if m.valid_to and on is not None and m.valid_to < on]
        chosen = max(ended, key=lambda m: m.valid_from) if ended else chosen
    if chosen not in valid and not _still_stands(chosen, title, on):
        terms = "; ".join(
            dict.fromkeys(f"{m.role} {m.valid_from or '..'} to {m.valid_to or 'today'}" for m in candidates)
        )
        return chosen, None, f"{chosen.head} held no office on {on} ({terms})"
    if chosen.code is None:
        return chosen, None, f"opposition of {chosen.state or 'a state'} stands for no state"
    return chosen, chosen.code, None


def _still_stands(term: Meaning, title: Run | None, on: str | None) -> bool:
    """Say whether a person out of office at the date of a text stands for the state all the same.

    A text that gives the office without "former" means the office; and a past head of state or government is named for
    what was done in office, as two independent codings of other documents had it.
    """
    if title is not None and title.kind in {"leader", "minister"}:
        return True
    return term.kind == "leader" and on is not None and bool(term.valid_to) and term.valid_to < on


_OFFICE_WORDS = (
    ("prime minister", r"prime minister|\bpm\b|premier"),
    ("premier", r"premier|prime minister"),
    ("president", r"(?<!vice )president"),
    ("vice president", r"vice[- ]president"),
    (
        "foreign minister",
        r"foreign (?:minister|secretary)|minister (?:of|for) (?:foreign|external) affairs|"
        r"external affairs minister|top diplomat",
    ),
    ("defence minister", r"defen[cs]e (?:minister|secretary|chief)|minister (?:of|for) (?:national )?defen[cs]e"),
    ("secretary-general", r"secretary[- ]general"),
    ("secretary of state", r"secretary of state|top diplomat"),
    ("secretary of defense", r"secretary of defen[cs]e|defen[cs]e secretary|pentagon chief"),
    ("king", r"\bking\b"),
    ("crown prince", r"crown prince"),
    ("chancellor", r"chancellor"),
    ("ambassador", r"ambassador"),
)


def _same_office(role: str, words: str) -> bool:
    return any(role == office and re.search(pattern, words) for office, pattern in _OFFICE_WORDS)
