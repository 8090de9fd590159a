"""The form of an answer: the codebook's lists as a prompt names them, the JSON schema, and the way back.

A `Labels` says in which order the codes stand and what they are called. The reader uses the codebook's own order and
names; probes use others, to see how far a model's answers hang on them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from suasion.codebook import AMOUNT_UNITS, INSTRUMENTS, ISSUES, KINDS, MODALITIES, PLOVER
from suasion.codebook.statement import AmountUnit, InstrumentName, Kind, Modality, Plover, Stance

LISTS: Final[dict[str, tuple[str, ...]]] = {
    "kind": KINDS,
    "plover": PLOVER,
    "instrument": tuple(INSTRUMENTS),
    "modality": MODALITIES,
    "unit": AMOUNT_UNITS,
    "issue": tuple(ISSUES),
}
ALWAYS: Final = frozenset({"quote", "kind", "modality", "attribution"})  # the fields that are never null
MAX_STATEMENTS: Final = 200  # in one answer; a part of a document has a few dozen sentences


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement as a model gives it, before anything in it is believed."""

    quote: str
    kind: Kind
    modality: Modality
    attribution: str
    actor: str | None = None
    actor_text: str | None = None
    actor_antecedent: str | None = None
    recipient: str | None = None
    recipient_text: str | None = None
    recipient_antecedent: str | None = None
    plover: Plover | None = None
    instrument: InstrumentName | None = None
    issue: str | None = None
    stance: Stance | None = None
    amount: float | None = None
    unit: AmountUnit | None = None
    period: str | None = None
    probability: float | None = None


class Labels(msgspec.Struct, frozen=True):
    """The codes of each list in the order of the prompt, each with the name it has there."""

    names: dict[str, dict[str, str]]

    def codes(self, field: str) -> dict[str, str]:
        """Return the codebook's code by the name that the prompt gives it."""
        return {name: code for code, name in self.names[field].items()}


class _Answer(msgspec.Struct):
    """An answer whose statements are judged one by one."""

    statements: list[dict[str, Any]]


def own_labels() -> Labels:
    """Return the codebook's lists as they are, in its order."""
    return Labels({field: {code: code for code in codes} for field, codes in LISTS.items()})


def probe_labels(probe: Literal["reordered", "renamed"], *, seed: int) -> Labels:
    """Return the codebook's lists in another order, or with letters for names.

    Parameters
    ----------
    probe
        "reordered": the same codes, shuffled. "renamed": the same order, each code called by arbitrary letters.
    seed
        Of the shuffle; the same seed gives the same lists.

    Examples
    --------
    >>> list(probe_labels("renamed", seed=1).names["unit"].items())[0][0]
    'USD'
    """
    chance = random.Random(seed)  # noqa: S311  (no secret)
    names: dict[str, dict[str, str]] = {}
    for field, codes in LISTS.items():
        order = list(codes)
        if probe == "reordered":
            chance.shuffle(order)
            names[field] = {code: code for code in order}
        else:
            letters = [chr(ord("A") + i) for i in range(len(order))]
            chance.shuffle(letters)
            names[field] = dict(zip(order, letters, strict=True))
    return Labels(names)


def schema(labels: Labels) -> dict[str, Any]:
    """Return the JSON schema of an answer: every field required and nothing else allowed, as strict modes ask."""
    fields: dict[str, Any] = {}
    for name in Claim.__struct_fields__:
        if name in labels.names:
            kind: dict[str, Any] = {"type": "string", "enum": list(labels.names[name].values())}
        elif name == "stance":
            kind = {"type": "integer", "enum": [-1, 0, 1]}
        elif name in {"amount", "probability"}:
            kind = {"type": "number"}
        else:
            kind = {"type": "string"}
        fields[name] = kind if name in ALWAYS else {"anyOf": [kind, {"type": "null"}]}
    statement = {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"statements": {"type": "array", "items": statement}},
        "required": ["statements"],
        "additionalProperties": False,
    }


def entries(content: str) -> Sequence[Mapping[str, Any]] | None:
    """Return the statements of an answer, none of them judged yet; None if it is not of the form at all."""
    try:
        found = msgspec.json.decode(content, type=_Answer).statements
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return found if len(found) <= MAX_STATEMENTS else None


def claim(entry: Mapping[str, Any], labels: Labels) -> Claim | None:
    """Return one statement of an answer with the codebook's own codes; None if a field or value is not allowed."""
    given = dict(entry)
    for field in labels.names:
        value = given.get(field)
        if value is not None:
            codes = labels.codes(field)
            if not isinstance(value, str) or value not in codes:
                return None
            given[field] = codes[value]
    try:
        found = msgspec.convert(given, Claim)
    except (msgspec.ValidationError, RecursionError):
        return None
    if found.probability is not None and not 0 <= found.probability <= 1:
        return None
    return found


def shown(given: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """Return a statement with the codebook's codes as the prompt names them, all fields given."""
    return {
        name: labels.names[name][given[name]] if name in labels.names and name in given else given.get(name)
        for name in Claim.__struct_fields__
    }
