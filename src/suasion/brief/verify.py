"""The verifier: nothing is printed whose evidence does not bear it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from suasion.assess.assessment import Assessment
from suasion.brief.bearing import Bearing, Unborne
from suasion.brief.case import Case
from suasion.brief.document import (
    Block,
    Brief,
    BriefVerification,
    Group,
    Point,
    Refusal,
    Section,
    Sentence,
    Shown,
    Table,
    Text,
)
from suasion.brief.estimates import all_estimates, entries_of
from suasion.brief.evidence import cited, evidence_of
from suasion.brief.lookup import Lookup
from suasion.brief.wording import stands_in
from suasion.brief.words import likelihood, number, speaks_of_confidence, speaks_of_likelihood
from suasion.codebook import Estimate, content_id
from suasion.errors import UnknownEvidenceError, UnsupportedSentenceError

_DIGITS: Final = re.compile(r"\d")


def verify(brief: Brief, assessment: Assessment, lookup: Lookup, *, strict: bool = False) -> BriefVerification:
    """Return the brief without what its evidence does not bear, and what was refused and why.

    Every sentence, table row and dot is read again: each quote against its source's text at the statement's offsets,
    each row by its id, each number by working its estimate out again from the entries it names and printing it anew.
    A digit that belongs to no number, quote or name is refused. So is a sentence that has both a likelihood and a
    confidence, or a likelihood word that its probability does not give. The evidence shown is read anew too.

    Parameters
    ----------
    brief
        As `write` gave it.
    assessment
        The assessment that it was written from: its estimates are the only ones that may be quoted.
    lookup
        Where the entries are read again. It should not be the copy that the brief was written with.
    strict
        Raise at the first thing refused.

    Returns
    -------
    BriefVerification
        Counts, and in ``brief`` what may be printed; refused parts are named in its ``refused``.

    Raises
    ------
    UnsupportedSentenceError
        If ``strict`` and anything is refused.
    """
    estimates = all_estimates(assessment)
    _fetch(brief, estimates, lookup)
    reader = _Reader(Bearing(lookup, estimates))
    sections = tuple(reader.section(section) for section in brief.sections)
    if strict and reader.failures:
        first = reader.failures[0]
        raise UnsupportedSentenceError(
            f"{first.text!r}: {first.why}. Take the sentence out, or correct the entry that it rests on."
        )
    refused, bearing = len(reader.failures), reader.bearing
    kept = tuple(section for section in sections if section.blocks)
    words = (
        f"{reader.sentences} sentences and {reader.rows} rows and dots were checked against {bearing.entries:,} "
        "entries, "
        f"{bearing.recomputed:,} numbers worked out again; {refused} refused."
    )
    evidence = evidence_of(kept, Case(assessment, lookup))
    return BriefVerification(
        sentences=reader.sentences,
        supported=reader.sentences - reader.sentences_refused,
        refused=reader.sentences_refused,
        rows=reader.rows,
        rows_refused=refused - reader.sentences_refused,
        entries=bearing.entries,
        recomputed=bearing.recomputed,
        failures=tuple(reader.failures),
        brief=msgspec.structs.replace(
            brief, sections=kept, evidence=evidence, checked=words, refused=tuple(reader.failures)
        ),
    )


def _fetch(brief: Brief, estimates: dict[str, Estimate], lookup: Lookup) -> None:
    """Tell the lookup all entries that will be asked for, and their sources."""
    ids: dict[str, None] = {}
    waiting = cited(brief.sections)
    while waiting:
        identity = waiting.pop()
        if identity not in ids:
            ids[identity] = None
            if identity in estimates:
                waiting += entries_of(estimates[identity])
    lookup.fetch(ids)


class _Reader:
    """Reads a brief over, keeping what stands."""

    def __init__(self, bearing: Bearing) -> None:
        self.bearing = bearing
        self.failures: list[Refusal] = []
        self.sentences = self.sentences_refused = self.rows = 0

    def section(self, section: Section) -> Section:
        """Return a section with what stands in it."""
        blocks = [kept for block in section.blocks if (kept := self._block(block)) is not None]
        return msgspec.structs.replace(section, blocks=tuple(blocks))

    def _block(self, block: Block) -> Block | None:
        if isinstance(block, Sentence):
            return self._sentence(block)
        if isinstance(block, Table):
            rows = tuple(row for row in block.rows if self._stands(row))
            return msgspec.structs.replace(block, rows=rows) if rows else None
        groups = tuple(kept for group in block.groups if (kept := self._group(group)))
        return msgspec.structs.replace(block, groups=groups) if groups else None

    def _group(self, group: Group) -> Group | None:
        points = tuple(point for point in group.points if self._stands((point.content,), point))
        return msgspec.structs.replace(group, points=points) if points else None

    def _sentence(self, sentence: Sentence) -> Sentence | None:
        self.sentences += 1
        why = self._why_not(sentence.content) or _tradecraft(sentence, self.bearing)
        if why is None:
            return sentence
        self.sentences_refused += 1
        self.failures.append(Refusal(id=sentence.id, text=sentence.content.text, why=why))
        return None

    def _stands(self, texts: Iterable[Text], point: Point | None = None) -> bool:
        self.rows += 1
        texts = tuple(texts)
        why = next((reason for text in texts if (reason := self._why_not(text))), None)
        if why is None and point is not None:
            why = _drawn_as_said(point, self.bearing)
        if why is None:
            return True
        words = " | ".join(text.text for text in texts if text.text)
        identity = content_id("se", {"cells": [msgspec.to_builtins(text) for text in texts]})
        self.failures.append(Refusal(id=identity, text=words, why=why))
        return False

    def _why_not(self, text: Text) -> str | None:
        """Return why a text is not borne by its evidence; None where it is."""
        try:
            for shown in text.numbers:
                self._number(shown, text)
            for quote in text.quotes:
                if quote.text not in text.text or not self.bearing.says(quote.statement, quote.text):
                    return f"{quote.statement} does not say “{quote.text}”"
        except (Unborne, UnknownEvidenceError) as error:
            return str(error)
        loose = _DIGITS.search(_without_borne(text))
        if loose:
            return "it has a number without evidence"
        return next((reason for identity in text.cited if (reason := self.bearing.why_not(identity))), None)

    def _number(self, shown: Shown, text: Text) -> None:
        """Check that a number is the one its estimate gives, and stands in the text."""
        if not stands_in(text.text, shown.text):
            raise Unborne(f"the number {shown.text} is not in it")
        if shown.estimate is None:
            if shown.text != number(len(shown.counted), "count"):
                raise Unborne(f"it counts {shown.text}, its evidence {len(shown.counted)}")
            return
        estimate = self.bearing.estimate(shown.estimate)
        value = getattr(estimate, shown.part)
        if value is None or number(value, shown.style) != shown.text:
            raise Unborne(f"{estimate.name} is not {shown.text}")


def _drawn_as_said(point: Point, bearing: Bearing) -> str | None:
    """Return why a dot is not where its words say; None where it is."""
    if point.value is None:
        return None
    estimates = [bearing.estimate(shown.estimate) for shown in point.content.numbers if shown.estimate]
    drawn = (point.value, point.low, point.high)
    if any((one.value, one.low, one.high) == drawn for one in estimates):
        return None
    return f"the dot of {point.label} is not where its estimate is"


def _tradecraft(sentence: Sentence, bearing: Bearing) -> str | None:
    """Return which rule of ICD 203 a sentence breaks; None where it keeps them."""
    words = sentence.content.text
    both_set = sentence.likelihood is not None and sentence.confidence is not None
    if both_set or (speaks_of_likelihood(words) and speaks_of_confidence(words)):
        return "it has both a likelihood and a confidence"
    if sentence.likelihood is None:
        bare = sentence.nature == "judgement" and speaks_of_likelihood(_without_borne(sentence.content))
        return "it has a likelihood without a probability" if bare else None
    try:
        chance = bearing.estimate(sentence.probability or "").value
    except Unborne as unborne:
        return str(unborne)
    if chance is None or likelihood(chance) != sentence.likelihood or sentence.likelihood not in words:
        return f"its probability does not give the word “{sentence.likelihood}”"
    return bearing.why_not(sentence.probability or "")


def _without_borne(text: Text) -> str:
    """Return what is left of a text when its numbers, quotes and names are taken out."""
    left = text.text
    borne = [shown.text for shown in text.numbers] + [quote.text for quote in text.quotes] + list(text.plain)
    for words in sorted(borne, key=len, reverse=True):
        left = left.replace(words, " ", 1) if words in left else left
    return left
