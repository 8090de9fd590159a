"""Models on labelled arrays."""
