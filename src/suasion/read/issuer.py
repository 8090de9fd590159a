"""The issuer: whose voice a joint statement, readout, speech or opinion speaks in, and who speaks in a transcript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

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
_OFFICE: Final = (
    r"(?:president|prime minister|premier|minister|king|queen|emir|sultan|chancellor|ambassador|envoy|secretary|"
    r"spokes(?:man|woman|person)|department|ministry|government|high commissioner|representative|embassy)"
)
# "Speech of the President of X", "Daily briefing by the spokesperson of the Ministry of ... of X".
_SPOKEN: Final = re.compile(
    r"\b(?:speech|address|remarks|statement|transcript|briefing|testimony|message|letter|lecture|interview)\b"
    rf"[^\n:]{{0,60}}?\b(?:of|by|from|with)\b(?=[^\n]*\b{_OFFICE}\b)",
    re.IGNORECASE,
)
# "The writer is X's ambassador to Y", "By A. B., foreign minister of X".
_WRITTEN: Final = re.compile(
    rf"\b(?:the (?:writer|author) (?:is|was|serves as)|by (?=[A-Z]))(?=[^\n]*\b{_OFFICE}\b)", re.IGNORECASE
)
_LABEL: Final = re.compile(r"^(?P<name>Q|A|[A-Z][A-Z .’'-]{1,40}[A-Z](?: \([^)\n]{1,40}\))?): ", re.MULTILINE)
_ASKING: Final = frozenset({
    "Q", "QUESTION", "HOST", "PRESENTER", "INTERVIEWER", "REPORTER", "MODERATOR", "JOURNALIST", "CHAIR", "ANCHOR"
})  # fmt: skip
_INTRODUCED: Final = 80  # characters after a speaker's name in which the text says where he or she is from


class Turn(NamedTuple):
    """From where on somebody speaks, and for which state; None where for none."""

    start: int
    code: str | None


def find_issuer(text: str, mentions: Sequence[Mention]) -> str | None:
    """Return "both" for a joint statement, the issuing state's code for a readout or notice, None for other texts.

    Heuristic: the document says what it is in its first lines; the first state named after its title issues it.
    """
    head = text[:_HEAD]
    first_line_end = min((i for i in (head.find("\n"),) if i > 0), default=len(head))
    if _JOINT.search(head[:first_line_end]):
        return "both"
    if voice := find_voice(text, mentions):
        return voice
    body = text.find("\n") + 1
    if _OWN.search(head):
        after_title = [m.code for m in mentions if is_state(m.code) and body <= m.start < body + _HEAD]
        return after_title[0] if after_title else None
    return None


def find_voice(text: str, mentions: Sequence[Mention]) -> str | None:
    """Return the state or body whose office holder says "I" and "we" in a speech, briefing or opinion, or None.

    Heuristic: the title or the line below it names the office ("Speech of the President of X").
    """
    head = "\n".join(text[:_HEAD].split("\n\n", maxsplit=1)[0].split("\n")[:3])
    if _JOINT.search(head):
        return None
    for pattern in (_SPOKEN, _WRITTEN):
        match = pattern.search(head)
        if match is None:
            continue
        line_end = head.find("\n", match.end())
        until = line_end if line_end >= 0 else len(head)
        named = [m.code for m in mentions if m.code and match.end() <= m.end and m.start < until]
        if named:
            return named[0]
    return None


def find_home(text: str, mentions: Sequence[Mention], voice: str | None) -> str | None:
    """Return the state on which others act in a speech or opinion: the speaker's own, an envoy's the one he is sent to.

    Heuristic: what is told of third states in a text without a recipient of its own is told of that state.
    """
    if voice is None:
        return None
    sent = re.search(r"\b(?:ambassador|envoy|high commissioner) (?:[a-z]+ )?to (?:the )?", text[:_HEAD])
    if sent is None:
        return voice
    return next((m.code for m in mentions if is_state(m.code) and m.start <= sent.end() < m.end), voice)


def find_turns(text: str, mentions: Sequence[Mention], voice: str | None) -> list[Turn]:
    """Return the turns of a transcript with labelled speakers, in order; none for other texts.

    Parameters
    ----------
    text, mentions
        The document and the actors named in it.
    voice
        The state that the document's own speaker speaks for, if it names one.
    """
    labels = list(_LABEL.finditer(text))
    if len(labels) < 2:
        return []
    return [Turn(match.end(), _speaker(text, mentions, match, voice)) for match in labels]


def _speaker(text: str, mentions: Sequence[Mention], label: re.Match[str], voice: str | None) -> str | None:
    """Return the state that a labelled speaker speaks for: the label's own, the document's, or where he or she is."""
    name = label["name"]
    if name.split(" (")[0].split()[-1] in _ASKING:
        return None
    own = [m.code for m in mentions if label.start() <= m.start < label.end() and is_state(m.code)]
    if own or voice:
        return own[0] if own else voice
    at = re.search(rf"(?<!\w){re.escape(name.split()[-1].capitalize())}\b", text)
    if at is None:
        return None
    near = [m for m in mentions if at.end() <= m.start < at.end() + _INTRODUCED and is_state(m.code)]
    stop = re.search(r"[.\n]", text[at.end() :])
    return near[0].code if near and stop and near[0].start < at.end() + stop.start() else None
