"""The example case as the package carries it: Cambodia between Japan, China and the United States."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import msgspec

from suasion.codebook import Contest
from suasion.codebook.source import Reliability

HERE: Final = Path(__file__).parent


class ExampleDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One document of the example and what is known of it."""

    file: str
    title: str
    publisher: str
    published: str
    reliability: Reliability
    language: str
    licence: str

    @property
    def path(self) -> Path:
        """Where the document lies in the installed package."""
        return HERE / "documents" / self.file


class ExampleCase(msgspec.Struct, frozen=True, kw_only=True):
    """The example: its contest and its documents, in the order of their dates."""

    name: str
    title: str
    contest: Contest
    documents: tuple[ExampleDocument, ...]


def load() -> ExampleCase:
    """Return the example case."""
    with (HERE / "case.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), ExampleCase)


def facts() -> list[Path]:
    """Return the files of cited facts, each with its description (.toml) beside it."""
    return sorted((HERE / "facts").glob("*.csv"))
