"""Many documents to one file of statements: in several processes, and on from where it was interrupted."""

from suasion.corpus.run import ReadMany, Tally, read_many

__all__ = ["ReadMany", "Tally", "read_many"]
