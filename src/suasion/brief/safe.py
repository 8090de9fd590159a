"""Text from outside made fit to be shown: links that only lead to the web, characters that cannot hide."""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import urlsplit

# Marks that Khmer, Thai, Arabic and Indic scripts need; all other format characters are shown by their number.
_NEEDED: Final = frozenset("\u200b\u200c\u200d\u00ad")


def safe_href(address: str | None) -> str | None:
    """Return an address if it leads to the web by http or https; None otherwise.

    Examples
    --------
    >>> safe_href("https://example.org/a?b=1")
    'https://example.org/a?b=1'
    >>> safe_href("javascript:alert(1)") is None, safe_href("java\\tscript:x") is None
    (True, True)
    """
    if not address or any(ord(c) <= 0x20 or unicodedata.category(c) in ("Cc", "Cf") for c in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def visible(text: str) -> str:
    """Return a text in which control and direction characters are seen and do nothing.

    Line breaks and tabs become spaces; marks that scripts need for writing stay.

    Examples
    --------
    >>> visible("a\\u202eb\\x1b[31m\\nc")
    'a[U+202E]b[U+001B][31m c'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in "\n\r\t":
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and character not in _NEEDED:
        return f"[U+{ord(character):04X}]"
    return character
