"""Text from outside as a terminal may have it: nothing in it is obeyed."""

from __future__ import annotations


def visible(text: str) -> str:
    """Return text with control and bidirectional characters made visible: a terminal obeys them otherwise.

    Examples
    --------
    >>> visible("a" + chr(27) + "[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(c if _is_plain(c) else c.encode("unicode_escape").decode() for c in text)


def _is_plain(character: str) -> bool:
    point = ord(character)
    is_control = point < 32 or 0x7F <= point < 0xA0
    is_bidirectional = 0x200E <= point <= 0x200F or 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069
    return not (is_control or is_bidirectional)
