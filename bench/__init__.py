"""Benchmarks: each module has a `main` that prints a table and returns 1 where a bound is broken."""
