"""How well a language model reads each hand-coded set, and how far its answers hang on the form of the codebook.

Runs only where an endpoint is set (SUASION_LLM_URL, SUASION_LLM_MODEL). Two probes ask the same model about the same
texts: with the codebook's lists in another order, and with its codes renamed to arbitrary letters. A model that codes
by meaning answers alike.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Literal

from bench.reading import ROOT, golds, read_document, table
from suasion import service
from suasion.codebook import Statement
from suasion.errors import LanguageModelError
from suasion.gather.language_model import URL_VARIABLE
from suasion.read.llm import Labels, LanguageModelReader, ModelReading, Prompt, probe_labels

PROBED = ROOT / "gold"  # the set whose answers are compared
SEED = 1
# What is coded about a claim; who is named how and how sure the model is may differ in words only.
CODED = ("kind", "plover", "instrument", "modality", "issue", "stance", "actor", "recipient", "amount", "unit")


def main() -> int:
    if not os.environ.get(URL_VARIABLE):
        print(f"no language model is set ({URL_VARIABLE}); nothing to measure")
        return 0
    try:
        reader = service.language_model_reader(service.LanguageModel())
        print(reader.name)
        counted: Counter[str] = Counter()
        table(partial(_counting, reader, counted))
        _refused(counted)
        _probes(reader)
    except LanguageModelError as error:
        print(error)
        return 1
    return 0


def _counting(reader: LanguageModelReader, counted: Counter[str], text: str, **known: str) -> ModelReading:
    reading = reader.read(text, **known)
    counted.update(reading.rejected)
    counted["given"] += reading.given
    counted["parts without a usable answer"] += reading.unread
    return reading


def _refused(counted: Counter[str]) -> None:
    print(f"statements given: {counted.pop('given')}; not taken, by reason:")
    for reason, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        print(f"{count:>6}  {reason}")


def _probes(reader: LanguageModelReader) -> None:
    print(f"{'probe':12}{'statements':>12}{'changed':>9}{'coded otherwise':>17}")
    plain = _all(reader, reader.prompt.labels)
    probes: tuple[Literal["reordered", "renamed"], ...] = ("reordered", "renamed")
    for probe in probes:
        probed = _all(reader, probe_labels(probe, seed=SEED))
        print(f"{probe:12}{len(probed):>12}{share_changed(plain, probed):>9.2f}{share_recoded(plain, probed):>17.2f}")
    print("changed: of all answers of either, those the other has not. Coded otherwise: of the same quotes and pairs")


def _all(reader: LanguageModelReader, labels: Labels) -> list[Statement]:
    asked = LanguageModelReader(reader.model, reader.where, reader.ask, Prompt.of(labels))
    return [statement for gold in golds(PROBED) for statement in read_document(asked.read, gold)[1]]


def share_changed(one: Iterable[Statement], other: Iterable[Statement]) -> float:
    """Return the share of all answers of two readings that only one of them has: place, actors and all codes."""
    first, second = (Counter(_place(s) + _codes(s) for s in statements) for statements in (one, other))
    total = (first | second).total()
    return 1 - (first & second).total() / total if total else 0.0


def share_recoded(one: Sequence[Statement], other: Sequence[Statement]) -> float:
    """Return the share, of the quotes with the same actors that both readings have, that are coded otherwise."""
    first, second = (_by_place(statements) for statements in (one, other))
    both = sorted(first.keys() & second.keys(), key=str)
    return sum(first[place] != second[place] for place in both) / len(both) if both else 0.0


def _by_place(statements: Sequence[Statement]) -> dict[tuple[object, ...], set[tuple[object, ...]]]:
    found: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for statement in statements:
        found.setdefault(_place(statement), set()).add(_codes(statement))
    return found


def _place(statement: Statement) -> tuple[object, ...]:
    return (statement.doc, statement.start, statement.end, statement.actor, statement.recipient)


def _codes(statement: Statement) -> tuple[object, ...]:
    return tuple(getattr(statement, field) for field in CODED)
