"""The assessment as a person reads it."""
