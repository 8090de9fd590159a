"""Bytes of a document to statements; pure: no store, no network."""
