"""Suasion: influence between states, from evidence."""
