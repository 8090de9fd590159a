"""Progress and problems, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from suasion.terminal.plain import visible

if TYPE_CHECKING:
    from suasion.codebook import Problem
    from suasion.corpus import Tally


def progress(line: str) -> None:
    """Say on standard error what is being done; on a terminal each line replaces the last."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{visible(line)}", end="", file=sys.stderr, flush=True)
    else:
        print(visible(line), file=sys.stderr, flush=True)


@contextmanager
def meter() -> Iterator[Callable[[Tally], None]]:
    """Yield what shows how far a run over many documents is, on standard error: a bar, or a line for each hundred."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    def said(tally: Tally) -> str:
        before = f", {tally.before:,} of them before" if tally.before else ""
        return f"{tally.statements:,} statements, {tally.errors:,} problems{before}"

    if not sys.stderr.isatty():

        def line(tally: Tally) -> None:
            if tally.done % 100 == 0 or tally.done == tally.total:
                progress(f"{tally.done:,} of {tally.total:,} documents: {said(tally)}")

        yield line
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading the models", total=None)

        def move(tally: Tally) -> None:
            text = f"{said(tally)}; {visible(tally.name)}"
            bar.update(task, completed=tally.done, total=tally.total, description=text)

        yield move


def progress_done() -> None:
    """Clear the line of progress."""
    if sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def show_problems(problems: Sequence[Problem]) -> None:
    """Print each problem on a line of its own on standard error."""
    progress_done()
    for problem in problems:
        show_problem(problem)


def show_problem(problem: Problem) -> None:
    """Print one problem on standard error, above the bar where `meter` shows one."""
    mark = "warning" if problem.severity == "warning" else "problem"
    print(f"{mark}: {visible(str(problem))}", file=sys.stderr)
