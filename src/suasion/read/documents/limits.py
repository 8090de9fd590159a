"""The caps on what is taken in; a document beyond one of them is refused with a clear error."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 50_000_000  # of a file as received
MAX_CHARACTERS: Final = 5_000_000  # of text
MAX_HTML_CHARACTERS: Final = 1_000_000  # of a page without scripts; trafilatura took over 20 s on 5 MB
MAX_PAGES: Final = 2_000
MAX_EXPANSION: Final = 100  # unpacked size to packed size
MAX_UNPACKED_BYTES: Final = 200_000_000
FREE_UNPACKED_BYTES: Final = 1_000_000  # below it the ratio is not looked at: a page of spaces is no bomb
MAX_NESTING: Final = 1_000  # open elements of a page
MAX_FEED_ENTRIES: Final = 2_000
MAX_UNBROKEN: Final = 100_000  # characters in a row without white space; scripts without spaces still have lines
MIN_LETTERS: Final = 25  # fewer letters than this on a page or in a PDF are a frame without a picture

CHILD_MEMORY_BYTES: Final = 1_000_000_000
CHILD_CPU_SECONDS: Final = 20
CHILD_WALL_SECONDS: Final = 30
CHILD_DOCUMENTS: Final = 100  # a child is replaced after so many
CHILD_TIRED_BYTES: Final = 400_000_000  # or once it has grown to this
