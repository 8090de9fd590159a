"""The prompt: the codebook and its conventions in a fixed order, and a part of a document set apart as data."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from suasion.codebook import INSTRUMENTS, ISSUES
from suasion.read.llm.chunks import Chunk
from suasion.read.llm.form import Labels, own_labels, schema, shown

SEED: Final = 0
MAX_TOKENS: Final = 4_096  # of an answer: ends one that runs on; a part whose answer is cut off is asked in halves
_HASH_DIGITS: Final = 12
_CODE: Final = re.compile(r"\{(\w+)\.([\w-]+)\}")
_TITLES: Final = {
    "kind": "Kinds",
    "plover": "Types of act (PLOVER)",
    "instrument": "Instruments",
    "modality": "Modalities",
    "unit": "Units",
    "issue": "Issues, each with the norm for which the stance is 1",
}


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a model is asked: the request's body but for the name of the model."""

    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]
    temperature: float = 0.0
    seed: int = SEED
    max_tokens: int = MAX_TOKENS


class Prompt(msgspec.Struct, frozen=True):
    """What is said to a model about every document; ``hash`` names it."""

    labels: Labels
    system: str
    hash: str

    @classmethod
    def of(cls, labels: Labels | None = None) -> Prompt:
        """Return the prompt with the codebook's own names and order, or with a probe's.

        Examples
        --------
        >>> Prompt.of() == Prompt.of()
        True
        """
        labels = labels or own_labels()
        system = _system(labels)
        said = json.dumps([system, schema(labels), _USER, _CONTEXT, SEED, MAX_TOKENS])
        return cls(labels, system, hashlib.sha256(said.encode()).hexdigest()[:_HASH_DIGITS])

    def request(self, text: str, chunk: Chunk, *, published: str | None) -> Request:
        """Return what is asked of a part of a text.

        Parameters
        ----------
        text
            The whole text.
        chunk
            The part that is coded, and where the words before it begin that are shown for reference.
        published
            ISO date of publication, None if unknown.
        """
        part, before = text[chunk.start : chunk.end], text[chunk.context_start : chunk.start]
        mark = _mark(part, before)
        user = _CONTEXT.format(mark=mark, text=before) if before.strip() else ""
        user += _USER.format(mark=mark, text=part, published=published or "unknown")
        messages = ({"role": "system", "content": self.system}, {"role": "user", "content": user})
        return Request(messages=messages, schema=schema(self.labels))


_CONTEXT: Final = """\
What comes before in the same document, for reference only; return no statement from it:
<<<before {mark}>>>
{text}
<<<end before {mark}>>>

"""
_USER: Final = """\
Published: {published}
<<<document {mark}>>>
{text}
<<<end document {mark}>>>

Return the statements of the document between its two marks.
"""


def _mark(*texts: str) -> str:
    """Return a mark made from the texts: who wrote them could not put into them what depends on all of them."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@cache
def conventions() -> dict[str, Any]:
    """Return what a model is told of the codebook, as the data file has it."""
    return tomllib.loads(files("suasion.read.llm").joinpath("conventions.toml").read_text(encoding="utf-8"))


def _system(labels: Labels) -> str:
    """Return the system message: task, data, fields, lists, conventions, an example."""
    told = conventions()

    def named(text: str) -> str:
        return _CODE.sub(lambda code: labels.names[code[1]][code[2]], text)

    parts = [told["task"].strip(), told["data"].strip()]
    parts.append("Fields of a statement:\n" + _lines({field: named(said) for field, said in told["fields"].items()}))
    for field, names in labels.names.items():
        meanings = {name: _meaning(field, code) for code, name in names.items()}
        parts.append(f"{_TITLES[field]} ({field}):\n{_lines(meanings)}")
    parts.append("Conventions:\n" + "\n".join(f"- {named(rule)}" for rule in told["conventions"]["rules"]))
    answer = {"statements": [shown(statement, labels) for statement in told["example"]["statements"]]}
    parts.append(
        f"An example. The document:\n{told['example']['text']}\nIts answer:\n{json.dumps(answer, ensure_ascii=False)}"
    )
    parts.append(told["answer"].strip())
    return "\n\n".join(parts)


def _meaning(field: str, code: str) -> str:
    if field == "issue":
        issue = ISSUES[code]
        return f"{issue.title}. 1: {issue.norm}. -1: {issue.against}."
    said: str = conventions()[field][code]
    # With codes renamed, the code's own word would be lost where it says more than its gloss.
    return f"{INSTRUMENTS[code].title}: {said}" if field == "instrument" else said


def _lines(meanings: dict[str, str]) -> str:
    return "\n".join(f"- {name}: {said}" for name, said in meanings.items())
