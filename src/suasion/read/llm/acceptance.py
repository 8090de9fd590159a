"""Acceptance: a statement is taken from a model only where the text itself bears it out.

Nothing that the model says of places is used: offsets and the sentence are found here, amounts are read again from the
quote by our own grammar, dates are read from the words for them, and actors must be named where they are said to be.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from suasion.codebook import Statement
from suasion.read.llm.chunks import Chunk
from suasion.read.llm.form import Claim, Labels, claim
from suasion.read.llm.orders import find_orders
from suasion.read.llm.parties import find_all, party
from suasion.read.llm.reasons import Reason
from suasion.read.mentions import find_mentions
from suasion.read.periods import find_periods, in_one_year
from suasion.read.quantities import find_quantities
from suasion.read.sentences import Sentence, find_sentences

UNSTATED_SCORE: Final = 0.5  # where the model gives no probability: taken and not measured


class Evidence:
    """What our own grammars find in one text, once for all the claims about it."""

    def __init__(self, text: str, published: str | None) -> None:
        self.text = text
        self.published = published
        self.sentences = list(find_sentences(text))
        self.mentions = find_mentions(text, on=published)
        self.quantities = find_quantities(text)
        self.periods = in_one_year(find_periods(text, published=published))
        self.orders = list(find_orders(text))

    def sentence(self, start: int, end: int) -> Sentence | None:
        """Return the sentence that a stretch lies in."""
        at = bisect_right(self.sentences, start, key=lambda s: s.start) - 1
        return self.sentences[at] if at >= 0 and end <= self.sentences[at].end else None

    def is_order(self, start: int) -> bool:
        """Return whether a place lies in a paragraph that gives the coder orders."""
        return any(order.start <= start < order.end for order in self.orders)

    def date(self, words: str, sentence: Sentence) -> str | None:
        """Return the date of the words for a time in a sentence, as our own grammar reads it."""
        for at in find_all(self.text, words, sentence.start, sentence.end):
            for period in self.periods:
                if period.date is not None and period.start < at + len(words) and period.end > at:
                    return period.date
        return None


class Acceptance:
    """The judging of one document's claims; it keeps what it took, and counts what it did not."""

    def __init__(self, text: str, *, doc: str, published: str | None, reader: str, labels: Labels) -> None:
        self.evidence = Evidence(text, published)
        self.doc = doc
        self.reader = reader
        self.labels = labels
        self.taken: list[Statement] = []
        self._counts: dict[Reason, int] = {}
        self.examples: dict[Reason, str] = {}
        self._seen: set[tuple[Any, ...]] = set()

    def judge(self, entries: Sequence[Mapping[str, Any]], chunk: Chunk) -> None:
        """Take or refuse each statement that was given for a part of the text."""
        for entry in entries:
            given = claim(entry, self.labels)
            found = Reason.FORM if given is None else self._judged(given, chunk)
            if isinstance(found, Statement):
                self.taken.append(found)
            else:
                self._counts[found] = self._counts.get(found, 0) + 1
                self.examples.setdefault(found, str(entry.get("quote", ""))[:80])

    @property
    def refused(self) -> dict[Reason, int]:
        """How many were refused, by reason, in the order of the reasons."""
        return {reason: self._counts[reason] for reason in Reason if reason in self._counts}

    def statements(self) -> tuple[Statement, ...]:
        """Return what was taken, in the order of the text, numbered."""
        ordered = sorted(self.taken, key=lambda s: (s.start, s.end))
        return tuple(msgspec.structs.replace(statement, n=n) for n, statement in enumerate(ordered, 1))

    def _judged(self, given: Claim, chunk: Chunk) -> Statement | Reason:
        """Return the statement from the first place of its quote where all holds, or why it holds at none."""
        if (given.plover is not None) != (given.kind == "event"):
            return Reason.TYPE
        if given.issue is None and given.stance is not None:
            return Reason.STANCE
        first: Reason | None = None
        for start in self._places(given.quote, chunk):
            found = self._at(given, start)
            if isinstance(found, Statement):
                key = _key(found)
                if key not in self._seen:
                    self._seen.add(key)
                    return found
                found = Reason.TWICE
            first = first or found
        return first or Reason.QUOTE

    def _places(self, quote: str, chunk: Chunk) -> Iterator[int]:
        """Yield where a quote stands in a part of the text; one with white space around it is no exact copy."""
        if quote.strip() == quote:
            yield from find_all(self.evidence.text, quote, chunk.start, chunk.end)

    def _at(self, given: Claim, start: int) -> Statement | Reason:
        """Return the statement that a claim is at one place of its quote, or why it is none there."""
        evidence, end = self.evidence, start + len(given.quote)
        if evidence.is_order(start):
            return Reason.ORDER
        sentence = evidence.sentence(start, end)
        if sentence is None:
            return Reason.SENTENCE
        actor = self._party(sentence, given.actor, given.actor_text, given.actor_antecedent)
        recipient = self._party(sentence, given.recipient, given.recipient_text, given.recipient_antecedent)
        for side in (actor, recipient):
            if isinstance(side, Reason):
                return side
        if actor is None and recipient is None:
            return Reason.NOBODY
        reason = self._unsupported(given, sentence, start, end)
        if reason is not None:
            return reason
        score = UNSTATED_SCORE if given.probability is None else given.probability
        return Statement(
            doc=self.doc,
            n=0,
            sentence=evidence.text[sentence.start : sentence.end],
            quote=given.quote,
            start=start,
            end=end,
            kind=given.kind,
            actor=actor,  # type: ignore[arg-type]  # no Reason: returned above
            recipient=recipient,  # type: ignore[arg-type]
            actor_text=given.actor_text or None,
            recipient_text=given.recipient_text or None,
            plover=given.plover,
            instrument=given.instrument,
            issue=given.issue,
            stance=given.stance,
            amount=given.amount,
            unit=given.unit,
            period=given.period or None,
            date=evidence.date(given.period, sentence) if given.period else None,
            modality=given.modality,
            attribution=given.attribution,
            reader=self.reader,
            score=score,
        )

    def _party(
        self, sentence: Sentence, code: str | None, words: str | None, antecedent: str | None
    ) -> str | Reason | None:
        evidence = self.evidence
        return party(
            evidence.text,
            sentence,
            evidence.mentions,
            code=code or None,
            words=words,
            antecedent=antecedent,
            on=evidence.published,
        )

    def _unsupported(self, given: Claim, sentence: Sentence, start: int, end: int) -> Reason | None:
        """Return what of amount, time and source the text does not bear out."""
        evidence, text = self.evidence, self.evidence.text
        if (given.amount is None) != (given.unit is None):
            return Reason.AMOUNT
        if given.amount is not None and not any(
            start <= q.start and q.end <= end and q.unit == given.unit and math.isclose(q.amount, given.amount)
            for q in evidence.quantities
        ):
            return Reason.AMOUNT
        if given.period and not any(True for _ in find_all(text, given.period, sentence.start, sentence.end)):
            return Reason.PERIOD
        if given.attribution != "author" and not any(True for _ in find_all(text, given.attribution, 0, len(text))):
            return Reason.SOURCE
        return None


def _key(statement: Statement) -> tuple[Any, ...]:
    """Return what makes two statements the same: all but how sure the model is."""
    return tuple(getattr(statement, field) for field in Statement.__struct_fields__ if field != "score")
