"""The example case that ships with the package: documents, cited facts and the contest."""

from suasion.example.case import ExampleCase, ExampleDocument, facts, load

__all__ = ["ExampleCase", "ExampleDocument", "facts", "load"]
