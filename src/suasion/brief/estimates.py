"""All estimates of an assessment, by id."""

from __future__ import annotations

from typing import Any

import msgspec

from suasion.codebook import Estimate, field_of


def all_estimates(part: Any) -> dict[str, Estimate]:
    """Return every estimate within an assessment or a part of it, by id, in the order of the fields.

    Parameters
    ----------
    part
        An assessment, or any struct or tuple within one.
    """
    found: dict[str, Estimate] = {}
    _walk(part, found)
    return found


def entries_of(estimate: Estimate) -> tuple[str, ...]:
    """Return the ids of all that went into an estimate, each once and without the fields that terms may name."""
    return tuple(dict.fromkeys(field_of(reference)[0] for reference in estimate.evidence))


def _walk(part: Any, found: dict[str, Estimate]) -> None:
    if isinstance(part, Estimate):
        found.setdefault(part.id, part)
    elif isinstance(part, msgspec.Struct):
        for field in part.__struct_fields__:
            _walk(getattr(part, field), found)
    elif isinstance(part, tuple | list):
        for one in part:
            _walk(one, found)
