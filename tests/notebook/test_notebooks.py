"""The notebooks of the documentation run, and each last value of a cell shows itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from suasion import notebook

PAGES = Path(__file__).resolve().parents[2] / "docs" / "notebooks"
CELL = re.compile(r"^```\{code-cell\} ipython3\n(?::tags:[^\n]*\n)?(.*?)^```$", re.DOTALL | re.MULTILINE)


def run(page: Path) -> Iterator[Any]:
    """Yield the last value of each cell of a page, as a notebook would show it."""
    space: dict[str, Any] = {"__name__": page.stem}
    for cell in CELL.findall(page.read_text(encoding="utf-8")):
        tree = ast.parse(cell, filename=str(page))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, str(page), "exec"), space)
        if last is not None:
            yield eval(compile(ast.Expression(last.value), str(page), "eval"), space)


@pytest.mark.parametrize("name", [pytest.param("cambodia", marks=pytest.mark.slow), "replication", "own-table"])
def test_notebook_runs_from_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PAGES)
    shown = 0
    for value in run(PAGES / f"{name}.md"):
        if isinstance(value, notebook.Picture):
            value.chart.to_dict(validate=True)  # drawing is tried elsewhere, and takes seconds
            shown += 1
        elif value is not None:
            assert "<" in value._repr_html_()
            shown += 1
    assert shown >= 5
