"""The reader by a language model: a text in parts to a model, its answers through the checks to statements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal

import msgspec

from suasion.codebook import Problem
from suasion.read.llm.acceptance import Acceptance
from suasion.read.llm.chunks import Chunk, find_chunks, halves
from suasion.read.llm.form import entries
from suasion.read.llm.prompt import Prompt, Request
from suasion.read.reader import Reading

_WORD: Final = re.compile(r"[^\W\d_]")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a model said: its words, and whether it came to an end with them.

    ``ending``: "stop" it said all; "length" it was cut off; "refusal" it would not answer, ``content`` says why.
    """

    content: str
    ending: Literal["stop", "length", "refusal"] = "stop"


Ask = Callable[[Request], Answer]


class ModelReading(Reading, frozen=True, kw_only=True):
    """A reading by a model: what was taken, and how many of its statements were not, by reason.

    ``unread`` counts the parts of the text for which the model gave no answer that can be used; each has a problem.
    """

    given: int = 0
    rejected: Mapping[str, int] = {}
    unread: int = 0


class LanguageModelReader(msgspec.Struct, frozen=True):
    """A reader that asks a language model and believes what the text bears out.

    Attributes
    ----------
    model
        The model's name, part of the reader's.
    where
        The endpoint, for messages.
    ask
        Puts one request to the model and returns its answer; raises where the endpoint cannot be reached.
    prompt
        The prompt; a probe's has other labels.
    """

    model: str
    where: str
    ask: Ask
    prompt: Prompt

    @property
    def name(self) -> str:
        """The reader's name with model and prompt: ``llm/MODEL/prompt-HASH``."""
        return f"llm/{self.model}/prompt-{self.prompt.hash}"

    def read(self, text: str, *, doc: str, published: str | None = None, language: str | None = None) -> ModelReading:
        """Return the statements of a text that the model gives and the text bears out.

        Parameters
        ----------
        text
            The document's text as the record keeps it. It is data: no order in it is followed.
        doc
            The document's id or file stem, copied into each statement.
        published
            ISO date of publication, which "last year" and the holders of an office are resolved by; None if unknown.
        language
            ISO 639 code if known; other than English gives no statements and a problem, since our tables and grammars,
            by which the answers are checked, are English.

        Returns
        -------
        ModelReading
            With a problem for each part without a usable answer and for each reason for which statements were refused.

        Raises
        ------
        LanguageModelError
            If the endpoint fails; nothing of the text is read then.
        """
        unreadable = _unreadable(text, doc, language)
        if unreadable is not None:
            return ModelReading(statements=(), problems=(unreadable,), reader=self.name)
        judged = Acceptance(text, doc=doc, published=published, reader=self.name, labels=self.prompt.labels)
        problems = _ordered(doc, judged)
        given = unread = 0
        waiting = list(find_chunks(text))[::-1]
        while waiting:
            chunk = waiting.pop()
            answer = self.ask(self.prompt.request(text, chunk, published=published))
            parts = halves(text, chunk) if answer.ending == "length" else []
            if len(parts) > 1:
                waiting.extend(parts[::-1])
                continue
            found = entries(answer.content) if answer.ending == "stop" else None
            if found is None:
                unread += 1
                problems.append(self._unusable(doc, chunk, answer))
                continue
            given += len(found)
            judged.judge(found, chunk)
        problems.extend(_refusals(doc, judged))
        statements = judged.statements()
        if not statements and not unread and not given:
            problems.append(Problem(input=doc, reason="The model found no statement in the text.", severity="warning"))
        return ModelReading(
            statements=statements,
            problems=tuple(problems),
            reader=self.name,
            given=given,
            rejected={reason.value: count for reason, count in judged.refused.items()},
            unread=unread,
        )

    def _unusable(self, doc: str, chunk: Chunk, answer: Answer) -> Problem:
        """Return the problem of a part for which no answer can be used."""
        reasons = {
            "length": ("was cut off before its end", "Allow the model a longer context."),
            "refusal": (f"refuses to answer: {_short(answer.content)!r}", "Try another model."),
            "stop": (
                f"is not the JSON asked for: {_short(answer.content)!r}",
                "Use a model or server that keeps to a JSON schema.",
            ),
        }
        reason, remedy = reasons[answer.ending]
        return Problem(
            input=doc,
            place=f"characters {chunk.start}-{chunk.end}",
            reason=f"The answer of {self.model} at {self.where} {reason}.",
            remedy=remedy,
        )


def _refusals(doc: str, judged: Acceptance) -> list[Problem]:
    """Return a problem for each reason for which statements were not taken."""
    return [
        Problem(
            input=doc,
            reason=f"{count} of the model's statements not taken: {reason.value} (first: {judged.examples[reason]!r}).",
            severity="warning",
        )
        for reason, count in judged.refused.items()
    ]


def _ordered(doc: str, judged: Acceptance) -> list[Problem]:
    """Return a problem for each paragraph that gives the coder orders: a person should look at such a document."""
    text = judged.evidence.text
    return [
        Problem(
            input=doc,
            place=f"characters {order.start}-{order.end}",
            reason=f"The text gives orders to whoever codes it: {_short(text[order.start : order.end])!r}.",
            remedy="Nothing was taken from this paragraph.",
            severity="warning",
        )
        for order in judged.evidence.orders
    ]


def _unreadable(text: str, doc: str, language: str | None) -> Problem | None:
    """Return the problem of a text that need not be sent to a model; None if it is to be read."""
    if _WORD.search(text) is None:
        return Problem(
            input=doc,
            reason="There is nothing to read: the text holds no words.",
            remedy="Check that the file holds text and not a picture of it.",
        )
    if language is not None and not language.lower().startswith("en"):
        return Problem(
            input=doc,
            reason=f"The text is in {language!r}; a model's answers can be checked in English only.",
            remedy="Give a translation, and keep the original beside it.",
        )
    return None


def _short(words: str) -> str:
    return " ".join(words.split())[:120]
