"""Content ids: the same content has the same id, so that a retry adds nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

Prefix = Literal["st", "ob", "so", "ju", "es", "se"]  # statement, observation, source, judgement, estimate, sentence

ID_DIGITS: Final = 16  # 64 bits: a one-in-a-million clash needs six million entries


def content_id(prefix: Prefix, content: Mapping[str, Any]) -> str:
    """Return the id of some content.

    Parameters
    ----------
    prefix
        What it is: st statement, ob observation, so source, ju judgement, es estimate, se sentence of a brief.
    content
        JSON-like fields. Their order does not matter.

    Examples
    --------
    >>> content_id("st", {"a": 1, "b": None}) == content_id("st", {"b": None, "a": 1})
    True
    """
    canonical = msgspec.json.encode(content, order="sorted")
    return f"{prefix}-{hashlib.sha256(canonical).hexdigest()[:ID_DIGITS]}"
