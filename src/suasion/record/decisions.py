"""What people decided about entries: the last decision holds, and any merge can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from suasion.codebook import INDICATORS, ISSUES, OBSERVATION_SCHEMA, Judgement, Source, Statement
from suasion.codebook.actor import actor as known_actor
from suasion.codebook.observation import Status
from suasion.errors import InputError
from suasion.record.dates import last_day, moment

# Where an entry stands in its source, and how it was read, is no matter of opinion: reject such an entry.
CORRECTABLE: Final[dict[str, tuple[str, ...]]] = {
    "st": (
        "kind", "actor", "recipient", "actor_text", "recipient_text", "plover", "instrument", "issue", "stance",
        "amount", "unit", "period", "date", "modality", "attribution",
    ),
    "ob": (
        "indicator", "actor", "partner", "item", "label", "first_year", "last_year", "date", "value", "unit",
        "status", "known",
    ),
    "so": ("title", "publisher", "author", "address", "published", "language", "licence", "citation", "reliability"),
}  # fmt: skip


class _Observation(msgspec.Struct):
    """An observation's columns as types, to check a correction against."""

    indicator: str
    actor: str
    first_year: int
    last_year: int
    unit: str
    status: Status
    partner: str | None = None
    item: str | None = None
    label: str | None = None
    date: str | None = None
    value: float | None = None
    known: str | None = None


_TYPES: Final[dict[str, Any]] = {"st": Statement, "ob": _Observation, "so": Source}


class Decided(msgspec.Struct, frozen=True):
    """What holds: entries that are gone, entries confirmed, and corrected fields by entry."""

    gone: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    changes: Mapping[str, Mapping[str, Any]] = {}


def decide(judgements: Iterable[Judgement]) -> Decided:
    """Return what holds after some judgements.

    Parameters
    ----------
    judgements
        In the order in which they were added, which settles those of the same moment.

    Notes
    -----
    By subject and in the order of ``when``. An unmerge takes away the merges of its two entries before it;
    of what then stands the last verdict holds: rejected and merged entries are gone, others stay, confirmed
    where that is the last verdict. Corrected fields stay corrected until corrected again. A merge that would
    close a ring (a into b, b into a) is passed over, for then all evidence in the ring would be gone.
    """
    standing = _standing(judgements)
    last = {subject: mine[-1] for subject, mine in standing.items() if mine}
    rejected = {subject for subject, j in last.items() if j.verdict == "reject"}
    confirmed = {subject for subject, j in last.items() if j.verdict == "confirm"}
    changes: dict[str, dict[str, Any]] = {}
    for mine in standing.values():
        for judgement in mine:
            if judgement.verdict == "correct":
                changes.setdefault(judgement.subject, {}).update(judgement.changes)
    return Decided(frozenset(rejected | set(_merged(standing))), frozenset(confirmed), changes)


def _standing(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """Return the judgements on each subject in the order of their moments, undone merges taken away."""
    standing: dict[str, list[Judgement]] = {}
    for judgement in sorted(judgements, key=lambda j: moment(j.when, "when")):
        mine = standing.setdefault(judgement.subject, [])
        if judgement.verdict == "unmerge":
            mine[:] = [j for j in mine if j.verdict != "merge" or j.into != judgement.into]
        else:
            mine.append(judgement)
    return standing


def _merges(standing: Mapping[str, list[Judgement]]) -> list[Judgement]:
    """Return the merges that are the last word on their subjects, in the order of their moments."""
    merges = [mine[-1] for mine in standing.values() if mine and mine[-1].verdict == "merge"]
    return sorted(merges, key=lambda j: (moment(j.when, "when"), j.subject))


def _merged(standing: Mapping[str, list[Judgement]]) -> dict[str, str]:
    """Return who was merged into whom, merges that would close a ring left out."""
    into: dict[str, str] = {}
    for merge in _merges(standing):
        end = keeper = str(merge.into)
        while end in into:
            end = into[end]
        if end != merge.subject:
            into[merge.subject] = keeper
    return into


def check_judgement(judgement: Judgement, entry: Mapping[str, Any], earlier: Iterable[Judgement]) -> None:
    """Check a judgement about an entry.

    Raises
    ------
    InputError
        If it lacks who or why, has no moment, corrects what cannot be corrected or to a value that the codebook
        does not know, or merges an entry with itself or into a ring, or undoes a merge that does not stand.
    """
    what = f"judgement on {judgement.subject}"
    for field in ("who", "why"):
        if not getattr(judgement, field).strip():
            raise InputError(f"{what}: {field} is empty. A decision needs who took it and why.")
    moment(judgement.when, f"{what}: when")
    if (judgement.verdict == "correct") != bool(judgement.changes):
        raise InputError(f"{what}: changes belong to the verdict 'correct', and only to it. Give the corrected fields.")
    if (judgement.verdict in ("merge", "unmerge")) != (judgement.into is not None):
        raise InputError(f"{what}: 'into' belongs to merge and unmerge, and only to them. Name the other entry.")
    if judgement.verdict == "correct":
        _check_changes(what, judgement, entry)
    elif judgement.into is not None:
        _check_merge(what, judgement, list(earlier))


def _check_changes(what: str, judgement: Judgement, entry: Mapping[str, Any]) -> None:
    prefix = judgement.subject[:2]
    unknown = sorted(set(judgement.changes) - set(CORRECTABLE[prefix]))
    if unknown:
        allowed = ", ".join(CORRECTABLE[prefix])
        raise InputError(f"{what}: {', '.join(unknown)} cannot be corrected. Only these can: {allowed}.")
    kind = _TYPES[prefix]
    fields = {field: entry[field] for field in kind.__struct_fields__} | judgement.changes
    try:
        corrected = msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise InputError(f"{what}: {error}. Correct to a value that the codebook knows.") from error
    _check_words(what, judgement.changes)
    if isinstance(corrected, _Observation):
        if (corrected.status == "observed") != (corrected.value is not None):
            raise InputError(f"{what}: a value belongs to the status 'observed', and only to it. Correct both.")
        if corrected.indicator not in INDICATORS or corrected.first_year > corrected.last_year:
            raise InputError(f"{what}: no such indicator, or a period that ends before it begins. Correct it.")


def _check_words(what: str, changes: Mapping[str, Any]) -> None:
    """Check what the types leave open: codes of actors, issues and days."""
    for field in ("actor", "recipient", "partner"):
        if changes.get(field) is not None:
            known_actor(changes[field])  # raises, and names the code where it is a name or nearly one
    if changes.get("issue") is not None and changes["issue"] not in ISSUES:
        raise InputError(f"{what}: {changes['issue']!r} is no issue. One of: {', '.join(sorted(ISSUES))}.")
    for field in ("published", "known", "date"):
        if changes.get(field) is not None:
            last_day(changes[field], f"{what}: {field}")


def _check_merge(what: str, judgement: Judgement, earlier: list[Judgement]) -> None:
    subject, into = judgement.subject, str(judgement.into)
    if subject[:2] != into[:2]:
        raise InputError(f"{what}: {into} is another sort of entry. Merge statements with statements, and so on.")
    if subject == into:
        raise InputError(f"{what}: an entry cannot be merged with itself. Name the entry to keep.")
    if judgement.verdict == "unmerge":
        by_then = [j for j in earlier if moment(j.when, "when") <= moment(judgement.when, "when")]
        mine = _standing(by_then).get(subject, [])
        if not any(j.verdict == "merge" and j.into == into for j in mine):
            raise InputError(f"{what}: it is not merged into {into}. `suasion trace {subject}` shows what was decided.")
        return
    standing = _standing([*earlier, judgement])
    if len(_merged(standing)) < len(_merges(standing)):
        raise InputError(f"{what}: {into} is itself merged into it. Undo that merge first.")


assert set(CORRECTABLE["ob"]) < set(OBSERVATION_SCHEMA.names)  # fails at import when the codebook changes
