"""Nouns to claims: "Chinese loans to Laos", "Tokyo's pleas", "the sanctions on Minsk", "talks between A and B"."""

from __future__ import annotations

from typing import Final

from suasion.read.clauses import find_preps
from suasion.read.discourse import Discourse, is_state
from suasion.read.drafts import Draft
from suasion.read.flows import has_amount
from suasion.read.lexicon import Frame, frames, noun_classes
from suasion.read.nounclasses import noun_class, theme_classes
from suasion.read.nounphrases import resolve
from suasion.read.roles import prep_heads
from suasion.read.spans import noun_span
from suasion.read.subjects import find_subjects
from suasion.read.view import PERSONS, Ref, Token, View, child, children, conjuncts, is_verbal

_ACTOR_PREPS: Final = ("by", "from", "between")
_FLOW_DIRECTION: Final = ("to", "for", "in", "into", "with", "across", "toward", "towards")
_DIRECTION: Final[dict[str, tuple[str, ...]]] = {
    "visit": ("to", "in"),
    "meet": ("with", "between", "to"),
    "agree": ("with", "between"),
    "request": ("to", "on", "for", "upon"),
    "accuse": ("of", "against", "from", "about", "over"),
    "praise": ("for", "of", "to"),
    "back": ("for", "to"),
    "sanction": ("on", "against", "over"),
    "assault": ("of", "on", "in", "against"),
    "exercise": ("with", "between"),
    "cooperate": ("with", "between"),
    "mobilize": ("to", "in", "near", "into", "on"),
    "retreat": ("from",),
    "train": ("of", "for", "to"),
    "threaten": ("to", "against"),
    "tie": ("with", "to", "between", "and"),
    "host_base": ("in", "on", "at"),
    "judge": ("over", "on", "in", "upon", "with"),
    "favour": ("of", "to"),
    "oppose": ("about", "over", "to", "with"),
    "reject": ("of", "to", "with"),
    "concede": ("to", "for"),
    "honour": ("to", "for"),
    "want": ("with", "in", "for"),
    "promise": ("to",),
    "coerce": ("of", "against"),
    "protest": ("against",),
}
_ONE_SIDED: Final = frozenset({"coerce", "favour", "oppose", "want"})
# A noun in these frames is coded only if both states are named in its own phrase.
_MODEST: Final = frozenset({
    "agree", "cooperate", "promise", "praise", "back", "reject", "threaten", "concede", "honour", "protest",
    "favour", "oppose", "want", "coerce", "tie", "judge"
})  # fmt: skip


def from_nouns(view: View, talk: Discourse) -> list[Draft]:
    """Return the drafts of the nouns that name an act, a flow or a tie and were not coded with a verb."""
    found: list[Draft] = []
    for noun in view.doc:
        if noun.pos_ not in {"NOUN", "PROPN"} or noun.i in view.used or noun.i in view.mention_at:
            continue
        if noun.dep_ == "compound" and noun.head.pos_ in {"NOUN", "PROPN"}:
            continue
        groups = noun_class(noun)
        if not groups:
            continue
        draft = _nominal(noun, groups[0], view, talk)
        found += draft
    return found


def _nominal(noun: Token, group: str, view: View, talk: Discourse) -> list[Draft]:
    name = noun_classes()[group][0] if group in noun_classes() else None
    if name is None:
        return []
    if name == "mobilize" and group == "troops":
        name = "mobilize" if noun.tag_ == "NNS" and prep_heads(noun, "in") else None
    if (
        name == "exercise"
        and noun.lemma_.lower() in {"training", "demining", "mission"}
        and not prep_heads(noun, "with")
    ):
        name = "train" if noun.lemma_.lower() == "training" else None
    if name == "retreat" and any(
        {"agreement", "talks", "alliance"} & set(noun_class(h)) for h in prep_heads(noun, "from")
    ):
        name = "reject"
    if name is None:
        return []
    frame = frames()[name]
    actors, recipients, both = _participants(noun, frame, view, talk)
    actors = [a for a in actors if a.code]
    if not actors:
        return _meeting_of_subjects(noun, frame, view, talk, recipients) if name == "meet" else []
    if name == "lend" and noun.lemma_.lower() == "debt" and child(noun, "poss") is not None and recipients:
        actors, recipients = [r for r in recipients if r.code], actors
    if name == "judge" and noun.lemma_.lower() in {"dependence", "dependency", "reliance"}:
        actors, recipients = [r for r in recipients if r.code], actors
        if not actors:
            return []
    recipients = [r for r in recipients if r.code and r.code not in {a.code for a in actors}]
    score = frame.score - 0.05
    if not recipients:
        if both and len(actors) == 2:
            return [_draft(noun, frame, actors[0], actors[1], score - 0.1, view)]
        if frame.kind == "flow" and actors[0].how != "coref" and has_amount(noun):
            return [_draft(noun, frame, actors[0], None, score - 0.1, view)]
        if name == "coerce" and any(prep_heads(noun, p) for p in ("on", "of", "against")):
            return [_draft(noun, frame, actors[0], None, score, view)]
        if (
            group in {"aid", "loan", "investment", "base"}
            and noun.lemma_.lower() not in {"money", "cash", "capital", "gift", "fund"}
            and actors[0].how in {"name", "agent"}
            and noun.dep_ in {"nsubj", "pobj", "dobj", "nsubjpass", "attr"}
        ):
            paired = next((b for a, b in reversed(view.pairs) if a == actors[0].code and is_state(b)), None)
            if paired and has_amount(noun):
                return [_draft(noun, frame, actors[0], Ref(paired, None, noun.i, "context"), score - 0.1, view)]
            near = [c for c in view.codes() if c != actors[0].code and is_state(c)]
            other = near[0] if len(near) == 1 else talk.counterpart(actors[0].code)
            if other and _is_subject_like(noun):
                return [_draft(noun, frame, actors[0], Ref(other, None, noun.i, "context"), score - 0.15, view)]
        if name in _ONE_SIDED and actors[0].how != "coref" and _is_stressed(noun):
            return [_draft(noun, frame, actors[0], None, score - 0.1, view)]
        if (
            name == "want"
            and child(noun, "poss") is not None
            and (prep_heads(noun, "of") or any(c.dep_ in {"prep", "acl"} for c in noun.children))
        ):
            return [_draft(noun, frame, actors[0], None, score - 0.05, view)]
        if (
            name in {"visit", "request"}
            and child(noun, "poss") is not None
            and noun.dep_ in {"nsubj", "nsubjpass", "dobj"}
        ):
            other = talk.counterpart(actors[0].code)
            if other:
                return [_draft(noun, frame, actors[0], Ref(other, None, noun.i, "context"), score - 0.3, view)]
        return []
    if name in {"tie", "judge", "favour", "oppose"} and not (actors[0].how != "coref" and recipients[0].how != "coref"):
        score -= 0.1
    if name == "tie":
        score -= 0.15
    return [_draft(noun, frame, a, r, score, view) for a in actors[:3] for r in recipients[:4]]


def _meeting_of_subjects(noun: Token, frame: Frame, view: View, talk: Discourse, others: list[Ref]) -> list[Draft]:
    """Return the meeting that the clause's two subjects had ("after the two-day meeting, A and B reaffirmed ...")."""
    if (
        noun.dep_ != "pobj"
        or noun.head.text.lower() not in {"after", "during", "at", "following", "in"}
        or noun.lemma_.lower() in {"session", "conference", "diplomacy"}
    ):
        return []
    verb = next((up for up in noun.ancestors if is_verbal(up)), None)
    refs = [r for s in (find_subjects(verb) if verb is not None else []) for r in resolve(s, view, talk) if r.code]
    others = [r for r in others if r.code and r.code not in {s.code for s in refs}]
    if refs and others:
        return [_draft(noun, frame, refs[0], others[0], frame.score - 0.15, view)]
    return [_draft(noun, frame, refs[0], refs[1], frame.score - 0.25, view)] if len(refs) == 2 else []


def _is_subject_like(noun: Token) -> bool:
    """Return whether a flow or base is what its clause is about: its subject or object, or inside either by "of"."""
    node = noun
    while node.dep_ == "pobj" and node.head.text.lower() == "of":
        node = node.head.head
    return node.dep_ in {"nsubj", "nsubjpass", "dobj"} or (node.dep_ == "attr" and child(node.head, "expl") is not None)


def _is_stressed(noun: Token) -> bool:
    """Return whether the noun is the subject of its clause or has a phrase of its own: more than a passing word."""
    return (
        noun.dep_ in {"nsubj"}
        and any(c.dep_ == "prep" and c.text.lower() in {"of", "about", "over", "to", "for"} for c in noun.children)
        and child(noun, "poss") is not None
    )


def _participants(noun: Token, frame: Frame, view: View, talk: Discourse) -> tuple[list[Ref], list[Ref], bool]:
    """Return who acts, toward whom, and whether the phrase is mutual ("talks between A and B")."""
    owners: list[Ref] = []
    second: list[Ref] = []
    for label in ("poss", "amod", "nmod", "compound"):
        for modifier in children(noun, label):
            for part in conjuncts(modifier):
                refs = _named(part, view, talk)
                for ref in refs:
                    (owners if not owners or part is not modifier else second).append(ref)
    between = [r for h in prep_heads(noun, "between") for r in resolve(h, view, talk)]
    if len(between) >= 2:
        return between[:1], between[1:2], True
    for prep in _ACTOR_PREPS:
        if not owners:
            owners = [r for h in prep_heads(noun, prep) for r in resolve(h, view, talk) if is_state(r.code) or r.code]
    if (
        frame.name in {"assault", "sanction", "coerce"}
        and len(owners) == 1
        and frame.name == "sanction"
        and not second
        and not any(prep_heads(noun, p) for p in ("on", "against"))
    ):
        return [], [], False
    directions = _FLOW_DIRECTION if frame.kind == "flow" else _DIRECTION.get(frame.name, frame.recipient)
    recipients: list[Ref] = []
    for prep in directions:
        recipients = [r for h in prep_heads(noun, prep) for r in resolve(h, view, talk) if r.code]
        if recipients:
            break
    if not recipients:
        recipients = second
    if not recipients and noun.dep_ == "dobj" and is_verbal(noun.head):
        preps = find_preps(noun.head)
        recipients = [
            r for p in directions for h in preps.get(p, []) if h.i > noun.i for r in resolve(h, view, talk) if r.code
        ][:2]
    if not recipients and frame.name == "visit":
        recipients = _destinations(noun, view, talk)
    if not owners and recipients and frame.name == "visit" and noun.dep_ == "pobj":
        verb = next((up for up in noun.ancestors if is_verbal(up)), None)
        owners = [
            r for s in (find_subjects(verb) if verb is not None else []) for r in resolve(s, view, talk) if r.code
        ]
        owners = owners[:1] if owners and owners[0].how != "owner" else []
    if not owners and frame.kind in {"flow", "event"}:
        owners = _of_governing(noun, view, talk, frame) or (_left_name(noun, view) if recipients else [])
    return owners, recipients, frame.both


def _destinations(noun: Token, view: View, talk: Discourse) -> list[Ref]:
    """Return where visits went that the parser hung on the main verb ("In his visits, first to X, he ...")."""
    verb = next((up for up in noun.ancestors if is_verbal(up)), None)
    if verb is None or noun.i > verb.i:
        return []
    subject = child(verb, "nsubj", "nsubjpass")
    limit = subject.i if subject is not None and subject.i > noun.i else verb.i
    heads = [h for h in find_preps(verb).get("to", []) if noun.i < h.i < limit]
    return [r for h in heads for r in resolve(h, view, talk) if r.code]


def _left_name(noun: Token, view: View) -> list[Ref]:
    """Return the name that stands before a noun the parser has cut off from it, with only modifiers between."""
    for i in range(noun.i - 1, max(-1, noun.i - 9), -1):
        token = view.doc[i]
        mention = view.mention_at.get(i)
        if mention is not None and mention.code:
            return [Ref(mention.code, mention.text, i, "name")]
        if (
            token.pos_ in {"ADP", "CCONJ", "SCONJ", "AUX", "PRON", "PART"}
            or (token.pos_ == "VERB" and token.tag_ != "VBG")
            or token.text in {",", ";", ":"}
            or token.tag_ in {"VBD", "VBZ", "VBP"}
        ):
            return []
    return []


def _named(part: Token, view: View, talk: Discourse) -> list[Ref]:
    mention = view.mention_at.get(part.i)
    if mention is not None:
        return (
            [Ref(mention.code, mention.text, part.i, "name", getattr(mention, "kind", "") in PERSONS)]
            if mention.code
            else []
        )
    if part.dep_ == "poss" or (part.pos_ == "PRON" and part.dep_ == "poss"):
        return [r for r in resolve(part, view, talk) if r.code]
    return []


def _of_governing(noun: Token, view: View, talk: Discourse, frame: Frame) -> list[Ref]:
    """Return the owner of the noun that this one hangs on by "of" ("X's offer of aid")."""
    if noun.dep_ == "pobj" and noun.head.text.lower() in {"of", "for"} and noun.head.head.pos_ == "NOUN":
        up = noun.head.head
        owner = child(up, "poss")
        if owner is not None and noun_class(up) and noun_class(up)[0] in {"promise", "request", "goal"}:
            return []
        if owner is not None:
            return [r for r in resolve(owner, view, talk) if r.code]
    return []


def _draft(noun: Token, frame: Frame, actor: Ref, recipient: Ref | None, score: float, view: View) -> Draft:  # noqa: PLR0917
    start, end = noun_span(_outer(noun), view)
    return Draft(
        rule=f"noun:{frame.name}",
        frame=frame.name,
        kind=frame.kind,
        plover=frame.plover,
        instrument=frame.instrument,
        polarity=frame.polarity,
        predicate=noun,
        start=start,
        end=end,
        actor=actor,
        recipient=recipient,
        score=score,
        themes=theme_classes(noun),
    )


def _outer(noun: Token) -> Token:
    """Return the noun of quantity that a flow hangs on: "the glut of cheap loans"."""
    if (
        noun.dep_ == "pobj"
        and noun.head.text.lower() == "of"
        and noun.head.head.lemma_.lower()
        in {"glut", "influx", "flood", "wave", "surge", "inflow", "flow", "tranche", "package", "round"}
    ):
        return noun.head.head
    return noun


__all__ = ["from_nouns"]
