"""The issuer: whose voice a joint statement, readout or notice speaks in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from suasion.read.discourse import is_state
from suasion.read.mentions import Mention

_HEAD: Final = 400  # characters in which a document says what it is
_JOINT: Final = re.compile(r"\bjoint (?:press )?(?:statement|communiqu[eé]|declaration)\b", re.IGNORECASE)
_OWN: Final = re.compile(
    r"\b(?:readout|press release|media note|fact sheet|remarks|for immediate release|office of the spokesperson|"
    r"ministry of foreign affairs|treasury|office of foreign assets control|council of the european union|"
    r"statement by|statement from|today (?:designated|sanctioned))\b",
    re.IGNORECASE,
)


def find_issuer(text: str, mentions: Sequence[Mention]) -> str | None:
    """Return "both" for a joint statement, the issuing state's code for a readout or notice, None for other texts.

    Heuristic: the document says what it is in its first lines; the first state named after its title issues it.
    """
    head = text[:_HEAD]
    first_line_end = min((i for i in (head.find("\n"),) if i > 0), default=len(head))
    if _JOINT.search(head[:first_line_end]):
        return "both"
    body = text.find("\n") + 1
    if _OWN.search(head):
        after_title = [m.code for m in mentions if is_state(m.code) and body <= m.start < body + _HEAD]
        return after_title[0] if after_title else None
    return None
