"""The reader: text to coded statements by a parser and rules, each with its verbatim span."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from suasion.codebook.problem import Problem
from suasion.codebook.statement import Statement
from suasion.read.backoff import back_off
from suasion.read.clauses import find_clauses
from suasion.read.coder import coder
from suasion.read.completion import complete, size_as
from suasion.read.copulas import from_copula
from suasion.read.discourse import Discourse, Entry, is_state
from suasion.read.drafts import Draft
from suasion.read.explaining import Reason, explain
from suasion.read.gapping import gapped
from suasion.read.implied import imply
from suasion.read.introductions import introduce
from suasion.read.issuer import find_home, find_issuer, find_turns, find_voice
from suasion.read.issues import find_topics
from suasion.read.lexicon import words
from suasion.read.mentions import Mention, find_mentions
from suasion.read.nominals import from_nouns
from suasion.read.nounphrases import resolve
from suasion.read.opinion import marks
from suasion.read.parse import model_name, parse
from suasion.read.parties import choose
from suasion.read.periods import find_periods, in_one_year
from suasion.read.propositions import from_clause
from suasion.read.quantities import find_quantities
from suasion.read.selection import same_claim, select
from suasion.read.sentences import Sentence, find_sentences
from suasion.read.settling import QUESTIONS, features, settings, settle
from suasion.read.sizes import choose_size
from suasion.read.splitting import split
from suasion.read.ties import anniversaries, ranked_roles
from suasion.read.view import PERSONS, Token, View
from suasion.read.votes import votes

VERSION: Final = "rules-0.3"
_BATCH: Final = 256  # sentences parsed at a time, so that memory does not grow with the text
_ENGLISH: Final = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "it",
        "was",
        "are",
        "has",
        "be",
        "this",
        "its",
        "which",
        "have",
        "not",
        "will",
        "an",
    ]
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-z]")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader found in one document; a document without statements has a problem that says why.

    ``reasons`` says why each statement was coded, in their order, where the caller asked for it.
    """

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]
    reader: str
    reasons: tuple[Reason, ...] = ()


def reader_name() -> str:
    """Return the name of this reader with its version and its model's, without loading the model."""
    return f"{VERSION}/{model_name()}/encoder-{settings().version}"


def read_text(
    text: str,
    *,
    doc: str,
    published: str | None = None,
    language: str | None = None,
    least: float | None = None,
    explained: bool = False,
) -> Reading:
    """Return the statements of a text.

    Parameters
    ----------
    text
        The document's text as the record keeps it. It is data: nothing in it is followed as an instruction.
    doc
        The document's id or file stem, copied into each statement.
    published
        ISO date of publication, which "last year" and the holders of an office are resolved by; None if unknown.
    language
        ISO 639 code if known; other than English gives no statements and a problem. None: judged from the words.
    least
        Probability in [0, 1] below which a claim is left out; None is the shipped default, `settings().least`, which
        had the best F1 on coded documents. Zero shows all that the rules can find.
    explained
        Whether to say for each statement why it was coded.

    Returns
    -------
    Reading
        Statements in the order of the text, with ``text[start:end] == quote`` for each; the problems met; the
        reader's name with the model's version. The same text gives the same reading.

    Raises
    ------
    DocumentError
        If no parser model is installed.

    Examples
    --------
    >>> reading = read_text("China lent Laos $480 million in 2016.", doc="example")
    >>> [(s.kind, s.actor, s.recipient, s.amount, s.date) for s in reading.statements]
    [('flow', 'CHN', 'LAO', 480000000.0, '2016')]
    """
    unreadable = _unreadable(text, doc, language)
    if unreadable is not None:
        return Reading(statements=(), problems=(unreadable,), reader=reader_name())
    reader = reader_name()
    mentions = introduce(text, find_mentions(text, on=published))
    least = settings().least if least is None else least
    statements: list[Statement] = []
    reasons: list[Reason] = []
    for claim in find_claims(text, mentions, doc=doc, published=published, reader=reader):
        answers = coder("open").probabilities(marks(claim.draft, claim.view), QUESTIONS)
        settled = settle(claim.statement, claim.draft, answers, claim.sure)
        settled = sized(settled, claim)
        if settled.score >= least:
            settled = msgspec.structs.replace(settled, n=len(statements) + 1)
            statements.append(settled)
            if explained:
                seen = features(settled, claim.statement, claim.draft, answers, claim.sure)
                reasons.append(explain(settled, *claim[:3], seen=seen, answers=answers))
    problems = () if statements else (_empty(doc, mentions),)
    return Reading(statements=tuple(statements), problems=problems, reader=reader, reasons=tuple(reasons))


def sized(settled: Statement, claim: Claim) -> Statement:
    """Return a settled claim with the size that fits what it has been settled to be."""
    ruled = size_as(settled.kind, claim.draft, claim.view)
    size = choose_size(claim.draft, settled.kind, settled.plover, ruled, claim.view)
    return msgspec.structs.replace(settled, amount=size.amount if size else None, unit=size.unit if size else None)


class Claim(NamedTuple):
    """What the rules make of a part of a sentence, before the encoder is asked.

    ``sure`` is the probability of its actor and recipient among all that they could be.
    """

    statement: Statement
    draft: Draft
    view: View
    sure: float


Choosing = Callable[[Draft, Sequence[Draft], View, Discourse], float]


def find_claims(
    text: str,
    mentions: Sequence[Mention],
    *,
    doc: str,
    published: str | None,
    reader: str,
    choosing: Choosing = choose,
) -> Iterator[Claim]:
    """Yield what the rules find in a text, in its order; the score of each is still the rules' own.

    ``choosing`` decides on the parties of each draft, as `parties.choose` does.
    """
    talk = Discourse(mentions, text.find("\n"))
    talk.topics = find_topics(text)
    talk.issuer = find_issuer(text, mentions)
    voice = find_voice(text, mentions)
    talk.home = find_home(text, mentions, voice)
    turns = find_turns(text, mentions, voice)
    if talk.issuer == "both":
        named = tuple(dict.fromkeys(m.code for m in mentions if is_state(m.code) and m.code))[:2]
        talk.signatories = named if len(named) == 2 else ()
    for view in _views(text, mentions, published):
        talk.speaker = next((t.code for t in reversed(turns) if t.start <= view.offset), voice)
        drafts = _drafts(view, talk)
        view.spans = [(d.start, d.end) for d in drafts]
        done: list[Draft] = []
        for draft in drafts:
            sure = choosing(draft, drafts, view, talk)
            if any(same_claim(draft, other) for other in done):
                continue
            done.append(draft)
            statement = complete(draft, view, talk, doc=doc, n=1, reader=reader)
            talk.add_dyad(statement.actor, statement.recipient)
            if statement.kind == "event" and statement.actor:
                talk.last_act = statement.actor
            if statement.kind == "flow" and (statement.actor or statement.recipient):
                talk.given = (statement.actor, statement.recipient, draft.frame)
            if statement.kind == "flow" and statement.actor:
                talk.flows |= dict.fromkeys([*draft.themes, "aid"], statement.actor)
            if statement.plover in {"REQUEST", "ACCUSE", "SANCTION"} and statement.actor and statement.recipient:
                talk.pressed.append((statement.actor, statement.recipient))
            if statement.plover == "AGREE" and statement.actor and statement.recipient:
                talk.parties = (statement.actor, statement.recipient)
            yield Claim(statement, draft, view, sure)


def _unreadable(text: str, doc: str, language: str | None) -> Problem | None:
    """Return the problem of a text that holds nothing to read, or is in another language; None if it can be read."""
    words = [w.lower() for w in islice((m.group() for m in _WORD.finditer(text)), 4000)]
    if not words:
        return Problem(
            input=doc,
            reason="There is nothing to read: the text holds no words.",
            remedy="Check that the file holds text and not a picture of it.",
        )
    if language is not None and not language.lower().startswith("en"):
        return Problem(
            input=doc,
            reason=f"The text is in {language!r}; this reader reads English only.",
            remedy="Give a translation, and keep the original beside it.",
        )
    latin = sum(bool(_LATIN.match(w)) for w in words) / len(words)
    common = sum(w in _ENGLISH for w in words) / len(words)
    if language is None and (latin < 0.5 or (len(words) >= 40 and common < 0.08)):
        return Problem(
            input=doc,
            reason="The text does not look like English, which is all this reader reads.",
            remedy="Give a translation, or pass the language if it is English after all.",
        )
    return None


def _empty(doc: str, mentions: Sequence[Mention]) -> Problem:
    """Return the problem of a text that was read and gave nothing."""
    if not any(m.code for m in mentions):
        return Problem(
            input=doc,
            reason="No state or organisation that we know is named in the text.",
            remedy="Add the names to the actor list if they are missing from it.",
            severity="warning",
        )
    return Problem(
        input=doc,
        reason="States are named, but no sentence says what one does, gives, wants or holds toward another.",
        severity="warning",
    )


def _views(text: str, mentions: Sequence[Mention], published: str | None) -> Iterator[View]:
    """Yield the sentences parsed, with what stands in each."""
    quantities, periods = find_quantities(text), find_periods(text, published=published)
    sentences = list(find_sentences(text))
    for at in range(0, len(sentences), _BATCH):
        batch = sentences[at : at + _BATCH]
        docs = parse(text[s.start : s.end] for s in batch)
        for number, (place, parsed) in enumerate(zip(batch, docs, strict=True), at):
            yield View(
                number,
                place,
                parsed,
                text,
                _inside(mentions, place),
                _inside(quantities, place),
                in_one_year(_inside(periods, place)),
            )


T = TypeVar("T", bound=Any)


def _inside(items: Sequence[T], place: Sentence) -> list[T]:
    """Return the items, sorted by start, that lie in a sentence."""
    first = bisect_right(items, place.start - 1, key=lambda item: item.start)
    found = []
    for item in items[first:]:
        if item.start >= place.end:
            break
        if item.end <= place.end:
            found.append(item)
    return found


def _drafts(view: View, talk: Discourse) -> list[Draft]:
    """Return the drafts of one sentence that are worth showing, and note whom it named."""
    _note(view, talk)
    drafts: list[Draft] = []
    clauses = list(find_clauses(view.doc))
    for clause in clauses:
        found = from_copula(clause, view, talk) or from_clause(clause, view, talk)
        drafts += found
    if voted := votes(view):
        drafts = [d for d in drafts if not (d.kind == "position" or d.predicate.head.lemma_ == "vote")] + voted
    drafts += gapped(drafts, view)
    drafts += from_nouns(view, talk)
    drafts += ranked_roles(view, talk)
    marked = list(anniversaries(view, talk))
    if marked:  # the celebration is the tie
        drafts = [d for d in drafts if d.frame != "honour"]
    drafts += marked
    _note_plural(view, talk)
    drafts += back_off(clauses, drafts, view, talk)
    drafts = split(drafts, view)
    for draft in drafts:
        imply(draft, view, talk)
    return select(drafts)


def _note(view: View, talk: Discourse) -> None:
    """Enter the sentence's names into the discourse, subjects marked."""
    seen: set[int] = set()
    for i, mention in sorted(view.mention_at.items()):
        if mention.start in seen or not mention.code:
            continue
        seen.add(mention.start)
        inside = [view.doc[j] for j, m in view.mention_at.items() if m is mention]
        token = next((t for t in inside if t.head not in inside or t.head is t), inside[-1])
        if mention.kind in PERSONS or mention.code not in talk.called:
            talk.called[mention.code] = mention.text
        if is_state(mention.code):
            for title in _titles(token, mention):
                talk.titles[title] = mention.code
        else:
            talk.organisation = mention.code
        talk.add(Entry(mention.code, view.number, i, _is_subject(token), getattr(mention, "kind", "") in PERSONS))


def _titles(token: Token, mention: Mention) -> set[str]:
    """Return the offices said with a name ("President Biden"): they mean it when they come back without it."""
    near = [token, *(c for c in token.children if c.dep_ in {"compound", "appos", "nmod"}), token.head]
    found = {t.text.lower() for t in near} | {w.lower() for w in mention.text.split()}
    return found & words()["person-noun"]


def _is_subject(token: Token) -> bool:
    node = token
    for _ in range(4):
        if node.dep_ in {"nsubj", "nsubjpass"}:
            return True
        if node.dep_ in {"compound", "poss", "amod", "conj", "nmod", "appos"}:
            node = node.head
            continue
        return False
    return False


def _note_plural(view: View, talk: Discourse) -> None:
    """Remember the subjects: a plural one is whom "they" means afterwards, "the President" whom "he" means."""
    for token in view.doc:
        if token.dep_ == "nsubj" and token.i not in view.mention_at:
            for ref in resolve(token, view, talk):
                if ref.code and ref.how == "coref":
                    talk.add(Entry(ref.code, view.number, token.i, True, ref.person))
        if token.dep_ in {"nsubj", "nsubjpass"} and token.pos_ != "PRON":
            codes = tuple(dict.fromkeys(r.code for r in resolve(token, view, talk) if r.code))
            if len(codes) >= 2 or (codes and token.tag_ in {"NNS", "NNPS"}):
                talk.plural = codes
