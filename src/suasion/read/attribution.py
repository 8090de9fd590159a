"""Attribution: the author, or the source whom the text makes responsible for the content."""

from __future__ import annotations

from typing import Final

from suasion.read.discourse import Discourse
from suasion.read.lexicon import markers, verbs
from suasion.read.nounphrases import resolve
from suasion.read.phrases import phrase as phrase_of
from suasion.read.subjects import find_subjects, same_form
from suasion.read.view import Token, View, child, children, is_verbal

AUTHOR: Final = "author"
# Saying these is itself the act; what they announce of themselves is the author's to tell.
_PERFORMATIVE: Final = frozenset({"announce", "declare", "pledge", "promise", "agree", "reaffirm", "vow"})
_VERDICTS: Final = frozenset(
    {"call", "describe", "label", "brand", "portray", "view", "see", "regard", "consider", "fear", "accuse"}
)


def find_attribution(predicate: Token, view: View, actor: str | None, *, kind: str, talk: Discourse) -> str:
    """Return "author" or the source as written.

    Parameters
    ----------
    predicate
        The token that carries the content.
    view
        Its sentence.
    actor
        The code of the statement's actor: what an actor announces of itself is the author's.
    kind
        The statement's kind; verdicts ("called it a colony") have their subject as source in judgements.
    talk
        What the text has named so far: a pronoun as source is given the name it stands for, and a joint
        statement's "we" is its author.

    Returns
    -------
    str
        "author", or the phrase that names the source.
    """
    according = _according_to(view, predicate)
    if according:
        return according
    denier = _denier(predicate, view, talk)
    if denier is not None:
        return denier
    node = predicate
    for _ in range(12):
        head = node.head
        if head is node:
            break
        source = _source_of(node, head, view)
        if source is not None and not (talk.issuer is not None and source[0].lower() in {"we", "it"}):
            phrase, verb = source
            codes = _codes_in(view, verb, talk)
            if verb.lemma_ in _PERFORMATIVE and (actor in codes or not codes):
                return AUTHOR
            own_plan = any(c.text.lower() in {"will", "would"} for c in children(predicate, "aux"))
            if actor is not None and actor in codes and kind != "judgement" and (verb.lemma_ == "tell" or own_plan):
                return AUTHOR
            return _named(phrase, codes, talk)
        node = same_form(node, head) if node.dep_ == "conj" and is_verbal(head) else head
    if kind == "judgement" and is_verbal(predicate) and predicate.lemma_.lower() in _VERDICTS:
        subject = child(predicate, "nsubj")
        as_something = child(predicate, "oprd", "ccomp", "xcomp") is not None or any(
            p.text.lower() == "as" for p in children(predicate, "prep")
        )
        if subject is not None and subject.pos_ != "PRON" and as_something:
            return _full(subject, view)
    concern = _concern(predicate, view)
    return concern or _inverted(predicate, view) or AUTHOR


def _denier(predicate: Token, view: View, talk: Discourse) -> str | None:
    """Return who denies the content: in a denial the denier is its source."""
    for up in (predicate, *predicate.ancestors):
        if up.lemma_.lower() in {"deny", "refute"} and is_verbal(up):
            subject = next(iter(find_subjects(up)), None)
            if subject is not None and predicate not in subject.subtree:
                return _named(_full(subject, view), _codes_in(view, up, talk), talk)
    return None


def _source_of(node: Token, head: Token, view: View) -> tuple[str, Token] | None:
    """Return the sayer if the head is a verb of saying or fearing and the node its content."""
    if not is_verbal(head) or node.dep_ not in {"ccomp", "parataxis", "advcl", "dep"}:
        return None
    if any(t.text == ";" for t in head.doc[min(node.i, head.i) : max(node.i, head.i)]):
        return None
    lemma = head.lemma_.lower()
    if "say" not in verbs().get(lemma, ()) and lemma not in {"deny", "hope", "call"}:
        return None
    if node.dep_ == "advcl":
        return None
    subject = child(head, "nsubj")
    if subject is None and head.dep_ == "conj":
        subject = child(head.head, "nsubj")
    if subject is None:
        return None
    return _full(subject, view), head


def _inverted(predicate: Token, view: View) -> str | None:
    """Return the sayer of ``"...", said X``, where the parser makes the saying depend on the content."""
    for node in (predicate, *predicate.ancestors):
        for c in children(node, "ccomp", "parataxis", "dep", "advcl"):
            if c.i > predicate.i and "say" in verbs().get(c.lemma_.lower(), ()) and c.tag_ in {"VBD", "VBZ"}:
                subject = child(c, "nsubj")
                mark = child(c, "mark")
                if (
                    subject is not None
                    and mark is None
                    and predicate not in c.subtree
                    and c.lemma_ in {"say", "add", "tell", "note", "warn", "claim"}
                ):
                    return _full(subject, view)
    return None


def _according_to(view: View, predicate: Token) -> str | None:
    lowered = view.text.lower()
    if "according" not in lowered and "per " not in lowered:
        return None
    for token in view.doc:
        if token.text.lower() == "according":
            for prep in children(token, "prep"):
                inner = child(prep, "pobj")
                if inner is not None and predicate not in prep.subtree:
                    return _full(inner, view)
        if token.text.lower() in {"per"} and token.dep_ == "prep":
            inner = child(token, "pobj")
            if (
                inner is not None
                and inner.pos_ == "PROPN"
                and predicate not in token.subtree
                and inner.text.lower() != "cent"
            ):
                return _full(inner, view)
    return None


def _concern(predicate: Token, view: View) -> str | None:
    """Return nothing unless a noun of concern with a named owner governs the content."""
    nouns = markers()["noun", "alleged"]
    for up in predicate.ancestors:
        if up.lemma_.lower() in nouns and up.pos_ == "NOUN":
            owner = child(up, "poss")
            if owner is not None and owner.pos_ == "PROPN":
                return _full(owner, view)
    return None


def _full(head: Token, view: View) -> str:
    """Return the source's phrase: what is joined by "and" included, clauses left out."""
    text = phrase_of(head, view)
    joined = [c for c in children(head, "conj") if c.pos_ in {"PROPN", "NOUN"}]
    if joined:
        last = joined[-1]
        while children(last, "conj"):
            last = children(last, "conj")[-1]
        start = view.text.find(text)
        return view.text[start : last.idx + len(last)] if start >= 0 else text
    like = next((p for p in children(head, "prep") if p.text.lower() in {"like", "of", "at", "for", "in"}), None)
    if like is not None and head.pos_ == "NOUN":
        end = max(t.idx + len(t) for t in like.subtree)
        if end - head.idx < 60:
            return view.text[view.text.find(text) : end]
    return text


def _codes_in(view: View, verb: Token, talk: Discourse) -> set[str]:
    """Return the codes of a verb's subject."""
    subject = child(verb, "nsubj") or (child(verb.head, "nsubj") if verb.dep_ == "conj" else None)
    return {r.code for r in resolve(subject, view, talk) if r.code} if subject is not None else set()


def _named(phrase: str, codes: set[str], talk: Discourse) -> str:
    """Return the name last given for whom a pronoun means, else the phrase itself."""
    if phrase.lower() not in {"he", "she", "they", "it"} or len(codes) != 1:
        return phrase
    return talk.called.get(next(iter(codes)), phrase)
