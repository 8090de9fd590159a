"""Scenarios: what a change would move, and what a move would take."""
