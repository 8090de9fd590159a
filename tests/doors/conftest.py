"""One record of the example case for all tests of the doors, and a way to run commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from suasion import service
from suasion.cli import main


class Ran(NamedTuple):
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Return a function that runs one command as a person would type it."""

    def command(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return command


class Example(NamedTuple):
    """The example case worked up once."""

    folder: Path
    record: Path
    done: service.WorkedUp


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """Return the example case, worked up in a folder of its own."""
    folder = tmp_path_factory.mktemp("example")
    return Example(folder, folder / "example.duckdb", service.workup(out=folder))
