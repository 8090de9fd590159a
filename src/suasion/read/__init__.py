"""Bytes of a document to statements; pure: no store, no network."""

from suasion.read.documents import Document, Overrides, original_place, take_in
from suasion.read.reader import Reading, read_text, reader_name

__all__ = ["Document", "Overrides", "Reading", "original_place", "read_text", "reader_name", "take_in"]
