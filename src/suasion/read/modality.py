"""Modality: how surely the content of a quote is said to hold, by a cascade of marks around its predicate."""

from __future__ import annotations

from typing import Final

from suasion.codebook.statement import Modality
from suasion.read.content import tells_something
from suasion.read.lexicon import markers
from suasion.read.view import Token, child, children, is_verbal

_NEGATION: Final = frozenset({"not", "n't", "never", "no", "neither", "nor", "without"})
_FEAR: Final = frozenset({"fear", "worry", "warn", "concern", "risk", "caution", "anxious", "afraid"})


def find_modality(predicate: Token, *, default: Modality = "asserted", judgement: bool = False) -> Modality:
    """Return the modality of what a verb or noun says.

    Order: denied (by a verb of denial above it, or "no" and "not" on an act), alleged, planned, hypothetical, then
    ``default``. Verbs of saying alone add no distance.

    Parameters
    ----------
    predicate
        The token that carries the act.
    default
        What holds where no mark is found: "wanted" for wants.
    judgement
        Whether the statement is a judgement, which "not" does not deny.

    Returns
    -------
    Modality
        One of the seven.
    """
    chain = _chain(predicate)
    if _is_denied(predicate, chain, judgement=judgement):
        return "denied"
    if _is_alleged(predicate, chain):
        return "alleged"
    if default in {"wanted", "demanded"}:
        return "hypothetical" if _mark(chain, "hypothetical") else default
    if _reported_will(chain):
        return "planned"
    planned, hypothetical = _modal(chain, "planned"), _modal(chain, "hypothetical")
    if (
        _conditioned(chain)
        or _mark(chain, "hypothetical")
        or hypothetical
        or _feared(chain)
        or _adverb(predicate, "hypothetical")
    ):
        return "hypothetical"
    if any(c.text.lower() == "unlikely" for t in chain for c in (t, t.head)):
        return "hypothetical"
    if _willing(chain):
        return "planned"
    if _failed(chain):
        return "denied"
    if planned or _under(predicate, chain, "planned"):
        return "planned"
    return default


def _chain(predicate: Token) -> list[Token]:
    """Return the verbs that govern the predicate within its own clause: itself, and those it completes."""
    chain = [predicate]
    node = predicate
    for _ in range(5):
        if node.dep_ in {"xcomp", "conj"} and is_verbal(node.head):
            # A joined verb with an auxiliary of its own does not share the first one's.
            own = [c for c in children(node, "aux", "nsubj") if c.lower_ != "to"]
            if node.dep_ == "conj" and (own or node.tag_ in {"VBD", "VBZ", "VBP"}):
                break
            node = node.head
            chain.append(node)
        else:
            break
    if not is_verbal(predicate):
        governor = next((up for up in predicate.ancestors if is_verbal(up)), None)
        if governor is not None and predicate.dep_ in {"dobj", "nsubjpass", "attr"} and predicate.head is governor:
            chain += [t for t in _chain(governor) if t not in chain]
    return chain


def _modal(chain: list[Token], value: str) -> bool:
    words = markers()["modal", value]
    return any(c.text.lower() in words or c.lemma_.lower() in words for t in chain for c in children(t, "aux"))


def _reported_will(chain: list[Token]) -> bool:
    """Return whether "would" is a "will" told in the past ("said it would send")."""
    top = chain[-1]
    if not any(c.text.lower() in {"would", "'d"} for t in chain for c in children(t, "aux")) or top.dep_ != "ccomp":
        return False
    told = top.head
    return told.tag_ in {"VBD", "VBN"} and told.lemma_.lower() not in _FEAR and not _conditioned(chain)


_WILLING: Final = frozenset({"willing", "ready", "prepared", "set", "poised", "due", "determined"})


def _willing(chain: list[Token]) -> bool:
    """Return whether the act is one that somebody is ready or willing to do."""
    top = chain[-1]
    return top.dep_ == "xcomp" and top.head.text.lower() in _WILLING


def _failed(chain: list[Token]) -> bool:
    """Return whether the act is what somebody failed or is unable to do."""
    return any(t.dep_ == "xcomp" and t.head.lemma_.lower() in {"fail", "unable"} for t in chain)


def _adverb(predicate: Token, value: str) -> bool:
    words = markers()["adverb", value]
    return any(
        c.text.lower() in words for t in (predicate,) for c in t.children if c.dep_ in {"advmod", "amod", "acomp"}
    )


def _mark(chain: list[Token], value: str) -> bool:
    words = markers()["mark", value]
    tops = chain[-1:]
    return (
        any(c.text.lower() in words and c.dep_ in {"mark", "advmod"} for t in tops for c in t.children)
        and tops[0].dep_ != "ccomp"
    )


def _conditioned(chain: list[Token]) -> bool:
    """Return whether an if-clause hangs on a verb that speaks of the future."""
    top = chain[-1]
    future = any(
        c.text.lower() in {"will", "would", "'ll", "could", "may", "might"} for t in chain for c in children(t, "aux")
    )
    return future and any(
        c.text.lower() in {"if", "unless"}
        for clause in children(top, "advcl")
        for c in children(clause, "mark", "advmod")
    )


def _governors(predicate: Token) -> list[Token]:
    """Return the verbs and nouns whose content clause or complement the predicate stands in."""
    found = []
    node = predicate
    for _ in range(8):
        head = node.head
        if head is node:
            break
        if node.dep_ in {
            "ccomp",
            "xcomp",
            "pcomp",
            "acl",
            "pobj",
            "prep",
            "dobj",
            "conj",
            "csubj",
            "attr",
            "compound",
            "nsubjpass",
        }:
            if node.dep_ == "prep" and node.text.lower() in {
                "after",
                "before",
                "since",
                "during",
                "following",
                "despite",
                "until",
            }:
                break
            if node.dep_ not in {"conj", "compound"}:
                found.append(head)
        else:
            break
        node = head
    return found


def _is_denied(predicate: Token, chain: list[Token], *, judgement: bool) -> bool:
    verbs, nouns = markers()["verb", "denied"], markers()["noun", "denied"]
    if _in_denied_report(predicate):
        return True
    for governor in _governors(predicate)[:4]:
        if governor.lemma_.lower() in verbs | nouns:
            return child(governor, "neg") is None
    if judgement:
        return False
    negated = any(c.dep_ == "neg" or c.text.lower() in {"never", "n't"} for t in chain for c in t.children)
    if not negated:
        negated = any(c.text.lower() == "no" and c.dep_ in {"det", "neg"} for c in predicate.children)
    if not negated and is_verbal(predicate):
        objects = children(predicate, "dobj", "attr", "nsubj")
        negated = any(c.text.lower() == "no" and c.dep_ in {"det", "neg"} for o in objects for c in o.children)
    return negated


def _in_denied_report(predicate: Token) -> bool:
    """Return whether the predicate is what a report says that is rejected ("rejected a report that X had ...")."""
    for up in (predicate, *predicate.ancestors):
        if up.dep_ in {"acl", "relcl", "ccomp"} and tells_something(up.head):
            governor = up.head.head
            return governor.lemma_.lower() in {"reject", "dismiss", "deny", "refute"} and up.head.dep_ == "dobj"
    return False


def _is_alleged(predicate: Token, chain: list[Token]) -> bool:
    marks = markers()
    for token in chain:
        if any(c.text.lower() in marks["adverb", "alleged"] for c in token.children if c.dep_ == "advmod"):
            return True
    if any(c.text.lower() in marks["adjective", "alleged"] for c in predicate.children):
        return True
    if is_verbal(predicate) and any(
        c.text.lower() in marks["adjective", "alleged"] for o in children(predicate, "dobj") for c in o.children
    ):
        return True
    for governor in _governors(predicate):
        lemma = governor.lemma_.lower()
        if lemma in marks["verb", "alleged"] or (lemma in {"accuse", "charge"} and governor is not predicate):
            return True
        if lemma == "report" and governor.tag_ == "VBN":
            return True
        if lemma in {"allegation", "speculation", "rumour", "rumor", "suspicion", "accusation"}:
            return True
    return _concerns_centre(predicate)


def _concerns_centre(predicate: Token) -> bool:
    """Return whether the predicate stands in what "concerns" or "reports" are said to be about."""
    for up in predicate.ancestors:
        if is_verbal(up):
            subject = child(up, "nsubj")
            if subject is not None and subject.lemma_.lower() in {
                "concern",
                "speculation",
                "allegation",
                "rumour",
                "rumor",
                "suspicion",
            }:
                return predicate not in subject.subtree
    return False


def _feared(chain: list[Token]) -> bool:
    top = chain[-1]
    return top.dep_ in {"ccomp", "pcomp"} and top.head.lemma_.lower() in _FEAR


def _under(predicate: Token, chain: list[Token], value: str) -> bool:
    """Return whether a verb or noun of planning governs the predicate."""
    verbs, nouns = markers()["verb", value], markers()["noun", value]
    for token in chain[1:]:
        if token.lemma_.lower() in verbs:
            return True
    for governor in _governors(predicate)[:3]:
        lemma = governor.lemma_.lower()
        if lemma in verbs or lemma in nouns:
            return True
    return any(
        c.lemma_.lower() in {"due", "set", "slated", "ready", "scheduled", "poised"}
        for t in chain
        for c in children(t, "acomp")
    )
