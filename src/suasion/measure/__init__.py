"""Ibis table in, Ibis table out; one measure a file."""
