"""Bytes of a document to statements; pure: no store, no network."""

from suasion.read.batches import DOCUMENT_SCHEMA, READING_SCHEMA, read_batches, spark_schema
from suasion.read.documents import Document, Overrides, original_place, take_in
from suasion.read.reader import Reading, read_text, reader_name

__all__ = [
    "DOCUMENT_SCHEMA",
    "READING_SCHEMA",
    "Document",
    "Overrides",
    "Reading",
    "original_place",
    "read_batches",
    "read_text",
    "reader_name",
    "spark_schema",
    "take_in",
]
