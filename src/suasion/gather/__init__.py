"""Data sets to observations, and the only network door."""
