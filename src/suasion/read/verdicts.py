"""Verdicts on somebody said as a name or a quality: "called Cambodia a colony", "described the move as reckless"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from suasion.read.clauses import Clause
from suasion.read.content import REPORTS
from suasion.read.discourse import Discourse
from suasion.read.drafts import Draft
from suasion.read.implied import doer_of
from suasion.read.lexicon import frames, words
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.nounphrases import resolve
from suasion.read.roles import find_actors, in_span
from suasion.read.spans import clause_span
from suasion.read.view import Ref, Token, View, child, children

NAMING: Final = frozenset({
    "call", "label", "brand", "describe", "consider", "deem", "dub", "denounce", "dismiss", "condemn", "hail", "praise",
    "characterise", "characterize", "portray", "view", "see", "regard", "term", "style", "decry"
})  # fmt: skip
_BY_THEMSELVES: Final = frozenset({"denounce", "dismiss", "condemn", "hail", "praise", "decry"})


def named_as(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the verdict of a verb of naming: blame, praise, or a state's standing under another."""
    if clause.verb.lemma_.lower() in _BY_THEMSELVES or clause.passive:
        return []
    target = child(clause.verb, "dobj")
    label = _label(clause, target)
    if label is None or target is None:
        return []
    return list(_verdict(clause, target, label, view, talk))


def said_of(clause: Clause, view: View, talk: Discourse) -> list[Draft]:
    """Return the blame or praise in what is said of another's act or words ("said X's claims were unfounded")."""
    verb = clause.verb
    told = child(verb, "ccomp")
    if told is None or told.lemma_.lower() != "be" or "say" not in clause.frames:
        return []
    quality = child(told, "acomp", "attr")
    subject = child(told, "nsubj")
    side = tone(quality) if quality is not None else 0
    if subject is None or not side or any(t.tag_ == "MD" for t in told.children):
        return []
    sayers = [a for a in find_actors(clause, view, talk) if a.code]
    others = [r for r in resolve(subject, view, talk) if r.code and r.code not in {a.code for a in sayers}]
    name = "accuse" if side < 0 else "praise"
    return [_draft("verdict:said", clause, view, name, a, others[0], 0.55) for a in sayers[:2] if others]


def _label(clause: Clause, target: Token | None) -> Token | None:
    """Return what the target is called: a complement, "as", or an apposition that the parser hung on the target."""
    label = child(clause.verb, "oprd") or next(iter(clause.preps.get("as", [])), None)
    if label is not None or target is None:
        return label
    small = child(clause.verb, "ccomp", "acomp", "xcomp")
    if small is not None and small.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and child(small, "nsubj") is None:
        return small
    after = [c for c in target.children if c.i > target.i and c.dep_ in {"appos", "amod", "conj", "acl"}]
    if after:
        return after[0]
    return target if tone(target) and child(target, "compound") is not None else None


def tone(label: Token) -> int:
    """Return 1 or -1 where the words of a label praise or blame, 0 where they do neither.

    Heuristic: by two word lists and the noun classes of violence, coercion, blame and threat.
    """
    lists = words()
    found = [t.lemma_.lower() for t in label.subtree] + [t.text.lower() for t in label.subtree]
    negated = any(w in {"not", "no", "never"} for w in found)
    if any(w in lists["bad-word"] for w in found) or {"assault", "coercion", "accusation", "threat"} & set(
        theme_classes(label)
    ):
        return 1 if negated else -1
    if any(w in lists["good-word"] for w in found) or "role" in noun_class(label):
        return -1 if negated else 1
    return 0


def _verdict(clause: Clause, target: Token, label: Token, view: View, talk: Discourse) -> Iterator[Draft]:
    sayers = [a for a in find_actors(clause, view, talk) if a.code]
    own = {a.code for a in sayers}
    judged = [r for r in resolve(target, view, talk) if r.code]
    masters = in_span(view, list(label.subtree), {r.code for r in judged})
    if judged and "subordination" in noun_class(label) and masters:
        actor, recipient = (masters[0], judged[0]) if label.lemma_.lower() == "colony" else (judged[0], masters[0])
        yield _draft("verdict:standing", clause, view, "judge", actor, recipient, 0.7)
        return
    side = tone(label)
    doer = doer_of(target, view, talk)
    owners = [r for r in judged or ([doer] if doer is not None else []) if r.code not in own]
    if side and sayers:
        name = "accuse" if side < 0 else "praise"
        if side < 0 and target.lemma_.lower() in REPORTS | {"criticism", "demand", "ultimatum"}:
            name = "reject"
            accusers = [a for a, b in talk.pressed[-4:] if b in own]
            owners = owners or [Ref(a, None, target.i, "coref") for a in accusers[-1:]]
        for sayer in sayers[:2]:
            if owners or name == "reject":
                whom = owners[0] if owners else None
                yield _draft("verdict:on", clause, view, name, sayer, whom, 0.65)
                continue
            stand = "oppose" if side < 0 else "favour"
            yield _draft("verdict:on", clause, view, stand, sayer, None, 0.55)
    elif judged and masters:
        yield _draft("verdict:called", clause, view, "judge", judged[0], masters[0], 0.5)
    elif owners and not sayers:
        yield _draft("verdict:called", clause, view, "judge", owners[0], None, 0.4)


def _draft(  # noqa: PLR0917
    rule: str, clause: Clause, view: View, name: str, actor: Ref, recipient: Ref | None, score: float
) -> Draft:
    frame = frames()[name]
    start, end = clause_span(clause.verb, view, subject=clause.subjects[0] if clause.subjects else None)
    return Draft(
        rule=rule,
        frame=frame.name,
        kind=frame.kind,
        plover=frame.plover,
        instrument=frame.instrument,
        polarity=frame.polarity,
        predicate=clause.verb,
        start=start,
        end=end,
        actor=actor,
        recipient=recipient,
        score=score,
        themes=[k for o in children(clause.verb, "dobj") for k in noun_class(o)],
    )
