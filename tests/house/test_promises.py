"""Promises that the house keeps about itself."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from suasion import cli, service

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "suasion"
ROOMS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file())
DOORLESS = {
    "render",
    "datasets_in",
    "language_model_reader",
    "contest",
    "add_example",
    "read_many",
    "explain",
    "measures",
    "recompute_fbic",
    "explain_fbic",
    "toolbox",
    "institution",  # `whatif --institution`
}  # steps of a command, and no command of their own


def test_every_function_of_the_service_has_a_command() -> None:
    functions = {
        name
        for name, value in vars(service).items()
        if inspect.isfunction(value) and value.__module__ == service.__name__ and not name.startswith("_")
    }
    commands = {name.replace("-", "_") for name in cli.app if not name.startswith("-")}
    commands |= {"datasets"}  # `gather --list`
    assert functions - DOORLESS <= commands


def test_every_command_says_what_it_does_and_what_its_parameters_mean() -> None:
    for name in cli.app:
        if name.startswith("-"):
            continue
        command = cli.app[name]
        assert command.help, name
        docstring = inspect.getdoc(command.default_command) or ""
        undescribed = [
            argument.name
            for argument in command.assemble_argument_collection()
            # "*" stands for several that follow; a positional's help stands in the docstring.
            if argument.name != "*" and not argument.parameter.help and f"\n{argument.name.lower()}\n" not in docstring
        ]
        assert not undescribed, f"{name}: {undescribed}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_lists_what_it_offers_and_does_nothing_else(room: str) -> None:
    tree = ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body[1:]:
        is_list = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        assert is_list or isinstance(node, ast.ImportFrom), ast.unparse(node)
    offered = importlib.import_module(f"suasion.{room}")
    assert offered.__all__ == sorted(offered.__all__, key=lambda name: (not name.isupper(), name.islower(), name))
    assert all(getattr(offered, name).__doc__ for name in offered.__all__ if callable(getattr(offered, name)))


def test_the_command_starts_without_what_it_does_not_need() -> None:
    heavy = "spacy", "ibis", "duckdb", "pandas", "scipy", "trafilatura", "pyarrow.parquet", "http.client"
    code = f"import sys, suasion.cli; print([m for m in {heavy!r} if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_the_readme_begins_with_its_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"```sh\n(.*?)```", readme, re.DOTALL)
    assert first
    assert [line.split("#")[0].strip() for line in first.group(1).splitlines()] == ["make brief", "make test"]


def test_every_command_in_the_documents_exists() -> None:
    known = {name for name in cli.app if not name.startswith("-")}
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            used = set(re.findall(r"^suasion ([\w-]+)", block, re.MULTILINE))
            assert used <= known, f"{page.name}: {used - known}"
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_data_set_has_its_description_and_its_module() -> None:
    described = {path.stem for path in (SOURCE / "gather").glob("*.toml")}
    assert described
    for name in described:
        said = tomllib.loads((SOURCE / "gather" / f"{name}.toml").read_text(encoding="utf-8"))
        assert {"publisher", "licence", "citation", "coverage", "units"} <= said.keys(), name
        module = importlib.import_module(f"suasion.gather.{said.get('module', name)}")
        assert callable(module.fetch), name
        assert callable(module.rows), name


def test_nothing_of_the_house_names_a_path_of_one_machine() -> None:
    for path in [*SOURCE.rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "Makefile"]:
        assert "/work/" not in path.read_text(encoding="utf-8"), path
