"""Parties: who acts and toward whom, chosen for each draft among all the states that the sentence and the text offer.

The rules name an actor and a recipient; a log-linear model looks at their choice again beside every other state that
stands in the sentence, that its pronouns may mean or that the text is about. What it looks at is written out below in
words; the weights are fitted on coded documents by ``training``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from suasion.read.choices import total, way_between, weights
from suasion.read.discourse import Discourse, is_state
from suasion.read.drafts import Draft
from suasion.read.mentions import Mention
from suasion.read.nounphrases import resolve
from suasion.read.phrases import phrase
from suasion.read.view import PERSONS, Ref, Token, View, code_of, head_of

_PRONOUNS: Final = frozenset({
    "he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "we", "us", "our", "i", "my", "me",
    "who", "which", "whose", "that"
})  # fmt: skip
_POINTING: Final = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "both"})


class Candidate(NamedTuple):
    """A state that may play a role, or nobody, and what speaks for and against it."""

    ref: Ref | None
    seen: frozenset[str]

    @property
    def code(self) -> str | None:
        """The state's code; None for nobody."""
        return self.ref.code if self.ref else None


class Option(NamedTuple):
    """An actor and a recipient together, and what is seen of the two as a pair."""

    actor: Candidate
    recipient: Candidate
    seen: frozenset[str]

    def names(self) -> tuple[str, ...]:
        """Return all that is seen, by role: the names that weights have."""
        actor = (f"actor {name}" for name in self.actor.seen)
        return (*actor, *(f"recipient {name}" for name in self.recipient.seen), *self.seen)


class Weights(NamedTuple):
    """What is seen of an actor, of a recipient and of a pair is worth; what has no weight counts nothing."""

    actor: dict[str, float]
    recipient: dict[str, float]
    pair: dict[str, float]


def by_role(worth: Mapping[str, float]) -> Weights:
    """Return weights by the names of `Option.names` sorted by role."""
    found = Weights({}, {}, {})
    for name, weight in worth.items():
        role, _, rest = name.partition(" ")
        if role == "pair":
            found.pair[name] = weight
        else:
            (found.actor if role == "actor" else found.recipient)[rest] = weight
    return found


@lru_cache(maxsize=1)
def _shipped() -> Weights:
    return by_role(weights("parties"))


def choose(draft: Draft, drafts: Sequence[Draft], view: View, talk: Discourse, worth: Weights | None = None) -> float:
    """Give a draft the likeliest actor and recipient.

    Parameters
    ----------
    draft
        The draft, changed in place.
    drafts
        All drafts of its sentence, in order; those before it have been chosen already.
    view, talk
        The sentence, and what the text has said so far.
    worth
        Other weights than those shipped, for fitting.

    Returns
    -------
    float
        The probability of the pair chosen, in (0, 1].
    """
    worth = worth or _shipped()
    found = list(options(draft, drafts, view, talk))
    actors = {id(c): total(c.seen, worth.actor) for c in {id(o.actor): o.actor for o in found}.values()}
    recipients = {id(c): total(c.seen, worth.recipient) for c in {id(o.recipient): o.recipient for o in found}.values()}
    scores = [actors[id(o.actor)] + recipients[id(o.recipient)] + total(o.seen, worth.pair) for o in found]
    best = max(range(len(found)), key=scores.__getitem__)
    draft.actor, draft.recipient = found[best].actor.ref, found[best].recipient.ref
    return 1 / sum(math.exp(score - scores[best]) for score in scores)


def options(draft: Draft, drafts: Sequence[Draft], view: View, talk: Discourse) -> Iterator[Option]:
    """Yield the pairs that a draft may be about; the rules' own pair comes first."""
    scene = _Scene(draft, drafts, view, talk)
    actors = scene.candidates("actor", draft.actor)
    recipients = scene.candidates("recipient", draft.recipient)
    own = (code_of(draft.actor), code_of(draft.recipient))
    taken = {(code_of(d.actor), code_of(d.recipient)) for d in scene.siblings if d.item == draft.item} - {own}
    pairs = [(a, r) for a in actors for r in recipients if a.code != r.code and (a.code, r.code) not in taken]
    pairs.sort(key=lambda pair: (pair[0].code, pair[1].code) != own)
    for a, r in pairs or [(actors[0], recipients[0])]:
        yield Option(a, r, scene.pair_seen(a, r, own))


class _Scene:
    """A draft among the other drafts of its sentence, and the states on offer: what candidates are judged by."""

    def __init__(self, draft: Draft, drafts: Sequence[Draft], view: View, talk: Discourse) -> None:
        self.draft, self.view, self.talk = draft, view, talk
        self.others = [d for d in drafts if d is not draft]
        self.told = [(code_of(d.actor), code_of(d.recipient)) for d in self.others]
        self.siblings = [d for d in self.others if d.predicate == draft.predicate]
        self.family = draft.rule.split(":", 1)[0]
        self.sort = draft.plover or draft.kind
        self.lemma = draft.predicate.lemma_.lower()
        self.offered = _offered(draft, view, talk)
        at = draft.predicate.i
        near = {code: min(abs(r.token - at) for r in refs) for code, refs in self.offered.items()}
        self.here = [c for c, refs in self.offered.items() if any(r.how != "context" for r in refs)]
        self.before = sorted((c for c in self.here if any(r.token < at for r in self.offered[c])), key=near.__getitem__)
        self.after = sorted((c for c in self.here if any(r.token > at for r in self.offered[c])), key=near.__getitem__)
        about = _about(draft, view, talk)
        self.seen = {
            code: frozenset((*about.get(code, ()), *self._by_place(code, refs), *self._by_others(code)))
            for code, refs in self.offered.items()
        }

    def candidates(self, role: str, own: Ref | None) -> list[Candidate]:
        """Return who may play a role, nobody among them; ``own`` is whom the rules say."""
        siblings = {code_of(d.actor if role == "actor" else d.recipient) for d in self.siblings}
        found: list[Candidate] = []
        for code, refs in self.offered.items():
            seen = {*self.seen[code], *self._by_rules(code, own)}
            if code in siblings:
                seen.add("sibling's")
            found.append(Candidate(_written(code, refs, own, self.draft), frozenset(seen)))
        nameless = own if own is not None and own.code is None else None
        return [*found, Candidate(nameless, frozenset(self._of_nobody(own)))]

    def _by_rules(self, code: str, own: Ref | None) -> Iterator[str]:
        draft = self.draft
        if own is not None and code == own.code:
            yield from ("rules", f"rules {own.how}", f"rules {own.how} {self.family}", f"rules {own.how} {draft.kind}")
            if own.text is None:
                yield f"rules {own.how} unwritten"
        elif own is None or own.code is None:
            yield from ("rules have none", f"rules have none {draft.kind}", f"rules have none {self.sort}")

    def _by_others(self, code: str) -> Iterator[str]:
        yield f"{'state' if is_state(code) else 'body'} {self.sort}"
        if any(actor == code for actor, _ in self.told):
            yield "acts elsewhere"
        if any(recipient == code for _, recipient in self.told):
            yield "met elsewhere"

    def _by_place(self, code: str, refs: list[Ref]) -> Iterator[str]:
        draft, kind = self.draft, self.draft.kind
        here = [r for r in refs if r.how != "context"]
        if not here:
            yield from ("away", f"away {kind}")
            return
        yield f"one of {min(len(self.here), 4)}"
        if code in self.before:
            yield f"{min(self.before.index(code), 2)} before"
        if code in self.after:
            yield f"{min(self.after.index(code), 2)} after"
        for ref in here:
            token = self.view.doc[ref.token]
            way, apart = way_between(token, draft.predicate, self.view)
            label = token.dep_
            side = "before" if ref.token < draft.predicate.i else "after"
            yield from (side, f"{side} {kind}", f"{side} {draft.frame}", f"{side} {self.lemma}", f"{ref.how} {side}")
            yield from (f"path {way}", f"path {way} {kind}", f"path {way} {draft.frame}", f"path {way} {self.lemma}")
            yield from (label, f"{label} {self.sort}", f"{label} {draft.frame}")
            yield f"{'in' if draft.start <= token.idx < draft.end else 'out of'} span"
            if not apart:
                yield f"same clause {side}"
            if ref.person:
                yield f"person {self.sort}"

    def _of_nobody(self, own: Ref | None) -> Iterator[str]:
        draft = self.draft
        for what in (draft.kind, self.sort, self.family, draft.frame, self.lemma, f"of {min(len(self.here), 3)}"):
            yield f"nobody {what}"
        yield "nobody"
        if own is None or own.code is None:
            yield from ("rules nobody", f"rules nobody {draft.kind}", f"rules nobody {self.sort}")
            if own is not None:
                yield "rules a nameless one"
        else:
            yield from (f"nobody for {own.how}", f"nobody for {own.how} {self.sort}")

    def pair_seen(self, a: Candidate, r: Candidate, own: tuple[str | None, str | None]) -> frozenset[str]:
        """Return what is seen of an actor and a recipient together."""
        draft, pair, turned = self.draft, (a.code, r.code), (r.code, a.code)
        seen: set[str] = set()
        if pair == own:
            seen |= {"pair rules", f"pair rules {self.family}", f"pair rules {draft.frame}"}
        if turned == own:
            seen |= {"pair turned", f"pair turned {draft.kind}", f"pair turned {draft.frame}"}
        if a.ref and r.ref:
            written = (a.ref.how != "context") + (r.ref.how != "context")
            seen.add(f"pair {written} written {draft.kind}")
            if written == 2:
                seen.add(f"pair {'in' if a.ref.token < r.ref.token else 'against'} order {self.sort}")
                if a.ref.token == r.ref.token:
                    seen.add("pair at one word")
        last: Collection[tuple[str | None, str | None]] = self.talk.dyads[-1:]
        related: Collection[tuple[str | None, str | None]] = self.talk.related
        for name, pairs in (("elsewhere", self.told), ("before", last), ("told", related)):
            if pair in pairs:
                seen.add(f"pair {name}")
            if turned in pairs:
                seen.add(f"pair turned {name}")
        return frozenset(seen)


def _offered(draft: Draft, view: View, talk: Discourse) -> dict[str, list[Ref]]:
    """Return by code where each state stands that may play a part: in the sentence, behind a pronoun, in the text."""
    if not view.offers:
        view.offers = list(_in_sentence(view, talk))
    found: dict[str, list[Ref]] = {}
    for ref in (draft.actor, draft.recipient, *view.offers):
        if ref is not None and ref.code:
            found.setdefault(ref.code, []).append(ref)
    about = [talk.client(), talk.home, talk.speaker, talk.issuer, talk.organisation]
    about.append(talk.counterpart(code_of(draft.actor)))
    about += [e.code for e in talk.entries[-6:] if e.sentence < view.number]
    about += [code for pair in talk.dyads[-2:] for code in pair] + talk.focus[:3]
    for code in about:
        if code and code not in found:
            found[code] = [Ref(code, None, draft.predicate.i, "context")]
    return found


def _in_sentence(view: View, talk: Discourse) -> Iterator[Ref]:
    """Yield the names of a sentence, and whom its pronouns and definite phrases mean."""
    for mention, token in _named(view):
        yield Ref(mention.code, phrase(token, view), token.i, "name", mention.kind in PERSONS)
    for token in view.doc:
        if token.i not in view.mention_at and (
            token.lower_ in _PRONOUNS
            or (token.pos_ == "NOUN" and any(c.lower_ in _POINTING for c in token.lefts if c.dep_ in {"det", "poss"}))
        ):
            yield from (ref for ref in resolve(token, view, talk) if ref.how in {"coref", "agent"})


def _named(view: View) -> Iterator[tuple[Mention, Token]]:
    """Yield the names in the sentence, each with the token that its phrase hangs on."""
    inside: dict[int, list[int]] = {}
    kept: dict[int, Mention] = {}
    for i, mention in sorted(view.mention_at.items()):
        if mention.code:
            inside.setdefault(mention.start, []).append(i)
            kept[mention.start] = mention
    for start, places in inside.items():
        tokens = [view.doc[i] for i in places]
        yield kept[start], head_of(tokens)


def _written(code: str, refs: list[Ref], own: Ref | None, draft: Draft) -> Ref:
    """Return a state with the words that stand for it: the rules' own, else those nearest to the predicate."""
    if own is not None and own.code == code:
        return own
    here = [r for r in refs if r.how != "context"]
    if here:
        return min(here, key=lambda r: (abs(r.token - draft.predicate.i), r.token))
    if own is not None and own.how == "coref" and own.text is not None:
        return own._replace(code=code)  # the pronoun stands; whom it means changes
    return refs[0]


def _about(draft: Draft, view: View, talk: Discourse) -> dict[str, set[str]]:
    """Return by code what the text so far says of it."""
    found: dict[str, set[str]] = {}

    def note(code: str | None, name: str) -> None:
        if code:
            found.setdefault(code, set()).add(name)

    for rank, code in enumerate(talk.focus[:3]):
        note(code, f"{rank} most named")
    for code in talk.titled:
        note(code, "in the title")
    note(talk.client(), "client")
    note(talk.client(), f"client {draft.kind}")
    note(talk.home, "home")
    note(talk.speaker, "speaker")
    note(talk.issuer, "issuer")
    note(talk.counterpart(code_of(draft.actor)), "counterpart")
    note(talk.last_act, "acted last")
    earlier = [e for e in talk.entries[-20:] if e.sentence < view.number]
    last = [e for e in earlier if e.sentence == view.number - 1]
    for entry in last:
        note(entry.code, "in the sentence before")
    note(next((e.code for e in last if e.subject), None), "subject before")
    note(next((e.code for e in reversed(earlier) if e.subject), None), "last subject")
    if talk.dyads:
        note(talk.dyads[-1][0], "actor before")
        note(talk.dyads[-1][1], "recipient before")
    return found
