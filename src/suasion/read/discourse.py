"""What a text is about so far: whom pronouns, "both sides" and "the country" mean.

Heuristic. Recency and subjecthood decide; nothing is learnt. Their error is part of the reader's scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from suasion.read.mentions import Mention

_THREE_LETTERS: Final = frozenset(
    [
        "IMF",
        "WTO",
        "SCO",
        "GCC",
        "ECB",
        "ADB",
        "ICC",
        "ICJ",
        "WHO",
        "OAS",
        "CIS",
        "PIF",
        "MRC",
        "WFP",
        "OIC",
        "CDB",
        "OAU",
    ]
)  # organisations
_GREAT: Final = frozenset({"USA", "GBR", "FRA", "RUS", "CHN", "DEU", "JPN"})  # major powers in COW's list
BLOCS: Final = frozenset(
    {
        "UN",
        "EU",
        "ASEAN",
        "NATO",
        "AU",
        "QUAD",
        "IMF",
        "WB",
        "WTO",
        "G7",
        "G20",
        "BRICS",
        "ECOWAS",
        "GCC",
        "SCO",
        "OPEC",
        "PIF",
        "CSTO",
        "MERCOSUR",
        "CARICOM",
        "SADC",
        "IGAD",
        "OAS",
        "WHO",
    }
)


_REMEMBERED: Final = 80  # names looked back over
_OPENING: Final = 200  # a state named in the first characters counts once more: titles say what a text is about


class Entry(NamedTuple):
    """An actor that has been named: in which sentence, at which token, as a clause's subject, as a person."""

    code: str
    sentence: int
    token: int
    subject: bool
    person: bool


def is_state(code: str | None) -> bool:
    """Return whether the code is a state's (three capitals, no organisation we know)."""
    return code is not None and len(code) == 3 and code.isalpha() and code not in _THREE_LETTERS


class Discourse:
    """The actors of one document in the order they were named."""

    def __init__(self, mentions: Sequence[Mention], title_end: int = 0) -> None:
        counts = Counter(m.code for m in mentions if is_state(m.code))
        counts.update({m.code for m in mentions[:12] if is_state(m.code) and m.start < _OPENING})
        first = {m.code: -m.start for m in reversed(mentions)}
        self.focus: list[str] = sorted(counts, key=lambda code: (-counts[code], -first[code]))  # type: ignore[arg-type]
        self.counts = counts
        titled = [m.code for m in mentions if is_state(m.code) and m.start < title_end]
        self.titled = {c: 1.5 for c in titled if c} | {c: 2.0 for c in titled[:1] if c}  # whom the title names
        self.entries: list[Entry] = []
        self.dyads: list[tuple[str, str]] = []
        self.related: set[tuple[str, str]] = set()  # all of them, for asking whether two have been
        self.plural: tuple[str, ...] = ()
        self.issuer: str | None = None
        self.home: str | None = None  # the state that a speech or opinion tells others' acts on
        self.speaker: str | None = None  # the state that "we" means in the sentence at hand
        self.called: dict[str, str] = {}  # by code, the person last named for it, else the actor
        self.pressed: list[tuple[str, str]] = []  # who has asked or accused whom, last first to be answered
        self.signatories: tuple[str, ...] = ()  # the two states of a joint statement
        self.flows: dict[str, str] = {}  # by class ("loan"), who gave the last one: "the loan", "the money"
        self.last_act: str | None = None  # who did what was told last: whose "the decision" is
        self.given: tuple[str | None, str | None, str] | None = None  # giver, receiver and frame of the last flow told
        self.topics: frozenset[str] = frozenset()  # issues that the text names beyond doubt
        self.joint = False
        self.parties: tuple[str, ...] = ()
        self.titles: dict[str, str] = {}
        self.organisation: str | None = None

    def add(self, entry: Entry) -> None:
        """Note that an actor was named."""
        self.entries.append(entry)

    def add_dyad(self, actor: str | None, recipient: str | None) -> None:
        """Note that two states were put in relation."""
        if is_state(actor) and is_state(recipient) and actor != recipient:
            self.dyads.append((actor, recipient))  # type: ignore[arg-type]
            self.related.add(self.dyads[-1])

    def pair(self) -> tuple[str, ...]:
        """Return the two states that "both sides" means: the last joint subject, else the last two in relation."""
        if self.signatories:
            return self.signatories
        joint = tuple(c for c in self.plural if is_state(c))
        if len(joint) == 2:
            return joint
        if ours := self.ours():
            return ours
        leading = self.focus[:2]
        if self.issuer is not None and len(leading) == 2:
            return tuple(leading)
        for a, b in reversed(self.dyads[-6:]):
            if a in self.focus[:5] and b in self.focus[:5]:
                return (a, b)
        return tuple(leading) if len(leading) == 2 else ()

    def ours(self) -> tuple[str, ...]:
        """Return the speaker's state and the one named last besides it: whom "our two countries" means."""
        if self.speaker is None:
            return ()
        last = next((e.code for e in reversed(self.entries[-6:]) if is_state(e.code) and e.code != self.speaker), None)
        other = last or next((c for c in self.focus if c != self.speaker), None)
        return (self.speaker, other) if other else ()

    def counterpart(self, code: str | None) -> str | None:
        """Return the state that a one-sided act is most likely directed at, or that of a one-sided fate is due to."""
        if code is None:
            return None
        if code in self.signatories:
            return next(other for other in self.signatories if other != code)
        if self.home is not None and self.home != code:
            return self.home
        client = self.client()
        if client and client != code:
            return client
        leading = [c for c in self.focus if c != code][:3]
        for a, b in reversed(self.dyads[-6:]):
            if code == a and b in leading:
                return b
            if code == b and a in leading:
                return a
        return next((other for other in self.focus if other != code), None)

    def client(self) -> str | None:
        """Return the state that others court: the most named, great powers at half weight and the issuer left out."""
        others = [code for code in self.focus if code != self.issuer]
        return max(
            others,
            key=lambda c: (self.counts[c] * (0.5 if c in _GREAT else 1.0) * self.titled.get(c, 1.0), -others.index(c)),
            default=None,
        )

    def back(self, *, sentence: int, before: int, person: bool, exclude: frozenset[str] = frozenset()) -> str | None:
        """Return the actor a singular pronoun at this place means.

        Order: a subject before it in the same sentence, the subject of the sentence before, the nearest name.
        Persons for "he", states for "it"; for "he" a state whose leader was not named stands in last.
        """
        recent = [e for e in self.entries[-_REMEMBERED:] if e.code not in exclude]
        near = [e for e in recent if e.sentence == sentence and e.token < before]
        earlier = [e for e in recent if sentence - 3 <= e.sentence < sentence]
        pools = [[e for e in near if e.subject], [e for e in earlier if e.subject and e.sentence >= sentence - 2]]
        pools += [near, earlier]
        for wanted in (True, False) if person else (False, True):
            for pool in pools:
                fits = [e for e in pool if e.person is wanted]
                if fits:
                    last = fits[-1].sentence
                    same = [e for e in fits if e.sentence == last]
                    return same[0 if same[0].subject and last != sentence else -1].code
        return None
