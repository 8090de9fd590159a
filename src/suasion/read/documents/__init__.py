"""Documents: bytes to text with its place in the original, and what is known of its source."""

from suasion.read.documents.document import Document, Overrides, original_place, original_text
from suasion.read.documents.intake import take_in
from suasion.read.documents.offsets import OffsetMap, Place, Segment
from suasion.read.documents.worker import close_workers

__all__ = [
    "Document",
    "OffsetMap",
    "Overrides",
    "Place",
    "Segment",
    "close_workers",
    "original_place",
    "original_text",
    "take_in",
]
