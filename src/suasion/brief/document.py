"""A brief as an ordered document: sections of sentences, tables and charts, each part with its evidence."""

from __future__ import annotations

from typing import Literal

import msgspec

from suasion.brief.words import Confidence, Style
from suasion.codebook import Estimate, content_id

Nature = Literal["fact", "assumption", "judgement"]
Part = Literal["value", "low", "high"]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A number that stands in a text: a part of an estimate, or a count of entries.

    ``estimate`` is an id; ``counted`` are the ids that the number counts where it is no estimate.
    """

    text: str
    style: Style
    estimate: str | None = None
    part: Part = "value"
    counted: tuple[str, ...] = ()


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """Words of a source that stand in a text: a statement's quote, the sentence around it, or the beginning of one."""

    text: str
    statement: str


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text with the numbers and quotes in it, in order, and what else bears it.

    ``plain`` are names and years with digits in them that are no findings: a period, a resolution, a definition.
    """

    text: str
    evidence: tuple[str, ...] = ()
    numbers: tuple[Shown, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    plain: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """All ids that the text rests on, each once."""
        shown = [i for one in self.numbers for i in ((one.estimate,) if one.estimate else one.counted)]
        return tuple(dict.fromkeys([*shown, *(quote.statement for quote in self.quotes), *self.evidence]))


class Sentence(msgspec.Struct, frozen=True, kw_only=True, tag="sentence"):
    """One sentence or two that belong together: a fact, an assumption or a judgement.

    ``likelihood`` is an ICD 203 word, borne by the estimate ``probability``; ``confidence`` a level. Never both.
    """

    content: Text
    nature: Nature
    likelihood: str | None = None
    probability: str | None = None  # id of an estimate
    confidence: Confidence | None = None

    @property
    def id(self) -> str:
        """The content id, ``se-`` and 16 hex digits."""
        return content_id("se", msgspec.to_builtins(self))


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """A table: the first cell of a row is its header."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One dot with its interval; ``content`` is the same in words. Without a value, the words say why."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    content: Text


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Dots that share a heading; ``ends`` name the two poles of their scale."""

    label: str
    points: tuple[Point, ...]
    ends: tuple[str, str] | None = None


class Chart(msgspec.Struct, frozen=True, kw_only=True, tag="chart"):
    """Dots with intervals on one scale, in groups."""

    title: str
    description: str
    first: float
    last: float
    groups: tuple[Group, ...]


Block = Sentence | Table | Chart


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the brief under one heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


class StatementEvidence(msgspec.Struct, frozen=True, kw_only=True, tag="statement"):
    """A statement in its context: the words around the quote, and what is known of its source."""

    id: str
    before: str
    quote: str
    after: str
    coded: str
    credibility: str
    source: str


class RowEvidence(msgspec.Struct, frozen=True, kw_only=True, tag="row"):
    """A row of a data set, and where it stands there."""

    id: str
    what: str
    period: str
    value: str
    source: str
    row: str


class EstimateEvidence(msgspec.Struct, frozen=True, kw_only=True, tag="estimate"):
    """An estimate with its arithmetic, its first rows, and how many more there are."""

    id: str
    estimate: Estimate
    rows: tuple[RowEvidence, ...]
    statements: tuple[str, ...]
    estimates: tuple[str, ...]
    more: int


Evidence = StatementEvidence | RowEvidence | EstimateEvidence


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A source as the evidence names it."""

    id: str
    title: str
    publisher: str | None
    published: str | None
    address: str | None
    licence: str | None
    reliability: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence, row or dot that its evidence does not bear, and why."""

    id: str
    text: str
    why: str


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The assessment as a person reads it.

    ``checked`` is None until `verify` has read it over; it then says how many sentences stand and were refused.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[SourceLine, ...]
    checked: str | None = None
    refused: tuple[Refusal, ...] = ()


class BriefVerification(msgspec.Struct, frozen=True, kw_only=True):
    """What the verifier found. ``brief`` is the brief without what it refused: print this one."""

    sentences: int
    supported: int
    refused: int
    rows: int
    rows_refused: int
    entries: int
    recomputed: int
    failures: tuple[Refusal, ...]
    brief: Brief
