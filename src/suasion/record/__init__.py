"""The append-only store of sources, statements, observations and judgements."""
