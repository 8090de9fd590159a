"""Writing one text while keeping account of every number and quote in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from suasion.brief.document import Nature, Part, Quoted, Sentence, Shown, Text
from suasion.brief.words import Confidence, Style, number, style_of
from suasion.codebook import Estimate

LONG_QUOTE: Final = 140  # characters of a quote shown in running text; the evidence has all of it


class Prose:
    """A text being written: numbers, quotes and names are handed in as they are used."""

    def __init__(self) -> None:
        self._numbers: list[Shown] = []
        self._quotes: list[Quoted] = []
        self._plain: list[str] = []
        self._evidence: list[str] = []

    def n(self, estimate: Estimate, style: Style | None = None, part: Part = "value") -> str:
        """Return an estimate's value, or a bound of its interval, as printed; "not known" where it has none."""
        value = getattr(estimate, part)
        if value is None:
            self.cite(estimate.id)
            return "not known"
        chosen = style or style_of(estimate.unit)
        text = number(value, chosen)
        self._numbers.append(Shown(text=text, style=chosen, estimate=estimate.id, part=part))
        return text

    def interval(self, estimate: Estimate, style: Style | None = None) -> str:
        """Return an estimate with its interval in brackets, where it has one."""
        value = self.n(estimate, style)
        if estimate.value is None or estimate.low is None or estimate.high is None:
            return value
        return f"{value} ({self.n(estimate, style, 'low')} to {self.n(estimate, style, 'high')})"

    def count(self, ids: Sequence[str]) -> str:
        """Return how many entries there are, in digits."""
        text = number(len(ids), "count")
        self._numbers.append(Shown(text=text, style="count", counted=tuple(ids)))
        return text

    def quote(self, statement: str, words: str) -> str:
        """Return the words of a statement between quotation marks, cut at a word where they are long."""
        kept = words if len(words) <= LONG_QUOTE else words[:LONG_QUOTE].rpartition(" ")[0]
        self._quotes.append(Quoted(text=kept, statement=statement))
        return f"“{kept}{'' if kept == words else ' …'}”"

    def name(self, words: str) -> str:
        """Return words whose digits are no finding: a period, a definition, a title."""
        if any(character.isdigit() for character in words):
            self._plain.append(words)
        return words

    def cite(self, *ids: str) -> None:
        """Add entries or estimates that bear the text."""
        self._evidence.extend(ids)

    def text(self, words: str) -> Text:
        """Return the finished text."""
        return Text(
            text=words,
            evidence=tuple(dict.fromkeys(self._evidence)),
            numbers=tuple(self._numbers),
            quotes=tuple(self._quotes),
            plain=tuple(self._plain),
        )

    def sentence(self, words: str, nature: Nature, *, confidence: Confidence | None = None) -> Sentence:
        """Return the finished text as a sentence."""
        return Sentence(content=self.text(words), nature=nature, confidence=confidence)


def capital(words: str) -> str:
    """Return words with a capital letter first."""
    return words[0].upper() + words[1:]


def plain(words: str) -> Text:
    """Return a text without findings, whatever digits are in it."""
    prose = Prose()
    return prose.text(prose.name(words))
