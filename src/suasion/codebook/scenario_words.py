"""Changes as people write them: "JPN economic-aid +50%", "Japan cuts aid by 20 percent", "USA sanction lift"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import msgspec

from suasion.codebook.actor import resolve
from suasion.codebook.instrument import INSTRUMENTS
from suasion.codebook.scenario import Change, Verb
from suasion.codebook.scenario_actors import unknown_actor
from suasion.codebook.scenario_amounts import PERCENT, Amount, amount, plain, quoted
from suasion.codebook.scenario_rules import SPANS, check_change
from suasion.errors import InputError

LONGEST: Final = 200  # characters of one change; the longest name of a state has 56
_HOW: Final = "Write for example JPN economic-aid +50%, USA sanction lift or CHN position 0.2"
_POSSESSIVE: Final = re.compile(r"['’]s?$|[:,;]$")

# How people name the levers besides the slugs and titles of the instruments.
_ALIASES: Final = {
    "diplomatic": ("diplomacy", "visits"),
    "normative": ("norms",),
    "military": ("arms",),  # and not "military tie": that makes the ties conditional
    "economic-aid": ("economic aid",),
    "economic-loan": ("loan", "loans", "lending"),
    "economic-trade": ("trade",),
    "economic-investment": ("investment", "investments"),
    "labour": ("labor",),
    "health": ("vaccines",),
    "infrastructure": (),
    "sanction": ("sanction", "sanctions"),
    "legal": ("courts",),
    "domestic": ("domestic politics",),
    "symbolic": ("symbols",),
}
_OWN: Final[tuple[Verb, ...]] = ("position", "salience", "credibility", "cost")  # of the actor itself, not of a tie
_STOP: Final = frozenset(
    {"stop", "stops", "stopped", "end", "ends", "halt", "halts", "suspend", "suspends", "cut off", "cuts off"}
)
_PLAIN: Final[dict[str, Verb]] = {
    "tie": "tie", "ties": "tie", "tied": "tie", "conditional": "tie", "untie": "untie", "unties": "untie",
    "untied": "untie", "unconditional": "untie", "lift": "lift", "lifts": "lift", "lifted": "lift",
    "impose": "impose", "imposes": "impose", "imposed": "impose",
}  # fmt: skip
_TIMES: Final = {"double": "+100%", "doubles": "+100%", "halve": "-50%", "halves": "-50%", "triple": "+200%",
                 "triples": "+200%"}  # fmt: skip
_UP: Final = frozenset({"raise", "raises", "increase", "increases", "up", "more", "add", "adds", "plus"})
_DOWN: Final = frozenset({"cut", "cuts", "lower", "lowers", "reduce", "reduces", "decrease", "decreases", "down",
                          "less", "minus"})  # fmt: skip
_LEVEL: Final = frozenset({"=", "to", "at", "set", "sets", "moves", "move"})
_FILL: Final = frozenset({"its", "the", "all", "by", "their"})
_WORDS: Final = _STOP | _PLAIN.keys() | _TIMES.keys() | _UP | _DOWN | _LEVEL | _FILL


def _key(words: str) -> str:
    return re.sub(r"[-_\s]+", " ", words.casefold()).strip()


_LEVERS: Final[dict[str, str]] = {
    _key(word): name for name, instrument in INSTRUMENTS.items() for word in (name, instrument.title, *_ALIASES[name])
} | {own: own for own in _OWN}


def parse_change(text: str) -> Change:
    """Return the change that a text means.

    Parameters
    ----------
    text
        An actor's code or name, an instrument's slug or title (or "position" or "salience"), and what becomes of it:
        ``+50%``, ``-20%``, ``+100 million USD``, ``= 200m USD``, ``raise by``, ``cut to``, ``double``, ``stop``,
        ``tie``, ``untie``; of sanctions ``lift`` and ``impose``; of a position or salience its new value.
        ``conditional`` at the end offers what is added for a move on the issue alone. Amounts are for a year.

    Returns
    -------
    Change
        ``written`` is the text with single spaces.

    Raises
    ------
    UnknownActorError
        If it begins with no actor; the message names the closest.
    InputError
        If its lever, verb, amount or unit is not known, or if they do not go together.

    Examples
    --------
    >>> change = parse_change("Japan aid +50%")
    >>> change.actor, change.instrument, change.verb, change.amount, change.relative
    ('JPN', 'economic-aid', 'add', 0.5, True)
    >>> parse_change("USA lifts its sanctions").verb
    'lift'
    """
    written = " ".join(text.split())
    where = quoted(written)
    if not written:
        raise InputError(f"{where} is an empty change. {_HOW}.")
    if len(written) > LONGEST or not written.isprintable():
        raise InputError(f"{where} is longer than {LONGEST} characters or holds some that cannot be read. {_HOW}.")
    words = plain(written).split()
    code, rest = _actor(words, where)
    lever, said = _lever(rest, where)
    change = _meant(code, lever, said, where)
    change = msgspec.structs.replace(change, written=written)
    check_change(change)
    return change


def write_change(change: Change) -> str:
    """Return the one way of writing a change that ``parse_change`` reads back as the same change.

    Examples
    --------
    >>> write_change(parse_change("Japan cuts aid by 20 percent"))
    'JPN economic-aid -20%'
    """
    lever = change.instrument or change.verb
    amount = (change.amount or 0.0) + 0.0  # -0.0 is 0
    unit = f" {change.unit}" if change.unit else ""
    if change.verb == "add" and change.relative:
        said = f"{'-' if amount < 0 else '+'}{_digits(abs(amount), 2)}%"
    elif change.verb == "add":
        said = f"{'-' if amount < 0 else '+'}{_digits(abs(amount))}{unit}"
    elif change.verb == "set":
        said = f"= {_digits(amount)}{unit}"
    elif change.verb in _OWN:
        said = _digits(amount)
    else:
        said = change.verb
    return f"{change.actor} {lever} {said}{' conditional' if change.conditional else ''}"


def _digits(number: float, shift: int = 0) -> str:
    exact = Decimal(repr(float(number))).scaleb(shift).normalize()
    long = format(exact, "f")
    return long if len(long) <= 25 else str(exact)


def _actor(words: Sequence[str], where: str) -> tuple[str, list[str]]:
    """Return the code of the actor that the words begin with, by its longest name, and the words after it."""
    for count in range(min(len(words), 9), 0, -1):
        name = _POSSESSIVE.sub("", " ".join(words[:count]))
        code = resolve(name) or resolve(name.upper())
        if code is not None and any(map(str.isalnum, words[count - 1])):
            return code, list(words[count:])
    ends = (
        i for i in range(1, len(words)) if _found(words, i) or words[i].casefold() in _WORDS or _amountlike(words[i])
    )
    raise unknown_actor(" ".join(words[: next(ends, 1)]), where)


def _amountlike(word: str) -> bool:
    return re.match(r"[+=$-]|[0-9.]", word) is not None


def _found(words: Sequence[str], start: int) -> tuple[str, int] | None:
    """Return the lever whose name stands at a place, its longest name first, and where it ends."""
    for end in range(min(start + 3, len(words)), start, -1):
        lever = _LEVERS.get(_key(" ".join(words[start:end])))
        # A minus that stands apart is the amount's, and no hyphen of the name.
        if lever is not None and words[end - 1][-1].isalnum():
            return lever, end
    return None


def _lever(words: Sequence[str], where: str) -> tuple[str, str]:
    """Return the lever, and what is said of it: before it ("lifts its sanctions") and after."""
    for start in range(min(len(words), 4)):
        found = _found(words, start)
        if found is not None:
            lever, end = found
            return lever, " ".join([*words[:start], *words[end:]])
        if words[start].casefold() not in _WORDS:
            break
    strange: list[str] = []
    for word in words:
        if strange and (len(strange) == 3 or word.casefold() in _WORDS or _amountlike(word)):
            break
        if word.casefold() not in _WORDS and not _amountlike(word):
            strange.append(word)
    if not strange:
        raise InputError(f"{where} does not name the instrument to change. {_HOW}.")
    raise InputError(f"{where}: {quoted(' '.join(strange))} is no instrument{nearest(' '.join(strange))}.")


def nearest(word: str) -> str:
    """Return the end of a sentence that names the levers closest to a word, or all where none is close."""
    from difflib import get_close_matches

    close = get_close_matches(_key(word), list(_LEVERS), n=6, cutoff=0.7)
    names = list(dict.fromkeys(_LEVERS[name] for name in close))[:3]
    return (
        f"; closest {'is' if len(names) == 1 else 'are'} {', '.join(names)}"
        if names
        else f". Write one of {', '.join((*INSTRUMENTS, *_OWN))}"
    )


def _meant(code: str, lever: str, said: str, where: str) -> Change:
    tokens = said.casefold().split()
    conditional = tokens[-1:] == ["conditional"] and len(tokens) > 1
    if len(tokens) > 1 and tokens[-1] in ("conditional", "unconditional"):
        tokens = tokens[:-1]
    core = [token for token in tokens if token not in _FILL] if len(tokens) > 1 else tokens
    one = " ".join(core)
    if not one:
        raise InputError(f"{where} does not say what becomes of {lever}. {_HOW}.")
    instrument = None if lever in _OWN else lever
    if lever in _OWN:
        return _own(code, lever, core, conditional, where)
    if one in _STOP or (one == "lift" and lever != "sanction"):
        verb: Verb = "lift" if lever == "sanction" else "set"
        level = None if lever == "sanction" else 0.0
        return Change(actor=code, instrument=instrument, verb=verb, amount=level, conditional=conditional)
    if one in _PLAIN:
        return Change(actor=code, instrument=instrument, verb=_PLAIN[one], conditional=conditional)
    if extra := [token for token in core if token in _PLAIN or token in _STOP]:
        raise InputError(f"{where} has {quoted(extra[0])} beside something else. Write each as a change of its own.")
    verb, found = _moved(_TIMES.get(one, "").split() or core, where)
    relative = found.unit == PERCENT
    size = -found.value if found.sign == "-" and found.value else found.value
    return Change(actor=code, instrument=instrument, verb=verb, amount=size, unit=None if relative else found.unit,
                  relative=relative, conditional=conditional)  # fmt: skip


def _own(code: str, lever: str, words: Sequence[str], conditional: bool, where: str) -> Change:
    if conditional:
        raise InputError(f"{where}: a {lever} cannot be offered on a condition. Leave out conditional.")
    if words[0] in _LEVEL and len(words) > 1:
        words = [word for word in words if word not in _LEVEL]
    number = " ".join(words).removeprefix("=").strip()
    moved = any(word in _UP | _DOWN for word in words)
    found = None if moved or not number else amount(number, where)
    if found is None or found.unit is not None:
        span = "{:g} to {:g}".format(*SPANS[lever])
        raise InputError(f"{where}: a {lever} is set to a plain number from {span}. Write for example {lever} 0.2.")
    size = -found.value if found.sign == "-" and found.value else found.value
    verb = next(own for own in _OWN if own == lever)
    return Change(actor=code, instrument=None, verb=verb, amount=size)


def _moved(words: Sequence[str], where: str) -> tuple[Verb, Amount]:
    """Return whether the words add to a level or set it, and the amount with its sign."""
    ups, downs = (sum(word in kind for word in words) for kind in (_UP, _DOWN))
    level = any(word in _LEVEL for word in words)
    rest = " ".join(word for word in words if word not in _UP | _DOWN | _LEVEL)
    if rest.startswith("="):
        level, rest = True, rest[1:].strip()
    if not rest:
        raise InputError(f"{where} does not say by how much. Write for example +50%, -100 million USD or stop.")
    found = amount(rest, where)
    if level:
        return "set", found
    if (ups and downs) or (ups and found.sign == "-") or (downs and found.sign == "+"):
        raise InputError(f"{where} says more and less at once. Write a plus or a minus alone, for example +50%.")
    sign = "-" if downs else "+" if ups else found.sign
    if not sign:
        level_too = "" if found.unit == PERCENT else f", or = {rest} for a level"
        raise InputError(f"{where} does not say if it is more or less. Write +{rest} or -{rest}{level_too}.")
    return "add", found._replace(sign=sign)
